"""Results of stages by the hash of what they were made from: the part of the cache too big to load whole.

One SQLite file. Measured for 10,000 values of 3 and of 10 kB: a plain table with an index of keys takes 75
and 190 ms to fill, one "without rowid" 270 and 790; WAL takes up to twice as long as a rollback journal, and
that costs nothing measurable over no journal at all, as values are appended. Nothing is synced: a killed
build is rolled back by the next one, and what a power cut garbles is caught by the checksum of every value.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from digest.problems import Problem, warning

A = TypeVar("A")
R = TypeVar("R")

FORMAT = 1
"""Part of the file's name; to be raised when keys, values or the table change their meaning."""

_BATCH = 500
"""Keys in a query (10,000 values one by one take three times as long) and values in a transaction."""

_STORES = 3
"""How many a batch is offered to: the file, the one that replaces it, the one in memory."""

_BUSY_SECONDS = 5.0
_CREATE = """
    CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, mark BLOB NOT NULL, value BLOB NOT NULL)
"""
_PUT = "INSERT OR REPLACE INTO results (key, mark, value) VALUES (?, ?, ?)"
_DELETE = "DELETE FROM results WHERE key = ?"
_NOT_DAMAGE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)


def store_path(cache: Path) -> Path:
    """Where the store of this format lies in a cache folder."""
    return cache / f"store-{FORMAT}.db"


class Store:
    """Values of some 20 kB by key. Never fails: a file that is missing, damaged or locked is an empty store.

    A damaged file is replaced once; after that, or when the disk cannot be used, values live in memory until
    `close`, and `warning` says why. Each process opens its own, after it was forked.
    """

    def __init__(self, path: Path, *, writable: bool = True) -> None:
        self._path = path
        self._writable = writable
        self._was_replaced = False
        self.warning: Problem | None = None
        """Why values are not kept on disk, when they are not."""
        self._connection = self._open()

    @classmethod
    def open_reader(cls, path: Path) -> Self:
        """A store for a worker: sees what others have put by now and changes nothing on disk."""
        return cls(path, writable=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, key: bytes) -> bytes | None:
        """The value put under this key, or None."""
        return self.get_many((key,)).get(key)

    def get_many(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Every value there is of these keys; one that fails its checksum is not there and is deleted."""
        found: dict[bytes, bytes] = {}
        for batch in _batches(keys):
            wrong = []
            for key, mark, value in self._tried(self._fetch, batch) or ():
                if isinstance(value, bytes) and _mark(key, value) == mark:
                    found[key] = value
                else:
                    wrong.append((key,))
            if wrong and self._writable:
                self._tried(self._delete, wrong)
        return found

    def put_many(self, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Keeps these values, 500 in a transaction, so that readers never wait long."""
        for batch in _batches(items):
            rows = [(key, _mark(key, value), value) for key, value in batch]
            for _ in range(_STORES):
                if self._tried(self._insert, rows) is not None:
                    break

    def keys_count(self) -> int:
        """How many values are kept."""
        return self._tried(self._count, "SELECT count(*) FROM results") or 0

    def retain(self, live: set[bytes]) -> int:
        """Deletes every value whose key is not among these and says how many; later values use their room."""
        dead = [(key,) for key in self._tried(self._keys, "SELECT key FROM results") or () if key not in live]
        return (self._tried(self._delete, dead) or 0) if dead else 0

    def close(self) -> None:
        """Lets go of the file; all that was put is in it."""
        self._connection.close()

    def _fetch(self, keys: list[bytes]) -> list[tuple[bytes, bytes, object]]:
        wanted = ",".join("?" * len(keys))
        query = f"SELECT key, mark, value FROM results WHERE key IN ({wanted})"  # noqa: S608 - question marks
        return self._connection.execute(query, keys).fetchall()

    def _insert(self, rows: list[tuple[bytes, bytes, bytes]]) -> int:
        with self._connection:
            return self._connection.executemany(_PUT, rows).rowcount

    def _delete(self, keys: list[tuple[bytes]]) -> int:
        with self._connection:
            return self._connection.executemany(_DELETE, keys).rowcount

    def _count(self, query: str) -> int:
        return int(self._connection.execute(query).fetchone()[0])

    def _keys(self, query: str) -> list[bytes]:
        return [key for (key,) in self._connection.execute(query)]

    def _tried(self, work: Callable[[A], R], argument: A) -> R | None:
        """What the work returns; None when the store failed and was replaced."""
        try:
            return work(argument)
        except sqlite3.ProgrammingError:
            raise  # the caller's mistake (closed, another thread), not the file's
        except sqlite3.Error as failure:
            self._connection.close()
            self._connection = self._replaced(failure)
            return None

    def _open(self) -> sqlite3.Connection:
        try:
            return self._on_disk()
        except (sqlite3.Error, OSError) as failure:
            return self._replaced(failure)

    def _on_disk(self) -> sqlite3.Connection:
        if not self._writable:
            address = f"{self._path.absolute().as_uri()}?mode=ro"
            return sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS)
        try:
            connection.execute("PRAGMA page_size = 16384")  # a fifth faster to fill than 4096
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_CREATE)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _replaced(self, failure: sqlite3.Error | OSError) -> sqlite3.Connection:
        """A new file in place of a damaged one, the first time; else a store in memory."""
        code = getattr(failure, "sqlite_errorcode", None)  # absent when Python itself found the fault
        damaged = isinstance(failure, sqlite3.Error) and (code or 0) & 0xFF not in _NOT_DAMAGE
        if damaged and self._writable and not self._was_replaced:
            self._was_replaced = True
            try:
                self._path.unlink(missing_ok=True)
                self._path.with_name(f"{self._path.name}-journal").unlink(missing_ok=True)
                return self._on_disk()
            except (sqlite3.Error, OSError) as second:
                failure = second
        self.warning = warning(
            f"the cache cannot be used ({failure}); this build works without it",
            path=str(self._path),
            hint="a disk that can be written, or `digest clean`, makes the next build fast again",
        )
        connection = sqlite3.connect(":memory:")
        connection.execute(_CREATE)
        return connection


def _mark(key: bytes, value: bytes) -> bytes:
    """16 bytes of SHA-256 over key and value: a value under the wrong key is as wrong as a damaged one."""
    mark = hashlib.sha256(key)
    mark.update(value)
    return mark.digest()[:16]


def _batches(items: Iterable[A]) -> Iterator[list[A]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch
