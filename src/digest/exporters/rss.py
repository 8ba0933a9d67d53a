"""RSS 2.0, with Atom's self link, Dublin Core authors and languages, and Media RSS pictures."""

from __future__ import annotations

from collections.abc import Sequence

from digest.exporters import xml
from digest.exporters.addresses import encoded, web_address
from digest.exporters.dates import rss_date
from digest.exporters.feed import FeedHead, FeedItem, language_tag

_NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
)


def rss_item(item: FeedItem) -> str:
    """One `<item>`, to be joined by `rss`.

    Raises:
        ValueError: a date of the item is not RFC 3339.
    """
    url = xml.line(encoded(item.url))
    guid = xml.line(encoded(item.id))
    parts = [
        "<item>",
        f"<title>{xml.line(item.title)}</title>",
        f"<link>{url}</link>",
        f'<guid isPermaLink="{"true" if guid == url else "false"}">{guid}</guid>',
    ]
    if item.published:
        parts.append(f"<pubDate>{rss_date(item.published)}</pubDate>")
    if lang := language_tag(item.lang):
        parts.append(f"<dc:language>{lang}</dc:language>")
    # RSS's own <author> wants a mail address, which entries do not have.
    parts += (f"<dc:creator>{name}</dc:creator>" for author in item.authors if (name := xml.line(author)))
    parts += (f"<category>{name}</category>" for tag in item.tags if (name := xml.line(tag)))
    if original := web_address(item.original):
        parts.append(f'<atom:link rel="via" href="{xml.attribute(original)}"/>')
    if image := web_address(item.image):
        parts.append(f'<media:content url="{xml.attribute(image)}" medium="image"/>')
    if item.summary_html:
        parts.append(f"<description>{xml.block(item.summary_html)}</description>")
    if item.content_html:
        parts.append(f"<content:encoded>{xml.block(item.content_html)}</content:encoded>")
    parts.append("</item>\n")
    return "\n".join(parts)


def rss(head: FeedHead, items: Sequence[str]) -> str:
    """A whole RSS document from the fragments of `rss_item`, in the order given.

    Raises:
        ValueError: `head.updated` is not RFC 3339.
    """
    title = xml.line(head.title)
    feed_url = xml.attribute(encoded(head.feed_url))
    language = language_tag(head.language)
    return "".join(
        (
            xml.DECLARATION,
            f'<rss version="2.0" {_NAMESPACES}>\n<channel>\n',
            f"<title>{title}</title>\n",
            f"<link>{xml.line(encoded(head.home_url))}</link>\n",
            # RSS 2.0 requires a description.
            f"<description>{xml.line(head.description) or title}</description>\n",
            f"<language>{language}</language>\n" if language else "",
            f"<lastBuildDate>{rss_date(head.updated)}</lastBuildDate>\n",
            "<generator>digest</generator>\n",
            f'<atom:link rel="self" type="application/rss+xml" href="{feed_url}"/>\n',
            *items,
            "</channel>\n</rss>\n",
        )
    )
