"""The home page: the newest issue in short, the ones before it, what came since."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from digest.catalog.document import Document
from digest.pages.bodies import body_html
from digest.pages.context import Context
from digest.pages.heads import home_head
from digest.pages.issue_views import HomePage
from digest.pages.issues import issue_label, issue_line, issue_view, parts_of
from digest.pages.labels import Labels
from digest.pages.lists import cards_of
from digest.pages.page import Page, fingerprint
from digest.site import Issue, Site

LAST_ISSUES = 8
LATEST = 10


def plan_home(labels: Labels) -> Iterator[Page]:
    """The one home page."""
    site = labels.plan.site
    lead, others = leading_issues(site)
    own = site.own.get("/")
    shown = [
        issue_label(labels, site.issues[number]) for number in ([lead] if lead is not None else []) + others
    ]
    outline: list[bytes] = []
    if lead is not None:
        outline = [labels.terms(entry) for entry in site.issues[lead].entries]
        outline += [labels.anchor(entry) for entry in site.issues[lead].entries]
        outline += [f"{key}\x1e{len(members)}".encode() for key, members in parts_of(site.issues[lead], site)]
    cards = [labels.digests[document.path].card for document in latest(site)]
    topics = [labels.term(term, count=True) for term in site.topics.values() if term.members or term.page]
    parts = [b"home", labels.full(own) if own else b"", *shown, b"/", *outline, b"/", *cards, b"/", *topics]
    yield Page("index.html", "home", "", 1, fingerprint(labels.plan.salt, parts))


def leading_issues(site: Site) -> tuple[int | None, list[int]]:
    """The newest issue of the configured period (of any, failing that), and the ones listed below it."""
    daily = site.config.issues.period == "day"
    numbers = [n for n, issue in enumerate(site.issues) if issue.is_daily == daily] or list(
        range(len(site.issues))
    )
    lead = numbers[0] if numbers else None
    return lead, [n for n in range(len(site.issues)) if n != lead][:LAST_ISSUES]


def latest(site: Site) -> tuple[Document, ...]:
    """The newest entries that are in no issue yet; without issues the newest at all, be they only pages.

    An entry without a date is in no issue for good, so beside issues it would stand here for ever, as the latest.
    """
    if site.issues:
        newest = site.entries[: 10 * LATEST]
        return tuple(entry for entry in newest if entry.date and entry.path not in site.issue_of)[:LATEST]
    return (site.entries or tuple(page for page in site.pages if page.date))[:LATEST]


def home_page(context: Context, page: Page) -> bytes:
    """Render the home page."""
    site = context.site
    lead, others = leading_issues(site)
    issue = issue_view(context, lead, prefix="issue-", entries=False) if lead is not None else None
    own = site.own.get("/")
    title = own.title if own and own.title else context.config.site.title
    listed: list[Issue] = [site.issues[number] for number in others]
    view = HomePage(
        kind="home",
        title=title,
        url=context.urls.href(page.address),
        lang=context.language,
        section="home",
        head=home_head(context, issue.head.image if issue else ""),
        body=body_html(context, own, context.load.detail(own).body) if own else Markup(""),
        issue=issue,
        contents=tuple(context.anchor(entry) for entry in site.issues[lead].entries)
        if lead is not None
        else (),
        issues=tuple(issue_line(context, other) for other in listed),
        topics=tuple(
            context.term(term, count=True) for term in site.topics.values() if term.members or term.page
        ),
        latest=cards_of(context, latest(site)),
    )
    return context.render("home.html", view)
