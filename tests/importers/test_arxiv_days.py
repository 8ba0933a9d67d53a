from datetime import date

import pytest

from digest.importers.weekly.arxiv_days import arxiv_day

# Submission days of papers as arXiv states them.
KNOWN = {
    "1202.4527": "2012-02-21",
    "1605.08386": "2016-05-26",
    "1707.08567": "2017-07-27",
    "1908.03707": "2019-08-10",
    "2007.10224": "2020-07-20",
    "2109.07960": "2021-09-16",
    "2202.12139": "2022-02-24",
    "2306.03845": "2023-06-06",
    "2405.13786": "2024-05-22",
    "2503.05378": "2025-03-07",
    "2505.09568": "2025-05-14",
    "2602.15552": "2026-02-17",
}


@pytest.mark.parametrize(("number", "day"), KNOWN.items())
def test_known_papers_are_dated_within_two_days(number: str, day: str) -> None:
    estimate = arxiv_day(number)
    assert estimate is not None
    assert abs((estimate - date.fromisoformat(day)).days) <= 2


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("2505.00001", date(2025, 5, 1)),
        ("2505.09568v3", date(2025, 5, 13)),
        ("2505.99999", date(2025, 5, 30)),  # the last Friday, whatever the volume
        ("2602.00001", date(2026, 2, 2)),  # a Monday: the month begins on a Sunday
        ("9912.00001", date(2099, 12, 1)),
        ("0704.0001", date(2007, 4, 2)),
        ("0703.0001", None),  # the numbers begin in April 2007
        ("2513.00001", None),
        ("2500.00001", None),
        ("2505.00000", None),
        ("2505.123", None),
        ("hep-th/9901001", None),
        ("", None),
    ],
)
def test_numbers(number: str, expected: date | None) -> None:
    assert arxiv_day(number) == expected
