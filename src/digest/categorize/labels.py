"""Labels that works may carry, and finding many of them in a text at once.

Of labels that begin at one place the longest is found: a text about `视觉语言模型` says nothing of `语言模型`. Latin
words match as whole words, in singular and plural, with hyphens or without; Han characters match anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import msgspec

from digest.categorize.words import raw_words, singular_of

Origin = Literal["registry", "corpus", "lexicon"]
"""Where a label comes from: `digest.yaml`, the tags people gave in this site, or the list that ships."""

MAX_LABEL = 100
"""Characters of a label that are read."""


class Label(msgspec.Struct, frozen=True):
    """A tag that may be suggested: how it is written here, its slug, where it comes from."""

    name: str
    slug: str
    by: Origin


class Spelling(msgspec.Struct, frozen=True):
    """One way to write a label, and how strongly finding it speaks for the label, from 0 to 1."""

    label: Label
    text: str
    strength: float


class Token(NamedTuple):
    """One word or Han character of a text: as it is compared, and as it stands there."""

    key: str
    raw: str


class Sighting(NamedTuple):
    """A label that stands in a text, from one token up to another."""

    start: int
    end: int
    spelling: Spelling


def tokens_of(text: str, limit: int) -> list[Token]:
    """The tokens of the first `limit` characters; words with hyphens are several."""
    return [
        Token(singular_of(part.casefold()), part)
        for word in raw_words(text, limit)
        for part in (word.split("-") if "-" in word else (word,))
    ]


class _Node:
    """A place in the tree of spellings: what ends here and how it goes on."""

    __slots__ = ("end", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.end: Spelling | None = None


class LabelIndex:
    """Many spellings, found in one walk over a text. Of two that read the same, the one added first counts."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self._root = _Node()
        for spelling in spellings:
            keys = [token.key for token in tokens_of(spelling.text, MAX_LABEL)]
            if len("".join(keys)) < 2:
                continue  # a single letter stands for too much
            self._add(keys, spelling)
            if 1 < len(keys) <= 3 and all(key.isascii() for key in keys):
                self._add(["".join(keys)], spelling)  # `superresolution`, `FlashAttention`

    def _add(self, keys: Sequence[str], spelling: Spelling) -> None:
        node = self._root
        for key in keys:
            node = node.next.setdefault(key, _Node())
        if node.end is None:
            node.end = spelling

    def find(self, tokens: Sequence[Token]) -> list[Sighting]:
        """The labels in a text, from its beginning, none inside another."""
        any_case = any(is_han(token.key) for token in tokens)  # beside Han, `rag` is no cloth
        found: list[Sighting] = []
        position = 0
        while position < len(tokens):
            end = position
            best: Spelling | None = None
            node: _Node | None = self._root.next.get(tokens[position].key)
            ahead = position + 1
            while node is not None:
                if node.end is not None and (
                    any_case or ahead - position > 1 or _has_its_capitals(tokens[position], node.end)
                ):
                    end, best = ahead, node.end
                node = node.next.get(tokens[ahead].key) if ahead < len(tokens) else None
                ahead += 1
            if best is not None:
                found.append(Sighting(position, end, best))
            position = max(end, position + 1)
        return found


def is_han(key: str) -> bool:
    """Whether a token is a Han character."""
    return len(key) == 1 and key > "\u2e80" and key.isalpha()


def capitals(word: str) -> int:
    """2 for a word with capitals inside (`LoRA`), 1 for one that begins with a capital, 0 for others."""
    if any(character.isupper() for character in word[1:]):
        return 2
    return int(word[:1].isupper())


_WORDS_TOO = "aria bagel bert clip dino emu lava llama mamba mask rag roll sam slam slime swift vita whisper"
_ALSO_WORDS = frozenset(_WORDS_TOO.split())
"""Names of the field that are words too: also in `digest.yaml`, one with capitals is found with capitals alone."""


def _has_its_capitals(token: Token, spelling: Spelling) -> bool:
    """Whether a word is written with capitals where its label is; editors' own labels are found in any case."""
    if spelling.label.by == "registry" and token.key not in _ALSO_WORDS:
        return True
    return capitals(token.raw) >= capitals(spelling.text)
