"""What an import will write: decided whole before the first file is touched."""

from __future__ import annotations

from typing import Literal

import msgspec

from digest.problems import Problem

State = Literal["new", "updated", "unchanged", "merged", "kept", "removed", "rejected"]
"""What became of a thing: `merged` into an entry that was there or that another item made; `kept`: the file that
is there is another one and stays as it is; `removed`: made by an earlier import and taken away since;
`rejected`: not wanted."""


class Step(msgspec.Struct, frozen=True, tag="write"):
    """One file to write: its path in the site, its new bytes, and those it must still have (None: must not be)."""

    path: str
    data: bytes
    before: bytes | None = None


class Removal(msgspec.Struct, frozen=True, tag="remove"):
    """One file to take away, and the bytes it must still have."""

    path: str
    before: bytes


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an item or page: the file it is in, and the fields in which that file stays as it is."""

    state: State
    path: str
    title: str = ""
    id: str = ""
    stays: frozenset[str] = frozenset()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """All steps, in the order to take them, and their outcomes.

    `items` has an outcome for each item of each document, `pages` one for each document that is a page or issue.
    `files` are outcomes of files taken over as they are and of the configuration.
    """

    steps: tuple[Step, ...]
    items: tuple[tuple[Outcome, ...], ...]
    pages: tuple[Outcome | None, ...]
    files: tuple[tuple[Outcome, ...], ...]
    problems: tuple[Problem, ...] = ()
