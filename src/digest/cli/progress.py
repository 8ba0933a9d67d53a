"""Progress of long work: a bar where standard error is a terminal, a line a stage where it is not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from digest.cli.console import Console

QUIET_SECONDS = 1.0
"""Work that takes less says nothing."""
BAR = 30


@contextmanager
def progress_on(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """A function to be told of each step: what is being worked on, how many are done, of how many."""
    started = time.monotonic()
    drawn = False
    said: set[str] = set()
    terminal = console.err.isatty()

    def step(stage: str, done: int, total: int) -> None:
        nonlocal drawn
        if console.quiet or not total or time.monotonic() - started < QUIET_SECONDS:
            return
        if terminal:
            filled = BAR * done // total
            console.err.write(f"\r\x1b[K{stage:8} {'█' * filled}{'░' * (BAR - filled)} {done}/{total}")
            console.err.flush()
            drawn = True
        elif stage not in said:
            said.add(stage)
            console.info(f"{stage}: {total}")

    try:
        yield step
    finally:
        if drawn:
            console.err.write("\r\x1b[K")
            console.err.flush()
