"""Makes the plan of an import: from items and pages to the files of a site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from digest.config.extend import with_sources
from digest.config.load import CONFIG_NAME
from digest.config.schema import Config, SourceConfig
from digest.content.collect import Collection
from digest.importers.imported import Imported
from digest.ingest.entries import EntryPlanner
from digest.ingest.memory import Memory, item_digest
from digest.ingest.pages import issue_file, page_file
from digest.ingest.plan import Outcome, Plan, Step
from digest.ingest.sheet import ReadFile, Sheet
from digest.ingest.works import Work, sort_by_work
from digest.items import Item
from digest.problems import Problem, warning

_MARKED = re.compile("\x1a([0-9]+)\x1a")


class Request(msgspec.Struct, frozen=True):
    """What to import into which site; `undated` is when works without any date were first seen."""

    documents: tuple[Imported, ...]
    collection: Collection
    config: Config
    memory: Memory
    undated: datetime | None = None
    as_drafts: bool = False


class _Rows(msgspec.Struct, frozen=True):
    """Outcomes and addresses of the items of each document, in their order."""

    outcomes: tuple[tuple[Outcome, ...], ...]
    addresses: tuple[tuple[str, ...], ...]


def plan_import(request: Request, read_file: ReadFile) -> Plan:
    """Decide what an import writes; reads files through `read_file` and writes none.

    Raises:
        DigestError: an entry cannot be written as it should read, or the configuration cannot take new sources.
    """
    documents = [_dated(document, request.undated) for document in request.documents]
    sheet = Sheet(request.memory, read_file)
    rows = _plan_entries(documents, request, sheet)
    sheet.problems += _undated(documents, rows)
    pages = [_page(document, number, rows, request, sheet) for number, document in enumerate(documents)]
    files = [_files(document, sheet) for document in documents]
    sheet.remember()
    return Plan(
        steps=tuple(sheet.steps.values()),
        items=rows.outcomes,
        pages=tuple(pages),
        files=tuple(files),
        problems=tuple(sheet.problems),
    )


def _plan_entries(documents: Sequence[Imported], request: Request, sheet: Sheet) -> _Rows:
    planner = EntryPlanner(sheet, request.collection, request.config, as_drafts=request.as_drafts)
    found: dict[tuple[int, int], tuple[Outcome, str]] = {}
    for work in sort_by_work([document.items for document in documents], request.collection.entries):
        outcome, address = planner.plan(work, _digests(work, documents))
        for position, origin in enumerate(work.origins):
            joins = position > 0 and outcome.state in {"new", "updated"}
            state = replace(outcome, state="merged") if joins else outcome
            found[origin.document, origin.item] = (state, address)
    rows = [
        [found[number, item] for item in range(len(document.items))]
        for number, document in enumerate(documents)
    ]
    return _Rows(
        outcomes=tuple(tuple(outcome for outcome, _ in row) for row in rows),
        addresses=tuple(tuple(address for _, address in row) for row in rows),
    )


def _digests(work: Work, documents: Sequence[Imported]) -> dict[str, str]:
    """What each document says about a work, as digests by the name of the document."""
    found: dict[str, list[Item]] = {}
    for origin in work.origins:
        document = documents[origin.document]
        found.setdefault(document.document.path, []).append(document.items[origin.item])
    return {path: item_digest(items) for path, items in found.items()}


def _page(document: Imported, number: int, rows: _Rows, request: Request, sheet: Sheet) -> Outcome | None:
    """Plan the issue or topic page of a document."""
    name, addresses = document.document.path, rows.addresses[number]
    if document.issue:
        issue = replace(document.issue, body=_linked(document.issue.body, addresses))
        picks = [outcome.id for outcome in rows.outcomes[number]]
        path, data = issue_file(issue, picks, as_draft=request.as_drafts)
        return sheet.whole_file(path, data, name, title=issue.title)
    if document.page is None:
        return None
    page = replace(document.page, body=_linked(document.page.body, addresses))
    path, data = page_file(page, name, request.config, as_draft=request.as_drafts)
    outcome = sheet.whole_file(path, data, name, title=page.title)
    if outcome.state != "kept":
        return outcome
    # The topic has a page already: the text goes beside it, where the editor can take from it.
    other, data = page_file(page, name, request.config, as_draft=request.as_drafts, beside=True)
    message = f"this page is there already; the text of {name} went to {other}"
    sheet.problems.append(warning(message, path=path))
    return sheet.whole_file(other, data, name, title=page.title)


def _files(document: Imported, sheet: Sheet) -> tuple[Outcome, ...]:
    """Plan the files a document brings as they are, and the sources it names."""
    found = [sheet.whole_file(part.path, part.data, part.path) for part in document.files]
    if document.sources:
        found.append(_sources(document.sources, sheet))
    return tuple(found)


def _sources(sources: Sequence[SourceConfig], sheet: Sheet) -> Outcome:
    """Plan the configuration with more sources; several documents may bring some."""
    planned = sheet.steps.get(CONFIG_NAME)
    before = sheet.read_file(CONFIG_NAME) or b""
    data = planned.data if planned else before
    new = with_sources(data.decode(), sources).encode()
    if new == data:
        return Outcome(state="unchanged", path=CONFIG_NAME)
    sheet.steps[CONFIG_NAME] = Step(CONFIG_NAME, new, before)
    return Outcome(state="updated", path=CONFIG_NAME)


def _undated(documents: Sequence[Imported], rows: _Rows) -> Iterator[Problem]:
    """A warning for each document whose new works will be in no issue."""
    for document, outcomes in zip(documents, rows.outcomes, strict=True):
        new = [
            item
            for item, outcome in zip(document.items, outcomes, strict=True)
            if outcome.state == "new" and not item.seen and not item.date
        ]
        if new:
            message = f"{len(new)} of {len(document.items)} works have no date and will be in no issue"
            hint = (
                "import with --week to say when they were first seen, or write publishDate into their files"
            )
            yield warning(message, path=document.document.path, hint=hint)


def _dated(document: Imported, seen: datetime | None) -> Imported:
    """A document whose works without a date were all seen at some time, if one was asked for."""
    if seen is None:
        return document
    items = [item if item.seen or item.date else replace(item, seen=seen) for item in document.items]
    return replace(document, items=tuple(items))


def _linked(body: str, addresses: Sequence[str]) -> str:
    """The Markdown of a page with the addresses of its items in place of their marks."""
    return _MARKED.sub(lambda mark: addresses[int(mark[1])], body)
