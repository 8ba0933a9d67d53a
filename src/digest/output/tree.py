"""The one door to the files of an output folder.

Every path is opened component by component from the folder's own descriptor and no link is followed on the
way, so nothing a page is called, and nothing somebody put into the folder, can lead outside. Needs the
`openat` family of calls (Linux, macOS, the BSDs).
"""

from __future__ import annotations

import errno
import os
import stat
from collections import OrderedDict
from pathlib import Path
from types import TracebackType
from typing import Self

from digest.files.failures import os_failure
from digest.problems import DigestError, error

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_OLD_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # a pipe in its place must not make us wait
_OPEN_FOLDERS = 64
"""Descriptors kept: more than a path has parts (`MAX_PARTS`), so that opening one leaves the one before it
open, and far from the usual limits of a process (1024; macOS: 256)."""
_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)

_STAYS = (*_ABSENT, errno.ENOTEMPTY, errno.EEXIST, errno.EBUSY)


class Tree:
    """An open folder; paths are relative to it, with forward slashes; failures are `DigestError`s.

    They call the folder by its own name, or by the one it will have (`called`).
    """

    def __init__(self, root: Path, *, called: str = "") -> None:
        self._called = called or root.name
        try:
            self._root = os.open(root, _FOLDER)
        except OSError as failure:
            raise os_failure(failure, str(root), "opened") from failure
        self._folders: OrderedDict[str, int] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the descriptors back; a second call does nothing."""
        while self._folders:
            os.close(self._folders.popitem()[1])
        if self._root >= 0:
            os.close(self._root)
            self._root = -1

    def create(self, path: str, data: bytes, *, called: str = "") -> None:
        """Writes a new file and the folders above it; nothing is left of it when that fails.

        `called` is what a failure calls the file, where it only waits for its real name.
        """
        folder, _, name = path.rpartition("/")
        try:
            parent = self._folder(folder, create=True)
            file = os.open(_checked(name), _NEW_FILE, 0o666, dir_fd=parent)
            try:
                written = os.write(file, data)
                while written < len(data):
                    written += os.write(file, data[written:])
            except OSError:
                os.unlink(name, dir_fd=parent)
                raise
            finally:
                os.close(file)
        except OSError as failure:
            raise self._failed(failure, path, "written", called) from failure

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None when there is no such file."""
        folder, _, name = path.rpartition("/")
        try:
            file = os.open(_checked(name), _OLD_FILE, dir_fd=self._folder(folder))
            try:
                return b"".join(iter(lambda: os.read(file, 1 << 20), b""))
            finally:
                os.close(file)
        except OSError as failure:
            if failure.errno in _ABSENT:
                return None
            raise self._failed(failure, path, "read") from failure

    def size(self, path: str) -> int | None:
        """Bytes of a regular file; None when there is none at this path."""
        found = self._look(path)
        return found.st_size if found and stat.S_ISREG(found.st_mode) else None

    def move(self, source: str, target: str) -> bool:
        """Renames a file, over another if need be; False when the source is not there (any more)."""
        source_folder, _, source_name = source.rpartition("/")
        folder, _, name = target.rpartition("/")
        try:
            to = self._folder(folder, create=True)
            os.rename(
                _checked(source_name), _checked(name), src_dir_fd=self._folder(source_folder), dst_dir_fd=to
            )
        except OSError as failure:
            if failure.errno == errno.ENOENT:
                return False
            raise self._failed(failure, target, "written") from failure
        return True

    def remove(self, path: str) -> bool:
        """Deletes a file or link and the folders this leaves empty; False when there is no such file."""
        found = self._look(path)
        removed = found is not None and not stat.S_ISDIR(found.st_mode)
        folder, _, name = path.rpartition("/")
        try:
            if removed:
                os.unlink(name, dir_fd=self._folder(folder))
            while folder and self._remove_if_empty(folder):
                folder = folder.rpartition("/")[0]
        except OSError as failure:
            raise self._failed(failure, path, "removed") from failure
        return removed

    def remove_folder(self, path: str) -> None:
        """Deletes a folder with all that is in it; does nothing when it is not there."""
        try:
            files, folders = self._walk(path)
            for file in files:
                folder, _, name = file.rpartition("/")
                os.unlink(name, dir_fd=self._folder(folder))
            for folder in reversed(folders):
                self._forget(folder)
                parent, _, name = folder.rpartition("/")
                os.rmdir(name, dir_fd=self._folder(parent))
        except OSError as failure:
            raise self._failed(failure, path, "removed") from failure

    def obstacle(self, path: str) -> str:
        """The first part of the path where something else stands than a file in folders; empty if none does.

        A parent that is no folder or is a link counts, and at the end anything but a regular file.
        """
        folder, _, name = path.rpartition("/")
        try:
            parent = self._folder(folder)
        except OSError as failure:
            if failure.errno == errno.ENOENT:
                return ""
            return self._blocked_at(folder)
        try:
            found = os.stat(_checked(name), dir_fd=parent, follow_symlinks=False)
        except FileNotFoundError:
            return ""
        except OSError as failure:
            raise self._failed(failure, path, "written") from failure
        return "" if stat.S_ISREG(found.st_mode) else path

    def files_below(self, path: str) -> list[str]:
        """All that is no folder in a folder and its folders; nothing when the path is no folder itself."""
        return self._walk(path)[0]

    def _walk(self, path: str) -> tuple[list[str], list[str]]:
        """Files (and links and all else) and folders at and below a path, parents before what is in them."""
        files: list[str] = []
        folders: list[str] = []
        waiting = [path]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(self._folder(folder)) as found:
                    entries = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in found]
            except OSError as failure:
                if failure.errno in _ABSENT:
                    continue
                raise
            folders.append(folder)
            for name, is_folder in entries:
                (waiting if is_folder else files).append(f"{folder}/{name}")
        return files, folders

    def _folder(self, path: str, *, create: bool = False) -> int:
        """The descriptor of a folder; closed by itself when 64 others were opened since."""
        if not path:
            return self._root
        known = self._folders.get(path)
        if known is not None:
            self._folders.move_to_end(path)
            return known
        parts = path.split("/")
        start, current = self._nearest(parts)
        for count in range(start, len(parts)):
            part = _checked(parts[count])
            current = _open_or_make(part, current) if create else os.open(part, _FOLDER, dir_fd=current)
            self._folders["/".join(parts[: count + 1])] = current
        while len(self._folders) > _OPEN_FOLDERS:
            os.close(self._folders.popitem(last=False)[1])
        return current

    def _nearest(self, parts: list[str]) -> tuple[int, int]:
        """How many leading parts are open already, and the descriptor of the last of them."""
        for count in range(len(parts) - 1, 0, -1):
            above = "/".join(parts[:count])
            known = self._folders.get(above)
            if known is not None:
                self._folders.move_to_end(above)
                return count, known
        return 0, self._root

    def _look(self, path: str) -> os.stat_result | None:
        folder, _, name = path.rpartition("/")
        try:
            return os.stat(_checked(name), dir_fd=self._folder(folder), follow_symlinks=False)
        except OSError as failure:
            if failure.errno in _ABSENT:
                return None
            raise self._failed(failure, path, "read") from failure

    def _remove_if_empty(self, folder: str) -> bool:
        """False when the folder stays because of what is in it; True also when it is gone already."""
        self._forget(folder)
        parent, _, name = folder.rpartition("/")
        try:
            os.rmdir(name, dir_fd=self._folder(parent))
        except OSError as failure:
            if failure.errno not in _STAYS:
                raise
            return failure.errno == errno.ENOENT
        return True

    def _forget(self, folder: str) -> None:
        """Closes a folder about to go: its descriptor would outlive it and swallow what is written next."""
        for known in [path for path in self._folders if path == folder or path.startswith(f"{folder}/")]:
            os.close(self._folders.pop(known))

    def _blocked_at(self, folder: str) -> str:
        parts = folder.split("/")
        for count in range(1, len(parts) + 1):
            path = "/".join(parts[:count])
            found = self._look(path)
            if found and not stat.S_ISDIR(found.st_mode):
                return path
        return folder

    def _failed(self, failure: OSError, path: str, doing: str, called: str = "") -> DigestError:
        """The error to raise, about the part of the path that is to blame."""
        if failure.errno in (errno.ENOTDIR, errno.ELOOP):
            called = self.obstacle(path)
        return os_failure(failure, f"{self._called}/{called or path}", doing)


def _open_or_make(name: str, parent: int) -> int:
    try:
        return os.open(name, _FOLDER, dir_fd=parent)
    except FileNotFoundError:
        os.mkdir(name, dir_fd=parent)
        return os.open(name, _FOLDER, dir_fd=parent)


def _checked(name: str) -> str:
    """The component, unless it could lead elsewhere; callers check whole paths, this is the door itself."""
    if name in ("", ".", "..") or "/" in name or "\0" in name:
        raise DigestError([error(f'cannot be written: "{name!a}" is no file name')])
    return name
