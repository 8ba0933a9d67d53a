"""The answer to a build that has nothing to do, given before anything heavy is imported.

After a build, `remember` notes what the same command line would see if nothing changed: marks over names, sizes
and times of everything a build reads, the state of the output folder, the span of clocks over which the same pages
are visible, and what was said. `recall` compares, and falls silent at the least difference: then the real build
runs, and decides by content.

Only `os`, `sys`, `time` and `hashlib` are used: importing the command line alone takes longer than all of this.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time

_HEADER = "digest quick 1"
_MANIFEST = ".digest/manifest"
_JOURNAL = ".digest/journal"
MOST_NOTES = 20
_NEVER = ("--no-cache", "-v", "--verbose", "-h", "--help", "--color", "--color=always")


def recall(arguments: list[str], folder: str) -> tuple[str, str] | None:
    """What the last build said, to standard output and standard error, if it would do nothing now.

    Args:
        arguments: the command line after the program's name.
        folder: the working directory.
    """
    if "build" not in arguments or any(argument in _NEVER for argument in arguments):
        return None  # what is asked for is more than the last build's words
    lines = _sealed_lines(_note(arguments, folder))
    if lines is None:
        return None
    root, output, manifest, first, last, content, program, said, warned, *places = lines
    if "--clock" not in " ".join(arguments) and not int(first) <= time.time() < int(last):
        return None
    try:
        same = _content_mark(root) == content and program_mark(places) == program
    except OSError:
        return None
    if not same or not _output_is_whole(output, manifest):
        return None
    if warned and sys.stderr.isatty():
        return None  # warnings are remembered without their colours
    return said.replace("\r", "\n"), warned.replace("\r", "\n")


def remember(
    arguments: list[str],
    folder: str,
    *,
    root: str,
    output: str,
    content: str | None,
    program: str | None,
    places: list[str],
    clocks: tuple[int, int],
    said: str,
    warned: str,
) -> None:
    """Note what `recall` needs, or forget what was noted where there is no mark of the content.

    Args:
        arguments: the command line after the program's name.
        folder: the working directory.
        root: the site root.
        output: the output folder.
        content: `tree_mark` of the files that were read, None where one could change within the same tick.
        program: `program_mark(places)`, taken before the build read any of them.
        places: absolute paths of everything else the build reads.
        clocks: first second at which the same is visible, and the first at which it is not.
        said: what went to standard output.
        warned: what went to standard error.
    """
    note = _note(arguments, folder)
    try:
        if content is None or program is None:
            os.unlink(note)  # noqa: PTH108 - no pathlib in this module
            return
        with open(f"{output}/{_MANIFEST}", "rb") as file:  # noqa: PTH123 - as above
            manifest = hashlib.sha256(file.read()).hexdigest()
        first, last = clocks
        texts = [text.replace("\n", "\r") for text in (said, warned)]
        body = "\n".join(
            [
                _HEADER,
                root,
                output,
                manifest,
                str(first),
                str(last),
                content,
                program,
                *texts,
                *places,
            ]
        )
        data = body.encode("utf-8", "surrogateescape")
        temporary = f"{note}.{os.getpid()}"
        _forget_old(os.path.dirname(note))  # noqa: PTH120 - as above
        with open(temporary, "wb") as file:  # noqa: PTH123 - as above
            file.write(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
        os.replace(temporary, note)  # noqa: PTH105 - as above
    except OSError:
        pass  # nothing remembered: the next build looks for itself


def tree_mark(lines: list[str]) -> str:
    """A hash over the `file_line` of every content and static file."""
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "surrogateescape")).hexdigest()


def file_line(path: str, size: int, mtime_ns: int, ctime_ns: int) -> str:
    """What is compared of a file; `path` is relative to the site root."""
    return f"{path}\0{size}\0{mtime_ns}\0{ctime_ns}"


def program_mark(places: list[str]) -> str | None:
    """A hash over names, sizes and times of the configuration, templates, themes, the program and its Python.

    The time of a folder of packages tells that one was installed or removed. None where a place holds what is not
    looked into here (a theme behind a link), so that a change could be missed.
    """
    lines = [sys.version, *places]
    folders = [path for path in sys.path if path.endswith("-packages") and os.path.isdir(path)]  # noqa: PTH112 - as below
    lines += [f"{path}\0{os.stat(path).st_mtime_ns}" for path in folders]  # noqa: PTH116 - no pathlib here
    marks = [_walk(place, len(place), lines, hidden=True) for place in places]
    return tree_mark(lines) if all(marks) else None


def _content_mark(root: str) -> str | None:
    """The `tree_mark` of a site as it is now; None where only the real scan can tell."""
    lines: list[str] = []
    whole = all(
        _walk(f"{root}/{folder}", len(root) + 1, lines, hidden=folder == "static")
        for folder in ("content", "static")
    )
    return tree_mark(lines) if whole else None


def _walk(top: str, cut: int, lines: list[str], *, hidden: bool) -> bool:
    """Add a line for every file below a place (or for the place, if it is a file); False at anything unusual."""
    folders = [top]
    while folders:
        try:
            entries = os.scandir(folders.pop())
        except FileNotFoundError:
            continue
        except NotADirectoryError:
            found = os.stat(top)  # noqa: PTH116 - no pathlib in this module
            lines.append(file_line(top, found.st_size, found.st_mtime_ns, found.st_ctime_ns))
            continue
        with entries:
            for entry in entries:
                name = entry.name
                if not hidden and (name[0] == "." or name[-1] == "~"):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if name != "__pycache__":
                        folders.append(entry.path)
                    continue
                found = entry.stat()
                if not stat.S_ISREG(found.st_mode):
                    return False
                lines.append(file_line(entry.path[cut:], found.st_size, found.st_mtime_ns, found.st_ctime_ns))
    return True


def _note(arguments: list[str], folder: str) -> str:
    root = folder
    for number, argument in enumerate(arguments):
        if argument in ("-s", "--source") and number + 1 < len(arguments):
            root = os.path.join(folder, arguments[number + 1])  # noqa: PTH118 - as above
        elif argument.startswith("--source="):
            root = os.path.join(folder, argument.partition("=")[2])  # noqa: PTH118 - as above
        elif argument.startswith("-s") and len(argument) > 2:
            root = os.path.join(folder, argument[2:])  # noqa: PTH118 - as above
    name = hashlib.sha256("\0".join([folder, *arguments]).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return f"{root}/.digest/cache/quick-{name}"


def _forget_old(folder: str) -> None:
    """Keep few notes: a command line that names the moment is a new one every time."""
    notes = [entry for entry in os.scandir(folder) if entry.name.startswith("quick-")]
    for entry in sorted(notes, key=lambda entry: entry.stat().st_mtime_ns)[:-MOST_NOTES]:
        os.unlink(entry.path)  # noqa: PTH108 - as above


def _sealed_lines(note: str) -> list[str] | None:
    try:
        with open(note, "rb") as file:  # noqa: PTH123 - as above
            seal, _, data = file.read().partition(b"\n")
    except OSError:
        return None
    if hashlib.sha256(data).hexdigest().encode() != seal:
        return None
    header, *lines = data.decode("utf-8", "surrogateescape").split("\n")
    return lines if header == _HEADER and len(lines) > 9 else None


def _output_is_whole(output: str, manifest: str) -> bool:
    """Whether every file the manifest lists is there with its size, and no build was interrupted."""
    try:
        with open(f"{output}/{_MANIFEST}", "rb") as file:  # noqa: PTH123 - as above
            data = file.read()
        if hashlib.sha256(data).hexdigest() != manifest or os.path.lexists(f"{output}/{_JOURNAL}"):
            return False
        for line in data.decode().split("\n")[1:-2]:
            _, size, path = line.split(" ", 2)
            found = os.lstat(f"{output}/{path}")
            if found.st_size != int(size) or not stat.S_ISREG(found.st_mode):
                return False
    except (OSError, ValueError):
        return False
    return True
