"""Plain text as Markdown that shows it and nothing else."""

from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.render.markdown import Markdown
from digest.text.clean import clean_text
from digest.text.inert import inert, plain
from markdown.hostile import vectors

MARKDOWN = Markdown()


def shown(text: str) -> list[str]:
    """The paragraphs a text becomes; anything else fails."""
    rendered = MARKDOWN.render(inert(text), title="x")
    assert (rendered.links, rendered.images, rendered.headings) == ((), (), ())
    paragraphs = rendered.html.removesuffix("</p>\n").removeprefix("<p>").split("</p>\n<p>")
    assert not any("<" in paragraph for paragraph in paragraphs), rendered.html
    return [unescape(paragraph) for paragraph in paragraphs]


def paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in clean_text(text).split("\n") if line.strip()]


@pytest.mark.parametrize(
    "text",
    [
        "海鸥（Gull-7B）提高 12%，见 a_b 与 c*d*e。",
        "1. one\n2) two\n- three\n+ four\n# five\n> six\n: seven\n= eight\n---\n***\n```\n~~~",
        "| a | b |\n|---|---|\n| c | d |",
        "term\n: definition",
        "{:toc}\n<!--more-->\n[^1]: note\n[x]: https://example.org/",
        "$x$ and $$y$$ and \\(z\\) \\alpha \\",
        "https://example.org/a_b http://x.example ftp://y.example <https://z.example> a@b.example",
        "![x](https://example.org/i.png) [y](javascript:z) <img src=x onerror=alert(1)> &lt;b&gt; &#60;",
        "**bold** __bold__ *em* _em_ ~~gone~~ `code` ^[note] H^2^",
    ],
)
def test_it_shows_what_was_written(text: str) -> None:
    assert shown(text) == paragraphs(text)


def test_no_vector_comes_alive() -> None:
    for vector in vectors():
        text = clean_text(f"海鸥 {vector} 海鸥\n{vector}")
        assert shown(text) == paragraphs(text), vector


MARKUP = st.lists(
    st.sampled_from([*"\\`*_~[]()<>&${}|^!:#-+=>.1 \n\t\"'x海，", "://", "http", "![", "<!--", "&lt;"]),
    max_size=30,
)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=60), MARKUP.map("".join)).filter(lambda text: text.strip()))
def test_nor_does_anything_else(text: str) -> None:
    text = clean_text(text)
    if paragraphs(text):
        assert shown(text) == paragraphs(text)
        assert plain(inert(text)).split("\n\n") == paragraphs(text)


def test_ordinary_text_has_no_backslashes() -> None:
    text = "本文提出 Gull-7B：准确率（top-1）提高 12%，代码见 GitHub。It's e.g. 3-fold; a/b, c=d - e + f #1."
    assert inert(text) == text
