"""The site before it has pages: entries in order, issues with their picks, terms, sections."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from digest.catalog.catalog import WHY_HIDDEN, Catalog
from digest.catalog.document import Document
from digest.catalog.terms import Term, collect_authors, collect_sources, collect_tags, collect_topics
from digest.config.schema import Config, TaxonomyConfig
from digest.content.addresses import OWN_PAGES
from digest.exporters.bibtex import distinct_keys
from digest.problems import Problem, warning
from digest.text.weeks import is_day_name, parse_period, period_days, week_of_day

NAMED_UNDATED = 3
"""Entries without a date that a warning names: an import may bring dozens."""


class Issue(msgspec.Struct, frozen=True):
    """One edition: `name` is `2025-W20` or `2026-02-13`; `document` is its file, None for an automatic one.

    `entries` are in the order they are shown in; `sections` are the editor's own, as titles and members.
    """

    name: str
    address: str
    entries: tuple[Document, ...]
    sections: tuple[tuple[str, tuple[Document, ...]], ...] = ()
    document: Document | None = None

    @property
    def is_daily(self) -> bool:
        """Whether this edition covers a day rather than a week."""
        return is_day_name(self.name)

    @property
    def is_open(self) -> bool:
        """Whether it still takes what arrives: nobody has fixed its picks."""
        return self.document is None or self.document.picks is None


class Update(msgspec.Struct, frozen=True):
    """News of a work that an earlier issue had: `lines` are days and what happened on them, in order."""

    entry: Document
    lines: tuple[tuple[str, str], ...]


class Section(msgspec.Struct, frozen=True):
    """A folder of pages that is none of the program's own; `page` is its `_index.md`."""

    folder: str
    address: str
    title: str
    pages: tuple[Document, ...]
    children: tuple[str, ...]
    page: Document | None = None


class Site(msgspec.Struct, frozen=True):
    """Everything pages are made from. Sequences of documents and issues are newest first.

    `tag_slugs` gives the slugs of a document's tags by its path, in its own order and without repeats.
    `updates` holds, by the name of an issue, what happened in its period to works of earlier issues.
    `issues_by_turn` holds the issues of the same week or day of all years (`-W20`, `-02-13`). `weeks` holds all
    entries by the week they fall into, "" for none.
    `citation_keys` holds the BibTeX key of each entry, no two alike.
    `own` holds the pages people wrote for addresses the program fills (`/archive/`, `/entries/` ...).
    """

    config: Config
    catalog: Catalog
    entries: tuple[Document, ...]
    pages: tuple[Document, ...]
    issues: tuple[Issue, ...]
    issue_of: Mapping[str, Issue]
    updates: Mapping[str, tuple[Update, ...]]
    issues_by_turn: Mapping[str, tuple[Issue, ...]]
    weeks: Mapping[str, tuple[Document, ...]]
    topics: Mapping[str, Term]
    tags: Mapping[str, Term]
    authors: Mapping[str, Term]
    sources: Mapping[str, Term]
    tag_slugs: Mapping[str, tuple[str, ...]]
    citation_keys: Mapping[str, str]
    sections: Mapping[str, Section]
    own: Mapping[str, Document]

    def taxonomies(self) -> tuple[tuple[str, Mapping[str, Term]], ...]:
        """Every taxonomy with its terms, in the order of the navigation."""
        return (
            ("topics", self.topics),
            ("tags", self.tags),
            ("authors", self.authors),
            ("sources", self.sources),
        )


def newest_first(document: Document) -> tuple[bool, int, int, str]:
    """Sort key of every list of documents: newest first, those without a date last.

    Of the same moment, the lowest `weight` comes first and those without one last, as in Hugo: what came out of one
    document keeps its order. Other ties go by address, so that order never depends on the disk.
    """
    return (not document.date, -document.seen, _weight(document), document.address)


def _weight(document: Document) -> int:
    """The weight to sort by: as in Hugo 0 means none, and none comes last."""
    return document.weight or 2**63


