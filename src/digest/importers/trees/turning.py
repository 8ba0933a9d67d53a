"""Replacing template tags in a Markdown body: where code is, what was replaced, what an editor should look at.

Both languages of templates (Hugo's shortcodes, Jekyll's Liquid) stand in text, and what looks like them in
code is code. One walk over the text finds both; every look-ahead is remembered, so that the walk stays linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

import msgspec

from digest.problems import Problem, warning

CODE = (
    r"^[ \t>]*+(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]++)*+(?P<fence>`{3,}+(?=[^`\n]*+$)|~{3,}+)[^\n]*+"
    r"|(?P<ticks>`++)"
)
"""Part of a pattern (with MULTILINE): where a fence or a code span may begin."""

_CLOSING = re.compile(r"^[ \t>]*+(`{3,}+|~{3,}+)[ \t]*+$", re.MULTILINE)
_FENCE_LINE = re.compile(r"^[ \t>]*+(?:`{3}|~{3})", re.MULTILINE)
_TICKS = re.compile(r"`++")
_BLANK = re.compile(r"\n[ \t]*+(?=\n)")
_REST_OF_LINE = re.compile(r"[ \t]*+$", re.MULTILINE)
_LEADING = re.compile(r"[ \t>]*+(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]++)*+")
_MARKER = re.compile(r"[^\s>]")
_MAX_LEADING = 200  # characters before a tag on its line that are looked at
_IN_ADDRESS = ("](", "](<", "]: ", '="', "='", "href=", "src=")
_SHOWN_LINES = 10
_TICK_RUN = re.compile(r"`{3,}")
_UNSAFE_ADDRESS = re.compile(r"[\s()<>]")


class Note(NamedTuple):
    """What became of a line that held a tag."""

    verdict: Literal["page", "navigation"]
    detail: str


class Turned(msgspec.Struct, frozen=True):
    """A body without its template tags; `notes` by line of the body, from 1."""

    text: str
    turned: int = 0
    unknown: int = 0
    left_out: int = 0
    notes: dict[int, Note] = {}
    remarks: tuple[Problem, ...] = ()


class CodeFinder:
    """Where code that begins at a place ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._closings: list[tuple[int, str, int]] | None = None
        self._starts: list[int] = []
        self._never: dict[str, int] = {}
        self._runs: dict[int, int] | None = None
        self._breaks: list[int] = []

    def end(self, match: re.Match[str]) -> int:
        """The end of what a match of `CODE` begins; of a run of backticks that opens nothing, its own end."""
        if match["fence"]:
            return self._fence_end(match)
        start, length = match.start("ticks"), len(match["ticks"])
        if start and self._text[start - 1] == "\\":
            start, length = start + 1, length - 1
        return self._span_end(start, length) if length else match.end()

    def _fence_end(self, match: re.Match[str]) -> int:
        fence, text = match["fence"], self._text
        if self._closings is None:
            self._closings = [(found.end(), found[1][0], len(found[1])) for found in _CLOSING.finditer(text)]
            self._starts = [end for end, _, _ in self._closings]
        if len(fence) < self._never.get(fence[0], len(text) + 1):
            for end, mark, length in self._closings[bisect_right(self._starts, match.end()) :]:
                if mark == fence[0] and length >= len(fence):
                    return end
            self._never[fence[0]] = len(fence)
        # A fence left open runs to the end; deep in the line it may as well be text of an indented block.
        return len(text) if match.start("fence") - match.start() <= 3 else match.end("fence")

    def _span_end(self, start: int, length: int) -> int:
        if self._runs is None:
            following: dict[int, int] = {}
            self._runs = {}
            for found in reversed(list(_TICKS.finditer(self._text))):
                size = len(found[0])
                self._runs[found.end()] = following.get(size, -1)
                following[size] = found.start()
            breaks = [found.start() for found in _BLANK.finditer(self._text)]
            breaks += [found.start() for found in _FENCE_LINE.finditer(self._text)]
            self._breaks = sorted(breaks)
        end = start + length
        closing = self._runs.get(end, -1)
        if closing < 0 or bisect_right(self._breaks, closing) != bisect_right(self._breaks, start):
            return end
        return closing + length


