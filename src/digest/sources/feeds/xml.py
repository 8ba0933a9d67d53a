"""The text of an XML feed before the parser sees it: no document type, no entities, no impossible characters.

A document type can make a hundred megabytes out of one line or name a file to read; a feed needs none, because the
named characters of HTML are written out here. One impossible character reference would end the whole feed.
"""

from __future__ import annotations

import re
from html.entities import name2codepoint

from digest.sources.feeds.feed import NotAFeed

_PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n'
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
# Not the five names of XML, which a feed may hold by the million.
_REFERENCE = re.compile(
    r"&(?!(?:lt|gt|amp|quot|apos);)(?:#([xX]?[0-9A-Fa-f]{0,40});|([A-Za-z][A-Za-z0-9]{1,10});)"
)
_BLANK = re.compile(r"[\s\ufeff]*")
_WEB_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TYPE_MARK = re.compile(r"<!--|[\"'\[\]>]")
_START_TAG = re.compile(r"<[A-Za-z_]")


def clean_xml(text: str) -> str:
    """A document of one root element, in characters XML allows.

    Raises:
        NotAFeed: it is a web page, or no element begins in it.
    """
    start = _root(text)
    if start < 0:
        raise NotAFeed("the answer is empty or no XML")
    text = _FORBIDDEN.sub("", _PROLOG + text[start:])
    return _REFERENCE.sub(_character, text)


def _root(text: str) -> int:
    """Where the root element begins, behind declarations, comments and the document type; -1 for nowhere."""
    place = max(text.find("<"), 0)
    while place < len(text):
        if _WEB_PAGE.match(text, place):
            raise NotAFeed("the answer is a web page, not a feed; its page may name the address of a feed")
        if _START_TAG.match(text, place):
            return place
        if text.startswith("<!--", place):
            end = _after("-->", text, place + 4)
        elif text.startswith("<?", place):
            end = _after(">", text, place + 2)
        elif text[place : place + 9].upper() == "<!DOCTYPE":
            end = _after_document_type(text, place + 9)
        else:
            end = text.find("<", place + 1)
        if end < 0:
            return -1
        blank = _BLANK.match(text, end)
        place = blank.end() if blank else end
    return -1


def _after_document_type(text: str, place: int) -> int:
    """The end of a document type with all it declares; quotes and comments may hold brackets."""
    depth = 0
    for match in _TYPE_MARK.finditer(text, place):
        if match.start() < place:
            continue
        found = match[0]
        if found == "<!--":
            place = _after("-->", text, match.end())
        elif found in "\"'":
            place = _after(found, text, match.end())
        elif found == ">" and depth == 0:
            return match.end()
        else:
            depth += {"[": 1, "]": -1}.get(found, 0)
        if place < 0:
            return -1
    return -1


def _after(mark: str, text: str, place: int) -> int:
    found = text.find(mark, place)
    return found + len(mark) if found >= 0 else -1


def _character(match: re.Match[str]) -> str:
    """A reference that XML knows as it is; a named character of HTML as itself; an impossible one as nothing."""
    number, name = match.groups()
    if name:
        code = name2codepoint.get(name)
        return match[0] if code is None else chr(code)
    is_hex = number[:1] in {"x", "X"}
    digits = number[1:] if is_hex else number
    if not digits or len(digits) > 8:
        return ""
    try:
        code = int(digits, 16 if is_hex else 10)
    except ValueError:
        return ""
    if code > 0x10FFFF or _FORBIDDEN.match(chr(code)):
        return ""
    return match[0]
