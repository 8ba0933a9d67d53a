"""What the machine says of a work, its topics and its tags, and why, in lines that fit into an entry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol, get_args

import msgspec

from digest.categorize.decisions import Decision, Evidence, Text
from digest.categorize.tags import TagDecision, Tagger
from digest.config.schema import CategorizeConfig
from digest.text.clean import clean_line

TermField = Literal["topics", "tags"]
TERM_FIELDS: tuple[TermField, ...] = get_args(TermField)

_SHOWN_TOPICS_BELOW = 2
_LEAST_SHOWN = 0.1
"""A topic below this was not near."""
_SHOWN_EVIDENCE = 3
_LONGEST_TERM = 40
_PLACES = {"abstract": "abstract/summary"}
"""Fields as people know them: a summary and the editor's note are read as an abstract is."""


class Decides(Protocol):
    """A categorizer: one decision for each topic of the site."""

    def decide(self, text: Text) -> tuple[Decision, ...]:
        """Decide about a text."""


class Verdict(msgspec.Struct, frozen=True):
    """The decisions about a work."""

    topics: tuple[Decision, ...] = ()
    tags: tuple[TagDecision, ...] = ()

    def values(self, field: TermField) -> tuple[str, ...]:
        """The topics or tags it should have."""
        if field == "topics":
            return tuple(decision.topic for decision in self.topics if decision.chosen)
        return tuple(decision.tag for decision in self.tags if decision.chosen)

    def why(self, field: TermField) -> tuple[str, ...]:
        """A line for each of them, then one for each that came near."""
        if field == "tags":
            return tuple(tag_line(decision) for decision in self.tags)
        chosen = [decision for decision in self.topics if decision.chosen]
        near = [
            each for each in self.topics if not each.chosen and each.evidence and each.score >= _LEAST_SHOWN
        ]
        near.sort(key=lambda decision: -decision.score)
        return tuple(topic_line(decision) for decision in (*chosen, *near[:_SHOWN_TOPICS_BELOW]))


class Judge:
    """Decides about topics and tags, as far as the site wants that."""

    def __init__(self, categorizer: Decides, tagger: Tagger, settings: CategorizeConfig) -> None:
        self._categorizer = categorizer
        self._tagger = tagger
        self._settings = settings

    def judge(self, text: Text) -> Verdict:
        """The verdict about a work; the same text always gives the same one."""
        return Verdict(
            topics=self._categorizer.decide(text) if self._settings.topics else (),
            tags=self._tagger.decide(text) if self._settings.tags else (),
        )


def topic_line(decision: Decision) -> str:
    """A decision about a topic in a line: `3d 0.97/0.50: 3DGS in title +3.00, mesh in abstract +2.00`."""
    source = decision.by.partition(":")
    by = f" implied by {source[2]}" if source[0] == "implied" else ""
    return _line(decision.topic, decision, by, chosen=decision.chosen)


def tag_line(decision: TagDecision) -> str:
    """A decision about a tag in a line, with where the tag is known from."""
    return _line(decision.tag, decision, f" ({decision.by})", chosen=decision.chosen)


def _line(name: str, decision: Decision | TagDecision, by: str, *, chosen: bool) -> str:
    evidence = ", ".join(map(_piece, decision.evidence[:_SHOWN_EVIDENCE])) or "nothing found"
    # What reached the threshold without being chosen was not among the best.
    mark = "" if chosen else "not "
    return f"{mark}{clean_line(name)} {decision.score:.2f}/{decision.threshold:.2f}{by}: {evidence}"


def _piece(evidence: Evidence) -> str:
    term = clean_line(evidence.term)
    if len(term) > _LONGEST_TERM:
        term = f"{term[: _LONGEST_TERM - 1]}…"
    return f"{term} in {_PLACES.get(evidence.field, evidence.field)} {evidence.weight:+.2f}"


def fields_wanted(settings: CategorizeConfig) -> tuple[TermField, ...]:
    """The fields that the machine fills on this site."""
    wanted: Iterable[tuple[TermField, bool]] = (("topics", settings.topics), ("tags", settings.tags))
    return tuple(field for field, is_wanted in wanted if is_wanted)
