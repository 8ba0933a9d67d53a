"""Lists of entries: all of them, and those of a topic, tag, source or author, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from markupsafe import Markup

from digest.catalog.document import Document
from digest.catalog.terms import Term
from digest.pages.bodies import body_html, headings, plain_html
from digest.pages.context import Context
from digest.pages.heads import feeds_of, list_head
from digest.pages.labels import Labels
from digest.pages.page import Page, fingerprint, page_slices, path_of_address
from digest.pages.views import CardGroup, HeadingView, ListPage, Pager, TermView
from digest.site import Site

NEAR_TAGS = 5
NEAR_SAMPLE = 50
"""Only the newest members say which tags are near, so that the cost stays the same as a tag grows."""
FEED_TAXONOMIES = ("topics", "tags")


def plan_lists(labels: Labels) -> Iterator[Page]:
    """Every page of every list of entries."""
    site = labels.plan.site
    yield from _plan(labels, "/entries/", "entries", site.entries, b"", ())
    for taxonomy, terms in site.taxonomies():
        for slug, term in terms.items():
            near = near_tags(site, term) if taxonomy == "tags" else ()
            text = labels.full(term.page) if term.page else b""
            children = [labels.term(other) for other in terms.values() if other.parent == slug]
            shown = b"\x1e".join((labels.term(term), text, term.description.encode(), *children))
            yield from _plan(labels, term.address, f"{taxonomy}/{slug}", term.members, shown, near)


def _plan(
    labels: Labels, address: str, key: str, members: Sequence[Document], shown: bytes, near: Sequence[str]
) -> Iterator[Page]:
    site, salt = labels.plan.site, labels.plan.salt
    own = site.own.get(address)
    digests = labels.digests
    slices = page_slices(len(members), site.config.build.paginate)
    by_issue = key.startswith("topics/")
    for number, (start, end) in enumerate(slices, start=1):
        shown_here = members[start:end]
        parts = [
            key.encode(),
            f"{number}/{number < len(slices)}".encode(),
            shown,
            labels.full(own) if own else b"",
            *[digests[document.path].card for document in shown_here],
        ]
        if by_issue:
            issues = [site.issue_of.get(document.path) for document in shown_here]
            parts += [labels.issue(issue) if issue else b"" for issue in issues]
        if number == 1:
            parts += [labels.term(site.tags[slug]) for slug in near]
        yield Page(
            path=path_of_address(page_address(address, number)),
            kind="list",
            key=key,
            number=number,
            fingerprint=fingerprint(salt, parts),
        )


def page_address(address: str, number: int) -> str:
    """The address of a page of a list; the first page is the list's own."""
    return address if number == 1 else f"{address}page/{number}/"


def near_tags(site: Site, term: Term) -> tuple[str, ...]:
    """Slugs of the tags most often met together with this one."""
    slugs = site.tag_slugs
    met = Counter(chain.from_iterable([slugs.get(member.path, ()) for member in term.members[:NEAR_SAMPLE]]))
    del met[term.slug]
    best = sorted([(-number, slug) for slug, number in met.items()])
    return tuple([slug for _, slug in best[:NEAR_TAGS]])


def list_page(context: Context, page: Page) -> bytes:
    """Render one page of a list."""
    site = context.site
    taxonomy, _, slug = page.key.partition("/")
    term = dict(site.taxonomies())[taxonomy][slug] if slug else None
    members = term.members if term else site.entries
    address = term.address if term else "/entries/"
    text = term.page if term else site.own.get(address)
    slices = page_slices(len(members), context.config.build.paginate)
    start, end = slices[page.number - 1]
    shown = members[start:end]
    heading = term.name if term else (text.title if text and text.title else context.t("all_entries"))
    body, toc = Markup(""), tuple[HeadingView, ...]()
    description = term.description if term else ""
    if text is not None:
        detail = context.load.detail(text)
        description = detail.excerpt or description
        if page.number == 1:
            body = body_html(context, text, detail.body)
            toc = (
                headings(detail.body.rendered)
                if detail.draft.toc and not detail.body.rendered.toc_wanted
                else ()
            )
    elif description and page.number == 1:
        body = plain_html(description)
    has_feeds = taxonomy in FEED_TAXONOMIES or term is None
    title = heading if page.number == 1 else f"{heading} · {context.t('page_number', number=page.number)}"
    view = ListPage(
        kind="list",
        title=title,
        heading=heading,
        url=context.urls.href(page.address),
        lang=context.language,
        section=taxonomy,
        head=list_head(
            context,
            page.address,
            title,
            description=description,
            feeds=feeds_of(context, address, heading) if has_feeds else (),
            items=[(document.title, document.address) for document in shown],
            noindex=text.noindex if text else False,
        ),
        body=body,
        toc=toc,
        groups=_groups(context, shown, by_issue=taxonomy == "topics"),
        pager=Pager(
            number=page.number,
            newer=context.urls.href(page_address(address, page.number - 1)) if page.number > 1 else "",
            older=context.urls.href(page_address(address, page.number + 1))
            if page.number < len(slices)
            else "",
        ),
        near=_views(context, near_tags(site, term))
        if term and taxonomy == "tags" and page.number == 1
        else (),
        children=tuple(
            context.term(other) for other in site.topics.values() if term and other.parent == term.slug
        )
        if taxonomy == "topics"
        else (),
        citations=context.urls.href(f"{address}citations.bib")
        if has_feeds and term and members and "bibtex" in context.config.build.outputs
        else "",
    )
    return context.render("list.html", view)


def _views(context: Context, slugs: Sequence[str]) -> tuple[TermView, ...]:
    return tuple(context.term(context.site.tags[slug]) for slug in slugs)


def _groups(context: Context, members: Sequence[Document], *, by_issue: bool) -> tuple[CardGroup, ...]:
    """Cards in one group, or under the issue each appeared in (neighbours of one issue together)."""
    if not members:
        return ()
    cards = dict(zip((d.path for d in members), cards_of(context, members), strict=True))
    if not by_issue:
        return (CardGroup(title="", url="", cards=tuple(cards.values())),)
    issue_of = context.site.issue_of
    groups: list[CardGroup] = []
    for _, run in groupby(members, key=lambda d: issue_of[d.path].name if d.path in issue_of else ""):
        documents = list(run)
        issue = issue_of.get(documents[0].path)
        groups.append(
            CardGroup(
                title=context.issue_title(issue) if issue else context.t("entries"),
                url=context.urls.href(issue.address) if issue else "",
                cards=tuple(cards[document.path] for document in documents),
                period=context.issue_period(issue) if issue else "",
                lang=context.issue_lang(issue) if issue else "",
            )
        )
    return tuple(groups)


def cards_of(context: Context, documents: Sequence[Document]) -> tuple[Markup, ...]:
    """The cards of some documents, in their order."""
    fragments = context.load.fragments(documents)
    return tuple(Markup(each.card) for each in fragments)  # noqa: S704 - made by parts/card.html
