"""One record of a bibliography as an item, each of its fields with a verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo

from digest.content.drafts import Link
from digest.content.works import is_web_address
from digest.importers.imported import Setting
from digest.importers.records.bibtex_file import BibField, Record
from digest.importers.records.bibtex_values import people
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
from digest.importers.stamps import read_stamp
from digest.items import Item
from digest.problems import Problem, warning
from digest.text.tex import address_of_tex, text_of_tex

_VENUES = ("booktitle", "journal", "journaltitle")
_ORGANIZATIONS = ("institution", "school")
_NOTES = ("note", "annote", "annotation")
_ADDED = ("date-added", "creationdate")
_DAYS = ("year", "month", "day")
_NOT_LINKS = frozenset(["file", "bibsource", "biburl", "local-url", "crossref", "xdata"])


class RecordReading:
    """One record on its way to an item."""

    def __init__(
        self,
        record: Record,
        parent: Record | None,
        number: int,
        claims: Claims,
        setting: Setting,
        path: str,
        remarks: list[Problem],
    ) -> None:
        self._record = record
        self._parent = parent
        self._number = number
        self._claims = claims
        self._zone = setting.zone
        self._path = path
        self._remarks = remarks
        self._values: dict[str, str] = {}
        self._links: list[Link] = []
        self._papers: list[Link] = []
        self._notes: list[str] = []
        self._organizations: list[str] = []
        self._tags: list[str] = []
        self._authors: tuple[str, ...] = ()
        self._date = self._date_of(record) or (self._date_of(parent) if parent else None)

    def item(self) -> Item:
        """The item; every line of the record gets its verdict."""
        record = self._record
        self._claims.entry(self._number, "record", record.first)
        self._claims.markup(record.first, record.last)
        read: set[str] = set()
        years: list[BibField] = []
        for field in record.fields:
            if field.key not in read and self._is_only_a_year(field):
                read.add(field.key)
                years.append(field)
                continue
            name, why = ("", "this field stands above already") if field.key in read else self._read(field)
            if why:
                self._claims.drop(why, field.first, field.last)
            else:
                read.add(field.key)
                self._claims.entry(self._number, name, field.first, field.last)
        title = self._values["title"]
        subtitle = self._values.get("subtitle", "")
        venue = self._values.get("venue", "")
        if not venue and self._parent:
            venue = one_line(text_of_tex(self._parent.tex("booktitle", "title")))
        for field in years:
            if venue:
                venue = with_year(venue, field.tex.strip())
                self._claims.entry(self._number, "venue", field.first, field.last)
            else:
                self._claims.drop(ONLY_A_YEAR, field.first, field.last)
        return Item(
            title=f"{title}: {subtitle}" if subtitle else title,
            line=record.first,
            id=stated_id(self._papers),
            date=self._date,
            seen=self._seen(),
            lang=self._values.get("lang", ""),
            authors=self._authors,
            organizations=tuple(dict.fromkeys(self._organizations)),
            subjects=tuple(self._values.get("subjects", "").split()),
            tags=tuple(dict.fromkeys(self._tags)),
            venue=venue,
            abstract=self._values.get("abstract", ""),
            links=distinct_links([*self._papers, *self._links]),
            body="\n\n".join(self._notes),
        )

    def _read(self, field: BibField) -> tuple[str, str]:
        """Read a field: the name of what it fills, or why it is left out."""
        key, text = field.key, one_line(text_of_tex(field.tex))
        if not text:
            return "", "an empty field"
        if key in {"title", "subtitle"}:
            return self._keep(key, text, "title")
        if key == "author":
            return self._people(field)
        if key in _VENUES:
            self._find_paper(text)
            return self._venue(text)
        if key == "abstract":
            return self._keep(key, lines_of(text_of_tex(field.tex)), key)
        if key in _NOTES:
            self._find_paper(text)
            self._notes.append(lines_of(text_of_tex(field.tex)))
            return "body", ""
        if key in {"keywords", "keyword", "tags"}:
            self._tags += keywords(text_of_tex(field.tex))
            return "tags", ""
        if key in _ORGANIZATIONS:
            self._organizations.append(text)
            return "organizations", ""
        if key in {"language", "langid"}:
            tag = language_tag(text)
            return self._keep("lang", tag, "lang") if tag else ("", "a language in words we do not know")
        if key in _DAYS or key == "date":
            return self._day(key)
        if key in _ADDED:
            return ("seen", "") if _moment(field.tex) else ("", "a time that cannot be read")
        return self._address(field) or self._other(field, text)

    def _other(self, field: BibField, text: str) -> tuple[str, str]:
        if field.key == "crossref":
            return ("venue", "") if self._parent else ("", "refers to a record that is not here")
        if field.key == "howpublished":
            if not self._values.get("venue") and not self._record.tex(*_VENUES):
                return self._keep("venue", text, "venue")
            self._notes.append(text)
            return "body", ""
        return "", f"entries have no {field.key[:40]}"

    def _address(self, field: BibField) -> tuple[str, str] | None:
        """Read a field that may hold an identifier or addresses."""
        key, text = field.key, address_of_tex(field.tex)
        kind = self._record.tex("archiveprefix", "eprinttype").strip().lower()
        if key == "doi":
            return self._paper(doi_link(text), "this is no DOI")
        if key in {"eprint", "arxivid"}:
            link = (
                arxiv_link(text, named=False)
                if kind == "arxiv" or key == "arxivid"
                else arxiv_link(text, named=True)
            )
            return self._paper(link, "an eprint whose archive is not said to be arXiv")
        if key in {"archiveprefix", "eprinttype"}:
            return ("id", "") if kind == "arxiv" else ("", f"entries have no {key}")
        if key in {"primaryclass", "eprintclass"}:
            return self._keep("subjects", text, "subjects") if kind == "arxiv" else None
        if key == "volume" and text.startswith("abs/"):  # as DBLP writes preprints
            return self._paper(arxiv_link(text.removeprefix("abs/"), named=False), "entries have no volume")
        if key == "url" or (key not in _NOT_LINKS and is_web_address(text)):
            links = web_links(text, "" if key in {"url", "howpublished"} else key)
            self._links += links
            return ("links", "") if links else ("", "its address is no http or https address")
        return None

    def _paper(self, link: Link | None, why: str) -> tuple[str, str]:
        if link is None:
            return "", why
        self._papers.append(link)
        return "links", ""

    def _find_paper(self, text: str) -> None:
        """Google Scholar names a preprint in the journal: `arXiv preprint arXiv:2105.00001`."""
        if link := arxiv_link(text, named=True):
            self._papers.append(link)

    def _keep(self, key: str, text: str, name: str) -> tuple[str, str]:
        self._values.setdefault(key, text)
        return name, ""

    def _venue(self, text: str) -> tuple[str, str]:
        if self._values.setdefault("venue", text) != text:
            self._notes.append(text)
            return "body", ""
        return "venue", ""

    def _people(self, field: BibField) -> tuple[str, str]:
        names = [name_in_order(one_line(text_of_tex(part)) for part in parts) for parts in people(field.tex)]
        if any(name.lower() in {"others", "et al", "et al."} for name in names):
            message = "“and others”: the list of authors is not complete"
            self._remarks.append(warning(message, path=self._path, line=field.first))
        self._authors = tuple(
            dict.fromkeys(
                name for name in names if name and name.lower() not in {"others", "et al", "et al."}
            )
        )
        return ("authors", "") if self._authors else ("", "no name of an author")

    def _day(self, key: str) -> tuple[str, str]:
        if self._date is None:
            return "", "a date that cannot be read"
        if key == "date" or not self._stamp(self._record):
            return "date", ""
        return "", "the field `date` says it"

    def _is_only_a_year(self, field: BibField) -> bool:
        if self._date is not None or field.key not in {"year", "date"} or self._record.tex("month"):
            return False
        return re.fullmatch(r"\s*[0-9]{4}\s*", field.tex) is not None

    def _date_of(self, record: Record) -> datetime | None:
        return self._stamp(record) or _day_of(
            {key: text_of_tex(record.tex(key)) for key in _DAYS}, self._zone
        )

    def _stamp(self, record: Record) -> datetime | None:
        found = read_stamp(text_of_tex(record.tex("date")), self._zone)
        return found.moment if found else None

    def _seen(self) -> datetime | None:
        moment = next((found for key in _ADDED if (found := _moment(self._record.tex(key)))), None)
        return moment.replace(tzinfo=self._zone) if moment and moment.tzinfo is None else moment


def _day_of(fields: Mapping[str, str], zone: tzinfo) -> datetime | None:
    found = month_and_day(fields["month"])
    if found is None:
        return None
    month, day = found
    written = fields["day"].strip()
    if written:
        day = int(written) if re.fullmatch(r"[0-9]{1,2}", written) else 0
    return midnight(fields["year"].strip(), month, day, zone)


def _moment(tex: str) -> datetime | None:
    """When a program noted a record: `2024-05-01 10:00:00 +0800`."""
    try:
        return datetime.fromisoformat(re.sub(r" (?=[+-][0-9])", "", tex.strip()))
    except ValueError:
        return None
