"""What a source or a document says about one work, before it meets the content that is already there."""

from __future__ import annotations

from datetime import datetime

import msgspec

from digest.content.drafts import Coverage, HistoryLine, Image, Link, Source


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One work as its source gave it; whatever the source does not say is empty.

    Texts (`summary`, `abstract`, `findings`, `body`) are Markdown, `text` is the full text of an article, kept
    beside the entry and not published by itself. Dates are aware. `seen` is when the work entered the digest
    (its `publishDate`), `date` the source's own date. `name` is the short name that makes the slug; without
    one the title does. `id` is set only where the source states it: otherwise it follows from the addresses.
    `draft` marks what an editor has to complete before it can be published. `machine` names fields whose text a
    program made (an excerpt), so that a program may make it again. `by` names the program whose item this is
    ("fetch"); what a person wrote in a document has none.
    """

    title: str
    line: int = 0
    name: str = ""
    id: str = ""
    date: datetime | None = None
    seen: datetime | None = None
    lang: str = ""
    source: Source | None = None
    authors: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    venue: str = ""
    summary: str = ""
    abstract: str = ""
    findings: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    image: Image | None = None
    history: tuple[HistoryLine, ...] = ()
    weight: int | None = None
    body: str = ""
    text: str = ""
    draft: bool = False
    machine: tuple[str, ...] = ()
    by: str = ""
