"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence

from digest.exporters import xml
from digest.exporters.addresses import encoded, web_address
from digest.exporters.dates import EMPTY_FEED_DATE, xml_date
from digest.exporters.feed import FeedHead, FeedItem, language_tag


def atom_item(item: FeedItem) -> str:
    """One `<entry>`, to be joined by `atom`.

    Raises:
        ValueError: a date of the item is not RFC 3339.
    """
    parts = [
        f"<entry{_language(item.lang)}>",
        f"<title>{xml.line(item.title)}</title>",
        f"<id>{xml.line(encoded(item.id))}</id>",
        f'<link rel="alternate" type="text/html" href="{xml.attribute(encoded(item.url))}"/>',
    ]
    if original := web_address(item.original):
        parts.append(f'<link rel="via" href="{xml.attribute(original)}"/>')
    # RFC 4287 wants `updated` in every entry.
    parts.append(f"<updated>{xml_date(item.updated or item.published or EMPTY_FEED_DATE)}</updated>")
    if item.published:
        parts.append(f"<published>{xml_date(item.published)}</published>")
    parts += (_author(name) for author in item.authors if (name := xml.line(author)))
    parts += (f'<category term="{term}"/>' for tag in item.tags if (term := xml.attribute(tag)))
    if image := web_address(item.image):
        parts.append(f'<media:content url="{xml.attribute(image)}" medium="image"/>')
    if item.summary_html:
        parts.append(f'<summary type="html">{xml.block(item.summary_html)}</summary>')
    if item.content_html:
        parts.append(f'<content type="html">{xml.block(item.content_html)}</content>')
    parts.append("</entry>\n")
    return "\n".join(parts)


def atom(head: FeedHead, items: Sequence[str]) -> str:
    """A whole Atom document from the fragments of `atom_item`, in the order given.

    Raises:
        ValueError: `head.updated` is not RFC 3339.
    """
    feed_url = encoded(head.feed_url)
    description = xml.line(head.description)
    return "".join(
        (
            xml.DECLARATION,
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"',
            f"{_language(head.language)}>\n",
            f"<title>{xml.line(head.title)}</title>\n",
            f"<subtitle>{description}</subtitle>\n" if description else "",
            f"<id>{xml.line(feed_url)}</id>\n",
            f'<link rel="self" type="application/atom+xml" href="{xml.attribute(feed_url)}"/>\n',
            f'<link rel="alternate" type="text/html" href="{xml.attribute(encoded(head.home_url))}"/>\n',
            f"<updated>{xml_date(head.updated)}</updated>\n",
            # RFC 4287 wants an author in the feed for entries that name none.
            f"{_author(xml.line(head.author or head.title))}\n",
            "<generator>digest</generator>\n",
            *items,
            "</feed>\n",
        )
    )


def _author(name: str) -> str:
    return f"<author><name>{name}</name></author>"


def _language(lang: str) -> str:
    tag = language_tag(lang)
    return f' xml:lang="{tag}"' if tag else ""
