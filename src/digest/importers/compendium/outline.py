"""Where the articles of a compendium begin and end: `#Name`, a blank line, the article, a line of dots.

A `#` opens many other lines (comments in code, hashtags, headings), so a name is told by what stands around it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from digest.importers.document import Document
from digest.links.find import find_addresses

END = re.compile(r"\s*(?:\.{3,}|…{2,})\s*")
"""A line of dots."""

_PREAMBLE = 8  # lines that may stand before the first article
_TAIL_LINES, _TAIL_LENGTH = 12, 100
_NAME = re.compile(r"#(?P<name>[^\s#!][^\n]{0,199})")
_TAIL = re.compile(r"Logo|(?:更多|相关|热门)(?:推荐|文章|阅读)|推荐阅读")


class Part(NamedTuple):
    """An article: the line of its name, the lines of its text, the lines of dots after it (all from 1)."""

    name: str
    line: int
    first: int
    last: int


class Outline(NamedTuple):
    """Where the articles stand, the marks between them, and the first line that is no article's any more."""

    parts: tuple[Part, ...]
    ends: tuple[int, ...]
    tail: int
    is_complete: bool


def find_names(document: Document) -> list[int]:
    """The lines that open articles.

    A name has no space after its `#`, a blank line after it, and before it a line of dots, or at the beginning
    of the document a blank line. Comments, hashtags and headings inside articles lack one of these.
    """
    lines = document.lines
    names: list[int] = []
    before = 0  # the last line that is not blank
    filled = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if _NAME.fullmatch(line) and (number == len(lines) or document.is_blank(number + 1)):
            opens = not names and filled <= _PREAMBLE and (number == 1 or document.is_blank(number - 1))
            if opens or (before and END.fullmatch(lines[before - 1])):
                names.append(number)
        before = number
        filled += 1
    return names


def is_like_name(document: Document, number: int) -> bool:
    """Whether a line could be a name, but for the dots: `#Name` alone, not `#tag #tag`."""
    line = document.lines[number - 1]
    return (
        _NAME.fullmatch(line) is not None
        and "#" not in line[1:]
        and (number == 1 or document.is_blank(number - 1))
        and (number == len(document.lines) or document.is_blank(number + 1))
    )


def is_first(document: Document, name: int) -> bool:
    """Whether an article is opened by the beginning of the document, not by a line of dots."""
    return not any(END.fullmatch(line) for line in document.lines[: name - 1])


def find_attribution(document: Document, name: int) -> int | None:
    """The first line before the first article that has an address."""
    return next(
        (
            number
            for number in range(1, name)
            if next(find_addresses(document.lines[number - 1]), None) is not None
        ),
        None,
    )


def read_outline(document: Document, names: list[int]) -> Outline:
    """Cut a document into its articles; `names` are the lines that open them, at least one."""
    parts: list[Part] = []
    ends: list[int] = []
    for name, following in zip(names, [*names[1:], 0], strict=True):
        last = (following or len(document.lines) + 1) - 1
        if following:
            while not document.lines[last - 1].strip() or END.fullmatch(document.lines[last - 1]):
                ends.append(last)
                last -= 1
        parts.append(Part(document.lines[name - 1][1:].strip(), name, name + 1, last))
    tail, is_complete = _tail(document, parts[-1].first)
    last = tail - 1
    while last > names[-1] and (document.is_blank(last) or END.fullmatch(document.lines[last - 1])):
        ends.append(last)
        last -= 1
    parts[-1] = parts[-1]._replace(last=last)
    return Outline(tuple(parts), tuple(ends), tail, is_complete)


def _tail(document: Document, first: int) -> tuple[int, bool]:
    """The line after the end of the last article, and whether it has an end at all.

    The last line of dots ends it, and so does what the platform puts below every page.
    """
    lines = document.lines
    numbers = [n for n in range(first, len(lines) + 1) if not document.is_blank(n)]
    end = next((n for n in reversed(numbers) if END.fullmatch(lines[n - 1])), 0)
    below = [lines[n - 1].strip() for n in numbers if n > end]
    if end and (not below or _TAIL.fullmatch(below[0]) or _is_platform(below)):
        return end + 1, True
    known = next((n for n in numbers[-_TAIL_LINES:] if _TAIL.fullmatch(lines[n - 1].strip())), 0)
    return (known, True) if known else (len(lines) + 1, False)


def _is_platform(below: list[str]) -> bool:
    """Whether lines below the last line of dots are an invitation and the like, not the rest of an article."""
    return len(below) <= _TAIL_LINES and all(
        len(line) <= _TAIL_LENGTH and not line.startswith("#") for line in below
    )
