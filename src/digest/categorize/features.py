"""What a model sees of a text, by readable names: concepts of the lexicon, some pairs of them, and words.

title:3d.splat          a term of the concept stands in the title
body:3d.splat           ... in the body: abstract and summary, or the beginning of the article where both are missing
body:3d.splat x3        ... three times or more
any:3d.splat            ... in one of the two
title:rl & systems      terms of both groups (see PAIRS) stand in the title
title~ splatting        the word, or two Han characters that follow each other
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from digest.categorize.lexicon import Hit, shipped_lexicon
from digest.categorize.words import is_han, singular_of

MANY = 3
BODY_WORD = "body~ "
NOTHING = "title:(no term)"

GROUPS: Mapping[str, tuple[str, ...]] = {
    "rl": ("rl.word", "rl.name", "rl.infra", "rl.frame", "rl.rollout"),
    "systems": ("rl.system", "rl.infra-part", "llm.system", "llm.engine"),
    "frame": ("rl.frame",),
    "language model": ("sense.llm",),
    "engine": ("llm.engine",),
    "part": ("rl.infra-part",),
    "rollout": ("rl.rollout",),
    "walkthrough": ("rl.walkthrough",),
    "algorithm": ("rl.algorithm",),
    "classic": ("rl.classic",),
    "sound": ("sense.audio", "sense.speech", "mm.audio", "no.speech-only"),
    "sight": ("sense.vision", "mm.task", "mm.model-word", "mm.name", "mm.video"),
    "language": ("sense.language", "sense.llm", "mm.model-word", "mm.word"),
    "multimodal": ("mm.word", "mm.model-word", "mm.name", "mm.bench"),
    "omni": ("om.bare",),
    "omni word": ("om.word", "om.name"),
    "not omni": ("om.not",),
    "multimodal word": ("mm.word",),
    "modes": ("no.modes",),
    "sensor": ("no.sensor",),
    "medical": ("no.medical",),
    "2d generation": ("no.t2i", "no.generator"),
    "prompted": ("no.prompted",),
    "seeing": ("sense.seeing",),
    "mesh": ("3d.mesh",),
    "video": ("mm.video",),
    "vision task": ("no.vision",),
    "speech": ("no.speech-only",),
    "3d": ("3d.word",),
    "3d content": ("3d.splat", "3d.nerf", "3d.reconstruction", "3d.generation", "3d.view", "3d.name", "3d.body"),
    "perception": ("no.3d-perception", "no.3d-detection"),
    "not 3d": ("no.3d-other",),
    "geometry": ("3d.geometry", "3d.weak"),
    "open": ("mm.open-vocabulary",),
    "slam": ("3d.slam",),
    "unified": ("mm.unified",),
}  # fmt: skip
"""Concepts that mean the same to a pair."""

PAIRS: tuple[tuple[str, ...], ...] = (
    ("rl", "systems"), ("frame", "systems"), ("frame", "language model"), ("frame", "algorithm"),
    ("rl", "engine"), ("rl", "part"), ("rollout", "systems"), ("rl", "walkthrough"), ("rl", "algorithm"),
    ("rl", "classic"), ("rl", "multimodal"), ("sound", "sight"), ("sound", "sight", "language"),
    ("sound", "multimodal"), ("sound", "language"), ("omni", "multimodal"), ("omni", "sound"),
    ("omni", "language"), ("omni", "not omni"), ("omni", "3d"), ("omni", "3d content"),
    ("omni word", "not omni"), ("omni word", "multimodal"), ("omni", "2d generation"),
    ("sight", "language"), ("multimodal", "sensor"), ("multimodal", "medical"),
    ("multimodal", "2d generation"), ("multimodal", "vision task"), ("sight", "2d generation"),
    ("unified", "2d generation"), ("multimodal", "speech"), ("3d", "perception"),
    ("3d content", "perception"), ("3d", "multimodal"), ("3d content", "multimodal"), ("3d", "language"),
    ("3d content", "open"), ("3d", "open"), ("3d", "not 3d"), ("3d", "medical"), ("3d", "geometry"),
    ("3d", "3d content"), ("3d content", "medical"), ("slam", "3d content"), ("3d", "2d generation"),
    ("prompted", "multimodal"), ("prompted", "2d generation"), ("prompted", "3d content"),
    ("sight", "language", "2d generation"), ("seeing", "language"), ("video", "2d generation"),
    ("video", "language"), ("mesh", "3d"), ("mesh", "3d content"), ("multimodal word", "modes"),
    ("3d", "language model"), ("3d content", "language model"),
)  # fmt: skip
"""Groups that mean more together than apart."""

_GROUP_OF: dict[str, list[int]] = {}
for _number, _concepts in enumerate(GROUPS.values()):
    for _concept in _concepts:
        _GROUP_OF.setdefault(_concept, []).append(1 << _number)
_BIT = {name: 1 << number for number, name in enumerate(GROUPS)}
_MASKS = tuple((sum(_BIT[name] for name in pair), " & ".join(pair), pair) for pair in PAIRS)

Features = dict[str, str]
"""The features of a text, each with the term or word by which it was found."""


def features_of(title: Sequence[str], body: Sequence[str], *, body_words: bool) -> Features:
    """The features of a text given as words; those of the body are many, and left out where no model weighs them."""
    lexicon = shipped_lexicon()
    in_title = _by_concept(lexicon.find(title))
    in_body = _by_concept(lexicon.find(body))
    anywhere = {**in_body, **in_title}
    found: Features = {}
    for concept, terms in in_title.items():
        found["title:" + concept] = terms[0]
    for concept, terms in in_body.items():
        found["body:" + concept] = terms[0]
        if len(terms) >= MANY:
            found[f"body:{concept} x{MANY}"] = terms[0]
    for concept, terms in anywhere.items():
        found["any:" + concept] = terms[0]
    for where, concepts in (("title:", in_title), ("any:", anywhere)):
        bits = _bits_of(concepts)
        for mask, name, pair in _MASKS:
            if bits & mask == mask:
                found[where + name] = _terms_of(pair, concepts)
    if not in_title:
        found[NOTHING] = ""
    _add_words(title, "title~ ", found)
    if body_words:
        _add_words(body, BODY_WORD, found)
    return found


def _by_concept(hits: Iterable[Hit]) -> dict[str, list[str]]:
    """The terms found of each concept; the longest stands first, as it says most (`NeRF` before the `RF` in it)."""
    found: dict[str, list[str]] = {}
    for hit in hits:
        terms = found.setdefault(hit.concept, [])
        terms.insert(0 if terms and len(hit.term) > len(terms[0]) else len(terms), hit.term)
    return found


def _bits_of(concepts: Iterable[str]) -> int:
    bits = 0
    for concept in concepts:
        for bit in _GROUP_OF.get(concept, ()):
            bits |= bit
    return bits


def _terms_of(pair: Iterable[str], concepts: Mapping[str, Sequence[str]]) -> str:
    """One term of each group, as an editor reads it: `GRPO + throughput`."""
    terms = [next(concepts[name][0] for name in GROUPS[group] if name in concepts) for group in pair]
    return " + ".join(dict.fromkeys(terms))


def _add_words(raws: Sequence[str], where: str, found: Features) -> None:
    """Add words in the singular, and every two Han characters that stand side by side."""
    before = ""
    for raw in raws:
        if is_han(raw):
            if before:
                found[where + before + raw] = before + raw
            before = raw
        else:
            before = ""
            found.update(_words_in(raw, where))


@lru_cache(maxsize=100_000)
def _words_in(raw: str, where: str) -> tuple[tuple[str, str], ...]:
    """The features of a word; kept, as most words of a text were seen in another."""
    words = [singular_of(part) for part in raw.casefold().split("-")]
    return tuple((where + word, word) for word in words)
