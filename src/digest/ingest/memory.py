"""What earlier imports wrote: `.digest/state/imported.jsonl`, sorted lines of JSON, kept under version control.

It answers two questions: did this very document say this before, and is a field or file still as we wrote it?
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import PurePath

import msgspec
from msgspec.structs import replace

from digest.formats.lines import lines_of, read_lines
from digest.importers.imported import Imported
from digest.items import Item
from digest.text.weeks import Period, parse_period

MEMORY = ".digest/state/imported.jsonl"
_ISSUES = "content/issues/"


class Given(msgspec.Struct, frozen=True, omit_defaults=True):
    """A field as an import wrote it: the digest of its value, and the key of the document it came from.

    `by` is "" where several documents gave a part of it.
    """

    sha: str
    by: str = ""


class Written(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing an import wrote.

    `key` is the id of an entry, the path of any other file; `path` is where it was written. `items` has a digest
    of what each document said about it, by the document's key, `stays` the fields in which each of its items was
    not followed. `fields` are the fields of an entry (`body` and `text` among them), `sha` is the digest of any
    other file.
    """

    key: str
    path: str = ""
    items: dict[str, str] = {}
    fields: dict[str, Given] = {}
    stays: dict[str, list[list[str]]] = {}
    sha: str = ""


Memory = Mapping[str, Written]
"""What was written, by key."""


def read_memory(data: bytes | None) -> dict[str, Written]:
    """The memory in the bytes of its file; empty for a site that imported nothing.

    Raises:
        DigestError: a line cannot be read.
    """
    hint = "restore the file from version control, or delete it: files already there still stay as they are"
    return {written.key: written for written in read_lines(data, Written, MEMORY, hint=hint)}


def memory_bytes(memory: Memory) -> bytes:
    """The file of a memory."""
    return lines_of(memory.values())


def item_digest(items: Iterable[Item]) -> str:
    """A digest of what a document says about a work, wherever in the document it says so.

    When a work was first seen is left aside: that depends on the options of an import, and is filled once.
    """
    hashed = hashlib.sha256()
    for item in items:
        hashed.update(msgspec.json.encode(replace(item, line=0, seen=None)))
    return hashed.hexdigest()[:16]


def file_digest(data: bytes) -> str:
    """A digest of a file."""
    return hashlib.sha256(data).hexdigest()[:16]


def document_key(document: Imported) -> str:
    """What a document is remembered by: the name of its file, and its title or first line.

    Another week's `weekly.md` is another document; the same one corrected is not.
    """
    part = document.issue or document.page
    title = part.title if part else next((line for line in document.document.lines if line.strip()), "")
    return f"{PurePath(document.document.path).name}#{hashlib.sha256(title.encode()).hexdigest()[:6]}"


def remembered_period(memory: Memory, document: Imported) -> Period | None:
    """The period of the issue an earlier import made of a document."""
    key = document_key(document)
    for path, written in memory.items():
        if key in written.items and path.startswith(_ISSUES):
            with suppress(ValueError):
                return parse_period(path.removeprefix(_ISSUES).removesuffix(".md"))
    return None
