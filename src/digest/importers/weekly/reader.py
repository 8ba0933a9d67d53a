"""Weekly issues: a title line of highlights, a cover, a summary, a section for every work, one list of references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from msgspec.structs import replace

from digest.content.drafts import Image, Link
from digest.importers.books import Books
from digest.importers.document import Document
from digest.importers.imported import Imported, IssuePart, Setting, last_midnight
from digest.importers.markdown import trimmed
from digest.importers.stamps import find_stamp
from digest.importers.weekly.contents import Contents, words_beside_links
from digest.importers.weekly.ending import check_ending
from digest.importers.weekly.front import OTHER_WEEK, number_in, read_front
from digest.importers.weekly.highlights import after_label, bullet, split_highlights
from digest.importers.weekly.outline import Outline, Section, outline_of
from digest.importers.weekly.period import comment_period, named_week, newest
from digest.importers.weekly.references import Names, Reference, owned, read_references
from digest.importers.weekly.work import PICTURE_ELSEWHERE, is_usable, picture_in, read_work
from digest.items import Item
from digest.problems import DigestError, Problem, error, warning
from digest.text.titles import folded_title
from digest.text.weeks import Period, week_of_day

_CREDIT = re.compile(
    r"(?:封面|题图|头图|图片|配图)(?:图片?)?(?:源自|来自|来源[:：]?|出自|作者[:：]?|[:：])\s*(?P<who>[^（）()]+)"
    r"|(?:封面|题图|头图)由\s*(?P<maker>[^（）()]{1,40}?)\s*(?:绘制|制作|设计|提供|生成|拍摄)"
    r"|\b(?:cover|picture|image|photo)\s+(?:by|from)\s+(?P<by>[^（）()]+)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"[|｜].*[|｜]|【[^】]+】|周报|周刊|\bweekly\b", re.IGNORECASE)


_WEEKLY = re.compile(r"周报|周刊|\bweekly\b", re.IGNORECASE)


def weekly_evidence(document: Document) -> int:
    """How surely this is a weekly document, 0 to 100: by its labels first, then by its title and lists."""
    outline = outline_of(document)
    labelled = _labelled(outline)
    if not labelled:  # enough to be named as what it resembles
        return 10 if outline.level or _WEEKLY.search(outline.title[:300]) or outline.listed else 0
    points = 20 + 5 * (len(labelled) > 1) + 15 * bool(_TITLE.search(outline.title[:300]))
    points += 25 * any(outline.has_tags(section) for section in labelled)
    points += 20 * any(comment_period(line) is not None for line in document.lines[:20])
    if points > 25:  # the rest says nothing where none of these is there
        points += 10 * bool(outline.listed) + 5 * bool(outline.of_kind("summary"))
        points += 10 * bool(outline.of_kind("references"))
    return min(points, 100)


def read_weekly(document: Document, setting: Setting) -> Imported:
    """Read a weekly document: an issue whose picks are its sections, in their order.

    Raises:
        DigestError: it has no section with a summary, ends early, or nothing says which week it is of.
    """
    outline = outline_of(document)
    if not _labelled(outline):
        message = "this is no weekly document: no section has a line that begins with 概要： or Summary:"
        hint = "name another form with --form, or begin the text of every work with **概要**："
        raise DigestError([error(message, path=document.path, hint=hint)])
    check_ending(document, outline)
    return _Reading(document, outline, setting).imported()


def _labelled(outline: Outline) -> list[Section]:
    """The works with a summary; where the document names its week in a comment, an abstract does as well."""
    named = any(comment_period(line) is not None for line in outline.lines[:20])
    return [
        section
        for section in outline.works
        if outline.has_summary(section) or (named and outline.has_abstract(section))
    ]


class _Reading:
    """A document on its way into an issue."""

    def __init__(self, document: Document, outline: Outline, setting: Setting) -> None:
        self.document, self.outline, self.setting = document, outline, setting
        self.books = Books(document)
        self.remarks: list[Problem] = []
        self.title = outline.title
        self.period: Period | None = None
        self.cover: Image | None = None
        self.summary: list[str] = []
        self.highlights: list[str] = []
        self.editorial: list[str] = []
        self.references = 0
        self.contents = Contents(outline)
        self.separators = frozenset[int]().union(*map(outline.separators, outline.parts))

    def imported(self) -> Imported:
        """Everything the document says.

        Raises:
            DigestError: nothing says which week it is of.
        """
        outline, books = self.outline, self.books
        period = self.period = self._period()
        if outline.title_line:
            books.page("title", outline.title_line)
        front = read_front(outline, period, self.setting.zone, books)
        self.title = self.title or front.title
        self.cover = front.cover
        self.summary += [front.summary, ""] if front.summary else []
        self.highlights += front.highlights
        moment = last_midnight(period, self.setting.zone)
        items = [
            replace(read_work(number, outline, section, books), seen=moment)
            for number, section in enumerate(outline.works)
        ]
        for section in outline.parts:
            if section.kind == "contents":
                self._contents(section)
            elif section.kind in {"summary", "highlights"}:
                self._summary(section)
            elif section.kind == "text":
                self._text(section)
        items = self._with_references(items)
        counts = {
            "references": self.references,
            "pictures": sum(item.image is not None for item in items) + (self.cover is not None),
            "tags": sum(len(item.tags) for item in items),
        }
        issue = IssuePart(
            title=self.title,
            number=front.number or number_in(self.title),
            period=period,
            date=moment,
            cover=self.cover,
            summary=trimmed(self.summary),
            highlights=tuple(self.highlights),
            body=trimmed(self.editorial),
        )
        return Imported(
            form="weekly",
            document=self.document,
            items=tuple(items),
            issue=issue,
            accounts=books.close(),
            counts=counts,
            remarks=tuple(self.remarks),
        )

    def _period(self) -> Period:
        """The week or day asked for, or named, or that of the newest thing in the document."""
        if self.setting.period is not None:
            return self.setting.period
        preamble = [line for _, line in self.outline.body(self.outline.parts[0])]
        for line in preamble:
            if (period := comment_period(line)) is not None:
                return period
        front = {key.key: key.value for key in self.outline.front}
        for text in (front.get("week", ""), self.outline.title, front.get("title", ""), *preamble):
            if (week := named_week(text)) is not None:
                return week
        stamp = find_stamp(front.get("date", ""), self.setting.zone)
        if stamp is not None and stamp.has_day:
            return week_of_day(stamp.moment.date())
        dated = newest(self.document, self.setting.zone)
        week = week_of_day(dated.day)
        other = week_of_day(week.last_day + timedelta(days=1))
        hint = f"if it is another one, name it with --week, like {other}"
        self._remark(dated.line, f"the week {week} was taken from {dated.words}", hint)
        return week

    def _text(self, section: Section) -> None:
        """What stands before the sections, or a section that is no work: the editorial, but for the cover."""
        if section.line and self.contents.is_whole(section):
            self.books.navigation("table of contents", section.line)
        elif section.line:
            self.editorial += ["", self.document.lines[section.line - 1]]
            self.books.page("text", section.line)
        for number, line in self.outline.body(section):
            if number not in self.outline.code and self._is_furniture(number, line):
                continue
            picture = picture_in(line) if not section.line and number not in self.outline.code else None
            if picture is not None and self.cover is None and not any(self.editorial) and is_usable(picture):
                self.cover = replace(picture, credit=_credit(picture.alt))
                self.books.page("cover", number)
            else:
                self.editorial.append(line)
                self.books.page("text", number)
        self.editorial.append("")

    def _summary(self, section: Section) -> None:
        """The summary of the issue, and the highlights in it, in a row or one to a line."""
        self.books.navigation("heading", section.line)
        listing = section.kind == "highlights"
        lines = [
            (number, line)
            for number, line in self.outline.body(section)
            if number in self.outline.code or not self._is_furniture(number, line)
        ]
        row: list[str] | None = None
        for number, line in lines:
            self.books.page("summary", number)
            found = after_label(line) if number not in self.outline.code else None
            if found is not None:
                before, rest = found
                self.summary.append(before)
                row, listing = ([rest] if rest else None), not rest
            elif row is not None and line.strip():
                row.append(line.strip())
            elif listing and (text := bullet(line)):
                self.highlights.append(text)
            else:
                if row is not None:
                    self.highlights += split_highlights(row)
                row, listing = None, listing and not line.strip()
                self.summary.append(line)
        if row is not None:
            self.highlights += split_highlights(row)

    def _contents(self, section: Section) -> None:
        """The table of contents; what in it is no name of a section is kept in the editorial."""
        self.books.navigation("table of contents", section.line)
        strange = {entry.line for entry in self.contents.unlisted}
        names = {entry.line for entry in self.outline.listed} - strange
        keys = {folded_title(part.text) for part in self.outline.parts}
        for number, line in self.outline.body(section):
            said = words_beside_links(line) if number in names else ""
            if said and folded_title(said) not in keys:
                self.editorial.append(said)
                self.books.page("text", number)
            elif number in names or (line.strip() and folded_title(line) in keys):
                self.books.navigation("table of contents", number)
            elif number in self.outline.code or not self._is_furniture(number, line):
                self.editorial.append(line)
                self.books.page("text", number)
                if number in strange:
                    self._remark(number, "the table of contents names a section that is not there")
        self.editorial.append("")

    def _is_furniture(self, number: int, line: str) -> bool:
        """Account for what is no text: rules, the week, links to sections, pictures nobody can load; was it one?"""
        if number in self.separators:
            self.books.navigation("rule", number)
        elif (period := comment_period(line)) is not None:
            if period == self.period:
                self.books.page("week", number)
            else:
                self.books.drop(OTHER_WEEK, number)
        elif (picture := picture_in(line)) is not None and not is_usable(picture):
            self.books.drop(PICTURE_ELSEWHERE, number)
        elif self.contents.is_outside(number):
            self.books.navigation("table of contents", number)
        else:
            return False
        return True

    def _with_references(self, items: list[Item]) -> list[Item]:
        """The works with the links of the reference lists; a link of no work stays in the editorial."""
        names = Names([item.title for item in items])
        lists = self.outline.of_kind("references")
        links = [list(item.links) for item in items]
        works = list(self.outline.works)
        for section in lists:
            self.books.navigation("heading", section.line)
            above = [number for number, work in enumerate(works) if work.last == section.line - 1]
            group = above[0] if above and len(lists) > 1 else -1
            lines: list[tuple[int, str]] = []
            for number, line in self.outline.body(section):
                if number in self.outline.code or not self._is_furniture(number, line):
                    lines.append((number, line))
            for reference in read_references(lines):
                if not reference.links and (named := names.named(reference.text)) >= 0:
                    group = named
                    self.books.navigation("heading", reference.first, reference.last)
                    continue
                found = [owned(mention, names, group) for mention in reference.links]
                if not found or any(each.work < 0 for each in found):
                    self._stray(reference)
                    continue
                for work, link in found:
                    self.references += 1
                    links[work].append(link)
                self.books.entry(found[0].work, "links", reference.first, reference.last)
        for number, item in enumerate(items):
            if lists and not links[number]:
                self._remark(item.line, f"no reference belongs to “{item.name or item.title}”")
        return [replace(item, links=_distinct(own)) for item, own in zip(items, links, strict=True)]

    def _stray(self, reference: Reference) -> None:
        if reference.other_scheme:
            why = "its address begins with neither http:// nor https://"
            self.books.drop(why, reference.first, reference.last)
            return
        self.editorial.append(f"- {reference.text}")
        self.books.page("text", reference.first, reference.last)
        hint = "begin it with the name of its work"
        self._remark(
            reference.first, "this reference belongs to no work and stays in the text of the issue", hint
        )

    def _remark(self, line: int, message: str, hint: str = "") -> None:
        self.remarks.append(warning(message, path=self.document.path, line=line, hint=hint))


def _distinct(links: Sequence[Link]) -> tuple[Link, ...]:
    """Links each once; one without a title gives way to one with it."""
    titled = {link.url for link in links if link.title}
    return tuple(dict.fromkeys(link for link in links if link.title or link.url not in titled))


def _credit(alt: str) -> str:
    """Who made a cover, where its alternative text says so: `封面源自…`, `cover by …`."""
    match = _CREDIT.search(alt)
    return (match["who"] or match["maker"] or match["by"]).strip(" 。.") if match else ""
