"""What the program remembers under version control: files of sorted lines of JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from digest.problems import DigestError, Problem, error

S = TypeVar("S", bound=msgspec.Struct)


def read_lines(data: bytes | None, kind: type[S], path: str, *, hint: str) -> tuple[S, ...]:
    """The records in the bytes of a file; none where there is no file.

    Args:
        data: its bytes.
        kind: what a line is.
        path: its name, for errors.
        hint: what to do about a line that cannot be read.

    Raises:
        DigestError: with every line that cannot be read.
    """
    found: list[S] = []
    problems: list[Problem] = []
    for number, line in enumerate((data or b"").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(msgspec.json.decode(line, type=kind))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as failure:
            problems.append(error(f"cannot be read: {failure}", path=path, line=number, hint=hint))
    if problems:
        raise DigestError(problems)
    return tuple(found)


def lines_of(records: Iterable[msgspec.Struct]) -> bytes:
    """The file of some records, sorted."""
    encoded = sorted(msgspec.json.encode(record, order="deterministic") for record in records)
    return b"".join(line + b"\n" for line in encoded)
