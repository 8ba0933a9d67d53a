"""The front matter of a weekly document: what of it the issue takes, and what became of each of its keys."""

from __future__ import annotations

import re
from datetime import tzinfo

import msgspec

from digest.content.drafts import Image
from digest.content.front_matter import MAX_FRONT_MATTER_BYTES, SplitFile, read_front_matter
from digest.formats.nodes import Plain, plain
from digest.importers.books import Books
from digest.importers.stamps import find_stamp
from digest.importers.weekly.outline import FrontLine, Outline
from digest.importers.weekly.period import named_week
from digest.importers.weekly.work import PICTURE_ELSEWHERE, is_usable
from digest.problems import DigestError
from digest.text.weeks import Period, period_days

OTHER_WEEK = "the issue is of another week"
_COMMENT = "a comment in the front matter"
_OTHER_TITLE = "the heading gives the issue its title"
_NO_NUMBER = "this is no number of an issue"
_NUMBER_IN_TITLE = re.compile(
    r"第\s*([0-9]{1,5})\s*期|(?<![A-Za-z0-9])(?:No|№)\s?\.?\s?([0-9]{1,5})(?![0-9A-Za-z])", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:第\s*|No\.\s*|#)?0*([1-9][0-9]{0,4})(?:\s*期)?", re.IGNORECASE)


class Front(msgspec.Struct, frozen=True):
    """What front matter says of an issue; whatever it does not say is empty."""

    title: str = ""
    number: int | None = None
    summary: str = ""
    highlights: tuple[str, ...] = ()
    cover: Image | None = None


def number_in(title: str) -> int | None:
    """The number of the issue that its title holds: `第37期`, `No. 37`."""
    match = _NUMBER_IN_TITLE.search(title)
    return int(match[1] or match[2]) or None if match else None


def read_front(outline: Outline, period: Period, zone: tzinfo, books: Books) -> Front:
    """Read the front matter for an issue of a period, and give each of its lines a verdict."""
    if not outline.front_last:
        return Front()
    books.navigation("front matter", 1)
    books.navigation("front matter", outline.front_last)
    values = _values(outline)
    front = Front()
    for line in outline.front:
        front, part, why = _take(front, line, values.get(line.key, line.value), outline.title)
        if line.key in {"date", "week"}:
            part, why = ("date", "") if _is_of_period(line.value, period, zone) else ("", OTHER_WEEK)
        for number in range(line.first, line.last + 1) if part else ():
            if outline.lines[number - 1].lstrip().startswith("#") and line.value[:1] not in {"|", ">"}:
                books.drop(_COMMENT, number)
            elif number == line.first or line.key in values:
                books.page(part, number)
        books.drop(why or f"the front matter key {line.key} has no place in an issue", line.first, line.last)
    first = outline.front[0].first if outline.front else outline.front_last
    books.drop(_COMMENT, 2, first - 1)
    return front


def _take(front: Front, line: FrontLine, value: Plain, heading: str) -> tuple[Front, str, str]:
    """What is known with one more key, and which part of the issue that is or why it is none."""
    replace = msgspec.structs.replace
    text = value.strip() if isinstance(value, str) else ""
    if line.key in front.__struct_fields__ and getattr(front, line.key):
        return front, "", "this key stands above already"
    if line.key == "title" and text:
        if heading not in {"", text}:
            return front, "", _OTHER_TITLE
        return replace(front, title=text), "title", ""
    if line.key == "number" and text:
        number = _NUMBER.fullmatch(text)
        return (replace(front, number=int(number[1])), "number", "") if number else (front, "", _NO_NUMBER)
    if line.key == "summary" and text:
        return replace(front, summary=text), "summary", ""
    if line.key == "highlights" and isinstance(value, list):
        texts = tuple(each.strip() for each in value if isinstance(each, str) and each.strip())
        return (
            (replace(front, highlights=texts), "highlights", "")
            if len(texts) == len(value)
            else (front, "", "")
        )
    if line.key == "cover" and (cover := _cover(value)) is not None:
        return (
            (replace(front, cover=cover), "cover", "") if is_usable(cover) else (front, "", PICTURE_ELSEWHERE)
        )
    return front, "", ""


def _cover(value: Plain) -> Image | None:
    """The picture that a value names: an address, or a mapping of `src`, `alt` and `credit` and nothing else."""
    if isinstance(value, str):
        return Image(value.strip()) if value.strip() else None
    if not isinstance(value, dict) or not value.keys() <= {"src", "alt", "credit"}:
        return None
    said = {key: text for key, text in value.items() if isinstance(text, str)}
    if len(said) < len(value) or not said.get("src"):
        return None
    return Image(said["src"], said.get("alt", ""), said.get("credit", ""))


def _values(outline: Outline) -> dict[str, Plain]:
    """The values as YAML reads them; none where it cannot, so that they are what stands on their lines."""
    text = "\n".join(outline.lines[1 : outline.front_last - 1]) + "\n"
    if len(text) > MAX_FRONT_MATTER_BYTES // 4:
        return {}
    try:
        mapping = read_front_matter(SplitFile("yaml", text, 2, "", outline.front_last + 1), path="")
    except DigestError:
        return {}
    return {key.lower(): plain(node) for key, node in mapping.values.items()}


def _is_of_period(words: str, period: Period, zone: tzinfo) -> bool:
    """Whether a date or the name of a week lies in the period of the issue."""
    stamp = find_stamp(words, zone)
    if stamp is None:
        return named_week(words) == period
    first, last = period_days(period)
    return stamp.has_day and first <= stamp.moment.date() <= last
