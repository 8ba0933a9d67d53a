"""Pages that are somebody's text: of a section, on their own, and the list of a section."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from digest.catalog.document import Document
from digest.exporters.structured import Work, article, json_ld
from digest.pages.bodies import body_html, headings
from digest.pages.context import Context
from digest.pages.heads import feeds_of, list_head
from digest.pages.labels import Labels
from digest.pages.lists import page_address
from digest.pages.page import Page, fingerprint, page_slices, path_of_address
from digest.pages.views import Anchor, Head, Pager, SectionItem, SectionPage, TextPage
from digest.site import Section, text_neighbours


def plan_texts(labels: Labels) -> Iterator[Page]:
    """A page for every text."""
    site, salt = labels.plan.site, labels.plan.salt
    neighbours = text_neighbours(site)
    for number, document in enumerate(site.pages):
        beside = neighbours.get(document.path, (None, None))
        parts = [
            b"text",
            labels.full(document),
            *[labels.anchor(other) if other else b"" for other in beside],
        ]
        yield Page(path_of_address(document.address), "text", document.path, number, fingerprint(salt, parts))


def plan_sections(labels: Labels) -> Iterator[Page]:
    """The list of every section, page by page."""
    site, salt = labels.plan.site, labels.plan.salt
    for section in site.sections.values():
        text = labels.full(section.page) if section.page else b""
        below = [site.sections[child] for child in section.children if child in site.sections]
        children = [f"{child.title}\x1e{child.address}".encode() for child in below]
        slices = page_slices(len(section.pages), site.config.build.paginate)
        for number, (start, end) in enumerate(slices, start=1):
            shown = [labels.anchor(page) + page.key for page in section.pages[start:end]]
            parts = [b"section", f"{number}/{number < len(slices)}".encode(), section.title.encode(), text]
            yield Page(
                path=path_of_address(page_address(section.address, number)),
                kind="section",
                key=section.folder,
                number=number,
                fingerprint=fingerprint(salt, [*parts, *children, b"/", *shown]),
            )


def text_page(context: Context, page: Page) -> bytes:
    """Render one text."""
    document = context.site.pages[page.number]
    detail = context.load.detail(document)
    draft = detail.draft
    canonical = context.urls.absolute(document.address)
    work = Work(
        id="",
        title=document.title,
        url=canonical,
        description=detail.excerpt,
        authors=document.authors,
        published=document.date,
        modified=document.lastmod,
        lang=document.lang,
    )
    newer, older = context.text_neighbours.get(document.path, (None, None))
    image = context.image(document, draft.image.src, "", "") if draft.image else None
    view = TextPage(
        kind="page",
        title=document.title or document.slug,
        url=context.urls.href(document.address),
        lang=document.lang,
        section=document.section,
        draft=document.draft,
        head=Head(
            canonical=canonical,
            description=detail.excerpt,
            type="article",
            image=context.absolute_image(image) if image else "",
            noindex=document.noindex or document.draft,
            json_ld=Markup(json_ld(article(work))),  # noqa: S704 - json_ld escapes what could end its element
        ),
        date=context.date(document.date),
        updated=context.date(document.lastmod),
        authors=document.authors,
        body=body_html(context, document, detail.body),
        toc=headings(detail.body.rendered) if draft.toc and not detail.body.rendered.toc_wanted else (),
        topics=context.topics(document),
        tags=context.tags(document),
        newer=context.anchor(newer) if newer else None,
        older=context.anchor(older) if older else None,
        params=draft.params,
    )
    return context.render("page.html", view)


def section_page(context: Context, page: Page) -> bytes:
    """Render one page of a section's list."""
    section = context.site.sections[page.key]
    slices = page_slices(len(section.pages), context.config.build.paginate)
    start, end = slices[page.number - 1]
    shown = section.pages[start:end]
    first = page.number == 1
    detail = context.load.detail(section.page) if section.page else None
    title = section.title if first else f"{section.title} · {context.t('page_number', number=page.number)}"
    address = section.address
    view = SectionPage(
        kind="section",
        title=title,
        url=context.urls.href(page.address),
        lang=(section.page.lang if section.page else "") or context.language,
        section=section.folder.partition("/")[0],
        head=list_head(
            context,
            page.address,
            title,
            description=detail.excerpt if detail else "",
            feeds=feeds_of(context, address, section.title),
            items=[(document.title, document.address) for document in shown],
            noindex=section.page.noindex if section.page else False,
        ),
        body=body_html(context, section.page, detail.body)
        if section.page and detail and first
        else Markup(""),
        toc=headings(detail.body.rendered)
        if detail and detail.draft.toc and first and not detail.body.rendered.toc_wanted
        else (),
        sections=_children(context, section) if first else (),
        items=tuple(_item(context, document) for document in shown),
        pager=Pager(
            number=page.number,
            newer="" if first else context.urls.href(page_address(address, page.number - 1)),
            older=context.urls.href(page_address(address, page.number + 1))
            if page.number < len(slices)
            else "",
        ),
    )
    return context.render("section.html", view)


def _children(context: Context, section: Section) -> tuple[Anchor, ...]:
    sections = context.site.sections
    return tuple(
        Anchor(title=sections[child].title, url=context.urls.href(sections[child].address))
        for child in section.children
        if child in sections
    )


def _item(context: Context, document: Document) -> SectionItem:
    return SectionItem(
        title=document.title or document.slug,
        url=context.urls.href(document.address),
        lang=context.foreign(document),
        date=context.date(document.date),
        summary=context.load.detail(document).excerpt,
    )
