"""Terms of topics: how they are written, and finding many of them in a text at once.

A term is a phrase. Latin words in it match whole words, with a plural `s` or without, with a hyphen or without; Han
characters match wherever they stand. `title:` (or another field) in front makes it count there alone, `^2` behind gives
it a weight: `title:3DGS^2`. Both are written as in Lucene's query language, which people know from search engines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Generic, TypeVar, get_args

import msgspec

from digest.categorize.decisions import Field
from digest.categorize.words import Word, raw_words, singular_of, word_of

FIELDS: tuple[Field, ...] = get_args(Field)
MAX_TERM = 200
MAX_WEIGHT = 10.0

_FIELD = re.compile(rf"({'|'.join(FIELDS)}):\s*+(?=\S)")
_BOOST = re.compile(r"\^(\d{1,3}(?:\.\d{1,3})?)$")
_CACHE = 50_000

Value = TypeVar("Value")


class Term(msgspec.Struct, frozen=True):
    """A phrase that speaks for a topic or against it; `field` is "" where it counts in all of them."""

    phrase: str
    field: Field | None = None
    weight: float = 1.0


def parse_term(text: str) -> Term:
    """The term that a text of `include` or `exclude` says.

    Raises:
        ValueError: it holds no word, or a weight that is none; the text says which.
    """
    if len(text) > MAX_TERM:
        raise ValueError(f"a term is at most {MAX_TERM} characters long")
    phrase, field, weight = text.strip(), None, 1.0
    if match := _FIELD.match(phrase):
        field = next(name for name in FIELDS if name == match[1])
        phrase = phrase[match.end() :]
    if match := _BOOST.search(phrase):
        weight = float(match[1])
        phrase = phrase[: match.start()].rstrip()
        if not 0 < weight <= MAX_WEIGHT:
            raise ValueError(f"the weight of a term lies between 0 and {MAX_WEIGHT:g}")
    if field != "subjects" and not raw_words(phrase, MAX_TERM):
        raise ValueError("the term holds no letter or digit")
    return Term(phrase, field, weight)


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
        words = [self._words.get(raw) or self._look(raw) for raw in raws]
        found: list[Value] = []
        units: _Units = []
        starts: list[tuple[_Node[Value], int]] = []
        for word in words:
            if word.pieces:
                found += word.pieces
            if word.starts:
                first = len(units)
                starts += [(node, first + skip) for node, skip in word.starts]
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
        pieces += [value for name in raw.split("-") for value in self._exact.get(name, ())]
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
    """The rows of units a phrase stands for: every hyphen as a gap and as nothing."""
    choices: list[list[tuple[str, ...]]] = []
    for raw in raw_words(phrase, MAX_TERM):
        parts = [singular_of(part) for part in raw.casefold().split("-")]
        ways = [tuple(parts)]
        if len(parts) == 2:
            ways.append((singular_of(raw.casefold().replace("-", "")),))
        choices.append(ways)
    return {tuple(unit for way in ways for unit in way) for ways in product(*choices)}
