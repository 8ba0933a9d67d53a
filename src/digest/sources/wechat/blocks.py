"""An article between HTML and Markdown: blocks in their order, each with the quotes and list items it is in."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class Frame(NamedTuple):
    """A quote, or an item of a list. `number` tells frames apart, `group` is that of the whole list."""

    marker: str
    number: int
    group: int = 0

    @property
    def is_quote(self) -> bool:
        """Whether it is a quote rather than a list item."""
        return self.marker == "> "


class Run(NamedTuple):
    """A piece of a line: text with its marks, a line break, a formula or a small picture (`src`)."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""
    sup: bool = False
    tex: bool = False
    src: str = ""
    size: float = 0.0

    @property
    def is_break(self) -> bool:
        """Whether it is a line break."""
        return self.text == "\n"

    @property
    def is_plain(self) -> bool:
        """Whether its text is prose."""
        return not (self.code or self.tex or self.src or self.is_break)


BREAK = Run("\n")


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """What all blocks have: the frames they are in, the outermost first."""

    frames: tuple[Frame, ...] = ()


class Paragraph(Block, frozen=True, kw_only=True):
    """Running text; `centred` as it was shown."""

    runs: tuple[Run, ...]
    centred: bool = False

    @property
    def words(self) -> str:
        """Its text without marks."""
        return words_of(self.runs)


class Heading(Block, frozen=True, kw_only=True):
    """A heading of a level from 1 to 6."""

    level: int
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        """Its text without marks."""
        return words_of(self.runs)


class Code(Block, frozen=True, kw_only=True):
    """Lines of code."""

    text: str
    language: str = ""


class Formula(Block, frozen=True, kw_only=True):
    """A formula on lines of its own, as TeX."""

    tex: str


class Figure(Block, frozen=True, kw_only=True):
    """A picture, where it leads, and its height by its width (0: not said)."""

    src: str
    alt: str = ""
    href: str = ""
    ratio: float = 0.0


class Table(Block, frozen=True, kw_only=True):
    """Rows of cells, the first row the head; all of one width."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]


class Rule(Block, frozen=True, kw_only=True):
    """A line between parts."""


Part = Paragraph | Heading | Code | Formula | Figure | Table | Rule


def words_of(runs: tuple[Run, ...]) -> str:
    """The text of some runs without marks; what a small picture shows does not count."""
    return "".join(run.text for run in runs if not run.src)
