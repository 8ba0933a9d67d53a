"""What `digest list` shows of each kind of thing, as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import msgspec

from digest.config.schema import Config
from digest.content.collect import Collection, entry_week
from digest.content.drafts import Draft, EntryDraft, IssueDraft
from digest.content.permalinks import address_of, quote_address
from digest.problems import DigestError
from digest.text.slugs import slugify
from digest.text.weeks import Week, is_week_name, parse_period, parse_week, period_slug

Kind = Literal["entries", "issues", "tags", "topics", "sources", "drafts", "feeds"]
KINDS: tuple[Kind, ...] = get_args(Kind)

FEED_FILES = {"rss": "index.xml", "atom": "atom.xml", "json": "feed.json"}


class Row(msgspec.Struct, frozen=True):
    """One thing: the line people read and the fields programs read."""

    line: str
    fields: dict[str, str | int | bool | list[str]]


def rows_of(kind: Kind, collection: Collection, config: Config, week: Week | None) -> list[Row]:
    """Everything of one kind, in the order it is listed in."""
    zone = ZoneInfo(config.site.timezone)
    if kind == "entries":
        entries = [e for e in collection.entries if week is None or entry_week(e, zone) == week]
        return [_draft_row(entry, config, zone) for entry in _newest_first(entries)]
    if kind == "drafts":
        return [
            _draft_row(draft, config, zone)
            for draft in _newest_first(collection.drafts)
            if draft.draft and (week is None or _week_of(draft, zone) == week)
        ]
    if kind == "issues":
        return _issues(collection, config, zone, week)
    if kind == "feeds":
        return _feeds(collection, config)
    if kind == "sources":
        return _sources(collection, config)
    return _terms(kind, collection, config)


def _newest_first(drafts: Iterable[Draft]) -> list[Draft]:
    return sorted(drafts, key=lambda draft: (-draft.date.timestamp() if draft.date else 0.0, draft.path))


def _draft_row(draft: Draft, config: Config, zone: ZoneInfo) -> Row:
    day = draft.date.date().isoformat() if draft.date else ""
    mark = "  [draft]" if draft.draft else ""
    fields: dict[str, str | int | bool | list[str]] = {
        "path": draft.path,
        "address": _address(draft, config),
        "date": draft.date.isoformat() if draft.date else "",
        "title": draft.title,
        "draft": draft.draft,
        "topics": list(draft.topics),
        "tags": list(draft.tags),
    }
    if isinstance(draft, EntryDraft):
        fields["id"] = draft.id
        fields["week"] = str(entry_week(draft, zone) or "")
    return Row(f"{draft.path}  {day or '-'}  {draft.title}{mark}", fields)


def _address(draft: Draft, config: Config) -> str:
    try:
        return address_of(draft, config)
    except DigestError:  # a build says what is wrong with it
        return ""


def _week_of(draft: Draft, zone: ZoneInfo) -> Week | None:
    if isinstance(draft, EntryDraft):
        return entry_week(draft, zone)
    if isinstance(draft, IssueDraft) and is_week_name(draft.name):
        return parse_week(draft.name)
    return None


def _issues(collection: Collection, config: Config, zone: ZoneInfo, week: Week | None) -> list[Row]:
    """Issues that have a file, and the weeks that get one without."""
    counts = Counter(str(entry_week(entry, zone) or "") for entry in collection.entries if not entry.draft)
    files = {draft.name.upper(): draft for draft in collection.drafts if isinstance(draft, IssueDraft)}
    rows = []
    for name in sorted({*counts, *files} - {""}, reverse=True):
        if week is not None and name != str(week):
            continue
        draft = files.get(name)
        entries = counts[name]
        if draft is not None and draft.picks is not None:
            entries = len(draft.picks)
        path, title = (draft.path, draft.title) if draft else ("-", "")
        address = _address(draft, config) if draft else f"/issues/{period_slug(parse_period(name))}/"
        fields: dict[str, str | int | bool | list[str]] = {
            "name": name,
            "path": draft.path if draft else "",
            "address": address,
            "title": title,
            "draft": draft.draft if draft else False,
            "entries": entries,
        }
        rows.append(Row(f"{path}  {name}  {title or f'{entries} entries, no file'}", fields))
    return rows


def _terms(kind: Literal["tags", "topics"], collection: Collection, config: Config) -> list[Row]:
    """Tags and topics with the number of pages that carry them, most used first."""
    counts, names = _counted(kind, collection, config)
    rows = []
    for slug in sorted(names, key=lambda slug: (-counts[slug], slug)):
        fields: dict[str, str | int | bool | list[str]] = {
            "slug": slug,
            "name": names[slug],
            "address": f"/{kind}/{slug}/",
            "entries": counts[slug],
        }
        rows.append(Row(f"/{kind}/{slug}/  {counts[slug]}  {names[slug]}", fields))
    return rows


def _counted(
    kind: Literal["tags", "topics"], collection: Collection, config: Config
) -> tuple[Counter[str], dict[str, str]]:
    """How many published pages carry each term, and what it is called; both by slug."""
    from digest.catalog.terms import TermNames, pick_name  # noqa: PLC0415 - the catalog is not needed for the rest

    known = TermNames(config)
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    if kind == "topics":
        names = {topic.id: pick_name(topic.name, config.site.language) or topic.id for topic in config.topics}
    for draft in collection.drafts:
        if draft.draft:
            continue
        written = draft.tags if kind == "tags" else draft.topics
        by_slug = {known.slug(name) if kind == "tags" else slugify(name): name for name in written}
        counts.update(by_slug.keys())
        for slug, name in by_slug.items():
            names.setdefault(slug, known.display.get(slug, name) if kind == "tags" else name)
    return counts, names


def _sources(collection: Collection, config: Config) -> list[Row]:
    """The configured sources, then those only entries name."""
    from digest.catalog.terms import configured_name, source_name  # noqa: PLC0415 - as below

    counts = Counter(name for entry in collection.entries if (name := source_name(entry.source, config)))
    rows = []
    for source in config.sources:
        fields: dict[str, str | int | bool | list[str]] = {
            "id": source.id,
            "kind": source.kind,
            "entries": counts.pop(configured_name(source), 0),
            "configured": True,
        }
        rows.append(Row(f"{source.id}  {source.kind}  {fields['entries']}", fields))
    for name, entries in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        rows.append(
            Row(f"{name}  -  {entries}", {"id": name, "kind": "", "entries": entries, "configured": False})
        )
    return rows


def _feeds(collection: Collection, config: Config) -> list[Row]:
    """Every feed the site publishes: home, issues, sections, topics and tags that hold something."""
    places = ["/", "/entries/", "/issues/"]
    public = [draft for draft in collection.drafts if not draft.draft]
    own = {"", "entries", "issues", "topics", "tags"}
    places += sorted({f"/{slugify(d.section, underscore=True)}/" for d in public if d.section not in own})
    for kind in ("topics", "tags"):
        counts, _ = _counted(kind, collection, config)
        places += [f"/{kind}/{slug}/" for slug in sorted(counts)]
    files = [(form, name) for form, name in FEED_FILES.items() if form in config.build.outputs]
    base = config.site.base_url.rstrip("/")
    return [
        Row(
            f"{base}{quote_address(place)}{name}",
            {"url": f"{base}{quote_address(place)}{name}", "format": form, "of": place},
        )
        for place in places
        for form, name in files
    ]
