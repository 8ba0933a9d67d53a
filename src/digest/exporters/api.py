r"""The site as JSON: an index of shards, and a shard of entries for each week.

Version 1. Programs should refuse another `version`, and ignore keys they do not know: new keys may come
without a new version, old ones neither go nor change their meaning.

`/api/index.json`::

    {"version": 1, "title": "...", "home": "https://...", "language": "zh",
     "shards": [{"week": "2025-W20", "url": "https://.../api/entries/2025-w20.json", "entries": 12}, ...]}

Shards are listed newest week first; entries without a date are in the one whose week is "".

`/api/entries/2025-w20.json`::

    {"version": 1, "week": "2025-W20", "entries": [{...}, ...]}

Every entry has all of these keys, "" or [] where something is not known:

    id        the work's identity: `arxiv:2505.09568`, `doi:...`, `wechat:...`, `github:owner/repo`, `url:...`
    title     in the language `lang`
    url       its page on this site         original  the work itself (http or https)
    date      RFC 3339                      week      ISO week, `2025-W20`
    topics    ids of `digest.yaml`          tags      names
    authors   names                         source    name of the origin
    summary   plain text, a few sentences   lang      `zh`, `en` ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from digest.exporters.addresses import encoded, web_address
from digest.exporters.dates import xml_date
from digest.exporters.feed import language_tag
from digest.exporters.fragments import with_list
from digest.text.clean import clean_line

VERSION = 1
"""Of the schema above."""

_WEEK = re.compile(r"[0-9]{4}-W[0-9]{2}")


class ApiEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry; the fields are those of the schema, in its order."""

    id: str
    title: str
    url: str
    original: str = ""
    date: str = ""
    week: str = ""
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    source: str = ""
    summary: str = ""
    lang: str = ""


class ApiShard(msgspec.Struct, frozen=True):
    """A line of the index: a week (`2025-W20`, or ""), its shard's absolute address, its size."""

    week: str
    url: str
    entries: int


class _Shard(msgspec.Struct, frozen=True):
    version: int
    week: str


class _Index(msgspec.Struct, frozen=True):
    version: int
    title: str
    home: str
    language: str
    shards: tuple[ApiShard, ...]


def api_item(entry: ApiEntry) -> str:
    """One entry as a JSON object, to be joined by `api_shard`.

    Raises:
        ValueError: the date is not RFC 3339.
    """
    return _encode(
        ApiEntry(
            id=clean_line(entry.id),
            title=clean_line(entry.title),
            url=encoded(entry.url),
            original=web_address(entry.original),
            date=xml_date(entry.date) if entry.date else "",
            week=clean_line(entry.week),
            topics=_lines(entry.topics),
            tags=_lines(entry.tags),
            authors=_lines(entry.authors),
            source=clean_line(entry.source),
            summary=clean_line(entry.summary),
            lang=language_tag(entry.lang),
        )
    )


def api_shard(week: str, items: Sequence[str]) -> str:
    """The shard of a week from the fragments of `api_item`, in the order given."""
    return with_list(_encode(_Shard(VERSION, clean_line(week))), "entries", items)


def api_index(title: str, home_url: str, language: str, shards: Iterable[ApiShard]) -> str:
    """The index of all shards, newest week first whatever their order here."""
    newest_first = sorted(shards, key=lambda shard: shard.week, reverse=True)
    cleaned = tuple(ApiShard(shard.week, encoded(shard.url), shard.entries) for shard in newest_first)
    return (
        f"{_encode(_Index(VERSION, clean_line(title), encoded(home_url), language_tag(language), cleaned))}\n"
    )


def shard_path(week: str) -> str:
    """Where a week's shard lives, below the site's root: `api/entries/2025-w20.json`.

    Raises:
        ValueError: `week` is neither like `2025-W20` nor "" (entries without a date).
    """
    if week and not _WEEK.fullmatch(week):
        raise ValueError(f"not an ISO week: {week!r}")
    return f"api/entries/{week.lower() or 'undated'}.json"


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for text in texts if (line := clean_line(text)))


def _encode(value: msgspec.Struct) -> str:
    return msgspec.json.encode(value).decode()
