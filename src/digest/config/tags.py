"""Finding a tag of the configuration by what people call it, and the name a site shows for it."""

from __future__ import annotations

from collections.abc import Iterator

from digest.config.schema import Config, Names, TagConfig
from digest.text.names import fold_name
from digest.text.slugs import slugify


class TagNames:
    """Finds the slug of a tag as written: configured names, slugs and aliases first, then the rule for slugs.

    Attributes:
        display: the name shown for each configured tag, by its slug.
    """

    def __init__(self, config: Config) -> None:
        self._known: dict[str, str] = {}
        self.display: dict[str, str] = {}
        for tag in config.tags:
            slug = slug_of_tag(tag)
            self.display[slug] = pick_name(tag.names, config.site.language) or tag.name
            for name in names_of_tag(tag):
                self._known.setdefault(fold_name(name), slug)

    def slug(self, name: str) -> str:
        """The slug under which a tag is filed."""
        found = self._known.get(name)
        if found is None:
            found = self._known.get(fold_name(name)) or slugify(name)
            self._known[name] = found
        return found


def slug_of_tag(tag: TagConfig) -> str:
    """The slug of a configured tag."""
    return tag.slug or slugify(tag.name)


def names_of_tag(tag: TagConfig) -> Iterator[str]:
    """Everything a configured tag goes by."""
    yield from (
        name for name in (tag.name, slug_of_tag(tag), tag.names.zh, tag.names.en, *tag.aliases) if name
    )


def pick_name(names: Names, language: str) -> str:
    """The name in the language of the site, else the other one."""
    return (names.en or names.zh) if language == "en" else (names.zh or names.en)
