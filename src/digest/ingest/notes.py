"""A note on its way to another entry: where its links lead, and what its labels stand for, stays as it was."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from urllib.parse import quote, unquote

import msgspec

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_TARGET = re.compile(
    r"""(?P<before>\]\(\s*|^ {0,3}\[(?!\^)[^\]\[\n]+\]:[ \t]*|\b(?:src|href)=(?=["']))(?P<open>[<"']?)"""
    r"""(?P<target>(?<=<)[^<>\n]+|(?<=["'])[^"'\n]+|(?:[^\s()<>"'\\]|\\.|\([^\s()]*\))+)""",
    re.MULTILINE,
)
_DEFINITION = re.compile(r"^ {0,3}\[(?P<label>\^?[^\]\[\n]+)\]:[ \t]*(?P<what>[^\n]*)", re.MULTILINE)
_UNQUOTED = re.compile(r"[^\s()<>\"'\\%?#]+")


class Move(msgspec.Struct, frozen=True):
    """The way of a note from the file and address it had to those it gets.

    `files` are the new paths of files that come along, `is_there` says whether the site has a file, `addresses` are
    those of its pages.
    """

    path: str
    address: str
    new_path: str
    new_address: str
    files: Mapping[str, str]
    is_there: Callable[[str], bool]
    addresses: Collection[str]

    def target(self, written: str) -> str:
        """A link or source of a picture as it must be written in the new place."""
        if not written or written[0] in "/#?" or ":" in written.partition("/")[0]:
            return written
        match = re.match(r"([^?#]*)(.*)", written, re.DOTALL)
        assert match is not None, "it matches any text"
        path, rest = match[1], match[2]
        found = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), unquote(path)))
        here = posixpath.dirname(self.new_path)
        if found in self.files:
            return _quoted(posixpath.relpath(self.files[found], here)) + rest
        if found == self.path:
            return _quoted(posixpath.basename(self.new_path)) + rest
        if any(map(self.is_there, (found, f"{found}.md", f"{found}/index.md", f"{found}/_index.md"))):
            return (
                written
                if here == posixpath.dirname(self.path)
                else _quoted(posixpath.relpath(found, here)) + rest
            )
        page = posixpath.normpath(posixpath.join(self.address or "/", unquote(path)))
        known = next((address for address in (page, f"{page}/") if address in self.addresses), "")
        return _quoted(known) + rest if known else written


def carried(note: str, beside: str, move: Move, suffix: str) -> str:
    """A note as it must be written below another one.

    Args:
        note: the note.
        beside: the one it will stand below, which keeps its meaning too.
        move: its way there.
        suffix: tells its labels of links and footnotes from those of the other note.
    """
    labels = _labels(note, beside, suffix)
    foreign = {label for label in _defined(beside) if label not in _defined(note)}
    parts = []
    for text, is_code in _pieces(note):
        piece = text
        if not is_code:
            piece = _TARGET.sub(
                lambda match: f"{match['before']}{match['open']}{move.target(match['target'])}", text
            )
            for label, new in labels.items():
                piece = _relabelled(piece, label, new)
            for label in foreign:  # here it was no more than text in brackets
                piece = re.sub(
                    rf"(?<![\\!])\[(?={re.escape(label)}\](?![(\[:]))", r"\\[", piece, flags=re.IGNORECASE
                )
        parts.append(piece)
    return "".join(parts)


def targets(text: str) -> Iterator[tuple[str, int]]:
    """Where the links and pictures of a text lead, and the line of each, counted from 0."""
    line = 0
    for piece, is_code in _pieces(text):
        for match in () if is_code else _TARGET.finditer(piece):
            yield match["target"], line + piece.count("\n", 0, match.start("target"))
        line += piece.count("\n")


def open_fence(text: str) -> str:
    """The fence of code that a text opens and does not close, "" for none."""
    fence = ""
    for line in text.split("\n"):
        fence = _fence_after(line, fence)
    return fence


def _fence_after(line: str, fence: str) -> str:
    """The fence that is open after a line."""
    match = _FENCE.match(line)
    if match is None:
        return fence
    if not fence:
        return "" if match[1][0] == "`" and "`" in match[2] else match[1]
    return "" if match[1].startswith(fence) and not match[2].strip() else fence


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces that are code between fences and pieces that are not."""
    fence, piece = "", ""
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        now = _fence_after(line.rstrip("\r\n"), fence)
        if now and not fence:
            yield piece, False
            piece = ""
        piece += line
        if fence and not now:
            yield piece, True
            piece = ""
        fence = now
    yield piece, bool(fence)


def _defined(text: str) -> dict[str, str]:
    """What each label of links and footnotes stands for; the first definition counts."""
    found: dict[str, str] = {}
    for piece, is_code in _pieces(text):
        for match in () if is_code else _DEFINITION.finditer(piece):
            found.setdefault(_folded(match["label"]), match["what"].strip())
    return found


def _labels(note: str, beside: str, suffix: str) -> dict[str, str]:
    """New names for the labels of a note that would mean something else below the other one, or change that."""
    theirs, used = _defined(beside), beside.casefold()
    found: dict[str, str] = {}
    for label, what in _defined(note).items():
        is_the_same = theirs.get(label) == what and not label.startswith("^")
        if is_the_same or (label not in theirs and f"[{label}]" not in used):
            continue
        new = f"{label}-{suffix}"
        while f"[{new}]" in used or f"[{new}]" in note.casefold():
            new += "-2"
        found[label] = new
    return found


def _relabelled(text: str, label: str, new: str) -> str:
    written = r"\s+".join(map(re.escape, label.split(" ")))
    if label.startswith("^"):
        return re.sub(rf"\[{written}\]", f"[{new}]", text, flags=re.IGNORECASE)

    def put(match: re.Match[str]) -> str:
        if match["before"] or match["after"] == ":":
            return f"{match['before'] or ''}[{new}]{match['after'] or ''}"
        return f"[{match['label']}][{new}]"

    pattern = rf"(?P<before>\])?\[(?P<label>{written})\](?!\(|\[[^\]])(?P<after>\[\]|:)?"
    return re.sub(pattern, put, text, flags=re.IGNORECASE)


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _quoted(path: str) -> str:
    return path if _UNQUOTED.fullmatch(path) else quote(path, safe="/!$&*+,;=@~")
