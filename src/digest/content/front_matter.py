"""Splits a content file into front matter and body, and reads the front matter whatever its format."""

from __future__ import annotations

from typing import Literal

import msgspec

from digest.formats.decode import decode
from digest.formats.nodes import Mapping
from digest.problems import DigestError, error

MAX_FILE_BYTES = 5_000_000
MAX_FRONT_MATTER_BYTES = 65_536

FrontMatterKind = Literal["yaml", "toml", "json", "none"]

_FENCES: dict[str, FrontMatterKind] = {"---": "yaml", "+++": "toml"}
_NO_JSON = ("{{", "{:", "{%", "{#", "{<")  # template tags and attribute lines that a body may start with


class SplitFile(msgspec.Struct, frozen=True):
    """A content file in two parts, line ends as line feeds in both.

    `text` is the front matter without its fences (JSON with its braces) and starts on line `line` of the
    file; `body` starts on `body_line`.
    """

    kind: FrontMatterKind
    text: str
    line: int
    body: str
    body_line: int


def split_file(data: bytes, *, path: str) -> SplitFile:
    """Split the bytes of a content file: YAML between `---`, TOML between `+++`, JSON in braces, or neither.

    Raises:
        DigestError: not UTF-8, more than 5 MB, more than 64 KB of front matter, or no end to it.
    """
    text = decode(data, path=path, limit=MAX_FILE_BYTES)
    start = 0
    if text[:1].isspace():
        start = len(text) - len(text.lstrip())
        start = text.rfind("\n", 0, start) + 1
    first_line = text.count("\n", 0, start) + 1
    opening = text[start : start + 3]
    if opening in _FENCES:
        line_end = text.find("\n", start)
        if (text[start:] if line_end < 0 else text[start:line_end]).rstrip() == opening:
            return _split_fenced(text, line_end, opening, first_line, path)
    if text[start : start + 1] == "{" and not text.startswith(_NO_JSON, start):
        return _split_json(text, start, first_line, path)
    return SplitFile("none", "", 1, text, 1)


def read_front_matter(split: SplitFile, *, path: str) -> Mapping:
    """The values of the front matter with their places; empty where there is none.

    Raises:
        DigestError: with the faults of the front matter.
    """
    if split.kind == "yaml":
        from digest.formats.yaml import read_yaml  # noqa: PLC0415  (a build reads one format, rarely three)

        return read_yaml(split.text, path=path, first_line=split.line)
    if split.kind == "toml":
        from digest.formats.toml import read_toml  # noqa: PLC0415  (as above)

        return read_toml(split.text, path=path, first_line=split.line)
    if split.kind == "json":
        from digest.formats.json import read_json  # noqa: PLC0415  (as above)

        return read_json(split.text, path=path, first_line=split.line)
    return Mapping({}, {}, 1, 1)


def _split_fenced(text: str, opening_end: int, fence: str, first_line: int, path: str) -> SplitFile:
    """Split at the first line after `opening_end` that holds only the fence."""
    start = opening_end
    while start >= 0:
        start = text.find("\n" + fence, start)
        if start < 0:
            break
        line_end = text.find("\n", start + 1)
        if line_end < 0:
            line_end = len(text)
        if not text[start + 4 : line_end].strip():
            inner = text[opening_end + 1 : start + 1]
            _check_size(inner, first_line, path)
            body_line = first_line + text.count("\n", opening_end, line_end) + 1
            return SplitFile(_FENCES[fence], inner, first_line + 1, text[line_end + 1 :], body_line)
        start = line_end
    raise DigestError(
        [
            error(
                f"the front matter that starts here with {fence} has no end",
                path=path,
                line=first_line,
                column=1,
                hint=f"put a line with only {fence} before the body",
            )
        ]
    )


def _split_json(text: str, start: int, first_line: int, path: str) -> SplitFile:
    from digest.formats.json import end_of_mapping  # noqa: PLC0415  (rarely needed)

    end = end_of_mapping(text[start:])
    if end is None:
        message = "the JSON front matter that starts here has no end"
        hint = "close it with `}` before the body"
        raise DigestError([error(message, path=path, line=first_line, column=1, hint=hint)])
    end += start
    inner = text[start:end]
    _check_size(inner, first_line, path)
    body_line = first_line + inner.count("\n")
    body = text[end:]
    line, line_break, rest = body.partition("\n")
    if line_break and not line.strip():
        body, body_line = rest, body_line + 1
    return SplitFile("json", inner, first_line, body, body_line)


def _check_size(inner: str, first_line: int, path: str) -> None:
    # A character takes at most four bytes, so most front matter need not be encoded to be measured.
    if len(inner) * 4 > MAX_FRONT_MATTER_BYTES and len(inner.encode()) > MAX_FRONT_MATTER_BYTES:
        message = f"the front matter is larger than {MAX_FRONT_MATTER_BYTES // 1024} KB"
        raise DigestError(
            [error(message, path=path, line=first_line, column=1, hint="move text into the body")]
        )
