"""A day's report on arXiv papers: a summary, a table of contents, and a labelled block for each paper.

A program wrote it and a language model its summary and analyses. What the model said to its user is left out, see
`assistant`; the document becomes the issue of its day, with every paper an entry of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from digest.importers.arxiv_report.ending import cut_ending, missing_papers, no_papers, shorter_than_others
from digest.importers.arxiv_report.outline import (
    TIME,
    Head,
    contents,
    find_places,
    part_names,
    read_head,
    unmatched,
)
from digest.importers.arxiv_report.paper import Place, is_arxiv, label_of, read_paper
from digest.importers.arxiv_report.quoted_titles import link_titles
from digest.importers.books import Books
from digest.importers.document import Document
from digest.importers.imported import Imported, IssuePart, Setting
from digest.importers.markdown import headings, outlined, trimmed
from digest.importers.stamps import find_stamp
from digest.problems import DigestError, Problem, error, warning
from digest.text.assistant import CHATTER, cut_chatter, is_refusal

_REPORT = re.compile(r"\barxiv\b.*\bpapers?\b|\bpapers?\b.*\barxiv\b", re.IGNORECASE)
_ENTRY = re.compile(r"\s*(?:[-*+]|[0-9]{1,4}[.)])\s+\[.*\]\(#[0-9]{4}\.[0-9]{4,5}(?:v[0-9]{1,3})?\)\s*")


def read_arxiv_report(document: Document, setting: Setting) -> Imported:
    """Read a report as the issue of its day and an item for each paper.

    Raises:
        DigestError: it has no paper, title or date, or ends before the last paper its table of contents names.
    """
    books = Books(document)
    places, tail = find_places(document)
    head = read_head(document, places[0].first - 1 if places else len(document.lines), books)
    problems: list[Problem] = []
    if not places:
        raise DigestError([no_papers(document, head)])
    problems += missing_papers(document, head, places)
    if not problems:
        problems += cut_ending(document, places[-1])
    if not head.title:
        hint = "give it one above the first paper: # arXiv papers - 2026-02-13"
        problems.append(error("this report has no title", path=document.path, line=1, hint=hint))
    moment, remarks = _moment(document, head, setting)
    if moment is None:
        hint = "say which with --week 2026-02-13, or put a line such as `time: 20260213` above the title"
        problems.append(
            error("this report has no date", path=document.path, line=head.title_line or 1, hint=hint)
        )
    if problems or moment is None:
        raise DigestError(problems)

    moment = setting.moment or moment
    papers = [
        read_paper(document, place, index, moment, setting.zone, books) for index, place in enumerate(places)
    ]
    problems += shorter_than_others(document, papers, places[-1])
    if problems:
        raise DigestError(problems)
    remarks += _read_contents(document, head, places, books)
    body, linked, chatter, refused = _read_body(document, head, places, tail, books, remarks)
    items = tuple(paper.item for paper in papers)
    counts = {
        "papers": len(items),
        "authors": sum(len(item.authors) for item in items),
        "findings": sum(len(item.findings) for item in items),
        "links": sum(len(item.links) for item in items),
        "headings in analyses": sum(paper.headings for paper in papers),
        "titles linked": linked,
        "chatter": chatter + sum(paper.chatter for paper in papers),
        "refusals": refused + sum(paper.is_refused for paper in papers),
    }
    return Imported(
        form="arxiv-report",
        document=document,
        items=items,
        issue=IssuePart(title=head.title, period=setting.period or moment.date(), date=moment, body=body),
        accounts=books.close(),
        counts=counts,
        remarks=tuple(sorted([*remarks, *(remark for paper in papers for remark in paper.remarks)])),
    )


def arxiv_report_evidence(document: Document) -> int:
    """How surely a document is such a report, 0 to 100."""
    places, _ = find_places(document)
    labels = {name for line in document.lines if (name := label_of(line))}
    named = [heading for heading in headings(document.lines) if heading.level <= 2]
    is_report = any(heading.level == 1 and _REPORT.search(heading.text) for heading in named[:3])
    parts = {part for heading in named for part in part_names(heading.text)}
    if any(is_arxiv(place.url) for place in places) and labels & {"authors", "abstract"}:
        return min(100, 60 + 15 * is_report + 5 * len(labels) + 5 * len(parts))
    # Cut off before its first paper it is still this form, and its reader says that it ends early.
    has_summary = any(heading.text.lower() == "executive summary" for heading in named)
    has_contents = any(map(_ENTRY.fullmatch, document.lines))
    return 20 * is_report + 15 * has_summary + 20 * has_contents


def _moment(document: Document, head: Head, setting: Setting) -> tuple[datetime | None, list[Problem]]:
    """The midnight of the report's day; the time line holds where the title disagrees."""
    written: date | None = None
    match = TIME.fullmatch(document.lines[head.time_line - 1]) if head.time_line else None
    if match:
        try:
            written = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            written = None
    stamp = find_stamp(head.title, setting.zone)
    titled = stamp.moment.date() if stamp and stamp.has_day else None
    remarks = []
    if written and titled and written != titled:
        message = f"the time line says {written}, the title {titled}: the issue is dated {written}"
        remarks.append(warning(message, path=document.path, line=head.time_line))
    elif match and not written:
        message = (
            f"the time line names a day that does not exist: {document.lines[head.time_line - 1].strip()}"
        )
        remarks.append(warning(message, path=document.path, line=head.time_line))
    day = written or titled
    return (datetime.combine(day, time(), setting.zone) if day else setting.moment), remarks


def _read_contents(document: Document, head: Head, places: Sequence[Place], books: Books) -> list[Problem]:
    """Close the books on the table of contents; what it names and is not there is left out, with a remark."""
    remarks = []
    for entry in unmatched(document, head, places):
        books.drop("the table of contents names no paper of this document", entry.line)
        message = f"the table of contents names a paper that is not here: {entry.text[:100]}"
        remarks.append(warning(message, path=document.path, line=entry.line))
    for entry in contents(document, head):
        books.navigation("table of contents", entry.line)
    return remarks


def _read_body(
    document: Document,
    head: Head,
    places: Sequence[Place],
    tail: int,
    books: Books,
    remarks: list[Problem],
) -> tuple[str, int, int, int]:
    """The text of the issue: what stands before the parts, the summary, and anything beside the papers."""
    texts: list[str] = []
    chatter = refused = 0
    listed = {entry.line for entry in contents(document, head)}
    rest = [*head.contents, *head.papers, *range(tail + 1, len(document.lines) + 1)]
    for numbers in (head.intro, head.summary, [number for number in rest if number not in listed]):
        lines = [document.lines[number - 1] for number in numbers]
        if is_refusal(lines):
            refused += 1
            for number in numbers:
                books.drop("no summary: the assistant asked for the papers", number)
            message = "this report has no summary: the assistant asked for the papers"
            line = next(number for number in numbers if not document.is_blank(number))
            remarks.append(warning(message, path=document.path, line=line))
            continue
        cut = cut_chatter(lines)
        for first, last in cut.chatter:
            books.drop(CHATTER, numbers[first - 1], numbers[last - 1])
        for number in cut.rules:
            books.navigation("separator", numbers[number - 1])
        chatter += len(cut.chatter)
        if cut.first <= cut.last:
            texts += ["", *lines[cut.first - 1 : cut.last]]
            for number in numbers[cut.first - 1 : cut.last]:
                books.page("text", number)
    body, linked = link_titles(trimmed(outlined(texts, 2)), [place.title for place in places])
    return body, linked, chatter, refused
