"""How long a text is to a reader, in one unit for every script."""

from __future__ import annotations

from digest.text.cjk import count

WORD_UNITS = 3
"""A Latin word counts as three Han characters, as it does for short notes in issues: 140 units are 46 words."""


def units(text: str) -> int:
    """The length of a text: a Han character is 1, a Latin word or number 3."""
    han, words = count(text)
    return han + WORD_UNITS * words
