"""Terms that are met more often in an issue than in the ones before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from digest.summarize.centrality import STOP
from digest.text.names import fold_name

MIN_WORKS = 2
"""Works a term must be met in: one work is no trend."""
FACTOR = 1.5
"""How much larger the share of works with a term must be than before."""
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+-]*")
_GENERIC = frozenset(
    [
        "ai", "analysis", "approach", "base", "based", "benchmark", "better", "case", "data", "dataset", "deep",
        "efficient", "end", "enhanced", "evaluation", "fast", "first", "framework", "general", "generative", "guided",
        "high", "improving", "large", "language", "learning", "level", "llm", "llms", "method", "methods", "model",
        "modeling", "models", "multi", "network", "networks", "neural", "new", "novel", "paper", "report", "research",
        "robust", "scalable", "scaling", "self", "simple", "study", "survey", "system", "task", "technical", "time",
        "toward", "towards", "training", "unified", "without", "work",
    ]
)  # fmt: skip


class TermCounts(msgspec.Struct, frozen=True):
    """In how many of `works` works each term is met, by its folded form; `names` has a form to show for each."""

    works: int
    counts: Mapping[str, int] = {}
    names: Mapping[str, str] = {}


def count_terms(works: Iterable[tuple[str, Sequence[str]]]) -> TermCounts:
    """Count the terms of works, each given by its title and tags; a term counts once a work."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    total = 0
    for title, tags in works:
        total += 1
        found = terms_of_work(title, tags)
        counts.update(found.keys())
        for key, name in found.items():
            names.setdefault(key, name)
    return TermCounts(total, dict(counts), names)


def terms_of_work(title: str, tags: Sequence[str]) -> dict[str, str]:
    """The terms of a work by their folded form: its tags, and words of its title that say what it is about."""
    found: dict[str, str] = {}
    for term in (*tags, *_title_terms(title)):
        found.setdefault(fold_name(term), term)
    found.pop("", None)
    return found


def rising_terms(now: TermCounts, earlier: Sequence[TermCounts], limit: int = 3) -> tuple[str, ...]:
    """The terms whose share of the works rose most against all earlier issues together; none without earlier ones.

    A share is counted with half a work more on either side, so that a term of few works does not rise without end.
    """
    before = sum(each.works for each in earlier)
    if not before or not now.works:
        return ()
    rises: list[tuple[float, str]] = []
    for key, count in now.counts.items():
        if count < MIN_WORKS:
            continue
        share = count / now.works
        old = (sum(each.counts.get(key, 0) for each in earlier) + 0.5) / (before + 1)
        if share > FACTOR * old:
            rises.append((share - old, key))
    chosen: list[str] = []
    for _, key in sorted(rises, key=lambda rise: (-rise[0], -len(rise[1]), rise[1])):
        words = set(key.split())
        if not any(words <= set(other.split()) or words >= set(other.split()) for other in chosen):
            chosen.append(key)
    return tuple(now.names[key] for key in chosen[:limit])


def _title_terms(title: str) -> list[str]:
    """Latin words of a title that say what it is about, and neighbours among them; Han text has tags for that."""
    name, _, rest = title.partition(":")
    found: list[str] = []
    previous = ""
    for match in _WORD.finditer(rest if rest.strip() else name):
        word = match[0]
        lower = word.lower()
        if len(word) < 3 or lower in STOP or lower in _GENERIC:
            previous = ""
            continue
        found.append(word)
        if previous:
            found.append(f"{previous} {word}")
        previous = word
    return found
