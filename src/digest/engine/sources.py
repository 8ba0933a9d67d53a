"""Reading content files: only those that changed, in several processes when there are many."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from digest.catalog.document import Detail, Document
from digest.catalog.resolve import Resolver
from digest.config.schema import Config
from digest.content.scan import File, Tree
from digest.engine.pool import Pool
from digest.files.store import Store
from digest.problems import DigestError, Problem, error

CHUNK = 32
"""Files a task: few enough to share the work evenly, enough that sending them costs next to nothing."""
PARALLEL_FROM = 4
"""Tasks from which on processes are started: below, starting them costs more than they save."""


Stamp = tuple[int, ...]
"""Size and times (ns) of a content file, and of the `source.md` read with it; empty where both may still change."""


class FileRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A content file as the last build saw it, and the document it became."""

    stamp: Stamp
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
    """Reads content files under one configuration; one a process.

    `texts` names the `source.md` that is shown on the page of an entry, by the path of the entry.
    """

    def __init__(self, root: Path, config: Config, salt: bytes, texts: Mapping[str, str]) -> None:
        self._root = root
        self._config = config
        self._salt = salt
        self._texts = texts
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
        from digest.content.read import read_draft, read_source_text  # noqa: PLC0415 - only where something is read

        text_path = self._texts.get(path)
        try:
            data = _bytes_of(self._root, path)
            text = _bytes_of(self._root, text_path) if text_path else None
            draft, warnings = read_draft(data, path=path, config=self._config)
            document, detail = self._resolver.resolve(draft, warnings)
            if text_path and text is not None:
                shown, notices = self._resolver.source_text(
                    read_source_text(text, path=text_path), document.title
                )
                detail = msgspec.structs.replace(detail, source_text=shown)
                document = msgspec.structs.replace(
                    document, source_images=shown.images, notices=document.notices + notices
                )
        except DigestError as failure:
            return ReadResult(None, problems=failure.problems)
        document = msgspec.structs.replace(
            document, key=_key(self._salt, path, data, text), outline=_outline(document)
        )
        stored = Stored(msgspec.Raw(_encoder.encode(document)), msgspec.Raw(_encoder.encode(detail)))
        return ReadResult(document, _encoder.encode(stored))


def decode_detail(stored: bytes) -> Detail:
    """The detail in a value of the store.

    Raises:
        msgspec.DecodeError: the value is none of ours.
    """
    return _detail_decoder.decode(_stored_decoder.decode(stored).detail)


def shown_texts(tree: Tree) -> dict[str, File]:
    """The `source.md` of every entry that has one, by the path of the entry."""
    texts = {posixpath.dirname(file.path): file for file in tree.sources}
    return {
        page.path: texts[folder]
        for page in tree.pages
        if (folder := posixpath.dirname(page.path)) in texts
        and page.path.startswith("content/entries/")
        and not posixpath.basename(page.path).startswith("_")
    }


def read_sources(
    files: Sequence[File],
    texts: Mapping[str, File],
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
    again next time. `texts` are the files the reader reads along with some of them.
    """
    records: dict[str, FileRecord] = {}
    stamps: dict[str, Stamp] = {}
    changed: list[str] = []
    for file in files:
        known = state.files.get(file.path)
        text = texts.get(file.path)
        stamp = _stamp(file) if text is None else _stamp(file) + _stamp(text)
        if known is not None and known.stamp == stamp:
            records[file.path] = known
        else:
            changed.append(file.path)
            latest = max(
                file.mtime_ns, file.ctime_ns, *(() if text is None else (text.mtime_ns, text.ctime_ns))
            )
            stamps[file.path] = stamp if latest < settled_before else ()
    found = _from_store(changed, texts, store, root, salt) if store.keys_count() else {}
    records |= {path: FileRecord(stamps[path], document) for path, document in found.items()}
    problems: list[Problem] = []
    paths = [path for path in changed if path not in found]
    chunks = [paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK)]
    numbered = iter(paths)
    for results in reader.run(Reader.read, chunks):
        kept: list[tuple[bytes, bytes]] = []
        for result in results:
            path = next(numbered)
            if result.document is None:
                problems.extend(result.problems)
                continue
            records[path] = FileRecord(stamps[path], result.document)
            kept.append((result.document.key, result.stored))
        store.put_many(kept)
    # In the order of the files, whichever of them changed: that is what the next build compares with.
    in_order = {file.path: records[file.path] for file in files if file.path in records}
    return SourceState(in_order), tuple(problems)


def _from_store(
    paths: Sequence[str], texts: Mapping[str, File], store: Store, root: Path, salt: bytes
) -> dict[str, Document]:
    keys: dict[bytes, str] = {}
    for path in paths:
        try:
            text = _bytes_of(root, texts[path].path) if path in texts else None
            keys[_key(salt, path, _bytes_of(root, path), text)] = path
        except DigestError:
            continue  # reading it will say why
    return {
        keys[key]: _document_decoder.decode(_stored_decoder.decode(value).document)
        for key, value in store.get_many(keys).items()
    }


def _stamp(file: File) -> Stamp:
    return file.size, file.mtime_ns, file.ctime_ns


def _bytes_of(root: Path, path: str) -> bytes:
    try:
        return (root / path).read_bytes()
    except OSError as failure:
        raise DigestError([error(f"cannot be read: {failure.strerror}", path=path)]) from failure


def _outline(document: Document) -> bytes:
    links = tuple((target, 0) for target, _ in document.links)
    outline = msgspec.structs.replace(document, links=links, places="", notices=())
    return hashlib.sha256(_encoder.encode(outline)).digest()[:12]


def _key(salt: bytes, path: str, data: bytes, text: bytes | None) -> bytes:
    key = hashlib.sha256(salt + path.encode() + b"\0" + data).digest()
    return (key if text is None else hashlib.sha256(key + text).digest())[:16]


def make_reader(root: Path, config: Config, salt: bytes, texts: Mapping[str, File]) -> partial[Reader]:
    """What makes the reader of a process."""
    return partial(Reader, root, config, salt, {path: text.path for path, text in texts.items()})


def reader_pool(reader: partial[Reader], jobs: int) -> Pool[Reader]:
    """Processes that read files."""
    return Pool(reader, jobs, PARALLEL_FROM)
