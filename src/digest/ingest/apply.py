"""Takes the steps of a plan: all of them or none, also when the program is killed in between.

What will be written is noted in one file first. A run that is killed before that has changed nothing; one that is
killed later is completed by the next command that writes (`complete_steps`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec

from digest.files.atomic import sync_folders, write_atomically, write_new
from digest.files.failures import os_failure
from digest.ingest.plan import Removal, Step
from digest.problems import DigestError, Problem, error, warning

UNFINISHED = ".digest/unfinished"
"""The steps that are being taken; there only while that lasts, or after a run that was killed."""

_STATE = ".digest/state/"


_NEVER_EMPTIED = 2
"""Folders of a path that stay when they are empty: `content/entries`, `.digest/state`."""


def apply_steps(
    root: Path, steps: Sequence[Step | Removal], on_step: Callable[[int], None] = lambda _: None
) -> None:
    """Write and remove the files of a plan below a site root, in their order; each is whole at any moment.

    Folders that a removal leaves empty go too.

    Raises:
        DigestError: a file was changed meanwhile or cannot be written; those written before are as they were.
    """
    for step in steps:
        _check(root, step)
    _clear_up(root, steps)
    if len(steps) > 1:
        _note(root, steps)
    taken: list[Step | Removal] = []
    try:
        for number, step in enumerate(steps, 1):
            _take(root, step)
            taken.append(step)
            on_step(number)
        _settle(root, steps)
    except BaseException:
        for step in reversed(taken):
            _take_back(root, step)
        _forget(root)
        raise
    _forget(root)


def complete_steps(root: Path) -> tuple[Problem, ...]:
    """Complete what a run that was killed had begun to write; call it with the lock of the project held.

    Returns:
        A warning for each file that somebody has changed since: it stays as it is.

    Raises:
        DigestError: a file cannot be read or written.
    """
    noted = read_site_file(root, UNFINISHED)
    if noted is None:
        return ()
    problems = []
    ours: list[Step | Removal] = []
    try:
        steps = msgspec.msgpack.decode(noted, type=tuple[Step | Removal, ...])
    except msgspec.DecodeError:
        hint = "run the last command once more; nothing else depends on this file"
        problems.append(warning("what a killed run had begun cannot be read", path=UNFINISHED, hint=hint))
        steps = ()
    _clear_up(root, [step for step in steps if _is_inside(root, step)])
    for step in steps:
        if not _is_inside(root, step):
            problems.append(warning("a file outside the site was not written", path=step.path))
            continue
        if not _is_ours(step):
            problems.append(warning("no command writes this file; it was not written", path=step.path))
            continue
        ours.append(step)
        there = read_site_file(root, step.path)
        if there == step.before:
            _take(root, step)
        elif there != (step.data if isinstance(step, Step) else None):
            message = (
                "this file was changed after a run was killed that had begun to write it; it stays as it is"
            )
            problems.append(warning(message, path=step.path))
    _settle(root, ours)  # those the killed run had written too
    _forget(root)
    return tuple(problems)


def read_site_file(root: Path, path: str) -> bytes | None:
    """The bytes of a file of the site, None where there is none.

    Raises:
        DigestError: it cannot be read.
    """
    try:
        return (root / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as failure:
        raise os_failure(failure, path, "read") from None


def _is_inside(root: Path, step: Step | Removal) -> bool:
    return (root / step.path).resolve().is_relative_to(root.resolve())


def _is_ours(step: Step | Removal) -> bool:
    """Whether a command may have noted a step: the note itself may have come with somebody's commit.

    Of the hidden folders beside `content` a plan changes the state alone: never `.git`, `.venv` and the like.
    """
    path = PurePosixPath(step.path)
    if not path.parts or path.is_absolute() or ".." in path.parts:
        return False
    return step.path.startswith(_STATE) or not path.parts[0].startswith(".")


def _check(root: Path, step: Step | Removal) -> None:
    if not _is_inside(root, step):
        raise DigestError([error("this file lies outside the site", path=step.path)])
    if read_site_file(root, step.path) != step.before:
        message = "somebody else changed this file meanwhile"
        raise DigestError([error(message, path=step.path, hint="nothing was written; try again")])


def _clear_up(root: Path, steps: Sequence[Step | Removal]) -> None:
    """Remove the half files of a run that was killed; nobody else writes while we hold the lock."""
    for folder in {(root / path).parent for path in (UNFINISHED, *(step.path for step in steps))}:
        for left in folder.glob(".digest-*.tmp"):
            left.unlink(missing_ok=True)


def _note(root: Path, steps: Sequence[Step | Removal]) -> None:
    target = root / UNFINISHED
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise os_failure(failure, UNFINISHED) from None
    write_atomically(target, msgspec.msgpack.encode(steps), called=UNFINISHED)


def _settle(root: Path, steps: Sequence[Step | Removal]) -> None:
    """Make the names of all files survive a power cut, a folder at a time, while the note is still there."""
    folders = dict.fromkeys((root / step.path).parent for step in steps if isinstance(step, Step))
    try:
        sync_folders(folders)
    except OSError as failure:
        raise os_failure(failure, "content") from None


def _forget(root: Path) -> None:
    with suppress(OSError):
        (root / UNFINISHED).unlink(missing_ok=True)


def _take(root: Path, step: Step | Removal) -> None:
    if isinstance(step, Removal):
        _remove(root, step)
        return
    if step.before is not None:
        write_atomically(root / step.path, step.data, batch=True, called=step.path)
        return
    try:
        write_new(root / step.path, step.data, batch=True, called=step.path)
    except FileExistsError:
        raise DigestError([error("somebody else made this file meanwhile", path=step.path)]) from None


def _remove(root: Path, step: Removal) -> None:
    target = root / step.path
    try:
        target.unlink()
    except OSError as failure:
        raise os_failure(failure, step.path, "removed") from None
    with suppress(OSError):
        for folder in list(target.parents)[: max(len(Path(step.path).parts) - 1 - _NEVER_EMPTIED, 0)]:
            folder.rmdir()  # stops at the first that is not empty


def _take_back(root: Path, step: Step | Removal) -> None:
    """Undo a step as well as the disk allows; the failure that led here is what people hear of."""
    target = root / step.path
    with suppress(OSError, DigestError):
        if isinstance(step, Removal):
            write_new(target, step.before, called=step.path)
            return
        if step.before is not None:
            write_atomically(target, step.before, called=step.path)
            return
        target.unlink()
        for folder in list(target.parents)[: len(Path(step.path).parts) - 1]:
            folder.rmdir()  # stops at the first that is not empty
