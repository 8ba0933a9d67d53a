"""Turns what the operating system says into what a person can act on."""

from __future__ import annotations

import errno

from digest.problems import DigestError, error

_REASONS = {
    errno.ENOSPC: ("the disk is full", "free some space and run the command again"),
    errno.EDQUOT: ("the disk quota is used up", "free some space and run the command again"),
    errno.EACCES: ("permission denied", "the user running digest must be allowed to write there"),
    errno.EPERM: ("permission denied", "the user running digest must be allowed to write there"),
    errno.EROFS: ("the file system is read-only", "choose another folder or mount it writable"),
    errno.EIO: ("the disk reported an input/output error", "check the disk and run the command again"),
    errno.ENAMETOOLONG: ("the name is too long for the file system", "give it a shorter slug or file name"),
    errno.ENOTDIR: ("a file or link stands where a folder is needed", "move it out of the way"),
    errno.EISDIR: ("a folder stands where a file is needed", "move it out of the way"),
    errno.ENOTEMPTY: ("a folder stands where a file is needed", "move it out of the way"),
    errno.ELOOP: ("it is a symbolic link, and digest does not write through links", "remove the link"),
    errno.EMFILE: ("too many files are open", "raise the limit (ulimit -n)"),
}


def reason_of(failure: OSError) -> str:
    """Why a system call failed, in words: "the disk is full"."""
    known = _REASONS.get(failure.errno or 0)
    return known[0] if known else (failure.strerror or str(failure))


def os_failure(failure: OSError, path: str, doing: str = "written") -> DigestError:
    """The error to raise for a file that could not be written (removed, read ...)."""
    hint = _REASONS.get(failure.errno or 0, ("", ""))[1]
    return DigestError([error(f"could not be {doing}: {reason_of(failure)}", path=path, hint=hint)])
