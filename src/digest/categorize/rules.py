"""The terms an editor wrote into `digest.yaml`, and what they say about a text, in log-odds.

They decide alone for a topic no model knows, and speak beside the model for the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from digest.categorize.decisions import Evidence, Field
from digest.categorize.terms import TermIndex
from digest.config.schema import TopicConfig
from digest.config.terms import Term, parse_term

FIELD_WEIGHT: Mapping[Field, float] = {"title": 3.0, "abstract": 2.0, "text": 0.8, "subjects": 2.0}
"""What a term of weight 1 counts where it stands; in an article it takes two terms, or one of greater weight."""
START = -1.5
"""The log-odds of a topic of which nothing was found: about one work in five belongs to it."""


class _Rule(msgspec.Struct, frozen=True):
    topic: str
    term: Term
    sign: int


class Rules:
    """The terms of a site's topics, ready to be looked for."""

    def __init__(self, topics: Iterable[TopicConfig], known: Mapping[str, frozenset[str]]) -> None:
        """Prepare the terms of topics.

        Args:
            topics: the topics of the site.
            known: by topic the terms (folded) that its model was trained with and that need not count again.
        """
        self._index: TermIndex[_Rule] = TermIndex()
        self._subjects: list[_Rule] = []
        self._has_rules = False
        for topic in topics:
            for sign, terms in ((1, topic.include), (-1, topic.exclude)):
                for text in terms:
                    if folded(text, sign) not in known.get(topic.id, ()):
                        self._add(_Rule(topic.id, parse_term(text), sign))

    def _add(self, rule: _Rule) -> None:
        self._has_rules = True
        if rule.term.field == "subjects":
            self._subjects.append(rule)
        else:
            self._index.add(rule.term.phrase, rule)

    def evidence(self, fields: Mapping[Field, Sequence[str]]) -> dict[str, list[Evidence]]:
        """What the terms say of a text, given as words by field; by topic. A term counts once, where it counts most."""
        best: dict[_Rule, Evidence] = {}
        if not self._has_rules:
            return {}
        for field, words in fields.items():
            found = self._subject_rules(words) if field == "subjects" else self._index.find(words)
            for rule in found:
                if rule.term.field not in (None, field) or rule in best:
                    continue
                weight = rule.sign * rule.term.weight * FIELD_WEIGHT[field]
                best[rule] = Evidence(rule.term.phrase, field, weight)
        by_topic: dict[str, list[Evidence]] = {}
        for rule, evidence in best.items():
            by_topic.setdefault(rule.topic, []).append(evidence)
        return by_topic

    def _subject_rules(self, subjects: Sequence[str]) -> list[_Rule]:
        lower = {subject.casefold() for subject in subjects}
        return [rule for rule in self._subjects if rule.term.phrase.casefold() in lower]


def folded(text: str, sign: int) -> str:
    """A term of `include` (sign 1) or `exclude` (sign -1) for comparison with others."""
    return ("+" if sign > 0 else "-") + "".join(text.casefold().replace("-", " ").split())
