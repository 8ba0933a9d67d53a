"""What the Markdown exporters write down: works, issues and topic pages as plain values, and what they share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import msgspec

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|\Z)")
_DEEPEST = 6
_BRACKETS = re.compile(r"([\[\]])")
_NO_ANCHOR = re.compile(r"[^\w\- ]")


class MarkdownLink(msgspec.Struct, frozen=True):
    """An address of a work: its kind (paper, code ...), its own title or "" for none."""

    url: str
    kind: str = "other"
    title: str = ""


class MarkdownWork(msgspec.Struct, frozen=True, kw_only=True):
    """A work, its texts in Markdown.

    `url` is where it can be read where it has no links, `article` an article about it. `date` is in the zone of
    the site. Pictures have absolute addresses.
    """

    title: str
    url: str = ""
    article: str = ""
    date: datetime | None = None
    authors: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    venue: str = ""
    summary: str = ""
    abstract: str = ""
    findings: tuple[str, ...] = ()
    links: tuple[MarkdownLink, ...] = ()
    image: str = ""
    image_alt: str = ""
    body: str = ""


class MarkdownIssue(msgspec.Struct, frozen=True, kw_only=True):
    """An issue with its works in order; `period` is `2025-W20` or `2026-02-13`.

    `number` is there where the title does not hold it.
    """

    period: str
    title: str
    number: int | None = None
    cover: str = ""
    cover_alt: str = ""
    cover_credit: str = ""
    summary: str = ""
    highlights: tuple[str, ...] = ()
    body: str = ""
    works: tuple[MarkdownWork, ...] = ()


class MarkdownTopic(msgspec.Struct, frozen=True, kw_only=True):
    """A topic page: headings and paragraphs as text, between them works."""

    title: str
    id: str = ""
    date: datetime | None = None
    summary: str = ""
    tags: tuple[str, ...] = ()
    parts: tuple[str | MarkdownWork, ...] = ()


def joined(blocks: Sequence[str]) -> str:
    """Blocks of Markdown with a blank line between them, empty ones left out; ends in a line break."""
    return "\n\n".join(text for block in blocks if (text := block.strip("\n"))) + "\n"


def with_headings_from(text: str, level: int) -> str:
    """A text whose headings, if one of them is above a level, are moved down until it has that level."""
    lines = text.split("\n")
    found = dict(_headings(lines))
    by = level - min(found.values(), default=level)
    if by <= 0:
        return text
    for number, own in found.items():
        lines[number] = "#" * min(own + by, _DEEPEST) + lines[number].lstrip(" ")[own:]
    return "\n".join(lines)


def link(text: str, url: str) -> str:
    """`[text](url)`, also where the text has brackets without their pair or the address parentheses."""
    if text.count("[") != text.count("]") or "[[" in text:
        text = _BRACKETS.sub(r"\\\1", text)
    return f"[{text}](<{url}>)" if "(" in url or ")" in url else f"[{text}]({url})"


def anchor(title: str) -> str:
    """The anchor of a heading as GitHub makes it."""
    return _NO_ANCHOR.sub("", title.lower()).replace(" ", "-")


def _headings(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Place and level of the headings outside fenced code."""
    found: list[tuple[int, int]] = []
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence):
                fence = ""
        elif mark:
            fence = mark[1]
        elif heading := _HEADING.match(line):
            found.append((number, len(heading[1])))
    return found
