"""Says in our words what a YAML parser complained about, looking at the line itself.

libyaml and the pure parser word the same fault differently, so nothing here depends on more than a few
words of theirs.
"""

from __future__ import annotations

import re

import yaml

from digest.formats import limits
from digest.problems import Problem, error

_HIDDEN_BREAKS = "\x85\u2028\u2029"
"""Characters that YAML 1.1 takes for line breaks and no editor shows."""

_WIDE_COLON = re.compile(r"[ \t]*(?:- )?([A-Za-z_][A-Za-z0-9_-]*)[ \t]*：")
"""A line that means to be a key, with the colon of a Chinese keyboard."""


def explain(fault: yaml.MarkedYAMLError, text: str, *, path: str, first_line: int) -> Problem:
    """The problem behind a parser's error, with the most helpful place and hint that its line gives."""
    index = limits.forbidden_character(text)
    if index is not None:
        line, column = limits.place_of_index(text, index, first_line)
        return limits.forbidden(text[index], path=path, line=line, column=column)
    for character in _HIDDEN_BREAKS:
        if character in text:
            line, column = limits.place_of_index(text, text.index(character), first_line)
            name = limits.character_name(character)
            message = f"an invisible line break ({name}) splits this value"
            return error(message, path=path, line=line, column=column, hint="delete it")
    mark = fault.problem_mark or fault.context_mark
    if mark is None:
        return error(f"not readable as YAML: {fault.problem}", path=path, line=first_line)
    lines = text.split("\n")
    number, column = min(mark.line, len(lines) - 1), mark.column
    said = f"{fault.problem or ''} {fault.context or ''}"
    opened = fault.context_mark
    if opened is not None and ("quoted scalar" in said or "flow" in said) and "escape" not in said:
        number, column = (
            min(opened.line, len(lines) - 1),
            opened.column,
        )  # where it began, not where the file ended
    before = next((at for at in range(number, -1, -1) if lines[at].strip()), 0)
    for at in (before, before - 1):  # the parser stops behind the line at fault where that could go on
        if at >= 0 and (problem := wide_colon(lines[at], path=path, line=at + first_line)):
            return problem
    message, hint = _reason(said, lines[number], column)
    return error(message, path=path, line=number + first_line, column=column + 1, hint=hint)


def wide_colon(source: str, *, path: str, line: int) -> Problem | None:
    """The problem of a line of YAML that means to start with a key, but has a full-width colon after it."""
    found = _WIDE_COLON.match(source)
    if found is None:
        return None
    message = f"`：` after {found[1]} is a full-width colon, which YAML takes for text"
    hint = f"write `{found[1]}: ` with a plain colon and a space"
    return error(message, path=path, line=line, column=found.end(), hint=hint)


def _reason(said: str, source: str, column: int) -> tuple[str, str]:
    """Message and hint for what a parser `said` about a column (from 0) of the line `source`."""
    indent = len(source) - len(source.lstrip())
    if "\t" in source[:indent]:
        return "a tab indents this line", "YAML is indented with spaces"
    if source.lstrip().startswith(": "):
        return "a key is empty", "write a name before the colon"
    if "mapping values are not allowed" in said:
        if source.find(":") == column:
            return (
                "the line above is not finished, so this one cannot be a new key",
                "look at the line above: a space after its colon, its quotes closed, the same indentation",
            )
        key, _, value = source.strip().partition(": ")
        short = value and len(value) < 80 and not set(value) & set("\"'\\#")
        return (
            "a value with a colon and a space in it needs quotes",
            f'write {key}: "{value}"' if short else "put the value in quotes",
        )
    if "escape" in said:
        return (
            "a backslash in double quotes starts an escape that YAML does not know",
            "use single quotes, or write the backslash twice",
        )
    if "quoted scalar" in said:
        return "a quoted value is not closed", "end it with the same quote it starts with"
    if "flow" in said:
        return "a value in brackets is not closed, or misses a comma", "close it, or put the value in quotes"
    if "cannot start any token" in said:
        first = source.split(":", 1)[-1].strip()[:1]
        shown = f'"{first}"' if first and first.isprintable() else "this character"
        return f"a value may not start with {shown}", "put the value in quotes"
    if "simple key" in said or "expected ':'" in said:
        return "this line is not of the form `key: value`", "put a colon and a space after the key"
    if "block mapping" in said and column > indent:
        return "something follows a finished value", "put the whole value in quotes"
    if "block mapping" in said or "block collection" in said or "block end" in said:
        return (
            "the indentation of this line fits nothing above it",
            "keys of one mapping start in one column; text over several lines needs `|` after the colon",
        )
    return "this line is not readable as YAML", "put the value in quotes; indent with spaces"
