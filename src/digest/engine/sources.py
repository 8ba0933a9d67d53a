"""Reading content files: only those that changed, in several processes when there are many."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import msgspec

from digest.catalog.document import Detail, Document
from digest.catalog.resolve import Resolver
from digest.config.schema import Config
from digest.content.scan import File
from digest.engine.pool import Pool
from digest.engine.store import Store
from digest.problems import DigestError, Problem, error

CHUNK = 32
"""Files a task: few enough to share the work evenly, enough that sending them costs next to nothing."""
PARALLEL_FROM = 4
"""Tasks from which on processes are started: below, starting them costs more than they save."""


UNSETTLED = -1


class FileRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A content file as the last build saw it: size and times (ns), and the document it became."""

    size: int
    mtime_ns: int
    ctime_ns: int
    document: Document


class SourceState(msgspec.Struct, frozen=True, array_like=True):
    """All content files of a site after reading, by path."""

    files: dict[str, FileRecord] = {}


class Stored(msgspec.Struct, frozen=True, array_like=True):
    """What the store keeps of a file, each part to be decoded when it is needed."""

    document: msgspec.Raw
    detail: msgspec.Raw


class ReadResult(msgspec.Struct, frozen=True, array_like=True):
    """What came of one file: a document and the encoded `Stored`, or problems."""

    document: Document | None
    stored: bytes = b""
    problems: tuple[Problem, ...] = ()


_encoder = msgspec.msgpack.Encoder()
_stored_decoder = msgspec.msgpack.Decoder(Stored)
_document_decoder = msgspec.msgpack.Decoder(Document)
_detail_decoder = msgspec.msgpack.Decoder(Detail)


class Reader:
    """Reads content files under one configuration; one a process."""

    def __init__(self, root: Path, config: Config, salt: bytes) -> None:
        self._root = root
        self._config = config
        self._salt = salt
        self._resolver = Resolver(config)

    def read(self, paths: Sequence[str]) -> list[ReadResult]:
        """Read, check and render some files; problems of one never keep another from being read."""
        return [self._read(path) for path in paths]

    def detail(self, path: str) -> Detail:
        """The detail of one file, made anew: for a cache that lost it.

        Raises:
            DigestError: the file changed for the worse since the build began.
        """
        result = self._read(path)
        if result.document is None:
            raise DigestError(result.problems)
        return decode_detail(result.stored)

    def _read(self, path: str) -> ReadResult:
        from digest.content.read import read_draft  # noqa: PLC0415 - only where something is read

        try:
            data = (self._root / path).read_bytes()
            draft, warnings = read_draft(data, path=path, config=self._config)
            document, detail = self._resolver.resolve(draft, warnings)
        except DigestError as failure:
            return ReadResult(None, problems=failure.problems)
        except OSError as failure:
            return ReadResult(None, problems=(error(f"cannot be read: {failure.strerror}", path=path),))
        document = msgspec.structs.replace(
            document, key=_key(self._salt, path, data), outline=_outline(document)
        )
        stored = Stored(msgspec.Raw(_encoder.encode(document)), msgspec.Raw(_encoder.encode(detail)))
        return ReadResult(document, _encoder.encode(stored))


def decode_detail(stored: bytes) -> Detail:
    """The detail in a value of the store.

    Raises:
        msgspec.DecodeError: the value is none of ours.
    """
    return _detail_decoder.decode(_stored_decoder.decode(stored).detail)


def read_sources(
    files: Sequence[File],
    state: SourceState,
    reader: Pool[Reader],
    store: Store,
    root: Path,
    salt: bytes,
    *,
    settled_before: int,
) -> tuple[SourceState, tuple[Problem, ...]]:
    """Documents of all files; the problems are the errors of files that could not be read.

    Untouched files are taken from `state`; touched ones with known bytes from the store; the rest is read. A file
    changed at or after `settled_before` (ns) could change once more without its times telling, so it is looked at
    again next time.
    """
    records: dict[str, FileRecord] = {}
    changed: list[File] = []
    for file in files:
        known = state.files.get(file.path)
        if (
            known is not None
            and known.mtime_ns == file.mtime_ns
            and known.ctime_ns == file.ctime_ns
            and known.size == file.size
        ):
            records[file.path] = known
        else:
            changed.append(file)
    unread: list[File] = []
    found = _from_store(changed, store, root, salt) if store.keys_count() else {}
    for file in changed:
        if file.path in found:
            records[file.path] = _record(file, found[file.path], settled_before)
        else:
            unread.append(file)
    problems: list[Problem] = []
    paths = [file.path for file in unread]
    chunks = [paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK)]
    numbered = iter(unread)
    for results in reader.run(Reader.read, chunks):
        kept: list[tuple[bytes, bytes]] = []
        for result in results:
            file = next(numbered)
            if result.document is None:
                problems.extend(result.problems)
                continue
            records[file.path] = _record(file, result.document, settled_before)
            kept.append((result.document.key, result.stored))
        store.put_many(kept)
    return SourceState(records), tuple(problems)


def _from_store(files: Sequence[File], store: Store, root: Path, salt: bytes) -> dict[str, Document]:
    keys: dict[bytes, str] = {}
    for file in files:
        try:
            keys[_key(salt, file.path, (root / file.path).read_bytes())] = file.path
        except OSError:
            continue
    return {
        keys[key]: _document_decoder.decode(_stored_decoder.decode(value).document)
        for key, value in store.get_many(keys).items()
    }


def _record(file: File, document: Document, settled_before: int) -> FileRecord:
    settled = max(file.mtime_ns, file.ctime_ns) < settled_before
    return FileRecord(file.size, file.mtime_ns if settled else UNSETTLED, file.ctime_ns, document)


def _outline(document: Document) -> bytes:
    links = tuple((target, 0) for target, _ in document.links)
    outline = msgspec.structs.replace(document, links=links, places="", notices=())
    return hashlib.sha256(_encoder.encode(outline)).digest()[:12]


def _key(salt: bytes, path: str, data: bytes) -> bytes:
    return hashlib.sha256(salt + path.encode() + b"\0" + data).digest()[:16]


def reader_pool(root: Path, config: Config, salt: bytes, jobs: int) -> Pool[Reader]:
    """Processes that read files."""
    return Pool(partial(Reader, root, config, salt), jobs, PARALLEL_FROM)
