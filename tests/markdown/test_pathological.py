"""Input made to be slow or deep: work grows in proportion to it, and nothing recurses away.

Work is counted in function calls, not in time: what is quadratic makes four times the calls for twice
the input.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from digest.render.markdown import Markdown
from digest.render.markdown.comments import block_comment

SIZE = 300
FLOODS: dict[str, Callable[[int], str]] = {
    "open brackets": lambda n: "[" * n,
    "open brackets with text": lambda n: "[a" * n,
    "nested brackets": lambda n: "[" * n + "a" + "]" * n,
    "closing brackets": lambda n: "a]" * n,
    "image brackets": lambda n: "![" * n,
    "nested images": lambda n: "![a" * n + "](u)" * n,
    "unfinished links": lambda n: "[a](b" * n,
    "unfinished link addresses": lambda n: "[a](<b" * n,
    "opening emphasis": lambda n: "_a " * n,
    "closing emphasis": lambda n: "a** " * n,
    "emphasis between Han": lambda n: "中**文。" * n,
    "nested emphasis": lambda n: "*a **a " * n + "b" + " a** a*" * n,
    "quotes": lambda n: ">" * n + "a",
    "lists in a line": lambda n: "- " * n + "a",
    "backtick runs": lambda n: "".join("e" + "`" * i for i in range(int((4 * n) ** 0.5))),
    "angle brackets": lambda n: "<" * n,
    "tags without end": lambda n: "<a " * n,
    "comments without end": lambda n: "<!--" * n,
    "comment lines without end": lambda n: "<!--\n" * n,
    "ampersands": lambda n: "&a" * n,
    "dollars": lambda n: "$a " * n,
    "double dollars": lambda n: "$$" * n,
    "display lines": lambda n: "$$ a\n" * n,
    "dollars in images": lambda n: "![$a](u) $b " * n,
    "addresses": lambda n: "http://" * (8 * n),
    "addresses with brackets": lambda n: "http://a.b/" + "(" * n,
    "footnote marks": lambda n: "[^a]: x\n\n" + "[^" * n,
    "footnotes in place": lambda n: "^[" * n,
    "nested footnotes in place": lambda n: "^[a" * n + "]" * n,
    "nested footnote definitions": lambda n: "[^1]: " * n,
    "tables": lambda n: "|a|\n|-|\n" * n,
    "wide tables": lambda n: "|" + "a|" * n + "\n|" + "-|" * n + "\n|x\n",
    "attribute lists": lambda n: "a){:.a" * n,
    "attribute quotes": lambda n: ')({: a="' * n,
    "tables of contents": lambda n: "* content\n{:toc}\n" * n,
    "definitions": lambda n: "a\n: " * n,
    "headings": lambda n: "# a\n" * n,
    "tildes": lambda n: "~~a " * n,
    "line breaks": lambda n: "中\n" * n,
    "bold line breaks": lambda n: "**\n中" * n,
    "open tags": lambda n: "<b>x" * n,
    "open blocks": lambda n: "<div>\n\n" * n,
    "open tags closed by others": lambda n: "x " + "<b>" * n + "</i>" * n,
    "open blocks closed by others": lambda n: "<div>\n\n" * n + "</blockquote>\n\n" * n,
    "a block of open tags closed by others": lambda n: "<div>" + "<b>" * n + "</i>" * n,
    "a block of comments without end": lambda n: "<div>" + "<b>" * n + "<!-" * n + "<!--" * n,
    "a block of quotes without end": lambda n: "<div>" + "<b a='<b a=\"" * n,
    "a block of hidden content": lambda n: "<div>" + "<svg><b>" * n + "</svg>",
    "tags with many attributes": lambda n: "<a" + " a" * n,
}


def calls(markdown: Markdown, body: str) -> int:
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        markdown.render(body)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("policy", ["escape", "sanitise"])
@pytest.mark.parametrize("name", FLOODS)
def test_work_grows_with_the_input_and_no_faster(name: str, policy: str) -> None:
    markdown = Markdown(html="escape" if policy == "escape" else "sanitise")
    flood = FLOODS[name]
    markdown.render(flood(2))
    small, large = calls(markdown, flood(SIZE)), calls(markdown, flood(2 * SIZE))
    assert large / small <= 2.6, (small, large)


def test_a_stray_end_tag_does_not_look_through_what_is_open() -> None:
    """Counted in lines, since looking through a list calls nothing."""

    def lines(body: str) -> int:
        count = 0

        def note(frame: FrameType, event: str, argument: object) -> Any:  # as the type of a tracer
            nonlocal count
            if not frame.f_code.co_filename.endswith("raw_html.py"):
                return None
            count += event == "line"
            return note

        before = sys.gettrace()
        sys.settrace(note)
        try:
            Markdown(html="sanitise").render(body)
        finally:
            sys.settrace(before)
        return count

    few, many = ("x <i>y</i>" + "<b>" * 90 + "</i>" * strays for strays in (1, 401))
    alone = lines("x " + "</i>" * 401) - lines("x " + "</i>")
    assert lines(many) - lines(few) <= 1.2 * alone


@pytest.mark.parametrize("depth", [50, 98, 100, 102, 2000])
@pytest.mark.parametrize(
    "name", [name for name in FLOODS if "nested" in name or "brackets" in name or name == "quotes"]
)
def test_deep_nesting_needs_little_stack(name: str, depth: int) -> None:
    """A build calls the renderer from within some hundred frames of its own."""

    def from_below(frames: int) -> None:
        if frames:
            from_below(frames - 1)
        else:
            Markdown(html="sanitise").render(FLOODS[name](depth))

    from_below(400)


def test_what_nests_too_deep_is_left_out_and_said() -> None:
    rendered = Markdown().render("before\n\n" + ">" * 300 + " deep\n\nafter\n")
    assert "before" in rendered.html
    assert "after" in rendered.html
    assert any("too deep" in notice.message for notice in rendered.notices)


def test_comments_without_end_are_not_searched_for_one_each() -> None:
    searches = []

    class Source(str):
        __slots__ = ()

        def find(self, *arguments: Any) -> int:  # as wide as str.find's own signature
            searches.append(arguments)
            return super().find(*arguments)

    state = StateBlock(Source("<!--\n" * 50), MarkdownIt(), {}, [])
    searches.clear()
    assert not any(block_comment(state, line, 50, False) for line in range(50))
    assert searches == []
