"""Works that look like one and are two: `.digest/state/apart.jsonl`, sorted lines of JSON, under version control.

Written when an article is split off an entry that a fetch or import had joined it with, so that the next one does
not join them again.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from digest.ingest.identity import Identity
from digest.ingest.lines import lines_of, read_lines

APART = ".digest/state/apart.jsonl"
_HINT = "restore the file from version control, or delete the line: then the two may be joined again"


class Apart(msgspec.Struct, frozen=True):
    """Two works by the keys they answer to, and their titles for people who read the file."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    titles: tuple[str, str]

    def divides(self, one: Identity, other: Identity) -> bool:
        """Whether these are the two."""
        sides = (set(self.one), set(self.other))
        return any(
            not left.isdisjoint(one.own) and not right.isdisjoint(other.own)
            for left, right in (sides, reversed(sides))
        )


def read_apart(data: bytes | None) -> tuple[Apart, ...]:
    """The pairs in the bytes of their file; none for a site without one.

    Raises:
        DigestError: a line cannot be read.
    """
    return read_lines(data, Apart, APART, hint=_HINT)


def apart_bytes(pairs: Iterable[Apart]) -> bytes:
    """The file of some pairs, each once."""
    return lines_of(dict.fromkeys(pairs))
