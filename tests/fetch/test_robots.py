from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.fetch.exchange import FetchFailure, Wanted
from digest.fetch.robots import MAX_BYTES, parse_robots
from fetch.network import IMPATIENT, Clock, client_of
from fetch.server import Server, redirect, reply, silence, truncated


@pytest.mark.parametrize(
    ("lines", "path", "is_allowed"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow:", "/x", True),
        ("Disallow: /", "/x", True),  # of no group
        ("user-AGENT : *  # all\n disallow : /x # here\n", "/x/y", False),
        ("User-agent: *\r\nDisallow: /x\r\n", "/y", True),
        ("\ufeffUser-agent: *\nDisallow: /x", "/x", False),
        # our group, and ours alone
        ("User-agent: *\nDisallow: /\nUser-agent: digest\nDisallow: /x", "/y", True),
        ("User-agent: Digest/1.0\nDisallow: /x\nUser-agent: *\nAllow: /", "/x", False),
        ("User-agent: digestive\nDisallow: /\nUser-agent: *\nAllow: /", "/x", True),
        ("User-agent: other\nUser-agent: digest\nDisallow: /x", "/x", False),
        ("User-agent: other\nDisallow: /x", "/x", True),
        (
            "User-agent: digest\nDisallow: /a\n\nUser-agent: b\nDisallow: /\n\nUser-agent: digest\nDisallow: /c",
            "/c",
            False,
        ),
        (
            "User-agent: digest\nDisallow: /a\n\nUser-agent: b\nDisallow: /\n\nUser-agent: digest\nDisallow: /c",
            "/d",
            True,
        ),
        ("User-agent: *\nSitemap: http://x/\nDisallow: /x", "/x", False),
        ("User-agent: digest\nUser-agent: *\nCrawl-delay: 1\nDisallow: /x", "/x", False),
        # the longest rule, and between equals the kinder
        ("User-agent: *\nDisallow: /a/\nAllow: /a/b/", "/a/b/c", True),
        ("User-agent: *\nAllow: /a/b/\nDisallow: /a/", "/a/c", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nAllow: /p\nDisallow: /", "/page", True),
        ("User-agent: *\nAllow: /folder\nDisallow: /folder", "/folder/page", True),
        ("User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page.htm", False),
        ("User-agent: *\nAllow: /$\nDisallow: /", "/", True),
        ("User-agent: *\nAllow: /$\nDisallow: /", "/page.htm", False),
        # wild cards
        ("User-agent: *\nDisallow: /*.php$", "/a.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/a.php?x", True),
        ("User-agent: *\nDisallow: /*.php", "/a.php?x", False),
        ("User-agent: *\nDisallow: /fish*.php", "/fishheads/catfish.php?parameters", False),
        ("User-agent: *\nDisallow: /fish*.php", "/Fish.PHP", True),
        ("User-agent: *\nDisallow: *", "/x", False),
        ("User-agent: *\nDisallow: *x", "/x", False),
        ("User-agent: *\nDisallow: /a*b*c$", "/a-b-b-c", False),
        ("User-agent: *\nDisallow: /a*b*c$", "/a-b-c-d", True),
        ("User-agent: *\nDisallow: /ab*b$", "/ab", True),
        ("User-agent: *\nDisallow: /$", "/$", True),
        ("User-agent: *\nDisallow: /x?y=", "/x?y=1", False),
        # escapes
        ("User-agent: *\nDisallow: /中", "/%E4%B8%AD%E6%96%87", False),
        ("User-agent: *\nDisallow: /%e4%b8%ad", "/%E4%B8%AD", False),
        ("User-agent: *\nDisallow: /%7Ejoe", "/~joe/x", False),
        ("User-agent: *\nDisallow: /a%2fb", "/a/b", True),
        ("User-agent: *\nDisallow: /a%2fb", "/a%2Fb", False),
        ("<html><body>User-agent: *<br>Disallow: /</body></html>", "/x", True),
    ],
)
def test_what_a_file_says(lines: str, path: str, is_allowed: bool) -> None:
    assert parse_robots(lines.encode()).allows(path) == is_allowed


@pytest.mark.parametrize(
    ("lines", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 15", 15.0),
        ("User-agent: *\nCrawl-delay: 0.5\nUser-agent: digest\nCrawl-delay: 2", 2.0),
        ("User-agent: other\nCrawl-delay: 15", 0.0),
        ("User-agent: *\nCrawl-delay: 9999", 60.0),
        ("User-agent: *\nCrawl-delay: -1", 0.0),
        ("User-agent: *\nCrawl-delay: nan", 0.0),
    ],
)
def test_the_pause_a_file_asks_for(lines: str, delay: float) -> None:
    assert parse_robots(lines.encode()).delay == delay


def test_what_lies_behind_500_kilobytes_is_not_read() -> None:
    padding = b"#" + b"x" * MAX_BYTES + b"\n"
    assert parse_robots(padding + b"User-agent: *\nDisallow: /").allows("/x")


def test_rules_without_number_and_stars_without_end() -> None:
    many = b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*b\n" * 18_000
    assert parse_robots(many).allows("/" + "a" * 8000)
    assert parse_robots(b"User-agent: *\nDisallow: /" + b"*a" * 200_000).allows("/" + "a" * 8000)


@given(st.binary() | st.text().map(lambda text: f"User-agent: *\nDisallow: {text}".encode()), st.text())
def test_any_file_says_something(data: bytes, path: str) -> None:
    robots = parse_robots(data)
    assert robots.allows("/" + path) in (True, False)
    assert 0 <= robots.delay <= 60


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        server.fallback = reply("here")
        yield server


CLOSED = reply("User-agent: *\nDisallow: /closed/", type="text/plain")


def test_pages_heed_the_file(server: Server) -> None:
    server.on("/robots.txt", CLOSED)
    client = client_of()
    with pytest.raises(FetchFailure, match=r"robots\.txt") as failure:
        client.get(Wanted(url=server.url("/closed/a")))
    assert failure.value.why == "forbidden"
    assert client.get(Wanted(url=server.url("/open"))).body == b"here"
    assert server.paths() == ["/robots.txt", "/open"]


def test_what_is_no_page_does_not_ask_for_it(server: Server) -> None:
    server.on("/robots.txt", CLOSED)
    client = client_of()
    for sort in ("feed", "api", "image"):
        client.get(Wanted(url=server.url("/closed/a"), sort=sort))
    client.get(Wanted(url=server.url("/closed/a"), sort="page"), heed_robots=False)
    assert "/robots.txt" not in server.paths()


def test_a_page_behind_a_redirect_heeds_it_too(server: Server) -> None:
    server.on("/robots.txt", CLOSED)
    server.on("/open", redirect("/closed/a"))
    with pytest.raises(FetchFailure, match=r"robots\.txt"):
        client_of().get(Wanted(url=server.url("/open")))
    assert server.paths() == ["/robots.txt", "/open"]


def test_wechat_pages_were_chosen_by_people(server: Server) -> None:
    server.on("/robots.txt", reply("User-agent: *\nDisallow: /"))
    client = client_of(mirrors={"https://mp.weixin.qq.com": server.base})
    assert client.get(Wanted(url="https://mp.weixin.qq.com/s/1")).body == b"here"


def test_a_file_is_believed_for_a_day(server: Server) -> None:
    clock = Clock()
    server.on("/robots.txt", reply(404), CLOSED)
    client = client_of(clock=clock)
    client.get(Wanted(url=server.url("/closed/a")))
    clock.time += 86_000
    client.get(Wanted(url=server.url("/closed/a")))
    clock.time += 500
    with pytest.raises(FetchFailure):
        client.get(Wanted(url=server.url("/closed/a")))
    assert server.paths().count("/robots.txt") == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_missing_file_allows(server: Server, status: int) -> None:
    server.on("/robots.txt", reply(status))
    assert client_of().get(Wanted(url=server.url("/x"))).body == b"here"


def test_a_file_that_is_redirected_for_ever_allows(server: Server) -> None:
    server.on("/robots.txt", redirect("/robots.txt"))
    assert client_of().get(Wanted(url=server.url("/x"))).body == b"here"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (reply(500), "forbidden"),
        (reply(502), "forbidden"),
        (reply(503), "busy"),
        (reply(429, retry_after="100"), "busy"),
        (silence(), "too slow"),
        (truncated("User-agent: *", 3), "broken"),
    ],
)
def test_a_file_that_cannot_be_had_allows_nothing(server: Server, answer: object, why: str) -> None:
    server.on("/robots.txt", answer)  # type: ignore[arg-type]  # of the table
    client = client_of(limits=IMPATIENT)
    for _ in range(2):
        with pytest.raises(FetchFailure) as failure:
            client.get(Wanted(url=server.url("/x")))
        assert failure.value.why == why
    assert "/x" not in server.paths()


def test_a_file_of_one_origin_says_nothing_about_another(server: Server) -> None:
    server.on("/robots.txt", CLOSED, host="a.test")
    client = client_of("a.test", "b.test")
    assert client.get(Wanted(url=server.url("/closed/a", "b.test"))).body == b"here"
    with pytest.raises(FetchFailure):
        client.get(Wanted(url=server.url("/closed/a", "a.test")))
