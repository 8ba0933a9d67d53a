"""Topics and tags of entries: what the machine gives, and which of them are the machine's to change.

A field is the machine's while it holds what the machine wrote, told by the record in `auto`. What a person or a
document said, changed or took away is not. A field that nobody ever filled is free.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Literal

import msgspec

from digest.categorize.decisions import Text
from digest.categorize.tags import Tagger
from digest.categorize.verdict import TERM_FIELDS, Decides, Judge, TermField, Verdict, fields_wanted
from digest.categorize.vocabulary import Vocabulary
from digest.config.schema import Config
from digest.content.drafts import Auto, EntryDraft
from digest.content.edit import AddValue, Change, RemoveValue, SetValue, edited
from digest.content.ownership import is_as_written, record_data, value_digest
from digest.formats.write import Data
from digest.items import Item
from digest.text.titles import folded_title

BY = "categorize"
"""Who gave these topics and tags, in `auto`."""

LoadCategorizer = Callable[[], Decides]
"""Loads the categorizer of a site."""

Owner = Literal["machine", "source", "editor", "nobody"]
"""Whose a field is: `source` of the feed or document that filled it, which is nobody's guess either."""

_ADDRESS = re.compile(r"https?://[^\s)>\]]+")


class Terms(msgspec.Struct, frozen=True):
    """Topics and tags for the fields an entry lacks, with their records."""

    values: dict[TermField, tuple[str, ...]] = {}
    records: dict[str, Auto] = {}


class FieldChange(msgspec.Struct, frozen=True):
    """What becomes of a field, and the lines that say why."""

    field: TermField
    before: tuple[str, ...]
    after: tuple[str, ...]
    why: tuple[str, ...]


class TermKeeper:
    """Gives topics and tags to the entries of one site, and renews those that are still the machine's."""

    def __init__(
        self,
        config: Config,
        load: LoadCategorizer,
        entries: Collection[EntryDraft],
        items: Collection[Item] = (),
    ) -> None:
        """Prepare a keeper; nothing is loaded before it is needed.

        Args:
            config: the configuration.
            load: loads the categorizer.
            entries: the entries of the site, whose tags are labels it knows.
            items: what is about to become entries; their documents' tags are labels as well.
        """
        self._config = config
        self._load = load
        self._entries = entries
        self._items = items

    @cached_property
    def _judge(self) -> Judge:
        vocabulary = Vocabulary(
            self._config,
            used_labels(self._entries, self._items),
            titles_of([*self._entries, *self._items]),
        )
        settings = self._config.categorize
        return Judge(self._load(), Tagger(vocabulary, settings.max_tags), settings)

    @property
    def fields(self) -> tuple[TermField, ...]:
        """The fields the site lets the machine fill."""
        return fields_wanted(self._config.categorize)

    def judge(self, entry: EntryDraft, article: str) -> Verdict:
        """What the machine says of an entry, whoever its fields belong to."""
        return self._judge.judge(text_of(entry, article))

    def terms_of(self, entry: EntryDraft, article: str) -> Terms:
        """Topics and tags for a new entry, as far as nobody gave it any."""
        lacking = [field for field in self.fields if owner_of(field, entry) == "nobody"]
        if not lacking:
            return Terms()
        verdict = self.judge(entry, article)
        values = {field: found for field in lacking if (found := verdict.values(field))}
        return Terms(values, {field: record_of(verdict, field) for field in values})

    def renewed(
        self, data: bytes, entry: EntryDraft, article: str, given: Collection[str], *, fill: bool
    ) -> tuple[bytes, tuple[FieldChange, ...]]:
        """The file of an entry with the machine's fields as the machine would give them now.

        Args:
            data: the file.
            entry: the same, read.
            article: the text of its article.
            given: the fields an import filled, also where an editor took them away since.
            fill: whether fields that nobody filled are filled too.

        Raises:
            DigestError: the file has a form that needs a person.
        """
        free: tuple[Owner, ...] = ("machine", "nobody") if fill else ("machine",)
        ours = [field for field in self.fields if owner_of(field, entry, given) in free]
        if not ours:
            return data, ()
        verdict = self.judge(entry, article)
        found = [
            FieldChange(field, values_of(entry, field), verdict.values(field), verdict.why(field))
            for field in ours
        ]
        # Another order is no other opinion.
        changes = tuple(change for change in found if set(change.before) != set(change.after))
        if changes:
            records: dict[str, Auto] = {
                change.field: record_of(verdict, change.field) for change in changes if change.after
            }
            data, _ = edited(data, entry.path, list(_edits(entry, changes, records)), self._config)
        return data, changes


