"""What the categorizer is given and what it answers: the types every caller shares."""

from __future__ import annotations

import msgspec

from digest.config.terms import TermPlace

Field = TermPlace
"""Where in a text something was found."""


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a work: its title, the author's abstract, the article, arXiv's classes, our summary.

    `text` is the body of an article (Markdown) and may be long; what of it counts is bounded in `words`.
    """

    title: str
    abstract: str = ""
    text: str = ""
    subjects: tuple[str, ...] = ()
    summary: str = ""


class Evidence(msgspec.Struct, frozen=True):
    """One thing that spoke for a topic (a weight above 0) or against it, in the unit of log-odds."""

    term: str
    field: Field
    weight: float


class Decision(msgspec.Struct, frozen=True):
    """Whether a work belongs to one topic, and why.

    `score` lies between 0 and 1 and `chosen` means that it reached `threshold`, or that another topic implies this
    one: then `by` is `implied:` with that topic's id. Otherwise it is `model` (the one that ships), `learned` (the
    one the site trained) or `rules` (the topic's own terms alone). `evidence` is the strongest first, and short.
    """

    topic: str
    score: float
    threshold: float
    chosen: bool
    evidence: tuple[Evidence, ...] = ()
    by: str = "rules"
