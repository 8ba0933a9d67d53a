"""Issues: the page of each, the list of all, and the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec
from markupsafe import Markup

from digest.catalog.document import Detail, Document
from digest.content.drafts import IssueDraft
from digest.pages.bodies import SUMMARY_IDS, body_html
from digest.pages.context import Context
from digest.pages.heads import feeds_of, list_head
from digest.pages.index_views import IssuesPage, IssuesYear, WeekView
from digest.pages.issue_views import (
    IssueLine,
    IssuePage,
    IssueSectionView,
    UpdateView,
)
from digest.pages.items import issue_item
from digest.pages.labels import Labels
from digest.pages.marks import machine_written
from digest.pages.page import Page, fingerprint, path_of_address
from digest.pages.views import DateView, EntryItem, HeadingView, TermView
from digest.render.slots import quote_fragment
from digest.site import Issue, Site
from digest.text.slugs import slugify
from digest.text.weeks import weeks_in_year

ISSUE_TAGS = 20
MOST_BYTES = 66_000
"""What the entries of an issue may weigh with their abstracts folded in: 80 kB a page, less its frame and editorial."""
ENTRY_BYTES = 1_600
"""About what an entry weighs besides its texts: title, line of facts, links (twice), tags."""


def plan_issues(labels: Labels) -> Iterator[Page]:
    """A page for every issue, and the two lists of them."""
    site, salt = labels.plan.site, labels.plan.salt
    lines = [issue_label(labels, issue) for issue in site.issues]
    for number, issue in enumerate(site.issues):
        newer, older = neighbours(site, number)
        yield Page(
            path=path_of_address(issue.address),
            kind="issue",
            key=issue.name,
            number=number,
            fingerprint=fingerprint(
                salt,
                (
                    b"issue",
                    lines[number],
                    *[labels.issue(other) if other else b"" for other in (newer, older)],
                    *[labels.issue(other) for other in earlier_years(site, issue)],
                    *[labels.update(update) for update in site.updates.get(issue.name, ())],
                    *["\x1e".join((title, *[e.address for e in m])).encode() for title, m in issue.sections],
                    *[labels.anchor(entry) + labels.digests[entry.path].item for entry in issue.entries],
                    *[labels.terms(entry) for entry in issue.entries],
                ),
            ),
        )
    for kind in ("issues", "archive"):
        own = site.own.get(f"/{kind}/")
        text = labels.full(own) if own else b""
        yield Page(f"{kind}/index.html", kind, "", 1, fingerprint(salt, (kind.encode(), text, *lines)))


def issue_label(labels: Labels, issue: Issue) -> bytes:
    """What a line about an issue shows."""
    text = labels.full(issue.document) if issue.document else b""
    return b"\x1e".join((labels.issue(issue), str(len(issue.entries)).encode(), text))


def neighbours(site: Site, number: int) -> tuple[Issue | None, Issue | None]:
    """The newer and the older issue of the same kind (week or day)."""
    daily = site.issues[number].is_daily
    newer = next((i for i in reversed(site.issues[:number]) if i.is_daily == daily), None)
    older = next((i for i in site.issues[number + 1 :] if i.is_daily == daily), None)
    return newer, older


def earlier_years(site: Site, issue: Issue) -> tuple[Issue, ...]:
    """The issues of the same week, or day, of earlier years, newest first."""
    same = site.issues_by_turn.get(issue.name[4:], ())
    return tuple(other for other in same if other.name < issue.name)


def issue_page(context: Context, page: Page) -> bytes:
    """Render the page of one issue."""
    return context.render("issue.html", issue_view(context, page.number))


def issues_page(context: Context, page: Page) -> bytes:
    """Render the list of issues, or the archive: the same by year, denser."""
    text = context.site.own.get(page.address)
    title = text.title if text and text.title else context.t(f"nav_{page.kind}")
    feeds = feeds_of(context, "/issues/", title) if page.kind == "issues" else ()
    lines = [issue_line(context, issue) for issue in context.site.issues]
    calendar = _calendar(context) if page.kind == "archive" else {}
    years = tuple(
        IssuesYear(year=year, issues=tuple(group), weeks=calendar.get(year, ()))
        for year, group in groupby(lines, key=lambda line: line.name[:4])
    )
    view = IssuesPage(
        kind=page.kind,
        title=title,
        url=context.urls.href(page.address),
        lang=context.language,
        section="issues",
        head=list_head(
            context,
            page.address,
            title,
            feeds=feeds,
            items=[(context.issue_title(issue), issue.address) for issue in context.site.issues],
        ),
        body=body_html(context, text, context.load.detail(text).body) if text else Markup(""),
        years=years,
    )
    return context.render(f"{page.kind}.html", view)


def _calendar(context: Context) -> dict[str, tuple[WeekView, ...]]:
    """All weeks of every year that has a weekly issue, those with one linked to it."""
    issues = {issue.name: issue for issue in context.site.issues if not issue.is_daily}
    calendar: dict[str, tuple[WeekView, ...]] = {}
    for year in dict.fromkeys(name[:4] for name in issues):
        names = [f"{year}-W{number:02}" for number in range(1, weeks_in_year(int(year)) + 1)]
        calendar[year] = tuple(
            WeekView(
                number=number,
                title=context.period_title(name),
                url=context.urls.href(issues[name].address) if name in issues else "",
            )
            for number, name in enumerate(names, start=1)
        )
    return calendar


def issue_line(context: Context, issue: Issue) -> IssueLine:
    """An issue in a list of issues."""
    document = issue.document
    period = context.period_dates(issue.name)
    summary = ""
    if document is not None:
        detail = context.load.detail(document)
        summary = detail.summary.rendered.text or detail.draft.description
    return IssueLine(
        title=context.issue_title(issue),
        url=context.urls.href(issue.address),
        name=issue.name,
        number=document.number if document else None,
        date=DateView(iso=issue.name, text=period),
        count=len(issue.entries),
        summary=summary,
        period=_week_and_days(context, issue),
        lang=context.foreign(document) if document is not None else "",
    )


def _week_and_days(context: Context, issue: Issue) -> str:
    """`Week 47, 2026 · 16–22 Nov`, "" for a day and where the title is the week already."""
    week = "" if issue.is_daily else context.issue_period(issue)
    return f"{week} · {context.period_dates(issue.name, in_year=int(issue.name[:4]))}" if week else ""


def issue_view(context: Context, number: int, *, prefix: str = "", entries: bool = True) -> IssuePage:
    """An issue for its own page, or with a prefix for ids and without its entries for another one."""
    site = context.site
    issue = site.issues[number]
    document = issue.document
    detail = context.load.detail(document) if document else None
    draft = detail.draft if detail and isinstance(detail.draft, IssueDraft) else None
    newer, older = neighbours(site, number)
    title = context.issue_title(issue)
    ids = _Ids(detail)
    sections = _sections(context, issue, ids, entries=entries)
    is_heavy = _is_heavy(sections)
    if is_heavy:
        sections = _without_abstracts(sections)
    cover = None
    if document is not None and draft is not None and (image := draft.cover or draft.image):
        cover = context.image(document, image.src, image.alt, image.credit)
    line = issue_line(context, issue)
    return IssuePage(
        kind="issue",
        title=title,
        url=context.urls.href(issue.address),
        lang=(document.lang if document else "") or context.language,
        section="issues",
        draft=document.draft if document else False,
        head=list_head(
            context,
            issue.address,
            title,
            description=line.summary or (detail.excerpt if detail else ""),
            feeds=feeds_of(context, "/issues/", context.t("nav_issues")),
            items=[(entry.title, entry.address) for entry in issue.entries],
            image=context.absolute_image(cover) if cover else "",
            noindex=(document.noindex or document.draft) if document else False,
        ),
        line=line,
        daily=issue.is_daily,
        minutes=_minutes(detail, sections),
        editorial=body_html(context, document, detail.body, prefix=prefix, deeper=1 if prefix else 0)
        if document and detail
        else Markup(""),
        summary=body_html(context, document, detail.summary, deeper=1, prefix=prefix + SUMMARY_IDS)
        if document and detail
        else Markup(""),
        highlights=draft.highlights if draft else (),
        cover=cover,
        outline=_outline(sections, _counts(issue, site), entries=issue.is_daily),
        sections=sections,
        references=not is_heavy,
        updates=tuple(
            UpdateView(
                entry=context.anchor(update.entry),
                lines=tuple((context.day(day), text) for day, text in update.lines),
            )
            for update in site.updates.get(issue.name, ())
        ),
        tags=_issue_tags(context, issue),
        newer=context.issue_anchor(newer) if newer else None,
        older=context.issue_anchor(older) if older else None,
        earlier_years=tuple(context.issue_anchor(other) for other in earlier_years(site, issue)),
        citations=context.urls.href(f"{issue.address}citations.bib")
        if "bibtex" in context.config.build.outputs
        else "",
        machine=machine_written(draft) if draft else {},
    )


def _outline(
    sections: Sequence[IssueSectionView], counts: Sequence[int], *, entries: bool
) -> tuple[HeadingView, ...]:
    """The table of contents of an issue: its parts with their counts, its entries where it has no parts.

    With `entries` they stand below their parts as well. A view without entries names none.
    """
    lines: list[HeadingView] = []
    for part, count in zip(sections, counts, strict=True):
        if len(sections) > 1:
            lines.append(HeadingView(level=2, text=part.title, url=f"#{part.id}", count=count))
        if entries or len(sections) == 1:
            level = 3 if len(sections) > 1 else 2
            lines += [
                HeadingView(level=level, text=e.title, url=f"#{quote_fragment(e.anchor)}")
                for e in part.entries
            ]
    return tuple(lines) if len(lines) > 1 else ()


class _Ids:
    """Hands out ids for one page: sections, entries and the headings inside their notes never share one."""

    def __init__(self, editorial: Detail | None) -> None:
        headings = editorial.body.rendered.headings if editorial else ()
        self._taken = {heading.id for heading in headings}

    def take(self, wanted: str, suffix: str) -> str:
        while wanted in self._taken:
            wanted += suffix
        self._taken.add(wanted)
        return wanted

    def prefix(self, anchor: str, headings: Sequence[str]) -> str:
        """A prefix for the ids of an entry's note: its anchor and a hyphen, two where that is taken."""
        prefix = f"{anchor}-"
        while any(prefix + heading in self._taken for heading in headings):
            prefix += "-"
        self._taken.update(prefix + heading for heading in headings)
        return prefix


