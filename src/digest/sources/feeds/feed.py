"""What a feed says, whatever its format: the values between the wire and the articles."""

from __future__ import annotations

from datetime import datetime

import msgspec

MAX_BYTES = 10_000_000
"""Larger feeds are refused."""
MAX_ENTRIES = 10_000
"""Feeds with more entries are refused: the largest honest ones hold some thousands."""


class FeedLink(msgspec.Struct, frozen=True):
    """A further address of an entry: `rel` is `alternate`, `enclosure`, `image`, `external`, `related` ..."""

    url: str
    rel: str = ""
    type: str = ""
    title: str = ""


class FeedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. What the feed does not say is empty.

    `key` is its identity within the feed: the guid, where it names this entry alone, else the canonical address,
    else a hash of what it says; `aliases` are other keys it may have on another day. `title` is plain text;
    `is_titled` says whether the feed gave it or it is the first words of the content. `summary` and `content` are
    HTML as the feed has it, not sanitised, addresses in it relative to `base`. A feed that knows one date only
    says when an entry was published.
    """

    key: str
    url: str = ""
    aliases: tuple[str, ...] = ()
    title: str = ""
    is_titled: bool = True
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    tags: tuple[str, ...] = ()
    summary: str = ""
    content: str = ""
    base: str = ""
    language: str = ""
    links: tuple[FeedLink, ...] = ()


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed: its title in plain text, the address of its home page, its language, its entries in their order.

    `is_cut`: it ended before its end. What came whole before that is there.
    """

    title: str = ""
    home: str = ""
    language: str = ""
    entries: tuple[FeedEntry, ...] = ()
    is_cut: bool = False


class NotAFeed(Exception):  # noqa: N818 - it says what the answer is not
    """The answer cannot be read as a feed; the text says why, to be read after the address of the feed."""
