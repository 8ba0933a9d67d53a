"""Finding addresses in running text, also where Chinese text or brackets are glued to them.

An address holds the ASCII characters of RFC 3986 only: Han characters, full-width punctuation and spaces end
it, and so do bold markers, an unbalanced bracket and final punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_LENGTH = 2000
"""Longer addresses stay text, in characters."""

_TAIL = rf"[A-Za-z0-9\[][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{{0,{MAX_LENGTH}}}"
AFTER_SCHEME = re.compile(rf"://{_TAIL}", re.ASCII)
"""What follows `http` or `https`; cut it with `address_ending`."""

_ADDRESS = re.compile(rf"https?://{_TAIL}", re.ASCII | re.IGNORECASE)
_BRACKETS = re.compile(r"[()\[\]]")
_TRAILING = ".,;:!?'*_~&"
_PAIRS = {")": "(", "]": "["}


class Found(NamedTuple):
    """An address and where it stands in its text."""

    url: str
    start: int
    end: int


def find_addresses(text: str) -> Iterator[Found]:
    """Every http and https address of a text, in order; also both of `[https://…](https://…)`."""
    match = _ADDRESS.search(text)
    while match:
        url = address_ending(match[0])
        end = match.start() + len(url)
        if len(url) > MAX_LENGTH:
            end = match.end()
        elif not url.endswith("//"):
            yield Found(url, match.start(), end)
        # What was cut off may hold the next one, so the search goes on where this one ends.
        match = _ADDRESS.search(text, end)


def address_ending(rest: str) -> str:
    """Cut what belongs to the sentence: bold markers, an unbalanced bracket, final punctuation."""
    bold = rest.find("**")
    if bold >= 0:
        rest = rest[:bold]
    opened: list[str] = []
    for bracket in _BRACKETS.finditer(rest):
        char = bracket[0]
        if char in "([":
            opened.append(char)
        elif opened and opened[-1] == _PAIRS[char]:
            opened.pop()
        else:
            rest = rest[: bracket.start()]
            break
    return rest.rstrip(_TRAILING)