def assemble(catalog: Catalog, config: Config) -> tuple[Site, tuple[Problem, ...]]:
    """Build the site of the visible documents; the problems are warnings about names and picks."""
    entries = sorted((d for d in catalog.documents if d.kind == "entry"), key=newest_first)
    own = {d.address: d for d in catalog.documents if d.address in OWN_PAGES}
    pages = sorted(
        (d for d in catalog.documents if d.kind == "page" and d.address not in own), key=newest_first
    )
    labelled = sorted((*entries, *pages), key=newest_first) if pages else entries
    tag_pages = {d.slug: d for d in catalog.documents if d.kind == "tag"}
    topic_pages = {d.slug: d for d in catalog.documents if d.kind == "topic"}
    tags, tag_slugs, tag_problems = collect_tags(labelled, tag_pages, config)
    topics, topic_problems = collect_topics(labelled, topic_pages, config)
    limits = config.taxonomies
    authors, author_problems = collect_authors(entries, limits.get("authors", TaxonomyConfig(min=3)).min)
    sources, source_problems = collect_sources(entries, limits.get("sources", TaxonomyConfig()).min)
    issues, issue_problems = _issues(entries, catalog, config)
    issue_of: dict[str, Issue] = {}
    for issue in reversed(issues):
        if issue.is_daily == (config.issues.period == "day"):
            for entry in issue.entries:
                issue_of.setdefault(entry.path, issue)
    for issue in reversed(issues):
        for entry in issue.entries:
            issue_of.setdefault(entry.path, issue)
    site = Site(
        config=config,
        catalog=catalog,
        entries=tuple(entries),
        pages=tuple(pages),
        issues=tuple(issues),
        issue_of=issue_of,
        updates=_updates(issues),
        issues_by_turn=_by_turn(issues),
        weeks=_by_week(entries),
        topics=topics,
        tags=tags,
        authors=authors,
        sources=sources,
        tag_slugs=tag_slugs,
        citation_keys=_citation_keys(entries),
        sections=_sections(catalog, pages, own),
        own=own,
    )
    problems = (*tag_problems, *topic_problems, *author_problems, *source_problems, *issue_problems)
    return site, (*problems, *_undated(entry for entry in entries if entry.path not in issue_of))


def _undated(outside: Iterable[Document]) -> tuple[Problem, ...]:
    """Warnings about the entries in no issue that have no date; many of them are one warning."""
    paths = sorted(entry.path for entry in outside if not entry.date)
    hint = "write `publishDate:` and a day"
    if len(paths) <= NAMED_UNDATED:
        return tuple(
            warning("an entry without a date is in no issue", path=path, hint=hint) for path in paths
        )
    named = ", ".join(paths[:NAMED_UNDATED])
    return (warning(f"{len(paths)} entries without a date are in no issue: {named} …", hint=hint),)


def _issues(
    entries: Iterable[Document], catalog: Catalog, config: Config
) -> tuple[list[Issue], list[Problem]]:
    problems: list[Problem] = []
    automatic_days = config.issues.period == "day"
    by_week: dict[str, list[Document]] = {}
    by_day: dict[str, list[Document]] = {}
    for entry in entries:
        by_week.setdefault(period_of(entry, daily=False), []).append(entry)
        by_day.setdefault(period_of(entry, daily=True), []).append(entry)
    files = {d.slug: d for d in catalog.documents if d.kind == "issue"}
    names = {name for name in (by_day if automatic_days else by_week) if name}
    names = {name for name in names if f"/issues/{name.lower()}/" not in catalog.hidden}
    issues: dict[str, Issue] = {}
    for name in sorted(names | set(files)):
        document = files.get(name)
        period = (by_day if is_day_name(name) else by_week).get(name, [])
        if document is None or document.picks is None:
            picked = tuple(period)
        else:
            picked = _picked(document, document.picks, catalog, problems)
        sections: list[tuple[str, tuple[Document, ...]]] = []
        if document is not None:
            for title, picks in document.picked_sections:
                members = _picked(document, picks, catalog, problems)
                sections.append((title, members))
                picked += tuple(entry for entry in members if entry not in picked)
        issues[name] = Issue(
            name=name,
            address=document.address if document else f"/issues/{name.lower()}/",
            entries=picked,
            sections=tuple(sections),
            document=document,
        )
    _carry_over(issues, by_week, by_day)
    newest = sorted(issues.values(), key=lambda issue: issue_order(issue.name), reverse=True)
    return [issue for issue in newest if issue.entries or issue.document], problems


