"""Values as they stand in a file, with the place of each: what the YAML, TOML and JSON readers return."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec


class Scalar(msgspec.Struct, frozen=True):
    """One value as text: nothing is guessed from its looks, the schema says what it becomes.

    `text` is None for null (in YAML a plain empty value, `~` or `null`; in JSON `null`). TOML and JSON
    booleans read `true` and `false`, JSON numbers and TOML fractions as written, other TOML numbers in
    decimal, TOML dates in ISO 8601. Lines and columns count from 1, in characters of the whole file.
    """

    text: str | None
    line: int
    column: int


class Sequence(msgspec.Struct, frozen=True):
    """A list, in order."""

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(msgspec.Struct, frozen=True):
    """A mapping in file order; `places` holds line and column of each key."""

    values: dict[str, Node]
    places: dict[str, tuple[int, int]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping

if TYPE_CHECKING:
    Plain = str | list["Plain"] | dict[str, "Plain"] | None
else:
    Plain = object  # msgspec knows no recursive aliases: a kept struct with such a field would not load


def plain(node: Node) -> Plain:
    """The value without its places. Readers bound the depth of what they return, and so this recursion."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.values.items()}


def describe(node: Node) -> str:
    """What kind of value this is, in the words of an error message."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a mapping"
    return "nothing" if node.text is None else "text"
