"""Fixture files: cases of a title, the Markdown and the HTML it becomes, each ended by a line with a dot.

In the expected HTML STX and ETX, the marks of a slot, are written as ⟦ and ⟧.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FIXTURES = Path(__file__).parent / "fixtures"


class Case(NamedTuple):
    """One case; `line` is that of its title."""

    file: str
    line: int
    title: str
    markdown: str
    html: str


def readable(html: str) -> str:
    return html.replace("\x02", "⟦").replace("\x03", "⟧")


def read_cases(path: Path) -> Iterator[Case]:
    lines = path.read_text(encoding="utf-8").split("\n")
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        first = lines.index(".", at)
        second = lines.index(".", first + 1)
        third = lines.index(".", second + 1)
        yield Case(
            path.name,
            at + 1,
            lines[at],
            "\n".join(lines[first + 1 : second]) + "\n",
            "\n".join(lines[second + 1 : third]),
        )
        at = third + 1
