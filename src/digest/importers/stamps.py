"""Dates as people type them into headings and items."""

from __future__ import annotations

import re
from datetime import datetime, time, tzinfo
from typing import NamedTuple

_YEAR = r"(?<![0-9])(?P<year>20[0-9]{2}|19[0-9]{2})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_DASH = r"[-/.\u2010-\u2013\uff0d]"  # with the hyphens and the short dash that word processors make of one
_UNKNOWN = r"\*|[xX?？]{1,2}(?![0-9A-Za-z])"
_CLOCK = r"(?:[ T]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?"
_WEEKDAY = r"(?:\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?"
_STAMP = re.compile(
    rf"(?P<date>{_YEAR}(?:\s*{_DASH}\s*|\s*年\s*){_MONTH}(?:\s*{_DASH}\s*|\s*月\s*)"
    rf"(?P<day>[0-9]{{1,2}}|{_UNKNOWN})(?:\s*日)?(?![0-9])){_CLOCK}{_WEEKDAY}"
)
# Too little to be found in running text, but a date where nothing else stands beside it.
_MONTH_ALONE = re.compile(rf"{_YEAR}(?:\s*{_DASH}\s*{_MONTH}|\s*年\s*(?P<numbered>[0-9]{{1,2}})\s*月)")
_COMPACT = re.compile(rf"{_YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})")


class Stamp(NamedTuple):
    """A date in a text: the moment, whether it names a day (not `2025-5-*`), and where it stands."""

    moment: datetime
    has_day: bool
    start: int
    end: int


def find_stamp(text: str, zone: tzinfo) -> Stamp | None:
    """The first date of a text that exists: `2025-06-30 16:13:39 Monday`, `2025年06月23日 12:05`, `2025-5-*`.

    It may stand between words without a space (`发布于2025年6月3日的`), never inside a longer number. A day alone
    is its midnight in `zone`, a month alone the midnight of its first day.
    """
    for match in _STAMP.finditer(text):
        day = match["day"]
        moment = _midnight(match["year"], match["month"], day if day.isdigit() else "1", zone)
        if moment is None:
            continue
        clock = _clock(match)
        # What looks like a time of day and is none stays outside: it is text.
        end = match.end() if clock is not None else match.end("date")
        return Stamp(datetime.combine(moment, clock or time(), zone), day.isdigit(), match.start(), end)
    return None


def read_stamp(text: str, zone: tzinfo) -> Stamp | None:
    """A text that is a date and nothing else, such as what stands in the brackets of `【2025-5-*】`.

    Beside what `find_stamp` finds it may be a month alone (`2025-5`, `2025年5月`), the midnight of its first
    day, or a day without separators (`20250623`).
    """
    start = len(text) - len(text.lstrip())
    written = text.strip()
    end = start + len(written)
    found = find_stamp(written, zone)
    if found is not None:
        whole = (found.start, found.end) == (0, len(written))
        return found._replace(start=start, end=end) if whole else None
    if match := _COMPACT.fullmatch(written):
        moment = _midnight(match["year"], match["month"], match["day"], zone)
    elif match := _MONTH_ALONE.fullmatch(written):
        moment = _midnight(match["year"], match["month"] or match["numbered"], "1", zone)
    else:
        return None
    return Stamp(moment, match.re is _COMPACT, start, end) if moment else None


def _midnight(year: str, month: str, day: str, zone: tzinfo) -> datetime | None:
    """The midnight a day begins with, or None where the calendar has no such day."""
    try:
        return datetime(int(year), int(month), int(day), tzinfo=zone)
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> time | None:
    """The time of day beside a date; midnight where there is none, None where there is no such time."""
    try:
        return time(int(match["hour"] or 0), int(match["minute"] or 0), int(match["second"] or 0))
    except ValueError:
        return None
