"""JSON Feed 1.1. Keys always stand in the order written here."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from digest.exporters.addresses import encoded, web_address
from digest.exporters.dates import xml_date
from digest.exporters.feed import FeedHead, FeedItem, language_tag
from digest.exporters.fragments import with_list
from digest.text.clean import clean_line, clean_text

_Value = str | list[str] | list[dict[str, str]]


def json_item(item: FeedItem) -> str:
    """One item as a JSON object, to be joined by `json_feed`.

    The summary stands in for the content where there is none, as the format requires one.

    Raises:
        ValueError: a date of the item is not RFC 3339.
    """
    fields: dict[str, _Value] = {
        "id": encoded(item.id),
        "url": encoded(item.url),
        "external_url": web_address(item.original),
        "title": clean_line(item.title),
        "content_html": clean_text(item.content_html or item.summary_html),
        "summary": clean_line(item.summary_text),
        "image": web_address(item.image),
        "date_published": xml_date(item.published) if item.published else "",
        "date_modified": xml_date(item.updated) if item.updated else "",
        "authors": _authors(*item.authors),
        "tags": [name for tag in item.tags if (name := clean_line(tag))],
        "language": language_tag(item.lang),
    }
    required = ("id", "url", "title", "content_html")
    return _encode({key: value for key, value in fields.items() if value or key in required})


def json_feed(head: FeedHead, items: Sequence[str]) -> str:
    """A whole JSON Feed from the fragments of `json_item`, in the order given.

    The format has no date of the feed, so `head.updated` is not used.
    """
    fields: dict[str, _Value] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean_line(head.title),
        "home_page_url": encoded(head.home_url),
        "feed_url": encoded(head.feed_url),
        "description": clean_line(head.description),
        "authors": _authors(head.author),
        "language": language_tag(head.language),
    }
    opening = {key: value for key, value in fields.items() if value or key == "title"}
    return with_list(_encode(opening), "items", items)


def _authors(*names: str) -> list[dict[str, str]]:
    return [{"name": name} for author in names if (name := clean_line(author))]


def _encode(fields: dict[str, _Value]) -> str:
    return msgspec.json.encode(fields).decode()
