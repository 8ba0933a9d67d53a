r"""What in a text may never be cut: formulas, addresses, links, code, numbers.

One pattern finds them all from left to right; every part of it is bounded, so that a hostile text costs its length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

CJK_MARKS = "\u3000-\u303f\uff00-\uffef“”‘’"
_ADDRESS = rf"(?:https?://|www\.)[^\s<>\"'`{CJK_MARKS}]*[^\s<>\"'`{CJK_MARKS}.,;:!?)\]}}*_]"

_BREAK = r"\n(?![ \t\r]*\n)"
"""A line may end inside a formula; a blank line ends the paragraph, and no formula goes on in the next."""

PATTERN = (
    # A single dollar opens and closes a formula by the rule of Pandoc: no blank inside it, no digit behind it.
    rf"(?P<maths>\$\$(?:[^$\n]|{_BREAK}){{1,2000}}\$\$"
    rf"|\$(?![\s$])(?:[^$\\\n]|\\[^\n]|{_BREAK}){{1,600}}?(?<!\s)\$(?![0-9])"
    rf"|\\\((?:[^\\\n]|\\[^()\n]|{_BREAK}){{1,600}}\\\)"
    rf"|\\\[(?:[^\\\n]|\\[^\[\]\n]|{_BREAK}){{1,2000}}\\\])"
    # Two backticks are also how TeX opens a quotation, which ends in two apostrophes.
    r"|(?P<code>(?<!`)(?P<ticks>`{1,3})(?!`)(?:(?!'')[^`\n]){1,400}(?P=ticks)(?!`))"
    r"|(?P<link>!?\[[^\[\]\n]{0,400}\]\((?:[^()\s]|\([^()\s]{0,200}\)){1,1000}(?: \"[^\"\n]{0,200}\")?\))"
    rf"|(?P<address>{_ADDRESS}|<https?://[^\s<>]{{1,2000}}>)"
    r"|(?P<number>(?<![^\W_])[0-9]+(?:[.,:/][0-9]+)+(?:[A-Za-z%‰]{1,4}\b)?)"
)
"""Alternatives of a larger pattern; `spans_of` is this one alone."""

_SPANS = re.compile(PATTERN, re.DOTALL)


class Span(NamedTuple):
    """`text[start:end]` is one thing: `kind` is `maths`, `code`, `link`, `address` or `number`."""

    kind: str
    start: int
    end: int


def spans_of(text: str) -> tuple[Span, ...]:
    """Everything in a text that may not be cut, in order, none inside another."""
    found = []
    for match in _SPANS.finditer(text):
        kind = "code" if match.lastgroup == "ticks" else match.lastgroup
        found.append(Span(str(kind), match.start(), match.end()))
    return tuple(found)


def span_around(spans: Sequence[Span], position: int) -> Span | None:
    """The span a cut before `position` would go through, if any; `spans` are sorted."""
    index = bisect_right(spans, position, key=lambda span: span.start) - 1
    if index >= 0 and spans[index].start < position < spans[index].end:
        return spans[index]
    return None
