"""Raw HTML is never deep: what lies deeper than a limit loses its tags before a parser sees them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.render.markdown import Markdown
from digest.render.markdown.nesting import limit_depth
from digest.render.sanitise import sanitise

from .hostile import HTML
from .html_tree import faults, filled, tree

LIST = "<ul>" + "<li>one <b>two</b>\n" * 80 + "</ul>"
TABLE = (
    "<table><thead><tr><th scope='col'>a<tbody>"
    + '<tr><td>a &amp; b<td colspan=2 title="x > y">c<br/><img src=https://a.example/i.png alt=i>' * 60
    + "</table>"
)
PROSE = "<div>" + "<p>a <code>b</code> <!-- <b> --> 1 < 2\n" * 80 + "</div>"
CLOSED = "<div>" + "<p>a <span lang=zh>b</span></p><script>'<b>'</script><x-y>c</x-y>" * 80 + "</div>"
REPEATED = [
    ("x " + "<b>" * 150 + "y", "<b>"),
    ("<div>\n\n" * 150 + "y", "<div>"),
    ("<div>" * 150 + "y", "<div>"),
]


def deepest(html: str) -> int:
    found, row = 0, list(tree(html))
    while row:
        found, row = found + 1, [child for element in row for child in element]
    return found


@pytest.mark.parametrize("html", [LIST, TABLE, PROSE, CLOSED])
def test_long_html_that_is_not_deep_means_the_same(html: str) -> None:
    assert limit_depth(html, 9)[1] is False
    assert sanitise(limit_depth(html, 9)[0]) == sanitise(html)


@pytest.mark.parametrize(("body", "tag"), REPEATED)
def test_a_hundred_elements_may_be_open(body: str, tag: str) -> None:
    rendered = Markdown(html="sanitise").render(body)
    assert rendered.html.count(tag) == rendered.html.count(tag.replace("<", "</")) == 100
    assert "y" in rendered.text
    assert ["100 deep" in notice.message for notice in rendered.notices] == [True]
    assert faults(filled(rendered)) == []


def test_what_was_closed_makes_room() -> None:
    body = "\n\n".join(
        f"{'<b>' * 60}a{'</b>' * 60} <i>b</i><img src='i.png'>\n\n<div>\n\nc\n\n</div>" for _ in range(4)
    )
    rendered = Markdown(html="sanitise").render(body)
    assert rendered.html.count("<b>") == 240
    assert rendered.notices == ()


def test_pictures_are_shown_at_any_depth() -> None:
    rendered = Markdown(html="sanitise").render("x " + "<b>" * 120 + "<img src='i.png'><br>")
    assert rendered.images == ("i.png",)
    assert "<br>" in rendered.html


NAMES = ["a", "b", "p", "div", "span", "table", "tr", "td", "ul", "li", "xmp", "textarea", "details", "h2"]
PARTS = st.sampled_from(
    [
        *HTML,
        *(f"<{end}{name}>" for name in NAMES for end in ("", "/")),
        "<b title='</b>'>",
        "<b =' y=\"'>",
        "<b a==' b'>",
        "<b\n/c='>'/>",
        "<!-- </b> -->",
        "<!-->",
        "<!--->",
        "</",
        "<",
        "'",
        '"',
        "=",
        ">",
        " ",
        "x",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, min_size=5, max_size=20).map("".join), st.integers(1, 4))
def test_nothing_makes_a_parser_see_more_depth(html: str, limit: int) -> None:
    flat, _ = limit_depth(html * 12, limit)
    # A table of one counted element and a cell of another get rows and bodies from the parser.
    assert deepest(sanitise(flat)) <= 3 * limit + 2
