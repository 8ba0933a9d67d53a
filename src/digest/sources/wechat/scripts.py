r"""Values from the scripts of a WeChat page, read without running anything.

Data stands in plain statements: `var ct = "1762747210";`, `var biz = "" || "Mz…";`, `'0' * 1`, `htmlDecode("…")` and
one large literal, `window.cgiDataNew = {title: JsDecode('…'), …}`. Everything else in the scripts is code and is
passed over. A string of the page's author is always inside quotes, so no text of an article can pose as a statement.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
"""What a literal says: numbers are kept as written, everything that cannot be told without running it is None."""

_DEEPEST = 40  # objects and lists inside one another; real pages have 6
_MOST_VALUES = 200_000

_START = re.compile(
    r"[\"']|//|/\*|\b(?:var|let|const)\s++([\w$]++)\s*+=(?!=)|\bwindow\.([\w$]++)\s*+=(?!=)", re.ASCII
)
_BLANK = re.compile(r"\s++|//[^\n]*+")
_NAME = re.compile(r"[A-Za-z_$][\w$]*+(?:\.[A-Za-z_$][\w$]*+)*+", re.ASCII)
_NUMBER = re.compile(r"[0-9]++(?:\.[0-9]++)?", re.ASCII)
_STRING_STOPS = {quote: re.compile(rf"[{quote}\\\n]") for quote in "\"'"}
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(\r?\n)|(.))", re.DOTALL
)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_SURROGATE = re.compile("[\ud800-\udfff]")
# As the page's own JsDecode, in its order.
_JS_DECODE = (
    (r"\x5c", "\\"), (r"\x0d", "\r"), (r"\x22", '"'), (r"\x26", "&"), (r"\x27", "'"), (r"\x3c", "<"),
    (r"\x3e", ">"), (r"\x0a", "\n"),
)  # fmt: skip


def read_values(scripts: Iterable[str], names: frozenset[str]) -> dict[str, Value]:
    """The values of the variables of these names; of several the first that says anything.

    `var x = …`, `window.x = …` count, fields of other objects (`nick_name: '微信广告'` in a library) do not.
    """
    found: dict[str, Value] = {}
    for script in scripts:
        if not any(name in script for name in names):
            continue
        position = 0
        while match := _START.search(script, position):
            position = match.end()
            found_text, name = match[0], match[1] or match[2]
            if name:
                if name in names and not found.get(name):
                    reader = _Reader(script, position)
                    found[name] = reader.expression(0)
                    position = max(position, reader.position)
            elif found_text == "//":
                position = _after(script, "\n", position)
            elif found_text == "/*":
                position = _after(script, "*/", position)
            else:
                position = _string_end(script, position - 1)
    return found


def text_of(values: Mapping[str, Value], *names: str) -> str:
    """The first of these fields that is a text with anything in it, else ""."""
    return next((value for name in names if isinstance(value := values.get(name), str) and value), "")


def fields_of(values: Mapping[str, Value], name: str) -> Mapping[str, Value]:
    """A field that is an object; empty where it is something else."""
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def list_of(values: Mapping[str, Value], name: str) -> list[Value]:
    """A field that is a list; empty where it is something else."""
    value = values.get(name)
    return value if isinstance(value, list) else []


class _Reader:
    """Reads one expression; `position` is where it stopped."""

    def __init__(self, script: str, position: int) -> None:
        self._script = script
        self.position = position
        self._left = _MOST_VALUES

    def expression(self, depth: int) -> Value:
        """An operand, and what `||`, `&&`, `+` and `?:` with further ones make of it."""
        if depth > _DEEPEST:
            return None
        value = self._operand(depth)
        while True:
            if self._takes("||"):
                other = self._operand(depth)
                value = value or other
            elif self._takes("&&"):
                other = self._operand(depth)
                value = other if value else value
            elif self._takes("*") or self._takes("/"):
                self._operand(depth)
            elif self._takes("+"):
                other = self._operand(depth)
                value = value + other if isinstance(value, str) and isinstance(other, str) else None
            elif self._takes("?"):
                # Which branch is taken is known only to a browser.
                value = None
                self.expression(depth + 1)
                if not self._takes(":"):
                    return None
                self.expression(depth + 1)
            else:
                return value

    def _operand(self, depth: int) -> Value:
        self._blank()
        self._left -= 1
        character = self._script[self.position : self.position + 1]
        if not character or self._left < 0 or depth > _DEEPEST:
            return None
        value: Value = None
        if character in "\"'":
            value = self._string()
        elif character == "{":
            value = self._object(depth)
        elif character == "[":
            value = self._list("[", "]", depth)
        elif character == "(":
            inner = self._list("(", ")", depth)
            value = inner[-1] if inner else None
        elif character in "!-+~":
            self.position += 1
            self._operand(depth + 1)
        elif number := _NUMBER.match(self._script, self.position):
            self.position, value = number.end(), number[0]
        elif name := _NAME.match(self._script, self.position):
            self.position = name.end()
            value = self._call(name[0], depth)
        return self._methods(value, depth)

    def _call(self, name: str, depth: int) -> Value:
        self._blank()
        if self._script[self.position : self.position + 1] != "(":
            return None
        arguments = self._list("(", ")", depth)
        first = arguments[0] if arguments else None
        if not isinstance(first, str):
            return None
        if name == "JsDecode":
            return _js_decoded(first)
        return html.unescape(first) if name == "htmlDecode" else None

    def _methods(self, value: Value, depth: int) -> Value:
        """`'…'.html(false)` is text with its entities resolved; what other methods give is not known."""
        while self._takes("."):
            name = _NAME.match(self._script, self.position)
            if not name:
                return None
            self.position = name.end()
            self._list("(", ")", depth)
            value = html.unescape(value) if name[0] == "html" and isinstance(value, str) else None
        return value

    def _object(self, depth: int) -> dict[str, Value]:
        self.position += 1
        found: dict[str, Value] = {}
        while not self._takes("}"):
            start = self.position
            self._blank()
            quoted = self._script[self.position : self.position + 1] in ("'", '"')
            match = (
                None
                if quoted
                else (_NAME.match(self._script, self.position) or _NUMBER.match(self._script, self.position))
            )
            if match:
                self.position = match.end()
            name = self._string() if quoted else match[0] if match else None
            if name is None or not self._takes(":"):
                break
            value = self.expression(depth + 1)
            found.setdefault(name, value)
            if not self._takes(",") or self.position == start:
                self._takes("}")
                break
        return found

    def _list(self, opening: str, closing: str, depth: int) -> list[Value]:
        if not self._takes(opening):
            return []
        found: list[Value] = []
        while not self._takes(closing):
            start = self.position
            found.append(self.expression(depth + 1))
            if not self._takes(",") or self.position == start:
                self._takes(closing)
                break
        return found

    def _string(self) -> str | None:
        start = self.position
        self.position = _string_end(self._script, start)
        if self.position < start + 2 or self._script[self.position - 1] != self._script[start]:
            return None
        return _unescaped(self._script[start + 1 : self.position - 1])

    def _takes(self, token: str) -> bool:
        self._blank()
        if not self._script.startswith(token, self.position):
            return False
        self.position += len(token)
        return True

    def _blank(self) -> None:
        while match := _BLANK.match(self._script, self.position):
            self.position = match.end()


def _string_end(script: str, start: int) -> int:
    """Behind the quote that closes the one at `start`; of a string left open, the end of its line."""
    stops = _STRING_STOPS[script[start]]
    position = start + 1
    while match := stops.search(script, position):
        if match[0] != "\\":
            return match.end()
        position = match.end() + 1
    return len(script)


def _after(script: str, token: str, position: int) -> int:
    found = script.find(token, position)
    return found + len(token) if found >= 0 else len(script)


def _unescaped(written: str) -> str:
    if "\\" not in written:
        return written
    text = _ESCAPE.sub(_character, written)
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _character(match: re.Match[str]) -> str:
    if code := match[1] or match[2] or match[3]:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return "" if match[4] else _LETTERS.get(match[5], match[5])


def _js_decoded(text: str) -> str:
    if "\\x" in text:
        for written, meant in _JS_DECODE:
            text = text.replace(written, meant)
    return text
