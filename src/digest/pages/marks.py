"""Which fields of an entry or issue readers are told a machine wrote."""

from __future__ import annotations

from digest.content.drafts import EntryDraft, IssueDraft
from digest.content.ownership import machine_fields


def machine_written(draft: EntryDraft | IssueDraft) -> tuple[str, ...]:
    """The names of these fields, sorted."""
    return tuple(sorted(machine_fields(draft.auto)))
