"""Sentences of a machine's plain text, one after the other; nothing of it is lost."""

from __future__ import annotations

import re

# Behind a full stop of Chinese, or a Latin one that a blank and the start of another sentence follow.
_END = re.compile(
    r"(?<=[。！？!?；])(?![”’」』）)])|(?<=[.!?][\"”’)])\s+|(?<=[.!?])\s+(?=[A-Z0-9“\"'(\u4e00-\u9fff])"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|cf|vs|Fig|Figs|Eq|Sec|Tab|No|Dr|Prof|approx)|\b[A-Z])\.\s*\Z", re.IGNORECASE
)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, without the white space between them."""
    found: list[str] = []
    for part in _END.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] += f" {part}"
        elif part.strip():
            found.append(part)
    return tuple(part.strip() for part in found)
