"""The readers of strangers' documents, each call of which is bounded in memory and time.

A feed of 100 KB can make its parser take 300 MB, a page of 100 KB can keep a pattern busy for hours, and parsers
have opened files and addresses before. The process lives for many documents, because loading the parsers takes
longer than reading most of them; what a document did to it ends with it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from types import TracebackType
from typing import Self, TypeVar

import msgspec

from digest.content.drafts import Image
from digest.sources.article import Article, Dropped, NotAnArticle, Reading
from digest.sources.bounded.process import ReadingProcess
from digest.sources.bounded.wire import Refusal, Reply, Request, Teaser
from digest.sources.feeds.feed import Feed, NotAFeed
from digest.sources.wechat.article import SharedPost, WechatArticle

MEMORY = 256 * 1024 * 1024
"""What the process may take, in bytes of address space; with all parsers loaded it has a quarter of it."""
SECONDS = 20.0
"""What reading one document may take."""
MAX_BYTES = 10_000_000
"""Larger documents are not even sent."""

_LONGEST_FEED = 4 * MAX_BYTES  # a feed that was read, as JSON
_MOST_UNREADABLE = 3  # entries of a feed; each may have taken all its time

T = TypeVar("T")


class Readers:
    """Readers that work in one process, one document after another; use them in a `with` statement.

    The process starts with the first document, again after one that it did not survive, and for another time
    zone. Threads may share it.
    """

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: ReadingProcess | None = None
        self._zone = ""
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The number of the process, None while there is none."""
        return self._process.pid if self._process else None

    def feed(
        self, body: bytes, url: str, headers: Mapping[str, str], *, now: datetime, zone: tzinfo = UTC
    ) -> Feed:
        """Read a feed as `feeds.read.read_feed` does.

        Raises:
            NotAFeed: also where reading took too much time or memory, or went wrong in any other way.
        """
        said = {name: headers[name] for name in ("content-type",) if name in headers}
        request = Request(sort="feed", body=body, url=url, headers=said, now=now)
        return self._read(request, Feed, _no_feed, _zone_name(zone, now))

    def articles(self, feed: Feed) -> Reading:
        """The entries of a feed as `feeds.articles.feed_articles` reads them.

        An entry that cannot be read costs no other: it is dropped with the reason. After some of those the rest is
        dropped too, unread.
        """
        try:
            return self._articles(feed)
        except NotAFeed:
            return self._articles_one_by_one(feed)

    def page(self, body: bytes, url: str, *, now: datetime, zone: tzinfo = UTC) -> Article:
        """Read a web page as `pages.extract.extract` does.

        Raises:
            NotAnArticle: also, as `unreadable`, where reading took too much or went wrong.
        """
        request = Request(sort="page", body=body, url=url, now=now)
        return self._read(request, Article, _no_article, _zone_name(zone, now))

    def wechat(self, body: bytes, url: str) -> WechatArticle:
        """Read a page of WeChat as `wechat.page.read_page` does.

        Raises:
            NotAnArticle: as `page`; a `SharedPost` is raised as such.
        """
        return self._read(Request(sort="wechat", body=body, url=url), WechatArticle, _no_article)

    def teaser(self, body: bytes, url: str) -> Image | None:
        """The first figure of a paper's page as `arxiv.figures.teaser` finds it, None where reading goes wrong."""
        try:
            return self._read(Request(sort="teaser", body=body, url=url), Teaser, _no_article).image
        except NotAnArticle:
            return None

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _articles(self, feed: Feed) -> Reading:
        return self._read(Request(sort="articles", body=msgspec.json.encode(feed), url=""), Reading, _no_feed)

    def _articles_one_by_one(self, feed: Feed) -> Reading:
        articles: dict[str, Article] = {}
        dropped: list[Dropped] = []
        unreadable = 0
        for entry in feed.entries:
            what = entry.title or entry.key
            if unreadable == _MOST_UNREADABLE:
                dropped.append(Dropped(what, f"{unreadable} entries of this feed before it cannot be read"))
            elif entry.key in articles:
                dropped.append(Dropped(what, "the feed holds it twice"))
            else:
                try:
                    reading = self._articles(msgspec.structs.replace(feed, entries=(entry,)))
                except NotAFeed as problem:
                    unreadable += 1
                    dropped.append(Dropped(what, str(problem)))
                else:
                    articles |= {article.key: article for article in reading.articles}
                    dropped += reading.dropped
        return Reading(articles=tuple(articles.values()), dropped=tuple(dropped))

    def _read(
        self, request: Request, returns: type[T], refuse: Callable[[Refusal], Exception], zone: str = ""
    ) -> T:
        """Have a request answered, by a process of a zone where that matters."""
        if len(request.body) > (MAX_BYTES if request.sort != "articles" else _LONGEST_FEED):
            message = f"it is larger than {MAX_BYTES // 1_000_000} MB"
            raise refuse(Refusal(what="too large", message=message))
        encoded = msgspec.msgpack.encode(request)
        with self._lock:
            process = self._started(zone, refuse)
            try:
                reply = msgspec.json.decode(process.ask(encoded), type=Reply)
                if reply.refusal is None:
                    return msgspec.json.decode(reply.result, type=returns)
            except (OSError, EOFError, TimeoutError, msgspec.DecodeError) as problem:
                self.close()
                took_long = isinstance(problem, TimeoutError)
                limit = (
                    f"{self._seconds:g} seconds"
                    if took_long
                    else f"{self._memory // 1024 // 1024} MB of memory"
                )
                raise refuse(_broken(f"reading it needs more than {limit}")) from problem
            except BaseException:
                self.close()  # an interrupted answer must not be taken for that to the next request
                raise
        raise refuse(reply.refusal)

    def _started(self, zone: str, refuse: Callable[[Refusal], Exception]) -> ReadingProcess:
        """A process that is ready, so that the time of a document is its own."""
        process = self._process
        if process is not None and process.is_running and (not zone or zone == self._zone):
            return process
        self.close()
        try:
            process = ReadingProcess(memory=self._memory, seconds=self._seconds, zone=zone or "+0000")
        except (EOFError, TimeoutError) as problem:
            raise refuse(_broken("the process that reads documents does not start")) from problem
        self._process, self._zone = process, zone or "+0000"
        return process


def _broken(message: str) -> Refusal:
    return Refusal(message=message, broke=True)


def _no_feed(refusal: Refusal) -> Exception:
    return NotAFeed(refusal.message)


def _no_article(refusal: Refusal) -> Exception:
    if refusal.shared:
        return SharedPost(refusal.shared)
    what = "unreadable" if refusal.broke else refusal.what
    return NotAnArticle(what, refusal.message, retry=refusal.retry, stop_host=refusal.stop_host)


def _zone_name(zone: tzinfo, now: datetime) -> str:
    """The key of a zone of the time zone database; else its offset now."""
    return str(getattr(zone, "key", "")) or now.astimezone(zone).strftime("%z")
