"""What a source gives: items with the pictures that belong to them, and what it held back."""

from __future__ import annotations

import msgspec

from digest.items import Item


class Picture(msgspec.Struct, frozen=True):
    """A picture of an article: its address as it stands in the item's texts, and the `Referer` it wants.

    `ratio` is its height by its width as the article says, 0 where it says nothing.
    """

    url: str
    referer: str = ""
    ratio: float = 0.0


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One record of a source.

    `key` is its identity within the source (an arXiv id, a feed's guid). `item.text` is the full text as
    Markdown, with the addresses of pictures as they were. `aliases` are further ids of the same thing.
    """

    key: str
    item: Item
    pictures: tuple[Picture, ...] = ()
    aliases: tuple[str, ...] = ()


class Dropped(msgspec.Struct, frozen=True):
    """A record that is left out, and the rule that says so."""

    what: str
    why: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All that was read from one answer: records, and what was left out."""

    articles: tuple[Article, ...] = ()
    dropped: tuple[Dropped, ...] = ()


class NotAnArticle(Exception):  # noqa: N818 - it says what the page is
    """The page is something else: deleted, blocked, a CAPTCHA, paid ...; `what` is the rule, the text says more."""

    def __init__(self, what: str, message: str, *, retry: bool = False, stop_host: bool = False) -> None:
        super().__init__(message)
        self.what = what
        self.retry = retry
        self.stop_host = stop_host
