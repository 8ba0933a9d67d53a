"""Which fields of an entry or issue readers are told a machine wrote, and in which language they are then."""

from __future__ import annotations

from collections.abc import Mapping

from digest.catalog.document import Detail, Document
from digest.content.drafts import EntryDraft, IssueDraft
from digest.content.ownership import MODEL, machine_fields
from digest.pages.context import Context


def machine_written(draft: EntryDraft | IssueDraft) -> Mapping[str, str]:
    """These fields, sorted, each with the name of the language model that wrote it, "" for another program."""
    return {
        name: draft.auto[name].by.removeprefix(MODEL) if draft.auto[name].by.startswith(MODEL) else ""
        for name in sorted(machine_fields(draft.auto))
    }


def findings_lang(context: Context, document: Document, detail: Detail, machine: Mapping[str, str]) -> str:
    """The language of an entry's findings where it is not that of the site: a machine writes in the site's."""
    if "findings" in machine:
        return ""
    return context.foreign_text(document, " ".join([part.rendered.text for part in detail.findings]))