def keeper_of(
    config: Config, load: LoadCategorizer | None, entries: Collection[EntryDraft], items: Collection[Item]
) -> TermKeeper | None:
    """The keeper of a site, None where nothing is to be filled."""
    settings = config.categorize
    return TermKeeper(config, load, entries, items) if load and (settings.topics or settings.tags) else None


def owner_of(field: TermField, entry: EntryDraft, given: Collection[str] = ()) -> Owner:
    """Whose the topics or tags of an entry are; see `TermKeeper.renewed` for `given`."""
    record, values = entry.auto.get(field), values_of(entry, field)
    if record is not None:
        if not is_as_written(record, [*values]):
            return "editor"
        return "machine" if record.by == BY else "source"
    return "editor" if field in entry.places or field in given else "nobody"


def is_machines(name: str, entry: EntryDraft) -> bool:
    """Whether a field of an entry is one that the machine filled and nobody changed."""
    return any(name == field and owner_of(field, entry) == "machine" for field in TERM_FIELDS)


def values_of(entry: EntryDraft, field: TermField) -> tuple[str, ...]:
    """The topics or tags of an entry."""
    return entry.topics if field == "topics" else entry.tags


def record_of(verdict: Verdict, field: TermField) -> Auto:
    """The record of what the machine gives."""
    values = verdict.values(field)
    return Auto(by=BY, sha=value_digest([*values]), value=values, why=verdict.why(field))


def text_of(entry: EntryDraft, article: str) -> Text:
    """What is known of a work: the editor's note and findings beside the summary, without addresses."""
    known = "\n".join(part for part in (entry.summary, *entry.findings, entry.body) if part)
    return Text(
        title=entry.title,
        abstract=entry.abstract,
        text=_ADDRESS.sub(" ", article),
        subjects=entry.subjects,
        summary=_ADDRESS.sub(" ", known),
    )


def used_labels(entries: Iterable[EntryDraft], items: Iterable[Item] = ()) -> Mapping[str, int]:
    """The tags that people gave, and to how many works; what a machine or a feed gave is no evidence of use."""
    said = {
        (folded_title(entry.title), tag)
        for entry in entries
        if owner_of("tags", entry) == "editor"
        for tag in entry.tags
    }
    said |= {(folded_title(item.title), tag) for item in items if not item.by for tag in item.tags}
    return Counter(tag for _, tag in said)


def titles_of(works: Iterable[EntryDraft | Item]) -> tuple[str, ...]:
    """The titles of works, each once, in an order that does not depend on theirs."""
    return tuple(sorted({folded_title(work.title): work.title for work in works}.values()))


def _edits(
    entry: EntryDraft, changes: Iterable[FieldChange], records: Mapping[str, Auto]
) -> Iterable[Change]:
    """The changes of fields, then of their records."""
    kept = dict(entry.auto)
    for change in changes:
        kept.pop(change.field, None)
        yield _edit(change.field, [*change.before], [*change.after], change.after)
    kept |= records
    before: Data = {name: record_data(record) for name, record in entry.auto.items()}
    after: Data = {name: record_data(record) for name, record in kept.items()}
    yield _edit("auto", before if "auto" in entry.places else None, after, kept)


def _edit(key: str, before: Data, after: Data, becomes: object) -> Change:
    if not before:
        return AddValue(key, after, becomes)
    return SetValue(key, before, after, becomes) if after else RemoveValue(key, before, becomes)
