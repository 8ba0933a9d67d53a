"""What every command knows about its run: where the site is, how much to say, whether colour is welcome.

Results go to standard output, everything about the run to standard error. Text from content files is shown
with its control characters escaped, so a title cannot move the cursor or recolour a terminal.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TextIO

from msgspec.structs import replace

from digest.problems import Problem

ColorPolicy = Literal["auto", "always", "never"]

# C0 but for newline, DEL, C1, bidi controls, line and paragraph separators, tag characters, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)
_RED, _YELLOW, _GREY, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[2m", "\x1b[0m"


def escape_controls(text: str) -> str:
    r"""Write characters a terminal would obey as `\x1b`, `\u202e`; newlines stay."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


class Console:
    """Output of one run; commands receive it with `click.pass_obj`.

    Attributes:
        root: the site root, absolute.
        quiet: only results and problems.
        verbose: also what a developer wants to know: tracebacks.
        color: when to colour problems; `auto` asks the terminal and `NO_COLOR` (see no-color.org).
    """

    def __init__(
        self,
        root: Path,
        *,
        quiet: bool = False,
        verbose: bool = False,
        color: ColorPolicy = "auto",
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self.root = root
        self.quiet = quiet
        self.verbose = verbose
        self.color: ColorPolicy = color
        self._out = out
        self._err = err

    @property
    def out(self) -> TextIO:
        """Where results go."""
        return self._out or sys.stdout

    @property
    def err(self) -> TextIO:
        """Where problems and progress go."""
        return self._err or sys.stderr

    @property
    def colored(self) -> bool:
        """Whether problems are coloured."""
        if self.color != "auto":
            return self.color == "always"
        return not os.environ.get("NO_COLOR") and self.err.isatty() and os.environ.get("TERM") != "dumb"

    def result(self, text: str) -> None:
        """One line of what was asked for; shown also when quiet."""
        _write(self.out, escape_controls(text))

    def info(self, text: str) -> None:
        """A remark about the run."""
        if not self.quiet:
            _write(self.err, escape_controls(text))

    def problems(self, problems: Iterable[Problem]) -> None:
        """All problems, sorted by place, errors and warnings alike."""
        for problem in sorted(problems):
            _write(self.err, self.shown(problem))

    def shown(self, problem: Problem) -> str:
        """A problem as it is printed."""
        # A file name may hold a newline, and must not look like a line of ours.
        path = escape_controls(problem.path).replace("\n", "\\n")
        problem = replace(problem, path=path, message=problem.message.replace("\n", " "))
        text = escape_controls(str(problem))
        return _painted(text, problem) if self.colored else text


def _painted(text: str, problem: Problem) -> str:
    """Colour the severity, dim the hint. The path is before the first mark, so it is found from the left."""
    color = _RED if problem.severity == "error" else _YELLOW
    start = len(problem.path)
    mark = f"{problem.severity}:"
    text = text[:start] + text[start:].replace(mark, f"{color}{mark}{_PLAIN}", 1)
    head, hint_mark, hint = text.partition("\n    hint: ")
    return f"{head}{_GREY}{hint_mark}{hint}{_PLAIN}" if hint_mark else text


def _write(stream: TextIO, text: str) -> None:
    """Write a line, in whatever encoding the stream has: what it cannot say is escaped."""
    try:
        stream.write(text + "\n")
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
