import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.addresses import web_address

BASE = "https://example.org/blog/post.html"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        ("/a", "https://example.org/a"),
        ("a.png", "https://example.org/blog/a.png"),
        ("../a", "https://example.org/a"),
        ("//cdn.example/a", "https://cdn.example/a"),
        (" https://example.com/a b\n", "https://example.com/a%20b"),
        ('https://example.com/"><script>', "https://example.com/%22%3E%3Cscript%3E"),
        ("HTTPS://example.com/", "https://example.com/"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("mailto:a@example.org", ""),
        ("http://[::1", ""),
        ("http://example.com:99999/", ""),
        ("https://example.com\\@evil.example/", ""),
        ("https://example.com/\u202egnp.exe", ""),
        ("", ""),
        ("https://example.com/" + "a" * 5000, ""),
    ],
)
def test_addresses(written: str, address: str) -> None:
    assert web_address(written, BASE) == address


@given(st.text(max_size=60))
def test_nothing_else_comes_out(written: str) -> None:
    address = web_address(written, BASE)
    assert address == "" or (
        address.startswith(("http://", "https://")) and not set(address) & set(' "<>\n\t\\^`{|}')
    )
