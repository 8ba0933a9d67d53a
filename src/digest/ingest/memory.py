"""What earlier imports wrote: `.digest/state/imported.jsonl`, sorted lines of JSON, kept under version control.

It answers two questions: was this very item imported before, and is the file still as we wrote it?
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

from digest.items import Item
from digest.problems import DigestError, error

MEMORY = ".digest/state/imported.jsonl"


class Written(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing an import wrote.

    `key` is the id of an entry, the path of any other file. `sha` is that of its file as written, `source` that
    of its `source.md`. `items` has a digest of what each document said about it, by the name of the document.
    """

    key: str
    path: str
    sha: str
    source: str = ""
    items: dict[str, str] = {}


Memory = Mapping[str, Written]
"""What was written, by key."""


def read_memory(data: bytes | None) -> dict[str, Written]:
    """The memory in the bytes of its file; empty for a site that imported nothing.

    Raises:
        DigestError: a line cannot be read.
    """
    memory: dict[str, Written] = {}
    for number, line in enumerate((data or b"").splitlines(), 1):
        if not line.strip():
            continue
        try:
            written = msgspec.json.decode(line, type=Written)
        except msgspec.DecodeError as failure:
            hint = "restore the file from version control, or delete it: files already there still stay as they are"
            raise DigestError(
                [error(f"cannot be read: {failure}", path=MEMORY, line=number, hint=hint)]
            ) from None
        memory[written.key] = written
    return memory


def memory_bytes(memory: Memory) -> bytes:
    """The file of a memory."""
    return b"".join(msgspec.json.encode(memory[key], order="deterministic") + b"\n" for key in sorted(memory))


def item_digest(parts: Iterable[msgspec.Struct]) -> str:
    """A digest of what a document says, wherever in the document it says so."""
    hashed = hashlib.sha256()
    for part in parts:
        hashed.update(msgspec.json.encode(replace(part, line=0) if isinstance(part, Item) else part))
    return hashed.hexdigest()[:16]


def file_digest(data: bytes) -> str:
    """A digest of a file."""
    return hashlib.sha256(data).hexdigest()[:16]
