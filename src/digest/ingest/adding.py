"""Plans the entries of articles that sources gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from digest.config.schema import Config
from digest.content.collect import Collection
from digest.content.ownership import FETCH
from digest.ingest.categorizing import LoadCategorizer, keeper_of
from digest.ingest.entries import EntryPlanner
from digest.ingest.entry_file import usable
from digest.ingest.identity import Identity, identity_of
from digest.ingest.memory import Memory
from digest.ingest.plan import Outcome, Step
from digest.ingest.sheet import ReadFile, Sheet
from digest.ingest.updates import Offer
from digest.ingest.verdicts import Verdicts
from digest.ingest.works import sort_by_work
from digest.items import Item
from digest.problems import Problem


class Site(msgspec.Struct, frozen=True):
    """What a plan must know of the site; `categorize` loads its categorizer, None gives no topics and tags."""

    collection: Collection
    config: Config
    memory: Memory
    rejected: tuple[Identity, ...] = ()
    verdicts: Verdicts = Verdicts()
    categorize: LoadCategorizer | None = None


class Fetched(msgspec.Struct, frozen=True):
    """An item of a source.

    `key` is its key among all sources, which tells a newer answer from another item, `said` a digest of what its
    source said, `seen` when it was first seen (None: now). `files` are its pictures by name.
    """

    key: str
    item: Item
    files: dict[str, bytes] = {}
    said: str = ""
    seen: datetime | None = None


class Added(msgspec.Struct, frozen=True):
    """The files to write, what becomes of each item, and what an editor should know."""

    steps: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]


def plan_added(
    fetched: Sequence[Fetched], site: Site, read_file: ReadFile, *, seen: datetime, as_drafts: bool
) -> Added:
    """Decide what is written for items of sources; reads files through `read_file` and writes none.

    Raises:
        DigestError: an entry cannot be written as it should read.
    """
    sheet = Sheet(site.memory, read_file)
    filed = {document: key for key, written in site.memory.items() for document in written.items}
    items = [
        replace(_as_filed(usable(one.item)[0], filed.get(one.key, "")), seen=one.seen or seen, by=FETCH)
        for one in fetched
    ]
    keeper = keeper_of(site.config, site.categorize, site.collection.entries, items)
    planner = EntryPlanner(sheet, site.collection, site.config, as_drafts=as_drafts, keeper=keeper)
    outcomes: dict[int, Outcome] = {}
    works = sort_by_work([[item] for item in items], site.collection.entries, site.rejected, site.verdicts)
    for work in works:
        numbers = [origin.document for origin in work.origins]
        first_seen = min(fetched[number].seen or seen for number in numbers)
        offers = [
            Offer(fetched[number].key, replace(items[number], seen=first_seen), said=fetched[number].said)
            for number in numbers
        ]
        outcomes |= dict(zip(numbers, planner.plan(work, offers)[0], strict=True))
    for number, outcome in outcomes.items():
        _plan_files(outcome, fetched[number].files, sheet)
    sheet.remember()
    return Added(
        steps=tuple(sheet.steps.values()),
        outcomes=tuple(outcomes[number] for number in range(len(items))),
        problems=tuple(sheet.problems),
    )


def _as_filed(item: Item, key: str) -> Item:
    """An item under the id of the entry that was made of it, or that it joined, "" where there was none.

    An article of WeChat has two ids. Its source names it by one, and only its page, read once, knew the other.
    """
    return item if not key or key in identity_of(item).ids else replace(item, id=key)


def _plan_files(outcome: Outcome, files: Mapping[str, bytes], sheet: Sheet) -> None:
    """Plan the pictures beside an entry; a name says what is in the file, so one that is there is the same."""
    folder = outcome.path.removesuffix("index.md")
    if folder == outcome.path:
        return
    for name, data in files.items():
        if sheet.read_file(folder + name) is None:
            sheet.steps[folder + name] = Step(folder + name, data)
