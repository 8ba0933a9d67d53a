"""Which paths may be written inside the output folder, and which cannot live side by side.

Addresses are made elsewhere; this is the last gate before the disk, so it judges and never repairs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from digest.problems import DigestError, Problem, error

PRIVATE_FOLDER = ".digest"
"""What digest keeps for itself inside an output folder; no page may lie there."""

MAX_PARTS = 50
"""Parts of one path; real sites have fewer than ten."""

MAX_PART_BYTES = 255
MAX_BYTES = 2000
"""What one name and the whole path may take in UTF-8: what common file systems allow a name, and half of what
they allow a path, as the output folder has one too. Checked here, as while renaming would be too late."""


def check_path(path: str) -> None:
    """Refuses a path that could leave the output folder or cannot be written down in the manifest.

    Raises:
        DigestError: naming the path and what is wrong with it.
    """
    # Nearly every path is printable and has no part that is empty or starts with a dot.
    if (
        path.isprintable()
        and path.isascii()
        and path[:1] not in ("", "/", ".")
        and "/." not in path
        and "//" not in path
        and "\\" not in path
        and path[-1] != "/"
        and len(path) <= MAX_PART_BYTES
        and path.count("/") < MAX_PARTS
    ):
        return
    wrong = _what_is_wrong(path)
    if wrong:
        raise DigestError([error(f"cannot be written: {wrong}", path=_shown(path))])


def _what_is_wrong(path: str) -> str:
    if not path:
        return "the path is empty"
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in path):
        return "the path holds a control character or a byte that is no text"
    if "\\" in path:
        return "the path holds a backslash"
    if path.startswith("/"):
        return "the path is absolute"
    if not unicodedata.is_normalized("NFC", path):
        return "the path is not in Unicode normal form C"
    parts = path.split("/")
    if len(parts) > MAX_PARTS:
        return f"the path is more than {MAX_PARTS} parts long"
    if len(path.encode()) > MAX_BYTES:
        return f"the path is longer than {MAX_BYTES} bytes"
    for part in parts:
        if len(part.encode()) > MAX_PART_BYTES:
            return f"a name in it is longer than {MAX_PART_BYTES} bytes; give it a shorter slug or file name"
        if part in ("", ".", ".."):
            return f'the path has a part "{part}"'
        if part.casefold() == ".git":
            return "nothing is written into a git repository's own folder"
    if parts[0].casefold() == PRIVATE_FOLDER:
        return f"{PRIVATE_FOLDER} is where digest keeps its own records"
    return ""


def _shown(path: str) -> str:
    return (
        path.encode("unicode_escape", "backslashreplace").decode("ascii") if not path.isprintable() else path
    )


def fold(path: str) -> str:
    """The path as a file system sees it that knows neither case nor normal forms (macOS, Windows).

    Equal results mean one file there: the canonical caseless match of the Unicode Standard, D145.
    """
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", path).casefold())


def check_together(paths: Iterable[str]) -> None:
    """Refuses paths of one build that would overwrite each other somewhere.

    Raises:
        DigestError: for every two that differ only by case or normal form, and for every file whose name is
            also needed for a folder.
    """
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        key = fold(path)
        other = seen.setdefault(key, path)
        if other != path:
            problems.append(
                error(
                    f"differs from {other} only by upper and lower case or by how its accents are encoded",
                    path=path,
                    hint="many computers see one file in the two; rename one of them",
                )
            )
        parent = key.rpartition("/")[0]
        while parent and parent not in folders:
            folders[parent] = path
            parent = parent.rpartition("/")[0]
    problems += [
        error(
            f"is needed as a folder too, for {folders[key]}",
            path=path,
            hint="give one of the two another slug, url or file name",
        )
        for key, path in seen.items()
        if key in folders
    ]
    if problems:
        raise DigestError(problems)
