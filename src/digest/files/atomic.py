"""Writes one file as a whole: readers and crashes meet the old bytes or the new ones, never a part."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from digest.files.failures import os_failure
from digest.problems import DigestError, error

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


def write_atomically(
    path: Path, data: bytes, *, durable: bool = True, batch: bool = False, called: str = ""
) -> None:
    """Writes a file through a temporary one beside it and a rename; an old file's permissions are kept.

    Args:
        path: The file; its folder must exist.
        data: All of its bytes.
        durable: Whether it must survive a power cut once this returns (content and state; not caches).
        batch: Whether its new name need not yet: the caller goes on to `sync_folders`, once for many files.
        called: What people know the file as, for errors; the path itself if left out.

    Raises:
        DigestError: when the disk refuses, or the path is a link or no file; what was there is untouched.
    """
    try:
        mode = _mode_of(path, called or str(path))
        temporary = _temporary(path)
        _write(temporary, data, mode, durable=durable)
        try:
            os.replace(temporary, path)  # noqa: PTH105 - beside the other system calls of this file
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        if durable and not batch:
            _sync_folder(path.parent)
    except OSError as failure:
        raise os_failure(failure, called or str(path)) from failure


def write_new(path: Path, data: bytes, *, batch: bool = False, called: str = "") -> None:
    """Writes a file that must not exist yet, making its folders; it survives a power cut.

    Args:
        path: The file.
        data: All of its bytes.
        batch: As for `write_atomically`.
        called: What people know the file as, for errors; the path itself if left out.

    Raises:
        FileExistsError: something has this name; it is left alone.
        DigestError: when the disk refuses; nothing of the file is left behind.
    """
    try:
        _make_folder(path.parent)
        temporary = _temporary(path)
        _write(temporary, data, None, durable=True)
        try:
            os.link(temporary, path)  # a rename would replace a file made meanwhile
        except FileExistsError:
            raise
        except OSError:  # a file system without links (FAT, some shares)
            _write(path, data, None, durable=True)
        finally:
            with suppress(OSError):
                temporary.unlink()
        if not batch:
            _sync_folder(path.parent)
    except FileExistsError:
        raise
    except OSError as failure:
        raise os_failure(failure, called or str(path)) from failure


def sync_folders(folders: Iterable[Path]) -> None:
    """Makes the names of files written with `batch` survive a power cut; folders that are gone are let off."""
    for folder in folders:
        with suppress(FileNotFoundError, NotADirectoryError):
            _sync_folder(folder)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None


def _temporary(path: Path) -> Path:
    """A name beside `path` that no walk over content or the site takes for a file of theirs."""
    return path.with_name(f".digest-{os.urandom(8).hex()}.tmp")


def _mode_of(path: Path, called: str) -> int | None:
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        kind = "a symbolic link" if stat.S_ISLNK(found.st_mode) else "no regular file"
        raise DigestError(
            [error(f"could not be written: it is {kind}", path=called, hint="put a regular file there")]
        )
    return stat.S_IMODE(found.st_mode)


def _write(path: Path, data: bytes, mode: int | None, *, durable: bool) -> None:
    """Makes a file of these bytes; nothing of it stays when that fails."""
    file = os.open(path, _NEW_FILE, 0o666)
    try:
        if mode is not None:
            os.fchmod(file, mode)
        written = 0
        while written < len(data):
            written += os.write(file, data[written:])
        if durable:
            os.fsync(file)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    finally:
        os.close(file)


def _sync_folder(folder: Path) -> None:
    """Makes the name itself survive; file systems that cannot do this for a folder are let off."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
