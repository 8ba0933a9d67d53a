"""The page of a topic list: its own text, with a line in the place of every item that links to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from digest.importers.books import Books
from digest.importers.document import Document
from digest.importers.imported import item_address
from digest.importers.markdown import outlined, trimmed
from digest.importers.topic_list.record import Record
from digest.links.canonical import canonical

_SPECIAL = re.compile(r"([\\`*_\[\]<>&$~])")


class Raw(NamedTuple):
    """A line of the page itself."""

    line: int
    text: str


class Place(NamedTuple):
    """Where the page leads to an item: its number, and the headline and day it has there."""

    item: int
    title: str
    day: str


class Merged(NamedTuple):
    """The items, each article once; `places` by the line where the document starts to speak of an item."""

    items: list[Record]
    places: dict[int, Place]
    repeats: int


def merge_articles(parts: Sequence[Raw | Record]) -> Merged:
    """Make one item of those that list the same article, unless they name different papers.

    Items without a title are left out.
    """
    items: list[Record] = []
    places: dict[int, Place] = {}
    by_article: dict[str, int] = {}
    for part in parts:
        if isinstance(part, Raw) or not part.title:
            continue
        title, day = part.title, part.moment.date().isoformat() if part.moment else ""
        articles = [canonical(url) for url in part.articles]
        found = next((by_article[url] for url in articles if url in by_article), None)
        if found is None or not _may_be_one(items[found], part):
            found = len(items)
            items.append(part)
        else:
            items[found].merge(part)
        for url in articles:
            by_article.setdefault(url, found)
        places[part.line] = Place(found, title, day)
    return Merged(items, places, len(places) - len(items))


def page_body(
    parts: Sequence[Raw | Record], merged: Merged, document: Document, books: Books
) -> tuple[str, list[Record]]:
    """The body of the page, and the items without a title, whose lines are part of it."""
    written: list[str] = []
    untitled: list[Record] = []
    in_list = False
    for part in parts:
        if place := merged.places.get(part.line):
            words = _SPECIAL.sub(r"\\\1", place.title)
            link = f"[{words}]({item_address(place.item)})"
            written += [*([] if in_list else [""]), f"- {place.day} {link}" if place.day else f"- {link}"]
            in_list = True
            continue
        if isinstance(part, Record):
            untitled.append(part)
            lines = part.raw_lines(document.lines)
        else:
            lines = [(part.line, part.text)]
        for number, text in lines:
            if text.strip():
                written += [*([""] if in_list else []), text]
                in_list = False
                books.page("text", number)
            elif not in_list:
                written.append("")
    return trimmed(outlined(written, 2)), untitled


def _may_be_one(one: Record, other: Record) -> bool:
    """Whether two items of one article are one work: never where their papers differ."""
    papers = one.papers()
    return not papers or not other.papers() or bool(papers & other.papers())
