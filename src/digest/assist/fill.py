"""From an entry or issue to what may be written about it, and from what was written to the bytes of its file.

A field is filled where it was never there, or still holds what a machine wrote; what an editor wrote, changed or took
away is never touched, and there is no way from an answer to any other field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from digest.assist.asking import Written
from digest.assist.fields import FIELDS, OF_ISSUES, Field
from digest.assist.judge import Judged
from digest.assist.prompts import Article
from digest.config.schema import Config, Language, ModelField
from digest.content.drafts import Auto, EntryDraft, IssueDraft
from digest.content.edit import AddValue, Change, SetKey, SetValue, edited
from digest.content.ownership import MODEL, auto_data, value_digest
from digest.content.read import read_draft
from digest.formats.write import Data
from digest.ingest.entry_file import with_body
from digest.text.clean import clean_text
from digest.text.inert import inert, plain
from digest.text.languages import is_in

Filled = EntryDraft | IssueDraft


def author_of(model: str) -> str:
    """How `auto` names a model."""
    return MODEL + model


def article_of(entry: EntryDraft, source_text: str) -> Article:
    """What the model may read of an entry: its title, abstract and text; the note only where there is nothing else."""
    note = "" if entry.abstract or source_text or "body" in entry.auto else entry.body
    return Article(entry.title, entry.abstract or note, source_text)


def article_of_issue(issue: IssueDraft, entries: Iterable[EntryDraft]) -> Article:
    """What the model may read of an issue: titles and summaries of its entries, in their order."""
    told = [f"{entry.title}\n{text}" for entry in entries if (text := _told(entry))]
    return Article(issue.title, "\n\n".join(told))


def _told(entry: EntryDraft) -> str:
    if entry.summary and entry.auto.get("summary"):
        return plain(entry.summary).strip()
    return (entry.summary or entry.description or entry.abstract).strip()


def wanted_fields(
    draft: Filled, article: Article, asked_for: Sequence[ModelField], language: Language
) -> tuple[Field, ...]:
    """The fields of a file that may be filled and can be: those of its kind, free, with something to go by."""
    is_issue = isinstance(draft, IssueDraft)
    has_text = bool(article.quotable.strip() or article.text.strip())
    fields = []
    for name in dict.fromkeys(asked_for):
        field = FIELDS[name]
        if (name in OF_ISSUES) != is_issue or not may_fill(draft, field.key):
            continue
        if has_text if name != "title" else bool(draft.title) and not is_in(draft.title, language):
            fields.append(field)
    return tuple(fields)


def may_fill(draft: Filled, key: str) -> bool:
    """Whether a field is nobody's or a machine's still."""
    record, value = draft.auto.get(key), _value(draft, key)
    if not value:
        return record is None  # once filled and now gone: its editor took it out
    return record is not None and record.sha == value_digest(value)


def is_current(draft: Filled, key: str, by: str, input_key: str) -> bool:
    """Whether a field holds what this very question was answered with."""
    record = draft.auto.get(key)
    return record is not None and (record.by, record.input) == (by, input_key) and bool(_value(draft, key))


def filled(
    data: bytes, path: str, written: Written, model: str, config: Config
) -> tuple[bytes, tuple[Field, ...]]:
    """The bytes of a content file with texts filled in, and the fields that were.

    What the file says now decides: a field somebody took over since it was read stays.

    Raises:
        DigestError: the file cannot be read, or has a form that needs a person.
    """
    draft, _ = read_draft(data, path=path, config=config)
    if not isinstance(draft, EntryDraft | IssueDraft):
        return data, ()
    done: list[Field] = []
    records: dict[str, Auto] = {}
    for name, judged in written.texts.items():
        field = FIELDS[name]
        if not may_fill(draft, field.key):
            continue
        value = _as_written(judged, field)
        if field.key == "body":
            assert isinstance(draft, EntryDraft), "an issue's body is its editor's"
            data = with_body(data, draft, str(value))
        elif value != _value(draft, field.key):
            data, _ = edited(data, path, [_change(draft, field.key, value)], config)
        draft = _read_again(data, path, config)
        records[field.key] = Auto(
            author_of(model), value_digest(value), input=written.keys[name], quoted=judged.quoted
        )
        done.append(field)
    if done:
        data, _ = edited(data, path, _auto_change(draft, records), config)
    return data, tuple(done)


def _read_again(data: bytes, path: str, config: Config) -> Filled:
    draft, _ = read_draft(data, path=path, config=config)
    assert isinstance(draft, EntryDraft | IssueDraft)
    return draft


def _as_written(judged: Judged, field: Field) -> Data:
    """The value for the file: Markdown that shows the plain text and nothing else, a title as it is."""
    if field.name == "title":
        return judged.texts[0]
    texts: list[Data] = [clean_text(inert(text)) for text in judged.texts]
    return texts if field.is_list else texts[0]


def _value(draft: Filled, key: str) -> Data:
    if key == "body":
        return draft.body.strip()
    value = getattr(draft, key)
    return list(value) if isinstance(value, tuple) else value


def _change(draft: Filled, key: str, value: Data) -> Change:
    becomes = tuple(value) if isinstance(value, list) else value
    before = _value(draft, key)
    if key not in draft.places:
        return AddValue(key, value, becomes)
    if not before and isinstance(value, str):
        return SetKey(key, value)  # as `digest new` leaves it, in whatever way it is written
    return SetValue(key, before, value, becomes)


def _auto_change(draft: Filled, records: Mapping[str, Auto]) -> list[Change]:
    owned = {**draft.auto, **records}
    if owned == draft.auto:
        return []
    after = auto_data(owned)
    if "auto" in draft.places:
        return [SetValue("auto", auto_data(draft.auto), after, owned)]
    return [AddValue("auto", after, owned)]
