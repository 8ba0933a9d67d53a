import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.importers.markdown import headings, inline_links, outlined, trimmed, unfinished
from digest.text.blocks import closed_code_lines, code_lines, is_rule, open_fence

LINES = st.lists(
    st.sampled_from(
        [
            "# A",
            "## B",
            "### C",
            "###### D",
            "text",
            "**bold**",
            "",
            "---",
            "===",
            "```",
            "~~~~",
            "- item",
            "    # x",
        ]
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("text", "inside", "opened"),
    [
        ("a\n```\n# b\n```\nc", {2, 3, 4}, 0),
        ("```` md\n```\n````\nc", {1, 2, 3}, 0),
        ("~~~\n```\n~~~\nc", {1, 2, 3}, 0),
        ("a\n   ```py\nb", {2, 3}, 2),
        ("```pip install x```\n# a", set(), 0),
        ("    ```\n# a", set(), 0),
    ],
)
def test_fenced_code(text: str, inside: set[int], opened: int) -> None:
    lines = text.split("\n")
    assert code_lines(lines) == inside
    assert open_fence(lines) == opened
    assert closed_code_lines(lines) == (set() if opened else inside)


def test_code_before_an_open_fence_stays_code() -> None:
    assert closed_code_lines(["```", "# a", "```", "```", "# b"]) == {1, 2, 3}


@pytest.mark.parametrize(
    ("line", "level", "text"),
    [
        ("# A", 1, "A"),
        ("   ###### A b ##  ", 6, "A b"),
        ("## C#", 2, "C#"),
        ("## A #", 2, "A"),
        ("##", 2, ""),
        ("## ##", 2, ""),
        ("##\tA", 2, "A"),
        ("# " + " " * 100_000 + "A" + " " * 100_000 + "b", 1, "A" + " " * 100_000 + "b"),
    ],
)
def test_headings(line: str, level: int, text: str) -> None:
    [heading] = headings(["text", line])
    assert heading == (2, level, text)


@pytest.mark.parametrize("line", ["#A", "####### A", "    # A", "\\# A", "a # b"])
def test_no_headings(line: str) -> None:
    assert headings([line]) == ()


@pytest.mark.parametrize(
    ("line", "expected"), [("---", True), (" * * *", True), ("___ _", True), ("--", False), ("- a", False)]
)
def test_rules(line: str, expected: bool) -> None:
    assert is_rule(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[a](b) and ![c](<d e>)", [("a", "b", False), ("c", "d e", True)]),
        ("[a [b]](https://x.org/(y)z 'title')", [("a [b]", "https://x.org/(y)z", False)]),
        (r"[a\]](b\)c)", [(r"a\]", r"b\)c", False)]),
        ("[a](b c) [d](", []),
        ("[a](" + " " * 100_000, []),
        ("[" * 100_000, []),
        ("[a](" * 50_000, []),
        ("[a](b " * 50_000, []),
    ],
)
def test_inline_links(line: str, expected: list[tuple[str, str, bool]]) -> None:
    assert [(link.text, link.url, link.is_picture) for link in inline_links(line)] == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## A\n### B\n### C\n## D", "### A\n#### B\n#### C\n### D"),
        ("# A\n#### B\n###### C", "### A\n#### B\n##### C"),
        ("### A\n## B\n### C", "### A\n### B\n#### C"),
        ("##### A", "### A"),
        ("# A\n## B\n### C\n#### D\n##### E", "### A\n#### B\n##### C\n###### D\n###### E"),
        ("Title\n=====\n\nPart\n---\ntext", "### Title\n\n#### Part\ntext"),
        ("A\n===\nB\n---\nC", "### A\n#### B\nC"),
        ("one line\nand another\n---\ntext", "one line\nand another\n\n---\ntext"),
        ("- item\n---", "- item\n---"),
        ("text\n\n---", "text\n\n---"),
        ("| a |\n---", "| a |\n---"),
        ("```\n## a\nb\n---\n```", "```\n## a\nb\n---\n```"),
    ],
)
def test_outlines(before: str, after: str) -> None:
    assert "\n".join(outlined(before.split("\n"), 3)) == after


@given(LINES)
def test_an_outline_starts_at_its_top_and_leaves_no_level_out(lines: list[str]) -> None:
    above = 2
    for heading in headings(outlined(lines, 3)):
        assert 3 <= heading.level <= above + 1
        above = heading.level
    assert outlined(outlined(lines, 3), 3) == outlined(lines, 3)


@given(LINES)
def test_an_outline_keeps_the_words(lines: list[str]) -> None:
    def bare(written: list[str]) -> list[str]:
        return [text for line in written if (text := line.strip("#=- "))]

    assert bare(outlined(lines, 3)) == bare(lines)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("text\n\n- [PDF](https://x.org/a)", ""),
        ("- [PDF](https://x.org/a", "a link"),
        ("- [PDF](", "a link"),
        ("- [PD", "a link"),
        ("## [Some tit", "a link"),
        ("x in [0, 1)", ""),
        ("as in [46]", ""),
        ("**Note", "bold text"),
        ("这是**重点", "bold text"),
        ("**Note** and **more", "bold text"),
        ("**Note** and x**2", ""),
        ("`**` and $a ** b$", ""),
        ("**open\n\nbut long ago", ""),
        ("```\ncode\n\nmore", "code"),
        ("", ""),
    ],
)
def test_what_is_open_at_the_end(text: str, what: str) -> None:
    assert unfinished(text.split("\n")) == what


def test_trimming_keeps_code_and_hard_breaks() -> None:
    lines = ["", "a  ", "b ", "", " ", "", "```", "", "", " x ", "```", ""]
    assert trimmed(lines) == "a  \nb\n\n```\n\n\n x \n```"
