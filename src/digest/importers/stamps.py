"""Dates as people type them into headings and items."""

from __future__ import annotations

import re
from datetime import datetime, time, tzinfo
from typing import NamedTuple

_YEAR = r"(?P<year>20[0-9]{2}|19[0-9]{2})"
_CLOCK = r"(?:[ T]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?"
_WEEKDAY = r"(?:\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?"
_STAMP = re.compile(
    rf"{_YEAR}(?:\s*[-/.]\s*|\s*年\s*)(?P<month>[0-9]{{1,2}})(?:\s*[-/.]\s*|\s*月\s*)"
    rf"(?P<day>[0-9]{{1,2}}|\*)(?:\s*日)?(?![0-9]){_CLOCK}{_WEEKDAY}"
)


class Stamp(NamedTuple):
    """A date in a text: the moment, whether it names a day (not `2025-5-*`), and where it stands."""

    moment: datetime
    has_day: bool
    start: int
    end: int


def find_stamp(text: str, zone: tzinfo) -> Stamp | None:
    """The first date of a text that exists: `2025-06-30 16:13:39 Monday`, `2025年06月23日 12:05`, `2025-5-*`.

    A day alone is its midnight in `zone`, a month alone the midnight of its first day.
    """
    for match in _STAMP.finditer(text):
        has_day = match["day"] != "*"
        day = int(match["day"]) if has_day else 1
        clock = _clock(match)
        try:
            moment = datetime(int(match["year"]), int(match["month"]), day, tzinfo=zone)
        except ValueError:
            continue
        return Stamp(datetime.combine(moment, clock, zone), has_day, match.start(), match.end())
    return None


def _clock(match: re.Match[str]) -> time:
    """The time of day beside a date; midnight where there is none, or none that exists."""
    try:
        return time(int(match["hour"] or 0), int(match["minute"] or 0), int(match["second"] or 0))
    except ValueError:
        return time()
