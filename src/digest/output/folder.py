"""Which folder may be an output folder: one whose contents a build may replace without harm."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from digest.files.failures import reason_of
from digest.problems import DigestError, error

_SOURCES = ("content", "static", "templates", "themes", ".git", ".digest")
_HINT = "name a folder of its own with --destination or build.output, such as public"


def check_output_folder(root: Path, output: Path) -> None:
    """Refuses an output folder that holds what the site is made of, or what is not ours at all.

    Links are followed first, and folders are compared by identity too, so that another spelling of the same
    place (case, a mount) does not help.

    Args:
        root: The site root.
        output: The folder to build into; need not exist.

    Raises:
        DigestError: when it is the file system's root, the home folder, the site root or above one of them;
            when it is, holds or lies in a folder of sources; when a file is in the way.
    """
    place, root = _resolved(output), _resolved(root)
    for parent in (place, *place.parents):
        try:
            if parent.exists() and not parent.is_dir():
                raise _refused(output, f"{parent} is a file")
        except OSError as failure:
            raise _refused(output, f"{parent} cannot be looked at: {reason_of(failure)}") from failure
    if place == Path(place.anchor):
        raise _refused(output, "it is the root of the file system")
    home = _home()
    if home and _holds(place, home):
        raise _refused(output, "it is or holds the home folder")
    if _holds(place, root):
        raise _refused(output, f"it is or holds the site itself ({root})")
    for name in _SOURCES:
        source = _resolved(root / name)
        if _holds(source, place):
            raise _refused(output, f"it is or lies in {name}/, which a build only reads")
        if _holds(place, source):
            raise _refused(output, f"it holds {name}/ of the site ({source})")


def _refused(output: Path, reason: str) -> DigestError:
    return DigestError([error(f"cannot be the output folder: {reason}", path=str(output), hint=_HINT)])


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError) as failure:  # a loop of links; RuntimeError until Python 3.13
        reason = reason_of(failure) if isinstance(failure, OSError) else "its links go round in a circle"
        raise _refused(path, reason) from failure


def _home() -> Path | None:
    try:
        return _resolved(Path.home())
    except RuntimeError:  # a user without a home folder
        return None


def _holds(outer: Path, inner: Path) -> bool:
    """Whether the outer folder is the inner one or above it."""
    if inner.is_relative_to(outer):
        return True
    identity = _identities([outer])
    return bool(identity) and not identity.isdisjoint(_identities((inner, *inner.parents)))


def _identities(paths: Iterable[Path]) -> set[tuple[int, int]]:
    found = set()
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found.add((status.st_dev, status.st_ino))
    return found
