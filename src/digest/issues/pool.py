"""The entries an issue may pick, and how those before it stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from digest.catalog.document import Document
from digest.content.drafts import Draft, EntryDraft
from digest.content.ownership import FETCH
from digest.site import Issue, Site, issue_order, newest_first, period_of
from digest.text.weeks import is_day_name

CODE_KINDS = frozenset(["code", "model", "dataset"])
"""Kinds of links that make a work one to try."""


class Candidate(msgspec.Struct, frozen=True):
    """An entry that may be picked: as the site knows it, and its file without its rendered texts."""

    document: Document
    draft: EntryDraft

    @property
    def has_code(self) -> bool:
        """Whether code, a model or data of the work can be had."""
        return any(link.kind in CODE_KINDS for link in self.draft.links)

    @property
    def name(self) -> str:
        """What a pick calls it: its id, else its slug, else its address."""
        if self.document.id:
            return self.document.id
        own = self.document.address == f"/entries/{self.document.slug}/"
        return self.document.slug if own else self.document.address


class Pool(msgspec.Struct, frozen=True):
    """The candidates of a period, newest first, and the drafts in it that wait for a person, who publishes them."""

    candidates: tuple[Candidate, ...]
    waiting: tuple[EntryDraft, ...]


def is_fetched(entry: EntryDraft) -> bool:
    """Whether a source brought this entry: its draft mark is the program's, not that of somebody still writing.

    Told by its title: other fields of what a person began may be a program's too (`categorize`, `summarize`, `add`).
    """
    title = entry.auto.get("title")
    return title is not None and title.by == FETCH


def pool_of(name: str, site: Site, drafts: Mapping[str, Draft], *, drafts_wait: bool = False) -> Pool:
    """What the issue of a period may pick.

    That is everything of the period, and what arrived for an earlier one after the picks of that were fixed. What
    another issue of the same kind holds for good is not in it, nor are drafts an earlier issue passed over.

    Args:
        name: of the issue, `2025-W20` or `2026-02-13`.
        site: with its drafts.
        drafts: all files by path.
        drafts_wait: whether only people publish, also what a source brought.
    """
    daily = is_day_name(name)
    others = [issue for issue in site.issues if issue.is_daily == daily and issue.name != name]
    taken = {entry.path for issue in others if not issue.is_open for entry in issue.entries}
    own = {entry.path: entry for entry in site.entries if period_of(entry, daily=daily) == name}
    late = _late(name, site, others)
    found = sorted({**own, **late}.values(), key=newest_first)
    candidates: list[Candidate] = []
    waiting: list[EntryDraft] = []
    for document in found:
        draft = drafts.get(document.path)
        if document.path in taken or not isinstance(draft, EntryDraft):
            continue
        if draft.draft and (drafts_wait or not is_fetched(draft)):
            waiting.append(draft)
        else:
            candidates.append(Candidate(document, draft))
    return Pool(tuple(candidates), tuple(waiting))


def _late(name: str, site: Site, others: Sequence[Issue]) -> dict[str, Document]:
    """What the site carries over into an issue, without the drafts that were there when their own was made."""
    issue = next((issue for issue in site.issues if issue.name == name), None)
    if issue is None or not issue.is_open:
        return {}
    closed = {other.name: other.document for other in others if other.document is not None}
    late: dict[str, Document] = {}
    for entry in issue.entries:
        own = closed.get(period_of(entry, daily=issue.is_daily))
        if own is not None and (not entry.draft or entry.seen > own.seen):
            late[entry.path] = entry
    return late


def earlier_issues(name: str, site: Site) -> tuple[Issue, ...]:
    """The issues of the same kind before one, newest first."""
    daily = is_day_name(name)
    return tuple(
        issue
        for issue in site.issues
        if issue.is_daily == daily and issue_order(issue.name) < issue_order(name)
    )


def shown_entries(issue: Issue) -> tuple[Document, ...]:
    """The entries of an issue that readers see: drafts are of no account."""
    return tuple(entry for entry in issue.entries if not entry.draft)