def parts_of(issue: Issue, site: Site) -> list[tuple[str, tuple[Document, ...]]]:
    """The parts of an issue: the editor's sections, or topics in the order of the configuration, or a flat list.

    An entry stands once, below the first of its topics; the key of a part is "+" and a title of the editor's, a
    topic's id, or "" for what is left.
    """
    if issue.sections:
        listed = {entry.path for _, members in issue.sections for entry in members}
        rest = tuple(entry for entry in issue.entries if entry.path not in listed)
        return [(f"+{title}", members) for title, members in issue.sections] + ([("", rest)] if rest else [])
    if site.config.issues.sections == "flat":
        return [("", issue.entries)] if issue.entries else []
    by_topic: dict[str, list[Document]] = {topic: [] for topic in site.topics}
    rest_of_entries: list[Document] = []
    for entry in issue.entries:
        topic = next((topic for topic in entry.topics if topic in by_topic), None)
        (by_topic[topic] if topic else rest_of_entries).append(entry)
    parts = [(topic, tuple(members)) for topic, members in by_topic.items() if members]
    return parts + ([("", tuple(rest_of_entries))] if rest_of_entries else [])


def _counts(issue: Issue, site: Site) -> list[int]:
    return [len(members) for _, members in parts_of(issue, site)]


def _sections(context: Context, issue: Issue, ids: _Ids, *, entries: bool) -> tuple[IssueSectionView, ...]:
    views: list[IssueSectionView] = []
    parts = parts_of(issue, context.site)
    named = [(key, members, *_section_name(context, key)) for key, members in parts]
    if len(parts) == 1 and not parts[0][0]:
        # Nothing is sorted into parts: there is nothing these entries could be other than.
        named = [(key, members, "", anchor, url) for key, members, _, anchor, url in named]
    anchors = [ids.take(anchor, "-topic") for _, _, _, anchor, _ in named]
    places = {entry.path: ids.take(entry.slug, "-entry") for _, members, *_ in named for entry in members}
    for (_, members, title, _, url), anchor in zip(named, anchors, strict=True):
        items = tuple(_item(context, entry, places[entry.path], ids) for entry in members) if entries else ()
        views.append(IssueSectionView(title=title, id=anchor, url=url, entries=items))
    return tuple(views)


