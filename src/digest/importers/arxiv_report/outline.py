"""What an arXiv report is made of: the parts before its papers, the table of contents, where each paper stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digest.importers.arxiv_report.paper import Place, label_of, paper_heading
from digest.importers.arxiv_report.quoted_titles import title_key
from digest.importers.books import Books
from digest.importers.document import Document
from digest.importers.markdown import headings
from digest.text.blocks import closed_code_lines, is_rule

TIME = re.compile(
    r"\s*(?:time|date)\s*[:：]\s*(20[0-9]{2})[-/.]?([0-9]{2})[-/.]?([0-9]{2})\s*", re.IGNORECASE
)
"""The line of the report's day: `time: 20260213`."""

_ANCHOR = re.compile(
    r"\s*<a\s+(?:id|name)=([\"'])(?P<id>[^\"'<>]{1,200})\1\s*(?:/>|>\s*(?:</a>)?)\s*", re.IGNORECASE
)
_LISTED = re.compile(r"\s*(?:[-*+]|[0-9]{1,4}[.)])\s+(?P<text>\S.*)")
_LINKED = re.compile(r"\[(?P<text>.+)\]\(#(?P<id>[^()\s]*)\)\s*")
_SECTIONS = {
    "summary": {"executive summary", "summary"},
    "contents": {"table of contents", "contents"},
    "papers": {"papers"},
}


class Head(NamedTuple):
    """What stands before the papers: the lines of each part; those of the parts' own headings are in none."""

    title: str
    title_line: int
    time_line: int
    intro: list[int]
    summary: list[int]
    contents: list[int]
    papers: list[int]


class Entry(NamedTuple):
    """A line of the table of contents: its text and the anchor it leads to."""

    line: int
    text: str
    anchor: str


def find_places(document: Document) -> tuple[list[Place], int]:
    """Where the papers stand, and the last line of the last one: text behind its separator is no part of it."""
    lines = document.lines
    starts: list[tuple[int, int, str, str, str]] = []
    for number, line in enumerate(lines, 1):
        heading = paper_heading(line)
        if heading is None:
            continue
        above = next((n for n in range(number - 1, max(number - 3, 0), -1) if not document.is_blank(n)), 0)
        anchor = _ANCHOR.fullmatch(lines[above - 1]) if above else None
        below = range(number + 1, min(number + 4, len(lines) + 1))
        labelled = any(label_of(lines[n - 1]) for n in below)
        if anchor is not None or labelled:
            starts.append((above if anchor else number, number, anchor["id"] if anchor else "", *heading))
    ends = [first - 1 for first, *_ in starts[1:]] + [_end_of_last(document, starts[-1][1])] if starts else []
    places = [
        Place(first, heading, last, anchor, title, url)
        for (first, heading, anchor, title, url), last in zip(starts, ends, strict=True)
    ]
    return places, ends[-1] if ends else len(lines)


def read_head(document: Document, last: int, books: Books) -> Head:
    """The parts in the lines up to `last`; headings of parts, the title and the time line get their verdicts."""
    lines = document.lines[:last]
    found = headings(lines, closed_code_lines(lines))
    named = [
        (heading.line, part) for heading in found if heading.level == 2 for part in part_names(heading.text)
    ]
    table = max((line for line, part in named if part == "contents"), default=0)
    papers = max((line for line, part in named if part == "papers" and line > table), default=0)
    before = min((line for line in (table, papers) if line), default=last + 1)
    summary = min((line for line, part in named if part == "summary" and line < before), default=0)
    title = next((heading for heading in found if heading.level == 1 and heading.line < before), None)
    title_line = title.line if title else 0
    times = (n for n, line in enumerate(lines[: summary or before - 1], 1) if TIME.fullmatch(line))
    time_line = next(times, 0)
    starts = {summary: "summary", table: "contents", papers: "papers"}
    rows: dict[str, list[int]] = {"intro": [], "summary": [], "contents": [], "papers": []}
    part = "intro"
    for number in range(1, last + 1):
        if number in starts:
            part = starts[number]
            books.navigation("heading of a part", number)
        elif number == title_line:
            books.page("title", number)
        elif number == time_line:
            books.page("date", number)
        else:
            rows[part].append(number)
    return Head(title.text if title else "", title_line, time_line, **rows)


def is_anchor(line: str) -> bool:
    """Whether a line is `<a id='2602.11598v1'></a>`."""
    return _ANCHOR.fullmatch(line) is not None


def part_names(text: str) -> list[str]:
    """The part of a report that a heading opens, as a list of one; of none for other headings."""
    return [part for part, names in _SECTIONS.items() if text.lower() in names]


def contents(document: Document, head: Head) -> Iterator[Entry]:
    """The entries of the table of contents."""
    for number in head.contents:
        listed = _LISTED.fullmatch(document.lines[number - 1])
        linked = _LINKED.fullmatch(listed["text"]) if listed else None
        if listed:
            text, anchor = (linked["text"], linked["id"]) if linked else (listed["text"], "")
            yield Entry(number, text.strip(), anchor)


def unmatched(document: Document, head: Head, places: Sequence[Place]) -> list[Entry]:
    """What the table of contents names and is not there: neither a paper nor a part of the document."""
    known = {title_key(place.title) for place in places} | {
        name for names in _SECTIONS.values() for name in names
    }
    anchors = {place.anchor for place in places} - {""}
    return [
        entry
        for entry in contents(document, head)
        if entry.anchor not in anchors and title_key(entry.text) not in known
    ]


def _end_of_last(document: Document, heading: int) -> int:
    """The separator behind the links of the last paper, or the end of the document."""
    numbers = range(len(document.lines), heading, -1)
    links = next((number for number in numbers if label_of(document.lines[number - 1]) == "links"), 0)
    for number in range(links + 1, len(document.lines) + 1) if links else ():
        line = document.lines[number - 1]
        if is_rule(line):
            return number
        if line.strip() and "://" not in line and not _LISTED.match(line):
            break
    return len(document.lines)
