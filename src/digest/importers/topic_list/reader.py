"""Topic lists: one page of items under headings by sub-topic, as people keep them by pasting links and notes.

An item begins with its headline: a linked title, a title glued to its address, a time and a bar before it, a
venue before it, an account and time behind it, alone or in a list or heading. What follows up to the next item or
heading is about it. Its article is coverage where a paper, repository or page of the work is named too, else the
source of the item and one of its links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC

from digest.config.topics import topic_named
from digest.importers.books import Books
from digest.importers.document import Document
from digest.importers.imported import Imported, PagePart, Setting
from digest.importers.labels import Label, read_label, read_named_address
from digest.importers.markdown import unfinished
from digest.importers.topic_list.head import read_head
from digest.importers.topic_list.items import (
    Headline,
    Marker,
    addresses,
    has_words,
    is_telling,
    lone_address,
    plain,
    read_headline,
    read_marker,
)
from digest.importers.topic_list.page import Raw, merge_articles, page_body
from digest.importers.topic_list.record import Record
from digest.importers.topic_list.starts import Surroundings, could_start, is_next_article
from digest.links.canonical import work_key
from digest.links.kinds import is_label, kind_of_words, link_kind
from digest.problems import DigestError, error, warning
from digest.text.blocks import code_lines, is_rule
from digest.text.names import fold_name

_CONTENTS = re.compile(r"\s*(?:\[toc\]|\{:\s*toc\s*\}|<!--\s*toc\s*-->)\s*", re.IGNORECASE)
_CUT_ADDRESS = re.compile(r"(?:\bhttps?:/?/?|[^\x00-\x7f]https?)\s*\Z", re.ASCII)
_PRIVATE = "contact details of a person are not published"
_NOT_A_LIST = (
    "an item is a title with its link, or a time, a bar (｜) and a title; name any other form with --form"
)


_NUMBERED_TIME = re.compile(r"[0-9]{1,5}[.、)]\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\b[^|｜]{0,24}[|｜]")


def topic_list_evidence(document: Document) -> int:
    """How surely this is a topic list: 0 to 100, by how much of it items with articles or times make up."""
    code = code_lines(document.lines)
    texts = [(n, line) for n, line in enumerate(document.lines, 1) if line.strip() and n not in code]
    starts = [
        place for place, (_, line) in enumerate(texts) if could_start(line) and _is_sure(read_marker(line))
    ]
    if not starts:
        return 0
    is_layout = any(line.startswith("layout:") for _, line in texts[:20])
    if is_layout:
        return min(20, 5 * len(starts))
    # A number, a time and a bar are this form and no other, however much is said about each item.
    dated = sum(_NUMBERED_TIME.match(line) is not None for _, line in texts)
    certain = min(95, 50 + 5 * dated) if dated >= 3 else 0
    spread = 1 - starts[0] / len(texts)
    if len(starts) < 3 or spread < 0.6 or len(texts) > 20 * len(starts):
        return max(certain, min(20, 5 * len(starts)))
    return min(95, 50 + 5 * len(starts))


def read_topic_list(document: Document, setting: Setting) -> Imported:
    """Read a topic list: its items, and the page they stand on.

    Raises:
        DigestError: there is no title, no item, the front matter has faults, or the document ends early.
    """
    reading = _Reading(document, setting)
    reading.read()
    return reading.finish()


class _Reading:
    """One document while it is read, line by line; `open` is the item that the next lines are about."""

    def __init__(self, document: Document, setting: Setting) -> None:
        self.document = document
        self.zone = setting.zone
        self.books = Books(document)
        self.head = read_head(document, setting.zone, self.books)
        self.setting = setting
        self.title = self.head.title
        self.parts: list[Raw | Record] = []
        self.open: Record | None = None
        self.counts = dict.fromkeys(["sections", "label lines", "articles listed twice"], 0)
        self.code = code_lines(document.lines)
        self.around = Surroundings(document, self.code)

    def read(self) -> None:
        """Read all lines behind the front matter."""
        lines = self.document.lines
        number = self.head.body_line
        while number <= len(lines):
            number = self._read_line(number, lines[number - 1])

    def _read_line(self, number: int, line: str) -> int:
        """Read a line, or two that belong together; the number of the next one."""
        if number in self.code or not line.strip():
            self._text(number, line)
            return number + 1
        marker = read_marker(line)
        if _CONTENTS.fullmatch(line):
            self.books.navigation("table of contents", number)
        elif self._is_inside(marker):
            return self._read_text(number, line, marker)
        elif is_rule(line) and (number == 1 or self.document.is_blank(number - 1)):
            self.books.navigation("rule", number)
        elif marker.kind == "heading" and marker.indent < 4:
            self._heading(number, line, marker)
        else:
            return self._read_text(number, line, marker)
        return number + 1

    def _is_inside(self, marker: Marker) -> bool:
        """Whether a line is indented as a part of the item of a list."""
        own = self.open.marker if self.open else None
        return own is not None and own.kind in {"number", "bullet"} and marker.indent > own.indent

    def _read_text(self, number: int, line: str, marker: Marker) -> int:
        headline = read_headline(marker.text, self.zone) if could_start(line) else Headline(marker.text)
        label = read_label(line) or read_named_address(line) if ":" in line or "：" in line else None
        value, last = self.around.value(number, label) if label else ("", number)
        is_glued = label is not None and label.field == "link" and not lone_address(value)
        if is_glued and self.around.is_start(number, marker, headline, None, self.open):
            label = None  # `3. 新模型：快了一倍https://…` is a headline with a colon
        if self._is_named_by_address(marker, headline, label, value):
            self._start(Record(number, marker, headline))
            return number + 1
        links = _link_list(marker.text) if self.open and self.open.title else []
        if self.open and links and not _is_own_item(marker, links, self.open):
            self.open.add_links(number, links)
            self.counts["label lines"] += 1
            return number + 1
        if label and value and self.open and not is_next_article(marker, headline, self.open):
            self.open.add_label(number, label, line, value, last, self.zone)
            self.counts["label lines"] += 1
            return last + 1
        if self.around.is_start(number, marker, headline, label, self.open):
            self._start(Record(number, marker, headline))
        elif self.open is None or not self._continue(self.open, number, marker):
            self._text(number, line)
        return number + 1

    def _is_named_by_address(
        self, marker: Marker, headline: Headline, label: Label | None, value: str
    ) -> bool:
        """Whether a line of a list is a label and an address and still an item, as nothing else names the work."""
        if label is None or headline.title or not headline.label or not lone_address(value):
            return False
        if self.open is None:
            return marker.kind == "number"
        is_beside = marker.kind in {"number", "bullet"} and marker[:2] == self.open.marker[:2]
        papers = self.open.papers() if is_beside and link_kind(headline.url, label.words) == "paper" else ()
        return bool(papers) and work_key(headline.url) not in papers

    def _heading(self, number: int, line: str, marker: Marker) -> None:
        headline = read_headline(marker.text, self.zone)
        is_named = bool(headline.title or headline.label)
        if is_named and (headline.url or (headline.is_stamped and headline.is_barred)):
            self._start(Record(number, marker, headline))
        elif self.open and self.open.marker.kind == "heading" and marker.number > self.open.marker.number:
            self.open.add_text(number, line)
        elif marker.number == 1 and fold_name(plain(marker.text)) == fold_name(
            self.title or plain(marker.text)
        ):
            self.open = None
            self.title = self.title or plain(marker.text)
            self.books.page("title", number)
        else:
            self.open = None
            self.parts.append(Raw(number, line))
            self.counts["sections"] += marker.number == 2

    def _start(self, record: Record) -> None:
        if len(record.opening) == 1 and (links := _link_list(record.opening[0])):
            record.opening.clear()
            record.add_links(record.line, links)
        self.open = record
        self.parts.append(record)

    def _text(self, number: int, line: str) -> None:
        if self.open:
            self.open.add_text(number, line)
        else:
            self.parts.append(Raw(number, line))

    def _continue(self, record: Record, number: int, marker: Marker) -> bool:
        """Take a line as the title or an address of the open item."""
        if url := lone_address(marker.text):
            record.add_address(url)
            record.lines.append((number, "link"))
            return True
        if not record.title:
            headline = read_headline(marker.text, self.zone)
            if headline.title:
                record.set_title(number, headline)
                return True
        if marker.kind == "number" and marker.indent == record.marker.indent:
            record.last_number = marker.number
        return False

    def finish(self) -> Imported:
        """Put the items and the page together and close the books.

        Raises:
            DigestError: see `read_topic_list`.
        """
        self._check()
        merged = merge_articles(self.parts)
        self.counts["items"] = len(merged.items)
        self.counts["articles listed twice"] = merged.repeats
        for index, record in enumerate(merged.items):
            for number, field in record.lines:
                self.books.entry(index, field, number)
            for number in record.dropped:
                self.books.drop(_PRIVATE, number)
        body, untitled = page_body(self.parts, merged, self.document, self.books)
        for record in untitled:
            for number in record.dropped:
                self.books.drop(_PRIVATE, number)
        message = "this item has no title: its lines are text of the page"
        head = self.head
        topic = topic_named(self.title, self.setting.topics)
        topics = (topic.id,) if topic else ()
        return Imported(
            form="topic-list",
            document=self.document,
            items=tuple(
                record.item(seen=head.date or self.setting.moment, topics=topics) for record in merged.items
            ),
            page=PagePart(
                title=self.title,
                name=head.name,
                address=head.address,
                date=head.date,
                summary=head.summary,
                tags=head.tags,
                body=body,
            ),
            accounts=self.books.close(),
            counts=self.counts,
            remarks=tuple(warning(message, path=self.document.path, line=record.line) for record in untitled),
        )

    def _check(self) -> None:
        path, lines = self.document.path, self.document.lines
        last = next(number for number in range(len(lines), 0, -1) if lines[number - 1].strip())
        problems = []
        records = [part for part in self.parts if isinstance(part, Record)]
        if not any(record.title for record in records):
            problems.append(error("no item was found: this is no topic list", path=path, hint=_NOT_A_LIST))
        elif not self.title:
            message = "the page has no title"
            problems.append(error(message, path=path, line=1, hint="begin with a line such as `# 多模态`"))
        if ending := self._ending(last, records):
            message = f"the document ends early: {ending}"
            problems.append(error(message, path=path, line=last, hint="get the whole of it"))
        if problems:
            raise DigestError(problems)

    def _ending(self, last: int, records: Sequence[Record]) -> str:
        line = self.document.lines[last - 1]
        if unclosed := unfinished(self.document.lines):
            return f"{unclosed} is not closed"
        if last < self.head.body_line:
            return ""
        if _CUT_ADDRESS.search(line):
            return "its last address is not whole"
        label = read_label(line)
        if label and not label.value:
            return "its last label has no value"
        if records and not records[-1].title and self.parts[-1] is records[-1]:
            return "its last item has no title"
        return ""


def _is_sure(marker: Marker) -> bool:
    """Whether a line can hardly be anything else than the first of an item."""
    headline = read_headline(marker.text, UTC)
    if not has_words(headline.title) and not headline.is_barred:
        return False
    in_list = marker.kind in {"number", "heading"} or (marker.kind == "bullet" and headline.is_linked)
    return (headline.is_stamped and headline.is_barred) or (
        in_list and marker.indent < 2 and headline.is_of_article
    )


def _is_own_item(marker: Marker, links: Sequence[tuple[str, str]], own: Record) -> bool:
    """Whether a line of links begins with the title of another item: beside that of the open one, and no label."""
    words = links[0][1]
    is_beside = marker.kind in {"number", "bullet"} and marker[:2] == own.marker[:2]
    return is_beside and is_telling(words) and not is_label(words)


def _link_list(text: str) -> list[tuple[str, str]]:
    """Address and words of a line that is only links named for what they lead to: `[论文](…) | [代码](…)`."""
    if "](" not in text:
        return []
    found, end, rest = [], 0, ""
    for address in addresses(text):
        rest += text[end : address.start]
        end = address.end
        if not address.words or len(address.words) > 20 or kind_of_words(address.words) == "other":
            return []
        found.append((address.url, address.words))
    return [] if has_words(rest + text[end:]) else found
