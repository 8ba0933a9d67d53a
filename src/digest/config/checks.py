"""What types cannot say about a configuration: addresses, time zones, ranges, and names that must agree."""

from __future__ import annotations

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest.config.places import Place, item_place, items, key_place, place
from digest.config.registry import check_tags, check_topics, id_hint
from digest.config.schema import Config
from digest.formats.fields import Reading, nearest_hint, printable
from digest.formats.nodes import Mapping
from digest.text.slugs import is_plain_slug

_TAXONOMIES = ("authors", "sources", "tags", "topics")


def check_config(config: Config, root: Mapping, reading: Reading) -> None:
    """Notes everything wrong with `config`, which was read from `root`, with the place of each value."""
    _check_site(config, root, reading)
    check_topics(config, root, reading)
    check_tags(config, root, reading)
    _check_sources(config, root, reading)
    _check_range(config.build.paginate, 1, 1000, place(root, "build", "paginate"), reading)
    _check_range(config.build.feed_items, 1, 1000, place(root, "build", "feed_items"), reading)
    _check_range(config.build.jobs, 0, 256, place(root, "build", "jobs"), reading)
    _check_range(config.issues.max_entries, 1, 10_000, place(root, "issues", "max_entries"), reading)
    _check_range(config.summary.length, 1, 10_000, place(root, "summary", "length"), reading)
    _check_range(config.categorize.max_tags, 0, 20, place(root, "categorize", "max_tags"), reading)
    for name, floor in config.categorize.floors.items():
        _check_range(floor, 0, 1, place(root, "categorize", "floors", name), reading)
    if not config.build.output.strip():
        reading.error(
            place(root, "build", "output"), "build.output is empty", 'name a folder, such as "public"'
        )
    for name, taxonomy in config.taxonomies.items():
        if name not in _TAXONOMIES:
            reading.unknown(name, key_place(root, "taxonomies", name), _TAXONOMIES)
        _check_range(taxonomy.min, 1, 10_000, place(root, "taxonomies", name, "min"), reading)


def _check_site(config: Config, root: Mapping, reading: Reading) -> None:
    fault = fault_of_base_url(config.site.base_url)
    if fault:
        reading.error(
            place(root, "site", "base_url"),
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
            place(root, "site", "timezone"),
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


def _check_sources(config: Config, root: Mapping, reading: Reading) -> None:
    nodes = items(root, "sources")
    seen: set[str] = set()
    for index, source in enumerate(config.sources):
        where = item_place(nodes, index, "id", len(config.sources))
        if not is_plain_slug(source.id):
            message = f'"{printable(source.id)}" cannot be the id of a source'
            reading.error(where, message, id_hint(source.id))
        elif source.id in seen:
            reading.error(where, f'two sources have the id "{source.id}"', "give one of them another id")
        seen.add(source.id)


def _check_range(value: float, low: int, high: int, where: Place, reading: Reading) -> None:
    already = any((problem.line, problem.column) == where for problem in reading.problems)
    if not low <= value <= high and not already:  # a value of the wrong type has its problem and reads as 0
        reading.error(where, f"{value:g} is out of range", f"write a number from {low} to {high}")
