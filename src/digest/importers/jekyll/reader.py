"""Long topic posts of Jekyll sites: front matter, prose, and works under dated headings (`### 【2025-8-29】name`).

The post becomes a topic page: its prose under its headings, and for every work a line that leads to its entry.
An entry's body is the post's text about the work word for word, with the lines of its links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC

from digest.config.topics import topic_named
from digest.importers.books import Books
from digest.importers.document import Document
from digest.importers.imported import Imported, PagePart, Setting
from digest.importers.jekyll.ending import check_ending
from digest.importers.jekyll.front import front_lines, read_front
from digest.importers.jekyll.marks import count_marks, heading_mark, impossible_mark
from digest.importers.jekyll.outline import Node, outline, repeats_title
from digest.importers.jekyll.text import Text
from digest.importers.jekyll.topic import page_body
from digest.importers.jekyll.works import read_works
from digest.importers.markdown import Heading, headings
from digest.problems import DigestError, Problem, error, warning
from digest.text.blocks import code_lines

_SIGN = re.compile(r"layout\s*:|permalink\s*:|categories\s*:|excerpt\s*:")
_CONTENTS = re.compile(r"\s*\{:\s*toc\s*\}\s*")
_ADDRESS = re.compile(r"\]\(|://")
_LIST_ITEM = re.compile(r"\s*(?:[-*+]|[0-9]{1,3}[.)])\s+\S.*")
_ATTRIBUTES = re.compile(r"\s*\{:[^{}]*\}\s*")


def jekyll_evidence(document: Document) -> int:
    """How surely this is a topic post of a Jekyll site, 0 to 100: an ordinary post has no dated headings."""
    place = front_lines(document)
    if place is None:
        return 0
    first, last = place
    signs = {match[0] for line in document.lines[first:last] if (match := _SIGN.match(line))}
    has_contents = any(_CONTENTS.fullmatch(line) for line in document.lines[last : last + 40])
    body = document.lines[last:]
    dated = sum(_is_dated(heading) for heading in headings(body))
    if dated < 2:
        return 10 * bool(signs or has_contents) + 10 * dated
    return min(40 + 15 * len(signs) + 20 * has_contents + 10 * (dated >= 4), 100)


def read_jekyll(document: Document, setting: Setting) -> Imported:
    """Read a topic post: a topic page and an item for every dated heading.

    Raises:
        DigestError: it has no front matter, no title or no dated heading, or ends early.
    """
    books = Books(document)
    front = read_front(document, setting, books)
    lines = document.lines
    # The front matter is no Markdown: blank here, so that every number is a line of the document.
    body = [*[""] * front.end, *lines[front.end :]]
    code = code_lines(body)
    _account_markup(body, code, books)
    found = headings(body)
    title = front.title
    if found and found[0].level == 1 and (not title or repeats_title(found[0], title, setting.zone)):
        title = title or found[0].text
        books.page("title", found[0].line)
        body[found[0].line - 1] = ""
        found = found[1:]
    nodes = outline(body, found, setting.zone)
    check_ending(document, body, nodes)
    _check_form(document, title, nodes)
    text = Text(document.path, body, code, books, nodes)
    topic = topic_named(title, setting.topics)
    items, of_items = read_works(text, setting.zone, (topic.id,) if topic else ())
    page = PagePart(
        title=title,
        name=front.name,
        address=front.address,
        date=front.date,
        summary=front.summary,
        tags=front.tags,
        body=page_body(text, items),
    )
    return Imported(
        form="jekyll",
        document=document,
        items=items,
        page=page,
        accounts=books.close(),
        counts={
            "dates in brackets": sum(
                count_marks(line, setting.zone) for number, line in enumerate(body, 1) if number not in code
            ),
            "pictures": text.pictures,
            "of these written as HTML": text.html_pictures,
        },
        remarks=tuple(
            sorted(
                {
                    *front.remarks,
                    *of_items,
                    *text.remarks,
                    *_liquid(document, body, code),
                    *_impossible(document, nodes, setting),
                }
            )
        ),
    )


def _impossible(document: Document, nodes: Sequence[Node], setting: Setting) -> list[Problem]:
    """A warning for every heading whose date does not exist: it is text, and no work begins there."""
    return [
        warning(
            f"{written} is no day of the calendar: this heading stays text",
            path=document.path,
            line=node.line,
            hint="mend the date and import it again, if a work begins here",
        )
        for node in nodes
        if node.role != "item" and (written := impossible_mark(node.text, setting.zone))
    ]


def _is_dated(heading: Heading) -> bool:
    """Whether a heading has its date in square brackets, as no log of changes has."""
    mark = heading_mark(heading.text, UTC)
    return mark is not None and mark.written[0] in "【〔["


def _account_markup(body: list[str], code: frozenset[int], books: Books) -> None:
    """Take out the lines that only Jekyll's Markdown understands: they are blank from here on."""
    last = 0
    for number, line in enumerate(body, 1):
        if not line.strip() or number in code:
            continue
        if _CONTENTS.fullmatch(line):
            # The item it replaces is a word such as "content"; one that says more was not meant.
            if last and _LIST_ITEM.fullmatch(body[last - 1]) and not _ADDRESS.search(body[last - 1]):
                books.navigation("table of contents", last)
                body[last - 1] = ""
            books.navigation("table of contents", number)
            body[number - 1] = ""
        elif line.lstrip().startswith("{:") and _ATTRIBUTES.fullmatch(line):
            books.drop("attributes that only the old site's Markdown knows", number)
            body[number - 1] = ""
        else:
            last = number


def _check_form(document: Document, title: str, nodes: Sequence[Node]) -> None:
    problems: list[Problem] = []
    if not title:
        hint = "write title: ... into its front matter"
        problems.append(error("this post has no title", path=document.path, line=1, hint=hint))
    if not any(node.role == "item" for node in nodes):
        message = "this post names no works: no heading has a date such as 【2025-8-29】 beside a name"
        hint = "an ordinary post is a page: copy it into content/ as it is, or name its form with --form"
        problems.append(error(message, path=document.path, line=nodes[0].line if nodes else 1, hint=hint))
    if problems:
        raise DigestError(problems)


def _liquid(document: Document, body: Sequence[str], code: frozenset[int]) -> list[Problem]:
    message = "Liquid tags are not run here: this line shows them as text"
    return [
        warning(message, path=document.path, line=number)
        for number, line in enumerate(body, 1)
        if number not in code and ("{%" in line or "{{" in line)
    ]
