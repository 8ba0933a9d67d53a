"""Which tags a work should carry: few, known ones first, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from digest.categorize.decisions import Evidence, Field, Text
from digest.categorize.labels import MAX_LABEL, Label, Sighting, tokens_of
from digest.categorize.phrases import key_phrases
from digest.categorize.vocabulary import Vocabulary, is_name
from digest.categorize.words import MAX_ABSTRACT, MAX_TEXT, MAX_TITLE
from digest.text.titles import name_in

THRESHOLD = 0.5
SHOWN_BELOW = 3
"""How many of the tags just below are told of."""
_LEAST_SHOWN = 0.25

_SEEN: Mapping[Field, tuple[float, ...]] = {
    "title": (1.0,),
    "abstract": (0.6, 0.8),
    "text": (0.25, 0.4, 0.55, 0.55, 0.55, 0.7),
}
"""How sure a label is by where it stands, and how often: an abstract names what it compares with, an article much more.
With the strength of a spelling (`vocabulary`): one of `digest.yaml` is taken from an abstract at once, any other on its
second mention; an article must come back to it."""
_LIMITS: Mapping[Field, int] = {"title": MAX_TITLE, "abstract": 2 * MAX_ABSTRACT, "text": MAX_TEXT}

_PHRASE = (0.4, 0.06, 0.7)
"""The score of a key phrase: at the start, for each time it recurs, at most."""
TagOrigin = Literal["registry", "corpus", "lexicon", "phrase"]


class TagDecision(msgspec.Struct, frozen=True):
    """Whether a work should carry a tag, and why.

    `score` and `threshold` lie between 0 and 1; one that reached it and is not `chosen` was not among the best.
    `by` says where the tag is known from: `digest.yaml`, other entries, the list that ships, or this title alone.
    """

    tag: str
    score: float
    threshold: float
    chosen: bool
    evidence: tuple[Evidence, ...]
    by: TagOrigin


class Tagger:
    """Suggests tags for works of one site."""

    def __init__(self, vocabulary: Vocabulary, most: int) -> None:
        """Prepare it.

        Args:
            vocabulary: the labels of the site.
            most: how many tags a work gets at most.
        """
        self._vocabulary = vocabulary
        self._most = most

    def decide(self, text: Text) -> tuple[TagDecision, ...]:
        """The tags of a work, best first, then those just below; the same text always gives the same ones."""
        fields: dict[Field, str] = {
            "title": text.title,
            "abstract": f"{text.abstract[:MAX_ABSTRACT]}\n{text.summary[:MAX_ABSTRACT]}",
            "text": text.text,
        }
        found: dict[str, list[tuple[Field, Sighting]]] = {}
        taken: set[str] = set()
        for field, written in fields.items():
            tokens = tokens_of(written, _LIMITS[field])
            for sighting in self._vocabulary.index.find(tokens):
                found.setdefault(sighting.spelling.label.slug, []).append((field, sighting))
                if field == "title":
                    taken.update(token.key for token in tokens[sighting.start : sighting.end])
        own = [token.key for token in tokens_of(name_in(text.title), MAX_TITLE)]
        decisions = [_decision(sightings) for sightings in found.values() if not _is_own_name(sightings, own)]
        decisions += self._guesses(fields, taken, set(found))
        return _best(decisions, self._most)

    def _guesses(
        self, fields: Mapping[Field, str], taken: set[str], slugs: set[str]
    ) -> Iterable[TagDecision]:
        """Phrases of the title, without the name it begins with, as far as no known label says them."""
        title = fields["title"]
        name = name_in(title)
        rest = title[len(name) :] if is_name(name) or len(name.split()) == 1 else title
        body = f"{fields['abstract']}\n{fields['text'][:MAX_TEXT]}"
        start, each, most = _PHRASE
        for phrase in key_phrases(rest, body, MAX_ABSTRACT + MAX_TEXT, taken):
            slug = self._vocabulary.names.slug(phrase.text)
            if slug not in slugs and not self._vocabulary.is_topic(phrase.text):
                slugs.add(slug)
                score = round(min(most, start + each * phrase.times), 2)
                evidence = (
                    Evidence(phrase.text, "title", start),
                    Evidence(phrase.text, "abstract", score - start),
                )
                yield TagDecision(phrase.text, score, THRESHOLD, score >= THRESHOLD, evidence, "phrase")


def _is_own_name(sightings: Sequence[tuple[Field, Sighting]], own: Sequence[str]) -> bool:
    """Whether a label nobody on this site uses is what the title names its own work by (`MiniCPM-o 4.5: ...`)."""
    label = sightings[0][1].spelling.label
    keys = [token.key for token in tokens_of(label.name, MAX_LABEL)]
    return label.by == "lexicon" and keys == own[: len(keys)]


def _decision(sightings: Sequence[tuple[Field, Sighting]]) -> TagDecision:
    """What follows from everywhere one label was seen."""
    label: Label = sightings[0][1].spelling.label
    evidence: list[Evidence] = []
    doubt = 1.0
    strength = max(sighting.spelling.strength for _, sighting in sightings)
    for field, levels in _SEEN.items():
        here = [sighting.spelling for where, sighting in sightings if where == field]
        if here:
            sure = levels[min(len(here), len(levels)) - 1]
            doubt *= 1 - sure
            best = max(here, key=lambda spelling: (spelling.strength, -len(spelling.text), spelling.text))
            evidence.append(Evidence(best.text, field, round(sure * strength, 2)))
    score = round((1 - doubt) * strength, 2)
    return TagDecision(label.name, score, THRESHOLD, score >= THRESHOLD, tuple(evidence), label.by)


def _best(decisions: Iterable[TagDecision], most: int) -> tuple[TagDecision, ...]:
    """Those that are chosen, at most so many, and those that come next; equals in the order they were found in."""
    ranked = sorted(decisions, key=lambda decision: -decision.score)
    chosen = [decision for decision in ranked if decision.chosen]
    below = [
        *(replace(decision, chosen=False) for decision in chosen[most:]),
        *(decision for decision in ranked if not decision.chosen and decision.score >= _LEAST_SHOWN),
    ]
    return (*chosen[:most], *below[:SHOWN_BELOW])
