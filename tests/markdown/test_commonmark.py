"""The Chinese rules change nothing of CommonMark but what they are for.

The examples of the specification are not in the repository. The test looks for them in the file that
DIGEST_COMMONMARK_SPEC names, else in `.cache`: the text of the specification, or its examples as JSON.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from digest.render.markdown.chinese import install_chinese
from digest.render.markdown.parser import InlineParser

CACHE = Path(__file__).parent.parent.parent / ".cache"
NAMED = os.environ.get("DIGEST_COMMONMARK_SPEC")
PLACES = [Path(NAMED)] if NAMED else [CACHE / "commonmark.json", CACHE / "commonmark.txt"]
EXAMPLE_IN_TEXT = re.compile(r"^`{32} example\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$", re.MULTILINE)

# A bare address becomes a link here; the specification leaves that to extensions. Examples 602, 608 and 611.
LINKED_BY_US = {
    "<https://foo.bar/baz bim>\n",
    "< https://foo.bar >\n",
    "https://example.com\n",
}
# Line breaks inside an otherwise empty quote, which markdown-it-py writes differently. Examples 218, 239, 240.
DIFFERENT_IN_THE_LIBRARY = {"[foo]\n\n> [foo]: /url\n", ">\n", ">\n>  \n> \n"}


def read_examples() -> list[tuple[str, str]]:
    """Pairs of Markdown and HTML."""
    for path in PLACES:
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".json":
                return [(example["markdown"], example["html"]) for example in json.loads(text)]
            return EXAMPLE_IN_TEXT.findall(text.replace("→", "\t"))
    pytest.skip(f"no CommonMark examples at {' or '.join(map(str, PLACES))}: conformance was not checked")


def test_every_example_comes_out_as_without_the_chinese_rules() -> None:
    examples = read_examples()
    assert len(examples) > 600
    plain, ours = MarkdownIt("commonmark"), MarkdownIt("commonmark")
    install_chinese(ours)
    ours.enable(["linkify", "strikethrough"])
    plain.enable("strikethrough")
    assert {source for source, _ in examples if ours.render(source) != plain.render(source)} == LINKED_BY_US
    assert {source for source, html in examples if plain.render(source) != html} <= DIFFERENT_IN_THE_LIBRARY


def test_asking_only_the_rules_that_can_match_changes_nothing() -> None:
    plain, ours = MarkdownIt("js-default", {"html": True}), MarkdownIt("js-default", {"html": True})
    inline = InlineParser()
    inline.index_rules()
    ours.inline = inline
    odd = ["[[[a](b)](c)", "![[a]](b)", "[" * 120 + "a](b)", "a\\", "a&", "`[`a](b)`", "[a](b\n", "*[a*](b)"]
    for source in [*odd, *(source for source, _ in read_examples())]:
        assert ours.render(source) == plain.render(source), source


def test_the_chinese_rules_put_no_link_into_a_link() -> None:
    md = MarkdownIt("commonmark")
    install_chinese(md)
    md.enable("linkify")
    assert md.render("[https://a.example](/b)") == '<p><a href="/b">https://a.example</a></p>\n'
