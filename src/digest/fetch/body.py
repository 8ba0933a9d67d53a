"""The body of a response as it streams in: counted, decompressed with bounds, and found incomplete."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

from digest.fetch.exchange import FetchFailure
from digest.fetch.failures import PassingFailure
from digest.fetch.limits import Limits

ACCEPT_ENCODING = "gzip, deflate"
"""What can be decompressed in bounded steps with the standard library; nothing else is asked for."""

_STEP = 65_536
_MAX_MEMBERS = 1000  # a gzip body may be several, one after another
_GZIP = b"\x1f\x8b"


class _Decoder(Protocol):
    def decode(self, data: bytes) -> Iterator[bytes]:
        """What these bytes decompress to, in pieces of bounded size."""

    def is_complete(self) -> bool:
        """Whether the data ended where it should."""


def read_body(chunks: Iterable[bytes], encoding: str, *, limit: int, limits: Limits, url: str) -> bytes:
    """The decompressed body. `encoding` is the header `Content-Encoding`, `limit` counts compressed bytes.

    Raises:
        FetchFailure: "too large" as soon as a limit is passed; "broken" for what cannot be decompressed, and as a
            `PassingFailure` where the compressed data ends early.
    """
    decoder = _decoder(encoding, url)
    travelled = 0
    body = bytearray()
    try:
        for chunk in chunks:
            travelled += len(chunk)
            if travelled > limit:
                raise FetchFailure("too large", url, f"the body is larger than {limit:,} bytes")
            for start in range(0, len(chunk), _STEP):
                for piece in decoder.decode(chunk[start : start + _STEP]):
                    body += piece
                    _check_inflated(len(body), travelled, limit, limits, url)
    except zlib.error as fault:
        raise PassingFailure("broken", url, f"the body cannot be decompressed ({fault})") from None
    if not decoder.is_complete():
        raise PassingFailure("broken", url, "the compressed body ends early")
    return bytes(body)


def _check_inflated(size: int, travelled: int, limit: int, limits: Limits, url: str) -> None:
    most = limit * limits.inflated_factor
    if size > most:
        raise FetchFailure("too large", url, f"the body decompresses to more than {most:,} bytes")
    if size > limits.ratio_from and size > travelled * limits.ratio:
        raise FetchFailure("too large", url, f"the body decompresses to over {limits.ratio} times its size")


def _decoder(encoding: str, url: str) -> _Decoder:
    codings = [word for part in encoding.lower().split(",") if (word := part.strip()) not in ("", "identity")]
    if not codings:
        return _Plain()
    if len(codings) > 1:
        raise FetchFailure(
            "broken", url, "the body is compressed more than once, which no honest server does"
        )
    if codings[0] in ("gzip", "x-gzip"):
        return _Gzip()
    if codings[0] == "deflate":
        return _Deflate()
    raise FetchFailure("broken", url, "the body is compressed in a way that was not asked for")


class _Plain:
    def decode(self, data: bytes) -> Iterator[bytes]:
        yield data

    def is_complete(self) -> bool:
        return True


class _Gzip:
    """One member after another, as RFC 1952 has it; what follows the last one is ignored, as browsers do."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._members = 1
        self._between = b""  # the start of what follows a member, too short to tell what it is
        self._is_over = False
        self._has_begun = False

    def decode(self, data: bytes) -> Iterator[bytes]:
        self._has_begun = self._has_begun or bool(data)
        while data and not self._is_over:
            if self._inflate.eof:
                data = self._between + data
                self._between = b""
                if len(data) < len(_GZIP) and _GZIP.startswith(data):
                    self._between = data
                    return
                self._members += 1
                if not data.startswith(_GZIP) or self._members > _MAX_MEMBERS:
                    self._is_over = True
                    return
                self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield from _inflated(self._inflate, data)
            data = self._inflate.unused_data if self._inflate.eof else b""

    def is_complete(self) -> bool:
        return self._inflate.eof or not self._has_begun


class _Deflate:
    """With the zlib header RFC 9110 asks for, or without it, as some servers send it."""

    def __init__(self) -> None:
        self._start = b""
        self._inflate: zlib._Decompress | None = None

    def decode(self, data: bytes) -> Iterator[bytes]:
        if self._inflate is None:
            self._start += data
            if len(self._start) < 2:
                return
            data = self._start
            has_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        if not self._inflate.eof:
            yield from _inflated(self._inflate, data)

    def is_complete(self) -> bool:
        return self._inflate.eof if self._inflate else not self._start


def _inflated(inflate: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    """Decompresses all of `data`, a bounded piece at a time."""
    piece = b""
    # A full piece may leave output behind in the decompressor when no input is left.
    while (data or len(piece) == _STEP) and not inflate.eof:
        piece = inflate.decompress(data, _STEP)
        data = inflate.unconsumed_tail
        yield piece
