"""Pictures in Markdown that were pasted as HTML (`<img …>`), and the code spans in which nothing is markup."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from digest.content.works import is_web_address
from digest.links.find import find_addresses

_TAG = re.compile(r"<img(?=[\s/>])(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>", re.IGNORECASE)
_OPENED = re.compile(r"<img(?=[\s/]|$)", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?P<name>[a-zA-Z][a-zA-Z0-9:_-]*)\s*+(?:=\s*+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'<>`]+)))?"
)
_TICKS = re.compile("`+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_SAYS_NOTHING = frozenset(["image", "img", "picture", "photo", "alt", "alt text", "图片", "图像", "图"])


class Converted(NamedTuple):
    """A line with Markdown pictures for its tags: how many there were, and whether a tag had to stay text."""

    line: str
    pictures: int
    left: bool


def code_spans(line: str) -> list[tuple[int, int]]:
    """Where the code spans of a line start and end; a run of backticks without its partner opens none."""
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(line)]
    by_length: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        by_length.setdefault(runs[index][1] - runs[index][0], []).append(index)
    spans: list[tuple[int, int]] = []
    index = 0
    while index < len(runs):
        start, end = runs[index]
        same = by_length[end - start]
        while same and same[-1] <= index:
            same.pop()
        if same:
            spans.append((start, runs[same[-1]][1]))
            index = same[-1]
        index += 1
    return spans


def is_within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a position is in one of the spans, which are in order."""
    before = bisect_right(spans, position, key=itemgetter(0))
    return before > 0 and position < spans[before - 1][1]


def without(line: str, spans: Sequence[tuple[int, int]]) -> str:
    """A line with blanks for the characters of its spans, every other one in its place."""
    parts: list[str] = []
    last = 0
    for start, end in spans:
        parts += [line[last:start], " " * (end - start)]
        last = end
    return "".join([*parts, line[last:]])


def has_meaning(alt: str) -> bool:
    """Whether an alternative text says anything: programs write `image` where nobody said what is shown."""
    return alt.strip().lower() not in _SAYS_NOTHING and bool(alt.strip())


def with_markdown_pictures(line: str) -> Converted:
    """Write the `<img>` tags of a line as Markdown pictures, outside its code spans.

    Address, alternative text and title stay as they are written; size and style are left off. A tag stays as
    it is where it has no address that a picture can have, or a second one that would be lost.
    """
    if "<" not in line or not _OPENED.search(line):
        return Converted(line, 0, False)
    masked = without(line, code_spans(line))
    parts: list[str] = []
    last = pictures = 0
    for match in _TAG.finditer(masked):
        written = _picture(line[match.start() : match.end()])
        if written:
            parts += [line[last : match.start()], written]
            last = match.end()
            pictures += 1
    left = sum(1 for _ in _OPENED.finditer(masked)) > pictures
    return Converted("".join([*parts, line[last:]]), pictures, left)


def _picture(tag: str) -> str:
    """The Markdown of a tag; "" where it has to stay."""
    values: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(tag, len("<img")):
        values.setdefault(match["name"].lower(), match["double"] or match["single"] or match["bare"] or "")
    address = values.get("src", "").strip()
    if not address or any(character in address for character in "<>\\"):
        return ""
    if not is_web_address(address) and (_SCHEME.match(address) or " " in address):
        return ""
    if any(found.url not in address for found in find_addresses(tag)):
        return ""
    alt = values.get("alt", "")
    alt = re.sub(r"([\\\[\]])", r"\\\1", alt.strip()) if has_meaning(alt) else ""
    title = re.sub(r"([\\\"])", r"\\\1", values.get("title", "").strip())
    target = f"<{address}>" if "(" in address or ")" in address else address
    return f'![{alt}]({target} "{title}")' if title else f"![{alt}]({target})"
