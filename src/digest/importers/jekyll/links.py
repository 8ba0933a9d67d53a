"""The addresses of a work in an editor's prose: label links, dated headlines, articles about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import tzinfo
from typing import NamedTuple
from urllib.parse import urlsplit

from digest.content.drafts import Coverage, Image, Link, LinkKind
from digest.content.works import is_web_address
from digest.importers.jekyll.marks import leading_mark
from digest.importers.jekyll.pictures import code_spans, has_meaning, is_within, without
from digest.importers.markdown import InlineLink, inline_links
from digest.links.find import find_addresses
from digest.links.kinds import kind_of_address, kind_of_words, link_kind

_BULLET = re.compile(r"\s*(?:(?:[-*+•]|[0-9]{1,3}[.)]|>)\s+)+")
_CLAUSE_END = re.compile(r"[，,。；;！!？?、】〕|｜()（）\[\]<>\"“”]|\. ")
_WORD = re.compile(r"\w")
_NOTE = re.compile(r"（[^（）]*）|\([^()]*\)")
_LEADS_ON = re.compile(r"(?:[:：]|——?|--?|->|→)\s*$")
_LABELS = re.compile(
    r"官方|官网|原文|来源|链接|地址|入口|详情|报道|新闻|转载|资料|下载|\blinks?\b|\burl\b|\bsource\b",
    re.IGNORECASE | re.ASCII,
)
_ARTICLES = re.compile(
    r"解读|官方|报道|新闻|文章|公众号|博客|转载|介绍|\b(?:blog|news|article|post)\b", re.IGNORECASE | re.ASCII
)
_BETWEEN = " \t*_<,，、;；|｜/·"
_LONGEST_LABEL = 24
_LONGEST_LEAD = 12


class Addresses(NamedTuple):
    """What a text says about where a work can be found."""

    links: tuple[Link, ...]
    coverage: tuple[Coverage, ...]
    image: Image | None
    broken: tuple[tuple[int, str], ...]
    """Line and target of links that lead nowhere as they are written."""


class _Target(NamedTuple):
    url: str
    text: str
    start: int
    end: int


def addresses_of(lines: Iterable[tuple[int, str]], title: str, zone: tzinfo) -> Addresses:
    """The addresses of a work.

    Args:
        lines: its lines outside code, with their numbers.
        title: its heading as written, every link of which is the work's own.
        zone: that of dates.
    """
    links: dict[str, Link] = {}
    coverage: dict[str, Coverage] = {}
    broken: list[tuple[int, str]] = []
    image: Image | None = None
    for target in _targets(title, []):
        _note(target, "", kind_of_address(target.url) == "article", "", links, coverage)
    lead = ""
    for number, line in lines:
        spans = code_spans(line)
        found: list[InlineLink] = [link for link in inline_links(line) if not is_within(link.start, spans)]
        image = image or next(
            (_image(link) for link in found if link.is_picture and _is_https(link.url)), None
        )
        broken += [(number, link.url) for link in found if _leads_nowhere(link.url)]
        targets = list(_targets(without(line, spans), found))
        if targets:
            _read_line(line, targets, lead, zone, links, coverage)
        elif line.strip() and not _BULLET.match(line):
            lead = line.strip().rstrip(":：")
            lead = lead if len(lead) <= _LONGEST_LEAD and not _CLAUSE_END.search(lead) else ""
    return Addresses(tuple(links.values()), tuple(coverage.values()), image, tuple(broken))


def _read_line(
    line: str,
    targets: list[_Target],
    lead: str,
    zone: tzinfo,
    links: dict[str, Link],
    coverage: dict[str, Coverage],
) -> None:
    """Note those addresses of a line that are given as the work's; those in a sentence are of other things."""
    mark = leading_mark(line, zone)
    bullet = _BULLET.match(line)
    start = mark.end if mark else bullet.end() if bullet else 0
    for index, target in enumerate(targets):
        before = _NOTE.sub("", line[start : target.start]).strip(_BETWEEN)
        start = target.end
        after = line[start : targets[index + 1].start] if index + 1 < len(targets) else line[start:]
        is_headline = mark is not None and index == 0 and not _WORD.search(before)
        if not is_headline and not _is_given(before, after, index + 1 < len(targets)):
            continue
        words = _CLAUSE_END.split(before)[-1] if _WORD.search(before) else ""
        date = mark.date if mark and is_headline else ""
        _note(
            target,
            words or (target.text if _is_label(target.text) else lead),
            is_headline,
            date,
            links,
            coverage,
        )


