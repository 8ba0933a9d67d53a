"""One section of a weekly document: a work with its picture, summary, tags and whatever else is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from digest.content.drafts import Image, Link
from digest.content.works import is_web_address
from digest.importers.books import Books
from digest.importers.labels import read_label
from digest.importers.markdown import inline_links, trimmed
from digest.importers.weekly.link_line import (
    heads_links,
    row_after_label,
    row_of_links,
    row_of_named_links,
)
from digest.importers.weekly.outline import (
    Outline,
    Section,
    after_abstract,
    after_note,
    after_summary,
    after_tags,
)
from digest.items import Item
from digest.links.find import find_addresses
from digest.links.kinds import link_kind
from digest.text.blocks import is_rule
from digest.text.titles import name_in

Text = Literal["summary", "abstract", "body"]

_LABELS: tuple[tuple[Text, Callable[[str], str | None]], ...] = (
    ("summary", after_summary),
    ("abstract", after_abstract),
    ("body", after_note),
)
_COMMENT = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*")
_HEADING = re.compile(r" {0,3}#{1,6}\s")
_HASH = re.compile(r"[#＃](?=[^\s#＃,，、;；`*])")
_NUMBER = re.compile(r"([0-9]{1,3})(?:[.)]\s+|、\s*)(?=\S)")
_TAG_ENDS = " \t,，、;；`*"
_LONGEST_LABEL_LINE = 2_500  # characters: longer lines are prose

PICTURE_ELSEWHERE = "a picture whose address is not on the web"


def read_work(number: int, outline: Outline, section: Section, books: Books) -> Item:
    """Read section `number` of the works (from 0), keeping the books; references come later."""
    title, links = _title(number, section.text)
    books.entry(number, "title", section.line)
    image: Image | None = None
    texts: dict[Text, list[str]] = {"summary": [], "abstract": [], "body": []}
    labelled: set[Text] = set()
    current: Text = "body"
    tags: list[str] = []
    separators = outline.separators(section)
    rows = _rows(outline, section)
    for line_number, line in outline.body(section):
        label = None if line_number in outline.code else _label(line, labelled)
        if not line.strip():
            texts[current].append("")
        elif line_number in rows:
            current = "body"
            links += rows[line_number]
            books.entry(number, "links", line_number)
        elif line_number in outline.code or _HEADING.match(line):
            current = "body"
            texts[current].append(line)
            books.entry(number, current, line_number)
        elif line_number in separators or (is_rule(line) and current != "body"):
            books.navigation("rule", line_number)
        elif label is not None:
            current, value = label
            labelled.add(current)
            texts[current].append(value)
            books.entry(number, current, line_number)
        elif (words := after_tags(line)) is not None:
            current = "body"
            tags += split_tags(words)
            books.entry(number, "tags", line_number)
        elif (picture := picture_in(line)) is not None and not is_usable(picture):
            books.drop(PICTURE_ELSEWHERE, line_number)
        elif picture is not None and image is None and not any(texts["body"]) and not tags:
            image = picture
            books.entry(number, "image", line_number)
        else:
            texts[current].append(line)
            books.entry(number, current, line_number)
    return Item(
        title=title,
        line=section.line,
        name=name_in(title),
        summary=trimmed(texts["summary"]),
        abstract=trimmed(texts["abstract"]),
        tags=tuple(dict.fromkeys(tags)),
        links=tuple(links),
        image=image,
        body=trimmed(texts["body"]),
    )


def _label(line: str, labelled: set[Text]) -> tuple[Text, str] | None:
    """The text a label line begins, the first of its kind, and what of it stands on the line."""
    for text, after in _LABELS:
        if text not in labelled and (value := after(line)) is not None:
            return text, value
    return None


def split_tags(value: str) -> tuple[str, ...]:
    """Tags in a line: `#a #b c #d`, or without marks `a、b`."""
    marks = [match.start() for match in _HASH.finditer(value)]
    if marks:
        pieces = [value[: marks[0]]]
        pieces += [value[start + 1 : end] for start, end in zip(marks, [*marks[1:], len(value)], strict=True)]
    else:
        pieces = re.split(r"[,，、;；]" if re.search(r"[,，、;；]", value) else r"\s+", value)
    return tuple(tag for piece in pieces if (tag := piece.strip(_TAG_ENDS)))


def picture_in(line: str) -> Image | None:
    """The picture of a line that holds nothing else."""
    text = line.strip()
    if not text.startswith("!["):
        return None
    link = next(inline_links(text), None)
    if link is None or not link.is_picture or (link.start, link.end) != (0, len(text)):
        return None
    return Image(link.url, link.text)


def is_usable(picture: Image) -> bool:
    """Whether a picture can be shown by its address."""
    return picture.src.lower().startswith("https://") and is_web_address(picture.src)


def is_comment(line: str) -> bool:
    """Whether a line is one comment of HTML and nothing else."""
    return _COMMENT.fullmatch(line) is not None


def _title(number: int, text: str) -> tuple[str, list[Link]]:
    """A heading without the number of the section, and the link it is, if it is one."""
    prefix = _NUMBER.match(text)
    title = text[prefix.end() :] if prefix and int(prefix[1]) == number + 1 else text
    link = next(inline_links(title), None)
    if (
        link
        and not link.is_picture
        and (link.start, link.end) == (0, len(title))
        and is_web_address(link.url)
    ):
        return link.text, [Link(link.url, link_kind(link.url))]
    return title, []


def _rows(outline: Outline, section: Section) -> dict[int, tuple[Link, ...]]:
    """The lines of a section that are links and no text, with these; a line that only heads such lines has none."""
    rows: dict[int, tuple[Link, ...]] = {}
    head, goes_on = 0, False
    for number, line in outline.body(section):
        if not line.strip():
            continue
        if number in outline.code:
            head, goes_on = 0, False
            continue
        value = row_after_label(line)
        heading = _HEADING.match(line)
        if value == "" or (heading and heads_links(line[heading.end() :])):
            head, goes_on = number, False
            continue
        is_row = bool(value or head or goes_on) and not heading
        links = row_of_links(value or line) if is_row else ()
        links = links or _labelled_links(line) or row_of_named_links(line)
        if links:
            rows[number] = links
        if links and head:
            rows[head] = ()
        head, goes_on = 0, bool(links) and is_row
    return rows


def _labelled_links(line: str) -> tuple[Link, ...]:
    """The links of a label line such as `论文链接：https://…`, one titled by its words; none for any other line."""
    if len(line) > _LONGEST_LABEL_LINE or "://" not in line:
        return ()
    label = read_label(line)
    if label is None or label.field != "link":
        return ()
    inline = next(inline_links(label.value), None)
    if inline is not None:
        url, words = inline.url, label.words
        if (inline.start, inline.end) != (0, len(label.value)) or inline.is_picture or "![" in inline.text:
            return row_of_links(line)
        if inline.text not in {"", url}:
            words = f"{label.words}：{inline.text}"
    else:
        found = next(find_addresses(label.value), None)
        if found is None or found.url != label.value.strip("<>"):
            return row_of_links(line)
        url, words = found.url, label.words
    return (Link(url, link_kind(url, words), words),) if is_web_address(url) else ()
