"""The books of an import: what became of every line of a document."""

from __future__ import annotations

from typing import Literal

import msgspec

from digest.importers.document import Document

Verdict = Literal["entry", "page", "navigation", "dropped", "failed"]


class Account(msgspec.Struct, frozen=True):
    """What became of one line.

    `entry`: it is in item number `item`, as the field `detail`. `page`: it is in the issue, the topic page or
    another page (`detail` says as what). `navigation`: we rebuild it (`detail`: table of contents ...).
    `dropped`: left out, `detail` says why. `failed`: no rule reads it.
    """

    line: int
    verdict: Verdict
    detail: str
    item: int = -1


class Books:
    """Verdicts as a reader gives them; blank lines need none, and the first verdict on a line stays."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._accounts: dict[int, Account] = {}

    def entry(self, item: int, field: str, first: int, last: int | None = None) -> None:
        """Lines `first` to `last` (from 1, inclusive) are in item number `item` (from 0), as its `field`."""
        self._note("entry", field, first, last, item)

    def page(self, part: str, first: int, last: int | None = None) -> None:
        """These lines are in the document's own page, as this part of it ("title", "text" ...)."""
        self._note("page", part, first, last)

    def navigation(self, what: str, first: int, last: int | None = None) -> None:
        """These lines are rebuilt by us: tables of contents, separators, anchors, back links."""
        self._note("navigation", what, first, last)

    def drop(self, why: str, first: int, last: int | None = None) -> None:
        """These lines are left out."""
        self._note("dropped", why, first, last)

    def knows(self, line: int) -> bool:
        """Whether a line has its verdict already."""
        return line in self._accounts

    def close(self) -> tuple[Account, ...]:
        """The account of every line that is not blank, in order; `failed` for those without a verdict."""
        return tuple(
            self._accounts.get(number) or Account(number, "failed", "no rule reads this line")
            for number in range(1, len(self._document.lines) + 1)
            if not self._document.is_blank(number)
        )

    def _note(self, verdict: Verdict, detail: str, first: int, last: int | None, item: int = -1) -> None:
        for line in range(first, (first if last is None else last) + 1):
            self._accounts.setdefault(line, Account(line, verdict, detail, item))
