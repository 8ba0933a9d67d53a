"""The lexicon that ships: concepts of the field and the terms each goes by (`lexicon.txt`)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from digest.categorize.terms import TermIndex


def read_lexicon(text: str) -> dict[str, tuple[str, ...]]:
    """The terms of each concept, in the order they are written.

    Raises:
        ValueError: a line stands before the first concept, or a concept is there twice.
    """
    concepts: dict[str, list[str]] = {}
    terms: list[str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if stripped.startswith("[") and stripped.endswith("]"):
            name = stripped[1:-1]
            if name in concepts:
                raise ValueError(f"line {number}: the concept {name} is there twice")
            terms = concepts[name] = []
        elif terms is None:
            raise ValueError(f"line {number}: terms before the first concept")
        else:
            terms += [term for part in stripped.split(",") if (term := part.strip())]
    return {name: tuple(found) for name, found in concepts.items()}


class Hit:
    """A term of the lexicon that was found: its concept and how it is written there."""

    __slots__ = ("concept", "term")

    def __init__(self, concept: str, term: str) -> None:
        self.concept = concept
        self.term = term


def shipped_terms() -> dict[str, tuple[str, ...]]:
    """The terms that ship, by concept."""
    return read_lexicon((files("digest.categorize") / "lexicon.txt").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def shipped_lexicon() -> TermIndex[Hit]:
    """The index of all terms; made once, as it takes some milliseconds and never changes."""
    index: TermIndex[Hit] = TermIndex()
    for concept, terms in shipped_terms().items():
        for term in terms:
            index.add(term, Hit(concept, term.lstrip("~=")))
    return index
