"""What templates may see: the documented contract between the program and every theme.

A template gets `site` (one `SiteView`), `page` (one of the page views below or in `index_views`) and the function
`t(key, **values)` for words of the interface. Addresses in views are ready for an attribute: percent-encoded,
with a scheme that is allowed there (templates do not look again), and below the path of `base_url`;
`canonical` and `image` of a `Head` are absolute. Fields of type `Markup` are HTML that came out of our own
renderer; everything else is text and is escaped by the template engine.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from markupsafe import Markup


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all views: frozen, compared by value."""


class Anchor(View, frozen=True, kw_only=True):
    """A link to a page of this site. `lang` is set where the title is in another language than the site."""

    title: str
    url: str
    lang: str = ""


class DateView(View, frozen=True, kw_only=True):
    """A date for people (`text`) and for `<time datetime>` (`iso`)."""

    iso: str
    text: str


class ImageView(View, frozen=True, kw_only=True):
    """A picture with what it shows and who made it."""

    src: str
    alt: str = ""
    credit: str = ""


class LinkView(View, frozen=True, kw_only=True):
    """An address that belongs to a work; `label` names its kind ("论文"), or its host if nothing else is known."""

    url: str
    kind: str
    label: str
    title: str = ""


class CoverageView(View, frozen=True, kw_only=True):
    """Somebody else's article about the work."""

    url: str
    title: str
    name: str = ""
    date: str = ""


class TermView(View, frozen=True, kw_only=True):
    """A topic or tag: display name, page address, how many visible entries carry it (0: not counted here).

    `latest` and `feed` are filled in the index of topics alone: its newest entries, and where its feed is.
    """

    name: str
    url: str
    slug: str
    count: int = 0
    description: str = ""
    latest: tuple[Anchor, ...] = ()
    feed: str = ""


class FeedView(View, frozen=True, kw_only=True):
    """A feed for `<link rel=alternate>`; `type` is its media type."""

    title: str
    url: str
    type: str


class HeadingView(View, frozen=True, kw_only=True):
    """A line of a table of contents."""

    level: int
    text: str
    url: str
    count: int = 0


class NavItem(View, frozen=True, kw_only=True):
    """A line of the navigation; `current` marks where the reader is."""

    key: str
    title: str
    url: str


class SiteView(View, frozen=True, kw_only=True):
    """The site as every page sees it.

    `more` are ways into it for the foot of a page; `assets` maps a theme's file name to its hashed address.
    """

    title: str
    url: str
    home: str
    language: str
    description: str
    author: str
    navigation: tuple[NavItem, ...]
    more: tuple[NavItem, ...]
    assets: dict[str, str]
    options: dict[str, str] = {}


class Head(View, frozen=True, kw_only=True):
    """What goes into `<head>` besides the title: addresses, description, feeds, machine-readable data."""

    canonical: str
    description: str = ""
    type: str = "website"
    image: str = ""
    noindex: bool = False
    feeds: tuple[FeedView, ...] = ()
    citation: tuple[tuple[str, str], ...] = ()
    json_ld: Markup = Markup("")


class PageView(View, frozen=True, kw_only=True):
    """Fields of every page. `kind` names the page kind (and the template), `section` the navigation key.

    `lang` is the language of what the page shows; the frame around it is in the language of the site.
    """

    kind: str
    title: str
    url: str
    lang: str
    head: Head
    section: str = ""
    draft: bool = False
    """shown because the build was asked for drafts"""


class CardView(View, frozen=True, kw_only=True):
    """An entry in a list (`parts/card.html`); rendered once and shared by all lists.

    `original` is the work itself, where the title leads, "" where there is none: then the title leads to
    `url`, the page of this site. `lang` is set where the entry is in another language than the site, and is
    then named; 0 `minutes` are not shown.
    """

    title: str
    url: str
    original: str
    lang: str
    date: DateView | None
    source: str
    authors: str
    minutes: int
    excerpt: str
    topics: tuple[TermView, ...]
    tags: tuple[TermView, ...]


