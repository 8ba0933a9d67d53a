"""One item of a topic list while its lines are gathered, and the `Item` it becomes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from itertools import chain, repeat
from typing import NamedTuple

from digest.content.drafts import Coverage, Link, LinkKind, Source
from digest.importers.labels import Label, split_names
from digest.importers.markdown import outlined, trimmed
from digest.importers.stamps import find_stamp
from digest.importers.topic_list.items import (
    Headline,
    Marker,
    addresses,
    has_words,
    is_telling,
    plain,
)
from digest.items import Item
from digest.links.canonical import work_key
from digest.links.kinds import link_kind
from digest.text.blocks import code_lines

_NAMING: frozenset[LinkKind] = frozenset({"paper", "code", "project", "model", "dataset", "demo"})
_WORDS = re.compile(r"[^\W_]+")
_LONGEST_NAME = 80
_SENTENCE = re.compile(r"[。！？!?]")
_NUMBERED = re.compile(r"(?P<indent>[ \t]*)(?P<number>[0-9]{1,5})(?=[.)][ \t])")
_NAME_END = re.compile(r"：|:\s")


class BodyLine(NamedTuple):
    """A line of the text about a work; `is_field` where a field says it, so that the text need not."""

    line: int
    text: str
    is_field: bool = False


class Record:
    """What the lines of one item have said so far. Mutable: it grows line by line, `item` ends it."""

    def __init__(self, line: int, marker: Marker, headline: Headline) -> None:
        self.line = line
        self.marker = marker
        self.title = headline.title
        self.moment = headline.moment
        self.venue = headline.venue
        self.account = headline.account
        self.paper_title = ""
        self.authors: dict[str, None] = {}  # names in their order, each once
        self.organizations: dict[str, None] = {}
        self.links: dict[str, Link] = {}
        self.articles: dict[str, None] = {}
        self.opening: list[str] = [headline.rest] if headline.rest else []
        self.body: list[BodyLine] = []
        self.lines: list[tuple[int, str]] = [(line, "title")]
        self.dropped: list[int] = []
        self.last_number = 0  # of the list within the text
        self._waiting = ""  # a paper's title that no link carries yet, and its line
        self._waiting_line = 0
        self._untitled = ""  # the address of a paper without its title yet
        self.label = headline.label
        self.is_named_by_address = bool(headline.label) and not headline.title
        if headline.url:
            self.add_address(headline.url, headline.label)
        if self.is_named_by_address:
            self.title = name_of_address(headline.url)

    def add_text(self, line: int, text: str) -> None:
        """Text about the work; blank lines are part of it."""
        self.body.append(BodyLine(line, text))
        if text.strip():
            self.lines.append((line, "body"))

    def set_title(self, line: int, headline: Headline) -> None:
        """The headline where it stands below the time of the item."""
        self.title = headline.title
        self.moment = self.moment or headline.moment
        self.venue = self.venue or headline.venue
        self.account = self.account or headline.account
        if headline.url:
            self.add_address(headline.url)
        if headline.rest:
            self.body.append(BodyLine(line, headline.rest))
        self.lines.append((line, "title"))

    def raw_lines(self, lines: Sequence[str]) -> list[tuple[int, str]]:
        """The document's own lines from the first to the last of this item, but for what is private."""
        numbers = range(self.line, max(line for line, _ in self.lines) + 1)
        private = frozenset(self.dropped)
        return [(number, lines[number - 1]) for number in numbers if number not in private]

    def add_address(self, url: str, words: str = "", title: str = "") -> None:
        """An address of the work, once, with the words beside it and its own title."""
        kind = link_kind(url, words)
        if not words and (kind == "article" or not (kind != "other" or self.articles or self.links)):
            self.articles[url] = None  # what the headline leads to is an article, whatever its host is
            return
        old = self.links.get(url)
        if kind == "paper" and self._waiting and not (old and old.title):
            title, self._waiting = self._waiting, ""
        if old is None or not old.title:
            self.links[url] = Link(url, old.kind if old else kind, title)
            if kind == "paper":
                self._untitled = "" if title else url

    def add_links(self, line: int, links: Sequence[tuple[str, str]]) -> None:
        """A line of nothing but links named for what they lead to: address and words of each."""
        for url, words in links:
            self.add_address(url, words, plain(words) if is_telling(words) else "")
        self.lines.append((line, "link"))

    def add_label(self, line: int, label: Label, raw: str, value: str, last: int, zone: tzinfo) -> None:
        """A label line (or two: the value may stand on line `last`).

        What is a field is taken out of the text; a line of which a word would be lost stays there as well.
        """
        if label.field == "contact":
            self.dropped += [line] if last == line else [line, last]
            return
        text = raw if last == line else f"{raw.rstrip()}\n{value}"
        self.body.append(BodyLine(line, text, is_field=self._take(line, label, value, zone)))
        field = "paper title" if label.field == "title" else label.field
        self.lines += [(number, field) for number in dict.fromkeys([line, last])]

    def _take(self, line: int, label: Label, value: str, zone: tzinfo) -> bool:
        """Make fields of a label's value; whether they say all of it."""
        if label.field == "link":
            return self._take_links(label, value)
        if label.field == "title":
            if self._waiting or "://" in value:
                return False
            self._give_title(line, plain(value))
            return True
        if label.field in {"authors", "organizations"}:
            names = () if "://" in value or _SENTENCE.search(value) else split_names(value)
            if any(len(name) > _LONGEST_NAME for name in names):
                return False
            (self.authors if label.field == "authors" else self.organizations).update(dict.fromkeys(names))
            return _says_all(" ".join(names), value)
        if label.field == "venue" and not self.venue and len(value) <= 60:
            self.venue = plain(value)
            return _says_all(self.venue, value)
        if label.field == "date":
            stamp = find_stamp(value[:60], zone)
            if stamp and stamp.has_day and not has_words(value[: stamp.start] + value[stamp.end :]):
                if self.moment is None:
                    self.moment = stamp.moment
                return self.moment == stamp.moment
        return False

    def _take_links(self, label: Label, value: str) -> bool:
        own = is_telling(label.words)
        rest, end = "", 0
        says_all = True
        for address in addresses(value):
            rest += value[end : address.start] + " "
            end = address.end
            kind = link_kind(address.url, label.words)
            title = plain(address.words) if is_telling(address.words) else ""
            if own and kind != "paper" and not title:
                title = plain(label.words)
            elif own:
                says_all = False
            # A paper has one title: the words of its link give way to the title on its label line.
            says_all = says_all and not (kind == "paper" and title and self._waiting)
            self.add_address(address.url, label.words, title)
        return end > 0 and says_all and not has_words(rest + value[end:])

    def _give_title(self, line: int, title: str) -> None:
        self.paper_title = self.paper_title or title
        if self.is_named_by_address:
            self.title, self.is_named_by_address = title, False
        if self._untitled:
            self.links[self._untitled] = Link(self._untitled, "paper", title)
            self._untitled = ""
        else:
            self._waiting, self._waiting_line = title, line

    def merge(self, other: Record) -> None:
        """Take in what the document says elsewhere about the same article; what no field has room for is text."""
        said = [
            *([other.venue] if self.venue and other.venue != self.venue else []),
            *([other.title] if other.title != self.title else []),
            *([other.account] if self.account and other.account != self.account else []),
        ]
        headline = " | ".join(word for word in said if word)
        self.body += [BodyLine(0, ""), BodyLine(other.line, headline), BodyLine(0, "")]
        self.body += [BodyLine(other.line, text) for text in other.opening]
        self.body += [BodyLine(0, ""), *other.text_lines()]
        self.moment = self.moment or other.moment
        self.venue = self.venue or other.venue
        self.account = self.account or other.account
        self.paper_title = self.paper_title or other.paper_title
        self.authors.update(other.authors)
        self.organizations.update(other.organizations)
        for url, link in other.links.items():
            own = self.links.get(url)
            if own is None or not own.title:
                self.links[url] = link
            elif link.title not in {"", own.title}:
                self.body += [BodyLine(0, ""), BodyLine(other.line, link.title)]
        self.articles.update(other.articles)
        self.lines += other.lines
        self.dropped += other.dropped

    def papers(self) -> frozenset[str]:
        """Keys of its papers, the same for every address of one."""
        return frozenset(work_key(link.url) for link in self.links.values() if link.kind == "paper")

    def text_lines(self) -> list[BodyLine]:
        """The lines of its text, without the indent that they share and without what became a field."""
        waiting = self._waiting_line if self._waiting else 0
        lines = [
            line._replace(is_field=False) if line.line == waiting and waiting else line for line in self.body
        ]
        kept = [line for line in _renumbered(lines) if not line.is_field]
        indents = [len(line.text) - len(line.text.lstrip()) for line in kept if line.text.strip()]
        shared = min(indents, default=0)
        return [line._replace(text=line.text[shared:]) for line in kept]

    def item(self, *, seen: datetime | None, topics: tuple[str, ...]) -> Item:
        """The item, with its article as coverage where the work is named by another address, else as its source."""
        links = tuple(self.links.values())
        coverage: tuple[Coverage, ...] = ()
        source = None
        if self.articles and any(link.kind in _NAMING for link in links):
            day = self.moment.date().isoformat() if self.moment else ""
            coverage = tuple(
                Coverage(url, "wechat" if _is_wechat(url) else "article", *said)
                for url, said in zip(
                    self.articles,
                    chain([(self.account, self.title, day)], repeat(("", "", ""))),
                    strict=False,
                )
            )
        elif not self.articles and self.account:
            source = Source(name=self.account)
        elif self.articles:
            first = next(iter(self.articles))
            source = Source("wechat" if _is_wechat(first) else "page", self.account, first)
            links = (*(Link(url, "article") for url in self.articles if url not in self.links), *links)
        return Item(
            title=self.title,
            line=self.line,
            name=short_name(self.paper_title),
            date=self.moment,
            seen=self.moment or seen,
            source=source,
            authors=tuple(self.authors),
            organizations=tuple(self.organizations),
            topics=topics,
            venue=self.venue,
            links=links,
            coverage=coverage,
            body=_text(self.opening, self.text_lines()),
        )


