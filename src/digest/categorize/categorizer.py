"""The categorizer of a site: one decision for each of its topics, and the evidence for it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from digest.categorize.decisions import Decision, Evidence, Field, Text
from digest.categorize.features import BODY_WORD, Features, features_of
from digest.categorize.model import Model
from digest.categorize.rules import START, Rules
from digest.categorize.words import Words, words_of
from digest.config.schema import TopicConfig

RULES_THRESHOLD = 0.5
SHOWN_EVIDENCE = 6
SHOWN_WEIGHT = 0.1
"""Less than this moves no decision and is not shown."""


class Categorizer:
    """Decides which of a site's topics a work belongs to."""

    def __init__(
        self,
        topics: Iterable[TopicConfig],
        models: Iterable[tuple[str, Model]],
        known: Mapping[str, frozenset[str]],
    ) -> None:
        """Bring topics and models together.

        Args:
            topics: the topics of the site, in the order of its decisions.
            models: models with the word for them (`learned`, `model`); a topic is decided by the first that knows it.
            known: by topic the terms its model was trained with, see `rules.Rules`.
        """
        self._topics = tuple(topics)
        self._models = tuple(models)
        self._by: dict[str, tuple[str, Model]] = {}
        for word, model in self._models:
            for name in model.topics:
                self._by.setdefault(name, (word, model))
        self._body_words = any(
            name.startswith(BODY_WORD) for _, model in self._models for name in model.features
        )
        self._rules = Rules(self._topics, known)

    def term_weights(self, text: Text) -> dict[str, float]:
        """What the terms of `digest.yaml` say of a text, in log-odds by topic; they speak beside any model."""
        found = self._rules.evidence(_fields(words_of(text), text))
        return {topic: math.fsum(each.weight for each in evidence) for topic, evidence in found.items()}

    def decide(self, text: Text) -> tuple[Decision, ...]:
        """One decision for each topic of the site, in the order of `digest.yaml`, whatever the text holds."""
        words = words_of(text)
        features = features_of(words.title, words.body, body_words=self._body_words)
        found = self._rules.evidence(_fields(words, text))
        weighed = {id(model): model.weigh(features) for _, model in self._models}
        places = _places(features, words)
        decisions: dict[str, Decision] = {}
        for topic in self._topics:
            own = found.get(topic.id, [])
            by, model = self._by.get(topic.id, ("rules", None))
            total, threshold = START, RULES_THRESHOLD
            evidence = own
            if model is not None:
                weights = weighed[id(model)][topic.id]
                threshold = model.topics[topic.id].threshold
                total = model.topics[topic.id].bias + math.fsum(weight for _, weight in weights)
                evidence = own + _evidence(weights, places)
            score = round(logistic(total + math.fsum(each.weight for each in own)), 4)
            decisions[topic.id] = Decision(
                topic.id, score, threshold, score >= threshold, _strongest(evidence), by
            )
        return tuple(_with_implied(decisions, self._topics).values())


def _fields(words: Words, text: Text) -> dict[Field, Sequence[str]]:
    return {"title": words.title, "abstract": words.abstract, "text": words.text, "subjects": text.subjects}


def _places(features: Features, words: Words) -> dict[str, tuple[str, Field]]:
    """Each feature as an editor finds it: a term, and where it stands; the title goes before the body."""
    in_title = {term for name, term in features.items() if name[0] == "t"}
    body = words.body_field
    return {name: (term, "title" if term in in_title else body) for name, term in features.items() if term}


def _evidence(
    weights: Iterable[tuple[str, float]], places: Mapping[str, tuple[str, Field]]
) -> list[Evidence]:
    """What the model weighed, by term: all features of a term in a field are one piece of evidence."""
    totals: dict[tuple[str, Field], float] = {}
    for name, weight in weights:
        if name in places:
            place = places[name]
            totals[place] = totals.get(place, 0.0) + weight
    return [
        Evidence(term, field, round(weight, 2))
        for (term, field), weight in totals.items()
        if abs(weight) >= SHOWN_WEIGHT
    ]


def _strongest(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    ordered = sorted(evidence, key=lambda each: (-abs(each.weight), each.term, each.field))
    return tuple(ordered[:SHOWN_EVIDENCE])


def logistic(log_odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _with_implied(decisions: Mapping[str, Decision], topics: Sequence[TopicConfig]) -> dict[str, Decision]:
    """The decisions, and what those that were taken imply (the configuration holds no circle)."""
    implies = {topic.id: topic.implies for topic in topics}
    result = dict(decisions)
    waiting = [name for name, each in decisions.items() if each.chosen]
    while waiting:
        source = waiting.pop(0)
        for name in implies[source]:
            if name in result and not result[name].chosen:
                result[name] = msgspec.structs.replace(result[name], chosen=True, by=f"implied:{source}")
                waiting.append(name)
    return result
