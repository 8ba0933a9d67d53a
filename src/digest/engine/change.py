"""What changed since an output folder was last written: nothing but some entries' own texts, or possibly anything.

Most edits are of a body. Then every address, title, tag and order of the site is what it was, and no page can be
stale but the entry's own and those that show a fragment of it; if its fragments come out as before, planning
everything else again would find nothing. Whatever is not certain counts as "anything".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from digest.engine.sources import SourceState
from digest.engine.state import OutputState


class Change(msgspec.Struct, frozen=True):
    """The paths of entries of which only the text changed, or None where more may have.

    `contents` and `outline` are the marks of the new state, for the next build to compare with.
    """

    entries: tuple[str, ...] | None
    contents: bytes
    outline: bytes


def find_change(
    earlier: SourceState, now: SourceState, output: OutputState, files: Iterable[str], visible: object
) -> Change:
    """Compare the content files with those the output folder was made from.

    Args:
        earlier: the content files as the last build of any output folder read them.
        now: the content files of this build.
        output: what is known of the output folder.
        files: paths of everything that is copied.
        visible: what decides which documents are shown; two equal values show the same ones of the same files.
    """
    outlines = b"".join([record.document.outline for record in now.files.values()])
    others = "\x1f".join([repr(visible), *files, *now.files]).encode()
    outline = hashlib.sha256(outlines + hashlib.sha256(others).digest()).digest()
    contents = _contents(now)
    entries: tuple[str, ...] | None = None
    if output.outline == outline and output.contents == _contents(earlier):
        changed = [
            record.document
            for path, record in now.files.items()
            if record.document.key != earlier.files[path].document.key
        ]
        if all(document.kind == "entry" for document in changed):
            entries = tuple(document.path for document in changed)
    return Change(entries, contents, outline)


def _contents(state: SourceState) -> bytes:
    keys = b"".join([record.document.key for record in state.files.values()])
    return hashlib.sha256(keys + "\x1f".join(state.files).encode()).digest()
