"""A page of many articles, copied as text: `#Name`, the article, a line of dots, the next `#Name`.

The first line says where it was copied from. Nothing else is marked up, and the articles have no address of
their own: each is known by the page's address and its name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from digest.content.drafts import Source
from digest.importers.books import Books
from digest.importers.compendium.labels import Facts, is_reference, label_of, read_facts
from digest.importers.compendium.outline import (
    END,
    Outline,
    Part,
    find_attribution,
    find_names,
    is_first,
    is_like_name,
    read_outline,
)
from digest.importers.compendium.text import (
    PICTURE,
    PICTURE_FILE,
    REPEATED,
    VIDEO,
    Cleaned,
    Line,
    clean,
    count_compatible,
    is_caption,
)
from digest.importers.document import Document
from digest.importers.imported import Imported, Setting
from digest.items import Item
from digest.links.find import find_addresses
from digest.problems import DigestError, Problem, error, warning
from digest.text.cjk import is_cjk
from digest.text.excerpt import excerpt
from digest.text.slugs import slugify, with_suffix

_EXCERPT = 140
_DOTS_OF_END = 4  # three dots alone may be an omission

_MASK = re.compile(r"[\s.…*×x-]*", re.IGNORECASE)
_CREDIT = re.compile(
    r"\s*(?:(?:文章|原文|内容)?(?:来源|出处|作者|作者主页)|公众号|博客|转载自|转自|source|from|author)\s*[:：]\s*"
    r"(?P<name>[^\s:：](?:.{0,38}[^\s:：])?)[\s:：]*",
    re.IGNORECASE,
)
_CREDITS = re.compile(
    r"\W{0,4}(?:(?:本文|原文)?(?:作者|原作者|编者|编辑|责任编辑|责编|撰文|撰稿|采写|记者|译者|编译|翻译|校对|审校|审核|排版|整理"
    r"|出品|来源|出处|转载自|公众号|文|author|by|editor|source)\s{0,2}[:：|｜/]\s{0,2}[^。！？!?]{1,60}"
    r"|by [A-Z][^。！？!?.]{1,40})",
    re.IGNORECASE,
)
_CLONE = re.compile(r"\s*(?:\$ )?git clone http")
_PARAGRAPH = 20  # characters; shorter lines are headings

_TAIL_REASON = "stands after the end of the last article: it belongs to the platform"
_PREAMBLE_REASON = "stands before the first article"

_PICTURES = "{} pictures and videos are not in the document, this is the place of the first"
_HASHES = (
    "lines such as this one ({} of them) look like names of articles, but there is no line of dots above; "
    "they were left in the article"
)
_DOTS = "lines of dots such as this one ({} of them) have no name of an article below; they were left in the article"


def compendium_evidence(document: Document) -> int:
    """How surely a document is a compendium, 0 to 100: by its names and the lines of dots before them."""
    names = find_names(document)
    if not names:
        return 0
    opens = find_attribution(document, names[0]) is not None
    after_dots = len(names) - 1 if is_first(document, names[0]) else len(names)
    if after_dots == 0 and not read_outline(document, names).is_complete:
        return 20 if opens else 0
    return min(100, 40 * opens + 20 * after_dots)


def read_compendium(document: Document, setting: Setting) -> Imported:  # noqa: ARG001 - the form has no dates
    """Read a compendium: an item for every article, marked as a draft where it has no text.

    Raises:
        DigestError: no article begins in it, it does not say where it is from, or it ends in an article.
    """
    names = find_names(document)
    if not names:
        raise DigestError([_no_article(document)])
    attribution = find_attribution(document, names[0])
    outline = read_outline(document, names)
    problems = _reasons_against(document, outline, attribution)
    if problems or attribution is None:
        raise DigestError(problems)

    address, source_name, is_whole = _credit(document.lines[attribution - 1])
    source = Source(kind="page", name=source_name, url=address)
    books, counts, remarks = Books(document), Counter[str](), list[Problem]()
    items: list[Item] = []
    taken: dict[str, int] = {}
    places: dict[str, list[int]] = {_PICTURES: [], _HASHES: [], _DOTS: []}
    for weight, part in enumerate(outline.parts, 1):
        lines = document.lines[part.first - 1 : part.last]
        cleaned = clean(lines)
        counts.update(why for _, why in cleaned.dropped)
        for at, why in cleaned.dropped:
            books.drop(why, part.first + at)
            if why in {PICTURE, PICTURE_FILE, VIDEO}:
                places[_PICTURES].append(part.first + at)
        if not cleaned.code and all(_MASK.fullmatch(line.text) for line in cleaned.lines):
            books.entry(len(items), "title", part.line)
            books.drop("empty article: this is no text", part.first, part.last)
            remarks.append(_empty(document, part))
            counts["empty articles"] += 1
            items.append(replace(_item(part, weight, (), Cleaned("", (), (), ()), source, taken), draft=True))
            continue
        books.entry(len(items), "title", part.line)
        books.entry(len(items), "text", part.first, part.last)
        counts["code blocks"] += len(cleaned.code)
        remarks += _open_fences(document, part, cleaned)
        for line in cleaned.lines:
            if len(line.text) >= _DOTS_OF_END and END.fullmatch(line.text):
                places[_DOTS].append(part.first + line.at)
            elif is_like_name(document, part.first + line.at):
                places[_HASHES].append(part.first + line.at)
        items.append(_item(part, weight, lines, cleaned, source, taken))
    if all(item.draft for item in items):
        raise DigestError(
            [error("no article of this document has text", path=document.path, line=outline.parts[0].line)]
        )

    for end in outline.ends:
        books.navigation("separator", end)
    if source_name and is_whole:
        books.entry(0, "source", attribution)
    else:
        books.drop("attribution: its address is the source of every article", attribution)
    books.drop(_PREAMBLE_REASON, 1, names[0] - 1)
    books.drop(_TAIL_REASON, outline.tail, len(document.lines))
    return Imported(
        form="compendium",
        document=document,
        items=tuple(items),
        accounts=books.close(),
        counts={
            "articles": len(outline.parts),
            "empty articles": counts["empty articles"],
            "picture placeholders": counts[PICTURE],
            "names of picture files": counts[PICTURE_FILE],
            "video placeholders": counts[VIDEO],
            "repeated captions": counts[REPEATED],
            "code blocks": counts["code blocks"],
            "no-break spaces": document.text.count("\xa0"),
            "compatibility characters": count_compatible(document.text),
        },
        remarks=tuple(sorted([*remarks, *_doubts(document, places)])),
    )


def _credit(line: str) -> tuple[str, str, bool]:
    """Address and name of the source in the attribution, and whether these are all it says."""
    found = next(find_addresses(line))
    match = _CREDIT.fullmatch(line[: found.start])
    return found.url, match["name"] if match else "", not line[found.end :].strip()


def _no_article(document: Document) -> Problem:
    return error(
        "no article begins in this document",
        path=document.path,
        line=1,
        hint='an article begins with its name, such as "#Name": no space after "#", a blank line below, '
        'a line of dots ("....") above',
    )


def _reasons_against(document: Document, outline: Outline, attribution: int | None) -> list[Problem]:
    problems: list[Problem] = []
    if attribution is None:
        problems.append(
            error(
                "the document does not say where it was copied from",
                path=document.path,
                line=1,
                hint="put the address of the page into the first line",
            )
        )
    if not outline.is_complete:
        part = outline.parts[-1]
        problems.append(
            error(
                f'the document ends early: no line of dots ends the article "{part.name}" of line {part.line}',
                path=document.path,
                line=len(document.lines),
                hint='get the whole of it; if nothing is missing, put a line of dots ("....") below its end',
            )
        )
    return problems


def _empty(document: Document, part: Part) -> Problem:
    message = f'the article "{part.name}" has no text; it becomes a draft'
    return warning(message, path=document.path, line=part.line, hint="write its text, or reject it")


def _facts(lines: Sequence[str], cleaned: Cleaned) -> Facts:
    """The facts in the lines of an article; of its code only what a `git clone` names."""
    clones = (
        (at, lines[at])
        for block in cleaned.code
        for at in range(block.first, block.last + 1)
        if _CLONE.match(lines[at])
    )
    kept = sorted([*((line.at, lines[line.at]) for line in cleaned.lines), *clones])
    return read_facts([line for _, line in kept])


def _item(
    part: Part, weight: int, lines: Sequence[str], cleaned: Cleaned, source: Source, taken: dict[str, int]
) -> Item:
    facts = _facts(lines, cleaned)
    summary = _summary(lines, cleaned)
    return Item(
        title=part.name,
        line=part.line,
        id=f"url:{source.url.partition('#')[0]}#{_free_slug(part.name, taken)}",
        source=source,
        authors=facts.authors,
        organizations=facts.organizations,
        venue=facts.venue,
        summary=summary,
        links=facts.links,
        weight=weight,
        text=cleaned.markdown,
        machine=("summary",) if summary else (),
    )


def _free_slug(name: str, taken: dict[str, int]) -> str:
    """The slug of a name, told apart from those of equal names by a number."""
    slug = slugify(name)
    free = slug
    while free in taken:
        taken[slug] += 1
        free = with_suffix(slug, str(taken[slug]))
    taken[free] = 1
    return free


def _summary(lines: Sequence[str], cleaned: Cleaned) -> str:
    """The headline and the first paragraphs, cut."""
    said = [line for line in cleaned.lines if not _CREDITS.fullmatch(line.text)]
    if not said:
        return ""
    headline, *others = said
    paragraphs = (line.text for line in others if _is_paragraph(line, lines[line.at]))
    return excerpt(_joined(headline.text, " ".join(islice(paragraphs, 3))), _EXCERPT)


def _joined(headline: str, text: str) -> str:
    """A headline and the text below it as sentences: a full stop between them, where the headline has no end."""
    is_ended = not headline or unicodedata.category(headline[-1])[0] == "P" or headline[-1] in "~～"
    if is_ended or not text:
        return f"{headline} {text}".rstrip()
    return f"{headline}。{text}" if any(map(is_cjk, headline)) else f"{headline}. {text}"


def _is_paragraph(line: Line, raw: str) -> bool:
    return not (
        line.is_item or len(line.text) < _PARAGRAPH or is_reference(raw) or is_caption(raw) or label_of(raw)
    )


def _open_fences(document: Document, part: Part, cleaned: Cleaned) -> Iterator[Problem]:
    for block in cleaned.code:
        if block.is_open:
            yield warning(
                "this fence is never closed; all up to the end of the article was taken for code",
                path=document.path,
                line=part.first + block.first,
            )


def _doubts(document: Document, places: dict[str, list[int]]) -> Iterator[Problem]:
    """One warning for each kind of place an editor should look at: how many there are, and the first."""
    for message, lines in places.items():
        if lines:
            yield warning(message.format(len(lines)), path=document.path, line=lines[0])
