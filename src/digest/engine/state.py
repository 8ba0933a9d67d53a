"""What a build remembers for the next one, and where: all of it may be deleted at any time."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeVar

import msgspec

from digest.catalog.related import Related
from digest.engine.sources import SourceState
from digest.engine.statefile import read_state, write_state
from digest.files.store import store_path
from digest.pages.fragments import FragmentDigests
from digest.problems import Problem

CACHE = ".digest/cache"

StateT = TypeVar("StateT", bound=msgspec.Struct)


class OutputState(msgspec.Struct, frozen=True, array_like=True):
    """What one output folder holds: `manifest` names the state of the folder all else is about.

    `contents` stands for the content files it was made from, `outline` for what of them shapes the site. `pages` maps
    an output file to the fingerprint it was made from, `fragments` a document's path to the digests of what lists show
    of it; `claims` are the warnings about addresses wanted twice.
    """

    manifest: bytes = b""
    contents: bytes = b""
    outline: bytes = b""
    pages: dict[str, bytes] = {}
    fragments: dict[str, FragmentDigests] = {}
    claims: tuple[Problem, ...] = ()
    related: Related = Related()


class Cache:
    """The files in `.digest/cache` that one build uses."""

    def __init__(self, root: Path, output: Path) -> None:
        self.folder = root / CACHE
        name = hashlib.sha256(str(output.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._sources = self.folder / "sources"
        self._output = self.folder / f"output-{name}"
        self.store = store_path(self.folder)

    def clear(self) -> None:
        """Forget everything."""
        for path in (self._sources, self._output, self.store):
            path.unlink(missing_ok=True)

    def load_sources(self, salt: bytes) -> SourceState:
        """The content files as they were read last time, with the same program and configuration."""
        return _load(self._sources, salt, SourceState)

    def load_output(self, salt: bytes) -> OutputState:
        """What is known of the output folder."""
        return _load(self._output, salt, OutputState)

    def save_sources(self, state: SourceState, salt: bytes) -> None:
        """Keep the content files for the next build; a disk that refuses costs that build some time only."""
        write_state(self._sources, msgspec.msgpack.encode(state), salt)

    def save_output(self, state: OutputState, salt: bytes) -> None:
        """Keep what is known of the output folder."""
        write_state(self._output, msgspec.msgpack.encode(state), salt)


def _load(path: Path, salt: bytes, kind: type[StateT]) -> StateT:
    payload = read_state(path, salt)
    if payload is not None:
        try:
            return msgspec.msgpack.decode(payload, type=kind)
        except msgspec.MsgspecError:
            pass  # written by a program whose digest lied: as good as nothing
    return kind()
