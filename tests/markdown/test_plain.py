"""The short way for lines of prose gives what the parser gives, or stands aside."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.render.markdown.parser import build_parser
from digest.render.markdown.plain import render_prose
from digest.render.markdown.writer import write_body

PARSER = build_parser(sanitise=False)
LETTERS = st.sampled_from(
    list("abcXYZ 0123456789.,;:!?-+=#'\"()%/@^~|*_`[]<>&${}\\\n\t，。：；“”（）强调中文é—…·")
)


PROSE = st.sampled_from(list("abcXYZ 0123456789.,;:?-+=#'\"()%/@，。：；“”（）强调中文é—…·"))


@given(st.one_of(st.text(PROSE, max_size=40), st.text(LETTERS, max_size=40), st.text(max_size=40)))
def test_the_short_way_equals_the_parser(text: str) -> None:
    short = render_prose(text)

    if short is not None:
        assert short == write_body(PARSER, text, first_line=1, title="", language="zh")


def test_common_prose_takes_the_short_way() -> None:
    for text in ('Training takes 702 hours: a "small" price (per run).', "收益依然存在：13.2%，“够用”。"):
        assert render_prose(text) is not None


def test_anything_with_markup_does_not() -> None:
    for text in (
        "**bold**",
        "1. one",
        "a\nb",
        "see https://x.org",
        "$x$",
        "&amp;",
        "- item",
        "# h",
        "a ",
        "",
    ):
        assert render_prose(text) is None
