"""The writer of a site: takes finished files in any order, then replaces the old site by the new one.

    with OutputWriter(folder) as out:
        for page in pages:
            if not (is_unchanged(page) and out.keep(page.path)):
                out.write(render(page))
        report = out.commit()

Without `commit` the old site stays as it was. A process killed at any moment leaves the old site, or a
journal from which the next start completes the new one. Two writers at once are kept apart by the lock of the
caller (`lock.hold_lock`).
"""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from digest.files.failures import os_failure
from digest.output.artifact import Artifact
from digest.output.manifest import Manifest, fingerprint, manifest_digest, read_manifest, verify
from digest.output.newsite import NewSite
from digest.output.paths import check_path, check_together
from digest.output.recovery import recover
from digest.output.update import SiteUpdate
from digest.problems import DigestError, error


class WriteReport(msgspec.Struct, frozen=True):
    """What a build did to the output folder, in files; `digest` names its state as `manifest_digest` does."""

    written: int
    unchanged: int
    removed: int
    digest: bytes


class OutputWriter:
    """One build's writing; completes an interrupted build when it is entered.

    Only names, hashes and sizes are kept in memory, never the files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, tuple[bytes, int]] = {}
        self._written = 0
        self._destination: NewSite | SiteUpdate | None = None
        self.previous = Manifest()
        """What the last build left in the folder."""
        self.previous_digest = b""
        """The state of the folder before this build; empty when there was none or it is not known."""

    def __enter__(self) -> Self:
        try:
            self._folder = self._folder.resolve()
            recover(self._folder)
            self.previous = read_manifest(self._folder)
            self.previous_digest = manifest_digest(self._folder)
            self._destination = self._open()
        except OSError as failure:
            raise os_failure(failure, str(self._folder), "opened") from failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._close()
        except DigestError:
            if kind is None:
                raise
            # the first failure is the one to tell; the next start clears up

    def write(self, artifact: Artifact) -> None:
        """Takes one file of the new site; bytes that are there already are not written again.

        Raises:
            DigestError: when the path is not allowed, was given before, or the disk refuses.
        """
        path, data = artifact.path, artifact.data
        check_path(path)
        if path in self._files:
            raise DigestError(
                [
                    error(
                        "two files of the site have this address",
                        path=path,
                        hint="give one of the two another slug, url or file name",
                    )
                ]
            )
        mark = self._files[path] = fingerprint(data)
        destination = self._opened()
        if self.previous.files.get(path) == mark and not verify(self._folder, Manifest({path: mark})):
            return
        try:
            destination.put(path, data)
        except DigestError:
            check_together(self._files)  # the better message where `a` and `a/b` meet
            del self._files[path]
            raise
        self._written += 1

    def keep(self, path: str) -> bool:
        """Takes over a file of the last build as it is, unseen.

        Returns:
            False when that build left no such file whose content is certain: then it has to be written.
        """
        if not self.previous.knows(path) or path in self._files:
            return False
        self._files[path] = self.previous.files[path]
        return True

    def commit(self) -> WriteReport:
        """Replaces the old site: new files in, files neither written nor kept out, the manifest last.

        Raises:
            DigestError: when two paths cannot live side by side, something foreign is in the way, or the disk
                refuses. Unless it struck in the middle of renaming, the old site is untouched; then the next
                start completes the new one.
        """
        destination = self._opened()
        if any(path not in self.previous.files for path in self._files):
            check_together(self._files)
        removed = destination.commit(Manifest(self._files))
        self._close()
        return WriteReport(
            self._written, len(self._files) - self._written, removed, manifest_digest(self._folder)
        )

    def _close(self) -> None:
        if self._destination is not None:
            self._destination.close()
            self._destination = None

    def _opened(self) -> NewSite | SiteUpdate:
        if self._destination is None:
            raise RuntimeError("an OutputWriter is used inside its with block")
        return self._destination

    def _open(self) -> NewSite | SiteUpdate:
        folder = self._folder
        exists = folder.is_dir()
        if not exists:
            folder.parent.mkdir(parents=True, exist_ok=True)
            return NewSite(folder)
        with os.scandir(folder) as entries:
            is_empty = next(entries, None) is None
        if is_empty and not folder.is_mount():
            try:
                return NewSite(folder)
            except OSError:
                pass  # the folder above belongs to somebody else, this one is ours to fill
        return SiteUpdate(folder, self.previous)
