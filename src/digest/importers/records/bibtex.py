"""BibTeX and BibLaTeX: the records of a bibliography as works."""

from __future__ import annotations

import re

from digest.importers.document import Document
from digest.importers.imported import Imported, Setting
from digest.importers.records.bibtex_file import Record, read_bib_file
from digest.importers.records.bibtex_record import RecordReading
from digest.importers.records.claims import Claims
from digest.importers.records.fields import (
    one_line,
)
from digest.items import Item
from digest.problems import warning
from digest.text.tex import text_of_tex

_START = re.compile(r"\s*@\s*([A-Za-z]+)\s*[{(]")
_FIELD = re.compile(r"\s*[A-Za-z][\w-]*\s*=\s*[\"{\w]")
_TYPES = re.compile(
    r"article|book(?:let)?|collection|conference|dataset|electronic|in(?:book|collection|proceedings)|manual|misc"
    r"|(?:masters|phd)?thesis|online|patent|periodical|proceedings|(?:tech)?report|software|unpublished|www"
    r"|string|preamble|comment",
    re.IGNORECASE,
)
_NO_TITLE = "a record without a title cannot be an entry"


def read_bibtex(document: Document, setting: Setting) -> Imported:
    """The records of a bibliography as items.

    Type and key of a record are its labels in the file and not kept. A date needs a year and a month at least:
    a year alone is left out, as nothing says on which day to show the work. A record with both names of a paper
    is known by that of arXiv. Fields that entries have no place for (`volume`, `pages` ...) are left out.

    Raises:
        DigestError: no record is there, or some are broken, all of them named: then nothing is imported.
    """
    claims = Claims(document)
    file = read_bib_file(document, claims)
    by_key = {record.key.lower(): record for record in reversed(file.records)}
    remarks = list(file.remarks)
    items: list[Item] = []
    seen: dict[object, int] = {}
    keys: dict[str, int] = {}
    users: dict[int, int] = {}
    for record in file.records:
        same = seen.setdefault((record.kind, record.key, _contents(record)), record.first)
        if same != record.first:
            claims.drop("this record stands above already", record.first, record.last)
            continue
        if keys.setdefault(record.key, record.first) != record.first:
            message = (
                f"the key `{record.key[:60]}` is that of line {keys[record.key]} too; both records are kept"
            )
            remarks.append(warning(message, path=document.path, line=record.first))
        if not one_line(text_of_tex(record.tex("title"))):
            claims.drop(_NO_TITLE, record.first, record.last)
            continue
        for number in record.abbreviations:
            users.setdefault(number, len(items))
        parent = by_key.get(record.tex("crossref").strip().lower())
        items.append(
            RecordReading(record, parent, len(items), claims, setting, document.path, remarks).item()
        )
    for number, (first, last) in enumerate(file.abbreviations):
        if number in users:
            claims.entry(users[number], "venue", first, last)
        else:
            claims.drop("an abbreviation that no record uses", first, last)
    accounts, left = claims.close()
    return Imported(
        form="bibtex",
        document=document,
        items=tuple(items),
        accounts=accounts,
        counts={"records": len(file.records)},
        remarks=tuple(sorted([*remarks, *left])),
    )


def bibtex_evidence(document: Document) -> int:
    """How surely a document is BibTeX: it begins with a record, or most of it is records."""
    lines = [line for line in document.lines if line.strip() and not line.lstrip().startswith("%")]
    starts = [line for line in lines if (found := _START.match(line)) and _TYPES.fullmatch(found[1])]
    if not starts:
        return 0
    if lines[0] is starts[0]:
        return 95
    inside = sum(1 for line in lines if _FIELD.match(line) or not line.strip(" \t,})"))
    return 60 if (len(starts) + inside) * 10 >= len(lines) * 6 else 10


def _contents(record: Record) -> tuple[tuple[str, str], ...]:
    return tuple((field.key, field.tex) for field in record.fields)
