"""Reads JSON into values with places.

The standard reader tells neither places nor duplicate keys, so this is a tokeniser and a walk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import msgspec

from digest.formats import limits
from digest.formats.nodes import Mapping, Node, Scalar, Sequence, describe
from digest.problems import DigestError, Problem, error

_TOKEN = re.compile(
    r'("(?:[^"\\\n]|\\.)*")'
    r"|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![0-9A-Za-z.])"
    r"|(true|false|null)(?![0-9A-Za-z])"
    r"|([{}\[\]:,])"
)
_BLANK = re.compile(r"[ \t\r\n]*")
# An open string runs to the end, or each of its escaped quotes would be tried as the start of another.
_BRACE = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}]', re.DOTALL)


class _Token(msgspec.Struct, frozen=True):
    """A piece of JSON: kind is "text", "number", "word", one of `{}[]:,`, or "end"."""

    kind: str
    text: str
    line: int
    column: int


def read_json(text: str, *, path: str, first_line: int = 1) -> Mapping:
    """The mapping a JSON document holds; numbers stay as written.

    Args:
        text: the document.
        path: the file, for problems.
        first_line: the line of the file on which `text` starts.

    Raises:
        DigestError: the text is not JSON, holds a key twice or is past `formats.limits`.
    """
    limits.check_characters(text, path=path, first_line=first_line)
    walk = _Walk(_tokens(text, path, first_line), path)
    root = walk.document()
    if walk.problems:
        raise DigestError(walk.problems)
    if not isinstance(root, Mapping):
        message = f"expected a mapping in braces, found {describe(root)}"
        raise DigestError([error(message, path=path, line=root.line, column=root.column)])
    return root


def end_of_mapping(text: str) -> int | None:
    """Index just past the brace that closes the one `text` starts with; None where it stays open."""
    depth = 0
    for found in _BRACE.finditer(text):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                return found.end()
    return None


class _Walk:
    """Builds nodes from tokens. Recursion is bounded by `limits.MAX_DEPTH`."""

    def __init__(self, tokens: Iterator[_Token], path: str) -> None:
        self._tokens = tokens
        self._path = path
        self.problems: list[Problem] = []

    def document(self) -> Node:
        """The one value of the document."""
        root = self._node(next(self._tokens), 0)
        token = next(self._tokens)
        if token.kind != "end":
            raise self._stop(token, "something follows the closing brace")
        return root

    def _node(self, token: _Token, depth: int) -> Node:
        if token.kind == "text":
            return Scalar(self._unquoted(token), token.line, token.column)
        if token.kind in ("number", "word"):
            return Scalar(None if token.text == "null" else token.text, token.line, token.column)
        if token.kind not in ("{", "["):
            raise self._stop(
                token, "a value is missing here", "text needs double quotes; no comma after the last value"
            )
        if depth >= limits.MAX_DEPTH:
            raise DigestError(
                [*self.problems, limits.too_deep(path=self._path, line=token.line, column=token.column)]
            )
        return self._mapping(token, depth) if token.kind == "{" else self._sequence(token, depth)

    def _sequence(self, start: _Token, depth: int) -> Sequence:
        items: list[Node] = []
        token = next(self._tokens)
        while token.kind != "]":
            if items:
                self._expect(token, ",", "a comma or `]`")
                token = next(self._tokens)
            items.append(self._node(token, depth + 1))
            token = next(self._tokens)
        return Sequence(tuple(items), start.line, start.column)

    def _mapping(self, start: _Token, depth: int) -> Mapping:
        values: dict[str, Node] = {}
        places: dict[str, tuple[int, int]] = {}
        token = next(self._tokens)
        while token.kind != "}":
            if values:
                self._expect(token, ",", "a comma or `}`")
                token = next(self._tokens)
            self._expect(token, "text", "a key in double quotes")
            key = self._unquoted(token)
            self._expect(next(self._tokens), ":", "a colon")
            value = self._node(next(self._tokens), depth + 1)
            if key in values:
                self._note(
                    limits.duplicate_key(
                        key, places[key], path=self._path, line=token.line, column=token.column
                    )
                )
            else:
                values[key] = value
                places[key] = (token.line, token.column)
                if len(values) > limits.MAX_KEYS:
                    self._note(limits.too_many_keys(path=self._path, line=start.line, column=start.column))
                    raise DigestError(self.problems)
            token = next(self._tokens)
        return Mapping(values, places, start.line, start.column)

    def _unquoted(self, token: _Token) -> str:
        try:
            text = str(json.loads(token.text))
        except ValueError:
            raise self._stop(
                token, "this text holds an escape JSON does not know", "write a backslash twice"
            ) from None
        index = limits.forbidden_character(text)
        if index is not None:
            self._note(limits.forbidden(text[index], path=self._path, line=token.line, column=token.column))
        return text

    def _expect(self, token: _Token, kind: str, what: str) -> None:
        if token.kind != kind:
            raise self._stop(
                token, f"expected {what} here", "commas stand between values, not after the last"
            )

    def _note(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= limits.MAX_PROBLEMS:
            raise DigestError(self.problems)

    def _stop(self, token: _Token, message: str, hint: str = "") -> DigestError:
        problem = error(
            f"not readable as JSON: {message}",
            path=self._path,
            line=token.line,
            column=token.column,
            hint=hint,
        )
        return DigestError([*self.problems, problem])


def _tokens(text: str, path: str, first_line: int) -> Iterator[_Token]:
    """The tokens of the text, the last one "end"."""
    line, line_start, counted = first_line, 0, 0
    position = 0
    while True:
        blank = _BLANK.match(text, position)
        start = blank.end() if blank else position
        line += text.count("\n", counted, start)
        line_start = max(line_start, text.rfind("\n", counted, start) + 1)
        counted = start
        column = start - line_start + 1
        if start == len(text):
            yield _Token("end", "", line, column)
            return
        found = _TOKEN.match(text, start)
        if found is None:
            message, hint = (
                "nothing that JSON knows starts here",
                "text and keys need double quotes, on one line",
            )
            if text[start] == '"':
                message, hint = (
                    "this text is not closed on its line",
                    'end it with `"`; a line break is written \\n',
                )
            raise DigestError(
                [error(f"not readable as JSON: {message}", path=path, line=line, column=column, hint=hint)]
            )
        quoted, number, word, mark = found.groups()
        kind = "text" if quoted is not None else "number" if number is not None else "word" if word else mark
        yield _Token(kind, quoted or number or word or mark, line, column)
        position = found.end()
