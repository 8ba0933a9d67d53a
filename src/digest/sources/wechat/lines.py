"""Runs of text made into clean lines: white space as a reader sees it, neighbours with the same marks joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from digest.sources.wechat.blocks import BREAK, Run
from digest.text.cjk import is_cjk

# Shared with Latin scripts, so no Chinese characters by themselves.
_CHINESE_TOO = frozenset("“”‘’…—·")

_PIECE = re.compile(r"[ \v]+|[^ \v]+")


def paragraphs(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """The paragraphs of some runs: two line breaks on end divide them."""
    found: list[list[Run]] = [[]]
    breaks = 0
    for run in tidy(runs):
        if run.is_break:
            breaks += 1
            continue
        if breaks > 1:
            found.append([])
        elif breaks:
            found[-1].append(BREAK)
        breaks = 0
        found[-1].append(run)
    return [tuple(part) for part in found if part]


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    r"""Runs without white space that nobody sees, and without breaks at both ends.

    A blank written as `\v` was a line break of the source: between Chinese characters it is no blank.
    """
    found: list[Run] = []
    pending, last = "", ""
    for run in runs:
        if run.is_break:
            found.append(run)
            pending, last = "", ""
            continue
        if run.tex or run.src:
            if pending and last:
                _append(found, Run(" "))
            found.append(run)
            pending, last = "", "x"
            continue
        text: list[str] = []
        for piece in _PIECE.findall(run.text):
            if piece[0] in " \v":
                pending = " " if " " in piece and "\v" not in piece else pending or "\v"
                continue
            if pending and last and not (pending == "\v" and _are_chinese(last, piece[0])):
                text.append(" ")
            text.append(piece)
            pending, last = "", piece[-1]
        if text:
            _append(found, run._replace(text="".join(text)))
    while found and found[-1].is_break:
        found.pop()
    first = next((number for number, run in enumerate(found) if not run.is_break), 0)
    return tuple(found[first:])


def _are_chinese(one: str, other: str) -> bool:
    if is_cjk(one):
        return is_cjk(other) or other in _CHINESE_TOO
    return one in _CHINESE_TOO and is_cjk(other)


def _append(found: list[Run], run: Run) -> None:
    """Add a run, to the last one where their marks agree."""
    if found and not found[-1].is_break:
        last = found[-1]
        if not (last.tex or last.src) and last._replace(text="", size=0.0) == run._replace(text="", size=0.0):
            # The size of the longer part: that of the whole.
            size = last.size if len(last.text) >= len(run.text) else run.size
            found[-1] = last._replace(text=last.text + run.text, size=size)
            return
    found.append(run)
