"""Labelled texts become a model: which features are kept, how much each may say, and the fit for every topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from digest.categorize.decisions import Text
from digest.categorize.features import Features, features_of
from digest.categorize.model import VERSION, Model, Topic
from digest.categorize.training.labelled import Labelled
from digest.categorize.training.logistic import Example, fit
from digest.categorize.words import words_of

SCALES: Mapping[str, float] = {"title:": 1.0, "any:": 1.0, "body:": 0.7, "title~": 0.4, "body~": 0.15}
"""How freely a feature of each kind may speak: a word must earn its weight, most of all one of an abstract."""
PAIR_SCALE = 0.7

STRENGTH = 2.0
WITH_ABSTRACT = 0.6
"""The weight of a text with an abstract; it is learnt from a second time without one, with the same weight."""
RARE = 2
"""In how many texts a word must stand to be learnt."""
DROPPED = 0.02
"""A smaller weight is left out of the file."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What is believed of each topic beforehand, how much a text that belongs to it counts, what score decides."""

    prior: Mapping[str, Mapping[str, float]] = {}
    prior_bias: Mapping[str, float] = {}
    emphasis: Mapping[str, float] = {}
    thresholds: Mapping[str, float] = {}


class Seen(msgspec.Struct, frozen=True):
    """A labelled text as features, and once more without its abstract where it has one.

    `offsets` is what the terms of a site say for each topic in log-odds, beside the model.
    """

    topics: frozenset[str]
    full: Features
    bare: Features | None
    offsets: Mapping[str, float] = {}

    def views(self) -> tuple[tuple[Features, float], ...]:
        """The forms it is learnt in, with the weight of each."""
        if self.bare is None:
            return ((self.full, 1.0),)
        return ((self.full, WITH_ABSTRACT), (self.bare, WITH_ABSTRACT))


def see(each: Labelled, *, body_words: bool) -> Seen:
    """What the model sees of a labelled text."""
    full, bare = features_of_text(each.text, body_words=body_words), None
    if each.text.abstract or each.text.text or each.text.summary:
        bare = features_of_text(Text(title=each.text.title), body_words=False)
    return Seen(each.topics, full, bare)


def features_of_text(text: Text, *, body_words: bool) -> Features:
    """The features of a text."""
    words = words_of(text)
    return features_of(words.title, words.body, body_words=body_words)


def train(texts: Sequence[Seen], topics: Sequence[str], settings: Settings, about: str = "") -> Model:
    """The model of some topics; the same texts in the same order give the same model."""
    views = [(features, weight, each) for each in texts for features, weight in each.views()]
    numbers = _vocabulary([features for features, _, _ in views], settings)
    names = list(numbers)
    scales = [scale_of(name) for name in names]
    rows = [
        (sorted(numbers[name] for name in features if name in numbers), weight, each)
        for features, weight, each in views
    ]
    weights: dict[str, dict[str, float]] = {}
    learnt: dict[str, Topic] = {}
    for topic in topics:
        emphasis = settings.emphasis.get(topic, 1.0)
        examples = [
            Example(
                tuple(row),
                tuple(scales[number] for number in row),
                topic in each.topics,
                weight * (emphasis if topic in each.topics else 1.0),
                each.offsets.get(topic, 0.0),
            )
            for row, weight, each in rows
        ]
        prior = {
            numbers[name]: belief / scale_of(name) for name, belief in settings.prior.get(topic, {}).items()
        }
        result = fit(examples, len(names), prior, settings.prior_bias.get(topic, -1.0), STRENGTH)
        learnt[topic] = Topic(round(result.bias, 2), settings.thresholds.get(topic, 0.5))
        for name, scale, weight in zip(names, scales, result.weights, strict=True):
            rounded = round(weight * scale, 2)
            if abs(rounded) > DROPPED:
                weights.setdefault(name, {})[topic] = rounded
    return Model(version=VERSION, about=about, topics=learnt, features=dict(sorted(weights.items())))


def scale_of(name: str) -> float:
    """How freely a feature may speak."""
    for kind, scale in SCALES.items():
        if name.startswith(kind):
            return scale * (PAIR_SCALE if " & " in name else 1.0)
    return 1.0


def _vocabulary(views: Sequence[Features], settings: Settings) -> dict[str, int]:
    """The features to learn, sorted, with their numbers."""
    counts: Counter[str] = Counter()
    for features in views:
        counts.update(features.keys())
    kept = {name for name, count in counts.items() if count >= (RARE if "~" in name else 1)}
    kept |= {name for beliefs in settings.prior.values() for name in beliefs}
    return {name: number for number, name in enumerate(sorted(kept))}
