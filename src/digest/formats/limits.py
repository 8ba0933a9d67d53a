"""What no front matter or configuration may hold, whatever its format; one place for the figures.

Real files stay far below these figures; past them a file is broken, or somebody wants to stop the build.
"""

from __future__ import annotations

import re

from digest.problems import DigestError, Problem, error

MAX_DEPTH = 20
"""Mappings and lists inside each other."""
MAX_KEYS = 200
"""Keys in one mapping."""
MAX_PROBLEMS = 20
"""Problems reported of one file: past that, the first ones say enough."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def forbidden_character(text: str, start: int = 0) -> int | None:
    """Index of the first control character or lone surrogate of `text`, None without one.

    Tab, line feed, carriage return and U+0085 (a line break in YAML) are text.
    """
    found = _FORBIDDEN.search(text, start)
    return found.start() if found else None


def character_name(character: str) -> str:
    """A character that must not reach a terminal, by its number: `U+0007`."""
    return f"U+{ord(character):04X}"


def check_characters(text: str, *, path: str, first_line: int) -> None:
    """Refuses source text with control characters or lone surrogates, naming the place of each.

    Raises:
        DigestError: with one problem for each character.
    """
    problems: list[Problem] = []
    index = forbidden_character(text)
    while index is not None and len(problems) < MAX_PROBLEMS:
        line, column = place_of_index(text, index, first_line)
        problems.append(forbidden(text[index], path=path, line=line, column=column))
        index = forbidden_character(text, index + 1)
    if problems:
        raise DigestError(problems)


def forbidden(character: str, *, path: str, line: int, column: int) -> Problem:
    """The problem of one forbidden character."""
    kind = "half a surrogate pair" if "\ud800" <= character <= "\udfff" else "a control character"
    return error(
        f"{kind} ({character_name(character)}) is not text",
        path=path,
        line=line,
        column=column,
        hint="delete it; it often comes with a copy from a PDF or a terminal",
    )


def place_of_index(text: str, index: int, first_line: int) -> tuple[int, int]:
    """Line and column of a character of `text`, whose first line is `first_line` of the file."""
    line = first_line + text.count("\n", 0, index)
    return line, index - text.rfind("\n", 0, index)


def too_deep(*, path: str, line: int, column: int) -> Problem:
    """The problem of a value nested past `MAX_DEPTH`."""
    return error(
        f"lists and mappings are nested more than {MAX_DEPTH} deep", path=path, line=line, column=column
    )


def too_many_keys(*, path: str, line: int, column: int) -> Problem:
    """The problem of a mapping with more than `MAX_KEYS` keys."""
    return error(f"a mapping has more than {MAX_KEYS} keys", path=path, line=line, column=column)


def duplicate_key(key: str, first: tuple[int, int], *, path: str, line: int, column: int) -> Problem:
    """The problem of a key written a second time; `first` is where it stood first."""
    return error(
        f'key "{key}" is written twice; the first is at line {first[0]}, column {first[1]}',
        path=path,
        line=line,
        column=column,
        hint="keep one of the two",
    )
