"""Cutting plain text to a length people see, where a reader would cut it."""

from __future__ import annotations

import unicodedata

from digest.text.cjk import is_cjk

_SENTENCE_ENDS = frozenset("。！？!?…")
_DROPPED_BEFORE_ELLIPSIS = " .,;:-–—…·。，、；：([{<（［｛《〈「『【“‘"  # also brackets that would stay open
_LOOK_BACK = 0.3  # of the excerpt: how much may be given up for the end of a sentence
_WORD_LOOK_BACK = 24  # characters given up at most for the end of a word


def excerpt(text: str, length: int) -> str:
    """Cut plain text to about `length` units; a CJK character is 1 unit, any other half a unit.

    White space is collapsed first. A text that fits comes back whole; a cut one ends in `…`, after a sentence
    if one ends in the last third, else after a word, never between a letter and its marks.
    """
    line = " ".join(text.split())
    limit = _fitting(line, length)
    if limit == len(line):
        return line
    cut = _sentence_end(line, limit) or _word_end(line, limit) or _character_end(line, limit)
    return line[:cut].rstrip(_DROPPED_BEFORE_ELLIPSIS) + "…"


def _fitting(line: str, length: int) -> int:
    """How many characters of the line fit into `length` units."""
    if len(line) <= length:
        return len(line)
    halves = 2 * length
    for position, character in enumerate(line):
        halves -= 2 if character >= "\u1100" and is_cjk(character) else 1
        if halves < 0:
            return position
    return len(line)


def _sentence_end(line: str, limit: int) -> int:
    """Where the last sentence before `limit` ends, 0 if none ends near enough."""
    nearest = max(1, limit - int(limit * _LOOK_BACK))
    for cut in range(limit, nearest - 1, -1):
        last = line[cut - 1]
        if last in _SENTENCE_ENDS and _may_cut(line, cut):
            return cut
        if last == "." and line[cut] == " " and cut >= 3 and line[cut - 3 : cut - 1].isalpha():
            return cut  # two letters before the stop: neither an initial nor a number
    return 0


def _word_end(line: str, limit: int) -> int:
    """Where the last word or Han character before `limit` ends, 0 if that is too far away."""
    for cut in range(limit, max(0, limit - _WORD_LOOK_BACK), -1):
        before, after = line[cut - 1], line[cut]
        if (before == " " or after == " " or is_cjk(before) or is_cjk(after)) and _may_cut(line, cut):
            return cut
    return 0


def _character_end(line: str, limit: int) -> int:
    """The last place at or before `limit` that is not inside a character as readers see it."""
    cut = limit
    while cut > 0 and not _may_cut(line, cut):
        cut -= 1
    return cut


def _may_cut(line: str, cut: int) -> bool:
    """Whether a cut before `line[cut]` leaves marks, joined emoji and flags whole."""
    after = line[cut]
    if after < "\u0300":
        return True
    return not (
        unicodedata.category(after)[0] == "M"
        or after in "\u200c\u200d"
        or line[cut - 1] == "\u200d"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or (_is_flag_half(after) and _halves_before(line, cut) % 2)
        or "\U000e0020" <= after <= "\U000e007f"
    )


def _is_flag_half(character: str) -> bool:
    """Whether a character is a regional indicator, two of which make a flag."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _halves_before(line: str, cut: int) -> int:
    start = cut
    while start > 0 and _is_flag_half(line[start - 1]):
        start -= 1
    return cut - start
