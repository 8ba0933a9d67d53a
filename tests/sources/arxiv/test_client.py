"""Searches against a fake arXiv: every page of it that is not what it should be must be noticed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from digest.fetch.exchange import Answer, FetchFailure, Get, Wanted
from digest.sources.arxiv.client import PAGE, TRIES, search, search_all
from digest.sources.arxiv.query import Ask, by_ids
from digest.sources.arxiv.records import ArxivTrouble
from sources.arxiv.documents import ERROR, HTML, entry, feed, page

Reply = bytes | FetchFailure


class FakeArxiv:
    """Answers each request by `reply(start, size, ids)`, and keeps what was asked for."""

    def __init__(self, reply: Callable[[int, int, list[str]], Reply]) -> None:
        self._reply = reply
        self.asked: list[dict[str, str]] = []
        self.urls: list[str] = []

    def __call__(self, wanted: Wanted) -> Answer:
        """Answer as the API would."""
        assert wanted.sort == "api"
        self.urls.append(wanted.url)
        asked = {key: values[0] for key, values in parse_qs(urlsplit(wanted.url).query).items()}
        self.asked.append(asked)
        ids = asked["id_list"].split(",") if "id_list" in asked else []
        reply = self._reply(int(asked["start"]), int(asked["max_results"]), ids)
        if isinstance(reply, FetchFailure):
            raise reply
        return Answer(
            url=wanted.url, status=200, headers={"content-type": "application/atom+xml"}, body=reply
        )

    @property
    def starts(self) -> list[int]:
        """Where the pages that were asked for start."""
        return [int(asked["start"]) for asked in self.asked]


def listing(total: int) -> Callable[[int, int, list[str]], Reply]:
    """A server with `total` papers in a fixed order."""
    return lambda start, size, _ids: page(start, min(size, max(total - start, 0)), total=total)


def script(*replies: Reply) -> Callable[[int, int, list[str]], Reply]:
    """Each reply in turn, the last one for ever."""
    left = list(replies)
    return lambda _start, _size, _ids: left.pop(0) if len(left) > 1 else left[0]


def numbers(first: int, length: int) -> list[str]:
    return [f"2501.{index:05}" for index in range(first, first + length)]


BUSY = FetchFailure("busy", "u", "the server is busy", status=429, retry_after=60)
ASK = Ask(query="cat:cs.CV AND submittedDate:[202501010000 TO 202501072359]", limit=100)


def test_the_question() -> None:
    server = FakeArxiv(listing(3))
    found = search(ASK, server)
    assert [paper.id for paper in found.papers] == numbers(0, 3)
    assert (found.total, found.failures, found.missing, found.dropped) == (3, (), (), ())
    assert server.asked == [
        {
            "search_query": ASK.query,
            "sortBy": "submittedDate",
            "sortOrder": "descending",
            "start": "0",
            "max_results": "100",
        }
    ]
    assert server.urls[0].startswith("https://export.arxiv.org/api/query?")


def test_nothing_new_is_no_failure() -> None:
    found = search(ASK, FakeArxiv(listing(0)))
    assert (found.papers, found.total, found.failures) == ((), 0, ())


def test_pages_are_turned() -> None:
    server = FakeArxiv(listing(250))
    found = search(Ask(query="x", limit=1000), server)
    assert [paper.id for paper in found.papers] == numbers(0, 250)
    assert server.starts == [0, 100, 200]
    assert found.failures == ()


def test_the_limit_is_kept() -> None:
    server = FakeArxiv(listing(5000))
    found = search(Ask(query="x", limit=150), server)
    assert [paper.id for paper in found.papers] == numbers(0, 150)
    assert (server.starts, found.total, found.failures) == ([0, 100], 5000, ())
    small = FakeArxiv(listing(5000))
    assert len(search(Ask(query="x", limit=7), small).papers) == 7
    assert small.asked[0]["max_results"] == "7"


def test_short_pages_are_followed() -> None:
    server = FakeArxiv(lambda start, _size, _ids: page(start, min(10, 25 - start), total=25))
    assert [paper.id for paper in search(ASK, server).papers] == numbers(0, 25)
    assert server.starts == [0, 10, 20]


def test_pages_that_overlap_give_each_paper_once() -> None:
    # Thirty papers arrive after the first page: everything moves back by thirty.
    replies = script(page(0, 100, total=200), page(70, 100, total=230), page(170, 30, total=230))
    found = search(Ask(query="x", limit=500), FakeArxiv(replies))
    assert [paper.id for paper in found.papers] == numbers(0, 200)
    assert found.failures == ()


def test_the_total_may_grow_and_shrink() -> None:
    grown = FakeArxiv(
        script(page(0, 100, total=100 + 5), page(100, 100, total=220), page(200, 20, total=220))
    )
    assert len(search(Ask(query="x", limit=500), grown).papers) == 220
    shrunk = FakeArxiv(script(page(0, 100, total=150), feed(total=100, start=100)))
    found = search(Ask(query="x", limit=500), shrunk)
    assert (len(found.papers), found.total, found.failures) == (100, 100, ())


def test_an_empty_page_is_asked_for_again() -> None:
    server = FakeArxiv(script(feed(total=3), feed(total=3), page(0, 3, total=3)))
    found = search(ASK, server)
    assert (len(found.papers), found.failures, server.starts) == (3, (), [0, 0, 0])


@pytest.mark.parametrize(
    ("reply", "why", "times"),
    [
        (feed(total=300), "empty", TRIES),
        (page(0, 5, total=5)[:-40], "cut", TRIES),
        (b"", "cut", TRIES),
        (HTML, "no feed", TRIES),
        (ERROR, "refused", 1),
        (BUSY, "busy", 1),
        (FetchFailure("too slow", "u", "no answer in 60 s"), "too slow", 1),
        (FetchFailure("status", "u", "HTTP 400", status=400), "status", 1),
        (feed(entry("2501.00001"), total=3).replace(b"</author>", b""), "no feed", TRIES),
    ],
)
def test_a_failure_is_never_nothing_new(reply: Reply, why: str, times: int) -> None:
    server = FakeArxiv(script(reply))
    found = search(ASK, server)
    assert found.papers == ()
    (failure,) = found.failures
    assert failure.why == why
    assert len(server.asked) == times
    if isinstance(reply, FetchFailure):
        assert failure is reply


@pytest.mark.parametrize("reply", [BUSY, HTML, feed(total=250, start=100), page(100, 50, total=250)[:3000]])
def test_papers_before_a_failure_are_kept(reply: Reply) -> None:
    found = search(
        Ask(query="x", limit=500),
        FakeArxiv(lambda start, size, _ids: page(0, size, total=250) if not start else reply),
    )
    assert [paper.id for paper in found.papers] == numbers(0, 100)
    assert len(found.failures) == 1


def test_a_server_that_repeats_itself_is_left() -> None:
    server = FakeArxiv(lambda _start, size, _ids: page(0, size, total=10_000))
    found = search(Ask(query="x", limit=2000), server)
    assert len(server.asked) == 2
    assert len(found.papers) == PAGE
    (failure,) = found.failures
    assert isinstance(failure, ArxivTrouble)
    assert "repeats" in failure.message


def test_a_record_the_package_stumbles_over() -> None:
    """It raises ValueError at this date, and loses the page; only the record is lost here."""
    body = feed(
        entry("2501.00001"), entry("2501.00002", published="soon"), entry("2501.00003", updated="later")
    )
    found = search(ASK, FakeArxiv(script(body)))
    assert [paper.id for paper in found.papers] == ["2501.00001", "2501.00003"]
    assert [item.what for item in found.dropped] == ["arXiv:2501.00002"]
    assert found.failures == ()


def by_id(_start: int, _size: int, ids: list[str]) -> Reply:
    if "2501.00066" in ids:
        return FetchFailure("status", "u", "HTTP 400", status=400)
    return feed(*(entry(number, version="v2") for number in ids if number != "2501.00007"))


def test_ids_that_do_not_exist_are_missing() -> None:
    server = FakeArxiv(by_id)
    found = search_all(by_ids(numbers(0, 60)), server)
    assert [paper.id for paper in found.papers] == [
        number for number in numbers(0, 60) if number != "2501.00007"
    ]
    assert (found.missing, found.failures, found.total) == (("2501.00007",), (), 59)
    assert [len(asked["id_list"].split(",")) for asked in server.asked] == [50, 10]
    assert [asked["max_results"] for asked in server.asked] == ["50", "10"]
    assert "search_query" not in server.asked[0]


def test_no_id_exists() -> None:
    found = search_all(by_ids(["2501.00007"]), FakeArxiv(by_id))
    assert (found.papers, found.missing, found.failures) == ((), ("2501.00007",), ())


def test_after_a_refusal_the_other_questions_are_asked() -> None:
    server = FakeArxiv(by_id)
    found = search_all(by_ids(numbers(0, 120)), server)
    assert len(server.asked) == 3
    assert len(found.papers) == 69
    assert [failure.why for failure in found.failures] == ["status"]
    assert "2501.00066" not in found.missing  # nobody knows


def test_after_another_failure_they_are_not() -> None:
    server = FakeArxiv(script(BUSY))
    found = search_all(by_ids(numbers(0, 120)), server)
    assert len(server.asked) == 1
    assert found.failures == (BUSY,)
    assert found.missing == ()


def test_sessions_may_be_made_otherwise() -> None:
    """A session that turns failures into errors of `requests` hides nothing."""

    class Adapter(requests.adapters.BaseAdapter):
        def __init__(self, get: Get) -> None:
            super().__init__()
            self._get = get

        def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
            """Ask, and fail."""
            try:
                self._get(Wanted(url=request.url or "", sort="api"))
            except FetchFailure as failure:
                raise requests.ConnectionError from failure
            raise requests.ConnectionError("the line is dead")

        def close(self) -> None:
            """Nothing is open."""

    def session(get: Get) -> requests.Session:
        made = requests.Session()
        made.mount("https://", Adapter(get))
        return made

    assert search(ASK, FakeArxiv(script(BUSY)), session).failures == (BUSY,)
    (failure,) = search(ASK, FakeArxiv(listing(3)), session).failures
    assert (failure.why, "the line is dead" in failure.message) == ("broken", True)
