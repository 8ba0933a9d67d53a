"""Changing one key of a file's front matter in place, every other byte kept.

These functions see text and know just enough of YAML, TOML and JSON to find where a value stands. They do not
guess: what they cannot place for certain raises `CannotSplice`, and their caller reads the result back with
the strict reader and compares, so a wrong splice never reaches the disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from digest.formats.write import Data, write_yaml

Form = Literal["yaml", "toml", "json"]

_PLAIN_IN_YAML = re.compile(r"/[\w/.-]*[\w/]|[^\W\d_][\w-]*[^\W_]")
_NOT_PLAIN = frozenset(["true", "false", "null", "yes", "no", "on", "off"])
_QUOTED = r'"(?:[^"\\\n]|\\.)*"'
_SCALAR = {
    "yaml": re.compile(rf"{_QUOTED}|'(?:[^'\n]|'')*'"),
    "toml": re.compile(rf"{_QUOTED}|'[^'\n]*'|[^\s\[\]{{}}\"',#]+"),
    "json": re.compile(rf"{_QUOTED}|[^\s\[\]{{}}\",]+"),
}
_FLOW_MARKS = frozenset(",[]{}")
_NEVER_STARTS_PLAIN = frozenset("[]{}|>&*!\"'#%@`,")
_COMMENT = re.compile(r"[ \t]#|\r?$")
_REST_OF_LINE = {
    "yaml": re.compile(r"[ \t]*(?:#[^\n]*)?\r?(?=\n)"),
    "toml": re.compile(r"[ \t]*(?:#[^\n]*)?\r?(?=\n)"),
    "json": re.compile(r"\s*(?=[,}])"),
}
_AFTER_KEY = {
    "yaml": re.compile(r"[ \t]*:(?=[ \t\r\n])[ \t]*"),
    "toml": re.compile(r"[ \t]*=[ \t]*"),
    "json": re.compile(r"\s*:\s*"),
}
_ITEM = re.compile(r"([ \t]*)-(?=[ \t\r\n])")


class CannotSplice(ValueError):  # noqa: N818 - it says what happened
    """The front matter has a form this module leaves to people; `str()` says which."""


class FrontMatter(msgspec.Struct, frozen=True):
    """A file's text and where its top-level keys stand, as the strict reader found them.

    `places` maps a key to line and column, counted from 1; `body_line` is the first line of the body.
    """

    text: str
    places: Mapping[str, tuple[int, int]]
    body_line: int

    @property
    def form(self) -> Form:
        """The language, told by the first characters.

        Raises:
            CannotSplice: there is no front matter.
        """
        for opening, form in _OPENINGS:
            if self.text.startswith(opening, self.opening):
                return form
        raise CannotSplice("it has no front matter")

    @property
    def opening(self) -> int:
        """Offset of the front matter: blank lines may come first."""
        return len(self.text) - len(self.text.lstrip())

    @property
    def newline(self) -> str:
        """How the first line ends."""
        return "\r\n" if self.text.partition("\n")[0].endswith("\r") else "\n"

    def line_start(self, line: int) -> int:
        """Offset of the first character of a line; the end of the text for lines after the last."""
        offset = 0
        for _ in range(line - 1):
            offset = self.text.find("\n", offset) + 1
            if not offset:
                return len(self.text)
        return offset


_OPENINGS: tuple[tuple[str, Form], ...] = (("---", "yaml"), ("+++", "toml"), ("{", "json"))


def set_key(matter: FrontMatter, key: str, value: str | bool) -> str:
    """The text with one top-level key set to a scalar, added where it was missing.

    Raises:
        CannotSplice: the value that stands there is not a scalar on one line, or cannot be found.
    """
    form = matter.form
    written = _literal(value, form)
    if key not in matter.places:
        return _with_new_key(matter, key, written)
    start = _value_start(matter, key)
    end = _scalar_end(matter, key, start)
    if _goes_on(matter, key, end):
        raise CannotSplice("the value that stands there takes more than one line")
    return _placed(matter.text, start, end, written)


def append_item(matter: FrontMatter, key: str, value: str) -> str:
    """The text with a string added to the end of a top-level list, which may be missing or a single scalar.

    Raises:
        CannotSplice: the value that stands there is something else, or cannot be found.
    """
    form = matter.form
    written = _literal(value, form)
    if key not in matter.places:
        return _with_new_key(matter, key, f"[{written}]")
    text, start = matter.text, _value_start(matter, key)
    if text.startswith("[", start):
        return _appended_in_brackets(text, start, written, form)
    end = _scalar_end(matter, key, start)
    if start == end and form == "yaml":
        return _appended_in_block(matter, key, start, written)
    if start == end or _goes_on(matter, key, end):
        raise CannotSplice("the value that stands there is neither a list nor on one line")
    if form == "yaml" and text[start] not in "'\"" and _FLOW_MARKS.intersection(text[start:end]):
        raise CannotSplice("the value that stands there would change its meaning inside a list")
    return f"{text[:start]}[{text[start:end]}, {written}]{text[end:]}"


def add_value(matter: FrontMatter, key: str, value: Data) -> str:
    """The text with a top-level key of any value added: at the end in YAML, at the start in TOML and JSON.

    Raises:
        CannotSplice: the key is there already.
    """
    if key in matter.places:
        raise CannotSplice("it is there already")
    if matter.form != "yaml":
        return _with_new_key(matter, key, _flow(value, matter.form))
    at = matter.line_start(_closing_line(matter))
    indent = " " * (min((column for _, column in matter.places.values()), default=1) - 1)
    lines = [indent + line + matter.newline for line in _yaml_lines({key: value})]
    return f"{matter.text[:at]}{''.join(lines)}{matter.text[at:]}"


def replace_value(matter: FrontMatter, key: str, before: Data, after: Data) -> str:
    """The text with the value of a top-level key replaced, which stands there exactly as the program wrote it.

    Raises:
        CannotSplice: it does not: somebody commented or rearranged it.
    """
    start, end = _as_the_program_wrote(matter, key, before)
    return matter.text[:start] + _written(matter, key, after) + matter.text[end:]


def remove_value(matter: FrontMatter, key: str, before: Data) -> str:
    """The text without a top-level key, whose value stands there exactly as the program wrote it.

    Raises:
        CannotSplice: it does not, or is the last of several in JSON, where the program puts none.
    """
    start, end = _as_the_program_wrote(matter, key, before)
    head, tail = matter.text[:start], matter.text[end:]
    if matter.form != "json":
        return head + tail
    if tail.startswith(","):
        return head.rstrip() + tail[1:]  # what follows brings its own white space
    if not head.rstrip().endswith("{"):
        raise CannotSplice("it is the last key of the front matter")
    return head + tail


def _as_the_program_wrote(matter: FrontMatter, key: str, value: Data) -> tuple[int, int]:
    """Where a key with its value starts and ends: whole lines in YAML and TOML."""
    if key not in matter.places:
        raise CannotSplice("it is not there")
    line, column = matter.places[key]
    start = matter.line_start(line) + (column - 1 if matter.form == "json" else 0)
    written = _written(matter, key, value)
    if not matter.text.startswith(written, start):
        raise CannotSplice("its lines are not as the program wrote them")
    return start, start + len(written)


def _written(matter: FrontMatter, key: str, value: Data) -> str:
    """A key that is there, and its value, as the program writes them in this form."""
    if matter.form == "json":
        return f'"{key}": {_flow(value, matter.form)}'
    if matter.form == "toml":
        return f"{key} = {_flow(value, matter.form)}{matter.newline}"
    indent = " " * (matter.places[key][1] - 1)
    return "".join(f"{indent}{line}{matter.newline}" for line in _yaml_lines({key: value}))


def append_value(matter: FrontMatter, key: str, value: dict[str, Data]) -> str:
    """The text with a mapping added to the end of a top-level list, in dashes or brackets, or of a single text.

    Raises:
        CannotSplice: something else stands there.
    """
    if key not in matter.places:
        raise CannotSplice("there is no such list")
    form, text, start = matter.form, matter.text, _value_start(matter, key)
    if text.startswith("[", start):
        return _appended_in_brackets(text, start, _flow(value, form), form)
    end = _scalar_end(matter, key, start)
    if start == end and form == "yaml":
        return _appended_in_block(matter, key, start, value)
    if start == end or _goes_on(matter, key, end):
        raise CannotSplice("the list that stands there is written neither with a dash a line nor in brackets")
    if form == "yaml" and text[start] not in "'\"" and _FLOW_MARKS.intersection(text[start:end]):
        raise CannotSplice("the value that stands there would change its meaning inside a list")
    return f"{text[:start]}[{text[start:end]}, {_flow(value, form)}]{text[end:]}"


def _literal(value: str | bool, form: Form) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if form == "yaml" and _PLAIN_IN_YAML.fullmatch(value) and value.casefold() not in _NOT_PLAIN:
        return value
    return json.dumps(value, ensure_ascii=False)  # a JSON string is one in YAML and TOML too


def _flow(value: Data, form: Form) -> str:
    """A value on one line; JSON is YAML too, and of TOML all but its tables."""
    if form == "toml" and isinstance(value, dict):
        pairs = (
            f"{json.dumps(name, ensure_ascii=False)} = {_flow(part, form)}" for name, part in value.items()
        )
        return f"{{ {', '.join(pairs)} }}"
    if form == "toml" and isinstance(value, list):
        return f"[{', '.join(_flow(part, form) for part in value)}]"
    return json.dumps(value, ensure_ascii=False)


def _yaml_lines(value: dict[str, Data]) -> list[str]:
    return write_yaml(value).split("\n")[:-1]


def _with_new_key(matter: FrontMatter, key: str, written: str) -> str:
    """Add a key: at the end in YAML, at the start in TOML (before any table) and JSON."""
    text, newline = matter.text, matter.newline
    if matter.form == "json":
        inside = matter.opening + 1
        first = len(text) - len(text[inside:].lstrip())
        is_empty = text.startswith("}", first)
        gap, comma = ("", "") if is_empty else (text[inside:first], ",")
        return f'{text[:inside]}{gap}"{key}": {written}{comma}{text[inside:]}'
    if matter.form == "toml":
        at = text.find("\n", matter.opening) + 1
        return f"{text[:at]}{key} = {written}{newline}{text[at:]}"
    at = matter.line_start(_closing_line(matter))
    indent = " " * (min((column for _, column in matter.places.values()), default=1) - 1)
    return f"{text[:at]}{indent}{key}: {written}{newline}{text[at:]}"


def _closing_line(matter: FrontMatter) -> int:
    """The line of the `---` or `+++` that ends the front matter: the last one before the body."""
    for line in range(matter.body_line - 1, 1, -1):
        start = matter.line_start(line)
        if matter.text[start : start + 4].rstrip() == matter.text[matter.opening :][:3]:
            return line
    raise CannotSplice("the end of the front matter is not where it was expected")


def _value_start(matter: FrontMatter, key: str) -> int:
    """Offset of the value of a key that stands in the file."""
    line, column = matter.places[key]
    at = matter.line_start(line) + column - 1
    for spelling in (key, f'"{key}"', f"'{key}'"):
        if matter.text.startswith(spelling, at):
            after = _AFTER_KEY[matter.form].match(matter.text, at + len(spelling))
            if after is not None:
                return after.end()
    raise CannotSplice(f'"{key}" is not where it was expected')


def _scalar_end(matter: FrontMatter, key: str, start: int) -> int:
    """Offset after the scalar that begins at `start`; `start` itself where the line holds none."""
    text, form = matter.text, matter.form
    match = _SCALAR[form].match(text, start)
    end = match.end() if match else start
    if form == "yaml" and not match and text[start] not in _NEVER_STARTS_PLAIN:
        line = text[start : text.find("\n", start)]
        comment = _COMMENT.search(line)
        end = start + len(line[: comment.start() if comment else None].rstrip())
    if not _REST_OF_LINE[form].match(text, end):
        raise CannotSplice(f'the value of "{key}" is not a plain one on one line')
    return end


def _goes_on(matter: FrontMatter, key: str, end: int) -> bool:
    """Whether the YAML value of a key that ends its line at `end` may have more lines."""
    if matter.form != "yaml":
        return False
    key_indent = matter.places[key][1] - 1
    below = matter.text[matter.text.find("\n", end) + 1 :].split("\n", 1)[0]
    indent = len(below) - len(below.lstrip())
    return bool(below.strip()) and (indent > key_indent or below.lstrip().startswith("- "))


def _placed(text: str, start: int, end: int, written: str) -> str:
    """The text with `written` from `start` to `end`, and the spaces YAML wants on both sides."""
    before = " " if start == end and text[start - 1] not in " \t" else ""
    after = " " if text[end] == "#" else ""
    return f"{text[:start]}{before}{written}{after}{text[end:]}"


def _appended_in_brackets(text: str, start: int, written: str, form: Form) -> str:
    """Add an item before the `]` that closes the `[` at `start`, laid out like the item before it."""
    depth, last, at = 0, start, start
    string = re.compile(_QUOTED if form == "json" else rf"{_QUOTED}|'[^'\n]*'")
    while at < len(text):
        character = text[at]
        quoted = string.match(text, at) if character in "\"'" else None
        if quoted is not None:
            last, at = quoted.end() - 1, quoted.end()
            continue
        if character == "#" and form != "json" and text[at - 1] in " \t\n":
            at = text.find("\n", at)
            if at < 0:
                break
            continue
        if character == "]" and depth == 1:
            break
        depth += (character in "[{") - (character in "]}")
        if not character.isspace():
            last = at
        at += 1
    else:
        at = -1
    if at < 0:
        raise CannotSplice("the list is not closed where it was expected")
    line = text[text.rfind("\n", 0, last) + 1 : last + 1]
    indent = line[: len(line) - len(line.lstrip())]
    gap = f"\n{indent}" if "\n" in text[start:last] else " "
    if last == start:
        separator = ""
    elif text[last] == ",":
        separator, written = gap, f"{written},"
    else:
        separator = f",{gap}"
    return f"{text[: last + 1]}{separator}{written}{text[last + 1 :]}"


def _appended_in_block(matter: FrontMatter, key: str, start: int, added: str | dict[str, Data]) -> str:
    """Add an item to a YAML list written with dashes, or begin the list where nothing stands."""
    text = matter.text
    key_column = matter.places[key][1]
    end = text.find("\n", start) + 1
    insert_at, indent = 0, ""
    closing = matter.line_start(_closing_line(matter))
    while end < closing:
        line_end = text.find("\n", end) + 1
        line = text[end:line_end]
        item = _ITEM.match(line)
        content = line.strip()
        depth = len(line) - len(line.lstrip())
        if item is not None and depth >= key_column - 1 and (not insert_at or item[1] == indent):
            indent, insert_at = item[1], line_end
        elif content and not content.startswith("#"):
            if not insert_at or depth <= len(indent):
                break
            insert_at = line_end
        end = line_end
    if not insert_at:
        written = added if isinstance(added, str) else _flow(added, "yaml")
        return _placed(text, start, start, f"[{written}]")
    written_lines = [added] if isinstance(added, str) else _yaml_lines(added)
    lines = f"{matter.newline}{indent}  ".join(written_lines)
    return f"{text[:insert_at]}{indent}- {lines}{matter.newline}{text[insert_at:]}"
