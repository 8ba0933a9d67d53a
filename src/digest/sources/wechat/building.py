"""Blocks from the events of a walk: where paragraphs end, what frames they are in, what a table holds."""

from __future__ import annotations

from digest.sources.wechat.blocks import (
    Code,
    Figure,
    Formula,
    Frame,
    Heading,
    Paragraph,
    Part,
    Rule,
    Run,
    Table,
)
from digest.sources.wechat.lines import paragraphs, tidy

_DEEPEST = 6  # quotes and list items inside one another; deeper ones are read as if they were not there
_LAYOUTS = 4  # tables inside one another that are looked at; deeper ones are taken for layout
_MOST_FILLED = 4  # cells of a table for each that was written; with more of them it is no table
_SMALL = 1000  # cells that do no harm
_MAX_HEADING = 120  # characters; longer ones are texts in large letters


class _List:
    """An open list: the number of its next item, None for one without numbers."""

    def __init__(self, group: int, following: int | None) -> None:
        self.group = group
        self.following = following

    def marker(self) -> str:
        if self.following is None:
            return "- "
        self.following += 1
        return f"{self.following - 1}. "


class Builder:
    """Takes the events of a walk in document order; `close` gives the blocks."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._runs: list[Run] = []
        self._centred: bool | None = None
        self._frames: list[Frame] = []
        self._opened: list[bool] = []  # of each quote and item that is open: whether it has a frame
        self._lists: list[_List] = []
        self._count = 0
        self._heading = 0
        self._headings_open = 0
        self._waiting: list[Figure] = []
        self._rows: list[list[list[Run]]] | None = None
        self._tables: list[bool] = []

    @property
    def wants_table(self) -> bool:
        """Whether a table that begins here may be one of data."""
        return self._rows is None and not self._heading and len(self._tables) < _LAYOUTS

    def add(self, run: Run, *, centred: bool = False) -> None:
        """More of the line; `centred` as it is shown."""
        if self._rows is not None:
            self._cell().append(run._replace(text=" ") if run.is_break else run)
            return
        if self._centred is None and run.text.strip():
            self._centred = centred
        self._runs.append(run)

    def end_paragraph(self) -> None:
        """Nothing more belongs to the paragraph; in a heading or a cell, a blank at most."""
        if self._rows is not None:
            if self._rows and self._rows[-1]:
                self._cell().append(Run(" "))
        elif self._heading:
            self._runs.append(Run(" "))
        else:
            frames = self._path()
            for runs in paragraphs(self._runs):
                self._parts.append(Paragraph(frames=frames, runs=runs, centred=bool(self._centred)))
            self._runs, self._centred = [], None

    def rule(self) -> None:
        """A line across the page."""
        self.end_paragraph()
        if self._rows is None and not self._heading:
            self._parts.append(Rule(frames=self._path()))

    def figure(self, src: str, alt: str, href: str, ratio: float) -> None:
        """A picture: in a cell part of its text, elsewhere a block of its own."""
        if self._rows is not None:
            self._cell().append(Run(alt, src=src, href=href))
            return
        self.end_paragraph()
        figure = Figure(frames=self._path(), src=src, alt=alt, href=href, ratio=ratio)
        if self._heading:
            self._waiting.append(figure)
        else:
            self._parts.append(figure)

    def formula(self, tex: str, *, is_block: bool) -> None:
        """A formula."""
        if not is_block or self._rows is not None or self._heading:
            self.add(Run(tex, tex=True))
            return
        self.end_paragraph()
        self._parts.append(Formula(frames=self._path(), tex=tex))

    def code(self, text: str, language: str) -> None:
        """A block of code."""
        if not text.strip():
            return
        if self._rows is not None or self._heading:
            self.add(Run(" ".join(text.split()), code=True))
            return
        self.end_paragraph()
        self._parts.append(Code(frames=self._path(), text=text, language=language))

    def open_heading(self, level: int) -> None:
        """The beginning of a heading; one inside another is part of it."""
        self._headings_open += 1
        if self._headings_open == 1 and self._rows is None:
            self.end_paragraph()
            self._heading = level

    def close_heading(self) -> None:
        """The end of a heading."""
        self._headings_open -= 1
        if self._headings_open or not self._heading:
            return
        level, self._heading = self._heading, 0
        runs = tidy(tuple(run._replace(text=" ") if run.is_break else run for run in self._runs))
        if sum(len(run.text) for run in runs) > _MAX_HEADING:
            self.end_paragraph()
        elif runs:
            self._parts.append(Heading(frames=self._path(), level=level, runs=runs))
        self._runs, self._centred = [], None
        self._parts += self._waiting
        self._waiting = []

    def open_quote(self) -> None:
        """The beginning of a quote."""
        self._open_frame("> ", 0)

    def open_list(self, first: int | None) -> None:
        """The beginning of a list; `first` is the number of its first item, None in a list without numbers."""
        self.end_paragraph()
        self._count += 1
        self._lists.append(_List(self._count, first))

    def open_item(self) -> None:
        """The beginning of an item, also of one outside of any list."""
        current = self._lists[-1] if self._lists else None
        self._open_frame(current.marker() if current else "- ", current.group if current else 0)

    def close_frame(self, name: str) -> None:
        """The end of a `blockquote`, `li`, `ul` or `ol`."""
        self.end_paragraph()
        if name in {"ul", "ol"}:
            self._lists.pop()
        elif self._opened.pop():
            self._frames.pop()

    def open_table(self, *, is_data: bool) -> None:
        """The beginning of a table; one that only arranges things leaves no trace."""
        self.end_paragraph()
        self._tables.append(is_data)
        if is_data:
            self._rows = []

    def open_row(self) -> None:
        """The beginning of a row."""
        self.end_paragraph()
        if self._rows is not None:
            self._rows.append([])

    def open_cell(self) -> None:
        """The beginning of a cell."""
        self.end_paragraph()
        if self._rows is not None:
            if not self._rows:
                self._rows.append([])
            self._rows[-1].append([])

    def close_table(self) -> None:
        """The end of a table."""
        if not self._tables.pop():
            self.end_paragraph()
            return
        rows = [[tidy(tuple(cell)) for cell in row] for row in self._rows or () if row]
        self._rows = None
        rows = [row for row in rows if any(row)]
        width = max((len(row) for row in rows), default=0)
        # Filled up, one long row among many short ones would make a table of the square of their number.
        if width * len(rows) > _MOST_FILLED * sum(len(row) for row in rows) + _SMALL:
            lines = [tidy(run for cell in row for run in (*cell, Run(" "))) for row in rows]
            self._parts += [Paragraph(frames=self._path(), runs=line) for line in lines if line]
        elif rows:
            filled = tuple((*row, *[()] * (width - len(row))) for row in rows)
            self._parts.append(Table(frames=self._path(), rows=filled))

    def close(self) -> list[Part]:
        """All blocks."""
        self.end_paragraph()
        return self._parts

    def _cell(self) -> list[Run]:
        rows = self._rows
        assert rows is not None
        if not rows:
            rows.append([])
        if not rows[-1]:
            rows[-1].append([])
        return rows[-1][-1]

    def _open_frame(self, marker: str, group: int) -> None:
        self.end_paragraph()
        has_frame = self._rows is None and not self._heading and len(self._frames) < _DEEPEST
        self._opened.append(has_frame)
        if not has_frame:
            return
        self._count += 1
        self._frames.append(Frame(marker, self._count, group))

    def _path(self) -> tuple[Frame, ...]:
        return tuple(self._frames)
