"""What a topic list says about its page: the front matter and the topics that its title names."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import NamedTuple

from digest.content.front_matter import MAX_FILE_BYTES, SplitFile, read_front_matter, split_file
from digest.content.keys import PAGE_KEYS
from digest.content.values import line, names, prose
from digest.formats.fields import Reading, moment, text
from digest.formats.nodes import Mapping, Scalar
from digest.importers.books import Books
from digest.importers.document import Document

_LEFT_OUT = {
    "draft": "the import itself says what is published",
    "toc": "the theme makes the table of contents",
}


class PageHead(NamedTuple):
    """The front matter: what a page takes from it, and the line its body starts on."""

    body_line: int
    title: str = ""
    name: str = ""
    address: str = ""
    date: datetime | None = None
    summary: str = ""
    tags: tuple[str, ...] = ()


def read_head(document: Document, zone: tzinfo, books: Books) -> PageHead:
    """Read the front matter, where there is one, and give its lines their verdict.

    Raises:
        DigestError: it has no end, or faults.
    """
    head = _first_lines(document)
    split = split_file(head.encode(), path=document.path)
    if split.kind == "none":
        return PageHead(1)
    mapping = read_front_matter(split, path=document.path)
    reading = Reading(document.path, zone=zone, unknown_keys="allow")
    nodes = {
        PAGE_KEYS[written].field: node for written, node in mapping.values.items() if written in PAGE_KEYS
    }
    nothing = Scalar("", split.line, 1)
    found = PageHead(
        split.body_line,
        line(nodes.get("title", nothing), reading),
        text(nodes.get("slug", nothing), reading),
        text(nodes.get("url", nothing), reading),
        moment(nodes["date"], reading) if "date" in nodes else None,
        prose(nodes.get("summary", nodes.get("description", nothing)), reading),
        names(nodes.get("tags", nothing), reading),
    )
    reading.warnings()
    _account(document, split, mapping, books, "description" if "summary" in nodes else "")
    return found


def _account(document: Document, split: SplitFile, mapping: Mapping, books: Books, unused: str) -> None:
    """Give a verdict to the lines of the front matter: each belongs to the last key before it."""
    taken = {"title", "slug", "url", "date", "summary", "description", "tags"} - {unused}
    starts = sorted((place[0], key) for key, place in mapping.places.items())
    for number in range(1, split.body_line):
        written = document.lines[number - 1].strip()
        key = next((key for first, key in reversed(starts) if first <= number), "")
        usual = PAGE_KEYS[key].name if key in PAGE_KEYS else key
        if written in {"+++", "---", "{", "}"}:
            books.navigation("front matter marks", number)
        elif written.startswith("#") and split.kind != "json":
            books.drop("a comment in the front matter", number)
        elif usual in taken:
            books.page(usual, number)
        else:
            reason = _LEFT_OUT.get(usual, f'a topic page has nothing for the key "{usual}"')
            books.drop(reason, number)


def _first_lines(document: Document) -> str:
    """As much of a document as can hold its front matter."""
    kept, size = [], 0
    for written in document.lines:
        kept.append(written)
        size += len(written) + 1
        if size > MAX_FILE_BYTES // 8:  # characters take up to four bytes, front matter is much shorter
            break
    return "\n".join(kept)[: MAX_FILE_BYTES // 4]
