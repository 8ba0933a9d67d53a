"""`fetch` in `digest.yaml`: how the network is asked, as types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from typing import Literal, cast, get_args

import msgspec

from digest.config.load import CONFIG_NAME
from digest.config.schema import SourceKind
from digest.fetch.exchange import FetchFailure
from digest.fetch.limits import Limits
from digest.fetch.pace import ARXIV_SECONDS, Group
from digest.fetch.policy import read_host, read_target
from digest.formats import nodes
from digest.formats.fields import Convert, Reading, dict_of, integer, one_of, place_of, printable, text, texts
from digest.formats.nodes import Node, Plain, Scalar, Sequence
from digest.problems import Problem

Publish = Literal["picks", "draft", "auto"]

_SECONDS = re.compile(r"[0-9]{1,8}(?:\.[0-9]{1,6})?")
_CONTACT = re.compile(
    r"[!-'*-\[\]-~][ -'*-\[\]-~]{0,199}"
)  # printable, without what would end it in User-Agent
_HOUR, _MONTH = 3600.0, 31 * 86_400.0


class FetchSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How sources are asked. Times are in seconds, sizes in bytes.

    `min_interval` says by kind of source how long an answer is good enough, `delays` how long a host is left in
    peace between two requests. `mirrors` leads from origins to the bases that serve them. The hosts of
    `allow_private_hosts` may lie in a private network and be asked on any port.
    """

    contact: str = ""
    timeout: float = 60.0
    max_bytes: int = 10_000_000
    retries: int = 2
    publish: Publish = "picks"
    min_interval: Mapping[SourceKind, float] = msgspec.field(
        default_factory=lambda: dict[SourceKind, float](DEFAULT_INTERVALS)
    )
    delays: Mapping[Group, float] = msgspec.field(default_factory=lambda: dict[Group, float](DEFAULT_DELAYS))
    mirrors: Mapping[str, str] = {}
    allow_private_hosts: tuple[str, ...] = ()

    @property
    def limits(self) -> Limits:
        """The limits of a request that follow; `timeout` is that of the whole, and no part may take longer."""
        usual = Limits()
        return msgspec.structs.replace(
            usual,
            connect=min(usual.connect, self.timeout),
            idle=min(usual.idle, self.timeout),
            whole=self.timeout,
            body_bytes=self.max_bytes,
            retries=self.retries,
        )


DEFAULT_INTERVALS: Mapping[SourceKind, float] = {
    "rss": 3600.0,
    "arxiv": 43_200.0,
    "wechat": 3600.0,
    "page": 86_400.0,
    "huggingface": 3600.0,
}
DEFAULT_DELAYS: Mapping[Group, float] = {"default": 1.0, "arxiv": ARXIV_SECONDS, "wechat": 3.0}


def read_settings(fetch: Mapping[str, Plain]) -> tuple[FetchSettings, tuple[Problem, ...]]:
    """The settings that `fetch` of a configuration holds, as it was read, and warnings about them.

    Raises:
        DigestError: with everything wrong in it.
    """
    reading = Reading(CONFIG_NAME, zone=UTC)
    values: dict[str, object] = {}
    for key, value in fetch.items():
        convert = _CONVERTERS.get(key)
        if convert is None:
            reading.unknown(f"fetch.{key}", (0, 0), [f"fetch.{known}" for known in _CONVERTERS])
        elif value is not None:
            values[key] = convert(_node(value), _Under(key, reading))
    settings = msgspec.structs.replace(
        FetchSettings(),
        **values
        | {
            "min_interval": {
                **DEFAULT_INTERVALS,
                **cast("dict[SourceKind, float]", values.get("min_interval", {})),
            },
            "delays": {**DEFAULT_DELAYS, **cast("dict[Group, float]", values.get("delays", {}))},
        },
    )
    if settings.delays["arxiv"] < ARXIV_SECONDS:
        reading.warn(
            (0, 0),
            f"fetch.delays.arxiv is less than the {ARXIV_SECONDS:.0f} seconds arXiv asks for",
            "it counts for mirrors of arXiv alone; arXiv itself is asked no oftener than it wants",
        )
    return settings, reading.warnings()


