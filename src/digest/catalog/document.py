"""A content file after reading: the light record the whole site is planned from, and the heavy rest.

A build keeps a `Document` of every file in memory and loads a `Detail` only for pages it has to render, so both
must say the same thing about a file and neither may depend on any other file.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from digest.content.drafts import Draft
from digest.problems import Problem
from digest.render.markdown.rendered import Rendered

SEPARATOR = "\x1f"  # in no name: names are cleaned of control characters when they are read
DocumentKind = Literal["entry", "issue", "topic", "tag", "section", "page"]


class Document(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What lists, addresses and links need to know of one content file.

    `seen` orders lists and feeds and opens the page to the public: seconds since 1970 of `publishDate`, which is
    when a work was first seen, else of `date`; 0 where there is neither. `expires` is 0 for never. `week` and `day`
    name the periods an entry falls into, `issue` the one its editor put it into ("" for none). `key` finds the detail.
    """

    path: str
    kind: DocumentKind
    section: str
    folder: str
    slug: str
    address: str
    title: str
    lang: str
    id: str = ""
    original: str = ""
    date: str = ""
    lastmod: str = ""
    seen: int = 0
    expires: int = 0
    draft: bool = False
    noindex: bool = False
    week: str = ""
    day: str = ""
    issue: str = ""
    is_bundle: bool = False
    weight: int | None = None
    number: int | None = None
    picks: tuple[str, ...] | None = None
    picked_sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    author_line: str = ""
    author_slug_line: str = ""
    source: str = ""
    citation: str = ""
    """the BibTeX key this work would have alone"""
    links: tuple[tuple[str, int], ...] = ()
    """internal links of all its texts: target as written, line of the file; in the order of the slots"""
    images: tuple[str, ...] = ()
    """local images of all its texts, then those of the front matter"""
    history: tuple[tuple[str, str], ...] = ()
    """the dated lines of a work that name a day: the day and what happened"""
    source_images: tuple[str, ...] = ()
    """local images of its `source.md`"""
    places: str = ""
    """line and column of the keys later stages may have to complain about: `slug:3:1 topics:7:1`"""
    notices: tuple[Problem, ...] = ()
    key: bytes = b""
    outline: bytes = b""
    """hash of all of the above but what an edit of the body alone may change (notices, places, the key)"""

    # Names and places are few objects here and many when taken apart, and nearly all are never asked for: a fifth
    # of the time it takes to load the documents of a large site.

    @property
    def authors(self) -> tuple[str, ...]:
        """Names of the authors in their order."""
        return tuple(self.author_line.split(SEPARATOR)) if self.author_line else ()

    @property
    def author_slugs(self) -> tuple[str, ...]:
        """Their slugs, in the same order."""
        return tuple(self.author_slug_line.split(SEPARATOR)) if self.author_slug_line else ()

    def place_of(self, *keys: str) -> tuple[int, int]:
        """Line and column of the first of these front matter keys that was written, zeros for none."""
        places = dict(place.split(":", 1) for place in self.places.split())
        for key in keys:
            if key in places:
                line, column = places[key].split(":")
                return int(line), int(column)
        return 0, 0


class Part(msgspec.Struct, frozen=True):
    """One rendered text of a file, and where its slots begin among the document's `links` and `images`."""

    rendered: Rendered = Rendered()
    first_link: int = 0
    first_image: int = 0

    def __bool__(self) -> bool:
        return bool(self.rendered.html)


class Detail(msgspec.Struct, frozen=True):
    """What only the pages that show a file need: the draft without its texts, and everything rendered.

    `excerpt` is plain text for lists and descriptions; `minutes` the reading time of the body, at least 1;
    `is_short` tells that the body is short enough to stand in an issue as a whole. Plain text of the body is not
    kept. `source_text` is its `source.md`, where the site may show that; its slots are not among the document's.
    """

    draft: Draft
    body: Part
    summary: Part
    abstract: Part
    findings: tuple[Part, ...]
    excerpt: str
    minutes: int
    is_short: bool
    first_own_link: int = 0
    """where the links of the front matter that lead to pages of this site begin among the document's `links`"""
    source_text: Rendered = Rendered()
