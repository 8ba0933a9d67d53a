"""What editors decided about which works are one, for whoever sorts items by work."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from digest.content.drafts import EntryDraft
from digest.content.permalinks import slug_of
from digest.ingest.apart import APART, Apart, read_apart
from digest.ingest.identity import Identity
from digest.ingest.merges import MERGED, Merge, read_merges
from digest.ingest.sheet import ReadFile
from digest.problems import DigestError


class Verdicts(msgspec.Struct, frozen=True):
    """Entries that were merged, and works that are not one however alike they look."""

    merges: tuple[Merge, ...] = ()
    apart: tuple[Apart, ...] = ()

    def are_apart(self, one: Identity, other: Identity) -> bool:
        """Whether somebody decided that these two are not one work."""
        return any(pair.divides(one, other) for pair in self.apart)

    def strangers(self, work: Identity) -> frozenset[str]:
        """The keys of works that are not this one."""
        found: set[str] = set()
        for pair in self.apart:
            if not work.own.isdisjoint(pair.one):
                found.update(pair.other)
            if not work.own.isdisjoint(pair.other):
                found.update(pair.one)
        return frozenset(found)


def read_verdicts(read_file: ReadFile) -> Verdicts:
    """What the files of a site say about it.

    Raises:
        DigestError: one of them cannot be read.
    """
    return Verdicts(read_merges(read_file(MERGED)), read_apart(read_file(APART)))


def entry_that_stayed(
    merge: Merge, merges: Iterable[Merge], entries: Iterable[EntryDraft]
) -> EntryDraft | None:
    """The entry that holds a merged work now, through further merges; None where it is gone."""
    by_path = {entry.path: entry for entry in entries}
    by_id = {key_of(entry): entry for entry in reversed([*by_path.values()])}
    later = {each.went.path: each for each in merges}
    seen: set[str] = set()
    while merge.kept not in seen:
        seen.add(merge.kept)
        if found := by_id.get(merge.kept_id) or by_path.get(merge.kept):
            return found
        if merge.kept not in later:
            return None
        merge = later[merge.kept]
    return None


def key_of(entry: EntryDraft) -> str:
    """What people call an entry: its id, else its slug."""
    return entry.id or slug_or_path(entry)


def slug_or_path(entry: EntryDraft) -> str:
    """The slug of an entry, its path where it can have none."""
    try:
        return slug_of(entry)
    except DigestError:
        return entry.path
