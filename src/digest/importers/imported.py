"""What a reader makes of one document."""

from __future__ import annotations

from datetime import datetime, time, tzinfo
from typing import Literal, Protocol

import msgspec

from digest.config.schema import Language, SourceConfig, TopicConfig
from digest.content.drafts import Image
from digest.importers.books import Account
from digest.importers.document import Document
from digest.items import Item
from digest.problems import Problem
from digest.text.weeks import Period, period_days

Form = Literal[
    "weekly",
    "topic-list",
    "compendium",
    "arxiv-report",
    "jekyll",
    "hugo",
    "opml",
    "bibtex",
    "ris",
    "bookmarks",
]

_MARK = "\x1a"  # no document holds it: see document.py


def last_midnight(period: Period, zone: tzinfo) -> datetime:
    """The beginning of the last day of a period: when an issue of it is dated."""
    return datetime.combine(period_days(period)[1], time(), zone)


class Setting(msgspec.Struct, frozen=True):
    """What a reader may know of the site: its zone and language, its topics, and the period asked for."""

    zone: tzinfo
    language: Language = "zh"
    topics: tuple[TopicConfig, ...] = ()
    period: Period | None = None

    @property
    def moment(self) -> datetime | None:
        """The last midnight of the period asked for."""
        return last_midnight(self.period, self.zone) if self.period else None


class IssuePart(msgspec.Struct, frozen=True, kw_only=True):
    """The issue a document is: its items are the picks, in their order."""

    title: str
    period: Period
    date: datetime
    number: int | None = None
    cover: Image | None = None
    summary: str = ""
    highlights: tuple[str, ...] = ()
    body: str = ""


class PagePart(msgspec.Struct, frozen=True, kw_only=True):
    """The topic page a document is.

    `name` is what it is called in addresses where no configured topic matches (a file or permalink name);
    `address` the address it had, kept as an alias. The body links to items through `item_address`.
    """

    title: str
    name: str = ""
    address: str = ""
    date: datetime | None = None
    summary: str = ""
    tags: tuple[str, ...] = ()
    body: str = ""


class FilePart(msgspec.Struct, frozen=True):
    """A file that goes into the site as it is, path relative to the site root."""

    path: str
    data: bytes


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """One document, understood: its items, its page, its books.

    `counts` are numbers people want to check ("picture placeholders": 137). `remarks` are warnings about
    places of the document that an editor should look at.
    """

    form: Form
    document: Document
    items: tuple[Item, ...] = ()
    issue: IssuePart | None = None
    page: PagePart | None = None
    sources: tuple[SourceConfig, ...] = ()
    files: tuple[FilePart, ...] = ()
    accounts: tuple[Account, ...] = ()
    counts: dict[str, int] = {}
    remarks: tuple[Problem, ...] = ()


class Reader(Protocol):
    """Reads one form.

    Raises:
        DigestError: the document has another form, is damaged or ends early; every reason, with its line.
    """

    def __call__(self, document: Document, setting: Setting) -> Imported:
        """Read a whole document; pure."""
        ...


def item_address(item: int) -> str:
    """What stands in the Markdown of a page for the address of item number `item`, until that is known."""
    return f"{_MARK}{item}{_MARK}"
