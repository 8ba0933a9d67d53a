"""Where the prose of a Markdown text stands: paragraphs, list items, headings and quotes, as ranges of the source.

Code, tables, HTML, pictures and link definitions hold no sentences and are left out. This is no Markdown parser:
it knows the shapes that open a line, which is enough to never join two blocks into one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

BlockKind = Literal["paragraph", "item", "heading", "quote"]


class Block(NamedTuple):
    """A run of prose: `text[start:end]` of the source, without the mark that opens it."""

    kind: BlockKind
    start: int
    end: int


_LINE = re.compile(r"[^\n]*\n?")
_FENCE = re.compile(r"[ \t]{0,3}(?P<fence>`{3,}|~{3,})[^\n`]*$")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+")
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:=+|-+)[ \t]*$")
_RULE = re.compile(r"[ \t]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(
    r"[ \t]{0,20}(?:[-*+•‣][ \t]+|\d{1,3}[.)][ \t]+|[（(]?\d{1,2}[)）、][ \t]*|\[\^[^\]\n]{1,40}\]:[ \t]*)"
    r"(?:\[[ xX]\][ \t]+)?(?=\S)"
)
_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_NO_PROSE = re.compile(
    r"[ \t]{0,3}(?:\||</?[A-Za-z][^\s<>:]{0,40}(?:[ \t][^<>]{0,400})?>|<!|\[[^\]\n]{1,100}\]:[ \t]*\S"
    r"|!\[[^\]\n]{0,400}\]\([^)\n]{0,1000}\)[ \t]*$)"
)


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of prose of a text, in order; linear in its length."""
    fence = ""
    opened: Block | None = None
    for match in _LINE.finditer(text):
        start, end = match.span()
        if start == end:
            break
        line = match[0].rstrip("\n")
        if fence:
            mark = _FENCE.match(line)
            if mark and mark["fence"].startswith(fence) and not line.strip(" \t" + fence[0]):
                fence = ""
            continue
        if mark := _FENCE.match(line):
            fence = mark["fence"]
            yield from _closed(opened)
            opened = None
            continue
        if opened is not None and opened.kind == "paragraph" and _UNDERLINE.match(line):
            yield opened._replace(kind="heading")
            opened = None
            continue
        if not line.strip() or _RULE.match(line) or _NO_PROSE.match(line):
            yield from _closed(opened)
            opened = None
            continue
        kind, inner = _opening(line)
        ends = end - 1 if match[0].endswith("\n") else end
        if opened is not None and (kind == "paragraph" or (kind == opened.kind == "quote")):
            opened = opened._replace(end=ends)
            continue
        yield from _closed(opened)
        opened = Block(kind, start + inner, ends)
        if kind == "heading":
            yield opened
            opened = None
    yield from _closed(opened)


def _opening(line: str) -> tuple[BlockKind, int]:
    """What a line opens, and where its text begins."""
    if match := _HEADING.match(line):
        return "heading", match.end()
    if match := _QUOTE.match(line):
        return "quote", match.end()
    if match := _ITEM.match(line):
        return "item", match.end()
    return "paragraph", 0


def _closed(block: Block | None) -> Iterator[Block]:
    if block is not None:
        yield block
