"""Where an item of a topic list begins: decided by a line, the item that is open, and what follows."""

from __future__ import annotations

from digest.importers.document import Document
from digest.importers.labels import Label, read_label
from digest.importers.topic_list.items import Headline, Marker, lone_address, read_marker
from digest.importers.topic_list.record import Record


def could_start(line: str) -> bool:
    """Whether a line holds what the first line of an item may hold: an address, a year, a bar."""
    return "://" in line or "20" in line or "19" in line or "|" in line or "｜" in line


def is_next_article(marker: Marker, headline: Headline, own: Record) -> bool:
    """Whether a line goes on with the numbers of the items and leads to an article."""
    return _follows(marker, own) and headline.is_of_article


class Surroundings:
    """Looks at what stands behind a line of a document."""

    def __init__(self, document: Document, code: frozenset[int]) -> None:
        self._document = document
        self._code = code

    def value(self, number: int, label: Label) -> tuple[str, int]:
        """The value of a label and the line it is on: its own or the next; empty where there is none."""
        if label.value:
            return label.value, number
        after = self._after(number)
        line = self._document.lines[after - 1].strip() if after else ""
        if not line or after in self._code or read_marker(line).kind == "heading" or read_label(line):
            return "", number
        is_address = bool(lone_address(line))
        return (line, after) if is_address == (label.field == "link") else ("", number)

    def is_start(
        self, number: int, marker: Marker, headline: Headline, label: Label | None, own: Record | None
    ) -> bool:
        """Whether a line is the first of an item.

        Args:
            number: the line.
            marker: how it begins.
            headline: what it says as a first line.
            label: what it says as a label line, if it is one.
            own: the item whose lines are being read.
        """
        if own and own.marker.kind in {"number", "bullet"} and marker.indent > own.marker.indent:
            return False
        if headline.is_stamped and (headline.is_barred or headline.is_of_article):
            return True
        if headline.is_stamped and not headline.title:  # a time alone: title and address are to follow
            after = self._after(number)
            return bool(after and self._address_follows(after))
        if not headline.title or marker.indent > (own.marker.indent if own else 3):
            return False
        if marker.kind == "number":
            return self._is_numbered_start(number, marker, headline, label, own)
        if label:
            return False
        if marker.kind == "bullet":
            is_labelled = bool(headline.label) and (own is None or bool(own.label))
            leads = headline.is_linked or headline.is_of_article or is_labelled
            return leads and (own is None or own.marker[:2] == marker[:2])
        if headline.venue or headline.is_dated:
            return headline.is_of_article or self._address_follows(number)
        if own is not None:
            return False
        is_whole_line = headline.is_linked and headline.is_of_article and not headline.rest
        return is_whole_line or self._address_follows(number)

    def _is_numbered_start(
        self, number: int, marker: Marker, headline: Headline, label: Label | None, own: Record | None
    ) -> bool:
        if own and (own.marker.kind == "heading" or marker.number == own.last_number + 1 > 1):
            return False  # a list within the text of the item
        if label:
            return own is None or is_next_article(marker, headline, own)
        if headline.is_linked or headline.is_of_article or headline.venue or headline.is_dated:
            return True
        if own is not None and not _follows(marker, own):
            return False
        return bool(headline.url) or self._details_follow(number, marker, own)

    def _details_follow(self, number: int, marker: Marker, own: Record | None) -> bool:
        """Whether a plain list line has its address, a label or the next item of a plain list behind it."""
        after = self._after(number)
        if not after:
            return False
        line = self._document.lines[after - 1]
        behind = read_marker(line)
        is_plain_list = own is not None and own.line == number - 1 and after == number + 1
        return (
            bool(lone_address(line))
            or (behind.kind != "number" and read_label(line) is not None)
            or (is_plain_list and behind.number == marker.number + 1)
        )

    def _address_follows(self, number: int) -> bool:
        after = self._after(number)
        return bool(after and lone_address(self._document.lines[after - 1]))

    def _after(self, number: int) -> int:
        """The next line that is not blank; 0 at the end."""
        count = len(self._document.lines)
        return next((line for line in range(number + 1, count + 1) if not self._document.is_blank(line)), 0)


def _follows(marker: Marker, own: Record) -> bool:
    """Whether a list number is the one behind that of the item, and no list stands between."""
    return (
        marker[:2] == own.marker[:2]
        and marker.kind == "number"
        and marker.number == own.marker.number + 1
        and not own.last_number
    )
