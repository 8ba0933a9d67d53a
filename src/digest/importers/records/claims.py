"""The books of formats whose records do not keep to lines: several of them may have a say in one line."""

from __future__ import annotations

from digest.importers.books import Account, Books
from digest.importers.document import Document
from digest.problems import Problem, warning

_MARKUP = "markup of the format"


class Claims:
    """What the records of a document say about its lines.

    A line of which anything is kept counts as kept; what else stood on it and is left out becomes a remark, so
    that a file written as one long line hides nothing.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._kept: dict[int, tuple[str, int]] = {}
        self._dropped: dict[int, dict[str, None]] = {}
        self._markup: set[int] = set()

    def entry(self, item: int, field: str, first: int, last: int = 0) -> None:
        """Lines `first` to `last` (from 1, inclusive) hold something of item number `item`, as its `field`."""
        for line in range(first, (last or first) + 1):
            self._kept.setdefault(line, (field, item))

    def page(self, part: str, first: int, last: int = 0) -> None:
        """These lines hold something of what the document itself gives to the site."""
        self.entry(-1, part, first, last)

    def drop(self, why: str, first: int, last: int = 0) -> None:
        """Something on these lines is left out."""
        for line in range(first, (last or first) + 1):
            self._dropped.setdefault(line, {})[why] = None

    def markup(self, first: int, last: int = 0) -> None:
        """These lines hold what only the format needs."""
        self._markup.update(range(first, (last or first) + 1))

    def close(self) -> tuple[tuple[Account, ...], tuple[Problem, ...]]:
        """The account of every line, and remarks about what was left out of lines that are kept."""
        books = Books(self._document)
        for line, (field, item) in self._kept.items():
            if item < 0:
                books.page(field, line)
            else:
                books.entry(item, field, line)
        remarks: list[Problem] = []
        for line, reasons in self._dropped.items():
            why = "; ".join(reasons)
            if line in self._kept:
                remarks.append(warning(f"left out of this line: {why}", path=self._document.path, line=line))
            else:
                books.drop(why, line)
        for line in self._markup:
            books.navigation(_MARKUP, line)
        return books.close(), tuple(sorted(remarks))
