"""The outline of a Markdown document by lines: fences, headings, inline links and pictures.

Readers need line numbers and tolerate markup that CommonMark would not take for what it is meant to be, so
this looks at lines and is no Markdown parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digest.text.blocks import code_lines, is_rule, open_fence

_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|\Z)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
# Items, quotations, tables and what belongs to them: no text that `---` below it would make a heading of.
_NO_PARAGRAPH = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])(?:\s|\Z)|[>|\s]|\Z")
# Nothing here is tried twice (`*+`) and a text has an end: a line of 100,000 brackets takes no time.
_INLINE = re.compile(
    r"(?P<picture>!?)\[(?P<text>(?:[^\[\]\\\n]|\\.|\[[^\[\]\n]*\]){0,2000}+)\]"
    r"\(\s*+(?P<url><[^<>\n]*>|(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*+\))*+)"
    r"(?:\s++(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?\s*+\)"
)
_CODE_SPAN = re.compile(r"(?<!`)(`++)(?!`)[^`\n]*+\1(?!`)|\$[^$\n]*\$")
# Half an interval, `[0, 1)`, is no link: open text counts only as a whole item of a list, an address if it is one.
_OPEN_LINK = re.compile(
    r"(?:\A|\n)[ \t]*+(?:[-*+] ++)?(?:#++ ++)?\[[^\[\]\n]*\Z|\]\((?:https?:[^()\s]*|[a-z]{0,5})\Z"
)
# `x**2` is arithmetic; `**` opens behind a space, a bracket or a Han character, with text or the end behind it.
_BOLD = re.compile(r"(?P<opens>(?<![A-Za-z0-9*])\*\*(?![\s*]))|\*\*")


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


def headings(lines: Sequence[str], code: frozenset[int] | None = None) -> tuple[Heading, ...]:
    """The `#` headings outside fenced code, or outside the lines said to be code."""
    if code is None:
        code = code_lines(lines)
    return tuple(
        Heading(number, len(match[1]), _heading_text(line[match.end() :]))
        for number, line in enumerate(lines, 1)
        if number not in code and (match := _HEADING.match(line))
    )


def inline_links(line: str) -> Iterator[InlineLink]:
    """Links and pictures in a line, in order; what is inside the text of another link is not looked for."""
    for match in _INLINE.finditer(line):
        url = match["url"].removeprefix("<").removesuffix(">")
        yield InlineLink(
            match["text"].strip(), url.strip(), bool(match["picture"]), match.start(), match.end()
        )


def outlined(lines: Sequence[str], top: int) -> list[str]:
    """The lines with their headings moved so that the outline starts at level `top` and leaves none out.

    A heading underlined with `===` or `---` becomes one with `#`; `---` right below longer text, which CommonMark
    would make a heading of, gets the blank line that makes it the rule it was meant to be. At most six levels.
    """
    lines = _with_atx_headings(lines)
    found = headings(lines)
    levels: dict[int, int] = {}
    above: list[int] = []
    for heading in found:
        while above and above[-1] >= heading.level:
            above.pop()
        levels[heading.line] = top + len(above)
        above.append(heading.level)
    return _moved(lines, found, levels)


def unfinished(lines: Sequence[str]) -> str:
    """What is still open where a text ends, `code`, `a link` or `bold text`; empty where nothing is."""
    if open_fence(lines):
        return "code"
    last: list[str] = []
    for line in reversed(lines):
        if line.strip():
            last.append(line)
        elif last:
            break
    text = _CODE_SPAN.sub("", "\n".join(reversed(last)))
    if _OPEN_LINK.search(text):
        return "a link"
    marks = list(_BOLD.finditer(text))
    return "bold text" if len(marks) % 2 and marks[-1]["opens"] is not None else ""


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


def _heading_text(rest: str) -> str:
    """What follows the marks, without closing ones."""
    text = rest.strip()
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else text


def _moved(lines: Sequence[str], found: Sequence[Heading], levels: dict[int, int]) -> list[str]:
    moved = list(lines)
    for heading in found:
        marks = "#" * min(levels[heading.line], 6)
        moved[heading.line - 1] = marks + lines[heading.line - 1].lstrip(" ")[heading.level :]
    return moved


def _with_atx_headings(lines: Sequence[str]) -> list[str]:
    code = code_lines(lines)
    ends = {heading.line for heading in headings(lines, code)} | code
    ends.update(number for number, line in enumerate(lines, 1) if not line.strip() or is_rule(line))

    def is_text(number: int) -> bool:
        return number > 0 and number not in ends and not _NO_PARAGRAPH.match(lines[number - 1])

    written: list[str] = []
    for number, line in enumerate(lines, 1):
        underline = None if number in code else _UNDERLINE.fullmatch(line)
        if underline is None or not is_text(number - 1):
            written.append(line)
        elif number == 2 or number - 2 in ends:
            written[-1] = f"{'#' if underline[1][0] == '=' else '##'} {lines[number - 2].strip()}"
            ends.add(number)
        else:
            written += ["", line] if is_rule(line) else [line]
    return written
