"""The outline of a Markdown document by lines: fences, headings, inline links and pictures.

Readers need line numbers and tolerate markup that CommonMark would not take for what it is meant to be, so
this looks at lines and is no Markdown parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_INLINE = re.compile(
    r"(?P<picture>!?)\[(?P<text>(?:[^\[\]\\\n]|\\.|\[[^\[\]\n]*\])*)\]"
    r"\(\s*(?P<url><[^<>\n]*>|(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*)"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?\s*\)"
)


class Heading(NamedTuple):
    """A heading: its line (from 1), its level and its text."""

    line: int
    level: int
    text: str


class InlineLink(NamedTuple):
    """`[text](url)` or `![text](url)` in a line."""

    text: str
    url: str
    is_picture: bool
    start: int
    end: int


def code_lines(lines: Sequence[str]) -> frozenset[int]:
    """Numbers (from 1) of the lines of fenced code, fences included; one left open runs to the end."""
    inside: set[int] = set()
    fence = ""
    for number, line in enumerate(lines, 1):
        match = _FENCE.match(line)
        if fence:
            inside.add(number)
            if match and match[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif match:
            inside.add(number)
            fence = match[1]
    return frozenset(inside)


def headings(lines: Sequence[str]) -> tuple[Heading, ...]:
    """The `#` headings outside fenced code."""
    code = code_lines(lines)
    return tuple(
        Heading(number, len(match[1]), (match[2] or "").strip())
        for number, line in enumerate(lines, 1)
        if number not in code and (match := _HEADING.fullmatch(line))
    )


def is_rule(line: str) -> bool:
    """Whether a line is a thematic break (`---`)."""
    return _RULE.fullmatch(line) is not None


def inline_links(line: str) -> Iterator[InlineLink]:
    """Links and pictures in a line, in order; what is inside the text of another link is not looked for."""
    for match in _INLINE.finditer(line):
        url = match["url"].removeprefix("<").removesuffix(">")
        yield InlineLink(
            match["text"].strip(), url.strip(), bool(match["picture"]), match.start(), match.end()
        )


def demoted(lines: Sequence[str], by: int) -> list[str]:
    """The lines with every heading moved down by so many levels, at most to the sixth."""
    levels = {heading.line: heading.level for heading in headings(lines)}
    moved = []
    for number, line in enumerate(lines, 1):
        level = levels.get(number)
        if level is None:
            moved.append(line)
        else:
            moved.append("#" * min(level + by, 6) + line.lstrip(" ")[level:])
    return moved


def trimmed(lines: Sequence[str]) -> str:
    """Lines as one text without blank ones at both ends, blank runs inside shortened to one."""
    kept: list[str] = []
    code = code_lines(lines)
    for number, line in enumerate(lines, 1):
        text = (
            line if number in code else line.rstrip() + ("  " if line.endswith("  ") and line.strip() else "")
        )
        if text.strip() or number in code or (kept and kept[-1].strip()):
            kept.append(text)
    return "\n".join(kept).strip("\n").rstrip()
