"""Sentences of an abstract or a text that tell what the work is, what it found, and a summary made of them.

Whatever comes out is a slice of what went in; a sentence too long for any summary is cut between two words, never
inside a formula, an address or a number. The same text gives the same sentences, always.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import msgspec

from digest.summarize.centrality import centralities, overlap, terms_of
from digest.summarize.cues import AVAILABILITY, BACKGROUND, LATER, METHOD, RESULT, weight
from digest.summarize.length import units
from digest.summarize.sentences import Sentence, iter_sentences
from digest.summarize.spans import span_around, spans_of
from digest.text.cjk import is_cjk

MAX_SENTENCES = 80
"""Sentences of a text that are looked at: what a long article is about stands near its beginning."""
MAX_LOOKED_AT = 4000  # characters of one sentence in which cues are searched
MAX_FINDINGS = 3
"""Sentences of an abstract that say what came out."""
_ENOUGH_FOR_METHOD = 1.2
_ENOUGH_FOR_RESULT = 1.4
_TOLERANCE = 1.25  # of the length: what the first sentence may take more, rather than be cut
_ALIKE = 0.7
_SHORTEST = 12  # units: below this a line is a heading or a leftover


class Quote(msgspec.Struct, frozen=True):
    """A slice of a source: `source[start:end] == text`; `is_cut` where the sentence goes on behind it."""

    text: str
    start: int
    end: int
    is_cut: bool = False


class Summary(msgspec.Struct, frozen=True):
    """Quotes in the order of their source."""

    quotes: tuple[Quote, ...] = ()

    @property
    def text(self) -> str:
        """The quotes as one paragraph; a cut one ends in `…`."""
        joined = ""
        for quote in self.quotes:
            gap = "" if not joined or (is_cjk(joined[-1]) and is_cjk(quote.text[0])) else " "
            joined += gap + quote.text + ("…" if quote.is_cut else "")
        return joined


class _Rated(NamedTuple):
    """A sentence with what its words say of it; `place` is 0 for the first and 1 for the last."""

    sentence: Sentence
    terms: frozenset[str]
    place: float
    central: float
    method: float
    result: float
    background: float
    availability: float


def method_sentence(abstract: str) -> Sentence | None:
    """The sentence that says what the work does; None for a text in which none is seen to."""
    return _method(_rated(abstract))


def summary_and_findings(title: str, abstract: str, *, length: int) -> tuple[Summary, tuple[Sentence, ...]]:
    """The summary of an abstract, as `summarise` has it, and the sentences that say what came out, in their order.

    They are `MAX_FINDINGS` at most. An abstract that reports no result gives the sentence that says what the work does:
    that is what it found worth writing; one without either gives nothing.
    """
    rated = _rated(abstract, title)
    return _summary(rated, title, length), _findings(rated)


def _findings(rated: Sequence[_Rated]) -> tuple[Sentence, ...]:
    scores = {
        each.sentence: each.result
        - each.background
        - 0.5 * (each.method >= 3.0)
        - each.availability
        + each.place
        for each in rated
        if each.result >= _ENOUGH_FOR_RESULT and each.availability == 0
    }
    best = sorted((s for s in scores if scores[s] > _ENOUGH_FOR_RESULT), key=lambda s: (-scores[s], s.start))[
        :MAX_FINDINGS
    ]
    if not best and (method := _method(rated)) is not None:
        best = [method]
    return tuple(sorted(best, key=lambda sentence: sentence.start))


def summarise(title: str, text: str, *, length: int) -> Summary:
    """A summary of a text: what the work does first, then what is most worth the room that is left.

    Args:
        title: the title of the work; sentences that speak of the same rank higher.
        text: its abstract, or its text where it has no abstract.
        length: how long the summary may get, in units (see `length.units`); the first sentence may take a quarter more.
    """
    return _summary(_rated(text, title), title, length)


def _summary(rated: Sequence[_Rated], title: str, length: int) -> Summary:
    if not rated:
        return Summary()
    about = terms_of(title)
    scores = {each.sentence: _worth(each, about) for each in rated}
    order = sorted(rated, key=lambda each: (-scores[each.sentence], each.sentence.start))
    if (method := _method(rated)) is not None:
        order.sort(key=lambda each: each.sentence is not method)  # stable: the others keep their order
    chosen: list[_Rated] = []
    room = length
    for each in order:
        size = units(each.sentence.text)
        fits = size <= room or (not chosen and size <= length * _TOLERANCE)
        if not fits or any(overlap(each.terms, other.terms) > _ALIKE for other in chosen):
            continue
        if method is not None and max(each.method, each.result) <= each.background:
            continue  # it says what was before, or nothing in particular
        chosen.append(each)
        room -= size
    if not chosen:
        return Summary((_cut(order[0].sentence, length),))
    quotes = (Quote(each.sentence.text, each.sentence.start, each.sentence.end) for each in chosen)
    return Summary(tuple(sorted(quotes, key=lambda quote: quote.start)))


def _rated(text: str, title: str = "") -> list[_Rated]:
    """The sentences of a text that can be quoted, with their ratings."""
    found = [
        sentence
        for sentence in islice(iter_sentences(text), MAX_SENTENCES)
        if sentence.block in {"paragraph", "item"} and units(sentence.text[:MAX_LOOKED_AT]) >= _SHORTEST
    ]
    terms = [terms_of(sentence.text[:MAX_LOOKED_AT]) for sentence in found]
    central = centralities([*terms, terms_of(title)] if title else terms)
    last = max(1, len(found) - 1)
    return [
        _Rated(
            sentence=sentence,
            terms=terms[number],
            place=number / last,
            central=central[number],
            method=weight(METHOD, looked_at) - weight(LATER, looked_at),
            result=weight(RESULT, looked_at),
            background=weight(BACKGROUND, looked_at),
            availability=weight(AVAILABILITY, looked_at),
        )
        for number, sentence in enumerate(found)
        if (looked_at := sentence.text[:MAX_LOOKED_AT])
    ]


def _method(rated: Sequence[_Rated]) -> Sentence | None:
    def score(each: _Rated) -> float:
        return (
            each.method
            + 0.6 * each.central
            - 0.8 * each.place
            - 0.6 * each.background
            - each.availability
            - 0.2 * min(each.result, 3.0)
        )

    best = max((each for each in rated if each.method >= _ENOUGH_FOR_METHOD), key=score, default=None)
    return best.sentence if best else None


def _worth(each: _Rated, title: frozenset[str]) -> float:
    """How much a sentence adds to a summary: cues, how central it is, its place, what it shares with the title."""
    first_or_last = max(0.0, 1 - 4 * each.place, 4 * each.place - 3)
    return (
        0.5 * max(0.0, each.method)
        + 0.5 * each.result
        + 1.2 * each.central
        + 0.4 * first_or_last
        + overlap(each.terms, title)
        - 0.8 * each.background
        - each.availability
    )


def _cut(sentence: Sentence, length: int) -> Quote:
    """The beginning of a sentence, as much as fits, cut between words and outside everything that is one thing."""
    text = sentence.text[: 4 * length + 64]  # a unit is a third of a word: more than this never fits
    spans = spans_of(text)
    end, taken = 0, 0
    position = 0
    while position < len(text):
        position = _next_break(text, position)
        span = span_around(spans, position)
        if span is not None:
            position = span.end
        size = units(text[end:position])
        if taken + size > length and end:
            break
        end, taken = position, taken + size
    whole = max((span.end for span in spans if span.end <= end), default=0)
    text = text[:whole] + text[whole:end].rstrip(" \n\t,;:，；：、（([“‘")
    return Quote(text, sentence.start, sentence.start + len(text), is_cut=len(text) < len(sentence.text))


def _next_break(text: str, position: int) -> int:
    """The next place behind `position` where a word or a Han character ends."""
    position += 1
    while position < len(text):
        before, after = text[position - 1], text[position]
        if (
            after.isspace()
            or (is_cjk(before) and not after.isspace() and after not in "，。；：、）”’")
            or is_cjk(after)
        ):
            return position
        position += 1
    return position
