"""Rendered bodies put in their place: links and images filled in, headings moved, a table of contents made."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from digest.catalog.document import Document, Part
from digest.pages.context import Context
from digest.pages.views import HeadingView
from digest.render.markdown.rendered import Rendered
from digest.render.slots import fill_slots, quote_fragment

_IMAGE_TAG = re.compile("<img [^>]*\x02I([0-9]+)\x03[^>]*>")
_HEADING_TAG = re.compile(r"<(/?)h([1-6])(?=[ >])")
_ALT = re.compile(' alt="([^"]*)"')


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
        absolute: whether links carry the host, for feeds.
        prefix: put before every id, where several bodies share a page.
        deeper: levels by which headings move down, to fit below the headings around the body.
    """
    rendered = part.rendered
    text = rendered.html if html is None else html
    if "\x02" in text:
        url = context.urls.absolute if absolute else context.urls.href
        links = context.plan.references.links.get(document.path, ())
        images = context.plan.references.images.get(document.path, ())

        def link(number: int) -> str | None:
            address = links[part.first_link + number]
            if address is None:
                return None
            title = rendered.links[number].title
            return f'href="{escape(url(address))}"' + (f' title="{escape(title)}"' if title else "")

        def image(number: int) -> str:
            address = images[part.first_image + number]
            return "" if address is None else url(address)

        if None in images:
            text = _without_missing_images(text, images, part.first_image)
        toc = ""
        if rendered.toc_wanted:
            toc = context.templates.render("parts/body_toc.html", headings=headings(rendered, prefix))
        text = fill_slots(text, link=link, image=image, prefix=prefix, toc=toc)
    if deeper:
        text = _HEADING_TAG.sub(lambda match: f"<{match[1]}h{min(6, int(match[2]) + deeper)}", text)
    return Markup(text)  # noqa: S704 - comes from our own renderer, which escapes or sanitises everything


def _without_missing_images(html: str, addresses: Sequence[str | None], first: int) -> str:
    """Local images that do not exist as what they would have shown in words."""

    def words(tag: re.Match[str]) -> str:
        if addresses[first + int(tag[1])] is not None:
            return tag[0]
        alt = _ALT.search(tag[0])  # HTML of the writer's own may have its attributes in any order
        return alt[1] if alt else ""

    return _IMAGE_TAG.sub(words, html)


def headings(rendered: Rendered, prefix: str = "") -> tuple[HeadingView, ...]:
    """The table of contents of a body."""
    return tuple(
        HeadingView(level=heading.level, text=heading.text, url=f"#{quote_fragment(prefix + heading.id)}")
        for heading in rendered.headings
    )


def plain_html(text: str) -> Markup:
    """Plain text as a paragraph, nothing for no text."""
    return Markup("<p>{}</p>").format(text) if text else Markup("")