class EntryItem(CardView, frozen=True, kw_only=True):
    """An entry inside an issue (`parts/entry.html`): the card with the note and the abstract.

    `abstract` is empty in all entries of an issue that would be too heavy with them.
    `note` is the lead of the body (up to `<!--more-->`), else the whole body if it is short, else empty and
    `summary` speaks; `more` tells that the entry page has more text.
    """

    anchor: str
    note: Markup
    summary: Markup
    abstract: Markup
    abstract_lang: str
    image: ImageView | None
    links: tuple[LinkView, ...]
    machine: bool = False
    """whether a machine wrote the summary that is shown"""
    text_lang: str = ""
    """set where the note or summary shown is in another language than the site"""
    machine_note: bool = False
    """whether one wrote the note"""
    more: bool = False
    all_authors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    """the source's own classes, as `cs.CV`"""
    findings: tuple[Markup, ...] = ()
    findings_lang: str = ""
    """set where the findings are in another language than the site"""
    machine_findings: bool = False
    """whether a machine wrote them"""


class CardGroup(View, frozen=True, kw_only=True):
    """Cards under a common heading (an issue, a year); an empty title where a list is not grouped.

    `period` tells the days of an issue whose title does not; `lang` is set where the title is in another language
    than the site.
    """

    title: str
    url: str
    cards: tuple[Markup, ...]
    period: str = ""
    lang: str = ""


class Pager(View, frozen=True, kw_only=True):
    """Neighbours of one page of a list; empty addresses at the ends. Totals are left out on purpose."""

    number: int
    newer: str
    older: str


class EntryPage(PageView, frozen=True, kw_only=True):
    """`entry.html`: one work."""

    original: str
    date: DateView | None
    updated: DateView | None
    source: str
    source_url: str
    authors: tuple[str, ...]
    author_urls: tuple[str, ...]
    organizations: tuple[str, ...]
    venue: str
    subjects: tuple[str, ...]
    """the source's own classes, as `cs.CV`"""
    minutes: int
    image: ImageView | None
    note: Markup
    toc: tuple[HeadingView, ...]
    summary: Markup
    abstract: Markup
    findings: tuple[Markup, ...]
    links: tuple[LinkView, ...]
    identifiers: tuple[LinkView, ...]
    coverage: tuple[CoverageView, ...]
    history: tuple[tuple[str, str], ...]
    topics: tuple[TermView, ...]
    tags: tuple[TermView, ...]
    issue: Anchor | None
    newer: Anchor | None
    older: Anchor | None
    related: tuple[Anchor, ...]
    bibtex: str
    abstract_lang: str = ""
    """set where the abstract is in another language than the site"""
    findings_lang: str = ""
    """set where the findings are"""
    machine: Mapping[str, str] = {}
    """fields a machine wrote, to be marked as such, with the name of the language model that did, "" for another
    program; what is cut from the author's own text is not among them"""
    translated_title: str = ""
    """the title in the language of the site, where somebody or a machine translated it"""
    source_text: Markup = Markup("")
    """the article itself, where the site shows it"""
    source_address: str = ""
    """where that comes from"""


class ListPage(PageView, frozen=True, kw_only=True):
    """`list.html`: entries of a topic, tag, source, author, or all of them; one page of it."""

    heading: str
    body: Markup
    toc: tuple[HeadingView, ...]
    groups: tuple[CardGroup, ...]
    pager: Pager
    near: tuple[TermView, ...] = ()
    """tags this one is often used with"""
    children: tuple[TermView, ...] = ()
    citations: str = ""


class TextPage(PageView, frozen=True, kw_only=True):
    """`page.html`: a page of a section, or one of its own."""

    date: DateView | None
    updated: DateView | None
    authors: tuple[str, ...]
    body: Markup
    toc: tuple[HeadingView, ...]
    topics: tuple[TermView, ...]
    tags: tuple[TermView, ...]
    newer: Anchor | None
    older: Anchor | None
    params: Mapping[str, object] = {}
    """keys of the front matter that are the site's own: text, lists and mappings of text"""


class SectionItem(View, frozen=True, kw_only=True):
    """A page in the list of its section."""

    title: str
    url: str
    lang: str
    date: DateView | None
    summary: str


class SectionPage(PageView, frozen=True, kw_only=True):
    """`section.html`: the text of `_index.md` and the section's pages."""

    body: Markup
    toc: tuple[HeadingView, ...]
    sections: tuple[Anchor, ...]
    items: tuple[SectionItem, ...]
    pager: Pager
