"""What a content file says, typed but not yet resolved against the site: the drafts.

`PageDraft` holds the keys every file may carry; entries, issues and terms add their own. Everything a file
may leave out has a default that means "not said". Rich text fields (`body`, `summary`, `abstract`,
`findings`) are Markdown as written. Dates are aware; one written without a zone is in `site.timezone`, a bare
day is its midnight there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from digest.formats.nodes import Plain

LinkKind = Literal[
    "paper", "code", "model", "dataset", "demo", "project", "video", "article", "discussion", "other"
]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a work was found: `kind` as in the configuration (arxiv, wechat, rss ...), a name, an address."""

    kind: str = ""
    name: str = ""
    url: str = ""


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One address that belongs to a work."""

    url: str
    kind: LinkKind = "other"
    title: str = ""

    @classmethod
    def from_text(cls, text: str) -> Link:
        """The link of a bare address."""
        return cls(url=text)


class Coverage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody else's article about the same work; `date` as written."""

    url: str
    kind: str = ""
    name: str = ""
    title: str = ""
    date: str = ""

    @classmethod
    def from_text(cls, text: str) -> Coverage:
        """The coverage at a bare address."""
        return cls(url=text)


class Image(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture: https address or a path beside the file, what it shows, who made it."""

    src: str
    alt: str = ""
    credit: str = ""

    @classmethod
    def from_text(cls, text: str) -> Image:
        """The picture at a bare address or path."""
        return cls(src=text)


class HistoryLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One dated line of a work's history ("2025-06-01: v2")."""

    date: str
    text: str


class Auto(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Record that the machine filled a field: by what, and the hash of the value it wrote.

    For topics and tags also the value itself, and `why`: a line for each term that was given, and for those just
    below. What a language model wrote has the hash of its `input`, and how many of its sentences were `quoted` from
    the source in place of ones the source does not bear out.
    """

    by: str
    sha: str = ""
    value: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    input: str = ""
    quoted: int = 0


class PageDraft(msgspec.Struct, frozen=True, kw_only=True, tag="page"):
    """Keys of every content file, and where it stands.

    `path` is relative to the site root, forward slashes. `section` is the first folder under `content/` (""
    for files directly in it), `folder` all folders under `content/` joined by "/" (without a leaf bundle's
    own). `name` is the file or bundle name without extension and date prefix, "" for `_index.md`. `is_index`
    marks `_index.md`. `body_line` is the line of the file on which `body` starts. `places` gives line and
    column of each top-level key as it was written, and also under its usual name (`url` for Jekyll's
    `permalink`). `params` holds every key that is no field here.
    """

    path: str
    section: str
    folder: str
    name: str
    is_index: bool = False
    is_bundle: bool = False
    body: str = ""
    body_line: int = 1
    places: dict[str, tuple[int, int]] = {}

    title: str = ""
    date: datetime | None = None
    lastmod: datetime | None = None
    publish_date: datetime | None = None
    expiry_date: datetime | None = None
    draft: bool = False
    slug: str = ""
    url: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    summary: str = ""
    description: str = ""
    weight: int | None = None
    toc: bool = False
    lang: str = ""
    noindex: bool = False
    image: Image | None = None
    params: dict[str, Plain] = {}


class EntryDraft(PageDraft, frozen=True, kw_only=True, tag="entry"):
    """A file under `content/entries/`: one curated work; the body is the editor's note."""

    id: str = ""
    source: Source | None = None
    organizations: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    venue: str = ""
    abstract: str = ""
    findings: tuple[str, ...] = ()
    translated_title: str = ""
    issue: str = ""
    history: tuple[HistoryLine, ...] = ()
    auto: dict[str, Auto] = {}


class IssueSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named part of an issue and the entries in it (ids or slugs)."""

    title: str
    picks: tuple[str, ...] = ()


class IssueDraft(PageDraft, frozen=True, kw_only=True, tag="issue"):
    """A file under `content/issues/`: one edition, its body the editorial; named after its week or day."""

    number: int | None = None
    cover: Image | None = None
    highlights: tuple[str, ...] = ()
    picks: tuple[str, ...] | None = None
    sections: tuple[IssueSection, ...] = ()
    auto: dict[str, Auto] = {}


class TermDraft(PageDraft, frozen=True, kw_only=True, tag="term"):
    """`content/topics/ID/_index.md` or `content/tags/SLUG/_index.md`: the text of a term's page."""

    taxonomy: Literal["topics", "tags"]


Draft = PageDraft | EntryDraft | IssueDraft | TermDraft


class SourceText(msgspec.Struct, frozen=True):
    """What the `source.md` beside an entry says: Markdown without front matter, and the line it starts on."""

    path: str
    body: str
    body_line: int = 1
