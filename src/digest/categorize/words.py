"""A text as a row of units: Latin words and single Han characters, each with the spellings it may be found under.

A word is found with its plural `s` or without, a name with its version or without (`Qwen2.5` as `qwen`), and what is
written with a hyphen or as one CamelCase name also as its parts. The length is bounded first, all work linear in it.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import msgspec

from digest.categorize.decisions import Field, Text

MAX_TITLE = 600
MAX_ABSTRACT = 4_000
MAX_TEXT = 12_000
BODY_WORDS = 600
"""Characters of a field that are read; the first ones of an article say what it is about."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f"
# A word with its hyphens and version points, or one Han character. Nothing in it can be matched in two ways.
_WORD = re.compile(rf"[^\W_{_HAN}]+(?:(?:-|\.(?=\d))[^\W_{_HAN}]+)*|[{_HAN}]")
_DASHES = "\u2010\u2011\u2012\u2013\u2212"
_VERSION = re.compile(r"([^\W\d_]{2,}?)(?:v?\d+(?:\.\d+)*)$")
_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+[A-Z]?")


class Word(msgspec.Struct, frozen=True):
    """One part of a text as it can be found.

    `parts` are the spellings of each part between hyphens, `joined` those of every two neighbours written as one.
    `pieces` are the parts of a CamelCase name, in lower case.
    """

    parts: tuple[tuple[str, ...], ...]
    joined: tuple[tuple[str, ...], ...] = ()
    pieces: tuple[str, ...] = ()


def raw_words(text: str, limit: int) -> list[str]:
    """The words of the first `limit` characters of a text, as written."""
    text = text[:limit]
    if not text.isascii():
        # NFKC may make one character many; what it makes is cut to the same length.
        text = unicodedata.normalize("NFKC", text)[:limit]
        for dash in _DASHES:
            text = text.replace(dash, "-")
    return _WORD.findall(text)


def word_of(raw: str) -> Word:
    """A word as it can be found."""
    names = raw.split("-")
    lower = [name.casefold() for name in names]
    joined = tuple(spellings(first + second) for first, second in pairwise(lower))
    return Word(tuple(map(spellings, lower)), joined, _pieces(names))


def spellings(word: str) -> tuple[str, ...]:
    """A lower-case word and what else finds it: its singular, and its name without the version."""
    found = [word]
    singular = singular_of(word)
    if singular != word:
        found.append(singular)
    if word[-1:].isdigit() and (match := _VERSION.match(word)):
        if "." in word:
            found.append(word.partition(".")[0])
        found += dict.fromkeys((match[1], singular_of(match[1])))
    return tuple(found)


def singular_of(word: str) -> str:
    """A lower-case English word without the ending of its plural; any other word as it is."""
    if len(word) < 4 or word[-1] != "s" or word[-2] in "sui":
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "xes", "sses")):
        return word[:-2]
    return word[:-1]


def _pieces(names: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        if name.islower() or name[1:].islower() or not name.isascii() or len(name) > 40:
            continue
        pieces = _PIECES.findall(name)
        if len(pieces) > 1:
            found += [piece.casefold() for piece in pieces]
    return tuple(found)


def is_han(unit: str) -> bool:
    """Whether a unit of a text is one Han character."""
    return len(unit) == 1 and unit >= "\u3400"


class Words(msgspec.Struct, frozen=True):
    """The words of a text by where they stand; `body` is what a model reads beside the title."""

    title: list[str]
    abstract: list[str]
    text: list[str]

    @property
    def body(self) -> list[str]:
        """The abstract (with our summary), or the beginning of the article where there is none."""
        return self.abstract or self.text[:BODY_WORDS]

    @property
    def body_field(self) -> Field:
        """Where the body was taken from."""
        return "abstract" if self.abstract else "text"


def words_of(text: Text) -> Words:
    """The words of a text, each field cut to what counts; our summary stands beside the abstract."""
    abstract = f"{text.abstract[:MAX_ABSTRACT]}\n{text.summary[:MAX_ABSTRACT]}"
    return Words(
        raw_words(text.title, MAX_TITLE), raw_words(abstract, MAX_ABSTRACT), raw_words(text.text, MAX_TEXT)
    )