def _is_given(before: str, after: str, has_more: bool) -> bool:
    """Whether a link with these words around it is given as one of the work's: after a label or alone on its line."""
    if _WORD.search(before):
        clause = _CLAUSE_END.split(before)[-1].strip()
        is_known, leads_on = _is_label(clause), _LEADS_ON.search(clause) is not None
        if is_known and leads_on:
            return True
        if len(clause) > _LONGEST_LABEL or not (leads_on or (is_known and clause == before)):
            return False
    after = _CLAUSE_END.split(_NOTE.sub("", after), maxsplit=1)[0]
    return not _WORD.search(after) or (has_more and len(after) <= _LONGEST_LABEL)


def _is_label(words: str) -> bool:
    """Whether a few words say what a link leads to."""
    return 0 < len(words) <= _LONGEST_LABEL and (
        kind_of_words(words) != "other" or bool(_LABELS.search(words))
    )


def _note(
    target: _Target,
    words: str,
    is_headline: bool,
    date: str,
    links: dict[str, Link],
    coverage: dict[str, Coverage],
) -> None:
    by_address = kind_of_address(target.url)
    kind = _kind(target, words)
    is_article = by_address == "article" or (
        by_address == "other"
        and (is_headline or (kind in {"article", "other"} and bool(_ARTICLES.search(words))))
    )
    if is_article:
        host = (urlsplit(target.url).hostname or "").lower()
        article = Coverage(
            url=target.url,
            kind="wechat" if host == "mp.weixin.qq.com" else "article",
            title=target.text,
            date=date,
        )
        coverage.setdefault(target.url, article)
    else:
        links.setdefault(target.url, Link(url=target.url, kind=kind, title=target.text))


def _kind(target: _Target, words: str) -> LinkKind:
    """The kind of a link; where label and address say nothing, or too little of a file, its own text does."""
    kind = link_kind(target.url, words)
    if kind == "other":  # of a long title only its beginning is a label: 体验 …, Paper: …
        return kind_of_words(target.text if len(target.text) <= 8 else target.text[:5])
    is_file = target.url.lower().endswith(".pdf")
    return "paper" if kind == "code" and is_file and kind_of_words(target.text) == "paper" else kind


def _targets(line: str, found: list[InlineLink]) -> Iterator[_Target]:
    """The web addresses of a line in order, as links or bare; a link with one inside its target has that."""
    found = found or list(inline_links(line))
    last = 0
    for link in found:
        yield from _bare(line, last, link.start)
        last = link.end
        if link.is_picture:
            continue
        if is_web_address(link.url):
            yield _Target(link.url, link.text, link.start, link.end)
        else:
            inside = [address.url for address in find_addresses(link.url)]
            if len(inside) == 1 and is_web_address(inside[0]):
                yield _Target(inside[0], link.text, link.start, link.end)
    yield from _bare(line, last, len(line))


def _bare(line: str, start: int, end: int) -> Iterator[_Target]:
    for address in find_addresses(line[start:end]):
        if is_web_address(address.url):
            yield _Target(address.url, "", start + address.start, start + address.end)


def _leads_nowhere(target: str) -> bool:
    """Whether a target holds a web address but is none."""
    return not is_web_address(target) and any(find_addresses(target))


def _is_https(address: str) -> bool:
    return address.lower().startswith("https://") and is_web_address(address)


def _image(link: InlineLink) -> Image:
    """A picture as a field: without the escapes and entities that Markdown needs."""
    alt = re.sub(r"\\([\\\[\]])", r"\1", link.text)
    return Image(src=link.url.replace("&amp;", "&"), alt=alt if has_meaning(alt) else "")