def period_of(entry: Document, *, daily: bool) -> str:
    """The name of the week, or of the day, an entry belongs to; "" for one without a date."""
    if entry.issue and is_day_name(entry.issue) == daily:
        return entry.issue
    return entry.day if daily else entry.week


def issue_order(name: str) -> tuple[int, bool]:
    """Weeks and days on one line: a week counts as its last day, so that it follows the days it covers."""
    _, last_day = period_days(parse_period(name))
    return last_day.toordinal(), not is_day_name(name)


def _picked(
    document: Document, picks: Iterable[str], catalog: Catalog, problems: list[Problem]
) -> tuple[Document, ...]:
    found: dict[str, Document] = {}
    for pick in picks:
        entry = catalog.entry(pick)
        if entry is not None:
            found.setdefault(entry.path, entry)
            continue
        line, column = document.place_of("picks", "sections")
        reason = catalog.hidden.get(pick) or catalog.hidden.get(f"/entries/{pick.lower()}/")
        problems.append(
            warning(
                f"pick “{pick}” is left out: " + (f"it {WHY_HIDDEN[reason]}" if reason else "no such entry"),
                path=document.path,
                line=line,
                column=column,
                hint="" if reason else "picks are ids (arxiv:2505.09568) or slugs of entries",
            )
        )
    return tuple(found.values())


def _carry_over(
    issues: dict[str, Issue], by_week: Mapping[str, list[Document]], by_day: Mapping[str, list[Document]]
) -> None:
    """Entries that arrived after the picks of their period were fixed go into the next open issue of its kind."""
    taken = {entry.path for issue in issues.values() for entry in issue.entries}
    for periods, daily in ((by_week, False), (by_day, True)):
        takers = sorted(issue.name for issue in issues.values() if issue.is_open and issue.is_daily == daily)
        for name in sorted(periods):
            issue = issues.get(name)
            if issue is None or issue.is_open:
                continue
            late = tuple(e for e in periods[name] if e.path not in taken and not e.issue)
            following = bisect_right(takers, name)
            if late and following < len(takers):
                target = issues[takers[following]]
                issues[target.name] = msgspec.structs.replace(target, entries=(*target.entries, *late))
                taken.update(entry.path for entry in late)


def _updates(issues: Sequence[Issue]) -> dict[str, tuple[Update, ...]]:
    """What happened to works in the period of a later issue; `issues` are newest first.

    A line of a work belongs to the issue of its day or week, if that is later than the first one that had the work.
    """
    first: dict[tuple[bool, str], tuple[Issue, Document]] = {}
    for issue in issues:
        for entry in issue.entries:
            if entry.history:
                first[issue.is_daily, entry.path] = issue, entry  # the last one met is the oldest
    updates: dict[str, list[Update]] = {}
    for (daily, _), (issue, entry) in first.items():
        lines: dict[str, list[tuple[str, str]]] = {}
        for day, text in sorted(entry.history):
            name = day if daily else str(week_of_day(date.fromisoformat(day)))
            if issue_order(name) > issue_order(issue.name):
                lines.setdefault(name, []).append((day, text))
        for name, found in lines.items():
            updates.setdefault(name, []).append(Update(entry, tuple(found)))
    return {
        name: tuple(sorted(found, key=lambda update: (update.lines[0][0], update.entry.address)))
        for name, found in updates.items()
    }


def _by_turn(issues: Iterable[Issue]) -> dict[str, tuple[Issue, ...]]:
    turns: dict[str, list[Issue]] = {}
    for issue in issues:
        turns.setdefault(issue.name[4:], []).append(issue)
    return {turn: tuple(same) for turn, same in turns.items()}


