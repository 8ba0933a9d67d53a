"""Telling Chinese prose from English and Japanese; anything else, and what is too short, has no name here."""

from __future__ import annotations

import re

from digest.text.cjk import count

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_LEAST_WORDS = 8  # shorter texts are names and terms of art in any language
_LEAST_HAN = 12


def language_of(text: str) -> str:
    """`zh`, `en` or `ja` where a text is clearly in one of them, else "": Chinese prose is full of Latin terms."""
    han, words = count(text)
    if han >= _LEAST_HAN and len(_KANA.findall(text)) * 5 > han:
        return "ja"
    if han >= _LEAST_HAN and han > words:
        return "zh"
    return "en" if words >= _LEAST_WORDS and han * 4 < words else ""


def is_in(title: str, language: str) -> bool:
    """Whether a title needs no translation: a Chinese one has Han characters, an English one has none."""
    han, _ = count(title)
    return bool(han) == (language == "zh")
