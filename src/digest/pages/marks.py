"""Which fields of an entry readers are told a machine wrote."""

from __future__ import annotations

from digest.content.drafts import EntryDraft

_CARRIED_OVER = ("import", "fetch", "quote")
"""Programs that take a text over, quote from it or cut it short, but write none: the words are the author's own."""


def machine_written(draft: EntryDraft) -> tuple[str, ...]:
    """The names of these fields, sorted."""
    return tuple(sorted(name for name, auto in draft.auto.items() if not auto.by.startswith(_CARRIED_OVER)))
