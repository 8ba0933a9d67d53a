"""What records of works have in common, however they are written: names, identifiers, days, keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo

from digest.content.drafts import Link
from digest.content.works import is_web_address
from digest.links.canonical import canonical, work_key
from digest.links.find import find_addresses
from digest.links.kinds import link_kind
from digest.text.cjk import is_cjk

_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:)?\s*(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_ARXIV_ID = r"(?:[0-9]{4}\.[0-9]{4,5}|[a-z][a-z.-]{1,12}/[0-9]{7})(?:v[0-9]{1,3})?"
_ARXIV_NAMED = re.compile(rf"\barxiv:\s?({_ARXIV_ID})(?![0-9])", re.IGNORECASE | re.ASCII)
_ARXIV_ALONE = re.compile(rf"(?:arxiv:\s?)?({_ARXIV_ID})", re.IGNORECASE | re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = re.compile(
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?",
    re.IGNORECASE,
)
_LANGUAGES = {
    **dict.fromkeys(["en", "eng", "english", "american", "british", "usenglish", "ukenglish"], "en"),
    **dict.fromkeys(["zh", "zho", "chi", "chinese", "中文"], "zh"),
}

ONLY_A_YEAR = "a year alone gives no date, a month is needed"
"""Why a year is left out."""


def doi_link(text: str) -> Link | None:
    """The link of a DOI, however it is introduced; None for what is none."""
    found = _DOI.fullmatch(text.strip())
    url = canonical(f"doi:{found[1]}") if found else ""
    return Link(url=url, kind="paper") if url.startswith("https://") else None


def arxiv_link(text: str, *, named: bool) -> Link | None:
    """The link of an arXiv number; with `named`, of one that a text introduces by `arXiv:`."""
    found = _ARXIV_NAMED.search(text) if named else _ARXIV_ALONE.fullmatch(text.strip())
    return Link(url=f"https://arxiv.org/abs/{found[1].lower()}", kind="paper") if found else None


def stated_id(links: Iterable[Link]) -> str:
    """The id that identifiers of a paper give it: of arXiv, where a preprint is found later too, else the DOI."""
    keys = [work_key(link.url) for link in links]
    return next((key for scheme in ("arxiv:", "doi:") for key in keys if key.startswith(scheme)), "")


def web_links(text: str, words: str = "") -> tuple[Link, ...]:
    """The addresses of a field that holds addresses, as links by what they lead to."""
    urls = [text] if is_web_address(text) else [found.url for found in find_addresses(text)]
    return tuple(Link(url=url, kind=link_kind(url, words)) for url in urls if is_web_address(url))


def distinct_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links without those that lead where one before leads, as far as their addresses tell."""
    found: dict[str, Link] = {}
    for link in links:
        found.setdefault(canonical(link.url), link)
    return tuple(found.values())


def name_in_order(parts: Iterable[str]) -> str:
    """A name from what its commas part: `Last, First` or `Last, Jr, First`, to be read from left to right."""
    last, *others = [" ".join(part.split()) for part in parts]
    if not others:
        return last
    first, suffix = others[-1], " ".join(others[:-1])
    if last and first and is_cjk(last[-1]) and is_cjk(first[0]):
        return last + first
    return " ".join(part for part in (first, last, suffix) if part)


def month_and_day(text: str) -> tuple[int, int] | None:
    """A month by number or English name, and the day beside it if there is one (`June 3`, `8 jan`, `05`)."""
    words = re.findall(r"[A-Za-z]+|[0-9]+", re.sub(r"(?<=[0-9])(?:st|nd|rd|th)\b", "", text.strip()))
    if re.search(r"[-/–—]", text) or not 1 <= len(words) <= 2:
        return None
    names = [word for word in words if word.isalpha()]
    numbers = [int(word[:4]) for word in words if word.isdigit()]
    if not names:
        return (numbers[0], 1) if len(numbers) == 1 and 1 <= numbers[0] <= 12 else None
    if len(names) > 1 or not _MONTH_NAME.fullmatch(names[0]):
        return None
    return _MONTHS.index(names[0][:3].lower()) + 1, numbers[0] if numbers else 1


def midnight(year: str, month: int, day: int, zone: tzinfo) -> datetime | None:
    """The midnight a day begins with; None where there is no such day."""
    if not re.fullmatch(r"[12][0-9]{3}", year):
        return None
    try:
        return datetime(int(year), month, day, tzinfo=zone)
    except ValueError:
        return None


def with_year(venue: str, year: str) -> str:
    """A venue with the year it took place in, where it does not say it: `NeurIPS` and 2017 are `NeurIPS 2017`."""
    if re.search(rf"(?<![0-9]){year}(?![0-9])|['’]{year[2:]}(?![0-9])", venue):
        return venue
    return f"{venue}, {year}" if venue[-1].isdigit() else f"{venue} {year}"


def keywords(text: str) -> tuple[str, ...]:
    """Keywords of one field, parted by semicolons or lines, or else by commas."""
    parts = re.split(r"[;；\n]" if re.search(r"[;；\n]", text.strip()) else r"[,，、]", text)
    return tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def language_tag(text: str) -> str:
    """The tag of a language that records name in many ways; "" for one we do not know."""
    return _LANGUAGES.get(text.strip().lower().partition("-")[0].partition("_")[0], "")


def lines_of(text: str) -> str:
    """Text over several lines without the space around them; blank lines part paragraphs."""
    lines = (" ".join(line.split()) for line in text.strip().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def one_line(text: str) -> str:
    """Text over several lines as one, without a space where it was broken between Chinese characters."""
    joined = ""
    for line in filter(None, (" ".join(line.split()) for line in text.split("\n"))):
        gap = "" if not joined or (is_cjk(joined[-1]) and is_cjk(line[0])) else " "
        joined += gap + line
    return joined
