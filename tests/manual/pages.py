"""The pages of the manual and the fenced blocks in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from building import ROOT

MANUAL = ROOT / "content/manual"
LANGUAGES = ("en", "zh")
_FENCE = re.compile(r"^(?P<marks>`{3,})(?P<info>[^\n]*)\n(?P<text>.*?)^(?P=marks)$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: first word of its info string, the words behind it, what it holds, where it begins.

    Words the tests know: `file=PATH` (the block is that file), `no-run` (not to be executed, and why), `output` (what
    the block of commands before it prints; a line `...` stands for any lines).
    """

    language: str
    words: tuple[str, ...]
    text: str
    place: str

    @property
    def file(self) -> str:
        """The path of the file this block is, "" for none."""
        return next((word.removeprefix("file=") for word in self.words if word.startswith("file=")), "")


def blocks_of(file: Path) -> list[Block]:
    """Every fenced block of a page, in order."""
    text = file.read_text("utf-8")
    found = []
    for match in _FENCE.finditer(text):
        language, *words = match["info"].split() or [""]
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(language, tuple(words), match["text"], f"{file.relative_to(ROOT)}:{line}"))
    return found


def manual_pages(language: str = "") -> list[Path]:
    """The files of the manual, all or those in one language."""
    return sorted((MANUAL / language).rglob("*.md"))
