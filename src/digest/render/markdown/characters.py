"""What a character is to the Chinese rules: whitespace, punctuation, CJK, written without spaces."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SPACE = 1
PUNCTUATION = 2
CJK = 4
WIDE = 8
"""Han, kana, full-width form or CJK punctuation: scripts written without spaces (so not Hangul)."""
SHARED = 16
"""Punctuation that Chinese and Latin texts share; belongs to the side it stands at."""

_SHARED_PUNCTUATION = frozenset("“”‘’—…·")
_HANGUL = (
    (0x1100, 0x11FF),
    (0x3130, 0x318F),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xFFA0, 0xFFDC),
)
# Wide characters that are symbols of any text (arrows, clocks, emoji), not of a CJK script.
_SYMBOLS = ((0x2000, 0x2E7F), (0x1F000, 0x1F1FF), (0x1F300, 0x1FFFF))


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


@lru_cache(maxsize=8192)
def kinds(char: str) -> int:
    """The kinds of one character as a sum of this module's constants.

    Whitespace and punctuation as CommonMark defines them; CJK follows the East Asian Width property (wide,
    full-width and half-width forms of CJK scripts) without emoji and other symbols.
    """
    code = ord(char)
    category = unicodedata.category(char)
    found = 0
    if char in "\t\n\f\r" or category == "Zs":
        found |= SPACE
    if category[0] in "PS":
        found |= PUNCTUATION
    if char in _SHARED_PUNCTUATION:
        found |= SHARED
    if code >= 0x1100 and not found & SPACE and not _within(code, _SYMBOLS):
        hangul = _within(code, _HANGUL)
        width = unicodedata.east_asian_width(char)
        if hangul or width in "WFH":
            found |= CJK
            if not hangul:
                found |= WIDE
    return found
