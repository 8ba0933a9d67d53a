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
from digest.content.read import read_draft
from digest.ingest.categorizing import TermKeeper
from digest.ingest.entry_file import checked_entry, entry_bytes
from digest.ingest.identity import SHARED, identity_of
from digest.ingest.memory import Given, Written, item_digest
from digest.ingest.plan import Outcome, State, Step
from digest.ingest.sheet import Sheet
from digest.ingest.updates import Offer, Updated, given_fields, update_entry
from digest.ingest.works import Work
from digest.items import Item
from digest.links.canonical import work_key
from digest.problems import DigestError
from digest.text.cjk import is_cjk
from digest.text.clean import clean_text
from digest.text.slugs import slugify, with_suffix
from digest.text.weeks import local_day, week_of_day

UNDATED = "content/entries/undated"
"""The folder of entries without a date."""

_LONG_HEADLINE = 16
"""Han characters: a headline of more is no name, and that of the repository is taken if there is one."""
_LONGEST_SLUG = 48
"""Characters of a headline that still make an address people can read out."""
_DATE_IN_FRONT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-|$)")


class EntryPlanner:
    """Plans entry after entry on one sheet; knows which ids and addresses are taken."""

    def __init__(
        self,
        sheet: Sheet,
        collection: Collection,
        config: Config,
        *,
        as_drafts: bool,
        keeper: TermKeeper | None = None,
    ) -> None:
        self._sheet = sheet
        self._keeper = keeper
        self._config = config
        self._as_drafts = as_drafts
        self._zone = ZoneInfo(config.site.timezone)
        self._ids = {entry.id for entry in collection.entries if entry.id}
        self._addresses = set(_taken_addresses(collection, config))

    def plan(self, work: Work, offers: Sequence[Offer]) -> tuple[tuple[Outcome, ...], str]:
        """Plan the entry of a work.

        Args:
            work: the work.
            offers: what each item says about it, in order.

        Returns:
            What becomes of each item, and the address of the entry's page.

        Raises:
            DigestError: an item has no title, or would not read as it was written.
        """
        if work.entry is not None:
            return self._known(work.entry, offers, work.strangers), self._address(work.entry)
        if work.is_rejected:
            title, key = work.item.title, work.identity.ids[0]
            return (Outcome(state="rejected", path="", title=title, id=key),) * len(offers), ""
        if gone := self._gone(work, offers):
            # What lies behind a link nobody follows still has its address.
            return (gone,) * len(offers), f"/entries/{gone.path.split('/')[-2]}/" if gone.path else ""
        return self._new(work, offers)

    def _gone(self, work: Work, offers: Sequence[Offer]) -> Outcome | None:
        """What becomes of a work that an import made before and whose entry is no longer among the others."""
        digests = _digests(offers)
        for key in work.identity.ids:
            written = self._sheet.memory.get(key)
            if written is None or key in self._ids:
                continue
            # A repository or page may hold several works, so its id alone does not tell.
            is_its_own = key == work.identity.ids[0] and not key.startswith(SHARED)
            # What a source has under one key is one article, whatever it says of it today.
            is_its_article = any(offer.said and offer.document in written.items for offer in offers)
            if not (is_its_own or is_its_article or digests.items() & written.items.items()):
                continue
            is_there = self._sheet.read_file(written.path) is not None  # behind a link nobody follows, say
            state: State = "kept" if is_there else "removed"
            return Outcome(state=state, path=written.path if is_there else "", title=work.item.title, id=key)
        return None

    def _new(self, work: Work, offers: Sequence[Offer]) -> tuple[tuple[Outcome, ...], str]:
        entry_id = self._free_id(work)
        path = self._free_path(work.item)
        first, *others = offers
        item = replace(first.item, draft=work.item.draft or self._as_drafts)
        updated, draft = self._made(item, entry_id, path, first.document, others)
        address = self._address(draft)
        self._ids.add(entry_id)
        self._addresses.add(address_key(address))
        self._sheet.problems += updated.problems
        self._sheet.steps[path] = Step(path, updated.data)
        stays = [set[str](), *map(set, updated.stays)]
        self._plan_texts(path, offers, updated.fields, stays)
        self._remember(entry_id, path, offers, updated.fields, stays, None)
        title = draft.title
        return tuple(
            Outcome(
                state="merged" if number else "new",
                path=path,
                title=title,
                id=entry_id,
                stays=frozenset(left),
            )
            for number, left in enumerate(stays)
        ), address

    def _made(
        self, item: Item, entry_id: str, path: str, document: str, others: Sequence[Offer]
    ) -> tuple[Updated, EntryDraft]:
        """The file of a new entry, and how what the first document says of it reads.

        Topics and tags are decided by the whole entry, with what the other documents say; what one of them says
        about those themselves counts, and the machine fills what is left.
        """
        fields = given_fields(item, entry_id, document)
        data = entry_bytes(item, entry_id)
        draft = checked_entry(data, path, item, self._config)
        updated = update_entry(data, draft, others, fields, self._config)
        if self._keeper is None:
            return updated, draft
        whole, _ = read_draft(updated.data, path=path, config=self._config)
        assert isinstance(whole, EntryDraft), "it was read as one a moment ago"
        article = next((text for text in (item.text, *(offer.item.text for offer in others)) if text), "")
        terms = self._keeper.terms_of(whole, clean_text(article))
        if not terms.values:
            return updated, draft
        filled = replace(
            item,
            topics=terms.values.get("topics", item.topics),
            tags=terms.values.get("tags", item.tags),
        )
        data = entry_bytes(filled, entry_id, terms.records)
        draft = checked_entry(data, path, filled, self._config)
        return update_entry(data, draft, others, fields, self._config), draft

    def _known(
        self, entry: EntryDraft, offers: Sequence[Offer], strangers: frozenset[str]
    ) -> tuple[Outcome, ...]:
        key = entry.id or identity_of(entry).ids[0]
        before = self._sheet.read_file(entry.path)
        assert before is not None, "it was read a moment ago"
        written = self._sheet.memory.get(key) or self._cut_off(key, entry, offers[0], before)
        digests = _digests(offers)
        same = {document for document, digest in digests.items() if written.items.get(document) == digest}
        news = [offer for offer in offers if offer.document not in same]
        remembered = {document: iter(written.stays.get(document, ())) for document in same}
        if not news:
            left = [frozenset(next(remembered[offer.document], ())) for offer in offers]
            return tuple(self._outcome(entry, "unchanged", fields) for fields in left)
        told = [offer._replace(item=_without(offer.item, strangers)) for offer in news]
        updated = update_entry(before, entry, told, written.fields, self._config)
        self._sheet.problems += updated.problems
        stays = [set(fields) for fields in updated.stays]
        changed = self._plan_texts(entry.path, news, updated.fields, stays) or updated.data != before
        data = self._renewed(updated.data, entry.path, updated.fields) if changed else before
        if data != before:
            self._sheet.steps[entry.path] = Step(entry.path, data, before)
        self._remember(key, entry.path, news, updated.fields, stays, written)
        of_news = iter(stays)
        outcomes = []
        for offer in offers:
            if offer.document in same:
                left_as = frozenset(next(remembered[offer.document], ()))
                outcomes.append(self._outcome(entry, "unchanged", left_as))
            else:
                state: State = "updated" if offer.document in written.items else "merged"
                left_as = frozenset(next(of_news))
                outcomes.append(self._outcome(entry, state if changed else "unchanged", left_as))
        return tuple(outcomes)

    def _renewed(self, data: bytes, path: str, fields: Mapping[str, Given]) -> bytes:
        """The file of an entry that says more now, with the topics and tags that are the machine's given anew."""
        if self._keeper is None:
            return data
        entry, _ = read_draft(data, path=path, config=self._config)
        assert isinstance(entry, EntryDraft), "it was read as one a moment ago"
        article = self._sheet.text_beside(path)
        try:
            return self._keeper.renewed(data, entry, article, fields.keys(), fill=False)[0]
        except DigestError as failure:  # somebody put the lines of these fields in another form: they stay
            self._sheet.problems += [replace(problem, severity="warning") for problem in failure.problems]
            return data

    def _cut_off(self, key: str, entry: EntryDraft, offer: Offer, data: bytes) -> Written:
        """What is known of an entry no import remembers: it may have been made by one that was killed."""
        written = Written(key=key, path=entry.path)
        item = replace(offer.item, draft=entry.draft)
        if data == self._made(item, entry.id, entry.path, offer.document, ())[0].data:
            return replace(written, fields=given_fields(offer.item, entry.id, offer.document))
        return written

    def _plan_texts(
        self, path: str, offers: Sequence[Offer], fields: dict[str, Given], stays: Sequence[set[str]]
    ) -> bool:
        """Plan the texts of articles beside an entry; whether one of them changes."""
        changed = False
        for offer, left in zip(offers, stays, strict=True):
            if not offer.item.text:
                continue
            known = fields.get("text")
            if known is not None and offer.is_more:
                left.add("text")  # there is room for one
                continue
            text = self._sheet.article_text(path, offer.item.text, known, offer.document)
            if text is None:
                left.add("text")
            else:
                changed = changed or text != known
                fields["text"] = text
        return changed

    def _remember(
        self,
        key: str,
        path: str,
        offers: Sequence[Offer],
        fields: dict[str, Given],
        stays: Sequence[set[str]],
        written: Written | None,
    ) -> None:
        left: dict[str, list[list[str]]] = {}
        for offer, names in zip(offers, stays, strict=True):
            left.setdefault(offer.document, []).append(sorted(names))
        self._sheet.memory[key] = Written(
            key=key,
            path=path,
            items={**(written.items if written else {}), **_digests(offers)},
            fields=fields,
            stays={
                **(written.stays if written else {}),
                **{name: each for name, each in left.items() if any(each)},
            },
        )

    def _outcome(self, entry: EntryDraft, state: State, stays: frozenset[str]) -> Outcome:
        return Outcome(
            state=state, path=entry.path, title=entry.title, id=entry.id or slug_of(entry), stays=stays
        )

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

    A long headline ends at a word. A date in front would be read as the entry's, so it goes.
    """
    slug = _slug(item)
    return _DATE_IN_FRONT.sub("", slug) or f"on-{slug}"


def _slug(item: Item) -> str:
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


def _digests(offers: Sequence[Offer]) -> dict[str, str]:
    """What each document says, as digests by its key."""
    said: dict[str, list[Item]] = {}
    for offer in offers:
        said.setdefault(offer.document, []).append(offer.item)
    named = {offer.document: offer.said for offer in offers if offer.said}
    return {document: named.get(document) or item_digest(items) for document, items in said.items()}


def _without(item: Item, strangers: frozenset[str]) -> Item:
    """An item without the articles that somebody decided are not about its work."""
    coverage = tuple(article for article in item.coverage if work_key(article.url) not in strangers)
    return item if coverage == item.coverage else replace(item, coverage=coverage)


def _taken_addresses(collection: Collection, config: Config) -> Iterator[str]:
    for draft in collection.drafts:
        try:
            yield address_key(address_of(draft, config))
        except DigestError:  # as above
            continue
