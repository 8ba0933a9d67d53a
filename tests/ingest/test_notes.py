"""A note below another one means what it meant."""

import pytest

from digest.ingest.notes import Move, carried, open_fence, targets

MOVE = Move(
    path="content/entries/2025/tern/index.md",
    address="/entries/tern/",
    new_path="content/entries/gull/index.md",
    new_address="/entries/gull/",
    files={"content/entries/2025/tern/a b.png": "content/entries/gull/a b-2.png"},
    is_there={
        "content/entries/2025/owl.md",
        "content/entries/2025/tern/index.md",
        "content/about.md",
    }.__contains__,
    addresses=frozenset(["/entries/owl/", "/about/"]),
)


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("![x](a%20b.png)", "![x](a%20b-2.png)"),
        ("![x](<a b.png>)", "![x](<a%20b-2.png>)"),
        ('<img src="a b.png">', '<img src="a%20b-2.png">'),
        ("[o](../owl.md#top)", "[o](../2025/owl.md#top)"),
        ("[o](../owl)", "[o](../2025/owl)"),
        ("[o](../owl/?x=1)", "[o](../2025/owl?x=1)"),
        ("[o]: ../../../about.md", "[o]: ../../about.md"),
        ("[me](index.md)", "[me](index.md)"),
        ("[p](https://x.example/a%20b.png) [q](/about/) [r](#part) [s](mailto:a@b.c)", None),
        ("[gone](nowhere.png) [^1]: owl and words", None),
        ("```\n![x](a%20b.png)\n```\n", None),
        ("`code` with ](a%20b.jpg)", None),
    ],
)
def test_links_lead_where_they_led(note: str, expected: str | None) -> None:
    assert carried(note, "", MOVE, "tern") == (note if expected is None else expected)


@pytest.mark.parametrize(
    ("note", "beside", "expected"),
    [
        ("[x][1] [1] [1][]\n\n[1]: /b/", "[1]: /a/", "[x][1-t] [1][1-t] [1][1-t]\n\n[1-t]: /b/"),
        ("[x][1]\n\n[1]: /a/", "[1]: /a/", "[x][1]\n\n[1]: /a/"),
        ("[x][1]\n\n[1]: /b/", "as in [1]", "[x][1-t]\n\n[1-t]: /b/"),
        ("[x][1]\n\n[1]: /b/", "[1-t] [1]", "[x][1-t-2]\n\n[1-t-2]: /b/"),
        ("So[^n].\n\n[^n]: Words.", "But[^N].\n\n[^N]: Others.", "So[^n-t].\n\n[^n-t]: Words."),
        ("As in [1] and [1](/c/).", "[1]: /a/", "As in \\[1] and [1](/c/)."),
        ("[1](/c/) [x][2]\n\n[1]: /b/\n[2]: /d/", "[1]: /a/", "[1](/c/) [x][2]\n\n[1-t]: /b/\n[2]: /d/"),
        ("`[1]` ok\n```\n[1]: /b/\n```", "none", "`[1]` ok\n```\n[1]: /b/\n```"),
    ],
)
def test_labels_stand_for_what_they_stood_for(note: str, beside: str, expected: str) -> None:
    assert carried(note, beside, MOVE, "t") == expected


@pytest.mark.parametrize(
    ("text", "fence"),
    [
        ("a\n```py\nb", "```"),
        ("```\na\n```\n", ""),
        ("~~~~\n```\n~~~\n", "~~~~"),
        ("``` a ` b\n", ""),
        ("", ""),
    ],
)
def test_code_that_is_not_closed_is_seen(text: str, fence: str) -> None:
    assert open_fence(text) == fence


def test_targets_come_with_their_lines() -> None:
    text = "[a](x)\n\n```\n[b](y)\n```\n![c](z)\n"
    assert [*targets(text)] == [("x", 0), ("z", 5)]