class Turning:
    """One walk over one body: copies, replaces, counts."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text = text
        self.code = CodeFinder(text)
        self._path = path
        self._first_line = first_line
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._parts: list[str] = []
        self._copied = 0
        self._address_goes_on = -1
        self._turned = 0
        self._left_out = 0
        self._notes: dict[int, Note] = {}
        self._unknown: dict[str, list[int]] = {}
        self._remarks: list[Problem] = []

    def line(self, at: int) -> int:
        """The line of the body (from 1) that holds a place."""
        return bisect_right(self._line_starts, at)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of what stands there."""
        self._parts += (self.text[self._copied : start], text)
        self._copied = end

    def turn(self, start: int, end: int, text: str, what: str, left_out: int = 0) -> None:
        """As `replace`, for a tag that was understood; `what` is said of its lines."""
        if self.is_in_address(start):
            self._address_goes_on = end
        self.replace(start, end, text)
        self._turned += 1
        self._left_out += left_out
        self.note(start, end, what)

    def note(
        self, start: int, end: int, detail: str, verdict: Literal["page", "navigation"] = "page"
    ) -> None:
        """Say what became of these lines; what was said first stays."""
        for line in range(self.line(start), self.line(max(start, end - 1)) + 1):
            self._notes.setdefault(line, Note(verdict, detail))

    def mark(self, start: int, end: int, what: str) -> None:
        """Note a tag of which nothing but what it does is left: its lines are rebuilt, if they hold no more."""
        if self.leading(start, end) is None:
            self.note(start, end, f"text ({what})")
        else:
            self.note(start, end, what, "navigation")

    def unknown(self, name: str, at: int) -> None:
        """A tag that stays text."""
        self._unknown.setdefault(name, []).append(self.line(at) + self._first_line - 1)

    def remark(self, message: str, at: int, hint: str = "") -> None:
        """A place to look at."""
        line = self.line(at) + self._first_line - 1
        self._remarks.append(warning(message, path=self._path, line=line, hint=hint))

    def marks_before(self, start: int) -> str | None:
        """What stands before a place on its line if that is indentation, quote and list marks, else None."""
        line_start = self._line_starts[self.line(start) - 1]
        if start - line_start > _MAX_LEADING:
            return None
        before = self.text[line_start:start]
        return before if _LEADING.fullmatch(before) else None

    def ends_line(self, end: int) -> bool:
        """Whether nothing more stands on a line."""
        return bool(_REST_OF_LINE.match(self.text, end))

    def leading(self, start: int, end: int) -> str | None:
        """`marks_before` of a tag that has its lines to itself, else None."""
        return self.marks_before(start) if self.ends_line(end) else None

    def is_in_address(self, start: int) -> bool:
        """Whether a tag stands where an address is meant (of a link, a picture or an attribute) or goes on."""
        return start == self._address_goes_on or self.text[max(0, start - 5) : start].endswith(_IN_ADDRESS)

    def as_address(self, start: int, written: str) -> str:
        """An address as it has to be written at this place of one."""
        is_quoted = start == self._address_goes_on or self.text[start - 1] in "<\"'"
        return written if is_quoted else address(written)

    def close(self, kind: str) -> Turned:
        """The end of the walk; `kind` is what the tags are called."""
        self._parts.append(self.text[self._copied :])
        remarks = list(self._remarks)
        for name, lines in self._unknown.items():
            also = ", ".join(str(line) for line in lines[1 : _SHOWN_LINES + 1])
            more = f", also in line {also}" if also else ""
            if len(lines) > _SHOWN_LINES + 1:
                more += f" and {len(lines) - _SHOWN_LINES - 1} more"
            remarks.append(
                warning(
                    f"the {kind} {name} is not known here and stays as text{more}",
                    path=self._path,
                    line=lines[0],
                    hint="write in Markdown what it showed",
                )
            )
        return Turned(
            text="".join(self._parts),
            turned=self._turned,
            unknown=sum(map(len, self._unknown.values())),
            left_out=self._left_out,
            notes=self._notes,
            remarks=tuple(sorted(remarks)),
        )


def continued(leading: str) -> str:
    """What stands before the further lines of a block whose first line has this before it."""
    return _MARKER.sub(" ", leading)


def fenced(code: str, language: str, leading: str = "") -> str:
    """A fenced block that no fence in the code ends; further lines get what `leading` asks for."""
    longest = max((len(run) for run in _TICK_RUN.findall(code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code}\n{continued(leading)}{fence}"


def code_span(code: str) -> str:
    """Code within a line."""
    longest = max((len(run) for run in _TICKS.findall(code)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{ticks}{pad}{code}{pad}{ticks}"


def address(written: str) -> str:
    """An address as the destination of a link or picture."""
    return f"<{_bare(written)}>" if _UNSAFE_ADDRESS.search(written) else written


def _bare(written: str) -> str:
    return written.replace("<", "%3C").replace(">", "%3E").replace("\n", "%0A")


def plain(text: str) -> str:
    """Text in which Markdown finds nothing."""
    return re.sub(r"([\\`*\[\]<$_])", r"\\\1", " ".join(text.split()))


def link(text: str, target: str) -> str:
    """A link; its text is no Markdown."""
    return f"[{plain(text)}]({address(target)})"
