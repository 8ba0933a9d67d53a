"""The labels a site may give: its registry, what its editors use, and what ships, each meaning once.

Spellings that mean the same are one label. It is written as `digest.yaml` says in the language of the site, else as
the editors of the site write it most, else as the list that ships has it in that language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from digest.categorize.labels import MAX_LABEL, Label, LabelIndex, Spelling, capitals, is_han, tokens_of
from digest.config.schema import Config
from digest.config.tags import TagNames, names_of_tag, slug_of_tag
from digest.text.names import fold_name
from digest.text.titles import name_in

REGISTRY, OFTEN, SHIPPED_FOR_REGISTRY, ONCE, SHIPPED, SHIPPED_NAME = 1.0, 0.9, 0.85, 0.75, 0.75, 0.6
"""How strongly a spelling speaks, by where it is known from. An editor's word counts more when used again; the name of
a model or library counts less than that of a method, since most works that name one only build on it."""
PLAIN = 0.15
"""What less a word of the editors counts that is nothing but a common word, such as `theory`."""
_LONGEST_NAME = 30  # characters; what a title begins with beyond that is no name


class KnownTag(msgspec.Struct, frozen=True):
    """A tag of the list that ships; `other` are further spellings. A system is a model, library or data set."""

    en: str
    zh: str
    other: tuple[str, ...] = ()
    is_system: bool = False

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything it goes by."""
        return (self.en, *((self.zh,) if self.zh != self.en else ()), *self.other)


@cache
def known_tags() -> tuple[KnownTag, ...]:
    """The tags that ship with the program."""
    text = (files("digest.categorize") / "known_tags.txt").read_text(encoding="utf-8")
    found = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            en, zh, *other = [part.strip() for part in f"{line.removeprefix('=')}|".split("|")]
            found.append(KnownTag(en, zh or en, tuple(filter(None, other)), line.startswith("=")))
    return tuple(found)


class Vocabulary:
    """The labels of a site.

    Attributes:
        index: finds them in texts.
        names: tells which tags are one.
    """

    def __init__(self, config: Config, used: Mapping[str, int], titles: Sequence[str] = ()) -> None:
        """Bring the labels of a site together.

        Args:
            config: the configuration, with the registry.
            used: the tags that people gave to entries of the site, and to how many.
            titles: the titles of its entries: a name that one begins with and another holds is a label.
        """
        self.names = TagNames(config)
        self._is_chinese = config.site.language == "zh"
        self._topics = {
            _key(name) for topic in config.topics for name in (topic.id, topic.name.zh, topic.name.en) if name
        }
        counts = Counter({name: uses for name, uses in used.items() if fold_name(name)})
        for name, uses in _names_in_titles(titles).items():
            counts[name] = max(counts[name], uses)
        spellings = [
            *self._registry(config),
            *self._shipped(config, counts),
            *self._corpus(counts),
        ]
        shut = {spelling.label for spelling in spellings if self.is_topic(spelling.text)}
        self.index = LabelIndex(spelling for spelling in spellings if spelling.label not in shut)

    def is_topic(self, name: str) -> bool:
        """Whether a name is that of a topic, and so no tag."""
        return _key(name) in self._topics

    def _registry(self, config: Config) -> Iterator[Spelling]:
        for tag in config.tags:
            slug = slug_of_tag(tag)
            label = Label(self.names.display[slug], slug, "registry")
            yield from (Spelling(label, name, REGISTRY) for name in names_of_tag(tag))

    def _shipped(self, config: Config, counts: Mapping[str, int]) -> Iterator[Spelling]:
        """Tags of the list that ships, each under the name that the site has for it."""
        configured = self.names.display
        used: dict[tuple[str, ...], list[str]] = {}
        for name in counts:
            used.setdefault(_key(name), []).append(name)
        for known in known_tags():
            slugs = [slug for name in known.spellings if (slug := self.names.slug(name)) in configured]
            keys = dict.fromkeys(_key(name) for name in known.spellings)
            in_use = [name for key in keys for name in used.get(key, ())]
            if slugs:
                label = Label(configured[slugs[0]], slugs[0], "registry")
                strength = SHIPPED_FOR_REGISTRY
            elif in_use:
                usual = self._usual(in_use, counts)
                label = Label(usual, self.names.slug(usual), "corpus")
                strength = OFTEN if sum(counts[name] for name in in_use) > 1 else ONCE
            else:
                name = known.en if config.site.language == "en" else known.zh
                label = Label(name, self.names.slug(name), "lexicon")
                strength = SHIPPED_NAME if known.is_system else SHIPPED
            yield from (Spelling(label, name, strength) for name in known.spellings)

    def _corpus(self, counts: Mapping[str, int]) -> Iterator[Spelling]:
        """Tags that people gave; singular and plural are one label, under the spelling used most."""
        by_key: dict[tuple[str, ...], list[str]] = {}
        for name in sorted(counts):
            by_key.setdefault(_key(name), []).append(name)
        for spelled in by_key.values():
            usual = self._usual(spelled, counts)
            label = Label(usual, self.names.slug(usual), "corpus")
            strength = OFTEN if sum(counts[name] for name in spelled) > 1 else ONCE
            yield from (Spelling(label, name, strength - PLAIN * is_plain_word(name)) for name in spelled)

    def _usual(self, names: Iterable[str], counts: Mapping[str, int]) -> str:
        """The spelling that editors use most; of equals one in the language of the site."""
        return min(names, key=lambda name: (-counts[name], _is_chinese(name) != self._is_chinese, name))


def _key(name: str) -> tuple[str, ...]:
    """What spellings of one label share: their words, singular or plural, with hyphens or without."""
    return tuple([token.key for token in tokens_of(name, MAX_LABEL)])


def _is_chinese(name: str) -> bool:
    return any(is_han(token.key) for token in tokens_of(name, MAX_LABEL))


def is_plain_word(name: str) -> bool:
    """Whether a label is one lower-case word or two Han characters, which say little by themselves."""
    tokens = tokens_of(name, MAX_LABEL)
    if len(tokens) == 1:
        return not capitals(tokens[0].raw) and not any(character.isdigit() for character in tokens[0].raw)
    return len(tokens) == 2 and all(is_han(token.key) for token in tokens)


def is_name(text: str) -> bool:
    """Whether the beginning of a title is the name of a system: a few words, one with capitals inside or digits."""
    tokens = tokens_of(text, MAX_LABEL)
    if not 1 <= len(tokens) <= 4 or not 2 <= len(text) <= _LONGEST_NAME:
        return False
    return any(
        capitals(token.raw) == 2 or (token.raw[0].isalpha() and token.raw[-1].isdigit()) for token in tokens
    ) and not any(is_han(token.key) for token in tokens)


def _names_in_titles(titles: Iterable[str]) -> dict[str, int]:
    """Names of systems that at least two titles hold, and how many."""
    titles = list(titles)
    names = {name for title in titles if is_name(name := name_in(title))}
    if not names:
        return {}
    spellings = (Spelling(Label(name, name, "corpus"), name, 0.0) for name in sorted(names))
    index = LabelIndex(spellings)
    found = Counter(
        name
        for title in titles
        for name in {sighting.spelling.text for sighting in index.find(tokens_of(title, MAX_LABEL * 2))}
    )
    return {name: number for name, number in found.items() if number > 1}
