"""Feeds in three formats, with the flaws feeds have: no dates, no guids, entries twice, entries forgotten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

import msgspec

from fetch.server import Reply, redirect, reply
from world.host import Asked, Host

Format = Literal["rss", "atom", "json"]
_TYPES: dict[Format, str] = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json",
}


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a feed; `guid` None is that of its address, "" is none at all."""

    url: str
    title: str
    content: str = ""
    summary: str = ""
    date: datetime | None = None
    guid: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the feed names it by."""
        return self.url if self.guid is None else self.guid


class Feed:
    """A feed at a path of a host. `posts` may be changed at any time, the newest first, as feeds list them.

    `shows` is how many of them it shows, the rest is forgotten. `validators` says what it lets itself be asked by:
    an ETag, a date, both or nothing.
    """

    def __init__(self, host: Host, path: str, form: Format = "rss", *, title: str = "A Feed") -> None:
        self.url = host.url(path)
        self.form: Format = form
        self.title = title
        self.home = host.url("/")
        self.posts: list[Post] = []
        self.shows: int | None = None
        self.validators: frozenset[str] = frozenset({"etag", "date"})
        self._host, self._path = host, path
        host.on(path, self._answer)

    def move(self, path: str, status: int = 301) -> str:
        """Redirect from now on; the feed itself is served at the new path of its host. Returns its new address."""
        self._host.on(self._path, redirect(self._host.url(path), status))
        self._path = path
        return self._host.on(path, self._answer)

    def document(self) -> bytes:
        """The feed as it is now."""
        write = {"rss": _rss, "atom": _atom, "json": _json}[self.form]
        return write(self.title, self.url, self.home, self.posts[: self.shows]).encode()

    def _answer(self, _: Asked) -> Reply:
        body = self.document()
        dates = [post.date for post in self.posts if post.date]
        stamp = format_datetime(max(dates), usegmt=False) if dates else "Mon, 19 May 2025 08:00:00 GMT"
        # Dates have seconds only: a digest in the minutes keeps two versions of a feed apart.
        digest = hashlib.sha256(body).hexdigest()[:12]
        return reply(
            body,
            type=_TYPES[self.form],
            etag=f'"{digest}"' if "etag" in self.validators else "",
            last_modified=stamp if "date" in self.validators else "",
        )


def _rss(title: str, url: str, home: str, posts: Iterable[Post]) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/">\n'
        f"<channel><title>{escape(title)}</title><link>{escape(home)}</link><description/><language>en</language>\n"
        f"{''.join(map(_item, posts))}</channel></rss>\n"
    )


def _item(post: Post) -> str:
    parts = [f"<title>{escape(post.title)}</title>", f"<link>{escape(post.url)}</link>"]
    if post.key:
        parts.append(
            f'<guid isPermaLink="{"true" if post.guid is None else "false"}">{escape(post.key)}</guid>'
        )
    if post.date:
        parts.append(f"<pubDate>{format_datetime(post.date)}</pubDate>")
    parts += [f"<dc:creator>{escape(name)}</dc:creator>" for name in post.authors]
    parts += [f"<category>{escape(tag)}</category>" for tag in post.tags]
    if post.summary:
        parts.append(f"<description>{escape(post.summary)}</description>")
    if post.content:
        parts.append(f"<content:encoded>{escape(post.content)}</content:encoded>")
    return f"<item>{''.join(parts)}</item>\n"


def _atom(title: str, url: str, home: str, posts: Sequence[Post]) -> str:
    newest = max((post.date for post in posts if post.date), default=None)
    stamp = newest.isoformat() if newest else "2025-05-19T08:00:00Z"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(title)}'
        f"</title><id>{escape(url)}</id><link href={quoteattr(home)}/><link rel='self' href={quoteattr(url)}/>"
        f"<updated>{stamp}</updated>\n{''.join(map(_entry, posts))}</feed>\n"
    )


def _entry(post: Post) -> str:
    parts = [f"<title>{escape(post.title)}</title>", f"<link href={quoteattr(post.url)}/>"]
    if post.key:
        parts.append(f"<id>{escape(post.key)}</id>")
    if post.date:
        stamp = post.date.isoformat()
        parts.append(f"<published>{stamp}</published><updated>{stamp}</updated>")
    parts += [f"<author><name>{escape(name)}</name></author>" for name in post.authors]
    parts += [f"<category term={quoteattr(tag)}/>" for tag in post.tags]
    if post.summary:
        parts.append(f'<summary type="html">{escape(post.summary)}</summary>')
    if post.content:
        parts.append(f'<content type="html">{escape(post.content)}</content>')
    return f"<entry>{''.join(parts)}</entry>\n"


def _json(title: str, url: str, home: str, posts: Iterable[Post]) -> str:
    items = []
    for post in posts:
        said: dict[str, object] = {"id": post.key, "url": post.url, "title": post.title}
        said |= {"content_html": post.content} if post.content else {"content_text": post.summary}
        if post.date:
            said["date_published"] = post.date.isoformat()
        if post.authors:
            said["authors"] = [{"name": name} for name in post.authors]
        if post.tags:
            said["tags"] = list(post.tags)
        items.append({name: value for name, value in said.items() if value})
    version = "https://jsonfeed.org/version/1.1"
    document = {
        "version": version,
        "title": title,
        "home_page_url": home,
        "feed_url": url,
        "language": "en",
        "items": items,
    }
    return json.dumps(document, ensure_ascii=False)
