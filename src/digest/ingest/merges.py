"""Entries that became one: `.digest/state/merged.jsonl`, sorted lines of JSON, kept under version control.

A line holds what is needed to undo the merge, and the identity of the work that went: whatever a source says
about that work later is about the entry that stayed.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from digest.formats.lines import lines_of, read_lines
from digest.ingest.apart import Apart
from digest.ingest.identity import Identity
from digest.ingest.memory import Written

MERGED = ".digest/state/merged.jsonl"
_HINT = "restore the file from version control; without the line its merge cannot be undone"


class Went(msgspec.Struct, frozen=True, kw_only=True):
    """The entry that went: its file, id (or slug), slug and title, and what its work is recognised by."""

    path: str
    id: str
    slug: str
    title: str
    identity: Identity


class Became(msgspec.Struct, frozen=True):
    """Lines of a file before and after a merge; None where the key was not there."""

    before: str | None
    after: str


class Edit(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a merge changed in a file that stayed: lines by top-level key, and what it put below the body."""

    path: str
    fields: dict[str, Became] = {}
    note: str = ""


class Moved(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file that moved beside the entry that stayed, with the digest of its bytes.

    `was_there` says that the very same file lay there before.
    """

    path: str
    to: str
    sha: str
    was_there: bool = False


class Recalled(msgspec.Struct, frozen=True):
    """What imports remembered under a key before and after a merge."""

    before: Written | None
    after: Written | None


class Merge(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One merge.

    `number` counts them, so that the last one is known; `kept` is the file of the entry that stayed, `kept_id` its id
    (or slug). `files` are the texts of the entry that went, by path, `apart` what was said of the two before.
    """

    number: int
    kept: str
    kept_id: str
    went: Went
    files: dict[str, str]
    moved: tuple[Moved, ...] = ()
    edits: tuple[Edit, ...] = ()
    memory: dict[str, Recalled] = {}
    apart: tuple[Apart, ...] = ()


def read_merges(data: bytes | None) -> tuple[Merge, ...]:
    """The merges in the bytes of their file, in their order; none for a site without one.

    Raises:
        DigestError: a line cannot be read.
    """
    return tuple(sorted(read_lines(data, Merge, MERGED, hint=_HINT), key=lambda merge: merge.number))


def merges_bytes(merges: Iterable[Merge]) -> bytes:
    """The file of some merges."""
    return lines_of(merges)
