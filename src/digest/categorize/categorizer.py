"""The categorizer of a site: one decision for each of its topics, and the evidence for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from digest.categorize.decisions import Decision, Evidence, Field, Text
from digest.categorize.rules import START, Rules
from digest.categorize.words import MAX_ABSTRACT, MAX_TEXT, MAX_TITLE, raw_words
from digest.config.schema import Config, TopicConfig

RULES_THRESHOLD = 0.5
SHOWN_EVIDENCE = 6


class Categorizer:
    """Decides which of a site's topics a work belongs to."""

    def __init__(self, topics: Sequence[TopicConfig]) -> None:
        self._topics = tuple(topics)
        self._rules = Rules(topics, {})

    def decide(self, text: Text) -> tuple[Decision, ...]:
        """One decision for each topic of the site, in the order of `digest.yaml`, whatever the text holds."""
        fields = words_of(text)
        found = self._rules.evidence(fields)
        decisions = {
            topic.id: decision(topic.id, found.get(topic.id, []), START, RULES_THRESHOLD, "rules")
            for topic in self._topics
        }
        return tuple(_with_implied(decisions, self._topics).values())


def load_categorizer(config: Config, root: Path | None = None) -> Categorizer:  # noqa: ARG001 - where a site keeps what it learned
    """The categorizer of a site: its own model where it trained one, else the one that ships, and its terms.

    Args:
        config: the configuration; its topics are what is decided.
        root: the folder of the site; None outside of one.

    Raises:
        DigestError: the file of the site's own model cannot be read.
    """
    return Categorizer(config.topics)


def words_of(text: Text) -> dict[Field, Sequence[str]]:
    """The words of a text by field, each cut to what counts; our summary stands in for an abstract or beside it."""
    abstract = f"{text.abstract[:MAX_ABSTRACT]}\n{text.summary[:MAX_ABSTRACT]}"
    return {
        "title": raw_words(text.title, MAX_TITLE),
        "abstract": raw_words(abstract, MAX_ABSTRACT),
        "text": raw_words(text.text, MAX_TEXT),
        "subjects": text.subjects,
    }


def decision(topic: str, evidence: Sequence[Evidence], start: float, threshold: float, by: str) -> Decision:
    """The decision that follows from what was found, as the sum of log-odds."""
    total = start + math.fsum(each.weight for each in evidence)
    score = round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 4)
    strongest = sorted(evidence, key=lambda each: (-abs(each.weight), each.term, each.field))
    return Decision(topic, score, threshold, score >= threshold, tuple(strongest[:SHOWN_EVIDENCE]), by)


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
