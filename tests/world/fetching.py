"""Running `digest fetch` on a site of the world, and reading what it left behind."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from digest.cli.main import run as run_digest
from digest.config.schema import Config
from digest.content.drafts import EntryDraft
from digest.content.read import read_draft

CLOCK = "2025-05-19T09:00:00+08:00"
"""Monday of 2025-W21, after everything the world has published; 01:00 in UTC."""
LATER = "2025-05-19T11:00:00+08:00"
"""Two hours later, on the same day in both zones."""
KEPT = ("content", ".digest/state")
"""What is under version control, and must say the same whatever happened on the way."""
FAULT = "fault of the program"
"""What the command line says instead of a traceback."""


class Record(msgspec.Struct, frozen=True):
    """A thing that was dropped, is pending or failed, and why."""

    what: str
    why: str


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """The report of a run (`--report`), as far as others rely on it."""

    version: int
    unit: str
    seen: int
    new: int
    updated: int
    unchanged: int
    merged: int
    dropped: list[Record]
    pending: list[Record]
    failed: list[Record]

    def are_closed(self) -> bool:
        """Whether everything that was seen has its place."""
        counted = self.new + self.updated + self.unchanged + self.merged
        return self.seen == counted + len(self.dropped) + len(self.pending) + len(self.failed)


class NoReport(Exception):  # noqa: N818 - it says what is missing
    """The run ended before it could close its books; the text is what it said."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A run of the command: its exit code, its books, what it said."""

    code: int
    books: Books
    output: str
    errors: str


def fetch(site: Path, *arguments: str, clock: str = CLOCK) -> Run:
    """Run `digest fetch` in this process, as the command line does; its books must be closed.

    Raises:
        NoReport: it ended before there were any.
    """
    report = site.parent / f"{site.name}-report.json"
    report.unlink(missing_ok=True)
    output, errors = io.StringIO(), io.StringIO()
    words = ["-s", str(site), "fetch", *arguments, "--clock", clock, "--report", str(report)]
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            run_digest(words)
        except SystemExit as leaving:
            code = leaving.code
    said = output.getvalue() + errors.getvalue()
    assert FAULT not in said, said
    assert isinstance(code, int)
    if not report.exists():
        raise NoReport(said)
    books = read_books(report)
    return Run(code=code, books=books, output=output.getvalue(), errors=errors.getvalue())


def fetch_process(
    site: Path,
    *arguments: str,
    clock: str = CLOCK,
    environment: dict[str, str] | None = None,
    options: Iterable[str] = (),
) -> subprocess.Popen[bytes]:
    """Start `digest fetch` in a process of its own; what it says goes to its pipes."""
    words = [sys.executable, *options, "-m", "digest", "-s", str(site), "fetch", *arguments, "--clock", clock]
    return subprocess.Popen(
        words,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def read_books(report: Path) -> Books:
    """Read a report, and see that it adds up."""
    books = msgspec.json.decode(report.read_bytes(), type=Books)
    assert books.unit == "items"
    assert books.are_closed(), books
    raw = json.loads(report.read_text(encoding="utf-8"))
    for name in ("dropped", "pending", "failed"):
        assert all(record["what"] and record["why"] for record in raw[name]), raw[name]
    return books


def entries(site: Path) -> list[EntryDraft]:
    """Every entry on the site, read as the build reads it."""
    found = []
    for file in sorted((site / "content/entries").rglob("*.md")):
        if file.name == "source.md":
            continue
        path = file.relative_to(site).as_posix()
        draft, warnings = read_draft(file.read_bytes(), path=path, config=Config())
        assert warnings == (), (path, warnings)
        assert isinstance(draft, EntryDraft)
        found.append(draft)
    return found


def ids(site: Path) -> list[str]:
    """The id of every entry, sorted; one that is there twice stands here twice."""
    return sorted(entry.id for entry in entries(site))


def entry_with(site: Path, entry_id: str) -> EntryDraft:
    """The entry with an id."""
    (found,) = [entry for entry in entries(site) if entry.id == entry_id]
    return found


def kept(site: Path) -> dict[str, bytes]:
    """Every file under version control that fetching may touch, by its path."""
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for folder in KEPT
        for file in sorted((site / folder).rglob("*"))
        if file.is_file()
    }
