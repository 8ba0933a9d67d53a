"""ISO weeks and the periods an issue can cover: a week (`2025-W20`) or a day (`2026-02-13`).

Always the ISO year with the ISO week (ISO 8601): 2026-12-31 and 2027-01-03 are both in `2026-W53`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo

import msgspec

_WEEK = re.compile(r"([0-9]{4})-[Ww]([0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Week(msgspec.Struct, frozen=True, order=True):
    """One ISO week; weeks sort by time.

    Raises:
        ValueError: the year has no such week (`2025-W53`).
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        try:
            date.fromisocalendar(self.year, self.number, 1)
        except ValueError:
            raise ValueError(self._why_not()) from None

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @property
    def slug(self) -> str:
        """The name in addresses: `2025-w20`."""
        return f"{self.year:04}-w{self.number:02}"

    @property
    def first_day(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Its Sunday (in the last week of the year 9999, the last day there is)."""
        return self.first_day + min(timedelta(days=6), date.max - self.first_day)

    def _why_not(self) -> str:
        if self.number == 53 and 1 <= self.year <= 9999:
            return f"{self.year:04} has no week 53, its last one is {self.year:04}-W52"
        return f'"{self.year:04}-W{self.number:02}" is not a week: weeks run from W01 to W52 or W53'


def weeks_in_year(year: int) -> int:
    """How many ISO weeks a year has, 52 or 53: 28 December is always in the last one."""
    return date(year, 12, 28).isocalendar().week


Period = Week | date
"""What an issue covers. A `date` here is never a `datetime`."""


def parse_week(text: str) -> Week:
    """Read `2025-W20` or `2025-w20`.

    Raises:
        ValueError: the text has another form or names a week that does not exist; the message says which.
    """
    match = _WEEK.fullmatch(text)
    if match is None:
        raise ValueError(f'"{text}" is not a week like 2025-W20')
    return Week(int(match[1]), int(match[2]))


def parse_period(text: str) -> Period:
    """Read the name of a week (`2025-W20`) or of a day (`2026-02-13`).

    Raises:
        ValueError: the text is neither, or names a week or day that does not exist.
    """
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f'"{text}" is a day that does not exist') from None
    if _WEEK.fullmatch(text):
        return parse_week(text)
    raise ValueError(f'"{text}" is neither a week like 2025-W20 nor a day like 2026-02-13')


def is_week_name(text: str) -> bool:
    """Whether the text has the form of a week's name (the week need not exist)."""
    return _WEEK.fullmatch(text) is not None


def is_day_name(text: str) -> bool:
    """Whether the text has the form of a day's name (the day need not exist)."""
    return _DAY.fullmatch(text) is not None


def period_days(period: Period) -> tuple[date, date]:
    """First and last day of a period, both inclusive."""
    return (period.first_day, period.last_day) if isinstance(period, Week) else (period, period)


def week_of_day(day: date) -> Week:
    """The week a day lies in."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def local_day(moment: datetime, zone: tzinfo) -> date:
    """The day a moment lies in for people in `zone`; `moment` must carry its offset."""
    try:
        return moment.astimezone(zone).date()
    except OverflowError:  # the first and the last day of the calendar, seen from the other side of the globe
        return moment.date()
