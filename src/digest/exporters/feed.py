"""What a feed says, whatever its format: the input of the RSS, Atom and JSON Feed writers.

A feed is rendered in two steps: `rss_item`, `atom_item` and `json_item` turn an item into a fragment that
does not depend on the feed it stands in; `rss`, `atom` and `json_feed` put a head before joined fragments.
"""

from __future__ import annotations

import re
import uuid

import msgspec

from digest.exporters.dates import EMPTY_FEED_DATE

# The form of RFC 5646, without its registry.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


class FeedItem(msgspec.Struct, frozen=True, kw_only=True):
    """One entry or issue in a feed.

    `id` is what readers know the item by: it must be the same in all feeds of the site and never change, also
    when the page moves; `stable_id` makes one from the entry's own id. It must be a URI (`urn:`, `tag:`, or
    an http address). `url` is the page on this site, absolute; `original` the work it is about. Dates are
    RFC 3339, "" where unknown. The HTML must be sanitised and its addresses absolute; `summary_text` is the
    summary without markup, for formats that want it so.
    """

    id: str
    title: str
    url: str
    original: str = ""
    published: str = ""
    updated: str = ""
    summary_html: str = ""
    summary_text: str = ""
    content_html: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str = ""
    lang: str = ""


class FeedHead(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed says about itself.

    `home_url` is the page whose items it holds, `feed_url` its own address (both absolute; the latter is also
    the feed's id in Atom). `updated` is the date of its newest item, see `dates.newest_date`.
    """

    title: str
    home_url: str
    feed_url: str
    description: str = ""
    language: str = ""
    updated: str = EMPTY_FEED_DATE
    author: str = ""


def stable_id(*parts: str) -> str:
    """A URI that is the same for the same parts, on every machine: a `urn:uuid:` of version 5 (RFC 9562).

    Pass what names the item apart from its address: the entry's id, or a kind and a name (`"issue"`,
    `"2025-W20"`). Add the site's host where two digests must not share the ids of one work.
    """
    # A separator that no part holds keeps ("ab", "c") and ("a", "bc") apart.
    name = "\x1f".join(part.replace("\x1f", " ") for part in parts)
    return uuid.uuid5(uuid.NAMESPACE_URL, name.encode("utf-8", "backslashreplace").decode()).urn


def language_tag(lang: str) -> str:
    """A language as it may stand in a document, or "" where it has not the form of one (`zh`, `zh-Hant`)."""
    return lang if _LANGUAGE.fullmatch(lang) else ""
