"""The issue or topic page of a document as a content file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from digest.config.schema import Config
from digest.config.topics import topic_named
from digest.content.addresses import BadAddress, check_reserved, parse_address
from digest.formats.write import Data
from digest.importers.imported import IssuePart, PagePart
from digest.ingest.entry_file import file_bytes
from digest.text.clean import clean_line, clean_text
from digest.text.dates import rfc3339
from digest.text.slugs import is_plain_slug, slugify

BESIDE = "content/imported"
"""Where the text of a topic page goes when the topic has another page already."""


def issue_file(issue: IssuePart, picks: Sequence[str]) -> tuple[str, bytes]:
    """Path and bytes of an issue."""
    cover: dict[str, Data] = {}
    if issue.cover:
        cover = {"src": issue.cover.src, "alt": issue.cover.alt, "credit": clean_line(issue.cover.credit)}
    fields: dict[str, Data] = {
        "title": clean_line(issue.title),
        "number": issue.number,
        "date": rfc3339(issue.date),
        "cover": _filled(cover),
        "summary": clean_text(issue.summary),
        "highlights": [clean_line(line) for line in issue.highlights],
        "picks": [*dict.fromkeys(picks)],
    }
    return f"content/issues/{issue.period}.md", file_bytes(_filled(fields), issue.body)


def page_file(page: PagePart, document: str, config: Config, *, beside: bool = False) -> tuple[str, bytes]:
    """Path and bytes of a topic page.

    Args:
        page: the page.
        document: the name of its document, for a name where the page has none.
        config: the topics it may be about.
        beside: whether the topic has a page already, so that this one goes into `content/imported/`.
    """
    name = slugify(page.name or PurePosixPath(document).stem or page.title)
    topic = next((topic for topic in config.topics if topic.id == page.name), None)
    topic = topic or topic_named(page.title, config.topics)
    topic_id = topic.id if topic else _plain(name) or _plain(slugify(page.title))
    fields: dict[str, Data] = {
        "title": clean_line(page.title),
        "date": rfc3339(page.date) if page.date else None,
        "summary": clean_text(page.summary),
        "topics": [topic_id] if beside and topic_id else [],
        "tags": [*dict.fromkeys(clean_line(tag) for tag in page.tags)],
        "aliases": [*_alias(page.address)],
    }
    path = f"content/topics/{topic_id}/_index.md"
    if beside or not topic_id:
        path = f"{BESIDE}/{name}.md"
    return path, file_bytes(_filled(fields), page.body)


def is_export_of(page: PagePart, path: str) -> bool:
    """Whether a document names the very page at a path as its own, as what `digest export` wrote does."""
    return path == f"content/topics/{page.name}/_index.md"


def _alias(address: str) -> Iterator[str]:
    """The address a page had, where it can be one here."""
    if address.strip("/"):
        with suppress(BadAddress):
            alias = parse_address(f"/{address.strip('/')}/")
            check_reserved(alias)
            yield alias


def _plain(slug: str) -> str:
    """A slug that can be the id of a topic."""
    return slug if is_plain_slug(slug) else ""


def _filled(fields: dict[str, Data]) -> dict[str, Data]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
