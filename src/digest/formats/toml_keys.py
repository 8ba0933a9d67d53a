"""Finds where the keys of a TOML document stand, which `tomllib` does not tell.

The scan trusts that the document is valid where it matters and simply ends where it understands nothing; a
key it did not find gets the place of the table around it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from digest.formats import limits

KeyPath = tuple[str | int, ...]
"""The keys that lead to a value; an index for each list of tables on the way."""
Place = tuple[int, int]
"""Line and column, from 1."""

# An open string runs to the end of its line, or each of its escaped quotes would be tried as another start.
_PIECE = re.compile(r'"""|\'\'\'|"(?:[^"\\\n]|\\.)*"?|\'[^\'\n]*\'?|#[^\n]*|[\[\]{}=.,\n]|[A-Za-z0-9_-]+')
_MARKS = frozenset("[]{}=,\n")
_LONG_ENDS = {
    '"""': re.compile(r'(?:[^"\\]|\\.|"(?!""))*"""["]{0,2}', re.DOTALL),
    "'''": re.compile(r".*?'''[']{0,2}", re.DOTALL),
}


def first_too_deep(text: str) -> int | None:
    """Index of the bracket or dotted key that nests deeper than `limits.MAX_DEPTH`, None where none does.

    To be asked before `tomllib` reads: it takes seconds over a key of thousands of parts.
    """
    depth = 0
    key_start, dots = 0, 0
    for index, piece in _pieces(text):
        if piece == ".":
            dots += 1
            if dots > limits.MAX_DEPTH:
                return key_start
        elif piece in _MARKS:
            dots = 0
            if piece in "[{":
                depth += 1
                if depth > limits.MAX_DEPTH:
                    return index
            elif piece in "]}":
                depth -= 1
        elif dots == 0:
            key_start = index
    return None


def key_places(text: str, first_line: int) -> dict[KeyPath, Place]:
    """Place of every key outside inline tables, and of the header of each table."""
    places: dict[KeyPath, Place] = {}
    for path, place, known in _written_keys(text, first_line):
        for length in range(known + 1, len(path) + 1):
            places.setdefault(path[:length], place)
    return places


def first_repeat(text: str, first_line: int) -> tuple[str, Place, Place] | None:
    """The first key or table that is written a second time: its name and both places."""
    seen: dict[KeyPath, Place] = {}
    for path, place, _ in _written_keys(text, first_line):
        if path in seen:
            return ".".join(str(part) for part in path if isinstance(part, str)), seen[path], place
        seen[path] = place
    return None


def _written_keys(text: str, first_line: int) -> Iterator[tuple[KeyPath, Place, int]]:
    """Each key and header: its whole path, its place, and how much of the path the table around it gives."""
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for statement in _statements(text):
        place = limits.place_of_index(text, statement[0][0], first_line)
        if statement[0][1] != "[":
            yield (*table, *_key(statement)), place, len(table)
            continue
        of_list = len(statement) > 1 and statement[1][1] == "["
        table = ()
        *parents, last = _key(statement[2 if of_list else 1 :]) or [""]
        for part in parents:
            table = (*table, part)
            if table in counts:  # below a list of tables a header means its last table
                table = (*table, counts[table] - 1)
        table = (*table, last)
        if of_list:
            counts[table] = counts.get(table, 0) + 1
            table = (*table, counts[table] - 1)
        yield table, place, 0


def _pieces(text: str) -> list[tuple[int, str]]:
    """Pieces and their indices; a long string is one piece, and one that is not closed ends the list."""
    pieces = []
    position = 0
    while found := _PIECE.search(text, position):
        piece = found[0]
        position = found.end()
        if piece in _LONG_ENDS:
            end = _LONG_ENDS[piece].match(text, position)
            if end is None:
                break
            position = end.end()
        pieces.append((found.start(), piece))
    return pieces


def _statements(text: str) -> list[list[tuple[int, str]]]:
    """Pieces by statement: a line, or more where brackets are open."""
    statements: list[list[tuple[int, str]]] = []
    current: list[tuple[int, str]] = []
    depth = 0
    for index, piece in _pieces(text):
        if piece == "\n" and depth <= 0:
            if current:
                statements.append(current)
            current = []
            depth = 0
            continue
        if piece in "[{":
            depth += 1
        elif piece in "]}":
            depth -= 1
        if piece != "\n" and piece[0] != "#":
            current.append((index, piece))
    if current:
        statements.append(current)
    return statements


def _key(pieces: list[tuple[int, str]]) -> list[str]:
    """The parts of a dotted key at the start of a statement or header."""
    parts = []
    for _, piece in pieces:
        if piece in "=]":
            break
        if piece != ".":
            parts.append(_unquoted(piece))
    return parts


def _unquoted(piece: str) -> str:
    if piece[0] not in "\"'":
        return piece
    try:
        return str(tomllib.loads(f"key = {piece}")["key"])
    except tomllib.TOMLDecodeError:
        return piece
