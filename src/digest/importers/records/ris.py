"""RIS: the records of reference managers and publishers as works.

Read here and not by a package: the format is lines of a tag and a value, and the packages for it know no lines
of the file, keep one of several values, and pass over what stands between records.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from digest.content.drafts import Link
from digest.importers.document import Document
from digest.importers.imported import Imported, Setting
from digest.importers.records.claims import Claims
from digest.importers.records.fields import (
    ONLY_A_YEAR,
    arxiv_link,
    distinct_links,
    doi_link,
    keywords,
    language_tag,
    lines_of,
    midnight,
    month_and_day,
    name_in_order,
    one_line,
    stated_id,
    web_links,
    with_year,
)
from digest.items import Item
from digest.problems import DigestError, Problem, error

_TAGGED = re.compile(r"\s{0,3}([A-Z][A-Z0-9]) {1,2}-(?: (.*)|\s*)")
_START = re.compile(r"\s{0,3}TY {1,2}- *[A-Z]{2,8}\s*")
_DAY = re.compile(r"\s*([0-9]{4})(?:[/.-]([0-9A-Za-z]*)(?:[/.-]([0-9]*)(?:[/.-].*)?)?)?\s*")
# In this order: what the record itself is called comes before what stands for it in old programs.
_TITLES = ("TI", "T1", "CT")
_VENUES = ("T2", "JF", "JO", "BT", "C3", "JA", "J1", "J2", "T3")
_DATES = ("DA", "PY", "Y1")
_ABSTRACTS = ("AB", "N2")
_NOTES = ("N1", "RN")
_LINKS = ("UR", "LK", "L1", "L2", "L3", "L4")


class _Field(NamedTuple):
    """A tag, its text over all its lines, and those lines."""

    tag: str
    text: str
    first: int
    last: int


class _Record(NamedTuple):
    fields: tuple[_Field, ...]
    first: int
    last: int

    def first_of(self, tags: tuple[str, ...]) -> _Field | None:
        """The field with the first of these tags that has a text."""
        return next((field for tag in tags for field in self.fields if field.tag == tag and field.text), None)


def read_ris(document: Document, setting: Setting) -> Imported:
    """The records of a RIS file as items.

    A date needs a year and a month at least: a year alone goes to the venue, or is left out where there is none.
    Type and key of a record are its labels in the file; fields that entries have no place for (volume, pages ...)
    are left out.

    Raises:
        DigestError: there is no record, one is not closed, or fields stand outside records: then nothing is
            imported.
    """
    claims = Claims(document)
    records = _records(document, claims)
    items: list[Item] = []
    seen: dict[object, int] = {}
    for record in records:
        same = seen.setdefault(tuple((field.tag, field.text) for field in record.fields), record.first)
        if same != record.first:
            claims.drop("this record stands above already", record.first, record.last)
        elif record.first_of(_TITLES) is None:
            claims.drop("a record without a title cannot be an entry", record.first, record.last)
        else:
            items.append(_Reading(record, len(items), claims, setting).item())
    accounts, remarks = claims.close()
    return Imported(
        form="ris",
        document=document,
        items=tuple(items),
        accounts=accounts,
        counts={"records": len(records)},
        remarks=remarks,
    )


def ris_evidence(document: Document) -> int:
    """How surely a document is RIS: it begins with a record, or most of its lines are tagged."""
    lines = [line for line in document.lines if line.strip()]
    if not any(_START.fullmatch(line) for line in lines):
        return 0
    if _START.fullmatch(lines[0]):
        return 95
    tagged = sum(1 for line in lines if _TAGGED.fullmatch(line))
    return 60 if tagged * 10 >= len(lines) * 6 else 10


def _records(document: Document, claims: Claims) -> list[_Record]:
    """The records, or every reason why they cannot be read."""
    records: list[_Record] = []
    problems: list[Problem] = []
    opened = 0
    fields: list[_Field] = []
    for number, line in enumerate(document.lines, 1):
        found = _TAGGED.fullmatch(line)
        tag, text = (found[1], (found[2] or "").strip()) if found else ("", line.strip())
        if tag == "TY":
            if opened:
                problems.append(_not_closed(document, opened))
            opened, fields = number, []
        elif not opened:
            if tag:
                hint = "a record begins with a line like: TY  - JOUR"
                problems.append(
                    error(f"{tag} stands outside a record", path=document.path, line=number, hint=hint)
                )
            elif text:
                claims.drop("text outside the records", number)
        elif tag == "ER":
            records.append(_Record(_joined(fields), opened, number))
            opened = 0
        elif tag or text:
            fields.append(_Field(tag, text, number, number))
    if opened:
        message = f"the document ends early: the record of line {opened} is not closed"
        last = len(document.lines)
        problems.append(
            error(message, path=document.path, line=last, hint="get the whole of it; a record ends with ER")
        )
    if not problems and not records:
        hint = "a record begins with a line like: TY  - JOUR"
        problems.append(
            error("there is no RIS record in this document", path=document.path, line=1, hint=hint)
        )
    if problems:
        raise DigestError(problems)
    return records


def _joined(lines: list[_Field]) -> tuple[_Field, ...]:
    """The fields of a record: a line without a tag goes on with the one before it."""
    groups: list[list[_Field]] = []
    for line in lines:
        if line.tag or not groups:
            groups.append([])
        groups[-1].append(line)
    return tuple(
        _Field(group[0].tag, "\n".join(line.text for line in group).strip(), group[0].first, group[-1].last)
        for group in groups
    )


def _not_closed(document: Document, line: int) -> Problem:
    hint = "a record ends with a line ER  -"
    return error("this record is not closed before the next begins", path=document.path, line=line, hint=hint)


class _Reading:
    """One record on its way to an item."""

    def __init__(self, record: _Record, number: int, claims: Claims, setting: Setting) -> None:
        self._record = record
        self._number = number
        self._claims = claims
        title, venue = record.first_of(_TITLES), record.first_of(_VENUES)
        self._title = one_line(title.text) if title else ""
        self._venue = one_line(venue.text) if venue else ""
        days = [_day_of(field.text, setting) for tag in _DATES for field in record.fields if field.tag == tag]
        self._date = next((day for day in days if day), None)
        self._setting = setting
        self._authors: list[str] = []
        self._tags: list[str] = []
        self._links: list[Link] = []
        self._papers: list[Link] = []
        self._abstract = ""
        self._lang = ""
        self._year = ""  # of the venue, where no field gives a day
        self._notes: list[str] = []

    def item(self) -> Item:
        """The item; every line of the record gets its verdict."""
        record = self._record
        self._claims.entry(self._number, "record", record.first)
        self._claims.markup(record.first, record.last)
        for field in record.fields:
            name, why = self._read(field) if field.text else ("", "an empty field")
            if why:
                self._claims.drop(why, field.first, field.last)
            else:
                self._claims.entry(self._number, name, field.first, field.last)
        return Item(
            title=self._title,
            line=record.first,
            id=stated_id(self._papers),
            date=self._date,
            lang=self._lang,
            authors=tuple(dict.fromkeys(self._authors)),
            tags=tuple(dict.fromkeys(self._tags)),
            venue=with_year(self._venue, self._year) if self._year else self._venue,
            abstract=self._abstract,
            links=distinct_links([*self._papers, *self._links]),
            body="\n\n".join(self._notes),
        )

    def _read(self, field: _Field) -> tuple[str, str]:
        """Read a field: the name of what it fills, or why it is left out."""
        tag, text = field.tag, one_line(field.text)
        if not tag:
            return "", "text before the first field of a record"
        if tag in {*_TITLES, *_VENUES}:
            return self._name(tag, text)
        if tag in {"AU", "A1"}:
            self._authors += [
                name for line in field.text.split("\n") if (name := name_in_order(line.split(",")))
            ]
            return "authors", ""
        if tag in _DATES:
            return self._day(text)
        if tag == "DO":
            return self._paper(doi_link(text), "this is no DOI")
        if tag in _LINKS:
            links = [
                link
                for part in re.split(r"[;\s]+(?=https?://)", text)
                for link in web_links(part.strip("; "))
            ]
            self._links += links
            return ("links", "") if links else ("", "its address is no http or https address")
        if tag in _ABSTRACTS:
            return self._describe(lines_of(field.text))
        if tag == "KW":
            self._tags += keywords(field.text) if re.search(r"[;；\n]", field.text) else [text]
            return "tags", ""
        if tag in _NOTES:
            self._find_paper(text)
            self._notes.append(lines_of(field.text))
            return "body", ""
        if tag == "LA":
            self._lang = self._lang or language_tag(text)
            return ("lang", "") if language_tag(text) else ("", "a language in words we do not know")
        if tag in {"AN", "M1"} and (link := arxiv_link(text, named=True)):
            return self._paper(link, "")
        return "", f"entries have no place for {tag}"

    def _name(self, tag: str, text: str) -> tuple[str, str]:
        """Read a title: of the work, or of what it appeared in."""
        if tag in _TITLES:
            return ("title", "") if text == self._title else ("", "another title of the record")
        self._find_paper(text)
        return ("venue", "") if text == self._venue else ("", "another name of the venue")

    def _describe(self, text: str) -> tuple[str, str]:
        if self._abstract and text != self._abstract:
            self._notes.append(text)
            return "body", ""
        self._abstract = text
        return "abstract", ""

    def _day(self, text: str) -> tuple[str, str]:
        found = _day_of(text, self._setting)
        if found is None:
            parts = _DAY.fullmatch(text)
            if parts and self._date and not parts[2] and int(parts[1]) == self._date.year:
                return "date", ""  # the year of the date that another field gives
            if not parts or parts[2] or self._date:
                return "", "a date that cannot be read"
            if not self._venue:
                return "", ONLY_A_YEAR
            self._year = self._year or parts[1]
            return ("venue", "") if self._year == parts[1] else ("", "another date of the record")
        return ("date", "") if found == self._date else ("", "another date of the record")

    def _paper(self, link: Link | None, why: str) -> tuple[str, str]:
        if link is None:
            return "", why
        self._papers.append(link)
        return "links", ""

    def _find_paper(self, text: str) -> None:
        if link := arxiv_link(text, named=True):
            self._papers.append(link)


def _day_of(text: str, setting: Setting) -> datetime | None:
    """The day of `2024/05/12/`, the first of the month of `2024/05//`; None for a year alone or no date."""
    parts = _DAY.fullmatch(text)
    found = month_and_day(parts[2]) if parts and parts[2] else None
    if parts is None or found is None:
        return None
    return midnight(parts[1], found[0], int(parts[3][:4]) if parts[3] else found[1], setting.zone)
