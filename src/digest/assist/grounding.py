"""Holding a machine's text to its source: what a sentence states must stand there, or the source speaks instead.

Nothing is repaired. A sentence with a number, name or address the source does not have is taken out whole, and the
sentence of the source that comes nearest stands in its place, in quotation marks. Claims without any of these, and
whatever is only said in Chinese words, cannot be checked this way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from digest.assist.facts import facts_of, known_facts
from digest.config.schema import Language
from digest.links.find import find_addresses
from digest.summarize.sentences import split_sentences
from digest.text.cjk import is_cjk
from digest.text.preambles import preamble, prompt_echo, refusal

_QUOTED: dict[Language, str] = {"zh": "原文：“{}”", "en": "The source says: “{}”"}
_LONGEST_QUOTE = 400
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{2,}|[0-9][0-9.,]*")


class Grounded(NamedTuple):
    """A text after the check: `quoted` sentences are the source's, `missing` is what the source does not have.

    `text` is "" where the source bore out not one sentence.
    """

    text: str
    quoted: int = 0
    missing: tuple[str, ...] = ()


class Source:
    """One source, read once for all texts about it.

    `text` is all that was sent to the model; quotations are taken from `quotable`, which its author wrote.
    """

    def __init__(self, text: str, quotable: str) -> None:
        self._known = known_facts(text)
        self._quotable = [each for each in _sentences(quotable) if _may_be_quoted(each)]
        self._used: set[str] = set()

    def missing(self, sentence: str) -> tuple[str, ...]:
        """What a sentence states and the source does not."""
        return self._known.missing(facts_of(sentence))

    def nearest(self, sentence: str) -> str:
        """The sentence of the source that shares most with another and was not quoted yet, "" where none is left."""
        wanted = _marks(sentence)
        left = [each for each in self._quotable if each not in self._used]
        best = max(left, key=lambda each: len(wanted & _marks(each)), default="")
        self._used.add(best)
        return best


def ground(text: str, source: Source, *, language: Language, limit: int) -> Grounded:
    """Hold a text to its source, paragraph by paragraph.

    Args:
        text: what the machine wrote, plain.
        source: what it was given.
        language: that of the words around a quotation.
        limit: characters the result may have; a quotation that does not fit is left out.
    """
    paragraphs: list[list[str]] = []
    quoted, kept = 0, 0
    missing: list[str] = []
    room = limit
    for part in text.split("\n"):
        written: list[str] = []
        for sentence in _sentences(part):
            wrong = source.missing(sentence)
            if wrong:
                missing += wrong
                nearest = source.nearest(sentence)
                sentence = _QUOTED[language].format(nearest) if nearest else ""  # noqa: PLW2901 - it takes its place
                quoted += 1
            else:
                kept += 1
            if sentence and len(sentence) + 1 <= room:
                written.append(sentence)
                room -= len(sentence) + 1
        if written:
            paragraphs.append(written)
    if not kept:
        return Grounded("", quoted, tuple(missing))
    return Grounded("\n\n".join(map(_joined, paragraphs)), quoted, tuple(missing))


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(sentence.text for sentence in split_sentences(text))


def _joined(parts: Sequence[str]) -> str:
    """Sentences in a line: with a blank between them, but not behind a Chinese stop."""
    line = ""
    for part in parts:
        gap = "" if not line or ((is_cjk(line[-1]) or line.endswith("”")) and is_cjk(part[0])) else " "
        line += gap + part
    return line


def _may_be_quoted(sentence: str) -> bool:
    if not 8 <= len(sentence) <= _LONGEST_QUOTE or any(find_addresses(sentence)):
        return False
    return not (preamble(sentence) or refusal(sentence) or prompt_echo(sentence))


def _marks(sentence: str) -> set[str]:
    """What two sentences may share: words, numbers, pairs of Han characters."""
    marks = {match[0].casefold() for match in _WORD.finditer(sentence)}
    han = [character if is_cjk(character) else " " for character in sentence]
    return marks | {first + second for first, second in pairwise(han) if " " not in (first, second)}
