"""What types cannot say about a configuration: addresses, time zones, ranges, and names that must agree."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest.config.places import Place, item_place, items, key_place, place
from digest.config.registry import check_tags, check_topics, id_hint
from digest.config.schema import Config, ModelConfig
from digest.formats.fields import Reading, nearest_hint, printable
from digest.formats.nodes import Mapping
from digest.text.clean import clean_line
from digest.text.slugs import is_plain_slug

_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,63}")
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
    _check_model(config.summary.model, root, reading)
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


def _check_model(model: ModelConfig, root: Mapping, reading: Reading) -> None:
    at = ("summary", "model")
    if model.base_url and (fault := fault_of_endpoint(model.base_url)):
        message = f'base_url "{printable(model.base_url)}" {fault}'
        hint = "write an https address such as https://api.example.org/v1, or http://localhost:8000/v1"
        reading.error(place(root, *at, "base_url"), message, hint)
    if not _VARIABLE.fullmatch(model.key_env):
        # Somebody may have written the key itself here: it must not be repeated.
        message = "summary.model.key_env is not the name of a variable"
        hint = "write a name such as DIGEST_MODEL_KEY, and put the key into that variable of the environment"
        reading.error(place(root, *at, "key_env"), message, hint)
    if model.name != clean_line(model.name) or len(model.name) > 200:
        reading.error(place(root, *at, "name"), "this cannot be the name of a model")
    _check_range(model.timeout, 1, 60, place(root, *at, "timeout"), reading)
    _check_range(model.retries, 0, 2, place(root, *at, "retries"), reading)
    _check_range(model.budget.calls, 1, 100_000, place(root, *at, "budget", "calls"), reading)
    most = 1_000_000_000
    _check_range(model.budget.characters, 1, most, place(root, *at, "budget", "characters"), reading)


def fault_of_endpoint(address: str) -> str:
    """What is wrong with the address of a service that is sent a key; "" where nothing is."""
    if fault := fault_of_base_url(address):
        return fault
    parts = urlsplit(address)
    if parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1"):
        return ""
    return "is neither https nor on this machine"


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
