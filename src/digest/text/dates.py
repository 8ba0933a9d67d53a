"""Dates as people and machines read them, the same whatever the locale of the process."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Literal

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def long_date(day: date, language: Literal["zh", "en"]) -> str:
    """A day in words: `2026年11月20日` or `20 Nov 2026`."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def date_range(first: date, last: date, language: Literal["zh", "en"], *, in_year: int = 0) -> str:
    """Two days and the time between, saying month and year once where both share them.

    `16–22 Nov 2026`, `28 Sep – 4 Oct 2026`, `28 Dec 2026 – 3 Jan 2027`; `2026年11月16日—22日` and so on. Days that are
    both `in_year`, which is said beside them, go without it: `16–22 Nov`, `11月16日—22日`.
    """
    if first.year == last.year == in_year:
        whole = date_range(first, last, language)
        return whole.removeprefix(f"{in_year}年").removesuffix(f" {in_year}")
    if first == last:
        return long_date(first, language)
    if language == "zh":
        end = f"{last.day}日"
        if (first.year, first.month) != (last.year, last.month):
            end = f"{last.month}月{end}"
        if first.year != last.year:
            end = f"{last.year}年{end}"
        return f"{long_date(first, language)}—{end}"
    end = long_date(last, language)
    if first.year != last.year:
        return f"{long_date(first, language)} – {end}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} – {end}"
    return f"{first.day}–{end}"


def rfc3339(moment: datetime) -> str:
    """A moment as in RFC 3339, to the second: `2025-05-12T16:52:00+08:00`, `Z` for UTC.

    Raises:
        ValueError: the moment carries no offset.
    """
    moment, minutes = _with_whole_minutes(moment)
    return f"{moment.replace(tzinfo=None).isoformat()}{_offset(minutes, ':') if minutes else 'Z'}"


def rfc822(moment: datetime) -> str:
    """A moment as RSS 2.0 wants it (RFC 822 with a four-digit year): `Mon, 12 May 2025 16:52:00 +0800`.

    Raises:
        ValueError: the moment carries no offset.
    """
    moment, minutes = _with_whole_minutes(moment)
    return (
        f"{_WEEKDAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment.year:04} "
        f"{moment.hour:02}:{moment.minute:02}:{moment.second:02} {_offset(minutes, '')}"
    )


def _with_whole_minutes(moment: datetime) -> tuple[datetime, int]:
    """The moment to the second and its offset in minutes.

    Zones had offsets with seconds before about 1920; neither format can say them, so they are left off.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a moment without its offset from UTC cannot be written")
    minutes = int(offset.total_seconds() / 60)
    return moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes))), minutes


def _offset(minutes: int, colon: str) -> str:
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}{colon}{abs(minutes) % 60:02}"
