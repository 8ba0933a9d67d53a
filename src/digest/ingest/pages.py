"""The issue or topic page of a document as a content file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from digest.config.schema import Config, TopicConfig
from digest.formats.write import Data
from digest.importers.imported import IssuePart, PagePart
from digest.ingest.entry_file import file_bytes
from digest.text.clean import clean_line, clean_text
from digest.text.dates import rfc3339
from digest.text.names import fold_name
from digest.text.slugs import is_plain_slug, slugify
from digest.text.weeks import Week

BESIDE = "content/imported"
"""Where the text of a topic page goes when the topic has another page already."""


def issue_file(issue: IssuePart, picks: Sequence[str]) -> tuple[str, bytes]:
    """Path and bytes of an issue."""
    period = str(issue.period) if isinstance(issue.period, Week) else issue.period.isoformat()
    cover: dict[str, Data] = {}
    if issue.cover:
        cover = {"src": issue.cover.src, "alt": issue.cover.alt, "credit": clean_line(issue.cover.credit)}
    fields: dict[str, Data] = {
        "title": clean_line(issue.title),
        "date": rfc3339(issue.date),
        "cover": _filled(cover),
        "summary": clean_text(issue.summary),
        "highlights": [clean_line(line) for line in issue.highlights],
        "picks": [*dict.fromkeys(picks)],
    }
    return f"content/issues/{period}.md", file_bytes(_filled(fields), issue.body)


def page_file(page: PagePart, document: str, config: Config, *, beside: bool = False) -> tuple[str, bytes]:
    """Path and bytes of a topic page.

    Args:
        page: the page.
        document: the name of its document, for a name where the page has none.
        config: the topics it may be about.
        beside: whether the topic has a page already, so that this one goes into `content/imported/`.
    """
    name = slugify(page.name or PurePosixPath(document).stem or page.title)
    topic = topic_of(page, config)
    topic_id = topic.id if topic else _plain(name) or _plain(slugify(page.title))
    fields: dict[str, Data] = {
        "title": clean_line(page.title),
        "date": rfc3339(page.date) if page.date else None,
        "summary": clean_text(page.summary),
        "topics": [topic_id] if beside and topic_id else [],
        "tags": [*dict.fromkeys(clean_line(tag) for tag in page.tags)],
        "aliases": [f"/{page.address.strip('/')}/"] if page.address.strip("/") else [],
    }
    path = f"content/topics/{topic_id}/_index.md"
    if beside or not topic_id:
        path = f"{BESIDE}/{name}.md"
    return path, file_bytes(_filled(fields), page.body)


def topic_of(page: PagePart, config: Config) -> TopicConfig | None:
    """The configured topic a page is about: its title is the topic's id or a name, or holds the longest of them."""
    title = fold_name(page.title)
    best: tuple[int, TopicConfig] | None = None
    for topic in config.topics:
        for name in map(fold_name, (topic.id, topic.name.zh, topic.name.en)):
            if name and (best is None or len(name) > best[0]) and _holds(title, name):
                best = (len(name), topic)
    return best[1] if best else None


def _holds(title: str, name: str) -> bool:
    """Whether a title holds a name; one in Latin letters must stand as a word (`3d`, not `3dgs`)."""
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", title) is not None


def _plain(slug: str) -> str:
    """A slug that can be the id of a topic."""
    return slug if is_plain_slug(slug) else ""


def _filled(fields: dict[str, Data]) -> dict[str, Data]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
