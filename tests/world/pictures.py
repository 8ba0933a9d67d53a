"""Pictures as bytes: plain ones of any size, each different."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 320, height: int = 180, shade: int = 128) -> bytes:
    """A grey picture; another shade is another file."""
    rows = (b"\0" + bytes([shade % 256]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


PLACEHOLDER = png(300, 300, 230)
"""Stands for the picture that says "not allowed here"."""
