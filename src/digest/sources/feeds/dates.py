"""Dates of feeds and pages, read from what is written and not guessed.

A general date parser makes 1 November of `2026年11月20日` and the year 1763 of an epoch. What is in none of the
forms below, or cannot be, is no date: the work is then known by the day it was first seen.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Nothing on the web is older; what says so was never filled in."""
AHEAD = timedelta(days=2)
"""How far a date may lie after now: a clock that is wrong, a zone that is missing."""

_LONGEST = 100  # characters
_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
_HALF = r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
_ZONE = r"(?:\s*(?P<zone>[A-Za-z]{1,5}(?:[+-][0-9:]{1,5})?|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2}))?"
_REMARK = r"(?:\s*\([^()]*\))?"  # `+0800 (CST)`, `GMT+0800 (中国标准时间)`
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
_PACKED = r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?"
_CHINESE = (
    r"(?:\s*(?:星期|周)[一二三四五六日天])?(?:\s*(?P<half>上午|下午))?"
    r"(?:\s*(?P<hour>[0-9]{1,2})\s*[:时]\s*(?P<minute>[0-9]{2})(?:\s*[:分]\s*(?P<second>[0-9]{2})?\s*秒?)?)?"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        # RFC 822 and 5322: `Sun, 06 Nov 1994 08:49:37 +0800`, two-digit years, seconds and zone left out
        rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})[\s-]+{_NAME}[\s,-]+(?P<year>[0-9]{{4}}|[0-9]{{2}})(?:,?\s+{_CLOCK}{_HALF}{_ZONE})?{_REMARK}",
        # RFC 3339, ISO 8601 with a space or without separators
        rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})(?:(?:[Tt]|\s+){_CLOCK}{_ZONE})?{_REMARK}",
        rf"(?P<year>[0-9]{{4}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})(?:[Tt]{_PACKED}{_ZONE})?",
        # as Chinese sites write them
        rf"(?P<year>[0-9]{{4}})([/.])(?P<month>[0-9]{{1,2}})\2(?P<day>[0-9]{{1,2}})(?:[Tt]|\s+)?(?:{_CLOCK}{_ZONE})?{_REMARK}",
        rf"(?P<year>[0-9]{{4}})\s*年\s*(?P<month>[0-9]{{1,2}})\s*月\s*(?P<day>[0-9]{{1,2}})\s*日{_CHINESE}",
        # C and scripts: `Sun Nov  6 08:49:37 2016`, `Wed Mar 21 2018 10:27:32 GMT+0800 (CST)`
        rf"{_WEEKDAY}{_NAME}\s+(?P<day>[0-9]{{1,2}})\s+{_CLOCK}{_ZONE}\s+(?P<year>[0-9]{{4}})",
        # `November 6, 2016 8:49 AM`
        rf"{_WEEKDAY}{_NAME}\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{{4}})(?:,?\s+(?:at\s+)?{_CLOCK}{_HALF}{_ZONE})?{_REMARK}",
    )
)
_EPOCH = re.compile(r"(?P<seconds>[0-9]{9,10})(?P<thousandths>[0-9]{3})?(?:\.[0-9]{1,9})?")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
# RFC 5322, 4.3. Other names of zones have several meanings and are not read.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4,
    "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7
}  # fmt: skip
_OFFSET = re.compile(
    r"(?:(?:UTC|GMT))?(?P<sign>[+-])(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?", re.IGNORECASE
)


def read_date(text: str, *, now: datetime, zone: tzinfo = UTC, language: str = "") -> datetime | None:
    """The moment a text says, with the offset it says; None where it says none that can be.

    Args:
        text: a date alone, in a form of RFC 822, RFC 3339, Chinese, or seconds (also milliseconds) since 1970.
        now: dates after it by more than `AHEAD` are none.
        zone: what a date without a zone is in; a day alone is its midnight there.
        language: of the document. `CST` is the time of China in Chinese, else that of Chicago, as RFC 822 says.
    """
    written = " ".join(text.split())
    if not written or len(written) > _LONGEST:
        return None
    found = _of_epoch(written) or _of_calendar(written, zone, language)
    if found is None or not 1900 < found.year < 9000:
        return None  # the ends of the calendar overflow when they are compared
    return found if EARLIEST <= found <= now + AHEAD else None


def _of_epoch(written: str) -> datetime | None:
    match = _EPOCH.fullmatch(written)
    return datetime.fromtimestamp(int(match["seconds"]), UTC) if match else None


def _of_calendar(written: str, zone: tzinfo, language: str) -> datetime | None:
    for form in _FORMS:
        if match := form.fullmatch(written):
            parts = match.groupdict()
            own_zone = _zone(named, language) if (named := parts.get("zone")) else zone
            return _moment(parts, own_zone) if own_zone else None
    return None


def _moment(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    name = parts.get("name")
    month = _MONTHS.get(name.lower(), 0) if name else int(parts.get("month") or 0)
    hour = int(parts.get("hour") or 0)
    if half := parts.get("half"):
        if not 1 <= hour <= 12 and half.isascii():
            return None
        hour = hour % 12 + (12 if half in {"p", "P", "下午"} else 0) if hour <= 12 else hour
    try:
        return datetime(
            _year(parts["year"] or ""),
            month,
            int(parts["day"] or 0),
            hour,
            int(parts.get("minute") or 0),
            59 if parts.get("second") == "60" else int(parts.get("second") or 0),  # a leap second
            tzinfo=zone,
        )
    except ValueError:
        return None


def _year(written: str) -> int:
    """A year of two digits lies between 1950 and 2049 (RFC 5322, 4.3)."""
    year = int(written)
    if len(written) == 4:
        return year
    return year + (2000 if year < 50 else 1900)


def _zone(written: str, language: str) -> tzinfo | None:
    """The zone of a name or an offset; None for a name with several meanings."""
    name = written.lower()
    if name == "cst" and language.lower().partition("-")[0] == "zh":
        return timezone(timedelta(hours=8))
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    if written == "-0000":
        return UTC  # RFC 5322, 3.3: the moment is known, where it was written is not
    match = _OFFSET.fullmatch(written)
    if match is None:
        return None
    offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    if int(match["minutes"] or 0) > 59 or offset > timedelta(hours=14):
        return None
    return timezone(-offset if match["sign"] == "-" else offset)
