"""Finding and reading the files of another generator's site."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import msgspec

from digest.problems import DigestError, Problem, error, warning

MAX_BYTES = 50_000_000
"""Larger files are not taken over."""
_SHOWN = 8  # names of left out files that one remark repeats


class Walked(msgspec.Struct):
    """What a walk found: files by their path below the root, with forward slashes."""

    root: Path
    shown: str
    files: dict[str, Path] = {}
    skipped: list[str] = []
    remarks: list[Problem] = []
    problems: list[Problem] = []

    def name(self, inner: str) -> str:
        """What people call a file."""
        return f"{self.shown}/{inner}" if self.shown != "." else inner

    def read(self, inner: str) -> bytes | None:
        """The bytes of a file; None, and a problem or a remark, where they cannot be had."""
        file = self.files[inner]
        try:
            if file.stat().st_size > MAX_BYTES:
                message = f"left out: larger than {MAX_BYTES // 1_000_000} MB"
                self.remarks.append(warning(message, path=self.name(inner), hint="copy it by hand"))
                return None
            return file.read_bytes()
        except OSError as failure:
            self.problems.append(error(f"cannot be read: {failure.strerror}", path=self.name(inner)))
            return None


class LeftOut:
    """Files that are not taken over, told in one remark for each folder and reason."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], list[str]] = {}

    def add(self, inner: str, why: str) -> None:
        """Leave a file out."""
        folder, _, name = inner.rpartition("/")
        self._names.setdefault((folder, why), []).append(name)

    def remarks(self, walked: Walked) -> list[Problem]:
        """The remarks."""
        found: list[Problem] = []
        for (folder, why), names in self._names.items():
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            message = f"left out: {', '.join(sorted(names)[:_SHOWN])}{more} ({why})"
            found.append(warning(message, path=walked.name(folder) if folder else walked.shown))
        return found

    def __len__(self) -> int:
        return sum(map(len, self._names.values()))


def walk(root: Path, *, skip: Callable[[str], bool], top: tuple[str, ...] = ("",)) -> Walked:
    """Find the files below some folders of a site, in the order of their paths.

    Hidden names and those of editors' copies are passed over. Links to files inside the site count as files;
    other links are not followed.

    Args:
        root: the site.
        skip: whether a folder, by its path, is none of the site's content; those are named in `skipped`.
        top: the folders to begin with, by their paths.

    Raises:
        DigestError: the folder itself cannot be read.
    """
    found: dict[str, Path] = {}
    walked = Walked(root, root.as_posix(), found, [], [], [])
    real = os.path.realpath(root)
    folders = [folder for folder in reversed(top) if not folder or (root / folder).is_dir()]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError as failure:
            problem = error(f"this folder cannot be read: {failure.strerror}", path=walked.name(folder))
            if not folder:
                raise DigestError([problem]) from None
            walked.problems.append(problem)
            continue
        below = []
        for entry in inside:
            inner = f"{folder}/{entry.name}" if folder else entry.name
            if entry.name.startswith((".", "#")) or entry.name.endswith("~"):
                continue
            if not _is_text(entry.name):
                name = os.fsencode(inner).decode("utf-8", "backslashreplace")
                walked.problems.append(error("the name of this file is not UTF-8", path=walked.name(name)))
            elif entry.is_symlink():
                if _leads_inside(entry, real, walked, inner):
                    found[inner] = Path(entry.path)
            elif entry.is_dir():
                if skip(inner):
                    walked.skipped.append(inner)
                else:
                    below.append(inner)
            elif entry.is_file():
                found[inner] = Path(entry.path)
            else:
                walked.remarks.append(warning("left out: this is no file", path=walked.name(inner)))
        folders += reversed(below)
    return walked


def _leads_inside(entry: os.DirEntry[str], real: str, walked: Walked, inner: str) -> bool:
    """Whether a link leads to a plain file of the site; a remark where it does not."""
    target = os.path.realpath(entry.path)
    try:
        mode = os.stat(target).st_mode if target.startswith(real + os.sep) else None  # noqa: PTH116 - a text
    except OSError:
        mode = None
    if mode is not None and stat.S_ISREG(mode):
        return True
    message = "left out: this link leads out of the site"
    if mode is not None:
        message = "left out: links to folders are not followed"
    elif target.startswith(real + os.sep):
        message = "left out: this link leads to nothing"
    walked.remarks.append(warning(message, path=walked.name(inner), hint="put what it leads to in its place"))
    return False


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
