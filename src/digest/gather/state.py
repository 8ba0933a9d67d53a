"""What must outlive a lost cache: `.digest/state/`, sorted lines of JSON, kept under version control.

`sources.jsonl`: until when each source was read. `waiting.jsonl`: articles that were seen and could not be taken
yet, so that none is lost when its feed forgets it. `refused.jsonl`: addresses that hold no article, so that nobody
asks again. `papers.jsonl`: the versions of papers, so that a new one is news.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

import msgspec

from digest.formats.lines import lines_of, read_lines
from digest.problems import DigestError
from digest.sources.arxiv.updates import Known

SOURCES = ".digest/state/sources.jsonl"
WAITING = ".digest/state/waiting.jsonl"
REFUSED = ".digest/state/refused.jsonl"
PAPERS = ".digest/state/papers.jsonl"

_HINT = "restore the file from version control, or delete the line"

T = TypeVar("T", bound=msgspec.Struct)


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of the past that a search has not reached, both ends included."""

    start: datetime
    end: datetime


class SourceState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One source: until when it was read without fault, its address that is gone, and what its limit left over.

    `behind` are parts of the past that no search has reached, `left` ids of papers that were announced.
    """

    id: str
    reached: datetime | None = None
    behind: tuple[Span, ...] = ()
    left: tuple[str, ...] = ()
    gone: str = ""


class Waiting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An article that waits for another run: what its source said, in short, and when it was first seen."""

    source: str
    key: str
    seen: datetime
    url: str = ""
    title: str = ""
    date: datetime | None = None
    found_on: str = ""
    name: str = ""
    authors: tuple[str, ...] = ()
    abstract: str = ""


class Refused(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An address that holds no article, and what it is instead."""

    key: str
    why: str
    title: str = ""


class PaperState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A paper of arXiv, as it was when it was last seen."""

    id: str
    known: Known


class FetchState(msgspec.Struct, frozen=True, kw_only=True):
    """All four files, by what people would look for: source, (source, key), key, arXiv id."""

    sources: Mapping[str, SourceState] = {}
    waiting: Mapping[tuple[str, str], Waiting] = {}
    refused: Mapping[str, Refused] = {}
    papers: Mapping[str, Known] = {}


def read_state(read_file: Callable[[str], bytes | None]) -> FetchState:
    """The state of a site; empty where it has fetched nothing.

    Raises:
        DigestError: with every line that cannot be read.
    """
    problems: list[DigestError] = []

    def lines(path: str, kind: type[T]) -> tuple[T, ...]:
        try:
            return read_lines(read_file(path), kind, path, hint=_HINT)
        except DigestError as failure:
            problems.append(failure)
            return ()

    state = FetchState(
        sources={one.id: one for one in lines(SOURCES, SourceState)},
        waiting={(one.source, one.key): one for one in lines(WAITING, Waiting)},
        refused={one.key: one for one in lines(REFUSED, Refused)},
        papers={one.id: one.known for one in lines(PAPERS, PaperState)},
    )
    if problems:
        raise DigestError([problem for failure in problems for problem in failure.problems])
    return state


def state_files(state: FetchState) -> dict[str, bytes]:
    """The files of a state; one without lines is empty."""
    papers = (PaperState(id=key, known=known) for key, known in state.papers.items())
    return {
        SOURCES: lines_of(one for one in state.sources.values() if one != SourceState(id=one.id)),
        WAITING: lines_of(state.waiting.values()),
        REFUSED: lines_of(state.refused.values()),
        PAPERS: lines_of(papers),
    }
