"""Feeds of home, sections, topics, tags and issues, in every format the site wants; and the list of them all."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from markupsafe import Markup

from digest.catalog.document import Document
from digest.catalog.terms import Term
from digest.exporters.atom import atom, atom_item
from digest.exporters.dates import newest_date
from digest.exporters.feed import FeedHead, FeedItem, stable_id
from digest.exporters.jsonfeed import json_feed, json_item
from digest.exporters.opml import FeedOutline, OutlineGroup, opml
from digest.exporters.rss import rss, rss_item
from digest.pages.bodies import SUMMARY_IDS, body_html, plain_html
from digest.pages.context import FEED_FORMATS, Context
from digest.pages.issues import issue_label
from digest.pages.labels import Labels
from digest.pages.page import Page, fingerprint, path_of_address
from digest.site import Issue, Section, Site, newest_first

ISSUES = "issues"
SHOWN_TITLES = 40
"""Titles of an issue in its feed item; who wants more reads the issue."""


class FeedScope(msgspec.Struct, frozen=True):
    """What a feed is about: `key` names it, `address` is the page it stands beside."""

    key: str
    group: str
    title: str
    address: str
    members: tuple[Document, ...]
    description: str = ""


def feed_scopes(site: Site) -> Iterator[FeedScope]:
    """Every feed of the site, but for the one of issues; members newest first."""
    title, description = site.config.site.title, site.config.site.description
    everything = site.entries or tuple(page for page in site.pages if page.date)
    yield FeedScope("home", "", title, "/", everything, description)
    own = site.own.get("/entries/")
    yield FeedScope("entries", "", own.title if own else "", "/entries/", site.entries)
    for section in site.sections.values():
        yield _section_scope(section)
    for taxonomy, terms in (("topics", site.topics), ("tags", site.tags)):
        for term in terms.values():
            yield _term_scope(taxonomy, term)


def _scope(site: Site, key: str) -> FeedScope:
    kind, _, name = key.partition("/")
    match kind:
        case "topics" | "tags":
            return _term_scope(kind, (site.topics if kind == "topics" else site.tags)[name])
        case "section":
            return _section_scope(site.sections[name])
    return next(scope for scope in feed_scopes(site) if scope.key == key)


def _section_scope(section: Section) -> FeedScope:
    members = sorted(section.pages, key=newest_first)
    return FeedScope(f"section/{section.folder}", "", section.title, section.address, tuple(members))


def _term_scope(taxonomy: str, term: Term) -> FeedScope:
    key = f"{taxonomy}/{term.slug}"
    return FeedScope(key, taxonomy, term.name, term.address, term.members, term.description)


def plan_feeds(labels: Labels) -> Iterator[Page]:
    """A page for every feed in every format."""
    plan = labels.plan
    limit = plan.site.config.build.feed_items
    formats = [(name, key) for name, _, _, key in FEED_FORMATS if key in plan.site.config.build.outputs]
    for scope in feed_scopes(plan.site):
        items = [labels.digests[document.path].feed for document in scope.members[:limit]]
        head = f"{scope.title}\x1e{scope.description}\x1e{scope.address}".encode()
        mark = fingerprint(plan.salt, [b"feed", head, *items])
        for name, key in formats:
            yield Page(
                path_of_address(scope.address)[: -len("index.html")] + name, f"feed-{key}", scope.key, 1, mark
            )
    issues = [issue_label(labels, issue) for issue in plan.site.issues[:limit]]
    own = plan.site.own.get("/issues/")
    title = own.title.encode() if own else b""
    entries = [
        labels.anchor(entry) + entry.date.encode()
        for issue in plan.site.issues[:limit]
        for entry in issue.entries
    ]
    mark = fingerprint(plan.salt, [b"issues", title, *issues, *entries])
    for name, key in formats:
        yield Page(f"issues/{name}", f"feed-{key}", ISSUES, 1, mark)
    if "opml" in plan.site.config.build.outputs:
        scopes = [f"{scope.title}\x1e{scope.address}".encode() for scope in feed_scopes(plan.site)]
        yield Page("feeds.opml", "opml", "", 1, fingerprint(plan.salt, [b"opml", *scopes]))


def feed_page(context: Context, page: Page) -> bytes:
    """Render one feed in the format its kind names."""
    form = page.kind.removeprefix("feed-")
    limit = context.config.build.feed_items
    if page.key == ISSUES:
        return _issues_feed(context, page, form, limit)
    scope = _scope(context.site, page.key)
    members = scope.members[:limit]
    fragments = context.load.fragments(members)
    head = FeedHead(
        title=_title(context, scope),
        home_url=context.urls.absolute(scope.address),
        feed_url=context.urls.absolute("/" + page.path),
        description=scope.description,
        language=context.language,
        updated=newest_date(document.lastmod or document.date for document in members),
        author=context.config.site.author,
    )
    return _written(form, head, [each.feed for each in fragments])


def _written(form: str, head: FeedHead, items: list[FeedItem]) -> bytes:
    match form:
        case "rss":
            return rss(head, [rss_item(item) for item in items]).encode()
        case "atom":
            return atom(head, [atom_item(item) for item in items]).encode()
        case _:
            return json_feed(head, [json_item(item) for item in items]).encode()


def _title(context: Context, scope: FeedScope) -> str:
    site = context.config.site.title
    if scope.key == "home":
        return site
    return f"{scope.title or context.t('all_entries')} · {site}"


def _issues_feed(context: Context, page: Page, form: str, limit: int) -> bytes:
    items = [_issue_item(context, issue) for issue in context.site.issues[:limit]]
    own = context.site.own.get("/issues/")
    title = own.title if own and own.title else context.t("nav_issues")
    head = FeedHead(
        title=f"{title} · {context.config.site.title}",
        home_url=context.urls.absolute("/issues/"),
        feed_url=context.urls.absolute("/" + page.path),
        language=context.language,
        updated=newest_date(item.updated for item in items),
        author=context.config.site.author,
    )
    return _written(form, head, items)


def _issue_item(context: Context, issue: Issue) -> FeedItem:
    """An issue as feeds carry it: its summary or editorial, and the titles in it."""
    document = issue.document
    dates = [document.date] if document and document.date else [entry.date for entry in issue.entries]
    published = newest_date(dates)
    summary, text = plain_html(""), ""
    if document is not None:
        detail = context.load.detail(document)
        part, prefix = (detail.summary, SUMMARY_IDS) if detail.summary else (detail.body, "")
        summary = body_html(context, document, part, absolute=True, prefix=prefix)
        text = detail.excerpt
    shown = issue.entries[:SHOWN_TITLES]
    lines = Markup("").join(
        Markup('<li><a href="{}">{}</a></li>').format(context.urls.absolute(entry.address), entry.title)
        for entry in shown
    )
    titles = Markup("<ul>{}</ul>").format(lines) if shown else Markup("")
    return FeedItem(
        id=stable_id("issue", issue.name),
        title=context.issue_title(issue),
        url=context.urls.absolute(issue.address),
        published=published,
        updated=document.lastmod if document and document.lastmod else published,
        summary_html=str(summary + titles),
        summary_text=text,
        lang=(document.lang if document else "") or context.language,
    )


def opml_page(context: Context, page: Page) -> bytes:  # noqa: ARG001 - every maker takes the page
    """Render the list of all feeds, in the first format the site has."""
    name = next((n for n, _, _, key in FEED_FORMATS if key in context.config.build.outputs), "index.xml")
    groups: dict[str, list[FeedOutline]] = {"": []}
    for scope in feed_scopes(context.site):
        groups.setdefault(scope.group, []).append(
            _outline(context, _title(context, scope), scope.address, name)
        )
    issues = _outline(context, context.t("nav_issues"), "/issues/", name)
    groups[""].insert(1, issues)
    return opml(
        context.t("opml_title", site=context.config.site.title),
        [
            OutlineGroup(context.t(f"nav_{group}") if group else "", tuple(feeds))
            for group, feeds in groups.items()
        ],
    ).encode()


def _outline(context: Context, title: str, address: str, name: str) -> FeedOutline:
    return FeedOutline(
        title=title,
        xml_url=context.urls.absolute(address + name),
        html_url=context.urls.absolute(address),
        language=context.language,
    )
