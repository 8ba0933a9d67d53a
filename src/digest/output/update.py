"""The usual build: changed files wait in staging, then replace the old ones under a journal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from digest.output.journal import (
    JOURNAL,
    STAGED_JOURNAL,
    STAGED_MANIFEST,
    STAGING,
    Journal,
    carry_out,
    encode_journal,
    put_away,
    staged,
)
from digest.output.manifest import Manifest, encode_manifest
from digest.output.paths import check_path, fold
from digest.output.tree import Tree
from digest.problems import DigestError, Problem, error


class SiteUpdate:
    """Changes to a folder that holds something; nothing of it is touched before `commit`."""

    def __init__(self, folder: Path, previous: Manifest) -> None:
        self._previous = previous
        self._tree = Tree(folder)
        self._staged: list[str] = []
        self._foreign: list[str] = []
        self._decided = False

    def put(self, path: str, data: bytes) -> None:
        """Stages one file; one of the same name that no build made is only replaced by the same bytes."""
        if (
            path not in self._previous.files
            and self._tree.size(path) is not None
            and self._tree.read(path) != data
        ):
            self._foreign.append(path)
        self._tree.create(staged(len(self._staged)), data, called=path)
        self._staged.append(path)

    def commit(self, manifest: Manifest) -> int:
        """Makes the folder what the manifest says; returns how many old files were deleted.

        Raises:
            DigestError: before anything was touched where that could be foreseen (something else in the way,
                no space); later the journal stays and the next run completes the build.
        """
        stale = [path for path in self._previous.files if path not in manifest.files and _is_ours(path)]
        if not self._staged and not stale and manifest == self._previous:
            return 0
        journal = self._plan(stale)
        self._tree.create(STAGED_MANIFEST, encode_manifest(manifest))
        self._tree.create(STAGED_JOURNAL, encode_journal(journal))
        self._decided = True  # from here on the next run can finish it, and must be able to
        self._tree.move(STAGED_JOURNAL, JOURNAL)
        removed = carry_out(self._tree, journal)
        put_away(self._tree)
        return removed

    def close(self) -> None:
        """Lets go of the folder; without a commit it is as it was."""
        try:
            if not self._decided or self._tree.size(JOURNAL) is None:
                self._tree.remove_folder(STAGING)
        finally:
            self._tree.close()

    def _plan(self, stale: list[str]) -> Journal:
        in_the_way = _blocking(stale, self._staged)
        removable = set(stale)
        problems = [_not_ours(path) for path in self._foreign]
        for path in self._staged:
            obstacle = self._tree.obstacle(path)
            if obstacle and obstacle not in removable:
                below = self._tree.files_below(obstacle) if obstacle == path else []
                foreign = [name for name in below if name not in removable]
                if foreign or not below:
                    problems.append(_in_the_way(path, foreign[0] if foreign else obstacle))
        if problems:
            raise DigestError(problems)
        return Journal(
            clear=tuple(path for path in stale if path in in_the_way),
            place=tuple(self._staged),
            drop=tuple(path for path in stale if path not in in_the_way),
        )


def _not_ours(path: str) -> Problem:
    return error(
        "no build made this file of the output folder, and the new page would replace it",
        path=path,
        hint="move it away, or name another folder with --destination or build.output",
    )


def _is_ours(path: str) -> bool:
    """Whether the path may be deleted because a manifest says so: only what could have been written."""
    try:
        check_path(path)
    except DigestError:
        return False
    return True


def _blocking(stale: list[str], wanted: list[str]) -> set[str]:
    """The old files that must go before the new ones fit in: a folder now, in a folder now, other case."""
    if not stale:
        return set()
    new = {fold(path) for path in wanted}
    new_folders = _folders(new)
    old = {path: fold(path) for path in stale}
    return {
        path
        for path, key in old.items()
        if key in new or key in new_folders or not new.isdisjoint(_folders((key,)))
    }


def _folders(paths: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        parent = path.rpartition("/")[0]
        while parent and parent not in found:
            found.add(parent)
            parent = parent.rpartition("/")[0]
    return found


def _in_the_way(path: str, obstacle: str) -> Problem:
    return error(
        f"cannot be written: {obstacle} in the output folder is in the way and was not made by digest",
        path=path,
        hint="a link, a folder or a foreign file; move it out of the output folder",
    )
