"""Which characters are Chinese, Japanese or Korean, and counting text that mixes scripts.

Ranges are those of Unicode 17 and do not depend on the tables of the running Python.
"""

from __future__ import annotations

import re
from functools import lru_cache

_HAN = (
    "\u3005\u3007\u303b"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ee5d\U0002f800-\U0002fa1f\U00030000-\U0003347f"
)
_KANA_AND_HANGUL = (
    "\u1100-\u11ff\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf"
    "\u31f0-\u31ff\ua960-\ua97f\uac00-\ud7a3\ud7b0-\ud7ff\uff66-\uff9f\uffa0-\uffdc\U0001aff0-\U0001b16f"
)
# Radicals, CJK punctuation, strokes, enclosed and squared forms, vertical, full-width and half-width forms.
_SYMBOLS = (
    "\u2e80-\u303f\u3099-\u309c\u30a0\u30fb\u3190-\u319f\u31c0-\u31ef\u3200-\u33ff"
    "\ufe30-\ufe4f\uff01-\uff65\uffe0-\uffee"
)

_IS_CJK = re.compile(f"[{_HAN}{_KANA_AND_HANGUL}{_SYMBOLS}]")
_LETTERS = re.compile(f"[{_HAN}{_KANA_AND_HANGUL}]+")
_WORDS = re.compile(r"[^\W_]+")
_ASCII_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()}


@lru_cache(maxsize=16384)
def is_cjk(character: str) -> bool:
    """Whether one character is Han, kana, Hangul, bopomofo, CJK punctuation or a full-width form."""
    return _IS_CJK.match(character) is not None


def count(text: str) -> tuple[int, int]:
    """Count a text as `(han_characters, latin_words)`.

    Kana and Hangul syllables count with the Han characters. A word is a run of letters and digits of any
    other script; an apostrophe does not end it.
    """
    text = text.replace("'", "").replace("\u2019", "")
    if text.isascii():
        return 0, len(text.translate(_ASCII_GAPS).split())
    rest, runs = _LETTERS.subn(" ", text)
    return len(text) - len(rest) + runs, len(_WORDS.findall(rest))
