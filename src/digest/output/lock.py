"""One program at a time: a lock the kernel lets go of when its holder dies, so no lock is ever stale.

Used for the project's writes (`.digest/lock`) and for each output folder, which two projects may share. Needs
`flock` (Linux, macOS, the BSDs).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from digest.files.failures import os_failure
from digest.problems import DigestError, error

_NOTE_BYTES = 200


def output_lock(folder: Path) -> Path:
    """Where the lock of an output folder lies: beside it, as the folder itself comes and goes."""
    folder = folder.resolve()
    return folder.with_name(f".{folder.name}.digest-lock")


@contextmanager
def hold_lock(
    path: Path, *, wait: bool = True, holder: str, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Holds the lock of this name for the length of the block; the file is gone afterwards.

    Args:
        path: The lock file; folders above it are made.
        wait: Whether to wait for another holder or to refuse.
        holder: What others are told about us besides our process id, such as "digest build".
        on_wait: Called once before waiting, with who holds the lock, to say so.

    Raises:
        DigestError: when the lock is held and `wait` is off, naming the holder; when it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = _acquire(path, wait=wait, on_wait=on_wait)
    except OSError as failure:
        raise os_failure(failure, str(path), "locked") from failure
    try:
        _leave_note(file, holder)
        yield
    finally:
        with suppress(OSError):  # a file that stays is no lock
            path.unlink()  # while we hold it, so that nobody else can be holding this very file
        os.close(file)


def _acquire(path: Path, *, wait: bool, on_wait: Callable[[str], None] | None) -> int:
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                by = _holder(file)
                if not wait:
                    raise DigestError(
                        [
                            error(
                                f"is in use by {by}",
                                path=str(path),
                                hint="wait until it is done, or let it be waited for",
                            )
                        ]
                    ) from None
                if on_wait is not None:
                    on_wait(by)
                    on_wait = None
                fcntl.flock(file, fcntl.LOCK_EX)
            if _is_still(path, file):
                return file
        except BaseException:
            os.close(file)
            raise
        os.close(file)  # its holder took the file away when it was done; somebody may have made another


def _is_still(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False


def _leave_note(file: int, holder: str) -> None:
    try:
        os.ftruncate(file, 0)
        os.pwrite(file, f"process {os.getpid()} ({holder})".encode()[:_NOTE_BYTES], 0)
    except OSError:
        pass  # a full disk: the lock holds, only its message is poorer


def _holder(file: int) -> str:
    note = os.pread(file, _NOTE_BYTES, 0).decode("utf-8", "replace")
    return "".join(character for character in note if character.isprintable()) or "another process"
