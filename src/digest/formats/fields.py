"""Turns nodes into the values a schema asks for, noting every problem instead of stopping at the first.

A converter takes a node and the `Reading` of its file and returns a value. Where the node does not fit it
notes a problem and returns something harmless; whoever started the reading raises all of them at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal, TypeVar

from digest.formats.nodes import Mapping, Node, Scalar, Sequence, describe
from digest.problems import DigestError, Problem, error, warning

T = TypeVar("T")

UnknownKeys = Literal["error", "warn", "allow"]

_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:[Tt ] ?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r" ?([Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_SHOWN = 60  # characters of a wrong value that a message repeats


class Reading:
    """The reading of one file: where it stands, how strict it is, and what was found wrong so far."""

    def __init__(self, path: str, *, zone: tzinfo, unknown_keys: UnknownKeys = "error") -> None:
        self.path = path
        self.zone = zone
        self.unknown_keys = unknown_keys
        self.problems: list[Problem] = []

    def error(self, place: tuple[int, int], message: str, hint: str = "") -> None:
        """Notes what stops the reading in the end."""
        self.problems.append(error(message, path=self.path, line=place[0], column=place[1], hint=hint))

    def warn(self, place: tuple[int, int], message: str, hint: str = "") -> None:
        """Notes what a reader of the messages should know."""
        self.problems.append(warning(message, path=self.path, line=place[0], column=place[1], hint=hint))

    def unknown(self, key: str, place: tuple[int, int], known: Iterable[str]) -> None:
        """Notes a key outside the schema, with the nearest one in it, as strictly as the file is read."""
        if self.unknown_keys == "allow":
            return
        note = self.error if self.unknown_keys == "error" else self.warn
        name, wide_colon, _ = key.partition("：")
        hint = f"`：` is no colon to YAML: write `{name}: `" if wide_colon else nearest_hint(key, known)
        note(place, f'unknown key "{printable(key)}"', hint)

    def warnings(self) -> tuple[Problem, ...]:
        """The end of the reading: its warnings, sorted.

        Raises:
            DigestError: with all errors and warnings, if there is an error among them.
        """
        if any(problem.severity == "error" for problem in self.problems):
            raise DigestError(self.problems)
        return tuple(sorted(self.problems))


Convert = Callable[[Node, Reading], T]


def place_of(node: Node) -> tuple[int, int]:
    """Line and column of a node."""
    return node.line, node.column


def printable(text: str) -> str:
    """A stranger's text as a message may repeat it: short and without control or bidi characters."""
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    if shown.isprintable():
        return shown
    return "".join(character if character.isprintable() else " " for character in shown)


def nearest_hint(word: str, known: Iterable[str]) -> str:
    """The hint for a word that is not among the known: the one most like it, else all of a short list."""
    candidates = sorted(known)
    near = likeness_hint(word, candidates)
    if not near and len(candidates) <= 12:
        return "known here: " + ", ".join(candidates)
    return near


def likeness_hint(word: str, known: Iterable[str]) -> str:
    """The hint that names the known word most like this one, "" where none is like it."""
    import difflib  # noqa: PLC0415  (only needed where something is wrong)

    candidates = {candidate.lower(): candidate for candidate in known}
    close = difflib.get_close_matches(word.lower()[:100], candidates, n=1)
    return f'did you mean "{candidates[close[0]]}"?' if close else ""


def text(node: Node, reading: Reading) -> str:
    """Text; null is empty text."""
    if isinstance(node, Scalar):
        return node.text or ""
    hint = ""
    if isinstance(node, Mapping):
        hint = "put the text in quotes if it holds a colon or starts with a brace"
    reading.error(place_of(node), f"expected text, found {describe(node)}", hint)
    return ""


def flag(node: Node, reading: Reading) -> bool:
    """True or false; nothing else counts, so that a draft is never published by a slip."""
    written = _scalar(node, reading, "true or false")
    if written is None:
        return False
    if written in ("true", "True", "TRUE"):
        return True
    if written not in ("false", "False", "FALSE"):
        reading.error(
            place_of(node), f'expected true or false, found "{printable(written)}"', "write true or false"
        )
    return False


