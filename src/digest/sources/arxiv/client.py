"""Searches through the `arxiv` package, made safe.

The package writes the question and sends it, over a session of ours, page by page. What comes back is judged by
`read_api` before the package sees it, and its own reading is not used: in version 4.0.2 it takes HTML and an
empty first page for "no results", mends XML that was cut by leaving out its last paper, raises ValueError at a
date it cannot read, believes the number of results that the first page names, and asks again after HTTP 400.
Pauses, time limits and `Retry-After` are those of the `Get` given to it, so its own are off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import arxiv
import msgspec
import requests

from digest.fetch.exchange import Answer, FetchFailure, Get, Wanted
from digest.fetch.requests_adapter import ClientAdapter
from digest.sources.article import Dropped
from digest.sources.arxiv.query import Ask
from digest.sources.arxiv.records import ApiPage, ArxivTrouble, Paper, read_api

PAGE = 100
"""Papers on a page; smaller pages come faster, larger ones come empty more often."""
TRIES = 4
"""How often a page is asked for until it is one: empty pages are usually full the next time."""

SessionOver = Callable[[Get], requests.Session]
"""Makes a session of the `requests` package that asks through a `Get`."""
Failure = ArxivTrouble | FetchFailure


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a search gave.

    `total` is how many results there are, as the last page says: those beyond `limit` were not asked for.
    `missing` are ids that were asked for and do not exist (yet). Where there are `failures` the papers are good,
    but not all, and the search has to be made again: nothing found is then not "nothing new".
    """

    papers: tuple[Paper, ...] = ()
    total: int = 0
    dropped: tuple[Dropped, ...] = ()
    missing: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


def session_of(get: Get) -> requests.Session:
    """A session that asks through `get` and takes nothing from its environment."""
    session = requests.Session()
    session.trust_env = False
    for scheme in ("https://", "http://"):
        session.mount(scheme, ClientAdapter(get))
    return session


def search(ask: Ask, get: Get, session_over: SessionOver = session_of) -> Found:
    """Ask one question, newest papers first, until its limit, the last result or the first failure.

    Pages may overlap (papers arrive meanwhile): each paper comes once. Raises nothing; see `Found.failures`.
    """
    reader = _Reader(get)
    # One attempt and no pause of its own: `get` waits, and the reader asks again.
    client = arxiv.Client(page_size=min(PAGE, ask.limit), delay_seconds=0.0, num_retries=0)
    client._session = session_over(reader)  # there is no public way to give it one
    question = arxiv.Search(
        query=ask.query,
        id_list=list(ask.ids),
        max_results=None,
        sort_by=arxiv.SortCriterion.SubmittedDate,
        sort_order=arxiv.SortOrder.Descending,
    )
    papers: dict[str, Paper] = {}
    dropped: list[Dropped] = []
    failures: tuple[Failure, ...] = ()
    start, total = 0, 0
    try:
        while len(papers) < ask.limit:
            page = _page(client, question, start, reader)
            total = page.total
            known = len(papers)
            for paper in page.papers:
                papers.setdefault(paper.id, paper)
            dropped += page.dropped
            start += page.length
            if start >= total:
                break
            if len(papers) == known:
                message = f"the page of results from {start - page.length} on repeats the ones before"
                raise ArxivTrouble("empty", reader.url, message, retryable=True)
    except (ArxivTrouble, FetchFailure) as failure:
        failures = (failure,)
    found = tuple(papers.values())[: ask.limit]
    return Found(
        papers=found,
        total=total,
        dropped=tuple(dropped),
        missing=() if failures else tuple(number for number in ask.ids if number not in papers),
        failures=failures,
    )


def search_all(asks: Iterable[Ask], get: Get, session_over: SessionOver = session_of) -> Found:
    """Ask several questions as one; after a question that arXiv refuses the others are still asked."""
    parts: list[Found] = []
    for ask in asks:
        parts.append(search(ask, get, session_over))
        if any(not _is_refusal(failure) for failure in parts[-1].failures):
            break
    papers = {paper.id: paper for part in reversed(parts) for paper in reversed(part.papers)}
    return Found(
        papers=tuple(reversed(papers.values())),
        total=sum(part.total for part in parts),
        dropped=tuple(item for part in parts for item in part.dropped),
        missing=tuple(number for part in parts for number in part.missing),
        failures=tuple(failure for part in parts for failure in part.failures),
    )


class _Reader:
    """A `Get` that lets through what `read_api` can read, and keeps the last page and the last failure."""

    def __init__(self, get: Get) -> None:
        self._get = get
        self.page: ApiPage | None = None
        self.failure: Failure | None = None
        self.url = ""

    def forget(self) -> None:
        """Make ready for another page."""
        self.page = self.failure = None

    def __call__(self, wanted: Wanted) -> Answer:
        self.url = wanted.url
        for left in reversed(range(TRIES)):
            try:
                answer = self._get(wanted)
                self.page = read_api(answer.body, wanted.url)
            except ArxivTrouble as failure:
                if left and failure.retryable:
                    continue
                self.failure = failure
                raise
            except FetchFailure as failure:
                self.failure = failure
                raise
            return answer
        raise AssertionError("the last attempt returns or raises")


def _page(client: arxiv.Client, question: arxiv.Search, start: int, reader: _Reader) -> ApiPage:
    """One page of results: the first step of `results` asks for it and for no other.

    Raises:
        ArxivTrouble: it is none.
        FetchFailure: it did not come.
    """
    reader.forget()
    try:
        next(client.results(question, offset=start), None)
    except (ArxivTrouble, FetchFailure):
        raise
    except (requests.RequestException, arxiv.ArxivError) as error:
        # A session may dress what its `Get` raised as a failure of its own.
        raise reader.failure or FetchFailure(
            "broken", reader.url, f"arXiv was not reached: {error}"
        ) from None
    except (ValueError, OverflowError):
        if reader.page is None:
            raise
    if reader.page is None:
        raise reader.failure or FetchFailure("broken", reader.url, "arXiv was not asked")
    return reader.page


def _is_refusal(failure: Failure) -> bool:
    """Whether only this question is at fault; arXiv's error entry comes with HTTP 400 since 2026."""
    return failure.why == "refused" or (isinstance(failure, FetchFailure) and failure.status == 400)
