"""The file of an issue: fields the program fills, unless an editor wrote or removed them.

As in entries, `auto` records every field by the hash of the value the program wrote: one that no longer has it, or is
gone, belongs to the editor.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from digest.config.schema import Config
from digest.content.drafts import Auto, Image, IssueDraft
from digest.content.edit import AddValue, Change, RemoveValue, SetKey, SetValue, edited
from digest.content.ownership import MODEL, auto_data, value_digest
from digest.formats.write import Data
from digest.ingest.entry_file import file_bytes
from digest.text.dates import rfc3339

BY = "issue"
"""Who fills the fields of an issue, in `auto`."""
FIELDS = ("title", "number", "date", "cover", "summary", "highlights", "picks")
"""What the program fills, in the order people read it."""
FILLED_ONCE = frozenset(["number", "date"])

Value = str | int | datetime | Image | tuple[str, ...]
Fields = Mapping[str, Value]
"""Values by field; one without a value is not there."""


def data_of(value: Value) -> Data:
    """A value as it stands in front matter."""
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, Image):
        parts: dict[str, Data] = {"src": value.src, "alt": value.alt, "credit": value.credit}
        return {name: text for name, text in parts.items() if text}
    return [*value] if isinstance(value, tuple) else value


def is_owned(issue: IssueDraft, field: str) -> bool:
    """Whether a field of a file is the editor's: written, changed, emptied or removed by a person.

    An empty one the program never filled waits for it, as `digest new issue` leaves it.
    """
    value, record = getattr(issue, field), issue.auto.get(field)
    if field not in issue.places:
        return record is not None
    if record is None:
        return value not in ("", ())
    return value is None or record.sha != value_digest(data_of(value))


def _is_of_a_model(issue: IssueDraft, field: str) -> bool:
    """Whether a language model wrote a field, which says more than what can be quoted."""
    record = issue.auto.get(field)
    return record is not None and record.by.startswith(MODEL)


def new_file(fields: Fields) -> bytes:
    """The file of an issue nobody began."""
    data: dict[str, Data] = {name: data_of(fields[name]) for name in FIELDS if name in fields}
    data["auto"] = auto_data(_records(fields))
    return file_bytes(data, "")


def updated_file(data: bytes, issue: IssueDraft, fields: Fields, config: Config) -> bytes:
    """The file of an issue with the fields that are the program's brought up to date; every other byte stays.

    One that has no value any more goes, such as the cover of a work that was rejected.

    Raises:
        DigestError: the file has a form that needs a person.
    """
    changes: list[Change] = []
    filled: dict[str, Value] = {}
    kept = dict(issue.auto)
    for name in FIELDS:
        if is_owned(issue, name) or _is_of_a_model(issue, name):
            continue
        if name not in fields:
            if name in issue.auto and name not in FILLED_ONCE:
                changes.append(_removal(issue, name))
                del kept[name]
            continue
        value, present = fields[name], getattr(issue, name)
        if name not in issue.places:
            changes.append(AddValue(name, data_of(value), value))
        elif name in FILLED_ONCE:
            continue
        elif isinstance(value, str) and isinstance(present, str) and "\n" not in present + value:
            if present != value:
                changes.append(SetKey(name, value))
        elif present != value:
            changes.append(SetValue(name, data_of(present), data_of(value), value))
        filled[name] = value
    auto = {**kept, **_records(filled)}
    if auto != issue.auto:
        before_auto, after = auto_data(issue.auto), auto_data(auto)
        if "auto" not in issue.places:
            changes.append(AddValue("auto", after, auto))
        elif auto:
            changes.append(SetValue("auto", before_auto, after, auto))
        else:
            changes.append(RemoveValue("auto", before_auto, auto))
    return edited(data, issue.path, changes, config)[0] if changes else data


def _removal(issue: IssueDraft, name: str) -> RemoveValue:
    present = getattr(issue, name)
    return RemoveValue(name, data_of(present), None if isinstance(present, Image) else type(present)())


def _records(fields: Fields) -> dict[str, Auto]:
    return {name: Auto(by=BY, sha=value_digest(data_of(fields[name]))) for name in FIELDS if name in fields}
