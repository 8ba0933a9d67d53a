"""Which fields of an entry or issue readers are told a machine wrote."""

from __future__ import annotations

from collections.abc import Mapping

from digest.content.drafts import EntryDraft, IssueDraft
from digest.content.ownership import MODEL, machine_fields


def machine_written(draft: EntryDraft | IssueDraft) -> Mapping[str, str]:
    """These fields, sorted, each with the name of the language model that wrote it, "" for another program."""
    return {
        name: draft.auto[name].by.removeprefix(MODEL) if draft.auto[name].by.startswith(MODEL) else ""
        for name in sorted(machine_fields(draft.auto))
    }
