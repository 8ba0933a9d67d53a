"""Options of a source, the days it looks at, and the questions that come of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config.schema import SourceConfig
from digest.formats.nodes import Plain
from digest.problems import DigestError
from digest.sources.arxiv.query import OVERLAP, Ask, Options, Window, by_ids, questions, read_options, window

NOW = datetime(2025, 6, 20, 14, 30, 59, tzinfo=UTC)
SPAN = Window(datetime(2025, 6, 16, tzinfo=UTC), datetime(2025, 6, 20, 23, 59, tzinfo=UTC))


def options(**written: Plain) -> Options:
    return read_options(SourceConfig("papers", "arxiv", written))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"query": " cat:cs.CV\n AND ti:x "}, Options(query="cat:cs.CV AND ti:x")),
        ({"categories": ["cs.CV", "hep-th", "cs.*", "cs.CV"]}, Options(categories=("cs.CV", "hep-th", "cs.*"))),
        ({"categories": "cond-mat.mes-hall"}, Options(categories=("cond-mat.mes-hall",))),
        ({"categories": ["cs.CV"], "announcements": "true"}, Options(categories=("cs.CV",), announcements=True)),
        ({"query": "x", "announcements": "false", "max_results": "50"}, Options(query="x", max_results=50)),
        (
            {"ids": ["2505.09568v2", "arXiv:math.GT/0309136", "https://arxiv.org/pdf/2505.09568", "hep-th/9901001"]},
            Options(ids=("2505.09568", "math/0309136", "2505.09568", "hep-th/9901001")),
        ),
        ({"query": 'ti:"a (b" AND (x OR y)', "name": "N", "home": "x"}, Options(query='ti:"a (b" AND (x OR y)')),
    ],
)  # fmt: skip
def test_options(written: dict[str, Plain], read: Options) -> None:
    assert options(**written) == read


@pytest.mark.parametrize(
    ("written", "messages"),
    [
        ({}, ["it has none of `query`, `categories` and `ids`"]),
        ({"query": "x", "ids": ["2505.09568"]}, ["it has `query` and `ids`"]),
        ({"query": "x", "max_result": "5"}, ['unknown key "max_result"']),
        ({"query": ["x"]}, ["`query` is no text"]),
        ({"query": "(x"}, ["a quote or bracket"]),
        ({"query": "x) OR (y"}, ["a quote or bracket"]),
        ({"query": 'ti:"x'}, ["a quote or bracket"]),
        ({"categories": ["cs.CV", "Computer Vision", "cs) OR (x"]}, ['"Computer Vision" is no', '"cs) OR (x" is no']),
        ({"categories": {"cs": "CV"}}, ["`categories` is no list"]),
        ({"categories": ["cs.CV", ["x"]]}, ["`categories` is no list"]),
        ({"ids": ["2505.09568", "abc", "10.1000/x"]}, ['"10.1000/x" is no arXiv id', '"abc" is no arXiv id']),
        ({"query": "x", "max_results": "0"}, ["`max_results` is no number"]),
        ({"query": "x", "max_results": "2001"}, ["`max_results` is no number"]),
        ({"query": "x", "max_results": ["5"]}, ["`max_results` is no number"]),
        ({"query": "x", "announcements": "true"}, ["only `categories` have announcements"]),
        ({"categories": ["cs.CV"], "announcements": "yes"}, ["`announcements` is neither"]),
        ({"query": "(x", "max_results": "x", "sort": "y"}, ["`max_results`", "a quote or bracket", "unknown key"]),
    ],
)  # fmt: skip
def test_wrong_options_are_told_all_at_once(written: dict[str, Plain], messages: list[str]) -> None:
    with pytest.raises(DigestError) as caught:
        options(**written)
    found = [problem.message for problem in caught.value.problems]
    assert len(found) == len(messages)
    for message, expected in zip(found, messages, strict=True):
        assert message.startswith('source "papers": ')
        assert expected in message
    assert {problem.path for problem in caught.value.problems} == {"digest.yaml"}


def test_the_nearest_key_is_named() -> None:
    with pytest.raises(DigestError, match="max_results"):
        options(query="x", max_result="5")


def test_a_first_window_is_a_week() -> None:
    assert window(NOW) == (datetime(2025, 6, 13, tzinfo=UTC), datetime(2025, 6, 20, 23, 59, tzinfo=UTC))


def test_a_window_overlaps_the_last_one() -> None:
    last = datetime(2025, 6, 19, 8, tzinfo=UTC)
    assert window(NOW, last=last).start == datetime(2025, 6, 15, tzinfo=UTC)
    assert window(NOW, last=NOW + timedelta(days=300)).start == datetime(2025, 6, 13, tzinfo=UTC)
    assert window(NOW, last=NOW - timedelta(days=90)).start == datetime(2025, 3, 18, tzinfo=UTC)


def test_a_day_has_one_window() -> None:
    last = datetime(2025, 6, 19, 8, tzinfo=UTC)
    assert window(NOW, last=last) == window(NOW + timedelta(hours=9), last=last + timedelta(hours=3))


def test_a_window_that_somebody_asked_for() -> None:
    east = timezone(timedelta(hours=8))
    since, until = datetime(2025, 5, 1, tzinfo=east), datetime(2025, 5, 3, tzinfo=east)
    asked = window(NOW, last=NOW, since=since, until=until)
    assert asked == (datetime(2025, 4, 30, 16, tzinfo=UTC), datetime(2025, 5, 2, 16, tzinfo=UTC))
    assert window(NOW, until=until).start == datetime(2025, 4, 25, tzinfo=UTC)
    with pytest.raises(DigestError, match="end before that"):
        window(NOW, since=until, until=since)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)), st.integers(-5000, 5000))
def test_windows_always_overlap(moment: datetime, hours: int) -> None:
    now = moment.replace(tzinfo=UTC)
    last = now + timedelta(hours=hours)
    start, end = window(now, last=last)
    assert start <= last - OVERLAP
    assert start <= now - OVERLAP
    assert end >= now - timedelta(minutes=1)


def test_questions() -> None:
    dates = "submittedDate:[202506160000 TO 202506202359]"
    assert questions(Options(query="a OR b", max_results=7), SPAN) == (
        Ask(query=f"(a OR b) AND {dates}", limit=7),
    )
    (ask,) = questions(Options(categories=("cs.CV", "math", "hep-th", "cs.*")), SPAN)
    assert ask.query == f"(cat:cs.CV OR cat:math OR cat:math.* OR cat:hep-th OR cat:cs.*) AND {dates}"
    own = "cat:cs.CV AND submittedDate:[202501010000 TO 202502010000]"
    assert questions(Options(query=own), SPAN)[0].query == own
    assert dates in questions(Options(query='ti:"submittedDate: x"'), SPAN)[0].query


def test_ids_come_in_batches() -> None:
    ids = tuple(f"2501.{number:05}" for number in range(120))
    asks = questions(Options(ids=ids, max_results=110), SPAN)
    assert [(len(ask.ids), ask.limit, ask.query) for ask in asks] == [
        (50, 50, ""),
        (50, 50, ""),
        (10, 10, ""),
    ]
    assert asks[2].ids[-1] == "2501.00109"
    assert by_ids(["a", "b", "a"]) == (Ask(ids=("a", "b"), limit=2),)
    assert by_ids([]) == ()
