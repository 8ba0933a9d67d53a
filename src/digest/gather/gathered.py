"""What a run of `digest fetch` has in its hands between asking and planning."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

import msgspec
from msgspec.structs import replace

from digest.gather.state import SourceState
from digest.items import Item
from digest.problems import Problem
from digest.sources.article import Article
from digest.sources.arxiv.updates import Known

Reader = Literal["", "page", "wechat"]
"""Who reads the page that completes a record; "" where nothing is missing."""

Standing = Literal["read", "not due", "failed", "gone"]
"""How a source was met in this run."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One article as a source gave it.

    `key` is its identity in the source and `said` a digest of what the source said about it: both the same as last
    time means there is nothing to do. `address` has to be read by `reader` for the whole of it. `seen` is when it
    was first seen, None for now. `found_on` is the document the address stands in, "" where the owner of the site
    gave it. `is_slight`: the source gave an address and little else, so that without its page it is no entry.
    """

    source: str
    key: str
    said: str
    article: Article
    address: str = ""
    reader: Reader = ""
    seen: datetime | None = None
    found_on: str = ""
    is_slight: bool = False
    files: dict[str, bytes] = {}

    @property
    def title(self) -> str:
        """What people know it by."""
        return self.article.item.title


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the ledger that is no entry: what it is about, why, and whose it is."""

    source: str
    what: str
    why: str


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """What one source gave.

    `state` is what is to be remembered of the source if the run is carried out, `papers` what of the papers of
    arXiv. `pending` is what waits for another run, `failed` what could not be read.
    """

    source: str
    state: SourceState
    standing: Standing = "read"
    records: tuple[Record, ...] = ()
    papers: dict[str, Known] = {}
    dropped: tuple[Account, ...] = ()
    pending: tuple[Account, ...] = ()
    failed: tuple[Account, ...] = ()
    problems: tuple[Problem, ...] = ()


def digest_of(item: Item) -> str:
    """A digest of what a source says: 16 hexadecimal digits."""
    return hashlib.sha256(msgspec.json.encode(replace(item, seen=None))).hexdigest()[:16]


def failure(source: str, what: str, why: str, state: SourceState) -> Gathered:
    """What a source gave that could not be read: nothing, and nothing is forgotten."""
    account = Account(source=source, what=what, why=why)
    return Gathered(source=source, state=state, standing="failed", failed=(account,))
