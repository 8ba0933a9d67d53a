"""How long a text takes to read."""

from __future__ import annotations

HAN_PER_MINUTE = 300
WORDS_PER_MINUTE = 220


def reading_minutes(han_characters: int, words: int) -> int:
    """Whole minutes to read a text, rounded to the nearest, at least 1.

    300 Han characters and 220 words a minute are our choice for technical prose, a little under the usual
    figures for silent reading of stories.
    """
    return max(1, int(han_characters / HAN_PER_MINUTE + words / WORDS_PER_MINUTE + 0.5))
