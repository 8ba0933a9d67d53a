"""The highlights of a weekly issue: `本周亮点：…；…；…。` or a list below `本周亮点：`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.text.cjk import is_cjk

_LABEL = re.compile(
    r"(?:^|(?<=[。！？!?.]))\s*(?:\*\*)?(?:(?:本周|本期|今日|本日)?(?:亮点|要点|看点)|(?:this week's )?highlights)"
    r"(?:\*\*\s*[:：]|\s*[:：]\s*\*\*|\s*[:：])\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[-*+]|[0-9]{1,2}[.、)])\s+(?P<text>\S.*)")
_SEPARATOR = re.compile(r"；\s*|;\s+|;(?=[^\x00-\x7f])")


def after_label(line: str) -> tuple[str, str] | None:
    """What stands before and behind `本周亮点：`; None for any other line."""
    match = _LABEL.search(line)
    return (line[: match.start()].strip(), line[match.end() :].strip()) if match else None


def bullet(line: str) -> str:
    """The text of an item of a list, "" for any other line."""
    match = _BULLET.fullmatch(line)
    return match["text"].strip() if match else ""


def split_highlights(row: Sequence[str]) -> list[str]:
    """The highlights of a paragraph, whose lines are joined as readers see them; its last full stop is left out."""
    text = row[0]
    for line in row[1:]:
        text += line if text and is_cjk(text[-1]) and is_cjk(line[0]) else f" {line}"
    pieces = [piece.strip() for piece in _SEPARATOR.split(text.strip())]
    pieces = [piece for piece in pieces if piece]
    if pieces:
        pieces[-1] = pieces[-1].removesuffix("。") or pieces[-1]
    return pieces
