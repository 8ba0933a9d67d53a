"""Processes that die, and disks that fail, at a given step."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

CHANGING_CALLS = ("mkdir", "rename", "replace", "rmdir", "unlink", "write", "open")


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it reaches the disk, not even clearing up."""


def interrupt(
    monkeypatch: pytest.MonkeyPatch, step: int, failure: Callable[[], BaseException], *, for_good: bool
) -> list[str]:
    """Lets the changing system calls fail from the given one on (`for_good`) or only this one.

    Returns the names of those that were made; opening counts where it may make a file.
    """
    made: list[str] = []

    def wrap(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*arguments: object, **options: object) -> object:
            if name == "open" and not (isinstance(arguments[1], int) and arguments[1] & os.O_CREAT):
                return call(*arguments, **options)
            made.append(name)
            if len(made) == step or (for_good and len(made) > step):
                raise failure()
            return call(*arguments, **options)

        return counted

    for name in CHANGING_CALLS:
        monkeypatch.setattr(os, name, wrap(name, getattr(os, name)))
    return made
