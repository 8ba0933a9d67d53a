"""Which week or day a weekly document is about: as it says itself, else by the newest thing in it."""

from __future__ import annotations

import re
from datetime import date, tzinfo
from typing import NamedTuple

from digest.importers.document import Document
from digest.importers.stamps import find_stamp
from digest.importers.weekly.arxiv_days import arxiv_day
from digest.problems import DigestError, error
from digest.text.weeks import Period, Week, parse_period

_NAME = re.compile(r"(?<![0-9A-Za-z-])([0-9]{4}-[Ww][0-9]{2})(?![0-9])")
_CHINESE = re.compile(r"(?<![0-9])(20[0-9]{2})\s*年?\s*[,，·]?\s*第\s*([0-9]{1,2})\s*[周週]")
_ENGLISH = re.compile(r"\bweek\s+([0-9]{1,2})\s*(?:of|,|/)\s*(20[0-9]{2})\b", re.IGNORECASE)
_COMMENT = re.compile(r"\s*<!--\s*([0-9]{4}-(?:[Ww][0-9]{2}|[0-9]{2}-[0-9]{2}))\s*-->\s*")
_ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|ar5iv[a-z.]*/(?:abs|html)/|/papers/|alphaxiv\.org/abs/|arxiv:\s*)"
    r"([0-9]{4}\.[0-9]{4,5})",
    re.IGNORECASE,
)
_STAMPS_A_LINE = 50  # a line of dates and nothing else is no reason to look at each of them


class Dated(NamedTuple):
    """A day found in a document: where, and as what."""

    day: date
    line: int
    words: str


def comment_period(line: str) -> Period | None:
    """The period a line names in a comment of its own: `<!-- 2025-W20 -->`."""
    match = _COMMENT.fullmatch(line)
    if match is None:
        return None
    try:
        return parse_period(match[1].upper())
    except ValueError:
        return None


def named_week(text: str) -> Week | None:
    """The week a text names with its year: `2025-W20`, `2025年第20周`, `week 20 of 2025`."""
    if match := _NAME.search(text):
        year, _, number = match[1].upper().partition("-W")
    elif match := _CHINESE.search(text):
        year, number = match[1], match[2]
    elif match := _ENGLISH.search(text):
        number, year = match[1], match[2]
    else:
        return None
    try:
        return Week(int(year), int(number))
    except ValueError:
        return None


def newest(document: Document, zone: tzinfo) -> Dated:
    """The newest day a document holds, as a date or in the number of a paper; the first of equals.

    Raises:
        DigestError: it holds neither.
    """
    found: Dated | None = None
    for number, line in enumerate(document.lines, 1):
        for dated in (*_dates(line, number, zone), *_papers(line, number)):
            if found is None or dated.day > found.day:
                found = dated
    if found is None:
        message = "nothing in this document says which week it is of"
        raise DigestError([error(message, path=document.path, hint="name the week: --week 2025-W20")])
    return found


def _dates(line: str, number: int, zone: tzinfo) -> list[Dated]:
    found: list[Dated] = []
    start = 0
    for _ in range(_STAMPS_A_LINE):
        stamp = find_stamp(line[start:], zone)
        if stamp is None:
            break
        if stamp.has_day:
            words = line[start + stamp.start : start + stamp.end].strip()
            found.append(Dated(stamp.moment.date(), number, f"the date {words}"))
        start += stamp.end
    return found


def _papers(line: str, number: int) -> list[Dated]:
    return [
        Dated(day, number, f"the paper arXiv:{match[1]}, of about {day.isoformat()}")
        for match in _ARXIV.finditer(line)
        if (day := arxiv_day(match[1]))
    ]
