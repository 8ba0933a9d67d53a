"""One paper of an arXiv report: its heading, its labelled blocks, its analysis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, tzinfo
from itertools import dropwhile
from typing import NamedTuple

from digest.content.drafts import HistoryLine, Link, Source
from digest.importers.books import Books
from digest.importers.document import Document
from digest.importers.labels import read_label
from digest.importers.markdown import headings, inline_links, outlined, trimmed
from digest.importers.stamps import find_stamp
from digest.items import Item
from digest.links.find import find_addresses
from digest.links.kinds import link_kind
from digest.problems import Problem, warning
from digest.text.assistant import CHATTER, cut_chatter, is_refusal
from digest.text.blocks import closed_code_lines, is_rule, open_fence

LABELS = ("authors", "published", "categories", "abstract", "analysis", "key findings", "links")
"""The labels of the form, in their order."""

_TOP = 2  # the title of the entry's page stands above, as that of the paper did in the document
_BEFORE_ANALYSIS = LABELS[: LABELS.index("analysis")]

_LABEL = re.compile(
    r" {0,3}\*\*(?P<name>[^*:：\n]{1,40}?)(?:\s{0,4}[:：]\s{0,4}\*\*|\*\*\s{0,4}[:：])(?P<value>.*)"
)
_HEADING = re.compile(
    r" {0,3}#{2,3}[ \t]+\[(?P<title>.+)\]\((?P<url>https?://[^\s()<>]+)\)\s*", re.IGNORECASE
)
_ARXIV = re.compile(
    r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/"
    r"(?P<number>[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})(?:v(?P<version>[0-9]{1,3}))?(?:\.pdf)?/?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s{0,3}(?:[-*+•]|[0-9]{1,2}[.)])\s+")
_COMMAS = re.compile(r"[,，、;；]")
_BETWEEN_NAMES = re.compile(r"[,，、;；]| and ")
_NAME_SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}
_BETWEEN_LINKS = " \t|,，、;；·/-—"


class Place(NamedTuple):
    """Where a paper stands, its anchor or heading first, and what its heading says."""

    first: int
    heading: int
    last: int
    anchor: str
    title: str
    url: str


class Paper(NamedTuple):
    """A paper as an item, the labels it has in the document, and what was done to its text."""

    item: Item
    labels: frozenset[str]
    addresses: int
    chatter: int
    is_refused: bool
    headings: int
    remarks: tuple[Problem, ...]


class _Row(NamedTuple):
    """A line, or what is left of it behind its label."""

    line: int
    text: str


class _Part(NamedTuple):
    """A labelled block; without a label where the form knows none such."""

    label: str
    rows: list[_Row]


def paper_heading(line: str) -> tuple[str, str] | None:
    """Title and address of a line such as `## [Title](https://arxiv.org/abs/2602.11598v1)`."""
    match = _HEADING.fullmatch(line)
    title = match["title"].strip() if match else ""
    return (title, match["url"]) if match and title else None


def label_of(line: str) -> str:
    """The label of the form that a line begins with; empty where it begins with none."""
    match = _LABEL.match(line)
    name = match["name"].strip().lower() if match else ""
    return name if name in LABELS else ""


def is_arxiv(url: str) -> bool:
    """Whether an address is that of a paper on arXiv."""
    return _ARXIV.fullmatch(url) is not None


def read_paper(
    document: Document, place: Place, index: int, seen: datetime, zone: tzinfo, books: Books
) -> Paper:
    """Read the paper at a place as item number `index` of a report of the day `seen`."""
    if place.first < place.heading:
        books.navigation("anchor", place.first, place.heading - 1)
    books.entry(index, "title", place.heading)
    last = place.last
    while last > place.heading and (document.is_blank(last) or is_rule(document.lines[last - 1])):
        books.navigation("separator", last)
        last -= 1
    reading = _Reading(document, place, index, zone, books)
    labels: set[str] = set()
    for part in _parts(document.lines, place.heading + 1, last, books):
        labels.add(part.label)
        reading.read(part)
    return reading.close(seen, frozenset(labels))


class _Reading:
    """A paper while its blocks are read; every row goes into a field, into the body, or is dropped."""

    def __init__(self, document: Document, place: Place, index: int, zone: tzinfo, books: Books) -> None:
        self._document, self._place, self._index, self._zone = document, place, index, zone
        self._books = books
        self._published: datetime | None = None
        self._authors: tuple[str, ...] = ()
        self._subjects: tuple[str, ...] = ()
        self._abstract = ""
        self._findings: list[str] = []
        self._links = [Link(url=place.url, kind=link_kind(place.url), title=place.title)]
        self._urls = {place.url}
        self._addresses = 0
        self._body: list[str] = []
        self._chatter, self._is_refused = 0, False
        self._remarks: list[Problem] = []

    def read(self, part: _Part) -> None:
        """Read one labelled block."""
        match part.label:
            case "authors":
                self._authors = _names(self._value(part, "authors"))
            case "categories":
                value = self._value(part, "subjects")
                names = (name.strip() for name in _COMMAS.split(value))
                self._subjects = tuple(dict.fromkeys(name for name in names if name))
            case "published":
                self._read_date(part)
            case "abstract":
                self._abstract = trimmed([row.text for row in part.rows])
                self._keep("abstract", part.rows)
            case "analysis":
                self._read_analysis(part.rows)
            case "key findings":
                self._read_findings(part.rows)
            case "links":
                for row in part.rows:
                    self._read_links(row)
            case _:
                self._add_to_body(part.rows)

    def close(self, seen: datetime, labels: frozenset[str]) -> Paper:
        """The paper, when all its blocks are read."""
        place = self._place
        match = _ARXIV.fullmatch(place.url)
        source: Source | None = None
        history: tuple[HistoryLine, ...] = ()
        if match:
            source = Source(kind="arxiv", name="arXiv", url=f"https://arxiv.org/abs/{match['number']}")
            # The date of a paper on arXiv is that of its first version; a later one is known to be here by now.
            dated = self._published if match["version"] == "1" else seen
            if match["version"] and dated:
                history = (HistoryLine(date=dated.date().isoformat(), text=f"v{match['version']}"),)
        body = outlined(self._body, _TOP)
        item = Item(
            title=place.title,
            line=place.heading,
            id=f"arxiv:{match['number']}" if match else "",
            date=self._published,
            seen=seen,
            source=source,
            authors=self._authors,
            subjects=self._subjects,
            abstract=self._abstract,
            findings=tuple(self._findings),
            links=tuple(self._links),
            history=history,
            body=trimmed(body),
        )
        return Paper(
            item=item,
            labels=labels,
            addresses=self._addresses,
            chatter=self._chatter,
            is_refused=self._is_refused,
            headings=len(headings(body)),
            remarks=tuple(self._remarks),
        )

    def _keep(self, field: str, rows: Sequence[_Row]) -> None:
        for row in rows:
            self._books.entry(self._index, field, row.line)

    def _add_to_body(self, rows: Sequence[_Row]) -> None:
        if all(not row.text.strip() or is_rule(row.text) for row in rows):
            for row in rows:
                self._books.navigation("separator", row.line)
        else:
            self._body += ["", *(row.text for row in rows)] if self._body else [row.text for row in rows]
            self._keep("body", rows)

    def _value(self, part: _Part, field: str) -> str:
        """The first paragraph of a block; the rest of it has no place but the body."""
        texts = [row.text.strip() for row in part.rows]
        first = next((number for number, text in enumerate(texts) if text), 0)
        end = texts.index("", first) if "" in texts[first:] else len(texts)
        self._keep(field, part.rows[:end])
        self._add_to_body(part.rows[end:])
        return " ".join(texts[first:end])

    def _read_date(self, part: _Part) -> None:
        rows = list(dropwhile(lambda row: not row.text.strip(), part.rows))
        value = " ".join(row.text for row in rows).strip()
        stamp = find_stamp(value, self._zone)
        if stamp is not None and stamp.has_day:
            self._published = datetime.combine(stamp.moment, time(), self._zone)
            if not re.search(r"\w", value[: stamp.start] + value[stamp.end :].removeprefix("Z")):
                self._keep("date", rows)
                return
        elif value:
            self._remark(
                rows[0].line, f'"{value[:40]}" is no date: the paper has none', "add `date:` to the entry"
            )
        if rows:
            self._add_to_body([_Row(rows[0].line, f"**Published:** {rows[0].text}"), *rows[1:]])

    def _read_findings(self, rows: Sequence[_Row]) -> None:
        """Bullets with what is indented below them; without any bullet, paragraphs."""
        bullets = [_indent(row.text) for row in rows if _BULLET.match(row.text)]
        has_bullets = bool(bullets)
        findings: list[list[str]] = []
        others: list[_Row] = []
        is_open = False
        for row in rows:
            bullet = _BULLET.match(row.text)
            if bullet and _indent(row.text) > bullets[0] + 1:
                bullet = None
            if not row.text.strip():
                is_open = is_open and has_bullets
            elif bullet or (not has_bullets and not is_open):
                findings.append([row.text[bullet.end() if bullet else 0 :].strip()])
                self._keep("findings", [row])
                is_open = True
            elif is_open and (row.text[:1].isspace() or not self._document.is_blank(row.line - 1)):
                findings[-1].append(row.text.rstrip())
                self._keep("findings", [row])
            else:
                others.append(row)
                is_open = False
        self._findings = ["\n".join(lines) for lines in findings]
        self._add_to_body(others)

    def _read_links(self, row: _Row) -> None:
        bullet = _BULLET.match(row.text)
        text = row.text[bullet.end() if bullet else 0 :].strip()
        inline = list(inline_links(text))
        rest = text
        for link in reversed(inline):
            rest = rest[: link.start] + rest[link.end :]
        label = read_label(text)
        if label is not None and label.field == "link" and not inline:
            pairs = [(label.words, label.value)]
        elif inline and not rest.strip(_BETWEEN_LINKS):
            pairs = [(link.text, link.url) for link in inline if not link.is_picture]
        else:
            pairs = [("", text)]
        if pairs and all(_is_address(url) for _, url in pairs):
            for words, url in pairs:
                if url not in self._urls:
                    self._urls.add(url)
                    self._links.append(Link(url=url, kind=link_kind(url, words), title=words))
            self._addresses += len(pairs)
            self._keep("links", [row])
        else:
            self._add_to_body([row])

    def _read_analysis(self, rows: Sequence[_Row]) -> None:
        texts = [row.text for row in rows]
        line = next((row.line for row in rows if row.text.strip()), 0)
        if is_refusal(texts):
            self._is_refused = True
            for row in rows:
                self._books.drop("no analysis: the assistant asked for the paper", row.line)
            title = self._place.title
            message = f'"{title}" has no analysis: the assistant asked for the paper instead of reading it'
            self._remark(line, message, "write one in the body of the entry, or leave it without")
            return
        cut = cut_chatter(texts)
        for first, last in cut.chatter:
            self._books.drop(CHATTER, rows[first - 1].line, rows[last - 1].line)
        for number in cut.rules:
            self._books.navigation("separator", rows[number - 1].line)
        self._chatter += len(cut.chatter)
        kept = rows[cut.first - 1 : cut.last]
        opened = open_fence([row.text for row in kept])
        if opened:
            message = "the code that starts here is never closed: it takes the rest of the analysis"
            self._remark(kept[opened - 1].line, message, "close it with ``` in the entry")
        if cut.chatter and not kept:
            message = f'"{self._place.title}" has no analysis: there is only chatter of an assistant'
            self._remark(line, message)
        self._add_to_body(kept)

    def _remark(self, line: int, message: str, hint: str = "") -> None:
        self._remarks.append(warning(message, path=self._document.path, line=line, hint=hint))


def _parts(lines: Sequence[str], first: int, last: int, books: Books) -> list[_Part]:
    """The blocks of a paper.

    An analysis may use the words of the form for its own parts, so the labels behind it are the last ones of their
    name; those before it are the first ones. Where no analysis is, any line that begins with a label in bold is one.
    """
    code = closed_code_lines(lines[first - 1 : last])
    named = [
        (number, label_of(lines[number - 1]))
        for number in range(first, last + 1)
        if number - first + 1 not in code and _LABEL.match(lines[number - 1])
    ]
    known: dict[str, int] = {}
    for number, name in named:
        if name not in _BEFORE_ANALYSIS and name != "analysis":
            known[name] = number
        elif "analysis" not in known:
            known.setdefault(name, number)
    analysis = known.get("analysis", 0)
    behind = min((known[name] for name in LABELS[5:] if known.get(name, 0) > analysis), default=last + 1)
    starts = {
        number: name if known.get(name) == number else ""
        for number, name in named
        if not analysis < number < behind or not analysis
    }
    parts = [_Part("", [])]
    for number in range(first, last + 1):
        line = lines[number - 1]
        if number in starts:
            parts.append(_Part(starts[number], []))
        match = _LABEL.match(line) if starts.get(number) else None
        if match is None:
            parts[-1].rows.append(_Row(number, line))
        elif match["value"].strip():
            parts[-1].rows.append(_Row(number, match["value"].strip()))
        else:
            books.navigation("label", number)
    return parts


def _names(value: str) -> tuple[str, ...]:
    names: list[str] = []
    for part in _BETWEEN_NAMES.split(value):
        name = part.strip().removeprefix("and ").strip()
        if names and name.lower() in _NAME_SUFFIXES:
            names[-1] += f", {name}"
        elif name:
            names.append(name)
    return tuple(dict.fromkeys(names))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _is_address(text: str) -> bool:
    found = next(find_addresses(text), None)
    return found is not None and found.url == text
