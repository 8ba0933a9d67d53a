"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read as leniently as feeds are written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, tzinfo

from digest.sources.addresses import web_address
from digest.sources.feeds.dates import read_date
from digest.sources.feeds.feed import MAX_ENTRIES, Feed, FeedEntry, FeedLink, NotAFeed
from digest.sources.feeds.words import as_html, name_of, title_of
from digest.text.clean import clean_line, clean_text

Json = dict[str, object]


def read_json_feed(text: str, url: str, *, now: datetime, zone: tzinfo) -> Feed:
    """The feed a JSON document is; its entries have no keys yet where it gives no ids.

    Raises:
        NotAFeed: it is no JSON, or JSON of something else.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise NotAFeed("the answer begins like JSON, but is none") from problem
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(items, list):
        raise NotAFeed("the answer is JSON without a list of items, not a JSON Feed")
    if "jsonfeed.org" not in _text(document, "version") and not document.get("title"):
        raise NotAFeed("the answer is JSON, but does not say that it is a JSON Feed")
    if len(items) > MAX_ENTRIES:
        raise NotAFeed(f"it holds {len(items)} entries, more than the {MAX_ENTRIES} that are read")
    language = clean_line(_text(document, "language"))
    authors = _authors(document)
    return Feed(
        title=title_of(_text(document, "title"), is_html=False),
        home=web_address(_text(document, "home_page_url"), url),
        language=language,
        entries=tuple(
            _entry(item, url, authors, language, now=now, zone=zone)
            for item in items
            if isinstance(item, dict)
        ),
    )


def _entry(
    item: Json, base: str, authors: tuple[str, ...], language: str, *, now: datetime, zone: tzinfo
) -> FeedEntry:
    language = clean_line(_text(item, "language")) or language
    published = read_date(_text(item, "date_published"), now=now, zone=zone, language=language)
    updated = read_date(_text(item, "date_modified"), now=now, zone=zone, language=language)
    identity = clean_line(_text(item, "id"))
    return FeedEntry(
        key=identity,
        url=web_address(_text(item, "url"), base) or web_address(identity),
        title=title_of(_text(item, "title"), is_html=False),
        authors=_authors(item) or authors,
        published=published,
        updated=updated,
        tags=tuple(dict.fromkeys(tag for name in _list(item, "tags") if (tag := name_of(str(name))))),
        summary=as_html(clean_text(_text(item, "summary"))),
        content=clean_text(_text(item, "content_html")) or as_html(clean_text(_text(item, "content_text"))),
        base=base,
        language=language,
        links=tuple(_links(item, base)),
    )


def _links(item: Json, base: str) -> Iterator[FeedLink]:
    if found := web_address(_text(item, "external_url"), base):
        yield FeedLink(found, "external")
    for name in ("image", "banner_image"):
        if found := web_address(_text(item, name), base):
            yield FeedLink(found, "image")
    for attachment in _list(item, "attachments"):
        if isinstance(attachment, dict) and (found := web_address(_text(attachment, "url"), base)):
            kind, title = _text(attachment, "mime_type"), _text(attachment, "title")
            yield FeedLink(found, "enclosure", clean_line(kind), clean_line(title))


def _authors(item: Json) -> tuple[str, ...]:
    """`authors` since version 1.1, one `author` in 1.0."""
    people = [*_list(item, "authors"), item.get("author")]
    names = [name_of(_text(person, "name")) for person in people if isinstance(person, dict)]
    return tuple(dict.fromkeys(name for name in names if name))


def _text(item: Json, name: str) -> str:
    """A text, or a number as text: ids and dates are numbers at times."""
    value = item.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _list(item: Json, name: str) -> list[object]:
    value = item.get(name)
    return value if isinstance(value, list) else []
