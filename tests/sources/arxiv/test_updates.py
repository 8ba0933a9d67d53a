"""What has changed about a paper since it was stored."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from digest.content.drafts import HistoryLine
from digest.sources.arxiv.records import Paper
from digest.sources.arxiv.updates import Known, changes, known_of

SEEN = date(2025, 6, 20)
V1 = Paper(
    id="2501.00001",
    version=1,
    title="A Title",
    comment="8 pages",
    published=datetime(2025, 1, 2, tzinfo=UTC),
    updated=datetime(2025, 1, 2, tzinfo=UTC),
)


def paper(**fields: object) -> Paper:
    return replace(V1, **fields)


JUNE = datetime(2025, 6, 1, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({}, []),
        ({"comment": "9 pages"}, []),
        ({"version": 2, "updated": JUNE}, [("2025-06-01", "v2")]),
        ({"version": 4, "updated": JUNE}, [("2025-06-01", "v4")]),
        ({"comment": "Accepted to ICML 2025"}, [("2025-06-20", "accepted to ICML 2025")]),
        (
            {"version": 2, "updated": JUNE, "comment": "Accepted to ICML 2025"},
            [("2025-06-01", "v2"), ("2025-06-01", "accepted to ICML 2025")],
        ),
        ({"comment": "Submitted to ICML 2025"}, []),
        ({"journal_ref": r"Ann. \'Etr. 3"}, [("2025-06-20", "published in Ann. Étr. 3")]),
        (
            {"version": 2, "updated": JUNE, "comment": "This paper has been withdrawn by the author"},
            [("2025-06-01", "v2"), ("2025-06-01", "withdrawn")],
        ),
        ({"version": 2, "updated": None}, [("2025-06-20", "v2")]),
    ],
)
def test_changes(fields: dict[str, object], lines: list[tuple[str, str]]) -> None:
    new = paper(**fields)
    assert changes(known_of(V1), new, SEEN) == tuple(HistoryLine(date=day, text=text) for day, text in lines)
    assert changes(known_of(new), new, SEEN) == ()


def test_an_older_version_is_no_news() -> None:
    old = paper(comment="Accepted to ICML 2025")
    assert changes(Known(version=2), old, SEEN) == ()


def test_a_venue_that_was_known_is_no_news() -> None:
    known = Known(version=1, comment="8 pages, accepted at ICML 2025")
    assert changes(known, paper(comment="Accepted to ICML 2025. Code soon"), SEEN) == ()
    assert [line.text for line in changes(known, paper(comment="Accepted to ICML 2025 (Oral)"), SEEN)] == [
        "accepted to ICML 2025 (Oral)"
    ]


def test_the_version_is_no_news_where_none_was_stored() -> None:
    assert changes(Known(), paper(version=3), SEEN) == ()


def test_a_withdrawal_is_told_once() -> None:
    gone = paper(version=2, abstract="This paper has been withdrawn.")
    assert known_of(gone) == Known(version=2, comment="8 pages", withdrawn=True)
    assert changes(known_of(gone), paper(version=3, comment="withdrawn"), SEEN) == (
        HistoryLine(date="2025-01-02", text="v3"),
    )
