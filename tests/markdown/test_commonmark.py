"""The Chinese rules change nothing of CommonMark but what they are for.

The examples of the specification are not in the repository; `tests/run.py` fetches them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from digest.render.markdown.chinese import install_chinese

EXAMPLES = Path(
    os.environ.get("DIGEST_COMMONMARK_SPEC")
    or Path(__file__).parent.parent.parent / ".cache" / "commonmark.json"
)

# A bare address becomes a link here; the specification leaves that to extensions. Examples 602, 608 and 611.
LINKED_BY_US = {
    "<https://foo.bar/baz bim>\n",
    "< https://foo.bar >\n",
    "https://example.com\n",
}
# Line breaks inside an otherwise empty quote, which markdown-it-py writes differently. Examples 218, 239, 240.
DIFFERENT_IN_THE_LIBRARY = {"[foo]\n\n> [foo]: /url\n", ">\n", ">\n>  \n> \n"}


def test_every_example_comes_out_as_without_the_chinese_rules() -> None:
    if not EXAMPLES.is_file():
        pytest.skip(f"the CommonMark examples are not at {EXAMPLES}; DIGEST_COMMONMARK_SPEC may name them")
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    assert len(examples) > 600
    plain, ours = MarkdownIt("commonmark"), MarkdownIt("commonmark")
    install_chinese(ours)
    ours.enable(["linkify", "strikethrough"])
    plain.enable("strikethrough")
    changed = {
        case["markdown"]
        for case in examples
        if ours.render(case["markdown"]) != plain.render(case["markdown"])
    }
    assert changed == LINKED_BY_US
    wrong = {case["markdown"] for case in examples if plain.render(case["markdown"]) != case["html"]}
    assert wrong <= DIFFERENT_IN_THE_LIBRARY
