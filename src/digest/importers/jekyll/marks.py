"""Date marks of topic posts: `【2025-8-29】` before a name, a paragraph or a link."""

from __future__ import annotations

import re
from datetime import tzinfo
from typing import NamedTuple

from digest.content.works import is_web_address
from digest.importers.markdown import inline_links
from digest.importers.stamps import Stamp, find_stamp, read_stamp

# The square brackets of a link and the round ones of its address are no marks.
_SQUARE = r"【[^【】]{1,40}】|〔[^〔〕]{1,40}〕|\[[^\[\]]{1,40}\](?![(\[])"
_ROUND = r"（[^（）]{1,40}）|(?<!\])\([^()]{1,40}\)"
_MARKS = re.compile(_SQUARE)
_ANY_MARKS = re.compile(f"{_SQUARE}|{_ROUND}")
_LEAD = re.compile(r"\s*(?:(?:[-*+•]|[0-9]{1,3}[.)]|>)\s+)*")
_EDGES = " \t:：|｜-–—·"  # what separates a date from the name beside it
_KRAMDOWN = re.compile(r"\{[:#][^{}]*\}$")

_LONGEST_BARE = 60
_DAY_LIKE = re.compile(r"\s*(?:19|20)[0-9]{2}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*日?\s*")


class Mark(NamedTuple):
    """A date in brackets: the date, the mark as written, and the text around it (for a heading: the name)."""

    stamp: Stamp
    written: str
    text: str
    end: int

    @property
    def date(self) -> str:
        """The date as content files have it: `2025-08-29`, or `2025-08` where no day is known."""
        day = self.stamp.moment.date().isoformat()
        return day if self.stamp.has_day else day[:7]


def heading_mark(text: str, zone: tzinfo) -> Mark | None:
    """The date mark of a heading that has a name beside it; round brackets count at either end of it."""
    for match in _ANY_MARKS.finditer(text):
        if match[0][0] in "（(" and match.start() > 0 and match.end() < len(text):
            continue
        stamp = read_stamp(match[0][1:-1], zone)
        if stamp is None:
            continue
        before, after = text[: match.start()].strip(_EDGES), text[match.end() :].strip(_EDGES)
        name = f"{before} {after}".strip()
        return Mark(stamp, match[0], name, match.end()) if name else None
    return None


def bare_mark(text: str, zone: tzinfo) -> Mark | None:
    """The date without brackets that a heading begins with, a name beside it: `2025年9月5日 X`, `2025-09-05 X`."""
    stamp = find_stamp(text[:_LONGEST_BARE], zone) if text[:1].isdigit() else None
    if stamp is None or stamp.start:
        return None
    name = text[stamp.end :].strip(_EDGES)
    is_apart = text[stamp.end : stamp.end + 1].strip(_EDGES) == "" or text[stamp.end - 1] == "日"
    return Mark(stamp, text[: stamp.end].strip(), name, stamp.end) if name and is_apart else None


def impossible_mark(text: str, zone: tzinfo) -> str:
    """What looks like a date in brackets and is no day of the calendar (`【2025-9-32】`); "" where there is none."""
    found = (match[0] for match in _MARKS.finditer(text) if _DAY_LIKE.fullmatch(match[0][1:-1]))
    return next((written for written in found if read_stamp(written[1:-1], zone) is None), "")


def leading_mark(line: str, zone: tzinfo) -> Mark | None:
    """The date mark a line begins with, after a list marker."""
    lead = _LEAD.match(line)
    match = _MARKS.match(line, lead.end() if lead else 0)
    stamp = read_stamp(match[0][1:-1], zone) if match else None
    return Mark(stamp, match[0], line[match.end() :].strip(), match.end()) if match and stamp else None


def count_marks(line: str, zone: tzinfo) -> int:
    """How many date marks in square brackets a line holds."""
    return sum(read_stamp(match[0][1:-1], zone) is not None for match in _MARKS.finditer(line))


def plain_name(text: str) -> str:
    """The text of a heading as a name: a web link is its text, marks of emphasis, code and kramdown are left off."""
    parts: list[str] = []
    end = 0
    for link in inline_links(text):
        if not link.is_picture and is_web_address(link.url):
            parts += [text[end : link.start], link.text]
            end = link.end
    name = _KRAMDOWN.sub("", "".join([*parts, text[end:]]))
    for marks in ("**", "`"):
        if name.count(marks) % 2 == 0:
            name = name.replace(marks, "")
    return name.strip()
