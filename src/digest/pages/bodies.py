"""Rendered bodies put in their place: links and images filled in, headings moved, a table of contents made."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urljoin

from markupsafe import Markup, escape

from digest.catalog.document import Document, Part
from digest.pages.context import Context
from digest.pages.views import HeadingView
from digest.render.markdown.addresses import Address, judge_image, judge_link
from digest.render.markdown.rendered import Rendered
from digest.render.slots import FRAGMENT_SLOT, fill_slots, quote_fragment

SUMMARY_IDS = "s-"
"""Before the ids of a summary on the page of its document, where the body has its own."""

_IMAGE_TAG = re.compile("<img [^>]*\x02I([0-9]+)\x03[^>]*>")
_HEADING_TAG = re.compile(r"<(/?)h([1-6])(?=[ >])")
_ALT = re.compile(' alt="([^"]*)"')
_STRANGERS_LINK = re.compile(r'(<a (?:[^>"]|"[^"]*")*?)rel="')


def body_html(
    context: Context,
    document: Document,
    part: Part,
    *,
    html: str | None = None,
    absolute: bool = False,
    prefix: str = "",
    deeper: int = 0,
) -> Markup:
    """The HTML of a body for one place.

    Args:
        context: the build.
        document: whose body it is; its resolved links and images are used.
        part: the text of it to place.
        html: a part of the body with the same slots (its lead), the whole of it by default.
        absolute: whether links carry the host, for feeds; those within the body then lead to the document's page.
        prefix: put before every id, where several bodies share a page.
        deeper: levels by which headings move down, to fit below the headings around the body.
    """
    rendered = part.rendered
    text = rendered.html if html is None else html
    url = context.urls.absolute if absolute else context.urls.href
    links = context.plan.references.links.get(document.path, ())
    images = context.plan.references.images.get(document.path, ())

    def link(number: int) -> str | None:
        address = links[part.first_link + number]
        return None if address is None else _attributes(url(address), rendered.links[number].title)

    pictures = [
        None if address is None else url(address)
        for address in images[part.first_image : part.first_image + len(rendered.images)]
    ]
    page = url(document.address) if absolute else ""
    return _placed(context, rendered, text, link, pictures, prefix, deeper, page)


def source_text_html(context: Context, document: Document, rendered: Rendered, *, base: str) -> Markup:
    """The HTML of an article somebody else wrote, for a section of the page of its entry.

    Relative addresses were written for `base`, where the article came from ("" where that is not known); pictures
    may also lie beside the entry. What is found at neither stays as words. No link vouches for what it leads to.
    """

    def elsewhere(judge: Callable[[str], Address], target: str) -> str | None:
        try:
            address = judge(urljoin(base, target))
        except ValueError:
            return None
        return address.value if address.kind == "external" else None

    def link(number: int) -> str | None:
        written = rendered.links[number]
        address = elsewhere(judge_link, written.target)
        return (
            None
            if address is None
            else _attributes(address, written.title) + ' rel="nofollow ugc noopener noreferrer"'
        )

    resolved = context.plan.references.images.get(document.path, ())[len(document.images) :]
    pictures = [
        elsewhere(judge_image, src) if address is None else context.urls.href(address)
        for src, address in zip(rendered.images, resolved, strict=True)
    ]
    text = _STRANGERS_LINK.sub(r'\1rel="nofollow ugc ', rendered.html)
    # Ids made of headings have no capitals, so these are none of the note's.
    return _placed(context, rendered, text, link, pictures, "Text-", 1)


def _placed(
    context: Context,
    rendered: Rendered,
    html: str,
    link: Callable[[int], str | None],
    pictures: Sequence[str | None],
    prefix: str,
    deeper: int,
    page: str = "",
) -> Markup:
    """A body with its slots filled; `link` gives the attributes of a link, `pictures` the addresses of its images.

    `page` is where the fragments lead that it links to, "" for the page it is on.
    """
    if "\x02" in html:
        if None in pictures:
            html = _without_missing_images(html, pictures)
        toc = ""
        if rendered.toc_wanted:
            listed = headings(rendered, prefix, page)
            toc = context.templates.render("parts/body_toc.html", headings=listed)
        if page:
            html = html.replace(f'="#{FRAGMENT_SLOT}', f'="{escape(page)}#{FRAGMENT_SLOT}')
        html = fill_slots(
            html, link=link, image=lambda number: pictures[number] or "", prefix=prefix, toc=toc
        )
    if deeper:
        html = _HEADING_TAG.sub(lambda match: f"<{match[1]}h{min(6, int(match[2]) + deeper)}", html)
    return Markup(html)  # noqa: S704 - comes from our own renderer, which escapes or sanitises everything


def _attributes(address: str, title: str) -> str:
    return f'href="{escape(address)}"' + (f' title="{escape(title)}"' if title else "")


def _without_missing_images(html: str, addresses: Sequence[str | None]) -> str:
    """Local images that do not exist as what they would have shown in words."""

    def words(tag: re.Match[str]) -> str:
        if addresses[int(tag[1])] is not None:
            return tag[0]
        alt = _ALT.search(tag[0])  # HTML of the writer's own may have its attributes in any order
        return alt[1] if alt else ""

    return _IMAGE_TAG.sub(words, html)


def headings(rendered: Rendered, prefix: str = "", page: str = "") -> tuple[HeadingView, ...]:
    """The table of contents of a body; `page` is its address, "" for the page it is on."""
    return tuple(
        HeadingView(
            level=heading.level, text=heading.text, url=f"{page}#{quote_fragment(prefix + heading.id)}"
        )
        for heading in rendered.headings
    )


def plain_html(text: str) -> Markup:
    """Plain text as a paragraph, nothing for no text."""
    return Markup("<p>{}</p>").format(text) if text else Markup("")
