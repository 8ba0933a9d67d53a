"""The page of one entry."""

from __future__ import annotations

from collections.abc import Iterator

from digest.catalog.document import Detail, Document
from digest.content.drafts import EntryDraft
from digest.pages.bodies import SUMMARY_IDS, body_html, headings, source_text_html
from digest.pages.citations import bibtex_of, entry_head, identifier_links
from digest.pages.context import Context
from digest.pages.labels import Labels
from digest.pages.links import link_views
from digest.pages.marks import findings_lang, machine_written
from digest.pages.page import Page, fingerprint, path_of_address
from digest.pages.views import CoverageView, EntryPage
from digest.text.slugs import slugify


def plan_entries(labels: Labels) -> Iterator[Page]:
    """A page for every entry."""
    return (plan_entry(labels, number) for number in range(len(labels.plan.site.entries)))


def plan_entry(labels: Labels, number: int) -> Page:
    """The page of an entry, fingerprinted by its file, its terms and the titles of its neighbours."""
    site = labels.plan.site
    entry = site.entries[number]
    documents = site.catalog.by_path
    related = labels.plan.related.paths.get(entry.path, ())
    issue = site.issue_of.get(entry.path)
    parts = [
        b"entry",
        labels.full(entry),
        labels.source(entry),
        labels.issue(issue) if issue else b"",
        labels.anchor(site.entries[number - 1]) if number else b"",
        labels.anchor(site.entries[number + 1]) if number + 1 < len(site.entries) else b"",
        *[labels.anchor(documents[path]) for path in related if path in documents],
    ]
    return Page(
        path_of_address(entry.address), "entry", entry.path, number, fingerprint(labels.plan.salt, parts)
    )


def entry_page(context: Context, page: Page) -> bytes:
    """Render the page of the entry whose path is `page.key`."""
    return render_entry(context, page.number, context.load.detail(context.site.entries[page.number]))


def render_entry(context: Context, number: int, detail: Detail, bib: str = "") -> bytes:
    """Render the page of the entry at `number` in the site's order; `bib` is its BibTeX record, if at hand."""
    site = context.site
    document = site.entries[number]
    draft = detail.draft
    if not isinstance(draft, EntryDraft):
        raise TypeError(f"{document.path} is not an entry")
    newer = site.entries[number - 1] if number else None
    older = site.entries[number + 1] if number + 1 < len(site.entries) else None
    issue = site.issue_of.get(document.path)
    related = context.plan.related.paths.get(document.path, ())
    machine = machine_written(draft)
    view = EntryPage(
        kind="entry",
        title=document.title,
        url=context.urls.href(document.address),
        lang=document.lang,
        section="issues",
        draft=document.draft,
        head=entry_head(context, document, detail),
        original=document.original,
        date=context.date(document.date),
        updated=context.date(document.lastmod),
        source=document.source,
        source_url=_source_url(context, document),
        authors=document.authors,
        author_urls=_author_urls(context, document),
        organizations=draft.organizations,
        venue=draft.venue,
        subjects=draft.subjects,
        minutes=detail.minutes,
        image=context.image(document, draft.image.src, draft.image.alt, draft.image.credit)
        if draft.image
        else None,
        note=body_html(context, document, detail.body),
        toc=headings(detail.body.rendered) if draft.toc and not detail.body.rendered.toc_wanted else (),
        summary=body_html(context, document, detail.summary, deeper=1, prefix=SUMMARY_IDS),
        abstract_lang=context.foreign_text(document, detail.abstract.rendered.text),
        abstract=body_html(context, document, detail.abstract, deeper=1, prefix="a-"),
        findings=tuple(
            body_html(context, document, finding, deeper=1, prefix=f"f{position}-")
            for position, finding in enumerate(detail.findings, start=1)
        ),
        findings_lang=findings_lang(context, document, detail, machine),
        links=link_views(context, document, detail),
        identifiers=identifier_links(document, draft.links),
        coverage=tuple(
            CoverageView(
                url=c.url, title=c.title or c.name or c.url, name=c.name if c.title else "", date=c.date
            )
            for c in draft.coverage
        ),
        history=tuple((line.date, line.text) for line in draft.history),
        topics=context.topics(document),
        tags=context.tags(document),
        issue=context.issue_anchor(issue) if issue else None,
        newer=context.anchor(newer) if newer else None,
        older=context.anchor(older) if older else None,
        related=tuple(
            context.anchor(site.catalog.by_path[path]) for path in related if path in site.catalog.by_path
        ),
        source_address=draft.source.url if draft.source else "",
        source_text=source_text_html(
            context, document, detail.source_text, base=draft.source.url if draft.source else ""
        ),
        bibtex=bib or bibtex_of(context, document, detail),
        machine=machine,
        translated_title=draft.translated_title,
    )
    return context.render("entry.html", view)


def _source_url(context: Context, document: Document) -> str:
    term = context.site.sources.get(slugify(document.source)) if document.source else None
    return context.urls.href(term.address) if term else ""


def _author_urls(context: Context, document: Document) -> tuple[str, ...]:
    authors = context.site.authors
    found = (authors.get(slug) for slug in document.author_slugs)
    return tuple(context.urls.href(term.address) if term else "" for term in found)
