"""Rules over what an entry leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from digest.checks.finding import Finding
from digest.content.drafts import Draft, EntryDraft, IssueDraft
from digest.problems import warning


def fields(draft: Draft) -> Iterator[Finding]:
    """A published entry that leads nowhere or says nothing, an issue without a title; drafts are unfinished."""
    if draft.draft:
        return
    if isinstance(draft, EntryDraft):
        has_way = bool(draft.links or draft.coverage or (draft.source and draft.source.url) or draft.id)
        says = bool(
            draft.summary or draft.description or draft.abstract or draft.findings or draft.body.strip()
        )
        if not has_way and not says:
            yield _finding(
                draft, "this entry has a title and nothing else", "add `links` and a `summary`, or a note"
            )
        elif not has_way and draft.source is None:
            yield _finding(draft, "this entry names no link and no source", "add `links` or `source`")
        elif not says:
            yield _finding(
                draft, "this entry has neither summary nor note", "write `summary`, or a note below the ---"
            )
    elif isinstance(draft, IssueDraft) and not draft.title:
        yield _finding(draft, "this issue has no title", "write title: ...")


def _finding(draft: Draft, message: str, hint: str) -> Finding:
    line, column = draft.places.get("title", (1, 1))
    return Finding(warning(message, path=draft.path, line=line, column=column, hint=hint), "fields")
