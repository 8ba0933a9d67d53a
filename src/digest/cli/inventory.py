"""What `digest list` shows of each kind of thing, as rows; what the site shows is asked of the site itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import msgspec

from digest.catalog.catalog import HiddenReason, Visibility, build_catalog
from digest.catalog.document import Document
from digest.catalog.resolve import Resolver, without_texts
from digest.catalog.terms import Term, collect_sources, configured_name
from digest.config.schema import Config
from digest.content.addresses import quote_address
from digest.content.collect import Collection, entry_week
from digest.content.drafts import Draft, EntryDraft
from digest.content.permalinks import slug_of
from digest.problems import DigestError, Problem
from digest.site import Site, assemble, issue_order
from digest.text.slugs import slugify
from digest.text.weeks import Week

Kind = Literal["entries", "issues", "tags", "topics", "sources", "drafts", "feeds"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Fields = dict[str, str | int | bool | list[str]]


class Row(msgspec.Struct, frozen=True):
    """One thing: the line people read and the fields programs read."""

    line: str
    fields: Fields


class Inventory(msgspec.Struct, frozen=True):
    """A site as `digest list` sees it: every file that could be read, and what of it a build would show.

    `documents` are those with an address, by path. `problems` are what a build would say of addresses.
    """

    config: Config
    drafts: tuple[Draft, ...]
    documents: Mapping[str, Document]
    site: Site
    problems: tuple[Problem, ...] = ()

    @property
    def hidden(self) -> Mapping[str, HiddenReason]:
        """Why a file is not shown, by path, for those that are not."""
        return self.site.catalog.hidden_paths


def take_inventory(
    collection: Collection, config: Config, clock: datetime, *, drafts: bool = False
) -> Inventory:
    """The site of these files as a build at this moment would have it, `drafts` and all if they are asked for."""
    resolver = Resolver(config)
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for draft in collection.drafts:
        try:
            documents[draft.path], _ = resolver.resolve(without_texts(draft))
        except DigestError as failure:
            problems += failure.problems
    catalog, collisions = build_catalog(documents.values(), Visibility(clock, drafts=drafts))
    site, _ = assemble(catalog, config)
    return Inventory(config, collection.drafts, documents, site, (*problems, *collisions))


def rows_of(kind: Kind, inventory: Inventory, week: Week | None = None) -> list[Row]:
    """Everything of one kind, in the order it is listed in."""
    site = inventory.site
    match kind:
        case "entries":
            drafts = (draft for draft in inventory.drafts if isinstance(draft, EntryDraft))
            return _files(drafts, inventory, week)
        case "drafts":
            return _files((draft for draft in inventory.drafts if draft.draft), inventory, week)
        case "issues":
            return _issues(inventory, week)
        case "tags":
            return _terms(site.tags)
        case "topics":
            return _terms(site.topics)
        case "sources":
            return _sources(inventory)
        case "feeds":
            return _feeds(inventory)


def _files(drafts: Iterable[Draft], inventory: Inventory, week: Week | None) -> list[Row]:
    """Files in the order of lists: what was first seen last comes first."""
    zone = ZoneInfo(inventory.config.site.timezone)
    chosen = [
        (draft, name) for draft in drafts if (name := _week_of(draft, zone)) == str(week) or week is None
    ]
    return [_file(draft, name, inventory) for draft, name in sorted(chosen, key=lambda pair: _order(pair[0]))]


def _order(draft: Draft) -> tuple[float, str]:
    seen = draft.publish_date or draft.date
    return -seen.timestamp() if seen else 0.0, draft.path


def _week_of(draft: Draft, zone: ZoneInfo) -> str:
    """The week of an entry or of the issue of a week, "" for everything else."""
    if isinstance(draft, EntryDraft):
        return str(entry_week(draft, zone) or "")
    name = draft.name.upper()
    return name if draft.section == "issues" and "W" in name else ""


def _file(draft: Draft, week: str, inventory: Inventory) -> Row:
    document = inventory.documents.get(draft.path)
    slug, title = _slug(draft, document), draft.title or "-"
    fields: Fields = {
        "id": draft.id if isinstance(draft, EntryDraft) else "",
        "slug": slug,
        "week": week,
        "date": document.date if document else "",
        "title": draft.title,
        "path": draft.path,
        "draft": draft.draft,
        "address": document.address if document else "",
        "topics": list(draft.topics),
        "tags": list(draft.tags),
    }
    reason = inventory.hidden.get(draft.path)
    mark = f"  [{reason}]" if reason else ""
    return Row(f"{week or '-'}  {slug or '-'}  {title}  {draft.path}{mark}", fields)


def _slug(draft: Draft, document: Document | None) -> str:
    """What other commands call this file: its own slug also where an entry's address ends otherwise."""
    if not isinstance(draft, EntryDraft):
        return document.slug if document else ""
    try:
        return slug_of(draft)
    except DigestError:
        return ""


