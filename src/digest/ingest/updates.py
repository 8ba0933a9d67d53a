"""What documents change in an entry that is there: fields an import wrote and nobody edited, and missing ones.

A field belongs to whoever wrote it last. One that still has the digest under which it is remembered may be brought
up to date; any other is its editor's and stays, also when the editor removed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from digest.config.schema import Config
from digest.content.drafts import Auto, Coverage, EntryDraft, Link
from digest.content.edit import AddValue, AppendItem, AppendValue, Change, RemoveValue, SetValue, edited
from digest.content.ownership import auto_data, value_digest
from digest.formats.write import Data
from digest.ingest import categorizing
from digest.ingest.combine import FACTS, combine, is_article, other_titles, told_of
from digest.ingest.entry_file import FILLED_ONCE, entry_fields, item_of, with_body
from digest.ingest.memory import Given
from digest.items import Item
from digest.links.canonical import canonical
from digest.problems import DigestError, Problem
from digest.text.clean import clean_text
from digest.text.names import fold_name

_LISTS = frozenset(
    ["authors", "organizations", "subjects", "topics", "tags", "findings", "links", "coverage", "history"]
)


class Offer(NamedTuple):
    """What one item of a document says about a work.

    `is_more` where another one of the document said something. `said` is a digest of what the document says where
    the item has more than that, such as pictures that were kept.
    """

    document: str
    item: Item
    is_more: bool = False
    said: str = ""


class Updated(NamedTuple):
    """An entry brought up to date: its bytes, the fields imports wrote, what stays in spite of each offer, and why."""

    data: bytes
    fields: dict[str, Given]
    stays: tuple[frozenset[str], ...]
    problems: tuple[Problem, ...]


def update_entry(
    data: bytes, entry: EntryDraft, offers: Sequence[Offer], fields: Mapping[str, Given], config: Config
) -> Updated:
    """Bring an entry up to date with what documents say, one after the other.

    Args:
        data: its file.
        entry: the same, read.
        offers: what the documents say, those that said the same before left out.
        fields: the fields imports wrote.
        config: for reading the file.
    """
    update = _Update(data, entry, dict(fields), config)
    stays = []
    for offer in offers:
        update.stays = set()
        update.take(offer)
        stays.append(frozenset(update.stays))
    return Updated(update.data, update.fields, tuple(stays), tuple(update.problems))


def given_fields(item: Item, entry_id: str, document: str) -> dict[str, Given]:
    """What is remembered of the fields of a new entry, all of which a document said."""
    fields = entry_fields(item, entry_id)
    found = {
        name: Given(value_digest(value), document)
        for name, value in fields.items()
        if name not in FILLED_ONCE
    }
    if body := clean_text(item.body).strip():
        found["body"] = Given(value_digest(body), document)
    return found


class _Update:
    """One entry while it is brought up to date."""

    def __init__(self, data: bytes, entry: EntryDraft, fields: dict[str, Given], config: Config) -> None:
        self.data = data
        self.fields = fields
        self.stays: set[str] = set()
        self.problems: list[Problem] = []
        self._entry = entry
        self._config = config
        self._changed: set[str] = set()
        self._adopt()

    def _adopt(self) -> None:
        """Take for ours what `auto` says is ours and still is, also where nothing is remembered of it."""
        present = entry_fields(item_of(self._entry), self._entry.id)
        for name, record in self._entry.auto.items():
            if record.by == categorizing.BY:
                continue  # no document said it
            if name in present and record.sha == value_digest(present[name]):
                known = self.fields.get(name)
                self.fields[name] = Given(record.sha, known.by if known else "")

    def take(self, offer: Offer) -> None:
        """Take over what one document says."""
        item = told_of(self._with_article(offer.item), self._entry)
        offered = entry_fields(item, self._entry.id)
        self._changed = set()
        for name, value in sorted(
            offered.items(), key=lambda field: field[0] == "title"
        ):  # others may hold it
            present = entry_fields(item_of(self._entry), self._entry.id).get(name)
            if name in FILLED_ONCE or value == present:
                continue
            if present is None:
                self._add(name, value, item, offer)
            elif categorizing.is_machines(name, self._entry):
                self._overrule(name, present, value, item, offer)
            elif name in self.fields and self.fields[name].sha == value_digest(present):
                self._renew(name, present, item, offer)
            elif name not in self.fields and name in _LISTS:
                self._append(name, item)
            else:
                self._keep(name, item)
        self._note(offered, item.by)
        self._take_body(clean_text(item.body).strip(), offer)

    def _note(self, offered: Mapping[str, Data], by: str) -> None:
        """Bring `auto` up to date: fields that are now as a program gave them are the program's."""
        if not by:
            return
        present = entry_fields(item_of(self._entry), self._entry.id)
        ours = {
            name: Auto(by=by, sha=value_digest(present[name]))
            for name, value in offered.items()
            if name not in FILLED_ONCE
            and name in self.fields
            and (present.get(name) == value or (name in self._changed and name in self._entry.auto))
        }
        owned = {**self._entry.auto, **ours}
        if owned == self._entry.auto:
            return
        before, after = auto_data(self._entry.auto), auto_data(owned)
        is_there = "auto" in self._entry.places
        self._change(SetValue("auto", before, after, owned) if is_there else AddValue("auto", after, owned))

    def _add(self, name: str, value: Data, item: Item, offer: Offer) -> None:
        """Fill a field the entry does not have, unless its editor took it away or a program made it up."""
        if name in self.fields or name in self._entry.places or name in item.machine:
            self.stays.add(name)
        elif self._change(AddValue(name, value, getattr(item, name))):
            self.fields[name] = Given(value_digest(value), offer.document)

    def _renew(self, name: str, present: Data, item: Item, offer: Offer) -> None:
        """Give a field that is as an import wrote it what the documents say now."""
        by = self.fields[name].by
        if name == "history" or by != offer.document or offer.is_more:
            if self._has_the_word(name, item) and name in FACTS:
                by = offer.document
            elif item.by and name in FACTS:
                self._keep(name, item)
                return
            elif name in _LISTS:
                item, by = combine(replace(item_of(self._entry), title=item.title), item), ""
            elif self._has_the_word(name, item):
                by = offer.document
            else:
                self._keep(name, item)  # the first document that named it has the word
                return
        value = entry_fields(item, self._entry.id)[name]
        if value == present or self._change(SetValue(name, present, value, getattr(item, name))):
            self.fields[name] = Given(value_digest(value), by)
            self._changed.add(name)

    def _overrule(self, name: str, present: Data, value: Data, item: Item, offer: Offer) -> None:
        """Put what a document says in place of what the machine guessed, and forget the guess."""
        records = dict(self._entry.auto)
        before = auto_data(records)
        del records[name]
        after = auto_data(records)
        if self._change(SetValue(name, present, value, getattr(item, name))):
            self.fields[name] = Given(value_digest(value), offer.document)
            self._change(
                SetValue("auto", before, after, records) if records else RemoveValue("auto", before, records)
            )

    def _has_the_word(self, name: str, item: Item) -> bool:
        """Whether this is the paper itself, which knows its title better than an article about it does.

        Only of what the machine filled: what a person wrote in a document stays.
        """
        return (
            bool(item.by)
            and name in self._entry.auto
            and item.source is not None
            and item.source.kind == "arxiv"
        )

    def _with_article(self, item: Item) -> Item:
        """A paper, with the article its entry was made of as coverage, where the paper takes its place."""
        source = self._entry.source
        if source is None or not self._has_the_word("source", item) or not is_article(source):
            return item
        day = self._entry.date.date().isoformat() if self._entry.date else ""
        article = Coverage(
            url=source.url, kind=source.kind, name=source.name, title=self._entry.title, date=day
        )
        return replace(item, coverage=(*item.coverage, article))

    def _keep(self, name: str, item: Item) -> None:
        """Leave a field as it is; another title is not lost where an article or link has it."""
        if name != "title" or item.title not in other_titles(self._entry):
            self.stays.add(name)

    def _append(self, name: str, item: Item) -> None:
        """Add to a list of the editor's what is not in it."""
        changes = list(_missing(name, item, self._entry))
        if not changes and name not in {"links", "coverage", "tags", "history"}:
            self.stays.add(name)
        for change in changes:
            self._change(change)

    def _take_body(self, body: str, offer: Offer) -> None:
        present = self._entry.body.strip()
        if not body or body in present:
            return
        given = self.fields.get("body")
        is_ours = given is not None and given.sha == value_digest(present)
        if present and not is_ours:
            self.stays.add("body")
            return
        if not present and given is not None:
            self.stays.add("body")  # its editor took it away
            return
        if given is not None and given.by != offer.document and _is_edition(body, present):
            self.stays.add("body")
            return
        by = offer.document
        if given is not None and (given.by != offer.document or offer.is_more):
            body, by = f"{present}\n\n{body}", ""
        self.data = with_body(self.data, self._entry, body)
        self._entry = replace(self._entry, body=body)
        self.fields["body"] = Given(value_digest(body), by)

    def _change(self, change: Change) -> bool:
        try:
            self.data, draft = edited(self.data, self._entry.path, [change], self._config)
        except DigestError as failure:
            self.stays.add(change.key)
            self.problems += [replace(problem, severity="warning") for problem in failure.problems]
            return False
        assert isinstance(draft, EntryDraft)
        self._entry = draft
        return True


def _is_edition(body: str, present: str) -> bool:
    """Whether a text is another edition of one that is there, not more text: they share most of their lines."""
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    there = {line.strip() for line in present.split("\n")}
    return sum(line in there for line in lines) * 2 > len(lines)


def _missing(name: str, item: Item, entry: EntryDraft) -> Iterator[Change]:
    """Additions to a list of links, coverage, tags or dated lines."""
    if name == "tags":
        known = {fold_name(tag) for tag in entry.tags}
        yield from (AppendItem("tags", tag) for tag in item.tags if fold_name(tag) not in known)
    elif name == "history":
        said = {line.text for line in entry.history}
        for line in item.history:
            if line.text not in said:
                yield AppendValue("history", {"date": line.date, "text": line.text}, line)
    elif name in {"links", "coverage"}:
        present: Sequence[Link | Coverage] = getattr(entry, name)
        offered: Sequence[Link | Coverage] = getattr(item, name)
        there = {canonical(value.url) for value in present}
        written = entry_fields(item, entry.id)[name]
        assert isinstance(written, list)
        for value, fields in zip(offered, written, strict=True):
            if canonical(value.url) not in there and isinstance(fields, dict):
                yield AppendValue(name, fields, value)
