"""Plans the entries of an import: new ones, those nobody edited, and those that belong to a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from digest.config.schema import Config
from digest.content.addresses import address_key
from digest.content.collect import Collection
from digest.content.drafts import EntryDraft
from digest.content.edit import edited
from digest.content.permalinks import address_of, slug_of
from digest.ingest.additions import additions
from digest.ingest.combine import combine
from digest.ingest.entry_file import checked_entry, entry_fields, file_bytes
from digest.ingest.memory import Written, file_digest
from digest.ingest.plan import Outcome, State, Step
from digest.ingest.sheet import Sheet
from digest.ingest.works import Work
from digest.items import Item
from digest.problems import DigestError
from digest.text.slugs import slugify, with_suffix
from digest.text.weeks import local_day, week_of_day

UNDATED = "content/entries/undated"
"""The folder of entries without a date."""


class EntryPlanner:
    """Plans entry after entry on one sheet; knows which ids and addresses are taken."""

    def __init__(self, sheet: Sheet, collection: Collection, config: Config, *, as_drafts: bool) -> None:
        self._sheet = sheet
        self._config = config
        self._as_drafts = as_drafts
        self._zone = ZoneInfo(config.site.timezone)
        self._ids = {entry.id for entry in collection.entries if entry.id}
        self._addresses = set(_taken_addresses(collection, config))

    def plan(self, work: Work, digests: Mapping[str, str]) -> tuple[Outcome, str]:
        """Plan the entry of a work.

        Args:
            work: the work.
            digests: what each document says about it, as digests by the name of the document.

        Returns:
            What becomes of it, and the address of its page.
        """
        if work.entry is None:
            return self._new(work, digests)
        return self._known(work, work.entry, digests), self._address(work.entry)

    def _new(self, work: Work, digests: Mapping[str, str]) -> tuple[Outcome, str]:
        entry_id = self._free_id(work)
        path = self._free_path(work.item)
        data = self._bytes(work.item, entry_id)
        draft = checked_entry(data, path, work.item, self._config)
        address = self._address(draft)
        self._ids.add(entry_id)
        self._addresses.add(address_key(address))
        self._sheet.steps[path] = Step(path, data)
        self._remember(entry_id, path, data, digests, text=self._sheet.article_text(path, work.item.text, ""))
        return Outcome(state="new", path=path, title=draft.title, id=entry_id), address

    def _known(self, work: Work, entry: EntryDraft, digests: Mapping[str, str]) -> Outcome:
        outcome = Outcome(
            state="unchanged", path=entry.path, title=entry.title, id=entry.id or slug_of(entry)
        )
        written = self._sheet.memory.get(entry.id)
        if written and digests.items() <= written.items.items():
            return outcome
        data = self._sheet.read_file(entry.path)
        assert data is not None, "it was read a moment ago"
        if written and written.sha == file_digest(data):
            return self._rewritten(work, entry, written, digests, data)
        return self._added(work, entry, digests, data, outcome)

    def _rewritten(
        self, work: Work, entry: EntryDraft, written: Written, digests: Mapping[str, str], data: bytes
    ) -> Outcome:
        """An entry that is still as an import wrote it: it is made anew, from what all documents say."""
        ours = written.items.keys() <= digests.keys()
        item = work.item if ours else combine(_item_of(entry), work.item)
        new_data = self._bytes(item, entry.id, draft=entry.draft)
        checked_entry(new_data, entry.path, item, self._config)
        text = self._sheet.article_text(entry.path, work.item.text, written.source)
        state: State = "updated" if digests.keys() & written.items.keys() else "merged"
        if new_data != data:
            self._sheet.steps[entry.path] = Step(entry.path, new_data, data)
        elif text == written.source:
            state = "unchanged"
        self._remember(entry.id, entry.path, new_data, {**written.items, **digests}, text=text)
        return Outcome(state=state, path=entry.path, title=item.title, id=entry.id)

    def _added(
        self, work: Work, entry: EntryDraft, digests: Mapping[str, str], data: bytes, outcome: Outcome
    ) -> Outcome:
        """An entry that belongs to a person: it gets what it lacks, after what is there."""
        found = additions(work.item, entry)
        stays = set(found.stays)
        new_data = data
        for change in found.changes:
            try:
                new_data, _ = edited(new_data, entry.path, [change], self._config)
            except DigestError as failure:
                stays.add(change.key)
                self._sheet.problems += [replace(problem, severity="warning") for problem in failure.problems]
        if work.item.text and not self._sheet.article_text(entry.path, work.item.text, ""):
            stays.add("text")
        if new_data != data:
            self._sheet.steps[entry.path] = Step(entry.path, new_data, data)
            outcome = replace(outcome, state="merged")
        if entry.id:
            written = self._sheet.memory.get(entry.id)
            known = written.items if written else {}
            self._sheet.memory[entry.id] = Written(
                key=entry.id, path=entry.path, sha="", items={**known, **digests}
            )
        return replace(outcome, stays=frozenset(stays))

    def _remember(
        self, entry_id: str, path: str, data: bytes, digests: Mapping[str, str], *, text: str
    ) -> None:
        self._sheet.memory[entry_id] = Written(
            key=entry_id, path=path, sha=file_digest(data), source=text, items=dict(digests)
        )

    def _bytes(self, item: Item, entry_id: str, *, draft: bool = False) -> bytes:
        fields = entry_fields(item, entry_id)
        if draft or item.draft or self._as_drafts:
            fields["draft"] = True
        return file_bytes(fields, item.body)

    def _free_id(self, work: Work) -> str:
        """The best id of a work that no other entry has; the last one can always be numbered."""
        found = next((key for key in work.identity.ids if key not in self._ids), "")
        number = 1
        while not found or found in self._ids:
            number += 1
            found = f"{work.identity.ids[-1]}-{number}"
        return found

    def _free_path(self, item: Item) -> str:
        """Where a new entry goes: the folder of its week, under a slug no other page has."""
        moment = item.seen or item.date
        folder = UNDATED
        if moment:
            week = week_of_day(local_day(moment, self._zone))
            folder = f"content/entries/{week.year:04}/w{week.number:02}"
        plain = slugify(item.name or item.title)
        slug, number = plain, 1
        while self._is_taken(f"{folder}/{slug}/index.md", slug):
            number += 1
            slug = with_suffix(plain, str(number))
        return f"{folder}/{slug}/index.md"

    def _is_taken(self, path: str, slug: str) -> bool:
        return (
            path in self._sheet.steps
            or address_key(f"/entries/{slug}/") in self._addresses
            or self._sheet.read_file(path) is not None
        )

    def _address(self, entry: EntryDraft) -> str:
        try:
            return address_of(entry, self._config)
        except DigestError:  # a build says what is wrong with it
            return f"/entries/{slugify(entry.title)}/"


def _item_of(entry: EntryDraft) -> Item:
    """An entry as an item, to be combined with what another document says."""
    shared = set(Item.__struct_fields__) & set(EntryDraft.__struct_fields__)
    fields = {name: getattr(entry, name) for name in shared}
    return Item(**fields, seen=entry.publish_date)


def _taken_addresses(collection: Collection, config: Config) -> Iterator[str]:
    for draft in collection.drafts:
        try:
            yield address_key(address_of(draft, config))
        except DigestError:  # as above
            continue
