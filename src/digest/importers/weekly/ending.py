"""Whether a weekly document was cut off: what its own parts say should follow and does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.importers.document import Document
from digest.importers.markdown import unfinished
from digest.importers.weekly.contents import Contents
from digest.importers.weekly.outline import Outline, after_summary
from digest.importers.weekly.work import is_comment, picture_in
from digest.problems import DigestError, error
from digest.text.blocks import is_rule

_BARE_MARKER = re.compile(r"\s*(?:[-*+]|[0-9]{1,3}[.、)])\s*|\s*#{1,6}\s*")
_OPEN_ITEM = re.compile(r"\s*(?:[-*+]|[0-9]{1,3}[.、)])\s*\[[^\]]*")
_HINT = "get the whole of it"


def check_ending(document: Document, outline: Outline) -> None:
    """Refuse a document that ends early.

    Raises:
        DigestError: with every sign of it.
    """
    found = [
        error(f"the document ends early: {message}", path=document.path, line=line, hint=_HINT)
        for line, message in (*_last_line(outline), *_contents(outline), *_last_section(outline))
    ]
    if found:
        raise DigestError(found)


def _last_line(outline: Outline) -> Iterator[tuple[int, str]]:
    last = max((number for number, line in enumerate(outline.lines, 1) if line.strip()), default=0)
    line = outline.lines[last - 1]
    if left := unfinished(outline.lines):
        yield last, f"{left} is not closed"
    elif last not in outline.code and _BARE_MARKER.fullmatch(line) and not is_rule(line):
        yield last, "an item has no text"
    elif last not in outline.code and _OPEN_ITEM.fullmatch(line):
        yield last, "a link is not closed"


def _contents(outline: Outline) -> Iterator[tuple[int, str]]:
    listed = [entry for entry in outline.listed if entry.is_outer]
    if not listed:
        return
    contents = Contents(outline)
    missing = [entry for entry in contents.unlisted if entry.is_outer]
    there = len(listed) - len(missing)
    named = set[int]().union(*map(contents.names, listed))
    sections = [
        part for part in outline.parts if part.kind in {"work", "text"} and part.level == outline.level
    ]
    others = [part for part in sections if part.line not in named]
    # A heading may have been changed and its line not: then there is a section that no line names.
    is_changed = bool(others) and others[-1] == sections[-1] and missing[-1:] == listed[-1:]
    if missing and (len(missing) > len(others) or (missing[-1] == listed[-1] and not is_changed)):
        found = f"its table of contents names {len(listed)} sections and {there} of them are there"
        yield missing[0].line, f"{found}, “{missing[0].text}” is not"
    elif not outline.of_kind("references") and not _has_links(outline):
        yield len(outline.lines), "every section of its table of contents is there, but no list of references"


def _last_section(outline: Outline) -> Iterator[tuple[int, str]]:
    part = outline.parts[-1]
    lines = [
        line
        for _, line in outline.body(part)
        if line.strip() and not is_rule(line) and not is_comment(line) and picture_in(line) is None
    ]
    if part.kind == "work":
        if not outline.has_summary(part) and not outline.has_abstract(part):
            yield part.line, f"its last section, “{part.text}”, has no 概要"
        elif after_summary(lines[-1]) == "":
            yield part.line, f"the 概要 of its last section, “{part.text}”, is empty"
    elif part.line and not lines:
        yield part.line, f"nothing follows the heading “{part.text}”"


def _has_links(outline: Outline) -> bool:
    return any(
        "://" in line for part in outline.works for _, line in outline.body(part) if picture_in(line) is None
    )
