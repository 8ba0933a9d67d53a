"""How the terms of a topic are written, in `include` and `exclude` of `digest.yaml`.

A term is a phrase. `title:` (or another field) in front makes it count there alone, `^2` behind gives it a weight:
`title:3DGS^2`. Both are written as in Lucene's query language, which people know from search engines. `=ROLL` is one
word in this very spelling, `~VLM` one that stands inside a longer name (`MedVLM`).
"""

from __future__ import annotations

import re
from typing import Literal, get_args

import msgspec

TermPlace = Literal["title", "abstract", "text", "subjects"]
"""Where in a text a term may stand."""

PLACES: tuple[TermPlace, ...] = get_args(TermPlace)
MAX_TERM = 200
MAX_WEIGHT = 10.0

_PLACE = re.compile(rf"({'|'.join(PLACES)}):\s*+(?=\S)")
_BOOST = re.compile(r"\^(\d{1,3}(?:\.\d{1,3})?)$")


class Term(msgspec.Struct, frozen=True):
    """A phrase that speaks for a topic or against it; `field` is None where it counts in all of them."""

    phrase: str
    field: TermPlace | None = None
    weight: float = 1.0


def parse_term(text: str) -> Term:
    """The term that a text of `include` or `exclude` says.

    Raises:
        ValueError: it holds no word, or a weight that is none; the text says which.
    """
    if len(text) > MAX_TERM:
        raise ValueError(f"a term is at most {MAX_TERM} characters long")
    phrase, field, weight = text.strip(), None, 1.0
    if match := _PLACE.match(phrase):
        field = next(name for name in PLACES if name == match[1])
        phrase = phrase[match.end() :]
    if match := _BOOST.search(phrase):
        weight = float(match[1])
        phrase = phrase[: match.start()].rstrip()
        if not 0 < weight <= MAX_WEIGHT:
            raise ValueError(f"the weight of a term lies between 0 and {MAX_WEIGHT:g}")
    if phrase[:1] in {"=", "~"} and len(phrase.split()) > 1:
        raise ValueError(f'what follows "{phrase[0]}" is one word, and would match nothing as several')
    if field != "subjects" and not any(character.isalnum() for character in phrase):
        raise ValueError("it holds no letter or digit and would match nothing")
    return Term(phrase, field, weight)
