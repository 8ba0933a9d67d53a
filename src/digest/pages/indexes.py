"""Indexes of topics, tags, sources and authors; search; the page for addresses that do not exist; redirects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from markupsafe import Markup

from digest.catalog.document import Document
from digest.catalog.terms import Term
from digest.pages.bodies import body_html
from digest.pages.context import Context
from digest.pages.heads import feeds_of, list_head, plain_head
from digest.pages.index_views import NotFoundPage, RedirectPage, SearchPage, TermGroup, TermsPage
from digest.pages.labels import Labels
from digest.pages.page import Page, fingerprint, path_of_address
from digest.pages.views import Anchor, TermView
from digest.text.cjk import is_cjk

LATEST_OF_TOPIC = 3
RARE_FROM = 30
"""An index of at least this many terms folds those used once away."""


def plan_indexes(labels: Labels) -> Iterator[Page]:
    """The index of every taxonomy, search, 404 and a redirect for every alias."""
    site, salt = labels.plan.site, labels.plan.salt
    for taxonomy, terms in site.taxonomies():
        own = site.own.get(f"/{taxonomy}/")
        if not terms and own is None and taxonomy in ("authors", "sources"):
            continue
        parts = [taxonomy.encode(), labels.full(own) if own else b""]
        parts += [labels.term(term, count=True) + term.parent.encode() for term in terms.values()]
        if taxonomy == "topics":
            parts += [labels.anchor(entry) for term in terms.values() for entry in latest_of(term)]
        yield Page(f"{taxonomy}/index.html", "index", taxonomy, 1, fingerprint(salt, parts))
    own = site.own.get("/search/")
    counted = [labels.term(term, count=True) for terms in (site.topics, site.tags) for term in terms.values()]
    text = labels.full(own) if own else b""
    yield Page("search/index.html", "search", "", 1, fingerprint(salt, [b"search", text, *counted]))
    newest = labels.issue(site.issues[0]) if site.issues else b""
    yield Page("404.html", "404", "", 1, fingerprint(salt, [b"404", newest]))
    for alias, document in site.catalog.aliases.items():
        parts = [b"redirect", alias.encode(), labels.anchor(document)]
        yield Page(path_of_address(alias), "redirect", alias, 1, fingerprint(salt, parts))


def latest_of(term: Term) -> tuple[Document, ...]:
    """The entries the index of topics names: the newest few."""
    return term.members[:LATEST_OF_TOPIC]


def index_page(context: Context, page: Page) -> bytes:
    """Render the index of a taxonomy."""
    site = context.site
    terms = dict(site.taxonomies())[page.key]
    text = site.own.get(page.address)
    title = text.title if text and text.title else context.t(f"nav_{page.key}")
    view = TermsPage(
        kind="terms",
        title=title,
        url=context.urls.href(page.address),
        lang=context.language,
        section=page.key,
        head=list_head(
            context,
            page.address,
            title,
            items=[(term.name, term.address) for term in terms.values()],
            feeds=feeds_of(context, "/", context.config.site.title),
        ),
        body=body_html(context, text, context.load.detail(text).body) if text else Markup(""),
        groups=_topic_groups(context, terms) if page.key == "topics" else _name_groups(context, terms),
    )
    return context.render("terms.html", view)


def _topic_groups(context: Context, terms: Mapping[str, Term]) -> tuple[TermGroup, ...]:
    """Topics in their own order, children below their parents."""
    top = [term for term in terms.values() if term.parent not in terms]
    views: list[TermView] = []
    for term in top:
        views.append(_topic(context, term))
        views += [_topic(context, child) for child in terms.values() if child.parent == term.slug]
    return (TermGroup(title="", terms=tuple(views)),) if views else ()


def _topic(context: Context, term: Term) -> TermView:
    feeds = feeds_of(context, term.address, term.name)
    return msgspec.structs.replace(
        context.term(term, count=True),
        latest=tuple(context.anchor(entry) for entry in latest_of(term)),
        feed=feeds[0].url if feeds else "",
    )


def _name_groups(context: Context, terms: Mapping[str, Term]) -> tuple[TermGroup, ...]:
    """Names by count, then code point; Latin and Chinese apart, since sorting them together helps nobody."""
    ordered = sorted(terms.values(), key=lambda term: (-len(term.members), term.name))
    chinese = [term for term in ordered if is_cjk(term.name[:1])]
    latin = [term for term in ordered if not is_cjk(term.name[:1])]
    groups = [("A–Z", latin), ("中文", chinese)]
    return tuple(
        _group(context, title, members, fold=len(terms) >= RARE_FROM) for title, members in groups if members
    )


def _group(context: Context, title: str, terms: Sequence[Term], *, fold: bool) -> TermGroup:
    return TermGroup(
        title=title,
        terms=tuple(context.term(term, count=True) for term in terms if not fold or len(term.members) > 1),
        rare=tuple(context.term(term, count=True) for term in terms if fold and len(term.members) <= 1),
    )


def search_page(context: Context, page: Page) -> bytes:
    """Render the search page, which shows the indexes of topics and tags."""
    site = context.site
    text = site.own.get(page.address)
    title = text.title if text and text.title else context.t("nav_search")
    view = SearchPage(
        kind="search",
        title=title,
        url=context.urls.href(page.address),
        lang=context.language,
        section="search",
        head=plain_head(context, page.address),
        body=body_html(context, text, context.load.detail(text).body) if text else Markup(""),
        topics=tuple(context.term(term, count=True) for term in site.topics.values()),
        tags=tuple(
            context.term(term, count=True)
            for term in sorted(site.tags.values(), key=lambda term: (-len(term.members), term.name))
        ),
    )
    return context.render("search.html", view)


def not_found_page(context: Context, page: Page) -> bytes:
    """Render 404.html."""
    issues = context.site.issues
    view = NotFoundPage(
        kind="404",
        title=context.t("nav_not_found"),
        url=context.urls.href(page.address),
        lang=context.language,
        head=plain_head(context, page.address, noindex=True),
        issue=context.issue_anchor(issues[0]) if issues else None,
        ways=tuple(
            Anchor(title=context.t(f"nav_{name}"), url=context.urls.href(f"/{name}/"))
            for name in ("search", "archive")
        ),
    )
    return context.render("404.html", view)


def redirect_page(context: Context, page: Page) -> bytes:
    """Render the redirect that stands at an alias."""
    document = context.site.catalog.aliases[page.key]
    view = RedirectPage(
        url=context.urls.href(document.address),
        canonical=context.urls.absolute(document.address),
        title=document.title or document.slug,
        lang=document.lang,
    )
    return context.render("redirect.html", view)
