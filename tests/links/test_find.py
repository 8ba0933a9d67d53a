import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.links.find import MAX_LENGTH, find_addresses


def urls(text: str) -> list[str]:
    return [found.url for found in find_addresses(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("标题https://a.b/c标题", ["https://a.b/c"]),
        ("标题https://a.b/c。下一句", ["https://a.b/c"]),
        ("见（https://a.b/c）和（http://d.e/f），", ["https://a.b/c", "http://d.e/f"]),
        ("(https://a.b/c)", ["https://a.b/c"]),
        ("https://a.b/c_(d)", ["https://a.b/c_(d)"]),
        ("https://a.b/c.", ["https://a.b/c"]),
        ("**https://a.b/c**", ["https://a.b/c"]),
        ("https://a.b/c**https://d.e/f**", ["https://a.b/c", "https://d.e/f"]),
        ("[https://a.b/c](https://a.b/c)", ["https://a.b/c", "https://a.b/c"]),
        ("[https://a.b/c](https://d.e/f)", ["https://a.b/c", "https://d.e/f"]),
        ("HTTPS://A.b/c", ["HTTPS://A.b/c"]),
        (
            "https://web.example.org/20250101/https://a.b/c",
            ["https://web.example.org/20250101/https://a.b/c"],
        ),
        ("https://a.b/c?x=1&y=2#z", ["https://a.b/c?x=1&y=2#z"]),
        ("https:// 与 https:/ 与 http", []),
        ("https://...", []),
        ("javascript:alert(1) ftp://a.b/c", []),
        (f"https://a.b/{'c' * MAX_LENGTH}", []),
        ("", []),
    ],
)
def test_addresses_of_a_text(text: str, expected: list[str]) -> None:
    assert urls(text) == expected


@given(st.text(alphabet="https:/.ab()[]*_~&，\u2028 中", max_size=80))
def test_places_are_those_of_the_addresses(text: str) -> None:
    end = 0
    for found in find_addresses(text):
        assert found.start >= end
        assert text[found.start : found.end] == found.url
        end = found.end


def test_long_texts_take_no_time() -> None:
    for text in (
        "https://a" * 50_000,
        "https://a.b]" * 20_000,
        "https://" * 50_000,
        "https://a" + "(" * 300_000,
    ):
        assert all(len(url) <= MAX_LENGTH for url in urls(text))
