"""The bytes of a document as lines of text, or why they cannot be one."""

from __future__ import annotations

import codecs
from pathlib import Path

import msgspec

from digest.problems import DigestError, error

MAX_BYTES = 10_000_000
"""Longer documents are refused: a compendium of 27 long articles has a quarter of a megabyte."""

_UTF8_MARK = "\ufeff"
_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_CHINESE = ("gb18030", "big5")
_SAVE = "save it as UTF-8 and import it again, for example with: iconv -f {} -t UTF-8"
# C0 without tab and newline, DEL: no file we write may hold them, and \x1a marks references to items.
_CONTROLS = dict.fromkeys([*range(9), *range(11, 32), 127])


class Document(msgspec.Struct, frozen=True):
    """A document: what people call it, and its lines without their ends (line 1 is `lines[0]`)."""

    path: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines)

    def is_blank(self, line: int) -> bool:
        """Whether line `line` (from 1) holds nothing but white space."""
        return not self.lines[line - 1].strip()


def read_document_file(file: Path) -> Document:
    """Read a document from the disk.

    Raises:
        DigestError: there is no such file, it cannot be read, or see `read_document`.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        size = file.stat().st_size
    except OSError as failure:
        raise _refused(str(file), f"cannot be read: {failure.strerror}") from None
    return read_document(data, str(file), size=size)


def read_document(data: bytes, path: str, *, size: int = 0) -> Document:
    r"""Decode a document: UTF-8, with or without a mark, any line ends; control characters are removed.

    Args:
        data: its bytes; of one that is too large the first are enough.
        path: what people call it.
        size: its whole size in bytes, where `data` is less.

    Raises:
        DigestError: it is empty, too large, in another encoding, or no text at all.
    """
    if len(data) > MAX_BYTES:
        size, most = max(size, len(data)) // 1_000_000, MAX_BYTES // 1_000_000
        raise _refused(path, f"this document has {size} MB, at most {most} can be imported", "split it")
    if data.startswith(_OTHER_MARKS):
        raise _refused(path, "this document is UTF-16 or UTF-32, not UTF-8", _SAVE.format("UTF-16"))
    try:
        text = data.decode()
    except UnicodeDecodeError as failure:
        raise _not_utf8(data, path, failure) from None
    if "\0" in text:
        wide = text.count("\0") * 3 > len(text)
        message = (
            "this document is UTF-16 without its mark" if wide else "this is no text: it holds NUL bytes"
        )
        raise _refused(path, message, _SAVE.format("UTF-16LE") if wide else "")
    text = text.removeprefix(_UTF8_MARK).replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    if not text.strip():
        raise _refused(path, "this document is empty")
    return Document(path, tuple(text.removesuffix("\n").split("\n")))


def _not_utf8(data: bytes, path: str, failure: UnicodeDecodeError) -> DigestError:
    if b"\0" in data:
        return _with_nul(data, path)
    line = data.count(b"\n", 0, failure.start) + 1
    if failure.end == len(data) and failure.reason == "unexpected end of data":
        return _refused(path, "this document ends in the middle of a character", "get the whole of it", line)
    for encoding in _CHINESE:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        name = {"gb18030": "GBK"}.get(encoding, "Big5")
        return _refused(path, f"this document is not UTF-8 but looks like {name}", _SAVE.format(name), line)
    return _refused(path, "this document is not UTF-8", "save it as UTF-8 and import it again", line)


def _with_nul(data: bytes, path: str) -> DigestError:
    """What bytes with zeros among them are: text in units of two bytes, of which ASCII has one zero, or no text."""
    for encoding in ("UTF-16LE", "UTF-16BE"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(character.isprintable() or character.isspace() for character in text) > 0.9 * len(text):
            return _refused(
                path, "this document is UTF-16 without its mark, not UTF-8", _SAVE.format(encoding)
            )
    return _refused(path, "this is no text: it holds NUL bytes")


def _refused(path: str, message: str, hint: str = "", line: int = 0) -> DigestError:
    return DigestError([error(message, path=path, line=line, hint=hint)])
