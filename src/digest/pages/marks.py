"""Which fields of an entry or issue readers are told a machine wrote."""

from __future__ import annotations

from collections.abc import Mapping

from digest.content.drafts import EntryDraft, IssueDraft
from digest.content.ownership import MODEL, machine_fields


def machine_written(draft: EntryDraft | IssueDraft) -> tuple[str, ...]:
    """The names of these fields, sorted."""
    return tuple(sorted(machine_fields(draft.auto)))


def models_of(draft: EntryDraft | IssueDraft) -> Mapping[str, str]:
    """The language model that wrote each field, for those one wrote."""
    return {
        name: record.by.removeprefix(MODEL)
        for name, record in sorted(draft.auto.items())
        if record.by.startswith(MODEL)
    }
