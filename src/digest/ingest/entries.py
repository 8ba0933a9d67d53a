"""Plans the entries of an import: new ones, and those that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from digest.config.schema import Config
from digest.content.addresses import address_key
from digest.content.collect import Collection
from digest.content.drafts import EntryDraft
from digest.content.permalinks import address_of, slug_of
from digest.ingest.entry_file import checked_entry, entry_fields, file_bytes
from digest.ingest.identity import SHARED, identity_of
from digest.ingest.memory import Written, item_digest
from digest.ingest.plan import Outcome, Step
from digest.ingest.sheet import Sheet
from digest.ingest.updates import Offer, given_fields, update_entry
from digest.ingest.works import Work
from digest.items import Item
from digest.problems import DigestError
from digest.text.cjk import is_cjk
from digest.text.slugs import slugify, with_suffix
from digest.text.weeks import local_day, week_of_day

UNDATED = "content/entries/undated"
"""The folder of entries without a date."""

_LONG_HEADLINE = (
    16  # Han characters: a headline of more is no name, and the repository's is taken if there is one
)
_LONGEST_SLUG = 48  # characters of a headline that still make an address people can read out


class EntryPlanner:
    """Plans entry after entry on one sheet; knows which ids and addresses are taken."""

    def __init__(self, sheet: Sheet, collection: Collection, config: Config, *, as_drafts: bool) -> None:
        self._sheet = sheet
        self._config = config
        self._as_drafts = as_drafts
        self._zone = ZoneInfo(config.site.timezone)
        self._ids = {entry.id for entry in collection.entries if entry.id}
        self._addresses = set(_taken_addresses(collection, config))

    def plan(self, work: Work, offers: Sequence[Offer]) -> tuple[Outcome, str]:
        """Plan the entry of a work.

        Args:
            work: the work.
            offers: what each document says about it.

        Returns:
            What becomes of it, and the address of its page.
        """
        digests = {offer.document: item_digest([offer.item]) for offer in offers}
        if work.entry is not None:
            return self._known(work.entry, offers, digests), self._address(work.entry)
        if removed := self._removed(work, digests):
            return Outcome(state="removed", path="", title=work.item.title, id=removed), ""
        return self._new(work, digests)

    def _removed(self, work: Work, digests: Mapping[str, str]) -> str:
        """The id under which an import made this work before, if its entry is gone since; "" otherwise."""
        for key in work.identity.ids:
            written = self._sheet.memory.get(key)
            if written is None or key in self._ids:
                continue
            # A repository or page may hold several works, so its id alone does not tell.
            is_its_own = key == work.identity.ids[0] and not key.startswith(SHARED)
            if is_its_own or digests.items() & written.items.items():
                return key
        return ""

    def _new(self, work: Work, digests: Mapping[str, str]) -> tuple[Outcome, str]:
        entry_id = self._free_id(work)
        path = self._free_path(work.item)
        fields = entry_fields(work.item, entry_id)
        if work.item.draft or self._as_drafts:
            fields["draft"] = True
        data = file_bytes(fields, work.item.body)
        draft = checked_entry(data, path, work.item, self._config)
        address = self._address(draft)
        self._ids.add(entry_id)
        self._addresses.add(address_key(address))
        self._sheet.steps[path] = Step(path, data)
        document = next(iter(digests)) if len(digests) == 1 else ""
        given = given_fields(fields, work.item.body, document)
        if text := self._sheet.article_text(path, work.item.text, None, document):
            given["text"] = text
        self._sheet.memory[entry_id] = Written(key=entry_id, items=dict(digests), fields=given)
        return Outcome(state="new", path=path, title=draft.title, id=entry_id), address

    def _known(self, entry: EntryDraft, offers: Sequence[Offer], digests: Mapping[str, str]) -> Outcome:
        key = entry.id or identity_of(entry).ids[0]
        written = self._sheet.memory.get(key) or Written(key=key)
        outcome = Outcome(
            state="unchanged", path=entry.path, title=entry.title, id=entry.id or slug_of(entry)
        )
        news = [offer for offer in offers if written.items.get(offer.document) != digests[offer.document]]
        if not news:
            return outcome
        planned = self._sheet.steps.get(entry.path)
        before = self._sheet.read_file(entry.path)
        assert before is not None, "it was read a moment ago"
        updated = update_entry(planned.data if planned else before, entry, news, written.fields, self._config)
        self._sheet.problems += updated.problems
        stays, fields = set(updated.stays), dict(updated.fields)
        changed = updated.data != before
        for offer in news:
            if offer.item.text:
                known = fields.get("text")
                text = self._sheet.article_text(entry.path, offer.item.text, known, offer.document)
                changed = changed or (text is not None and text != known)
                if text is None:
                    stays.add("text")
                else:
                    fields["text"] = text
        if updated.data != before:
            self._sheet.steps[entry.path] = Step(entry.path, updated.data, before)
        self._sheet.memory[key] = Written(key=key, items={**written.items, **digests}, fields=fields)
        if changed:
            is_known = any(offer.document in written.items for offer in news)
            outcome = replace(outcome, state="updated" if is_known else "merged")
        return replace(outcome, stays=frozenset(stays))

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
        plain = machine_slug(item)
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


def machine_slug(item: Item) -> str:
    """The slug of a work: of its short name, of its one repository where the title is a long headline, else its title.

    A long headline ends at a word.
    """
    if item.name:
        return slugify(item.name)
    if sum(map(is_cjk, item.title)) > _LONG_HEADLINE:
        names = {_repository(link.url) for link in item.links if link.kind in {"code", "model"}}
        if len(names) == 1 and (name := names.pop()):
            return slugify(name)
    slug = slugify(item.title)
    if len(slug) <= _LONGEST_SLUG or sum(map(is_cjk, slug)) <= _LONG_HEADLINE:
        return slug
    cut = slug[:_LONGEST_SLUG]
    return cut[: cut.rfind("-")] if "-" in cut[_LONG_HEADLINE:] else cut


def _repository(url: str) -> str:
    """The name of a repository or model, without its owner."""
    match = re.match(r"https?://[^/]+/[^/]+/([^/?#]+)", url)
    return match[1].removesuffix(".git") if match else ""


def _taken_addresses(collection: Collection, config: Config) -> Iterator[str]:
    for draft in collection.drafts:
        try:
            yield address_key(address_of(draft, config))
        except DigestError:  # as above
            continue