def _issues(inventory: Inventory, week: Week | None) -> list[Row]:
    """The issues of the site, with a file or without, and the files of those that are not shown yet."""
    site = inventory.site
    held: dict[str, int] = {issue.name: len(issue.entries) for issue in site.issues}
    addresses = {issue.name: issue.address for issue in site.issues}
    files = {document.slug: document for document in inventory.documents.values() if document.kind == "issue"}
    for name, file in files.items():
        if name not in held:
            picks = file.picks
            held[name] = len(site.weeks.get(name, ()) if picks is None else picks)
            addresses[name] = file.address
    rows = []
    for name in sorted(held, key=issue_order, reverse=True):
        if week is not None and name != str(week):
            continue
        document = files.get(name)
        path, title = (document.path, document.title) if document else ("", "")
        number = f"{held[name]} {'entry' if held[name] == 1 else 'entries'}"
        reason = inventory.hidden.get(path)
        mark = f"  [{reason}]" if reason else ""
        fields: Fields = {
            "name": name,
            "path": path,
            "address": addresses[name],
            "title": title,
            "draft": document.draft if document else False,
            "entries": held[name],
        }
        shown = title or (number if document else f"{number}, no file")
        rows.append(Row(f"{path or '-'}  {name}  {shown}{mark}", fields))
    return rows


def _terms(terms: Mapping[str, Term]) -> list[Row]:
    """Tags or topics with the number of pages that carry them, most used first."""
    return [
        Row(
            f"{term.address}  {len(term.members)}  {term.name}",
            {"slug": term.slug, "name": term.name, "address": term.address, "entries": len(term.members)},
        )
        for term in sorted(terms.values(), key=lambda term: (-len(term.members), term.slug))
    ]


def _sources(inventory: Inventory) -> list[Row]:
    """The configured sources, then those only entries name."""
    found, _ = collect_sources(inventory.site.entries, 1)
    rows = []
    for source in inventory.config.sources:
        term = found.pop(slugify(configured_name(source)), None)
        entries = len(term.members) if term else 0
        fields: Fields = {"id": source.id, "kind": source.kind, "entries": entries, "configured": True}
        rows.append(Row(f"{source.id}  {source.kind}  {entries}", fields))
    for term in sorted(found.values(), key=lambda term: (-len(term.members), term.name)):
        entries = len(term.members)
        fields = {"id": term.name, "kind": "", "entries": entries, "configured": False}
        rows.append(Row(f"{term.name}  -  {entries}", fields))
    return rows


def _feeds(inventory: Inventory) -> list[Row]:
    """Every feed the site publishes, by its absolute address."""
    from digest.pages.context import FEED_FORMATS  # noqa: PLC0415 - as above
    from digest.pages.feeds import feed_scopes  # noqa: PLC0415 - loads what renders pages, for this kind alone

    config = inventory.config
    home, entries, *others = [scope.address for scope in feed_scopes(inventory.site)]
    base = config.site.base_url.rstrip("/")
    return [
        Row(url, {"url": url, "format": form, "of": place})
        for place in (home, entries, "/issues/", *others)
        for name, _, _, form in FEED_FORMATS
        if form in config.build.outputs and (url := f"{base}{quote_address(place)}{name}")
    ]
