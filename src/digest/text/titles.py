"""Titles compared, and the short name one begins with: `BLIP3-o：…`, `CAST: …`, `MokA——…`."""

from __future__ import annotations

import re
import unicodedata

_ENDS = re.compile(r"：|: |——")
_LONGEST = 80  # characters; a longer beginning is a sentence
_SKIPPED = re.compile(r"[\s\-_\u2010-\u2015]")


def name_in(title: str) -> str:
    """The part of a title before its first colon or dash, "" where there is none near its beginning."""
    match = _ENDS.search(title, 0, _LONGEST)
    return title[: match.start()].strip() if match else ""


def folded_title(title: str) -> str:
    """What two spellings of a title share: letters and digits, width and case folded."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(character for character in folded if character.isalnum())


def name_key(text: str) -> tuple[str, list[int]]:
    """What two spellings of a name share, and where in the text each of its characters ends.

    Case, width, spaces and hyphens make no difference.
    """
    key: list[str] = []
    ends: list[int] = []
    for position, character in enumerate(text, 1):
        if _SKIPPED.match(character):
            continue
        for folded in unicodedata.normalize("NFKC", character).casefold():
            if not _SKIPPED.match(folded):
                key.append(folded)
                ends.append(position)
    return "".join(key), ends
