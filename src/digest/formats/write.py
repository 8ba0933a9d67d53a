"""Writes YAML that people like to edit and that `read_yaml` reads back to the same values.

One value a line, in the order given, nothing folded, quotes only where this or another YAML reader would
misread the text. PyYAML's own emitter folds and quotes by rules of its own, so it is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.formats import limits
from digest.problems import DigestError, error

Data = str | int | bool | None | list["Data"] | dict[str, "Data"]
"""What can be written."""

_MAX_KEY = 500  # characters; YAML readers look for the colon of a plain key within 1024

# Starts with no indicator, and holds neither `: `, ` #`, a tab nor a line break, in any of YAML's alphabets.
_PLAIN_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<.~+]")
_NEEDS_QUOTES = re.compile(r":(?:\s|$)|\s#")
# No reader agrees with the next about these; in double quotes they are written as escapes.
_NEEDS_ESCAPE = re.compile("[\t\n\r\x85\xa0\u2028\u2029\ufeff\ufffe\uffff]")
# What YAML 1.1 readers turn into booleans, nulls and numbers (also octal, hexadecimal and sexagesimal).
_GUESSED = re.compile(
    r"(?:y|n|yes|no|on|off|true|false|null|~"
    r"|[0-9][0-9_,.:]*(?:e[-+]?[0-9]+)?|0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+)",
    re.IGNORECASE,
)
_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\x85": "\\N",
    "\xa0": "\\_",
    "\u2028": "\\L",
    "\u2029": "\\P",
    "\ufeff": "\\uFEFF",
    "\ufffe": "\\uFFFE",
    "\uffff": "\\uFFFF",
}
_ESCAPED = re.compile(_NEEDS_ESCAPE.pattern[:-1] + r'"\\]')


def write_yaml(data: dict[str, Data]) -> str:
    """The mapping as YAML, ending in a line break; "" for an empty one.

    Numbers and booleans are written as such; text that looks like one is quoted, so that other readers keep
    it text too. Text over several lines becomes a literal block (`|`) where that reads back the same.

    Raises:
        DigestError: text with control characters or lone surrogates, a key of more than 500 characters, or
            more than 20 levels or 200 keys.
    """
    return "".join(f"{line}\n" for line in _mapping_lines(data, 0))


def _mapping_lines(data: dict[str, Data], depth: int) -> Iterator[str]:
    if len(data) > limits.MAX_KEYS:
        raise DigestError([limits.too_many_keys(path="", line=0, column=0)])
    pad = "  " * depth
    for key, value in data.items():
        if len(key) > _MAX_KEY:
            raise DigestError([error(f'the key "{key[:30]}…" is longer than {_MAX_KEY} characters')])
        _check(key)
        name = _inline(key)
        if isinstance(value, dict | list) and value:
            yield f"{pad}{name}:"
            yield from _nested_lines(value, depth + 1)
        else:
            first, *rest = _scalar_lines(value, depth + 1)
            yield f"{pad}{name}: {first}"
            yield from rest


def _nested_lines(value: dict[str, Data] | list[Data], depth: int) -> Iterator[str]:
    if depth >= limits.MAX_DEPTH:
        raise DigestError([limits.too_deep(path="", line=0, column=0)])
    if isinstance(value, dict):
        yield from _mapping_lines(value, depth)
        return
    pad = "  " * depth
    for item in value:
        if isinstance(item, dict | list) and item:
            # The first line of the item moves up beside the dash, which takes the place of its indentation.
            lines = _nested_lines(item, depth + 1)
            yield f"{pad}- {next(lines)[len(pad) + 2 :]}"
            yield from lines
        else:
            first, *rest = _scalar_lines(item, depth + 1)
            yield f"{pad}- {first}"
            yield from rest


def _scalar_lines(value: Data, depth: int) -> list[str]:
    """A value without contents: one line, or the lines of a literal block, indented but for the first."""
    if value is None:
        return ["null"]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int):
        return [str(value)]
    if isinstance(value, str):
        _check(value)
        return _block(value, depth) if "\n" in value and _fits_block(value) else [_inline(value)]
    return ["{}" if isinstance(value, dict) else "[]"]


def _block(text: str, depth: int) -> list[str]:
    pad = "  " * depth
    head, body = ("|", text[:-1]) if text.endswith("\n") else ("|-", text)
    return [head, *(f"{pad}{line}" if line else "" for line in body.split("\n"))]


def _fits_block(text: str) -> bool:
    """Whether a literal block reads back as this text, without indentation or keep indicators."""
    if text[0] in " \t\n" or text.endswith("\n\n"):
        return False
    return not any(character in text for character in "\r\x85\u2028\u2029\ufeff\ufffe\uffff")


def _inline(text: str) -> str:
    if _NEEDS_ESCAPE.search(text):
        return '"' + _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text) + '"'
    if (
        _PLAIN_START.match(text)
        and text[-1] != " "
        and not _NEEDS_QUOTES.search(text)
        and not _GUESSED.fullmatch(text)
    ):
        return text
    if ("\\" in text or '"' in text) and "'" not in text:
        return f"'{text}'"
    return '"' + _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text) + '"'


def _check(text: str) -> None:
    index = limits.forbidden_character(text)
    if index is not None:
        name = limits.character_name(text[index])
        message = f"text with the character {name} cannot be written"
        raise DigestError([error(message, hint="remove that character")])
