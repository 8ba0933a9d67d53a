"""Finding the files of a site: a walk over `content/` and `static/` that reads names and sizes, no contents.

Every build runs this walk, also one with nothing to do, so the path a plain file takes through it is kept
short: 10,000 of them cost 37 ms, 32 of which go into `scandir` and `stat`.
"""

from __future__ import annotations

import os
import stat
from operator import attrgetter
from pathlib import Path

import msgspec

from digest.problems import Problem, error, warning

CONTENT = "content"
STATIC = "static"

_MARKDOWN = (".md", ".markdown")
_SECTIONS = ("content/entries", "content/issues", "content/topics", "content/tags")
_BUNDLE_NAMES = frozenset(["index.md", "index.markdown"])
_INDEX_NAMES = frozenset([*_BUNDLE_NAMES, "_index.md", "_index.markdown"])


class File(msgspec.Struct, frozen=True, gc=False):
    """A file that was found: path relative to the site root with forward slashes, size in bytes, times in ns.

    Not tracked by the garbage collector: it holds text and numbers only and there are many.
    """

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int


class Tree(msgspec.Struct, frozen=True):
    """All files of a site, each list sorted by path.

    `pages` are Markdown files that become pages, `sources` the machine's `source.md` files beside an entry's
    `index.md`, `resources` everything else under `content/`, `static` the files under `static/`.
    """

    pages: tuple[File, ...] = ()
    sources: tuple[File, ...] = ()
    resources: tuple[File, ...] = ()
    static: tuple[File, ...] = ()
    problems: tuple[Problem, ...] = ()


def scan(root: Path) -> Tree:
    """Walk `content/` and `static/` under a site root.

    Names that end in `~`, and below `content/` those that begin with `.`, are left out in silence; what cannot be
    part of a site (links that leave their tree or lead back into themselves, sockets, pipes, devices, a directory
    called `x.md`) with a warning; names that are not UTF-8 and folders that cannot be read are errors. Symbolic
    links to files and folders inside the same tree are followed.

    Returns:
        The files and problems; a folder that is not there is empty.
    """
    content = _Walk(root, CONTENT)
    content.run()
    static = _Walk(root, STATIC)
    static.run()
    pages, sources, resources = _sorted_by_kind(content)
    return Tree(
        pages=pages,
        sources=sources,
        resources=resources,
        static=_by_path(static.markdown + static.others),
        problems=tuple(sorted(content.problems + static.problems)),
    )


