"""The first lines of items in a topic list: list numbers, times, venues, headlines and the links glued to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from digest.content.works import is_web_address
from digest.importers.markdown import inline_links
from digest.importers.stamps import find_stamp
from digest.links.find import MAX_LENGTH, find_addresses
from digest.links.kinds import kind_of_address

MarkerKind = Literal["", "number", "bullet", "heading"]

_MARKER = re.compile(
    r"(?P<indent>[ \t]*)"
    r"(?:(?P<heading>#{1,6})[ \t]+|(?P<number>[0-9]{1,5})(?:[.)](?![0-9])|、)[ \t]*|(?P<bullet>[-*+•])[ \t]+)?"
    r"(?P<text>.*)"
)
_BAR = re.compile(r"\s{0,4}[｜|]\s*")
_OPENING = "【[（("
_CLOSING = re.compile(r"[】\]）)]")
_VENUE = re.compile(
    r"(?P<venue>(?:(?:ACM|IEEE|USENIX)\s)?(?:(?:CVPR|ICCV|ECCV|WACV|BMVC|3DV|ICML|ICLR|NeurIPS|NIPS|AAAI|IJCAI|EMNLP|NAACL"
    r"|EACL|COLING|COLM|TACL|SIGGRAPH|SIGKDD|SIGIR|CIKM|RecSys|ICME|ICRA|IROS|CoRL|INTERSPEECH|ICASSP|MICCAI"
    r"|TPAMI|IJCV|TMLR|JMLR|OSDI|SOSP|NSDI|MLSys|ASPLOS|HPCA|EuroSys|VLDB|SIGMOD|ICDE|UIST)(?![A-Za-z])"
    # Words that are not always a venue need the year.
    r"|(?:ACL|KDD|WWW|MM|RSS|TIP|TOG|Nature|Science|ISCA|CHI|CCS)\s?['’]?(?:20)?[0-9]{2}(?![0-9]))"
    r"[^|｜\n]{0,40}?)\s{0,4}[|｜]\s*"
)
_CLOCK = re.compile(r":[0-9]{2}")
_ACCOUNT = re.compile(r"\s(?P<name>[^\s，。！？!?:：|｜、；;]{1,20})$")
_CJK = r"\u2014\u2018-\u201d\u2026\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_BOLD_BETWEEN = re.compile(rf"(?<=[{_CJK}])[ ]{{0,4}}\*\*[ ]{{0,4}}(?=[{_CJK}])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TRAILING = re.compile(r"(?:[\s:：,，|｜]|(?<=\s)[-—–])+\Z")
_READ_HERE = re.compile(
    r"(?:阅读|查看|点击)?(?:原文|全文|链接|地址|详情|文章|报道)(?:链接|地址)?|link|url|here|source|read more",
    re.IGNORECASE,
)

# Words of a label that the kind of its link says as well; other words (`Pusa 主页`) are worth keeping.
_GENERIC = re.compile(
    r"论文|技术|报告|预印本|项目|代码|仓库|开源|模型|权重|数据集?|基准|评测|演示|体验|试用|在线|主页|官网|网站|网址|页面"
    r"|链接|地址|入口|原文|博客|解读|文章|报道|介绍|公众号|视频|讨论|官方|相关|完整|我们的|本文|我的|库|的|与|和|及"
    r"|\b(?:papers?|pdf|arxiv|preprint|tech(?:nical)?|reports?|projects?|home|pages?|web|websites?|sites?|code|source"
    r"|github|gitee|repo|repository|models?|weights|checkpoints?|hugging ?face|hf|model ?scope|data ?sets?|data"
    r"|benchmarks?|demos?|online|spaces?|videos?|blogs?|posts?|articles?|news|links?|urls?|official|our|the|and)\b",
    re.IGNORECASE | re.ASCII,
)
_LABELLED = re.compile(r"(?P<words>[^:：]{1,30}?)\s*[:：]?\s*")


class Marker(NamedTuple):
    """How a line begins: its indent, a list number, a bullet or a heading mark, and the text behind it."""

    kind: MarkerKind
    indent: int
    number: int
    text: str


class Headline(NamedTuple):
    """What the first line of an item says.

    `title` is the headline alone, `rest` the text behind its link. `is_stamped` says that the line begins with
    its time, `is_barred` that a bar stands between the two; `is_linked` that the headline is the text of the
    link, `is_dated` that account or time end the headline. `label` are words before the link that only say its kind
    (`论文：https://…`); then the title is what stands behind it, if anything does.
    """

    title: str
    url: str = ""
    rest: str = ""
    moment: datetime | None = None
    venue: str = ""
    account: str = ""
    is_stamped: bool = False
    is_barred: bool = False
    is_linked: bool = False
    is_dated: bool = False
    label: str = ""

    @property
    def is_of_article(self) -> bool:
        """Whether the link leads to where articles are."""
        return kind_of_address(self.url) == "article" if self.url else False


class _Address(NamedTuple):
    """A web address in a text: what stands for it there, whether it has words of its own, and where it is."""

    url: str
    words: str
    start: int
    end: int


def read_marker(line: str) -> Marker:
    """Split a line at its list number, bullet or heading mark."""
    match = _MARKER.fullmatch(line)
    if match is None:  # a character that no line should hold, such as U+2028
        return Marker("", 0, 0, line)
    kind: MarkerKind = (
        "heading"
        if match["heading"]
        else "number"
        if match["number"]
        else "bullet"
        if match["bullet"]
        else ""
    )
    number = len(match["heading"]) if match["heading"] else int(match["number"] or 0)
    return Marker(kind, len(match["indent"].expandtabs(4)), number, match["text"].strip())


def read_headline(text: str, zone: tzinfo) -> Headline:
    """Read the text of a line as the first line of an item; without any sign of one all of it is the title."""
    moment, is_barred, text = _leading_stamp(text, zone)
    is_stamped = moment is not None
    address = next(addresses(text), None)
    url, rest, is_linked, label = "", "", False, ""
    title = text
    if address is not None:
        before, after = text[: address.start].strip(), text[address.end :].strip()
        if label := _label_before(before):
            url, title, rest = (
                (address.url, address.words, after) if address.words else (address.url, after, "")
            )
        elif not address.words:
            url, title, rest = address.url, before, after
        elif not before.strip("*"):
            url, title, rest, is_linked = address.url, address.words, after, True
            rest = rest.removeprefix("**").lstrip() if before else rest
        else:  # a link within a sentence: all of it is the headline
            url, title = address.url, f"{text[: address.start]}{address.words}{text[address.end :]}"
        if not has_words(title):
            title, rest = rest, ""
    if moment is None:
        moment, _, title = _leading_stamp(title, zone)
    found = _VENUE.match(title)
    venue = found["venue"].strip() if found else ""
    title = title[found.end() :] if found else title
    title, account, ending = _ending(title, zone)
    return Headline(
        plain(title),
        url,
        rest if has_words(rest) else "",
        moment or ending,
        venue,
        account,
        is_stamped,
        is_barred,
        is_linked,
        ending is not None,
        label,
    )


def addresses(text: str) -> Iterator[_Address]:
    """Web addresses of a text in their order, those of links with the words of the link."""
    spans = [link for link in inline_links(text) if not link.is_picture]
    found = [
        _Address(link.url, "" if _stands_for_itself(link.text) else link.text, link.start, link.end)
        for link in spans
        if _is_usable(link.url)
    ]
    ends = iter([*((link.start, link.end) for link in inline_links(text)), (len(text), len(text))])
    start, end = next(ends)
    for bare in find_addresses(text):
        while bare.start >= end and end < len(text):
            start, end = next(ends)
        if not start <= bare.start < end and _is_usable(bare.url):
            found.append(_Address(bare.url, "", bare.start, bare.end))
    yield from sorted(found, key=lambda address: address.start)


def lone_address(text: str) -> str:
    """The address that a text is, and nothing else; "" where it is more or something else."""
    text = text.strip()
    only = next(addresses(text), None) if "://" in text else None
    if only is None or only.words or text[: only.start].strip("<* ") or text[only.end :].strip(">* "):
        return ""
    return only.url


def plain(title: str) -> str:
    """A headline without marks of emphasis and escapes, in one line."""
    joined = _BOLD_BETWEEN.sub("", title).replace("**", "")
    words = " ".join(_ESCAPED.sub(r"\1", joined).split())
    return _TRAILING.sub("", words.strip("|｜ "))


def has_words(text: str) -> bool:
    """Whether a text says anything: a letter or digit of any script."""
    return any(character.isalnum() for character in text)


def is_telling(words: str) -> bool:
    """Whether the words beside a link say more than what kind of link it is."""
    return has_words(_GENERIC.sub("", words))


def _label_before(text: str) -> str:
    """The words of a text that is a label of a link and no more."""
    match = _LABELLED.fullmatch(text.replace("**", "").strip())
    return match["words"] if match and has_words(match["words"]) and not is_telling(match["words"]) else ""


def _is_usable(url: str) -> bool:
    """Whether an address can be that of a link."""
    if len(url) > MAX_LENGTH or not is_web_address(url):
        return False
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:  # brackets that hold no IPv6 address
        return False


def _stands_for_itself(words: str) -> bool:
    return not has_words(words) or "://" in words or _READ_HERE.fullmatch(words) is not None


def _leading_stamp(text: str, zone: tzinfo) -> tuple[datetime | None, bool, str]:
    """The time a text begins with, whether a bar follows, and the text behind both."""
    opening = text[:1] in _OPENING if text else False
    stamp = find_stamp(text[:60], zone) if text[:3].strip(_OPENING)[:1].isdigit() else None
    if stamp is None or stamp.start != opening:
        return None, False, text
    end = stamp.end
    if opening:
        closing = _CLOSING.match(text, end)
        if closing is None:
            return None, False, text
        end = closing.end()
    bar = _BAR.match(text, end)
    return stamp.moment, bar is not None, text[bar.end() if bar else end :].lstrip()


def _ending(title: str, zone: tzinfo) -> tuple[str, str, datetime | None]:
    """A headline without the account and the time of day that end it (`… 机器之心 2025年06月23日 12:05`)."""
    title = title.rstrip()
    offset = max(len(title) - 40, 0)
    tail = title[offset:]
    stamp = find_stamp(tail, zone)
    if stamp is None or stamp.end != len(tail) or not _CLOCK.search(tail, stamp.start):
        return title, "", None
    before = title[: offset + stamp.start].rstrip()
    account = _ACCOUNT.search(before[-30:])
    if account is None or not before[: -len(account["name"])].strip():
        return (before, "", stamp.moment) if before else (title, "", None)
    return before[: -len(account["name"])].rstrip(), account["name"], stamp.moment
