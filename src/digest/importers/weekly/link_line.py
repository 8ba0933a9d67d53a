"""Lines of nothing but links: `**链接：** [论文](…) [代码](…)`, `资源：论文：https://… | 代码：https://…`."""

from __future__ import annotations

import re
from typing import NamedTuple

from digest.content.drafts import Link, LinkKind
from digest.content.works import is_web_address
from digest.importers.markdown import inline_links
from digest.importers.weekly.references import KIND_OF_LABEL
from digest.links.find import find_addresses
from digest.links.kinds import kind_of_words, link_kind

_WORDS = r"(?:相关|参考|资源)?链接|(?:相关|项目|参考)?资源|相关资料|传送门|(?:related )?(?:links?|resources?)"
_BULLET = r"\s*(?:(?:[-*+•·]|[0-9]{1,3}[.、)])\s+)?"
_LABEL = re.compile(
    rf"{_BULLET}(?:[^\w\s*\[(<（【]+\s*)?(?:\*\*(?:[^\w\s*]+\s*)?(?:{_WORDS})(?:\*\*\s*[:：]|\s*[:：]\s*\*\*)"
    rf"|(?:{_WORDS})\s*[:：])\s*",
    re.IGNORECASE,
)
_HEADING = re.compile(rf"[\W_]*(?:{_WORDS})[\W_]*", re.IGNORECASE)
_MARKS = re.compile(_BULLET)
_NAME = re.compile(r"(?P<name>[^:：]{1,40}?)\s*(?P<colon>[:：])?")
_AROUND = " \t*|｜/,，、;；·•()（）<>&+"
_LONGEST_NAME = 20  # of words before an address without a colon between them
_LONGEST = 20_000  # characters; longer lines are no row of links
_KINDS: dict[str, LinkKind] = {
    **KIND_OF_LABEL,
    "主页": "project",
    "项目主页": "project",
    **dict.fromkeys(("paper", "arxiv", "pdf", "论文链接", "论文地址"), "paper"),
    **dict.fromkeys(("code", "github", "仓库", "代码链接", "代码地址"), "code"),
    **dict.fromkeys(("model", "weights", "权重"), "model"),
    "dataset": "dataset",
    "demo": "demo",
    **dict.fromkeys(("project", "project page", "homepage"), "project"),
    **dict.fromkeys(("video", "youtube"), "video"),
    **dict.fromkeys(("blog", "博客", "article"), "article"),
    **dict.fromkeys(("link", "url", "地址", "网址"), "other"),
}
"""Words beside an address that say its kind and nothing else, folded."""


class _Place(NamedTuple):
    """An address of a line, the words it is shown by, and where it stands."""

    url: str
    text: str
    start: int
    end: int


def row_after_label(line: str) -> str | None:
    """What stands behind `**链接：**`; None for a line that does not begin so."""
    match = _LABEL.match(line)
    return line[match.end() :].strip() if match else None


def heads_links(text: str) -> bool:
    """Whether the text of a heading says that links follow, and nothing else."""
    return _HEADING.fullmatch(text[:60]) is not None


def row_of_links(line: str) -> tuple[Link, ...]:
    """The links of a line that is nothing but links and short labels of theirs; none for any other line."""
    text = line[match.end() :] if (match := _MARKS.match(line)) else line
    if "://" not in text or len(text) > _LONGEST:
        return ()
    found: list[Link] = []
    end = 0
    for place in _places(text):
        label = _name(text[end : place.start].strip(_AROUND))
        end = place.end
        if label is None or not is_web_address(place.url):
            return ()
        found.append(_link(place, label))
    return () if _has_words(text[end:]) else tuple(found)


def row_of_named_links(line: str) -> tuple[Link, ...]:
    """The links of such a line that has several of them, each with words for what it leads to."""
    text = line[match.end() :] if (match := _MARKS.match(line)) else line
    places = list(_places(text)) if text.count("://") > 1 and len(text) <= _LONGEST else []
    end = 0
    for place in places:
        words, end = f"{text[end : place.start]} {place.text}".strip(_AROUND), place.end
        if len(words) > _LONGEST_NAME or kind_of_words(words) == "other":
            return ()
    return row_of_links(line) if len(places) > 1 else ()


def _places(text: str) -> list[_Place]:
    """The addresses of a text in their order: of links, and those that stand for themselves."""
    inline = list(inline_links(text))
    if any(link.is_picture or "![" in link.text for link in inline):
        return [_Place("", "", 0, 0)]  # a badge or a picture is no link of a row
    places = [_Place(link.url, _bare(link.text, link.url), link.start, link.end) for link in inline]
    ends = iter([*places, _Place("", "", len(text), len(text))])
    around = next(ends)
    found = list(places)
    for bare in find_addresses(text):
        while bare.start >= around.end and around.end < len(text):
            around = next(ends)
        if not around.start <= bare.start < around.end:
            found.append(_Place(bare.url, "", bare.start, bare.end))
    return sorted(found, key=lambda place: place.start)


def _name(words: str) -> str | None:
    """The label before an address, "" for marks alone; None for words that are more than one."""
    if not _has_words(words):
        return ""
    match = _NAME.fullmatch(words)
    if match is None or (
        not match["colon"] and (len(words) > _LONGEST_NAME or kind_of_words(words) == "other")
    ):
        return None
    return re.sub(r"^[\W_]+", "", match["name"])


def _link(place: _Place, label: str) -> Link:
    """A link with its words as title, but for those that say no more than its kind."""
    said = [words for words in (label, place.text) if words]
    kind = link_kind(place.url, " ".join(said))
    own = [words for words in said if _KINDS.get(words.casefold()) not in {kind, "other"}]
    return Link(place.url, kind, "：".join(own))


def _bare(text: str, url: str) -> str:
    return "" if text == url else text.strip("*` ")


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