class _Walk:
    """One walk over one tree; holds what was found so far."""

    def __init__(self, root: Path, top: str) -> None:
        self.top = top
        self.root = os.fspath(root)
        self.real_top = os.path.realpath(root / top)
        self.markdown: list[File] = []
        self.others: list[File] = []
        self.problems: list[Problem] = []
        self.bundles: set[str] = set()
        self._followed: set[str] = set()

    def run(self) -> None:
        """Walk the tree, folder by folder and without recursion."""
        top = os.path.join(self.root, self.top)  # noqa: PTH118 - pathlib costs more than the walk itself
        if os.path.islink(top) and not self.real_top.startswith(os.path.realpath(self.root) + os.sep):  # noqa: PTH114 - as above
            self._error(
                self.top, f"{self.top} is a link that leads out of the site", "put the folder itself here"
            )
            return
        try:
            if not stat.S_ISDIR(os.stat(top).st_mode):  # noqa: PTH116 - as above
                self._error(self.top, f"{self.top} is not a folder")
                return
        except FileNotFoundError:
            if os.path.islink(top):  # noqa: PTH114 - as above
                self._error(self.top, f"{self.top} is a link to a folder that does not exist")
            return
        except OSError as failure:
            self._error(self.top, f"cannot be read: {failure.strerror}")
            return
        folders = [(self.top, top)]
        while folders:
            path, where = folders.pop()
            try:
                with os.scandir(where) as entries:
                    self._read_folder(path, entries, folders)
            except OSError as failure:
                self._error(path, f"this folder cannot be read: {failure.strerror}")

    def _read_folder(
        self, folder: str, entries: os._ScandirIterator[str], folders: list[tuple[str, str]]
    ) -> None:
        prefix = folder + "/"
        add_markdown, add_other = self.markdown.append, self.others.append
        for entry in entries:
            name = entry.name
            if (name[0] == "." and self.top == CONTENT) or name[-1] == "~":
                continue
            if not name.isascii() and not _is_utf8(name):
                message = "the name of this file is not UTF-8"
                self._error(_printable(prefix + name), message, "rename it, then build again")
                continue
            try:
                if not entry.is_file(follow_symlinks=False) and not self._is_file(
                    entry, prefix + name, folders
                ):
                    continue
                found = entry.stat()
            except OSError as failure:
                self._warn(prefix + name, f"skipped, cannot be read: {failure.strerror}")
                continue
            file = File(prefix + name, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            if name.lower().endswith(_MARKDOWN):
                add_markdown(file)
                if name.lower() in _BUNDLE_NAMES and folder != self.top:
                    self.bundles.add(prefix)
            else:
                add_other(file)

    def _is_file(self, entry: os.DirEntry[str], path: str, folders: list[tuple[str, str]]) -> bool:
        """Whether something that is no plain file leads to one; notes folders to walk, reports the rest."""
        if entry.is_symlink() and not self._may_follow(entry, path):
            return False
        if entry.is_dir():
            if entry.name.lower().endswith(_MARKDOWN) and not _holds_index(entry.path):
                self._warn(path, "a folder with the name of a page is skipped", "rename the folder")
            else:
                folders.append((path, entry.path))
            return False
        if entry.is_file():
            return True
        self._warn(path, f"skipped, this is {_kind(entry.stat().st_mode)} and not a file")
        return False

    def _may_follow(self, entry: os.DirEntry[str], path: str) -> bool:
        """Whether a symbolic link leads to something in this tree that was not followed before."""
        target = os.path.realpath(entry.path)
        if target != self.real_top and not target.startswith(self.real_top + os.sep):
            self._warn(
                path,
                f"this link leads out of {self.top} and is not followed",
                f"copy what it points to into {self.top}",
            )
            return False
        if not entry.is_dir():
            return True
        holder = os.path.realpath(os.path.dirname(entry.path))  # noqa: PTH120 - as above
        if (holder + os.sep).startswith(target + os.sep):
            self._warn(path, "this link leads back to a folder it lies in and is not followed")
            return False
        if target in self._followed:
            self._warn(path, "this link leads to a folder that another link leads to and is not followed")
            return False
        self._followed.add(target)
        return True

    def _warn(self, path: str, message: str, hint: str = "") -> None:
        self.problems.append(warning(message, path=path, hint=hint))

    def _error(self, path: str, message: str, hint: str = "") -> None:
        self.problems.append(error(message, path=path, hint=hint))


def _sorted_by_kind(walk: _Walk) -> tuple[tuple[File, ...], tuple[File, ...], tuple[File, ...]]:
    """Pages, sources and resources of `content/`: Markdown beside an `index.md` gets no page of its own."""
    pages: list[File] = walk.markdown
    sources: list[File] = []
    if walk.bundles:
        pages = []
        for file in walk.markdown:
            folder, _, name = file.path.rpartition("/")
            if name.lower() in _INDEX_NAMES or folder + "/" not in walk.bundles:
                pages.append(file)
            elif name.lower() == "source.md":
                sources.append(file)
            else:
                walk.problems.append(_beside_an_index(file.path, folder))
    return _by_path(pages), _by_path(sources), _by_path(walk.others)


def _beside_an_index(path: str, folder: str) -> Problem:
    """In Hugo such a file belongs to its bundle; an entry or issue must not vanish that way."""
    message = "this file lies beside an index.md and gets no page of its own"
    if folder in _SECTIONS:
        return error(message, path=path, hint=f"the text of the section itself is {folder}/_index.md")
    if folder.startswith(_SECTIONS):
        return error(message, path=path, hint="move it into another folder")
    return warning(message, path=path, hint="move it into another folder")


def _by_path(files: list[File]) -> tuple[File, ...]:
    return tuple(sorted(files, key=attrgetter("path")))


def _holds_index(folder: str) -> bool:
    return any(os.path.lexists(os.path.join(folder, name)) for name in _INDEX_NAMES)  # noqa: PTH118 - as above


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _printable(path: str) -> str:
    r"""A path with the bytes that are not UTF-8 written as `\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"
