"""Makes the plan of an import: from items and pages to the files of a site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain

import msgspec
from msgspec.structs import replace

from digest.config.extend import with_sources
from digest.config.load import CONFIG_NAME
from digest.config.schema import Config, SourceConfig
from digest.config.topics import topic_named
from digest.content.collect import Collection
from digest.importers.imported import Imported
from digest.ingest.categorizing import LoadCategorizer, keeper_of
from digest.ingest.entries import EntryPlanner
from digest.ingest.entry_file import usable
from digest.ingest.identity import Identity
from digest.ingest.memory import Memory, document_key
from digest.ingest.pages import is_export_of, issue_file, page_file
from digest.ingest.plan import Outcome, Plan, Step
from digest.ingest.sheet import ReadFile, Sheet
from digest.ingest.updates import Offer
from digest.ingest.verdicts import Verdicts
from digest.ingest.works import Work, sort_by_work
from digest.problems import DigestError, Problem, error, warning
from digest.text.clean import clean_line

_MARKED = re.compile("\x1a([0-9]+)\x1a")
_LINKED = re.compile(r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(" + _MARKED.pattern + r"\)")


class Request(msgspec.Struct, frozen=True):
    """What to import into which site.

    `rejected` are works nobody wants, `verdicts` say which works are one; `undated` is when works without any date
    were first seen. `categorize` loads the categorizer of the site, None gives no topics and tags.
    """

    documents: tuple[Imported, ...]
    collection: Collection
    config: Config
    memory: Memory
    rejected: tuple[Identity, ...] = ()
    verdicts: Verdicts = Verdicts()
    undated: datetime | None = None
    as_drafts: bool = False
    categorize: LoadCategorizer | None = None


class _Rows(msgspec.Struct, frozen=True):
    """Outcomes and addresses of the items of each document, in their order."""

    outcomes: tuple[tuple[Outcome, ...], ...]
    addresses: tuple[tuple[str, ...], ...]


def plan_import(request: Request, read_file: ReadFile) -> Plan:
    """Decide what an import writes; reads files through `read_file` and writes none.

    Raises:
        DigestError: an entry cannot be written as it should read, or the configuration cannot take new sources.
    """
    sheet = Sheet(request.memory, read_file)
    documents = [_prepared(document, request.undated, sheet.problems) for document in request.documents]
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
    items = [document.items for document in documents]
    keeper = keeper_of(request.config, request.categorize, request.collection.entries, [*chain(*items)])
    planner = EntryPlanner(
        sheet, request.collection, request.config, as_drafts=request.as_drafts, keeper=keeper
    )
    keys = [document_key(document) for document in documents]
    found: dict[tuple[int, int], tuple[Outcome, str]] = {}
    works = sort_by_work(items, request.collection.entries, request.rejected, request.verdicts)
    for work in works:
        outcomes, address = planner.plan(work, _offers(work, documents, keys))
        for origin, outcome in zip(work.origins, outcomes, strict=True):
            found[origin.document, origin.item] = (outcome, address)
    rows = [
        [found[number, item] for item in range(len(document.items))]
        for number, document in enumerate(documents)
    ]
    return _Rows(
        outcomes=tuple(tuple(outcome for outcome, _ in row) for row in rows),
        addresses=tuple(tuple(address for _, address in row) for row in rows),
    )


def _offers(work: Work, documents: Sequence[Imported], keys: Sequence[str]) -> list[Offer]:
    """What each item says about a work."""
    offers: list[Offer] = []
    for origin in work.origins:
        key = keys[origin.document]
        is_more = any(offer.document == key for offer in offers)
        offers.append(Offer(key, documents[origin.document].items[origin.item], is_more))
    return offers


def _page(document: Imported, number: int, rows: _Rows, request: Request, sheet: Sheet) -> Outcome | None:
    """Plan the issue or topic page of a document."""
    name, key, addresses = document.document.path, document_key(document), rows.addresses[number]
    if document.issue:
        issue = replace(document.issue, body=_linked(document.issue.body, addresses))
        picks = [outcome.id for outcome in rows.outcomes[number] if outcome.path]
        path, data = issue_file(issue, picks)
        outcome = sheet.whole_file(path, data, key, title=issue.title, as_draft=request.as_drafts)
        if outcome.state == "kept":
            hint = "take from the document what you want, or move that file away and import again"
            sheet.problems.append(
                warning(f"this issue is there already; that of {name} is left out", path=path, hint=hint)
            )
        return outcome
    if document.page is None:
        return None
    page = replace(document.page, body=_linked(document.page.body, addresses))
    path, data = page_file(page, name, request.config)
    if topic_named(page.title, request.config.topics) is None:
        sheet.problems.append(_no_topic(page.title, path, name))
    outcome = sheet.whole_file(path, data, key, title=page.title, as_draft=request.as_drafts)
    if outcome.state != "kept" or is_export_of(page, path):
        return outcome
    # The topic has a page already: the text goes beside it, where the editor can take from it.
    other, data = page_file(page, name, request.config, beside=True)
    message = f"this page is there already; the text of {name} went to {other}"
    hint = "move what you want from there into this page, then delete it"
    sheet.problems.append(warning(message, path=path, hint=hint))
    return sheet.whole_file(other, data, key, title=page.title, as_draft=request.as_drafts)


def _no_topic(title: str, path: str, name: str) -> Problem:
    message = f'no topic of digest.yaml is named in the title "{title}"; the page went to {path}'
    hint = "add the topic to digest.yaml and its id to the entries, if it is to be one"
    return warning(message, path=name, hint=hint)


def _files(document: Imported, sheet: Sheet) -> tuple[Outcome, ...]:
    """Plan the files a document brings as they are, and the sources it names."""
    found = []
    for part in document.files:
        outcome = sheet.whole_file(part.path, part.data, part.path)
        found.append(outcome)
        if outcome.state == "kept":
            message = "another file is there already and stays; the one of the imported site is left out"
            hint = "move it away and import again, or take from the imported one what you want"
            sheet.problems.append(warning(message, path=part.path, hint=hint))
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


def _prepared(document: Imported, seen: datetime | None, problems: list[Problem]) -> Imported:
    """A document whose items hold usable addresses only; works without a date were seen when it was asked for."""
    items = []
    for item in document.items:
        kept, left = usable(item)
        path = document.document.path
        if not clean_line(item.title):
            message = "the title of this work has no character that can be seen"
            raise DigestError([error(message, path=path, line=item.line)])
        problems += [
            warning(
                f'"{url[:80]}" is no address a page may lead to; it is left out', path=path, line=item.line
            )
            for url in left
        ]
        items.append(kept if kept.seen or kept.date or not seen else replace(kept, seen=seen))
    return replace(document, items=tuple(items))


def _linked(body: str, addresses: Sequence[str]) -> str:
    """The Markdown of a page with the addresses of its items in place of their marks.

    A work that was removed has none: its title stays, as text.
    """
    body = _LINKED.sub(lambda link: link[0] if addresses[int(link[2])] else link[1], body)
    return _MARKED.sub(lambda mark: addresses[int(mark[1])], body)
