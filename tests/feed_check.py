"""What RSS 2.0 and Atom (RFC 4287) ask of a feed, beyond that a lenient reader can make sense of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import unquote
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def feed_faults(root: Element, url: str) -> Iterator[str]:
    """What is wrong with a feed that is read at `url`, which is not percent-encoded."""
    yield from _atom(root) if root.tag == f"{ATOM}feed" else _rss(root)
    for link in root.iter(f"{ATOM}link"):
        if link.get("rel") == "self" and unquote(link.get("href", "")) != url:
            yield f"says it is at {link.get('href')}"


def html_in(root: Element) -> list[str]:
    """The pieces of HTML that a feed carries."""
    if root.tag == f"{ATOM}feed":
        texts = [e for name in ("content", "summary") for e in root.iter(ATOM + name)]
        return [text.text or "" for text in texts if text.get("type") == "html"]
    return [text.text or "" for text in [*root.iter(CONTENT), *root.findall("channel/item/description")]]


def _rss(root: Element) -> Iterator[str]:
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        yield "neither RSS nor Atom"
        return
    yield from (
        f"a channel without {name}" for name in ("title", "link", "description") if not channel.findtext(name)
    )
    dates = [*channel.findall("lastBuildDate"), *channel.findall("item/pubDate")]
    yield from (f"no date of RFC 822: {e.text}" for e in dates if not _is_rfc822(e.text or ""))
    for item in channel.findall("item"):
        if not (item.findtext("title") or item.findtext("description")):
            yield f"an item that says nothing: {item.findtext('guid')}"


def _atom(root: Element) -> Iterator[str]:
    named = root.find(f"{ATOM}author/{ATOM}name") is not None
    for part in [root, *root.iter(f"{ATOM}entry")]:
        what = part.tag.removeprefix(ATOM)
        yield from (
            f"{what} without {name}" for name in ("id", "title", "updated") if not part.findtext(ATOM + name)
        )
        for name in ("updated", "published"):
            date = part.findtext(ATOM + name)
            if date and not _RFC3339.fullmatch(date):
                yield f"no date of RFC 3339: {date}"
        if part is not root and not named and part.find(f"{ATOM}author/{ATOM}name") is None:
            yield f"nobody wrote {part.findtext(f'{ATOM}title')}"


def _is_rfc822(text: str) -> bool:
    try:
        return parsedate_to_datetime(text).tzinfo is not None
    except ValueError:
        return False
