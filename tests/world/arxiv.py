"""arXiv: the query API in its two forms, the announcement feeds, and the HTML pages of papers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from fetch.server import Reply, reply
from world.arxiv_documents import MADE, Form, announcement, entry, envelope, html_page, legacy_entry, rss
from world.faults import Fault
from world.host import Asked, Host
from world.papers import Paper
from world.pictures import png

MAX_SLICE = 2000
MAX_OFFSET = 30_000
_ATOM = "application/atom+xml; charset=utf-8"
_RSS = "text/xml"
_WINDOW = re.compile(r"submittedDate:\[(\d{12}) TO (\d{12})\]")
_CATEGORY = re.compile(r"\bcat:([A-Za-z.*-]+)")
_ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(\d+))?")


class Store:
    """The papers arXiv has, by number; shared by its hosts."""

    def __init__(self) -> None:
        self.papers: dict[str, Paper] = {}

    def add(self, papers: Iterable[Paper]) -> None:
        """Add papers, or newer versions of them."""
        self.papers |= {paper.number: paper for paper in papers}


class Api(Host):
    """`https://export.arxiv.org/api/query`: categories and `submittedDate` select, other terms match everything.

    `lag` papers, the newest, are not in the API yet.
    """

    def __init__(self, store: Store) -> None:
        super().__init__("export.arxiv.org")
        self._store = store
        self.form: Form = "2026"
        self.lag = 0

    def fail(
        self,
        *faults: Fault,
        path: str = "",
        when: Callable[[Asked], bool] | None = None,
        always: bool = False,
        page: int | None = None,
    ) -> None:
        """As `Host.fail`; `page` counts the pages of a search from 1."""

        def is_page(asked: Asked) -> bool:
            size = int(asked.parameter("max_results") or 10)
            return page is None or int(asked.parameter("start") or 0) // size + 1 == page

        super().fail(
            *faults,
            path=path,
            when=lambda asked: is_page(asked) and (when is None or when(asked)),
            always=always,
        )

    def honest(self, asked: Asked) -> Reply:
        """As `Host.honest`."""
        if asked.path != "/api/query":
            return super().honest(asked)
        start, size = (
            _count(asked.parameter(name), usual) for name, usual in (("start", 0), ("max_results", 10))
        )
        if start is None or size is None:
            return self._error("start_and_max_results", "start and max_results must be non-negative integers")
        if size > MAX_OFFSET or start > MAX_OFFSET:
            return self._error("max_results", f"max_results must not exceed {MAX_OFFSET}")
        names = [name for name in asked.parameter("id_list").split(",") if name]
        if wrong := [name for name in names if not _ID.fullmatch(name)]:
            return self._error("incorrect_id_format", f"incorrect id format for {wrong[0]}")
        found = self._named(names) if names else self._there()
        found = _selected(found, asked.parameter("search_query"))
        if not names:
            found = _ordered(found, asked.parameter("sortBy"), asked.parameter("sortOrder"))
        part = found[start : start + min(size, MAX_SLICE)]
        return reply(self._feed(part, len(found), start, size), type=_ATOM)

    def _there(self) -> list[Paper]:
        papers = sorted(self._store.papers.values(), key=lambda paper: (paper.published, paper.number))
        return papers[: len(papers) - self.lag]

    def _named(self, names: Sequence[str]) -> list[Paper]:
        known = {paper.number: paper for paper in self._there()}
        numbers = [match[1] for name in names if (match := _ID.fullmatch(name))]
        return [known[number] for number in dict.fromkeys(numbers) if number in known]

    def _error(self, name: str, message: str) -> Reply:
        trouble = (
            f"<entry><id>https://arxiv.org/api/errors#{name}</id><title>Error</title><updated>{MADE}</updated>"
            f"<summary>{escape(message)}</summary><author><name>arXiv api core</name></author></entry>"
        )
        return reply(envelope("2026", [trouble], 1, 0, 1), status=400, type=_ATOM)

    def _feed(self, papers: Sequence[Paper], total: int, start: int, size: int) -> str:
        write = entry if self.form == "2026" else legacy_entry
        return envelope(self.form, [write(paper) for paper in papers], total, start, size)


class Announcements(Host):
    """`https://rss.arxiv.org/rss/cs.CV+cs.CL`: what one day announced; nothing on weekends."""

    def __init__(self, store: Store) -> None:
        super().__init__("rss.arxiv.org")
        self._store = store
        self._items: list[tuple[str, str]] = []
        self.day = datetime(2025, 5, 19, 4, 0, tzinfo=UTC)
        self.known = {"cs.CV", "cs.CL", "cs.LG", "cs.AI", "cs"}

    def announce(self, papers: Iterable[Paper], kind: str = "new", *, day: datetime | None = None) -> None:
        """Put papers on the list of the day; another day begins a list of its own."""
        if day is not None and day != self.day:
            self.day, self._items = day, []
        self._items += [(paper.number, kind) for paper in papers]

    def rest(self, day: datetime) -> None:
        """A day without announcements."""
        self.day, self._items = day, []

    def honest(self, asked: Asked) -> Reply:
        """As `Host.honest`."""
        if not asked.path.startswith("/rss/"):
            return super().honest(asked)
        names = asked.path.removeprefix("/rss/").split("+")
        if wrong := [name for name in names if name not in self.known]:
            channel = (
                f'<title>Feed error for query "{escape("+".join(names))}"</title>'
                f"<description>Bad archive '{escape(wrong[0])}'.</description>"
            )
            return reply(rss(channel), status=400, type=_RSS)
        papers = self._store.papers
        items = [
            announcement(papers[number], kind, self.day)
            for number, kind in self._items
            if set(papers[number].categories) & set(names) or "cs" in names
        ]
        name = escape("+".join(names))
        channel = (
            f"<title>{name} updates on arXiv.org</title><link>http://rss.arxiv.org/rss/{name}</link>"
            f"<description>{name} updates on the arXiv.org e-print archive.</description><language>en-us</language>"
            f"<lastBuildDate>{format_datetime(self.day + timedelta(seconds=3))}</lastBuildDate>"
            f"<pubDate>{format_datetime(self.day)}</pubDate>"
            f"<skipDays><day>Saturday</day><day>Sunday</day></skipDays>{''.join(items)}"
        )
        return reply(
            rss(channel), type=_RSS, etag=f'"{self.day:%Y%m%d}-{len(items)}"', cache_control="max-age=3600"
        )


class Pages(Host):
    """`https://arxiv.org/html/IDvN`: pages in LaTeXML's form, for papers with a teaser; others have none."""

    def __init__(self, store: Store) -> None:
        super().__init__("arxiv.org")
        self._store = store

    def honest(self, asked: Asked) -> Reply:
        """As `Host.honest`."""
        match = re.fullmatch(r"/html/([^/]+?)(?:v\d+)?(/x1\.png)?", asked.path)
        paper = self._store.papers.get(match[1]) if match else None
        if match is None or paper is None or not paper.teaser:
            return super().honest(asked)
        if match[2]:
            return reply(png(640, 320, int(paper.number[-3:]) % 256), type="image/png")
        return reply(html_page(paper))


def _count(text: str, usual: int) -> int | None:
    if not text:
        return usual
    return int(text) if text.isascii() and text.isdigit() else None


def _selected(papers: Sequence[Paper], query: str) -> list[Paper]:
    found = list(papers)
    if window := _WINDOW.search(query):
        first, last = (datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC) for text in window.groups())
        found = [paper for paper in found if first <= paper.published < last + timedelta(minutes=1)]
    if names := _CATEGORY.findall(query):
        found = [paper for paper in found if any(_carries(paper, name) for name in names)]
    return found


def _carries(paper: Paper, name: str) -> bool:
    archive = name.removesuffix("*")
    return any(own == name or (archive != name and own.startswith(archive)) for own in paper.categories)


def _ordered(papers: list[Paper], by: str, order: str) -> list[Paper]:
    def moment(paper: Paper) -> datetime:
        return (paper.updated or paper.published) if by == "lastUpdatedDate" else paper.published

    return sorted(papers, key=lambda paper: (moment(paper), paper.number), reverse=order != "ascending")
