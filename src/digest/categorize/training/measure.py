"""How right decisions are: precision, recall and F1 of each topic and of "none", their mean, by part of the texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

NONE = "none"
MACRO = "macro"


class Score(msgspec.Struct, frozen=True):
    """Precision, recall and F1 (0 where they are undefined), and how many texts belong."""

    precision: float
    recall: float
    f1: float
    support: int


Judged = Sequence[tuple[frozenset[str], frozenset[str]]]
"""For each text the topics it belongs to, and those that were decided."""


def score_of(pairs: Iterable[tuple[bool, bool]]) -> Score:
    """The score of decisions about one topic, given for each text whether it belongs and whether it was chosen."""
    hit = false = missed = 0
    for belongs, chosen in pairs:
        hit += belongs and chosen
        false += chosen and not belongs
        missed += belongs and not chosen
    precision = hit / (hit + false) if hit + false else 0.0
    recall = hit / (hit + missed) if hit + missed else 0.0
    total = precision + recall
    return Score(precision, recall, 2 * precision * recall / total if total else 0.0, hit + missed)


def scores(judged: Judged, topics: Sequence[str]) -> dict[str, Score]:
    """The score of every topic, and of "none" for texts that belong to no topic."""
    found = {topic: score_of((topic in gold, topic in chosen) for gold, chosen in judged) for topic in topics}
    found[NONE] = score_of((not gold, not chosen) for gold, chosen in judged)
    return found


def macro(found: Mapping[str, Score]) -> float:
    """The mean F1 of the topics that any text belongs to; "none" is no topic."""
    counted = [score.f1 for topic, score in found.items() if topic != NONE and score.support]
    return sum(counted) / len(counted) if counted else 0.0
