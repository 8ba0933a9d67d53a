"""Files in which a build remembers things for the next one; they may be deleted at any time.

    8 bytes   magic and format version of this envelope
    32 bytes  salt: SHA-256 of what shaped the payload (program, format, configuration ...)
    32 bytes  SHA-256 of the payload
    the rest  the payload

Anything odd reads as "nothing remembered". The checksum shows damage, not malice: a payload is parsed as data
and never as code.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from digest.files.atomic import write_atomically
from digest.problems import DigestError

_MAGIC = b"DIGEST\x00\x01"
_HASH = 32
_START = len(_MAGIC) + 2 * _HASH


def write_state(path: Path, payload: bytes, salt: bytes) -> bool:
    """Replaces a state file as a whole, without waiting for the disk.

    Returns:
        Whether it could be kept; a full or read-only disk costs the next build time and nothing else.
    """
    head = _MAGIC + hashlib.sha256(salt).digest() + hashlib.sha256(payload).digest()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, head + payload, durable=False)
    except (OSError, DigestError):
        return False
    return True


def read_state(path: Path, salt: bytes) -> bytes | None:
    """The payload, if the file is whole and was written with the same salt; None otherwise."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    payload = data[_START:]
    head = _MAGIC + hashlib.sha256(salt).digest() + hashlib.sha256(payload).digest()
    return payload if data[:_START] == head else None
