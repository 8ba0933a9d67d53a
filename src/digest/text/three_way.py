"""Bringing together two changes of one text, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple


class Merged(NamedTuple):
    """A text with both changes, and whether the two were ever at odds: there the text is ours."""

    text: str
    has_conflict: bool


def three_way(base: str, ours: str, theirs: str) -> Merged:
    """The text `base` with what `ours` and `theirs` changed in it, as diff3 does it.

    Khanna, Kunal, Pierce: "A Formal Investigation of Diff3" (2007) describes the procedure: lines that all three
    have in common cut the texts into pieces, and in each piece the side that differs from the base counts.
    """
    if ours == base or theirs in (base, ours):
        return Merged(theirs if ours == base else ours, has_conflict=False)
    lines = [text.splitlines(keepends=True) for text in (base, ours, theirs)]
    found: list[str] = []
    has_conflict = False
    for piece, ours_piece, theirs_piece in _pieces(*lines):
        if ours_piece == piece:
            found += theirs_piece
        else:
            found += ours_piece
            has_conflict = has_conflict or theirs_piece not in (piece, ours_piece)
    return Merged("".join(found), has_conflict)


def _pieces(
    base: list[str], ours: list[str], theirs: list[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The three texts in pieces that belong together: common lines, and what lies between them."""
    in_ours, in_theirs = _partners(base, ours), _partners(base, theirs)
    at = [0, 0, 0]
    for line in range(len(base)):
        if line not in in_ours or line not in in_theirs:
            continue
        here = [line, in_ours[line], in_theirs[line]]
        yield base[at[0] : here[0]], ours[at[1] : here[1]], theirs[at[2] : here[2]]
        yield base[line : line + 1], base[line : line + 1], base[line : line + 1]
        at = [place + 1 for place in here]
    yield base[at[0] :], ours[at[1] :], theirs[at[2] :]


def _partners(base: list[str], other: list[str]) -> dict[int, int]:
    """For each line of the base that the other text kept, its number there."""
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return {a + offset: b + offset for a, b, size in matcher.get_matching_blocks() for offset in range(size)}
