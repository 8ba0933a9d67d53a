"""A content file cut into its top-level keys, as lines: what a change of some of them can be told and undone by."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

WHOLE = ""
"""The name of front matter that is one piece: no YAML, or several keys on a line."""

_BLANK = " \t\r\n\ufeff"


class Fields(msgspec.Struct, frozen=True):
    """The parts of a file, which make it up again when they are joined.

    `head` is what comes before the first key, `lines` the lines of each key up to the next one, `tail` the line
    that closes the front matter.
    """

    head: str
    lines: dict[str, str]
    tail: str
    body: str

    @property
    def text(self) -> str:
        """The whole file."""
        return self.head + "".join(self.lines.values()) + self.tail + self.body


def fields_of(text: str, places: Mapping[str, tuple[int, int]], body_line: int) -> Fields:
    """Cut a file.

    Args:
        text: all of it.
        places: line and column of each top-level key, as its draft has them.
        body_line: the line on which its body starts.
    """
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    front, body = lines[: body_line - 1], "".join(lines[body_line - 1 :])
    starts = _starts(front, places)
    if not starts:
        return Fields("", {WHOLE: "".join(front)}, "", body)
    numbers = sorted(starts)
    ends = [*numbers[1:], len(front)]
    found = {
        starts[start]: "".join(front[start - 1 : end - 1]) for start, end in zip(numbers, ends, strict=True)
    }
    return Fields("".join(front[: numbers[0] - 1]), found, front[-1], body)


def _starts(front: list[str], places: Mapping[str, tuple[int, int]]) -> dict[int, str]:
    """The key that begins on a line, by its number; none where the keys do not stand one below the other."""
    if next((bare for line in front if (bare := line.strip(_BLANK))), "") != "---":
        return {}
    found: dict[int, str] = {}
    for name, (line, column) in places.items():
        if not 1 <= line < len(front) or column != 1:
            return {}
        written = front[line - 1]
        if any(written.startswith(f"{quote}{name}{quote}") for quote in ("", '"', "'")):
            if line in found and len(found[line]) >= len(name):
                continue
            found[line] = name
    is_whole = {line for line, _ in places.values()} == found.keys()
    return found if is_whole else {}
