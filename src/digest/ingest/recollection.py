"""What imports remember of two entries that became one."""

from __future__ import annotations

from digest.content.drafts import EntryDraft
from digest.content.ownership import value_digest
from digest.formats.write import Data
from digest.ingest.entry_file import entry_fields, item_of
from digest.ingest.memory import Given, Written
from digest.ingest.union import United


def written_together(
    key: str,
    first: EntryDraft,
    second: EntryDraft,
    union: United,
    note: str,
    ours: Written | None,
    theirs: Written | None,
) -> Written:
    """What is remembered of the entry that stays: every document said its part, and fields keep their owners.

    A field that came over whole is still its document's. A list both had stays the program's where both parts
    were, as one that several documents gave. Everything else is its editor's.

    Args:
        key: what it is remembered under.
        first: the entry that stays, before.
        second: the entry that goes.
        union: the front matter of the one that stays, after.
        note: its body, after.
        ours: what is remembered of the first.
        theirs: what is remembered of the second.
    """
    ours = ours or Written(key=key, path=first.path)
    theirs = theirs or Written(key=key, path=second.path)
    one, other, both = _values(first, first.body), _values(second, second.body), _values(union.entry, note)
    fields = dict(ours.fields)
    for name, value in both.items():
        if one.get(name) == value:
            continue
        is_theirs = name in other and theirs.fields.get(name, _NOBODY).sha == value_digest(other[name])
        if not is_theirs:
            continue
        if name not in one and value == other[name] and name not in ours.fields:
            fields[name] = theirs.fields[name]
        elif name in one and ours.fields.get(name, _NOBODY).sha == value_digest(one[name]):
            fields[name] = Given(value_digest(value))
    if "text" in theirs.fields and "text" not in fields:
        fields["text"] = theirs.fields["text"]
    return Written(
        key=key,
        path=first.path,
        items={**theirs.items, **ours.items},
        fields=fields,
        stays={**theirs.stays, **ours.stays},
    )


_NOBODY = Given("")


def _values(entry: EntryDraft, body: str) -> dict[str, Data]:
    fields = entry_fields(item_of(entry), entry.id)
    return {**fields, "body": body.strip()} if body.strip() else fields