class _Under(Reading):
    """The reading of one key, whose messages begin with its name: values have no place of their own any more."""

    def __init__(self, key: str, reading: Reading) -> None:
        super().__init__(reading.path, zone=reading.zone)
        self.problems = reading.problems
        self._key = key

    def error(self, place: tuple[int, int], message: str, hint: str = "") -> None:
        super().error(place, f"fetch.{self._key}: {message}", hint)


def _node(value: Plain) -> Node:
    """The value as readers take it, without a place."""
    if isinstance(value, dict):
        values = {key: _node(item) for key, item in value.items()}
        return nodes.Mapping(values, dict.fromkeys(values, (0, 0)), 0, 0)
    if isinstance(value, list):
        return Sequence(tuple(_node(item) for item in value), 0, 0)
    return Scalar(value, 0, 0)


def _contact(node: Node, reading: Reading) -> str:
    written = text(node, reading).strip()
    if written and not _CONTACT.fullmatch(written):
        reading.error(
            place_of(node),
            f'"{printable(written)}" cannot be sent to a server',
            "write the address of a page about you, or an e-mail address",
        )
        return ""
    return written


def _seconds(low: float, high: float) -> Convert[float]:
    def convert(node: Node, reading: Reading) -> float:
        before = len(reading.problems)
        written = text(node, reading)
        if _SECONDS.fullmatch(written) and low <= float(written) <= high:
            return float(written)
        if len(reading.problems) == before:
            reading.error(
                place_of(node),
                f'expected seconds, found "{printable(written)}"',
                f"write a number from {low:g} to {high:g}",
            )
        return low

    return convert


def _number(low: int, high: int) -> Convert[int]:
    def convert(node: Node, reading: Reading) -> int:
        before = len(reading.problems)
        value = integer(node, reading)
        if not low <= value <= high and len(reading.problems) == before:
            reading.error(place_of(node), f"{value} is out of range", f"write a number from {low} to {high}")
        return value

    return convert


def _seconds_by(names: tuple[str, ...], high: float) -> Convert[dict[str, float]]:
    convert_all = dict_of(_seconds(0, high))

    def convert(node: Node, reading: Reading) -> dict[str, float]:
        found = convert_all(node, reading)
        for name in found.keys() - set(names):
            reading.error(
                place_of(node), f'"{printable(name)}" is not known here', f"known here: {', '.join(names)}"
            )
        return found

    return convert


def _mirrors(node: Node, reading: Reading) -> dict[str, str]:
    found = dict_of(text)(node, reading)
    for origin, base in found.items():
        for what, address in (("origin", origin), ("base", base)):
            try:
                target = read_target(address)
            except FetchFailure as failure:
                reading.error(
                    place_of(node), f'the {what} "{printable(address)}": {failure.message}', _MIRROR_HINT
                )
                continue
            if (what == "origin" and target.path != "/") or "?" in address or "#" in address:
                reading.error(
                    place_of(node), f'"{printable(address)}" cannot be the {what} of a mirror', _MIRROR_HINT
                )
    return found


def _hosts(node: Node, reading: Reading) -> tuple[str, ...]:
    found = []
    for written in texts(node, reading):
        host = read_host(written)
        if host is None:
            reading.error(
                place_of(node),
                f'"{printable(written)}" is not the name or address of a host',
                "write the host alone, such as localhost or 192.168.1.5, without scheme and port",
            )
        else:
            found.append(host)
    return tuple(found)


_MIRROR_HINT = (
    "write `https://export.arxiv.org: https://mirror.example/`: an origin, and the base that serves it"
)

_CONVERTERS: dict[str, Convert[object]] = {
    "contact": _contact,
    "timeout": _seconds(0.01, 600),
    "max_bytes": _number(1000, 100_000_000),
    "retries": _number(0, 10),
    "publish": one_of(get_args(Publish)),
    "min_interval": _seconds_by(get_args(SourceKind), _MONTH),
    "delays": _seconds_by(get_args(Group), _HOUR),
    "mirrors": _mirrors,
    "allow_private_hosts": _hosts,
}
