"""What must agree in the registry of a site: its topics, its tags, and the names both go by."""

from __future__ import annotations

from collections.abc import Mapping as Map

from digest.config.places import Place, item_place, items, texts_with_places
from digest.config.schema import Config, TagConfig
from digest.config.terms import parse_term
from digest.formats.fields import Reading, nearest_hint, printable
from digest.formats.nodes import Mapping, Node
from digest.text.names import fold_name
from digest.text.slugs import has_slug, is_plain_slug, is_slug, slugify


def check_topics(config: Config, root: Mapping, reading: Reading) -> None:
    """Notes ids that are none or are taken, topics that nobody knows, circles, and terms that say nothing."""
    nodes = items(root, "topics")
    ids = [topic.id for topic in config.topics]
    for index, topic in enumerate(config.topics):
        place = item_place(nodes, index, "id", len(ids))
        if not is_plain_slug(topic.id):
            message = f'"{printable(topic.id)}" cannot be the id of a topic'
            reading.error(place, message, id_hint(topic.id))
        elif topic.id in ids[:index]:
            reading.error(place, f'two topics have the id "{topic.id}"', "give one of them another id")
        for key, names in (("parent", (topic.parent,) if topic.parent else ()), ("implies", topic.implies)):
            for name in names:
                if name not in ids:
                    message = f'topic "{printable(topic.id)}" names an unknown topic "{printable(name)}"'
                    reading.error(
                        item_place(nodes, index, key, len(ids)), message, nearest_hint(name, set(ids))
                    )
    parents: dict[str, set[str]] = {}
    implied: dict[str, set[str]] = {}
    for topic in config.topics:  # an id may be there twice: then both count
        parents.setdefault(topic.id, set()).update(filter(None, [topic.parent]))
        implied.setdefault(topic.id, set()).update(topic.implies)
    for key, links in (("parent", parents), ("implies", implied)):
        circle = _circle(links)
        if circle:
            place = item_place(nodes, ids.index(circle[0]), key, len(ids))
            message = (
                f"these topics lead back to themselves through `{key}`: {', '.join(map(printable, circle))}"
            )
            reading.error(place, message, "take one of these lines out")
    for node in nodes:
        _check_terms(node, reading)


def _circle(links: dict[str, set[str]]) -> list[str]:
    """The names that lie on circles of links, or between two circles; sorted."""
    left = dict(links)
    while left:
        targets = set().union(*left.values())
        loose = [name for name in left if name not in targets or not left[name] & left.keys()]
        if not loose:
            break
        for name in loose:
            del left[name]
    return sorted(left)


def _check_terms(node: Node, reading: Reading) -> None:
    """Notes terms without a letter or digit, which match nothing, and those that speak for and against."""
    included = {fold_name(term) for term, _ in texts_with_places(node, "include")}
    for key in ("include", "exclude"):
        for term, place in texts_with_places(node, key):
            _check_term(term, place, key, reading)
            if key == "exclude" and fold_name(term) in included - {""}:
                message = f'"{printable(term)}" speaks for this topic and against it'
                reading.error(place, message, "keep it in `include` or in `exclude`")


def _check_term(term: str, place: Place, key: str, reading: Reading) -> None:
    if not term.strip():
        reading.error(place, f"a term of `{key}` is empty", "write a word, or take the item out")
        return
    try:
        parse_term(term)
    except ValueError as fault:
        hint = "write a phrase, perhaps with a field in front and a weight behind: title:3DGS^2"
        reading.error(place, f'a term of `{key}`, "{printable(term)}": {fault}', hint)


def check_tags(config: Config, root: Mapping, reading: Reading) -> None:
    """Notes tags without a name, slugs that are none, and names or slugs that two tags claim."""
    nodes = items(root, "tags")
    count = len(config.tags)
    slugs: dict[str, str] = {}
    owners: dict[str, tuple[int, Place]] = {}
    for index, tag in enumerate(config.tags):
        place = item_place(nodes, index, "name", count)
        if not tag.name.strip():
            reading.error(place, "a tag has no name", "write a name, or take the tag out")
        if tag.slug and not is_slug(tag.slug):
            message = f'"{printable(tag.slug)}" cannot be the slug of a tag'
            reading.error(
                item_place(nodes, index, "slug", count),
                message,
                f'use lower-case letters, digits and "-": {slugify(tag.slug)}',
            )
        slug = tag.slug or slugify(tag.name)
        if slugs.setdefault(slug, tag.name) != tag.name:
            message = (
                f'tags "{printable(slugs[slug])}" and "{printable(tag.name)}" have the same slug "{slug}"'
            )
            reading.error(place, message, "give one of them a `slug` of its own")
        if len(nodes) == count:
            for alias, alias_place in texts_with_places(nodes[index], "aliases"):
                _check_alias(alias, alias_place, reading)
        for name, its_place in _names_of(tag, nodes, index, count).items():
            _claim(name, index, its_place, owners, config, reading)


def _names_of(tag: TagConfig, nodes: tuple[Node, ...], index: int, count: int) -> Map[str, Place]:
    """Everything a tag goes by, folded, with the place of each; the first of equal names counts.

    A slug that follows from the name is left aside: two of those are a problem of their own.
    """
    found: dict[str, Place] = {}
    for key, written in (("name", tag.name), ("slug", tag.slug)):
        found.setdefault(fold_name(written), item_place(nodes, index, key, count))
    for written in (tag.names.zh, tag.names.en):
        found.setdefault(fold_name(written), item_place(nodes, index, "names", count))
    places = dict(texts_with_places(nodes[index], "aliases")) if len(nodes) == count else {}
    for alias in tag.aliases:
        found.setdefault(fold_name(alias), places.get(alias, (0, 0)))
    found.pop("", None)
    return found


def _claim(
    name: str,
    index: int,
    place: Place,
    owners: dict[str, tuple[int, Place]],
    config: Config,
    reading: Reading,
) -> None:
    """Give a folded name to a tag, or note that another one has it."""
    owner, before = owners.setdefault(name, (index, place))
    if owner == index:
        return
    both = f'"{printable(config.tags[owner].name)}" and "{printable(config.tags[index].name)}"'
    where = f", the other is in line {before[0]}" if before[0] else ""
    reading.error(
        place, f'"{printable(name)}" belongs to two tags, {both}', f"keep it under one of them{where}"
    )


def _check_alias(alias: str, place: Place, reading: Reading) -> None:
    if not any(character.isalnum() for character in alias):
        what = (
            f'an alias, "{printable(alias)}", holds no letter or digit'
            if alias.strip()
            else "an alias is empty"
        )
        reading.error(place, what, "write a word, or take the item out")


def id_hint(written: str) -> str:
    """How to write an id, with one made from what was written where that gives one."""
    slug = slugify(written)
    readable = is_plain_slug(slug) and has_slug(written)
    return 'use lower-case letters a to z, digits and "-"' + (f": {slug}" if readable else "")
