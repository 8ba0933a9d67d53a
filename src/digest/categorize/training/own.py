"""A site learns its own topics from the entries its editors sorted by hand.

For a topic that comes with the program the shipped weights are what is believed beforehand, so that a few entries move
them and do not replace them. A topic is learnt where it has enough examples, and kept where it
then decides better about entries it had not seen than the categorizer did before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from digest.categorize.categorizer import Categorizer
from digest.categorize.decisions import Text
from digest.categorize.model import Model, shipped_model
from digest.categorize.rules import START
from digest.categorize.training.labelled import Labelled
from digest.categorize.training.measure import Score, score_of
from digest.categorize.training.train import Settings, see, train
from digest.categorize.training.validate import best_thresholds, left_out_scores, random_folds

NEEDED_ENTRIES = 40
"""Entries sorted by hand below which nothing is learnt."""
NEEDED_EXAMPLES = 10
"""Entries of a topic, and as many of none of it, below which that topic is not learnt."""
ABOUT = "Made by digest categorize --learn from the entries sorted by hand; weights are log-odds."
_LOWEST, _HIGHEST = 0.3, 0.7
"""A threshold found with few entries stays near the middle."""


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one topic: its entries, and how right decisions about them were before and would be now.

    `learnt` is None where there is too little to learn from.
    """

    topic: str
    examples: int
    before: Score
    learnt: Score | None = None

    @property
    def is_better(self) -> bool:
        """Whether what was learnt is to be used."""
        return self.learnt is not None and self.learnt.f1 > self.before.f1


class Learnt(msgspec.Struct, frozen=True):
    """The lesson of every topic, and the model of those that got better; None where none did."""

    lessons: tuple[Lesson, ...]
    model: Model | None


def learn(texts: Sequence[Labelled], topics: Sequence[str], present: Categorizer) -> Learnt:
    """Learn the topics of a site from texts sorted by hand, and see by cross-validation what it is worth.

    Args:
        texts: what editors sorted.
        topics: the topics of the site.
        present: the categorizer without anything the site learnt before, which would know the answers.
    """
    examples = {topic: sum(topic in each.topics for each in texts) for topic in topics}
    enough = [topic for topic in topics if _is_enough(examples[topic], len(texts))]
    before = {topic: _score_before(topic, texts, present) for topic in topics}
    if not enough:
        lessons = [Lesson(topic=topic, examples=examples[topic], before=before[topic]) for topic in topics]
        return Learnt(tuple(lessons), None)
    seen = [
        msgspec.structs.replace(see(each, body_words=True), offsets=_offsets(each.text, present, topics))
        for each in texts
    ]
    settings = _settings(enough)
    scores, _ = left_out_scores(seen, enough, settings, random_folds(len(seen)))
    thresholds = {
        topic: min(max(threshold, _LOWEST), _HIGHEST)
        for topic, threshold in best_thresholds(scores, seen, enough).items()
    }
    lessons = []
    for topic in topics:
        learnt = None
        if topic in enough:
            learnt = score_of(
                (topic in each.topics, score[topic] >= thresholds[topic])
                for each, score in zip(texts, scores, strict=True)
            )
        lessons.append(Lesson(topic=topic, examples=examples[topic], before=before[topic], learnt=learnt))
    better = [lesson.topic for lesson in lessons if lesson.is_better]
    if not better:
        return Learnt(tuple(lessons), None)
    settings = msgspec.structs.replace(settings, thresholds=thresholds)
    return Learnt(tuple(lessons), train(seen, better, settings, ABOUT))


def _is_enough(examples: int, entries: int) -> bool:
    return entries >= NEEDED_ENTRIES and NEEDED_EXAMPLES <= examples <= entries - NEEDED_EXAMPLES


def _settings(topics: Sequence[str]) -> Settings:
    """What is believed beforehand: what the shipped model says, or that a topic is rare."""
    shipped = shipped_model()
    known = [topic for topic in topics if topic in shipped.topics]
    prior: dict[str, Mapping[str, float]] = {
        topic: {name: weights[topic] for name, weights in shipped.features.items() if topic in weights}
        for topic in known
    }
    bias = {topic: shipped.topics[topic].bias if topic in known else START for topic in topics}
    return Settings(prior=prior, prior_bias=bias)


def _score_before(topic: str, texts: Sequence[Labelled], present: Categorizer) -> Score:
    return score_of(
        (topic in each.topics, any(d.topic == topic and d.chosen for d in present.decide(each.text)))
        for each in texts
    )


def _offsets(text: Text, present: Categorizer, topics: Sequence[str]) -> dict[str, float]:
    weights = present.term_weights(text)
    return {topic: weights[topic] for topic in topics if topic in weights}
