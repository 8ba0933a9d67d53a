"""Sorting items by the work they are about: among themselves, then against the entries that are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from digest.content.drafts import EntryDraft
from digest.ingest.combine import combine
from digest.ingest.identity import Identity, identity_of, is_same_work
from digest.ingest.verdicts import Verdicts, entry_that_stayed
from digest.items import Item

T = TypeVar("T")


class Origin(msgspec.Struct, frozen=True):
    """Where an item comes from: number of the document, number of the item in it."""

    document: int
    item: int


class Work(msgspec.Struct, frozen=True):
    """One work: everything the documents say about it, which of their items, and its entry if there is one.

    `strangers` are keys of articles that are not about it, whatever the documents say.
    """

    item: Item
    identity: Identity
    origins: tuple[Origin, ...]
    entry: EntryDraft | None = None
    is_rejected: bool = False
    strangers: frozenset[str] = frozenset()


class _Finder(Generic[T]):
    """Finds the first thing that is the same work as an identity, without comparing with all of them."""

    def __init__(self, verdicts: Verdicts) -> None:
        self._verdicts = verdicts
        self._things: list[tuple[Identity, T]] = []
        self._by_key: dict[str, list[int]] = {}

    def add(self, identity: Identity, thing: T) -> None:
        """Make a thing findable; one added later under the same keys comes after it."""
        for key in identity.keys:
            self._by_key.setdefault(key, []).append(len(self._things))
        self._things.append((identity, thing))

    def find(self, identity: Identity) -> T | None:
        """The thing that was added first, papers before anything else, and what it is before what it is about."""
        near = sorted({number for key in identity.keys for number in self._by_key.get(key, ())})
        same = [number for number in near if self._is_same(self._things[number][0], identity)]
        same.sort(key=lambda number: self._things[number][0].own.isdisjoint(identity.ids))
        same.sort(key=lambda number: self._things[number][0].paper != identity.paper)
        return self._things[same[0]][1] if same else None

    def _is_same(self, one: Identity, other: Identity) -> bool:
        return is_same_work(one, other) and not self._verdicts.are_apart(one, other)


_NO_VERDICTS = Verdicts()


def sort_by_work(
    documents: Sequence[Iterable[Item]],
    entries: Iterable[EntryDraft],
    rejected: Iterable[Identity] = (),
    verdicts: Verdicts = _NO_VERDICTS,
) -> tuple[Work, ...]:
    """The works that the items of some documents are about, in the order in which they first come up.

    Args:
        documents: the items of each document.
        entries: what is on the site, drafts included.
        rejected: works that are not wanted; an entry that is there all the same is what counts.
        verdicts: entries that were merged, and works that are not one. What is said about a merged work is about
            the entry that stayed; where that is gone, the work is not wanted either.
    """
    works: list[Work] = []
    among = _Finder[int](verdicts)
    for number, items in enumerate(documents):
        for position, item in enumerate(items):
            identity = identity_of(item)
            origin = Origin(number, position)
            found = among.find(identity)
            if found is None:
                among.add(identity, len(works))
                works.append(Work(item, identity, (origin,)))
            else:
                whole = combine(works[found].item, item)
                works[found] = Work(whole, identity_of(whole), (*works[found].origins, origin))
                among.add(works[found].identity, found)
    there = _Finder[EntryDraft](verdicts)
    entries = list(entries)
    for entry in entries:
        there.add(identity_of(entry), entry)
    unwanted = _Finder[Identity](_NO_VERDICTS)
    for identity in rejected:
        unwanted.add(identity, identity)
    for merge in verdicts.merges:
        stayed = entry_that_stayed(merge, verdicts.merges, entries)
        if stayed is not None:
            there.add(merge.went.identity, stayed)
        else:
            unwanted.add(merge.went.identity, merge.went.identity)
    found_works = []
    for work in works:
        known = there.find(work.identity)
        is_rejected = known is None and unwanted.find(work.identity) is not None
        strangers = verdicts.strangers(identity_of(known)) if known else frozenset[str]()
        found_works.append(replace(work, entry=known, is_rejected=is_rejected, strangers=strangers))
    return _one_an_entry(found_works)


def _one_an_entry(works: Iterable[Work]) -> tuple[Work, ...]:
    """Works that turn out to be about one entry as one work."""
    found: dict[str, Work] = {}
    for number, work in enumerate(works):
        key = work.entry.path if work.entry else str(number)
        known = found.get(key)
        if known is not None:
            item = combine(known.item, work.item)
            work = replace(known, item=item, identity=identity_of(item), origins=known.origins + work.origins)  # noqa: PLW2901 - the two are one
        found[key] = work
    return tuple(found.values())