def integer(node: Node, reading: Reading) -> int:
    """A whole number of at most 15 digits."""
    written = _scalar(node, reading, "a whole number")
    if written is None:
        return 0
    if _INTEGER.fullmatch(written):
        return int(written)
    reading.error(place_of(node), f'expected a whole number, found "{printable(written)}"')
    return 0


def number(node: Node, reading: Reading) -> float:
    """A number of digits with or without a decimal point."""
    written = _scalar(node, reading, "a number")
    if written is None:
        return 0.0
    if _NUMBER.fullmatch(written):
        return float(written)
    reading.error(place_of(node), f'expected a number, found "{printable(written)}"', "write it as 0.85")
    return 0.0


def moment(node: Node, reading: Reading) -> datetime | None:
    """A day or a point in time (RFC 3339, also with a space for the T and without seconds or zone).

    What has no zone is in the zone of the reading; a day is its midnight there.
    """
    written = _scalar(node, reading, "a date")
    if written is None:
        return None
    found = _MOMENT.fullmatch(written.strip())
    if found is None:
        reading.error(
            place_of(node),
            f'"{printable(written)}" is not a date',
            "write it as 2025-05-12, 2025-05-12 16:52 or 2025-05-12T16:52:00+08:00",
        )
        return None
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    zone = reading.zone if offset is None else _offset(offset)
    # The first and last years cannot be moved to another zone; nothing here is that old.
    if zone is None or not 1000 <= int(year) <= 9998:
        what = "offset from UTC" if zone is None else "year"
        reading.error(place_of(node), f'"{printable(written)}" is not a date: it has no such {what}')
        return None
    try:
        return datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0")[:6].ljust(6, "0")),
            tzinfo=zone,
        )
    except ValueError as fault:
        reading.error(
            place_of(node), f'"{printable(written)}" is not a date: {fault}', "look at the calendar"
        )
        return None


def _offset(written: str) -> tzinfo | None:
    """The zone of `Z`, `+08:00` or `+0800`; None past the day's 24 hours."""
    if written in "Zz":
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:])
    if hours > 23 or minutes > 59:
        return None
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if written[0] == "-" else span)


def texts(node: Node, reading: Reading) -> tuple[str, ...]:
    """A list of texts; one text counts as a list of one, empty items are left out."""
    if isinstance(node, Scalar):
        return (node.text,) if node.text else ()
    if isinstance(node, Mapping):
        reading.error(
            place_of(node), "expected a list of texts, found a mapping", "start each item with `- `"
        )
        return ()
    return tuple([written for item in node.items if (written := text(item, reading))])


def one_of(choices: tuple[str, ...]) -> Convert[str]:
    """A converter for one of a few words."""

    def convert(node: Node, reading: Reading) -> str:
        written = _scalar(node, reading, "one of " + ", ".join(choices))
        if written is None or written in choices:
            return written or choices[0]
        reading.error(
            place_of(node),
            f'"{printable(written)}" is not one of {", ".join(choices)}',
            likeness_hint(written, choices),
        )
        return choices[0]

    return convert


def list_of(convert: Convert[T]) -> Convert[tuple[T, ...]]:
    """A converter for a list of something; a value that is no list counts as a list of one."""

    def convert_all(node: Node, reading: Reading) -> tuple[T, ...]:
        items = node.items if isinstance(node, Sequence) else (node,)
        return tuple(
            [convert(item, reading) for item in items if not (isinstance(item, Scalar) and item.text is None)]
        )

    return convert_all


def dict_of(convert: Convert[T]) -> Convert[dict[str, T]]:
    """A converter for a mapping with free keys."""

    def convert_values(node: Node, reading: Reading) -> dict[str, T]:
        if isinstance(node, Mapping):
            results = {key: convert(value, reading) for key, value in node.values.items()}
            return {key: result for key, result in results.items() if result is not None}
        if not (isinstance(node, Scalar) and node.text is None):
            reading.error(
                place_of(node), f"expected a mapping, found {describe(node)}", "write `key: value` lines"
            )
        return {}

    return convert_values


def _scalar(node: Node, reading: Reading, expected: str) -> str | None:
    """The text of a scalar; None, with a problem, for a list or mapping or nothing."""
    if isinstance(node, Scalar) and node.text is not None:
        return node.text
    reading.error(place_of(node), f"expected {expected}, found {describe(node)}")
    return None