def _by_week(entries: Iterable[Document]) -> dict[str, tuple[Document, ...]]:
    weeks: dict[str, list[Document]] = {}
    for entry in entries:
        weeks.setdefault(entry.week, []).append(entry)
    return {week: tuple(members) for week, members in sorted(weeks.items(), reverse=True)}


def _citation_keys(entries: Sequence[Document]) -> dict[str, str]:
    """Keys by path; where several works would have one, the oldest keeps it."""
    oldest_first = sorted(entries, key=lambda entry: (entry.seen, entry.address))
    keys = distinct_keys((entry.id or entry.address, entry.citation) for entry in oldest_first)
    return dict(zip((entry.path for entry in oldest_first), keys, strict=True))


def _sections(catalog: Catalog, pages: Iterable[Document], own: Mapping[str, Document]) -> dict[str, Section]:
    """Folders with `_index.md`, and every top folder with pages; a page belongs to the nearest one above it."""
    indexes = {
        d.folder: d for d in catalog.documents if d.kind == "section" and d.address not in own and d.folder
    }
    members: dict[str, list[Document]] = {folder: [] for folder in indexes}
    for page in pages:
        if not page.section:
            continue
        folder = page.folder
        while folder not in indexes and "/" in folder:
            folder = folder.rpartition("/")[0]
        members.setdefault(folder, []).append(page)
    sections: dict[str, Section] = {}
    for folder in sorted(members):
        page_of_section = indexes.get(folder)
        address = page_of_section.address if page_of_section else f"/{folder.lower()}/"
        if address in own or folder in ("entries", "issues", "topics", "tags"):
            continue
        sections[folder] = Section(
            folder=folder,
            address=address,
            title=(page_of_section.title if page_of_section else "") or folder.rpartition("/")[2],
            pages=tuple(sorted(members[folder], key=_page_order)),
            children=tuple(
                sorted(
                    (
                        other
                        for other in members
                        if other.startswith(f"{folder}/") and "/" not in other[len(folder) + 1 :]
                    ),
                    key=lambda other: _child_order(other, indexes.get(other)),
                )
            ),
            page=page_of_section,
        )
    return sections


def _child_order(folder: str, page: Document | None) -> tuple[int, str]:
    """Folders below a section by the weight of their pages, then by name."""
    return (_weight(page) if page is not None else 2**63, folder)


def _page_order(page: Document) -> tuple[int, bool, int, str, str]:
    """Hugo's default order: weight (0 and none last), date newest first (none last), title, address."""
    return (_weight(page), not page.date, -page.seen, page.title, page.address)


def text_neighbours(site: Site) -> Mapping[str, tuple[Document | None, Document | None]]:
    """The pages before and after each page in the order of its section."""
    found: dict[str, tuple[Document | None, Document | None]] = {}
    for section in site.sections.values():
        pages = section.pages
        for number, page in enumerate(pages):
            before = pages[number - 1] if number else None
            after = pages[number + 1] if number + 1 < len(pages) else None
            found[page.path] = (before, after)
    return found


def generated_addresses(site: Site) -> set[str]:
    """Addresses that exist without a document: indexes, automatic issues, terms, and files for programs."""
    lists = {
        "/",
        "/issues/",
        "/entries/",
        *(term.address for _, terms in site.taxonomies() for term in terms.values()),
    }
    lists |= {section.address for section in site.sections.values()}
    feeds = {address + name for address in lists for name in ("index.xml", "atom.xml", "feed.json")}
    issues = {issue.address for issue in site.issues}
    files = {"/sitemap.xml", "/robots.txt", "/feeds.opml", "/api/index.json"}
    indexes = {"/tags/", "/topics/", "/archive/", "/search/"}
    indexes |= {f"/{taxonomy}/" for taxonomy, terms in site.taxonomies() if terms}
    return lists | feeds | issues | files | indexes


def top_pages(site: Site) -> tuple[Document, ...]:
    """Pages directly below `content/`, such as `/about/`, in the order of sections."""
    pages = [page for page in site.pages if not page.section and page.title and not page.noindex]
    return tuple(sorted(pages, key=_page_order))
