"""What arXiv announces each day: the feeds of rss.arxiv.org, RSS 2.0 or Atom.

A feed shows one day and is rightly empty on weekends and holidays. It has no submission dates and no comments:
papers are completed through the API by their ids, and are usable without.
Format: https://info.arxiv.org/help/rss_specifications.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal, get_args
from xml.etree.ElementTree import Element

import msgspec

from digest.sources.article import Dropped
from digest.sources.arxiv.records import (
    ARXIV,
    ATOM,
    ArxivTrouble,
    Author,
    Paper,
    arxiv_id,
    categories_of,
    feed_root,
    journal_doi,
)
from digest.sources.arxiv.tree import text_of, texts_of
from digest.text.clean import clean_line

_DC = "{http://purl.org/dc/elements/1.1/}"

AnnounceType = Literal["new", "cross", "replace", "replace-cross"]
_TYPES: tuple[AnnounceType, ...] = get_args(AnnounceType)
FRESH: tuple[AnnounceType, ...] = ("new", "cross")
"""Papers a category has for the first time."""

_OAI = re.compile(r"\s*oai:arxiv\.org:", re.IGNORECASE)
_HEAD = re.compile(
    r"\s*arXiv:(?P<id>\S{1,40})\s+Announce Type:\s*(?P<type>[a-z-]{1,20})\s*(?:Abstract:\s?)?", re.IGNORECASE
)
_BRACKET = re.compile(r"[(),]")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")
# "A (1), B (1 and 2) ((1) Place, (2) Place)": https://info.arxiv.org/help/prep.html#author
_LEGEND = re.compile(r"\(\s?\([0-9]{1,3}\).*\Z", re.DOTALL)
_LEGEND_LINE = re.compile(r"\(([0-9]{1,3})\)([^()]*)")
_NUMBERS = re.compile(r"[0-9]{1,3}(?:(?:\s?,\s?|\s?&\s?|\sand\s)[0-9]{1,3})*")


class Announcement(msgspec.Struct, frozen=True):
    """One line of the list of a day; `paper` has what the feed says of it."""

    type: AnnounceType
    paper: Paper


class Announcements(msgspec.Struct, frozen=True, kw_only=True):
    """The list of a day; `day` is the moment it was made for (midnight in New York), None where it is not said."""

    day: datetime | None = None
    items: tuple[Announcement, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def feed_address(categories: Iterable[str]) -> str:
    """The address of the feed of some categories; of an archive (`cs.*`) it is that of its name."""
    names = dict.fromkeys(category.removesuffix(".*") for category in categories)
    return f"https://rss.arxiv.org/rss/{'+'.join(names)}"


def read_announcements(body: bytes, url: str) -> Announcements:
    """Read a feed of announcements.

    Raises:
        ArxivTrouble: it is arXiv's error feed, is cut, or no feed at all.
    """
    root = feed_root(body, url, "rss", f"{ATOM}feed")
    channel = root if root.tag == f"{ATOM}feed" else root.find("channel")
    if channel is None:
        raise ArxivTrouble("no feed", url, "the feed has no channel", retryable=True)
    title = clean_line(_first(channel, "title", f"{ATOM}title"))
    if title.lower().startswith("feed error"):
        reason = clean_line(_first(channel, "description", f"{ATOM}subtitle"))[:300] or title
        raise ArxivTrouble("refused", url, f"arXiv refuses the question: {reason}", retryable=False)
    found: dict[str, Announcement] = {}
    dropped: list[Dropped] = []
    for element in [*channel.iterfind("item"), *channel.iterfind(f"{ATOM}entry")]:
        item = _announcement(element)
        if isinstance(item, Dropped):
            dropped.append(item)
        elif item.paper.id in found:
            dropped.append(Dropped(f"arXiv:{item.paper.id}", "it stands in this feed already"))
        else:
            found[item.paper.id] = item
    day = _moment(_first(channel, "pubDate", "lastBuildDate", f"{ATOM}updated"))
    return Announcements(day=day, items=tuple(found.values()), dropped=tuple(dropped))


def announced_ids(announcements: Announcements, types: Iterable[AnnounceType] = FRESH) -> tuple[str, ...]:
    """The ids to ask the API for, of these types, in the order of the feed."""
    wanted = set(types)
    return tuple(item.paper.id for item in announcements.items if item.type in wanted)


def completed(
    announcements: Announcements, papers: Iterable[Paper], types: Iterable[AnnounceType] = FRESH
) -> tuple[Paper, ...]:
    """The announced papers as the API has them; as announced where it lags behind, by a paper or a version."""
    known = {paper.id: paper for paper in papers}
    wanted = set(types)
    return tuple(
        known[item.paper.id]
        if item.paper.id in known and known[item.paper.id].version >= item.paper.version
        else item.paper
        for item in announcements.items
        if item.type in wanted
    )


def authors_in(text: str) -> tuple[Author, ...]:
    """The authors of `A. Name (Place One), B. Name, C. Name (Place, Two)`; brackets may be nested or left open."""
    legend: dict[str, str] = {}
    if found := _LEGEND.search(text):
        legend = {key: place.strip(" ,;") for key, place in _LEGEND_LINE.findall(found[0])}
        text = text[: found.start()]
    authors: dict[str, Author] = {}
    last = ""
    for part in _parts(text):
        name, _, rest = part.partition("(")
        name = " ".join(name.split())
        places = _places(" ".join(rest.strip().removesuffix(")").split()), legend)
        if last and _SUFFIX.fullmatch(name):
            places = (*authors.pop(last).affiliations, *places)
            name = f"{last}, {name}"
        if name:
            authors.setdefault(name, Author(name, places))
            last = name
    return tuple(authors.values())


def _parts(text: str) -> Iterator[str]:
    """What commas part outside brackets; behind a bracket that never closes each comma counts."""
    start = depth = 0
    for mark in _BRACKET.finditer(text):
        if mark[0] != ",":
            depth = max(depth + (1 if mark[0] == "(" else -1), 0)
        elif depth == 0:
            yield text[start : mark.start()]
            start = mark.end()
    yield from text[start:].split(",") if depth else [text[start:]]


def _places(text: str, legend: dict[str, str]) -> tuple[str, ...]:
    """The affiliations in a bracket, looked up where they are numbers; numbers without a legend are none."""
    if _NUMBERS.fullmatch(text):
        return tuple(legend[key] for key in re.findall(r"[0-9]+", text) if legend.get(key))
    return (text,) if text else ()


def _announcement(element: Element) -> Announcement | Dropped:
    guid = _first(element, "guid", f"{ATOM}id")
    name = _OAI.sub("arxiv:", guid).strip()
    description = _first(element, "description", f"{ATOM}summary")
    head = _HEAD.match(description)
    number, version = arxiv_id(name)
    if not number and head:
        number, version = arxiv_id(f"arxiv:{head['id']}")
    if not number:
        number, version = arxiv_id(_first(element, "link").strip())
    if not number:
        return Dropped(clean_line(guid)[:100] or "an item", "it names no paper on arXiv")
    said = _first(element, f"{ARXIV}announce_type").strip().lower() or (head["type"].lower() if head else "")
    kind = next((kind for kind in _TYPES if kind == said), None)
    if kind is None:
        return Dropped(f"arXiv:{number}", f'its type "{clean_line(said)[:20]}" is unknown')
    title = " ".join(_first(element, "title", f"{ATOM}title").split())
    if not title:
        return Dropped(f"arXiv:{number}", "it has no title")
    terms = [*texts_of(element, "category")]
    terms += [item.get("term", "") for item in element.iterfind(f"{ATOM}category")]
    creators = (author for text in texts_of(element, f"{_DC}creator") for author in authors_in(text))
    paper = Paper(
        id=number,
        version=version,
        title=title,
        authors=tuple({author.name: author for author in creators}.values()),
        abstract=description[head.end() :] if head else description,
        categories=categories_of("", terms),
        doi=journal_doi(_first(element, f"{ARXIV}DOI", f"{ARXIV}doi")),
        journal_ref=" ".join(_first(element, *_journal_names()).split()),
    )
    return Announcement(kind, paper)


def _journal_names() -> Iterator[str]:
    yield f"{ARXIV}journal_reference"
    yield f"{ARXIV}journal_ref"


def _first(element: Element, *names: str) -> str:
    """The first text that is there under one of these names."""
    return next((text for name in names if (text := text_of(element, name)).strip()), "")


def _moment(text: str) -> datetime | None:
    """A date of RFC 822 (RSS) or RFC 3339 (Atom) in UTC; None for what is neither, or has no zone."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text.strip())
            return moment.astimezone(UTC) if moment.tzinfo else None
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
