"""Pictures as bytes: what they are by their first bytes, how large, and what they are called in a folder.

Nothing is decoded: the header of a picture says its size. Vector graphics are no pictures here, they can hold
scripts. The limits are those of promise S5.
"""

from __future__ import annotations

import hashlib
import struct
from typing import Literal, NamedTuple

MAX_BYTES = 5_000_000
MAX_PIXELS = 40_000_000
_ROUNDED = 0.1  # of the height of a picture
_MOST_MARKERS = 2_000  # segments of a JPEG, boxes of an AVIF that are looked at

Format = Literal["png", "jpeg", "gif", "webp", "avif"]
Problem = Literal["no picture", "too many bytes", "too many pixels", "no size", "placeholder"]

_ENDINGS: dict[Format, str] = {"png": "png", "jpeg": "jpg", "gif": "gif", "webp": "webp", "avif": "avif"}

PLACEHOLDERS: frozenset[str] = frozenset()
"""SHA-256 of pictures that say a picture may not be shown elsewhere. None could be recorded so far: the one of
mmbiz.qpic.cn is known from descriptions alone, which give neither its bytes nor its measures. Asking with the
`Referer` an article's pictures want is what keeps it away; `looks_like_placeholder` notices when that failed, and
so does `has_shape` where there is but one picture: articles of WeChat say the shape of each."""


class Raster(NamedTuple):
    """A picture that may be kept: its format, its size in pixels, the name of its file."""

    format: Format
    width: int
    height: int
    name: str


class RefusedPicture(Exception):  # noqa: N818 - it says what became of it
    """Bytes that are not kept as a picture; `what` is the rule."""

    def __init__(self, what: Problem, message: str) -> None:
        super().__init__(message)
        self.what = what


def read_picture(body: bytes) -> Raster:
    """What some bytes show.

    Raises:
        RefusedPicture: they are no picture of a known format, or one beyond the limits, or a placeholder.
    """
    if len(body) > MAX_BYTES:
        raise RefusedPicture(
            "too many bytes", f"the picture has {len(body):,} bytes, the limit is {MAX_BYTES:,}"
        )
    kind = picture_format(body)
    if kind is None:
        raise RefusedPicture("no picture", "the bytes are no PNG, JPEG, GIF, WebP or AVIF")
    size = _SIZES[kind](body)
    if size is None or min(size) < 1:
        raise RefusedPicture("no size", f"the {kind} does not say how large it is")
    width, height = size
    if width * height > MAX_PIXELS:
        raise RefusedPicture(
            "too many pixels", f"the picture has {width} x {height} pixels, the limit is {MAX_PIXELS:,}"
        )
    digest = hashlib.sha256(body).hexdigest()
    if digest in PLACEHOLDERS:
        raise RefusedPicture(
            "placeholder", "the picture only says that the real one may not be shown elsewhere"
        )
    return Raster(kind, width, height, f"{digest[:16]}.{_ENDINGS[kind]}")


def picture_format(body: bytes) -> Format | None:
    """The format by the first bytes, whatever the server says it is."""
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if body.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if body.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "webp"
    if body[4:8] == b"ftyp" and {b"avif", b"avis"}.intersection(_brands(body)):
        return "avif"
    return None


def has_shape(raster: Raster, ratio: float) -> bool:
    """Whether a picture has the shape an article says it has, but for what scaling rounds off.

    Args:
        raster: the picture that came.
        ratio: height by width as the article says, 0 where it says nothing.
    """
    if ratio <= 0:
        return True
    least = min(raster.height, raster.width * ratio)  # pixels; a thin line is rounded by much of its height
    return abs(raster.height - raster.width * ratio) <= max(2, _ROUNDED * least)


def looks_like_placeholder(digests: list[str]) -> bool:
    """Whether one and the same picture came for different addresses: then it is no picture of the article.

    Args:
        digests: names or hashes of the pictures of one article, one for each different address.
    """
    return len(digests) > 2 and len(set(digests)) == 1


def _png(body: bytes) -> tuple[int, int] | None:
    return struct.unpack(">II", body[16:24]) if len(body) >= 24 and body[12:16] == b"IHDR" else None


def _gif(body: bytes) -> tuple[int, int] | None:
    return struct.unpack("<HH", body[6:10]) if len(body) >= 10 else None


def _jpeg(body: bytes) -> tuple[int, int] | None:
    position = 2
    for _ in range(_MOST_MARKERS):
        while body[position : position + 2] == b"\xff\xff":
            position += 1
        if len(body) < position + 9 or body[position] != 0xFF:
            return None
        marker = body[position + 1]
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            position += 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", body[position + 5 : position + 9])
            return width, height
        if marker in {0xD9, 0xDA}:
            return None
        position += 2 + int.from_bytes(body[position + 2 : position + 4], "big")
    return None


def _webp(body: bytes) -> tuple[int, int] | None:
    if len(body) < 30:
        return None
    kind = body[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[24:27], "little"), 1 + int.from_bytes(body[27:30], "little")
    if kind == b"VP8L" and body[20] == 0x2F:
        bits = int.from_bytes(body[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and body[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", body[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _avif(body: bytes) -> tuple[int, int] | None:
    """The largest size among the properties of the picture's parts (`ispe` boxes, ISO/IEC 23008-12)."""
    largest: tuple[int, int] | None = None
    position = 0
    for _ in range(_MOST_MARKERS):
        position = body.find(b"ispe", position)
        if position < 0 or len(body) < position + 16:
            break
        width, height = struct.unpack(">II", body[position + 8 : position + 16])
        if largest is None or width * height > largest[0] * largest[1]:
            largest = width, height
        position += 16
    return largest


def _brands(body: bytes) -> set[bytes]:
    length = min(int.from_bytes(body[:4], "big"), 200, len(body))
    return {body[8:12], *(body[start : start + 4] for start in range(16, length - 3, 4))}


_SIZES = {"png": _png, "jpeg": _jpeg, "gif": _gif, "webp": _webp, "avif": _avif}
