"""Works that look like one and are two: `.digest/state/apart.jsonl`, sorted lines of JSON, under version control.

Written when an article is split off an entry that a fetch or import had joined it with, so that the next one does
not join them again.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from digest.formats.lines import lines_of, read_lines
from digest.ingest.identity import Identity

APART = ".digest/state/apart.jsonl"
_HINT = "restore the file from version control, or delete the line: then the two may be joined again"


class Apart(msgspec.Struct, frozen=True):
    """Two works by the keys they answer to, the article second, and their titles for people who read the file."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    titles: tuple[str, str]

    def divides(self, one: Identity, other: Identity) -> bool:
        """Whether these are the two."""
        return {self._side(one), self._side(other)} == {1, 2}

    def _side(self, work: Identity) -> int:
        """Which of the two a work is, 0 for neither; the article may have been filed under the id of the other."""
        if not work.own.isdisjoint(self.other):
            return 2
        return 0 if work.own.isdisjoint(self.one) else 1


def read_apart(data: bytes | None) -> tuple[Apart, ...]:
    """The pairs in the bytes of their file; none for a site without one.

    Raises:
        DigestError: a line cannot be read.
    """
    return read_lines(data, Apart, APART, hint=_HINT)


def apart_bytes(pairs: Iterable[Apart]) -> bytes:
    """The file of some pairs, each once."""
    return lines_of(dict.fromkeys(pairs))
