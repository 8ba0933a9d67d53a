"""Responses kept on disk, so that an unchanged source costs a short question and a fresh one none at all.

For addresses that are asked again and again: feeds, queries, lists. The file is disposable: it is checked on use
and replaced when damaged, and losing it costs requests, never entries.
"""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from digest.config.schema import SourceKind
from digest.fetch.exchange import Answer, FetchFailure, Get, Wanted
from digest.files.store import Store
from digest.problems import Problem

FORMAT = 1
"""To be raised when `Kept` changes its meaning: what was kept before is then as good as lost."""


def cache_path(root: Path) -> Path:
    """Where the responses of the site in folder `root` are kept."""
    return root / ".digest" / "cache" / "http.sqlite"


class Kept(msgspec.Struct, frozen=True):
    """An answer that was accepted. `checked` is when the server last vouched for it, in seconds since 1970."""

    answer: Answer
    checked: float

    @property
    def etag(self) -> str:
        """The validator as the server wrote it, quotes included."""
        return self.answer.headers.get("etag", "")

    @property
    def last_modified(self) -> str:
        """The date as the server wrote it."""
        return self.answer.headers.get("last-modified", "")


class ResponseCache:
    """Accepted answers by the address that was asked. Never fails; may be shared by threads.

    The file is opened for each use: that costs a millisecond beside a request, and leaves nothing to close.
    With `is_read_only` nothing is kept: a run that must change nothing leaves no trace here either.
    """

    def __init__(self, path: Path, *, is_read_only: bool = False) -> None:
        self._path = path
        self._is_read_only = is_read_only
        self.warning: Problem | None = None
        """Why answers are not kept on disk, when they are not."""

    def get(self, url: str) -> Kept | None:
        """What was kept for an address."""
        if self._is_absent():
            return None
        with self._open() as store:
            value = store.get(_key(url))
        if value is None:
            return None
        try:
            return _DECODER.decode(zlib.decompress(value))
        except (zlib.error, msgspec.DecodeError):
            return None

    def put(self, url: str, kept: Kept) -> None:
        """Keeps an answer in place of the one before."""
        self._put(_key(url), zlib.compress(_ENCODER.encode(kept), 6))

    def noted(self, name: str) -> float:
        """The moment that was noted under a name, in seconds since 1970; 0 for none."""
        if self._is_absent():
            return 0.0
        with self._open() as store:
            value = store.get(_key(f"note {name}"))
        try:
            return float(value) if value else 0.0
        except ValueError:
            return 0.0

    def note(self, name: str, moment: float) -> None:
        """Notes a moment under a name."""
        self._put(_key(f"note {name}"), repr(moment).encode())

    def _put(self, key: bytes, value: bytes) -> None:
        if self._is_read_only:
            return
        with self._open() as store:
            store.put_many([(key, value)])
            self.warning = self.warning or store.warning

    def _is_absent(self) -> bool:
        """Whether there is no file, which opening it would make."""
        return self._is_read_only and not self._path.exists()

    def _open(self) -> Store:
        return Store(self._path)


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Kept)


def _key(url: str) -> bytes:
    return hashlib.sha256(b"%d %s" % (FORMAT, url.encode("utf-8", "replace"))).digest()


class Fetched(NamedTuple):
    """An answer with status 200, and where it comes from.

    `asked` says whether the network was asked, `is_new` whether the body came over it: otherwise it is the one
    that was accepted last time.
    """

    answer: Answer
    asked: bool
    is_new: bool


class CachingClient:
    """Asks through `get`, but only for what may have changed."""

    def __init__(
        self,
        get: Get,
        cache: ResponseCache,
        min_interval: Mapping[SourceKind, float],
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._get = get
        self._cache = cache
        self._min_interval = min_interval
        self._now = now
        self._notes: list[str] = []

    def fetch(self, wanted: Wanted, kind: SourceKind, *, refresh: bool = False) -> Fetched:
        """The answer for a source of some kind: the kept one where it is young enough, unless `refresh` is set.

        Where the server has moved for good, the new address is asked. Nothing is kept before `accept`.

        Raises:
            FetchFailure: where nothing usable came back; what was kept stays.
        """
        kept = self._cache.get(wanted.url)
        if kept is None:
            return Fetched(self._get(wanted), asked=True, is_new=True)
        age = self._now() - kept.checked
        # A clock that was put back makes no answer young for ever.
        if not refresh and 0 <= age < self._min_interval.get(kind, 0.0):
            return Fetched(kept.answer, asked=False, is_new=False)
        moved_to = kept.answer.moved_to
        question = msgspec.structs.replace(
            wanted, url=moved_to or wanted.url, etag=kept.etag, last_modified=kept.last_modified
        )
        try:
            answer = self._get(question)
        except FetchFailure as failure:
            if not moved_to or failure.why not in ("status", "gone", "redirects", "forbidden"):
                raise
            # "For good" was not for good: the first address knows better.
            answer = self._get(msgspec.structs.replace(question, url=wanted.url))
            moved_to = ""
        moved_to = answer.moved_to or moved_to
        if answer.status == 304:
            headers = {**kept.answer.headers, **answer.headers}
            answer = msgspec.structs.replace(kept.answer, headers=headers, moved_to=moved_to)
            self._cache.put(wanted.url, Kept(answer, self._now()))
            return Fetched(answer, asked=True, is_new=False)
        return Fetched(msgspec.structs.replace(answer, moved_to=moved_to), asked=True, is_new=True)

    def is_fresh(self, name: str, kind: SourceKind) -> bool:
        """Whether what goes by a name was asked for so lately that a source of this kind need not be asked again."""
        return self.is_younger(name, self._min_interval.get(kind, 0.0))

    def is_younger(self, name: str, seconds: float) -> bool:
        """Whether what goes by a name was asked for less than some seconds ago."""
        return 0 <= self._now() - self._cache.noted(name) < seconds

    def note(self, name: str) -> None:
        """Notes that what goes by a name was asked for now, and well; it counts from `settle` on."""
        self._notes.append(name)

    def settle(self) -> None:
        """Says that what came of the questions is filed: a run that is killed before that has to ask again."""
        for name in self._notes:
            self._cache.note(name, self._now())
        self._notes.clear()

    def accept(self, wanted: Wanted, fetched: Fetched) -> None:
        """Keeps an answer that turned out to be what it should: no CAPTCHA, no error page, no half feed."""
        if fetched.is_new:
            self._cache.put(wanted.url, Kept(fetched.answer, self._now()))
