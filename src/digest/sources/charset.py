"""Bytes of feeds and pages become text: what they are counts more than what they are said to be.

Chinese sites declare gb2312 for GBK bytes, for gb18030 bytes and for UTF-8. Strict UTF-8 is all but impossible
to meet by accident, so it comes first; then what the document and the server declare; then gb18030.
"""

from __future__ import annotations

import codecs
import re

_CODECS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "cp1252", "ascii": "cp1252",
    "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "cp936": "gb18030", "gb18030": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cn-big5": "big5hkscs",
    "iso-2022-jp": "iso2022_jp", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "euc-jp": "euc_jp", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "koi8-r": "koi8_r", "koi8-u": "koi8_u", "macintosh": "mac_roman",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252",
    **{f"iso-8859-{number}": f"iso8859_{number}" for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
    **{f"windows-125{number}": f"cp125{number}" for number in range(9)},
    **{f"cp125{number}": f"cp125{number}" for number in range(9)},
}  # fmt: skip
"""Names as documents write them, and the codec that reads most of what is so called; others are not believed."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"))
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
_IN_XML = re.compile(rb"<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_IN_META = re.compile(rb"<meta[^<>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a document may say what it is
_DAMAGE = 0.002  # the share of characters that may be broken in a text that is UTF-8 for all that
_ESCAPE = b"\x1b"


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a document, whatever it takes: bytes that are nothing become U+FFFD.

    Args:
        body: the bytes.
        content_type: the `Content-Type` header, "" where there is none.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    for start, codec in _UNMARKED:
        if body.startswith(start):
            return body.decode(codec, "replace")
    declared = _declared(body[:_HEAD], content_type)
    # Text of ISO 2022 is all ASCII bytes, so it would pass for UTF-8.
    candidates = declared if _ESCAPE in body and "iso2022_jp" in declared else ["utf-8", *declared]
    for codec in candidates:
        if (text := _strictly(body, codec)) is not None:
            return text
    damaged = body.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= _DAMAGE * len(damaged):
        return damaged
    if (text := _strictly(body, "gb18030")) is not None:
        return text
    return body.decode(declared[0] if declared else "cp1252", "replace")


def load_codecs() -> None:
    """Load every codec `decode` may use, for a process that will not be able to open files."""
    for name in {*_CODECS.values(), *(codec for _, codec in _BOMS)}:
        codecs.lookup(name)


def _declared(head: bytes, content_type: str) -> list[str]:
    """The codecs the header and the document name, without those that cannot be: UTF-16 would show."""
    names = [match[1] for match in [_IN_HEADER.search(content_type)] if match]
    names += [
        match[1].decode("ascii", "replace")
        for match in (_IN_XML.search(head), _IN_META.search(head))
        if match
    ]
    found = [_CODECS[name.lower()] for name in names if name.lower() in _CODECS]
    return [codec for codec in dict.fromkeys(found) if not codec.startswith("utf-16")]


def _strictly(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        return None
