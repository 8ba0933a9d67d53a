from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.fetch.exchange import FetchFailure
from digest.fetch.policy import MAX_URL, check_target, read_host, read_target

SPELT = [
    ("http://example.org", "http://example.org/"),
    ("HTTPS://Example.ORG:443/A?b=C#d", "https://example.org/A?b=C"),
    ("http://example.org:80/", "http://example.org/"),
    ("http://example.org:/x", "http://example.org/x"),
    ("http://example.org:8080/x", "http://example.org:8080/x"),
    ("https://example.org?q=1", "https://example.org/?q=1"),
    ("https://example.org/a b/“c”", "https://example.org/a%20b/%E2%80%9Cc%E2%80%9D"),
    ("https://example.org/%E4%B8%AD?x=中", "https://example.org/%E4%B8%AD?x=%E4%B8%AD"),
    (
        "https://example.org/a?u=http://other.org/&v=[1]{2}",
        "https://example.org/a?u=http://other.org/&v=[1]%7B2%7D",
    ),
    ("  https://example.org/  ", "https://example.org/"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://中文.example/", "https://xn--fiq228c.example/"),
    ("https://my_blog.example.org/", "https://my_blog.example.org/"),
    ("http://[2606:4700:4700:0::1111]/", "http://[2606:4700:4700::1111]/"),
    ("http://[::1]:8080/", "http://[::1]:8080/"),
    ("http://93.184.216.34/", "http://93.184.216.34/"),
    ("https://example.org/@user/post", "https://example.org/@user/post"),
    ("https://example.org/a/./b/../../../c", "https://example.org/c"),
    ("https://example.org/a/%2e%2E/.%2e/c?d=/../e", "https://example.org/c?d=/../e"),
    ("https://example.org/a/b/..", "https://example.org/a/"),
    ("https://example.org/a/.b/...", "https://example.org/a/.b/..."),
    ("https://example.org//a/", "https://example.org//a/"),
    ("https://example.org\\@127.0.0.1/", ""),
]

REFUSED = """
    file:///etc/passwd ftp://example.org/ gopher://example.org/ data:text/html,x javascript:alert(1) //example.org/
    example.org /etc/passwd mailto:a@example.org http: http:// http:///x https://:443/ http://?x http://#x
    http://user@example.org/ http://user:pass@example.org/ http://@example.org/ http://example.org@127.0.0.1/
    http://2130706433/ http://0x7f000001/ http://0x7f.1/ http://127.1/ http://127.0.1/ http://0177.0.0.1/
    http://017700000001/ http://127.0.0.01/ http://1.2.3.4.5/ http://256.1.1.1/ http://0/ http://0x/ http://1e3.5/
    http://example.org./ http://127.0.0.1./ http://localhost./ http://./ http://.example.org/ http://a..b/
    http://-a.example/ http://a-.example/ http://exa%6dple.org/ http://127.0.0.1%00.example.org/ http://%31/
    http://[fe80::1%25eth0]/ http://[fe80::1%eth0]/ http://[::1 http://::1/ http://[::1]x/ http://x[::1]/
    http://[127.0.0.1]/ http://[v1.abc]/ http://[example.org]/ http://[]/ http://[::ffff:1.2.3.4.5]/
    http://１２７.0.0.1/ http://127。0。0。1/ http://ⓛⓞⓒⓐⓛhost/ http://ｅxample.org/ http://exa\u00admple.org/
    http://example.org:0/ http://example.org:65536/ http://example.org:-1/ http://example.org:8o/ http://example.org:80:80/
    http://exam!ple.org/ http://a,b.example/ http://a;b.example/ http://a'b.example/ http://exam<ple.org/
"""

MORE_REFUSED = [
    "",
    " ",
    "http://example.org/\n",
    "http://exam\tple.org/",
    "http://example.org/\r\nHost: other.org",
    "\x00http://example.org/",
    "http://example .org/",
    "http://example.org/\ud800",
    "http://" + "a" * 64 + ".example/",
    "http://" + "a." * 130 + "example/",
    "http://example.org/" + "a" * MAX_URL,
    "http://" + "中" * 300 + ".example/",
]


@pytest.mark.parametrize(("written", "expected"), [pair for pair in SPELT if pair[1]])
def test_the_spelling_of_an_address(written: str, expected: str) -> None:
    target = read_target(written)
    assert target.url == expected
    assert read_target(target.url) == target


@pytest.mark.parametrize(
    "written", [*REFUSED.split(), *MORE_REFUSED, *(w for w, spelt in SPELT if not spelt)]
)
def test_an_address_that_is_not_asked(written: str) -> None:
    with pytest.raises(FetchFailure) as failure:
        read_target(written)
    assert failure.value.why == "forbidden"


@given(st.text() | st.from_regex(r"https?://[^/]{0,20}(/.{0,20})?"))
def test_an_address_is_read_or_refused(written: str) -> None:
    with suppress(FetchFailure):
        target = read_target(written)
        assert target.url.isascii()
        assert target.url.isprintable()
        assert " " not in target.url
        assert read_target(target.url) == target


@pytest.mark.parametrize(
    ("url", "private", "is_allowed"),
    [
        ("http://example.org/", False, True),
        ("https://example.org:80/", False, True),
        ("http://example.org:443/", False, True),
        ("http://example.org:8080/", False, False),
        ("http://example.org:22/", False, False),
        ("http://example.org:8080/", True, True),
        ("http://localhost/", False, False),
        ("http://localhost:4000/", True, True),
        ("http://wewe-rss/", False, False),
        ("http://127.0.0.1/", False, False),
        ("http://127.0.0.1:4000/", True, True),
        ("http://[::1]/", False, False),
        ("http://[::ffff:127.0.0.1]/", False, False),
        ("http://[64:ff9b::7f00:1]/", False, False),
        ("http://169.254.169.254/latest/meta-data/", False, False),
        ("http://93.184.216.34/", False, True),
        ("http://[2606:4700:4700::1111]/", False, True),
    ],
)
def test_where_an_address_may_lead(url: str, private: bool, is_allowed: bool) -> None:
    target = read_target(url)
    if is_allowed:
        check_target(target, private=private)
    else:
        with pytest.raises(FetchFailure) as failure:
            check_target(target, private=private)
        assert failure.value.why == "forbidden"


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("LocalHost", "localhost"),
        ("[::1]", "::1"),
        ("::1", "::1"),
        ("10.0.0.1", "10.0.0.1"),
        ("a b", None),
        ("", None),
    ],
)
def test_the_spelling_of_a_host(written: str, host: str | None) -> None:
    assert read_host(written) == host