def _is_heavy(sections: tuple[IssueSectionView, ...]) -> bool:
    """Whether the abstracts and the list of all links, which stand elsewhere too, make a page too heavy for a phone."""
    items = [item for section in sections for item in section.entries]
    texts = (text for item in items for text in (item.note or item.summary, item.abstract))
    return ENTRY_BYTES * len(items) + sum(len(text.encode()) for text in texts) > MOST_BYTES


def _without_abstracts(sections: tuple[IssueSectionView, ...]) -> tuple[IssueSectionView, ...]:
    """The sections without any abstract: all or none, so that a reader knows where to look."""
    return tuple(
        msgspec.structs.replace(
            section,
            entries=tuple(msgspec.structs.replace(item, abstract=Markup("")) for item in section.entries),
        )
        for section in sections
    )


def _section_name(context: Context, key: str) -> tuple[str, str, str]:
    """Title, wished anchor and address of a part."""
    if key.startswith("+"):
        return key[1:], slugify(key[1:]), ""
    if not key:
        return context.t("other"), "other", ""
    term = context.site.topics[key]
    return term.name, key, context.urls.href(term.address)


def _item(context: Context, document: Document, anchor: str, ids: _Ids) -> EntryItem:
    detail = context.load.detail(document)
    prefix = ids.prefix(anchor, [heading.id for heading in detail.body.rendered.headings])
    return issue_item(context, document, detail, anchor, prefix)


def _minutes(editorial: Detail | None, sections: Sequence[IssueSectionView]) -> int:
    entries = sum(item.minutes for section in sections for item in section.entries)
    return entries + (editorial.minutes if editorial and editorial.body else 0)


def _issue_tags(context: Context, issue: Issue) -> tuple[TermView, ...]:
    slugs = context.site.tag_slugs
    met = Counter(slug for entry in issue.entries for slug in slugs.get(entry.path, ()))
    best = sorted(met.items(), key=lambda pair: (-pair[1], pair[0]))[:ISSUE_TAGS]
    return tuple(context.term(context.site.tags[slug]) for slug, _ in best)
