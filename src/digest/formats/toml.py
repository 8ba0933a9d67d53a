"""Reads TOML into values with places.

`tomllib` reads the values and knows no places, so the keys are looked up by `toml_keys`. Values inside inline
tables and lists have the place of the key they stand under.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, time

from digest.formats import limits
from digest.formats.nodes import Mapping, Node, Scalar, Sequence
from digest.formats.toml_keys import KeyPath, Place, first_repeat, first_too_deep, key_places
from digest.problems import DigestError, Problem, error

_PLACE_IN_MESSAGE = re.compile(r" \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)$")
_HINTS = {
    "Invalid value": "text needs quotes; numbers, dates, true and false do not",
    "Unclosed": "close it with the same bracket or quote it starts with",
    "Expected '='": "write `key = value`",
    "Unescaped '\\'": "use single quotes, or write the backslash twice",
    "Illegal character": 'for text over several lines use three quotes: """',
    "Invalid date or datetime": "write it as 2025-05-12 or 2025-05-12T16:52:00+08:00",
}


def read_toml(text: str, *, path: str, first_line: int = 1) -> Mapping:
    """The mapping a TOML document holds; scalars become text as `Scalar` describes.

    Args:
        text: the document, without the fences of front matter.
        path: the file, for problems.
        first_line: the line of the file on which `text` starts.

    Raises:
        DigestError: the text is not TOML, or past `formats.limits`.
    """
    limits.check_characters(text, path=path, first_line=first_line)
    deep = first_too_deep(text)
    if deep is not None:
        line, column = limits.place_of_index(text, deep, first_line)
        raise DigestError([limits.too_deep(path=path, line=line, column=column)])
    try:
        # Fractions stay as written: as a float 2411.10 would lose its last digit.
        value = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as fault:
        raise DigestError([_explain(fault, text, path, first_line)]) from None
    except (ValueError, RecursionError):  # a number of thousands of digits; a table nested by a dotted key
        raise DigestError(
            [error("a value is too long or nested too deep", path=path, line=first_line)]
        ) from None
    conversion = _Conversion(key_places(text, first_line), path)
    root = conversion.mapping(value, (), (first_line, 1), 0)
    if conversion.problems:
        raise DigestError(conversion.problems[: limits.MAX_PROBLEMS])
    return root


class _Conversion:
    """Turns what `tomllib` returned into nodes. Recursion is bounded by `limits.MAX_DEPTH`."""

    def __init__(self, places: dict[KeyPath, Place], path: str) -> None:
        self._places = places
        self._path = path
        self.problems: list[Problem] = []

    def mapping(self, values: dict[str, object], where: KeyPath, place: Place, depth: int) -> Mapping:
        if len(values) > limits.MAX_KEYS:
            self.problems.append(limits.too_many_keys(path=self._path, line=place[0], column=place[1]))
        nodes: dict[str, Node] = {}
        places: dict[str, Place] = {}
        for key, value in values.items():
            inner = (*where, key)
            places[key] = self._places.get(inner, place)
            nodes[key] = self._node(value, inner, places[key], depth + 1)
        return Mapping(nodes, places, *place)

    def _node(self, value: object, where: KeyPath, place: Place, depth: int) -> Node:
        if isinstance(value, dict | list):
            if depth >= limits.MAX_DEPTH:
                raise DigestError([limits.too_deep(path=self._path, line=place[0], column=place[1])])
            if isinstance(value, dict):
                return self.mapping(value, where, place, depth)
            items = []
            for index, item in enumerate(value):
                inner = (*where, index)
                items.append(self._node(item, inner, self._places.get(inner, place), depth + 1))
            return Sequence(tuple(items), *place)
        text = value if isinstance(value, str) else _scalar_text(value)
        index_of_bad = limits.forbidden_character(text)
        if index_of_bad is not None:
            line, column = place
            self.problems.append(
                limits.forbidden(text[index_of_bad], path=self._path, line=line, column=column)
            )
        return Scalar(text, *place)


def _scalar_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _explain(fault: tomllib.TOMLDecodeError, text: str, path: str, first_line: int) -> Problem:
    said = str(fault)
    if said.startswith(("Cannot overwrite", "Cannot declare")):
        repeat = first_repeat(text, first_line)
        if repeat is not None:
            key, first, (line, column) = repeat
            return limits.duplicate_key(key, first, path=path, line=line, column=column)
    found = _PLACE_IN_MESSAGE.search(said)
    message = said[: found.start()] if found else said
    hint = next((hint for start, hint in _HINTS.items() if message.startswith(start)), "")
    if found and found[1]:
        line, column = first_line + int(found[1]) - 1, int(found[2])
    else:
        line, column = limits.place_of_index(text, len(text.rstrip()), first_line)
    shown = "".join(character if character.isprintable() else " " for character in message)
    return error(f"not readable as TOML: {shown[:200]}", path=path, line=line, column=column, hint=hint)
