"""The first build: everything is written into a folder beside the output folder, which then gets its name."""

from __future__ import annotations

import errno
from pathlib import Path

from digest.files.failures import os_failure
from digest.output.manifest import MANIFEST, Manifest, encode_manifest
from digest.output.recovery import PARTIAL
from digest.output.tree import Tree
from digest.output.update import SiteUpdate
from digest.problems import DigestError, error

_CANNOT_REPLACE = (errno.EXDEV, errno.EBUSY, errno.EACCES, errno.EPERM, errno.ENOTEMPTY, errno.EEXIST)


class NewSite:
    """A site that grows out of sight: half the system calls of staging, and one rename to show it."""

    def __init__(self, folder: Path) -> None:
        """Starts the folder that grows.

        Raises:
            OSError: when it cannot be made there; the caller may have another way.
        """
        self._folder = folder
        self._partial = folder.with_name(PARTIAL.format(folder.name))
        self._partial.mkdir()
        self._tree = Tree(self._partial, called=folder.name)
        self._paths: list[str] = []

    def put(self, path: str, data: bytes) -> None:
        """Writes one file."""
        self._tree.create(path, data)
        self._paths.append(path)

    def commit(self, manifest: Manifest) -> int:
        """Gives the folder its name; returns 0, as nothing was there to delete."""
        self._tree.create(MANIFEST, encode_manifest(manifest))
        try:
            self._partial.rename(self._folder)
        except OSError as failure:
            if failure.errno not in _CANNOT_REPLACE or not self._folder.is_dir():
                raise os_failure(failure, str(self._folder)) from failure
            self._copy_over(manifest)
        return 0

    def close(self) -> None:
        """Lets go of the folder; without a commit nothing of it is left."""
        self._tree.close()
        if self._partial.is_dir():
            with Tree(self._partial.parent) as parent:
                parent.remove_folder(self._partial.name)

    def _copy_over(self, manifest: Manifest) -> None:
        """For an output folder that cannot be replaced itself, such as a mounted one."""
        update = SiteUpdate(self._folder, Manifest())
        try:
            for path in self._paths:
                data = self._tree.read(path)
                if data is None:
                    raise DigestError([error("vanished while the site was being built", path=path)])
                update.put(path, data)
            update.commit(manifest)
        finally:
            update.close()
