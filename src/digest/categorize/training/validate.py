"""Cross-validation: how a model would have judged texts it had not seen, and the thresholds that follow.

Texts are left out at random, a fifth at a time, and list by list: a list of somebody else's is what a site meets.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence

from digest.categorize.categorizer import logistic
from digest.categorize.features import Features
from digest.categorize.model import Model
from digest.categorize.training.labelled import Labelled
from digest.categorize.training.measure import score_of
from digest.categorize.training.train import Seen, Settings, train

LARGE_LIST = 100
"""Texts that make a list a fold of its own; the smaller ones share two."""
_CANDIDATES = tuple(round(0.2 + 0.01 * step, 2) for step in range(61))
_SMOOTHED = 5
"""A threshold is judged with this many neighbours on each side: F1 jumps from one text to the next."""

Folds = Sequence[Sequence[int]]
Scores = list[dict[str, float]]
"""For every text its score for each topic."""


def random_folds(count: int, folds: int = 5) -> Folds:
    """The numbers of texts in shuffled parts of the same size, always the same ones."""
    order = list(range(count))
    random.Random(0).shuffle(order)  # noqa: S311 - an order that is always the same
    return [order[first::folds] for first in range(folds)]


def list_folds(texts: Sequence[Labelled]) -> Folds:
    """The numbers of texts by the first list that has them."""
    names = [each.lists[0] if each.lists else "" for each in texts]
    counts = Counter(names)
    small = sorted(name for name in counts if counts[name] < LARGE_LIST)
    group = {name: f"small {number % 2}" for number, name in enumerate(small)}
    folds: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        folds.setdefault(group.get(name, name), []).append(number)
    return [folds[name] for name in sorted(folds)]


def left_out_scores(
    texts: Sequence[Seen], topics: Sequence[str], settings: Settings, folds: Folds
) -> tuple[Scores, Scores]:
    """The scores of every text by a model that had not seen it: as it is, and with its title alone."""
    full: Scores = [{} for _ in texts]
    bare: Scores = [{} for _ in texts]
    for fold in folds:
        left_out = set(fold)
        model = train([each for number, each in enumerate(texts) if number not in left_out], topics, settings)
        for number in fold:
            each = texts[number]
            full[number] = model_scores(model, each.full, each.offsets)
            bare[number] = full[number] if each.bare is None else model_scores(model, each.bare, each.offsets)
    return full, bare


def model_scores(model: Model, features: Features, offsets: Mapping[str, float]) -> dict[str, float]:
    """The score of each topic by a model, and by what speaks beside it."""
    return {
        topic: logistic(
            model.topics[topic].bias + offsets.get(topic, 0.0) + math.fsum(weight for _, weight in weights)
        )
        for topic, weights in model.weigh(features).items()
    }


def best_thresholds(
    found: Sequence[Mapping[str, float]], texts: Sequence[Seen], topics: Sequence[str]
) -> dict[str, float]:
    """For each topic the score from which on choosing it gives the best F1, in the middle of a good stretch."""
    thresholds: dict[str, float] = {}
    for topic in topics:
        f1 = [
            score_of(
                (topic in each.topics, score[topic] >= candidate)
                for each, score in zip(texts, found, strict=True)
            ).f1
            for candidate in _CANDIDATES
        ]
        smooth = [
            sum(part) / len(part)
            for number in range(len(f1))
            if (part := f1[max(0, number - _SMOOTHED) : number + _SMOOTHED + 1])
        ]
        best = max(smooth)
        good = [
            candidate for candidate, value in zip(_CANDIDATES, smooth, strict=True) if value >= best - 0.001
        ]
        thresholds[topic] = good[len(good) // 2]
    return thresholds


def chosen(
    found: Sequence[Mapping[str, float]], thresholds: Mapping[str, float], implies: Mapping[str, str]
) -> list[frozenset[str]]:
    """The topics decided for each text, and what they imply."""
    decided = [{topic for topic in thresholds if score[topic] >= thresholds[topic]} for score in found]
    return [
        frozenset(topics | {implies[topic] for topic in topics if topic in implies}) for topics in decided
    ]
