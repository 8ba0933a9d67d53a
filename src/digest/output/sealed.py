"""Lines of text under a checksum: the form of the manifest and the journal.

A header names kind and format version, the last line is the SHA-256 of everything before it. It shows damage
(a write cut off, a disk gone bad), not malice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_SEAL = "sealed "
SEAL_LENGTH = len(_SEAL) + 64 + 1
"""Bytes of the last line."""


def seal(header: str, lines: Iterable[str]) -> bytes:
    """Header and lines as one text with its checksum; no line may hold a line break."""
    body = "\n".join((header, *lines, "")).encode()
    return body + f"{_SEAL}{hashlib.sha256(body).hexdigest()}\n".encode()


def unseal(header: str, data: bytes) -> list[str] | None:
    """The lines of a sealed text, or None when it is damaged or of another kind or version."""
    body, last = data[:-SEAL_LENGTH], data[-SEAL_LENGTH:]
    if last != f"{_SEAL}{hashlib.sha256(body).hexdigest()}\n".encode():
        return None
    lines = body.decode("utf-8", "replace").split("\n")
    return lines[1:-1] if lines[0] == header else None


def seal_of(data: bytes) -> bytes:
    """The 32 bytes of checksum a sealed text ends with, unchecked; empty when it ends with none."""
    last = data[-SEAL_LENGTH:]
    if not last.startswith(_SEAL.encode()) or not last.endswith(b"\n"):
        return b""
    try:
        return bytes.fromhex(last[len(_SEAL) : -1].decode("ascii", "replace"))
    except ValueError:
        return b""
