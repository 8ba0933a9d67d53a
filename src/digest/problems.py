"""What can be wrong, as data: a place, what is wrong there and what to do about it.

Readers and checks return problems or raise `DigestError` with all of them; only the command line turns them
into text and exit codes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

Severity = Literal["error", "warning"]


class Problem(msgspec.Struct, frozen=True, order=True):
    """One finding about one place.

    `path` is relative to the site root with forward slashes; `line` and `column` count from 1 in characters,
    0 where the finding is about the whole file.
    """

    path: str
    line: int
    column: int
    severity: Severity
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}:{self.column or 1}"
        text = f"{place}: {self.severity}: {self.message}" if place else f"{self.severity}: {self.message}"
        return f"{text}\n    hint: {self.hint}" if self.hint else text


class DigestError(Exception):
    """The work cannot go on; `problems` says why, every reason of this run and never none."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def error(message: str, *, path: str = "", line: int = 0, column: int = 0, hint: str = "") -> Problem:
    """A problem that stops a build."""
    return Problem(path, line, column, "error", message, hint)


def warning(message: str, *, path: str = "", line: int = 0, column: int = 0, hint: str = "") -> Problem:
    """A problem the build lives with."""
    return Problem(path, line, column, "warning", message, hint)
