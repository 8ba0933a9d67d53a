"""The values of BibTeX fields: what their braces, quotes, `#` and abbreviations come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

# As the library that splits files counts them: an escaped brace opens and closes nothing.
_BRACE = re.compile(r"(?<!\\)[{}]")
_BRACE_OR_QUOTE = re.compile(r'(?<!\\)[{}"]')
_NAME = re.compile(r"[^\s#{}\"=,()]+")
_BLANK = re.compile(r"\s*")
_JOINT = re.compile(r"[{}]|(?<=\s)and(?=\s)|,", re.IGNORECASE)
_MACROS = re.compile("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")


class Value(NamedTuple):
    """The TeX a value comes to, and the abbreviations in it by whether they are defined."""

    tex: str
    used: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def evaluate(written: str, abbreviations: Mapping[str, str]) -> Value:
    """What a value comes to: `{Conf. } # cvpr # " 2024"`. An abbreviation that is not defined stays as its name.

    Args:
        written: the value as it stands in the file.
        abbreviations: texts by their names in lower case.

    Raises:
        ValueError: it is no value; the message says where it stops being one.
    """
    parts: list[str] = []
    used: list[str] = []
    unknown: list[str] = []
    position = 0
    while True:
        start = _after_blanks(written, position)
        if start == len(written):
            raise ValueError("a value is missing")
        opening = written[start]
        if opening in '{"':
            end = _closing(written, start)
            parts.append(written[start + 1 : end])
            position = end + 1
        elif name := _NAME.match(written, start):
            key, position = name[0].lower(), name.end()
            if key in abbreviations:
                used.append(key)
            elif not (key.isdigit() or _MACROS.fullmatch(key)):
                unknown.append(name[0])
            parts.append(abbreviations.get(key, name[0]))
        else:
            raise ValueError(f"`{opening}` stands where a value should begin")
        position = _after_blanks(written, position)
        if position == len(written):
            return Value("".join(parts), tuple(used), tuple(unknown))
        if written[position] != "#":
            shown = " ".join(written[position : position + 30].split())
            raise ValueError(f"after a value stands `{shown}`: a comma is missing, or a brace is too much")
        position += 1


def people(tex: str) -> Iterator[tuple[str, ...]]:
    """The names of a field that holds names, each as the parts between its commas; braces hold words together."""
    depth, start = 0, 0
    parts: list[str] = []
    for mark in _JOINT.finditer(tex):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif depth == 0:
            parts.append(tex[start : mark.start()].strip())
            start = mark.end()
            if mark[0] != ",":
                yield tuple(parts)
                parts = []
    yield (*parts, tex[start:].strip())


def _after_blanks(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position


def _closing(written: str, start: int) -> int:
    """Where what opens at `start` closes."""
    is_quoted = written[start] == '"'
    depth = 0
    for mark in (_BRACE_OR_QUOTE if is_quoted else _BRACE).finditer(written, start + 1):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}" and depth:
            depth -= 1
        elif depth == 0:
            return mark.start()
    raise ValueError(f"`{written[start]}` is not closed")
