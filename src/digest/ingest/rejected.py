"""Works an editor does not want: `.digest/state/rejected.jsonl`, sorted lines of JSON, kept under version control.

A rejected work is known by its identity, as entries are, so it does not come back under another address either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from digest.formats.lines import lines_of, read_lines
from digest.ingest.identity import Identity

REJECTED = ".digest/state/rejected.jsonl"


class Rejection(msgspec.Struct, frozen=True):
    """One rejected work: the id and title its entry had, and what it is recognised by."""

    id: str
    title: str
    identity: Identity


def read_rejections(data: bytes | None) -> dict[str, Rejection]:
    """The rejected works in the bytes of their file, by id; none for a site without one.

    Raises:
        DigestError: a line cannot be read.
    """
    hint = "restore the file from version control, or delete the line: then that work may come back"
    return {found.id: found for found in read_lines(data, Rejection, REJECTED, hint=hint)}


def rejections_bytes(rejections: Mapping[str, Rejection]) -> bytes:
    """The file of rejected works."""
    return lines_of(rejections.values())


def identities(rejections: Iterable[Rejection]) -> tuple[Identity, ...]:
    """What rejected works are recognised by."""
    return tuple(rejection.identity for rejection in rejections)
