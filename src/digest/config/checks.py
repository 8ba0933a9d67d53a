"""What types cannot say about a configuration: addresses, time zones, ranges, and names that must agree."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest.config.schema import Config, ModelConfig
from digest.formats.fields import Reading, nearest_hint, printable
from digest.formats.nodes import Mapping, Node, Sequence
from digest.text.clean import clean_line
from digest.text.names import fold_name
from digest.text.slugs import has_slug, is_plain_slug, is_slug, slugify

_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,63}")
_TAXONOMIES = ("authors", "sources", "tags", "topics")
Place = tuple[int, int]


def check_config(config: Config, root: Mapping, reading: Reading) -> None:
    """Notes everything wrong with `config`, which was read from `root`, with the place of each value."""
    _check_site(config, root, reading)
    _check_topics(config, root, reading)
    _check_tags(config, root, reading)
    _check_sources(config, root, reading)
    _check_range(config.build.paginate, 1, 1000, _place(root, "build", "paginate"), reading)
    _check_range(config.build.feed_items, 1, 1000, _place(root, "build", "feed_items"), reading)
    _check_range(config.build.jobs, 0, 256, _place(root, "build", "jobs"), reading)
    _check_range(config.issues.max_entries, 1, 10_000, _place(root, "issues", "max_entries"), reading)
    _check_range(config.summary.length, 1, 10_000, _place(root, "summary", "length"), reading)
    _check_model(config.summary.model, root, reading)
    if not config.build.output.strip():
        reading.error(
            _place(root, "build", "output"), "build.output is empty", 'name a folder, such as "public"'
        )
    for name, taxonomy in config.taxonomies.items():
        if name not in _TAXONOMIES:
            reading.unknown(name, _key_place(root, "taxonomies", name), _TAXONOMIES)
        _check_range(taxonomy.min, 1, 10_000, _place(root, "taxonomies", name, "min"), reading)


def _check_site(config: Config, root: Mapping, reading: Reading) -> None:
    fault = fault_of_base_url(config.site.base_url)
    if fault:
        reading.error(
            _place(root, "site", "base_url"),
            f'base_url "{printable(config.site.base_url)}" {fault}',
            "write the whole address of the site, such as https://example.org/digest/",
        )
    name = config.site.timezone
    try:
        ZoneInfo(name)
    except (
        ZoneInfoNotFoundError,
        ValueError,
        OSError,
    ):  # a name like ../x is a ValueError, a folder an OSError
        from zoneinfo import available_timezones  # noqa: PLC0415  (walks a folder; only for the hint)

        reading.error(
            _place(root, "site", "timezone"),
            f'"{printable(name)}" is not a known time zone',
            nearest_hint(name, available_timezones())
            or "write a name such as Asia/Shanghai or Europe/London",
        )


def fault_of_base_url(address: str) -> str:
    """What is wrong with a base URL; "" where nothing is."""
    if any(character <= " " or character in '"<>\\' for character in address):
        return "holds a character that no address may hold"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not an address"
    if parts.scheme not in ("http", "https") or not host:
        return "is not an absolute http or https address"
    if "@" in parts.netloc or "?" in address or "#" in address:
        return "holds a user name, a query or a fragment"
    return "leads out of its folder" if ".." in parts.path.split("/") else ""


def _check_model(model: ModelConfig, root: Mapping, reading: Reading) -> None:
    at = ("summary", "model")
    if model.base_url and (fault := fault_of_endpoint(model.base_url)):
        message = f'base_url "{printable(model.base_url)}" {fault}'
        hint = "write an https address such as https://api.example.org/v1, or http://localhost:8000/v1"
        reading.error(_place(root, *at, "base_url"), message, hint)
    if not _VARIABLE.fullmatch(model.key_env):
        # Somebody may have written the key itself here: it must not be repeated.
        message = "summary.model.key_env is not the name of a variable"
        hint = "write a name such as DIGEST_MODEL_KEY, and put the key into that variable of the environment"
        reading.error(_place(root, *at, "key_env"), message, hint)
    if model.name != clean_line(model.name) or len(model.name) > 200:
        reading.error(_place(root, *at, "name"), "this cannot be the name of a model")
    _check_range(model.timeout, 1, 60, _place(root, *at, "timeout"), reading)
    _check_range(model.retries, 0, 2, _place(root, *at, "retries"), reading)
    _check_range(model.budget.calls, 1, 100_000, _place(root, *at, "budget", "calls"), reading)
    most = 1_000_000_000
    _check_range(model.budget.characters, 1, most, _place(root, *at, "budget", "characters"), reading)


def fault_of_endpoint(address: str) -> str:
    """What is wrong with the address of a service that is sent a key; "" where nothing is."""
    if fault := fault_of_base_url(address):
        return fault
    parts = urlsplit(address)
    if parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1"):
        return ""
    return "is neither https nor on this machine"


def _check_topics(config: Config, root: Mapping, reading: Reading) -> None:
    items = _items(root, "topics")
    ids = [topic.id for topic in config.topics]
    for index, topic in enumerate(config.topics):
        place = _item_place(items, index, "id", len(config.topics))
        if not is_plain_slug(topic.id):
            message = f'"{printable(topic.id)}" cannot be the id of a topic'
            reading.error(place, message, _id_hint(topic.id))
        elif topic.id in ids[:index]:
            reading.error(place, f'two topics have the id "{topic.id}"', "give one of them another id")
        for key, names in (("parent", (topic.parent,) if topic.parent else ()), ("implies", topic.implies)):
            for name in names:
                if name not in ids:
                    message = f'topic "{printable(topic.id)}" names an unknown topic "{printable(name)}"'
                    reading.error(_item_place(items, index, key, len(ids)), message, nearest_hint(name, ids))
    for key, links in (
        ("parent", {topic.id: {topic.parent} for topic in config.topics}),
        ("implies", {topic.id: set(topic.implies) for topic in config.topics}),
    ):
        circle = _circle(links)
        if circle:
            place = _item_place(items, ids.index(circle[0]), key, len(ids))
            message = (
                f"these topics lead back to themselves through `{key}`: {', '.join(map(printable, circle))}"
            )
            reading.error(place, message, "take one of these lines out")


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


def _check_tags(config: Config, root: Mapping, reading: Reading) -> None:
    items = _items(root, "tags")
    owners: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for index, tag in enumerate(config.tags):
        place = _item_place(items, index, "name", len(config.tags))
        if not tag.name.strip():
            reading.error(place, "a tag has no name")
        if tag.slug and not is_slug(tag.slug):
            message = f'"{printable(tag.slug)}" cannot be the slug of a tag'
            place_of_slug = _item_place(items, index, "slug", len(config.tags))
            reading.error(
                place_of_slug, message, f'use lower-case letters, digits and "-": {slugify(tag.slug)}'
            )
        slug = tag.slug or slugify(tag.name)
        if slugs.setdefault(slug, tag.name) != tag.name:
            message = (
                f'tags "{printable(slugs[slug])}" and "{printable(tag.name)}" have the same slug "{slug}"'
            )
            reading.error(place, message, "give one of them a `slug` of its own")
        for name in {fold_name(name) for name in (tag.name, tag.names.zh, tag.names.en, *tag.aliases)} - {""}:
            owner = owners.setdefault(name, tag.name)
            if owner != tag.name:
                both = f'"{printable(owner)}" and "{printable(tag.name)}"'
                message = f'"{printable(name)}" belongs to two tags, {both}'
                reading.error(place, message, "keep it under one of them")


def _check_sources(config: Config, root: Mapping, reading: Reading) -> None:
    items = _items(root, "sources")
    seen: set[str] = set()
    for index, source in enumerate(config.sources):
        place = _item_place(items, index, "id", len(config.sources))
        if not is_plain_slug(source.id):
            message = f'"{printable(source.id)}" cannot be the id of a source'
            reading.error(place, message, _id_hint(source.id))
        elif source.id in seen:
            reading.error(place, f'two sources have the id "{source.id}"', "give one of them another id")
        seen.add(source.id)


def _id_hint(written: str) -> str:
    """How to write an id, with one made from what was written where that gives one."""
    slug = slugify(written)
    readable = is_plain_slug(slug) and has_slug(written)
    return 'use lower-case letters a to z, digits and "-"' + (f": {slug}" if readable else "")


def _check_range(value: int, low: int, high: int, place: Place, reading: Reading) -> None:
    already = any((problem.line, problem.column) == place for problem in reading.problems)
    if not low <= value <= high and not already:  # a value of the wrong type has its problem and reads as 0
        reading.error(place, f"{value} is out of range", f"write a number from {low} to {high}")


def _items(root: Mapping, key: str) -> tuple[Node, ...]:
    """The items of a list at the top level; one alone counts as a list."""
    node = root.values.get(key)
    if isinstance(node, Sequence):
        return node.items
    return () if node is None else (node,)


def _item_place(items: tuple[Node, ...], index: int, key: str, count: int) -> Place:
    """Where `key` of an item stands; the item's start without that key, nowhere where items were lost."""
    if len(items) != count:  # some could not be read, so the numbers no longer agree
        return (0, 0)
    return _place(items[index], key)


def _place(node: Node, *keys: str) -> Place:
    """Where the value under these keys stands, or the innermost of its parents that is there."""
    for key in keys:
        if not isinstance(node, Mapping) or key not in node.values:
            break
        node = node.values[key]
    return node.line, node.column


def _key_place(root: Mapping, *keys: str) -> Place:
    node: Node = root
    place = (root.line, root.column)
    for key in keys:
        if not isinstance(node, Mapping) or key not in node.values:
            break
        place, node = node.places[key], node.values[key]
    return place
