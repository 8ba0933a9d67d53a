"""The marks of a bookmark file in their order, each with its attributes and lines.

The format looks like HTML and is none: its lists nest in what is never closed. A parser for HTML would build a tree
of its own from it, and Python's takes time with the square of some broken texts.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from digest.importers.document import Document
from digest.problems import DigestError, error

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)((?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>")
_OPENS = re.compile(r"<(?:[A-Za-z/!]|\Z)")
_OTHER = re.compile(r"<[!?][^<>]*+>")
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w:.-]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++)))?")
# Python refuses to read a number of thousands of digits, and none so large is a character.
_HUGE = re.compile(r"&(?=#[xX]?[0-9a-fA-F]{9})")


class Mark(NamedTuple):
    """A tag (`a`, `/a`), a comment (`!--`), a declaration (`!`) or text ("").

    Its attributes go by lower-case names; its lines are those without the blank ones around it.
    """

    name: str
    text: str
    attributes: dict[str, str]
    first: int
    last: int


def marks_of(document: Document) -> Iterator[Mark]:
    """The marks of a document.

    Raises:
        DigestError: a tag or comment at the end is not closed.
    """
    text = document.text
    starts = [0, *accumulate(len(line) + 1 for line in document.lines)]

    def mark(name: str, start: int, end: int, attributes: dict[str, str] | None = None) -> Mark:
        written = text[start:end]
        visible = start + len(written) - len(written.lstrip()), start + len(written.rstrip()) - 1
        first, last = (bisect_right(starts, place) for place in visible)
        return Mark(name, written, attributes or {}, first, last)

    position = written = 0
    last_end = text.rfind(">")
    while (start := text.find("<", position)) >= 0:
        name, attributes = "", {}
        if text.startswith("<!--", start):
            name, end = "!--", text.find("-->", start + 4) + 3
            if end < 3:
                raise _cut(document, bisect_right(starts, start), "a comment")
        elif found := _TAG.match(text, start):
            name, end = found[1] + found[2].lower(), found.end()
            attributes = _attributes(found[3])
        elif found := _OTHER.match(text, start):
            name, end = "!", found.end()
        elif start > last_end and _OPENS.match(text, start):
            raise _cut(document, bisect_right(starts, start), "a tag")
        else:  # a `<` that is text
            position = start + 1
            continue
        if text[written:start].strip():
            yield mark("", written, start)
        yield mark(name, start, end, attributes)
        position = written = end
    if text[written:].strip():
        yield mark("", written, len(text))


def plain_text(written: str) -> str:
    """Text as it reads, entities resolved."""
    return html.unescape(_HUGE.sub("&amp;", written))


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), plain_text(value))
    return found


def _cut(document: Document, line: int, what: str) -> DigestError:
    message = f"the document ends early: {what} is not closed"
    return DigestError([error(message, path=document.path, line=line, hint="get the whole of it")])
