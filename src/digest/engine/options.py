"""What a build was asked for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from digest.catalog.catalog import HiddenReason
from digest.problems import Problem


class BuildOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Options of `digest build`; `base_url` and `output` override the configuration where they are given.

    `clock` decides what is visible and nothing else; without an offset it is in the time zone of the site. `jobs` is a
    number of processes, 0 for one a processor.
    """

    root: Path
    clock: datetime
    output: Path | None = None
    base_url: str = ""
    drafts: bool = False
    future: bool = False
    expired: bool = False
    jobs: int = 0
    use_cache: bool = True
    keep_going: bool = False
    wait: bool = True


class BuildReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did, in files of the output."""

    output: Path
    pages: int
    written: int
    unchanged: int
    removed: int
    entries: int
    left_out: tuple[tuple[HiddenReason, int], ...] = ()
    """how many pages are not shown, by reason"""
    clocks: tuple[int, int] = (0, 0)
    """the span of clocks, in seconds since 1970, over which the same is visible"""
    content_mark: str | None = None
    """`quick.tree_mark` of the files that were read; None where one could change without its times telling"""
    places: tuple[str, ...] = ()
    """everything else that was read: configuration, templates, themes, the program"""
    program_mark: str | None = None
    """`quick.program_mark` of these places, from before they were read"""
    problems: tuple[Problem, ...] = ()
    """warnings; with `keep_going` also the errors that were passed over"""
