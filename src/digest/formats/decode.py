"""Turns the bytes of a text file into text: UTF-8, nothing else, with advice for what is not."""

from __future__ import annotations

from digest.problems import DigestError, error

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 1000  # bytes looked at for the zero bytes that UTF-16 without a mark is full of


def decode(data: bytes, *, path: str, limit: int) -> str:
    r"""The text of a file without byte-order mark, its line ends (`\r\n`, `\r`) as `\n`.

    Args:
        data: the whole file.
        path: the file, for problems.
        limit: the largest size allowed, in bytes.

    Raises:
        DigestError: the file is larger than `limit`, or not UTF-8.
    """
    if len(data) > limit:
        size, largest = (f"{count / 1_000_000:.1f} MB" for count in (len(data), limit))
        message = f"the file has {size}, more than the {largest} that are read"
        raise DigestError(
            [error(message, path=path, hint="split it, or keep data and images in files of their own")]
        )
    try:
        text = data.decode("utf-8-sig" if data[:3] == b"\xef\xbb\xbf" else "utf-8")
    except UnicodeDecodeError as fault:
        raise _undecodable(data, fault.start, path) from None
    if "\0" in text and data[:_SAMPLE].count(0) * 4 > min(len(data), _SAMPLE):
        raise _undecodable(data, data.index(0), path)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _undecodable(data: bytes, offset: int, path: str) -> DigestError:
    line = data.count(b"\n", 0, offset) + 1
    start = data.rfind(b"\n", 0, offset) + 1
    column = len(data[start:offset].decode("utf-8", "replace")) + 1
    encoding = _guess(data)
    message = f"the file is not UTF-8: byte {offset} (counted from 0) is {data[offset]:#04x}"
    hint = "save it as UTF-8"
    if encoding:
        message += f"; it looks like {encoding}"
        hint += f", or convert it: iconv -f {encoding} -t UTF-8 OLD > NEW"
    return DigestError([error(message, path=path, line=line, column=column, hint=hint)])


def _guess(data: bytes) -> str:
    """The encoding that undecodable bytes most likely are in, as `iconv` calls it; "" without an idea."""
    sample = data[:_SAMPLE]
    if data.startswith(_UTF16_MARKS) or sample.count(0) * 4 > len(sample):
        return "UTF-16"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    # Latin-1 text often decodes as GB 18030 too, but then to rare characters.
    foreign = [character for character in text if character > "\x7f"]
    usual = sum(
        "\u4e00" <= character <= "\u9fff" or "\u3000" <= character <= "\u303f" for character in foreign
    )
    return "GBK" if usual * 2 > len(foreign) else ""
