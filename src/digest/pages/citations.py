"""Works as others cite them: BibTeX, metadata for reference managers, identifiers."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from markupsafe import Markup

from digest.catalog.citation import cited, cited_date, cited_organizations, cited_title
from digest.catalog.document import Detail, Document
from digest.content.drafts import EntryDraft, Link
from digest.exporters.bibtex import bib_entry
from digest.exporters.identifiers import Identifier, identify
from digest.exporters.structured import Work, article, citation_meta, is_paper, json_ld, scholarly_article
from digest.pages.context import Context
from digest.pages.views import Head, LinkView


def bibtex_of(context: Context, document: Document, detail: Detail) -> str:
    """The BibTeX record of an entry, "" for other pages."""
    entry = detail.draft
    if not isinstance(entry, EntryDraft):
        return ""
    return bib_entry(
        cited(
            entry,
            document.slug,
            document.date,
            url=document.original or context.urls.absolute(document.address),
            source=document.source,
            key=context.site.citation_keys.get(document.path, ""),
        )
    )


def entry_head(context: Context, document: Document, detail: Detail) -> Head:
    """Head of an entry page: a paper is described as one."""
    draft = detail.draft
    entry = draft if isinstance(draft, EntryDraft) else None
    image = context.image(document, draft.image.src, "", "") if draft.image else None
    canonical = context.urls.absolute(document.address)
    image_url = context.absolute_image(image) if image else ""
    work = Work(
        id=document.id,
        title=cited_title(entry) if entry else document.title,
        url=canonical,
        original=document.original,
        description=detail.excerpt,
        authors=document.authors,
        organizations=cited_organizations(entry) if entry else (),
        published=cited_date(entry, document.date) if entry else document.date,
        modified=document.lastmod,
        lang=document.lang,
        image=image_url,
        keywords=tuple(view.name for view in (*context.topics(document), *context.tags(document))),
        venue=entry.venue if entry else "",
        source=document.source,
    )
    described = scholarly_article(work) if entry and is_paper(work) else article(work)
    return Head(
        canonical=canonical,
        description=detail.excerpt,
        type="article",
        image=image_url,
        noindex=document.noindex or document.draft,
        citation=citation_meta(work) if entry else (),
        json_ld=Markup(json_ld(described)),  # noqa: S704 - json_ld escapes what could end its script element
    )


def identifier_links(document: Document, written: Iterable[Link]) -> tuple[LinkView, ...]:
    """ArXiv number or DOI of a work as links, and its PDF, where none of the `written` links leads to that."""
    work = identify(document.id)
    if work.scheme not in {"arxiv", "doi"} or not work.url:
        return ()
    name = "arXiv" if work.scheme == "arxiv" else "DOI"
    links = [LinkView(url=work.url, kind=work.scheme, label=name, title=work.value)]
    if work.pdf_url and not any(_is_pdf(link, work) for link in written):
        links.append(LinkView(url=work.pdf_url, kind="pdf", label="PDF"))
    return tuple(links)


def _is_pdf(link: Link, work: Identifier) -> bool:
    """Whether a reader would take this for the PDF of the work."""
    if link.kind != "paper":
        return False
    path = urlsplit(link.url).path
    return link.title.strip().casefold() == "pdf" or ("/pdf/" in path and work.value in path)
