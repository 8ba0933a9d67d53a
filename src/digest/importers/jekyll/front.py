"""The front matter of a Jekyll post: what of it the topic page takes, and what became of its lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from digest.content.front_matter import read_front_matter, split_file
from digest.content.keys import JEKYLL_KEYS
from digest.content.values import line, prose, words
from digest.formats.fields import Reading, moment, text
from digest.formats.nodes import Scalar
from digest.importers.books import Books
from digest.importers.document import Document
from digest.importers.imported import Setting
from digest.problems import DigestError, Problem, error

_FENCE = "---"
_SWITCHES = frozenset(["layout", "mathjax", "math", "katex", "mermaid", "comments", "toc", "pin", "sticky"])
_COMMENT = re.compile(r"(?:^|\s)#\s*(?P<text>.*)$")
_PATTERN = re.compile(r"(?:^|/):[a-z]")


class Front(NamedTuple):
    """What the front matter says; `end` is its last line."""

    end: int
    title: str
    date: datetime | None
    address: str
    name: str
    summary: str
    tags: tuple[str, ...]
    remarks: tuple[Problem, ...]


def front_lines(document: Document) -> tuple[int, int] | None:
    """First and last line of the YAML front matter, fences included; None without one that ends."""
    lines = document.lines
    first = _first_line(document)
    if lines[first - 1].rstrip() != _FENCE:
        return None
    numbers = range(first + 1, len(lines) + 1)
    last = next((number for number in numbers if lines[number - 1].rstrip() == _FENCE), 0)
    return (first, last) if last else None


def read_front(document: Document, setting: Setting, books: Books) -> Front:
    """Read the front matter and give all its lines their verdict.

    Raises:
        DigestError: there is none, it has no end, or it is faulty.
    """
    place = front_lines(document)
    if place is None:
        raise DigestError([_without_front(document)])
    first, last = place
    split = split_file("\n".join(document.lines[:last]).encode(), path=document.path)
    mapping = read_front_matter(split, path=document.path)
    reading = Reading(document.path, zone=setting.zone, unknown_keys="allow")
    written_as: dict[str, str] = {}
    for written in mapping.values:
        if key := JEKYLL_KEYS.get(written):
            written_as.setdefault(key.field, written)
    nothing = Scalar("", first, 1)
    nodes = {field: mapping.values[written] for field, written in written_as.items()}

    permalink = text(nodes.get("url", nothing), reading).strip()
    summary = prose(nodes.get("summary", nothing), reading)
    taken = ["title", "date", "url", "tags", "summary"]
    if not summary:
        summary = line(nodes.get("description", nothing), reading)
        taken.append("description")
    if _PATTERN.search(permalink):
        message = f"the permalink {permalink} is a pattern, no address: the page has no old address"
        hint = "write the address the post really had, if links to it should lead here"
        reading.warn(mapping.places[written_as["url"]], message, hint)
        permalink = ""
        taken.remove("url")
    if "draft" in nodes and JEKYLL_KEYS[written_as["draft"]].convert(nodes["draft"], reading) is True:
        message = "this post was a draft"
        reading.warn(mapping.places[written_as["draft"]], message, "import it with --draft")
    title = line(nodes.get("title", nothing), reading)
    tags = words(nodes.get("tags", nothing), reading)
    date = moment(nodes["date"], reading) if "date" in nodes else None

    books.navigation("front matter", 1, first)
    books.navigation("front matter", last)
    _account(
        document,
        books,
        reading,
        {written: place[0] for written, place in mapping.places.items()},
        {written_as[field] for field in taken if field in written_as},
        "\n".join([title, permalink, summary, *tags]),
        (first, last),
    )
    return Front(
        end=last,
        title=title,
        date=date,
        address=permalink,
        name=permalink.rstrip("/").rpartition("/")[2].removesuffix(".html"),
        summary=summary,
        tags=tags,
        remarks=reading.warnings(),
    )


def _account(
    document: Document,
    books: Books,
    reading: Reading,
    starts: Mapping[str, int],
    taken: set[str],
    kept: str,
    place: tuple[int, int],
) -> None:
    """The verdict of every line between the fences: a key holds up to the line of the next one."""
    first, last = place
    ordered = sorted((start, written) for written, start in starts.items())
    for index, (start, written) in enumerate(ordered):
        stop = ordered[index + 1][0] if index + 1 < len(ordered) else last
        for number in range(start, stop):
            of_line = document.lines[number - 1]
            comment = _COMMENT.search(of_line)
            if comment is not None and comment["text"].rstrip("\"' ") in kept:
                comment = None  # the sign stands in a text
            if comment is not None and not of_line[: comment.start()].strip():
                books.drop("a comment in the front matter", number)
            elif written in taken:
                books.page(written, number)
                if comment is not None:
                    reading.warn((number, comment.start() + 1), "the comment on this line was left out")
            else:
                books.drop(_why_not(written), number)
    books.drop("a comment in the front matter", first, last)  # what stands before the first key


def _why_not(key: str) -> str:
    if key in _SWITCHES:
        return f"{key} is a switch of the old site"
    return f"a topic page has no place for the key {key}"


def _first_line(document: Document) -> int:
    return next((number for number, line in enumerate(document.lines, 1) if line.strip()), 1)


def _without_front(document: Document) -> Problem:
    first = _first_line(document)
    if document.lines[first - 1].rstrip() == _FENCE:
        message = "the document ends early: its front matter has no end"
        return error(message, path=document.path, line=first, hint="put a line with only --- before the text")
    message = "this is no Jekyll post: it does not start with front matter"
    hint = "start it with ---, title: ... and ---, or name its form with --form"
    return error(message, path=document.path, line=first, hint=hint)
