"""Lines of Markdown that are code or rules, told without a parser: readers of documents need line numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A backtick behind the opening ones makes it code inside a line: ```pip install x``` opens nothing.
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*\Z)|~{3,})")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")


def open_fence(lines: Sequence[str]) -> int:
    """The line (from 1) of a fence that is never closed; 0 where there is none."""
    fence, opened = "", 0
    for number, line in enumerate(lines, 1):
        fence, before = _fence_after(line, fence), fence
        if fence and not before:
            opened = number
    return opened if fence else 0


def code_lines(lines: Sequence[str]) -> frozenset[int]:
    """Numbers (from 1) of the lines of fenced code, fences included; one left open runs to the end."""
    inside: set[int] = set()
    fence = ""
    for number, line in enumerate(lines, 1):
        fence, before = _fence_after(line, fence), fence
        if fence or before:
            inside.add(number)
    return frozenset(inside)


def closed_code_lines(lines: Sequence[str]) -> frozenset[int]:
    """As `code_lines`, but a fence left open is no code: it would hide all that follows."""
    opened = open_fence(lines)
    return code_lines(lines[: opened - 1]) if opened else code_lines(lines)


def is_rule(line: str) -> bool:
    """Whether a line is a thematic break (`---`)."""
    return _RULE.fullmatch(line) is not None


def _fence_after(line: str, fence: str) -> str:
    """The fence open behind a line, "" for none, given the one open before it."""
    match = _FENCE.match(line)
    if match is None:
        return fence
    if not fence:
        return match[1]
    closes = match[1].startswith(fence) and not line.strip().strip(fence[0])
    return "" if closes else fence
