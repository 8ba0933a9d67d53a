"""Dates of machine-readable documents, from RFC 3339 text. The clock is never asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from digest.text.dates import rfc822, rfc3339

EMPTY_FEED_DATE = "1970-01-01T00:00:00Z"
"""Date of a feed without items and of an item without a date: fixed, so that builds are reproducible."""


def instant(text: str) -> datetime:
    """The moment that RFC 3339 text names.

    Raises:
        ValueError: no such date, or one without its offset from UTC.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"date without offset from UTC: {text!r}")
    return moment


def newest_date(dates: Iterable[str]) -> str:
    """The latest of some RFC 3339 dates, whatever their order; empty ones do not count.

    Returns:
        It as RFC 3339, or `EMPTY_FEED_DATE` where there is none.

    Raises:
        ValueError: one of them is no RFC 3339 date.
    """
    known = [text for text in dates if text]
    # One moment can be written with several offsets: the text decides between them, not the order.
    return xml_date(max(known, key=lambda text: (instant(text), text))) if known else EMPTY_FEED_DATE


@lru_cache(maxsize=4096)  # the same dates stand in some seven feeds each
def xml_date(text: str) -> str:
    """A date for Atom, JSON Feed and JSON-LD: RFC 3339 to the second, `Z` for UTC.

    Raises:
        ValueError: `text` is no RFC 3339 date.
    """
    return rfc3339(instant(text))


@lru_cache(maxsize=4096)  # the same dates stand in some seven feeds each
def rss_date(text: str) -> str:
    """A date for RSS 2.0: RFC 822 with a four-digit year.

    Raises:
        ValueError: `text` is no RFC 3339 date.
    """
    return rfc822(instant(text))


def sitemap_date(text: str) -> str:
    """A date for a sitemap (W3C Datetime): a bare day stays one, anything else is RFC 3339.

    Raises:
        ValueError: `text` is neither.
    """
    return date.fromisoformat(text).isoformat() if len(text) == 10 else xml_date(text)
