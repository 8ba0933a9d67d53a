"""Finding many terms of topics in a text at once; `config.terms` says how they are written.

Latin words of a term match whole words, with a plural `s` or without, with a hyphen or without; Han characters match
wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Generic, TypeVar

from digest.categorize.words import Word, raw_words, singular_of, word_of
from digest.config.terms import MAX_TERM

_CACHE = 50_000
_JOINED = 4
"""So many hyphens of a phrase are also read as nothing, any further one as a gap alone: each doubles the ways to write
the phrase."""

Value = TypeVar("Value")


class _Node(Generic[Value]):
    """A place in the tree of terms: what ends here and how it goes on."""

    __slots__ = ("ends", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[Value]] = {}
        self.ends: list[Value] = []


class TermIndex(Generic[Value]):
    """Many terms, found in one walk over a text; what is found of a term is the value it was added with."""

    def __init__(self) -> None:
        self._root: _Node[Value] = _Node()
        self._pieces: dict[str, list[Value]] = {}
        self._exact: dict[str, list[Value]] = {}
        self._words: dict[str, _Found[Value]] = {}

    def add(self, phrase: str, value: Value) -> None:
        """Add a phrase.

        `~VLM` is looked for inside CamelCase names alone (`MedVLM`), `=ROLL` in this spelling alone.
        """
        if phrase.startswith("="):
            self._exact.setdefault(phrase[1:], []).append(value)
            return
        if phrase.startswith("~"):
            self._pieces.setdefault(phrase[1:].casefold(), []).append(value)
            return
        for units in _ways(phrase):
            node = self._root
            for unit in units:
                node = node.next.setdefault(unit, _Node())
            node.ends.append(value)

    def find(self, raws: Iterable[str]) -> list[Value]:
        """The values of all terms that stand in these words, in their order; one found twice is there twice."""
        known, look = self._words, self._look
        found: list[Value] = []
        units: _Units = []
        starts: list[tuple[_Node[Value], int]] = []
        for raw in raws:
            word = known.get(raw) or look(raw)
            if word.starts:
                first = len(units)
                for node, skip in word.starts:
                    starts.append((node, first + skip))
            if word.pieces:
                found += word.pieces
            units += word.units
        for node, position in starts:
            _follow(node, position, units, found)
        return found

    def _look(self, raw: str) -> _Found[Value]:
        """What can begin at a word; kept, as most words of a text were seen in another."""
        if len(self._words) >= _CACHE:
            self._words.clear()
        word = word_of(raw)
        units = _units_of(word)
        starts = [
            (node, index + width)
            for index, edges in enumerate(units)
            for spellings, width in edges
            for node in self._begun(spellings)
        ]
        pieces = [value for piece in word.pieces for value in self._pieces.get(piece, ())]
        for name in {raw, raw.partition("-")[0]}:
            pieces += self._exact.get(name, ())
        found = self._words[raw] = _Found(tuple(units), tuple(starts), tuple(pieces))
        return found

    def _begun(self, spellings: Sequence[str]) -> list[_Node[Value]]:
        return [node for spelling in spellings if (node := self._root.next.get(spelling)) is not None]


_Edges = tuple[tuple[tuple[str, ...], int], ...]
"""The ways on from a unit: spellings, and how many units they take."""
_Units = list[_Edges]


class _Found(Generic[Value]):
    """What is known of one word: its units, the terms that begin in it (and where they go on), its pieces."""

    __slots__ = ("pieces", "starts", "units")

    def __init__(
        self,
        units: tuple[_Edges, ...],
        starts: tuple[tuple[_Node[Value], int], ...],
        pieces: tuple[Value, ...],
    ) -> None:
        self.units = units
        self.starts = starts
        self.pieces = pieces


def _units_of(word: Word) -> _Units:
    units: _Units = []
    for index, part in enumerate(word.parts):
        edges = [(part, 1)]
        if index < len(word.joined):
            edges.append((word.joined[index], 2))
        units.append(tuple(edges))
    return units


def _follow(node: _Node[Value], position: int, units: _Units, found: list[Value]) -> None:
    """Collect what ends at a place of the tree and everywhere behind it; as deep as the longest term."""
    found += node.ends
    if not node.next or position >= len(units):
        return
    for spellings, width in units[position]:
        for spelling in spellings:
            onward = node.next.get(spelling)
            if onward is not None:
                _follow(onward, position + width, units, found)


def _ways(phrase: str) -> set[tuple[str, ...]]:
    """The rows of units a phrase stands for: every hyphen as a gap and, up to `_JOINED`, as nothing."""
    if "-" not in phrase:
        return {tuple(singular_of(raw.casefold()) for raw in raw_words(phrase, MAX_TERM))}
    choices: list[list[tuple[str, ...]]] = []
    joined = 0
    for raw in raw_words(phrase, MAX_TERM):
        parts = [singular_of(part) for part in raw.casefold().split("-")]
        ways = [tuple(parts)]
        if len(parts) == 2 and joined < _JOINED:
            joined += 1
            ways.append((singular_of(raw.casefold().replace("-", "")),))
        choices.append(ways)
    return {tuple(unit for way in ways for unit in way) for ways in product(*choices)}