def name_of_address(url: str) -> str:
    """What a work is called by its address alone: `arXiv:2505.09568`, the name of its repository, else the address."""
    scheme, _, name = work_key(url).partition(":")
    if scheme == "arxiv":
        return f"arXiv:{name}"
    return name.rpartition("/")[2] if scheme == "github" and name else url


def short_name(paper_title: str) -> str:
    """The name that a paper's title begins with (`MokA: …`): at most two words and 24 characters."""
    name = _NAME_END.split(paper_title, maxsplit=1)[0].strip()
    is_name = name != paper_title.strip() and len(name) <= 24 and len(name.split()) <= 2
    return name if is_name and has_words(name) else ""


def _text(opening: Sequence[str], body: Sequence[BodyLine]) -> str:
    lines = [line for entry in body for line in entry.text.split("\n")]
    # A rest of the headline is a paragraph of its own.
    return trimmed(outlined([*opening, *([""] if opening else []), *lines], 2))


def _renumbered(lines: Sequence[BodyLine]) -> list[BodyLine]:
    """The lines with the numbers of their lists closed up where a line between became a field."""
    code = code_lines([line.text for line in lines])
    gone: dict[int, int] = {}  # by indent: lines of the present list that are left out
    closed = []
    for place, line in enumerate(lines, 1):
        match = None if place in code else _NUMBERED.match(line.text)
        text = line.text
        if match is not None:
            indent, number = len(match["indent"]), int(match["number"])
            if number == 1:
                gone[indent] = 0
            if line.is_field:
                gone[indent] = gone.get(indent, 0) + 1
            elif 0 < gone.get(indent, 0) < number:
                text = f"{match['indent']}{number - gone[indent]}{text[match.end() :]}"
        elif not line.is_field and text[:1].strip():
            gone.clear()  # a paragraph ends all lists
        closed.append(line._replace(text=text))
    return closed


def _says_all(kept: str, value: str) -> bool:
    """Whether every word of a value is in what was kept of it."""
    return set(_WORDS.findall(value)) <= set(_WORDS.findall(kept))


def _is_wechat(url: str) -> bool:
    return url.partition("://")[2].lower().startswith("mp.weixin.qq.com/")
