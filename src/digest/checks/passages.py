"""The texts of a content file that rules read: which field, where it stands, who wrote it, in which language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from digest.content.drafts import Auto, Draft, EntryDraft, IssueDraft
from digest.content.ownership import MODEL
from digest.text.blocks import code_lines, is_rule

_ITEM = re.compile(r"\s*(?:[-*+]\s|[0-9]{1,3}[.)]\s|[|<>]|\[\^|\$\$)")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|\Z)")
_LABEL = re.compile(r"\s*\*\*[^*]{1,60}(?:[:：]\s*\*\*|\*\*\s*[:：])\s*\Z")


class Passage(msgspec.Struct, frozen=True):
    """One text of a file.

    `field` is the key it stands under, "body" for what follows the front matter. `line` and `column` are those of its
    first character for the body, of its key for the others. `by_model` tells that a language model wrote it.
    `languages` are those it may be in, "" among them where any is right: a model was asked for the site's, a person's
    summary fits the `lang` of its file or the site, what another program fills is quoted from works in any, and a
    note may be in whatever its writer likes.
    """

    path: str
    field: str
    text: str
    line: int
    column: int
    by_model: bool
    languages: frozenset[str]

    def place_of(self, line: int, column: int = 1) -> tuple[int, int]:
        """Where a line of the text (from 1) stands in the file: only those of a body are counted."""
        return (self.line + line - 1, column) if self.field == "body" else (self.line, self.column)


class Paragraph(msgspec.Struct, frozen=True):
    """Running text of a passage: its first line (from 1), and whether it is the first of a part."""

    line: int
    text: str
    is_first: bool


def passages(draft: Draft, site_language: str) -> Iterator[Passage]:
    """The texts of a file; the author's abstract is among them, titles and names are not."""
    auto = draft.auto if isinstance(draft, EntryDraft | IssueDraft) else {}
    own = draft.lang.partition("-")[0] or site_language
    texts = [("summary", draft.summary), ("description", draft.description)]
    if isinstance(draft, EntryDraft):
        texts += [("abstract", draft.abstract), *(("findings", text) for text in draft.findings)]
    if isinstance(draft, IssueDraft):
        texts += [("highlights", text) for text in draft.highlights]
    for field, text in texts:
        if text:
            line, column = draft.places.get(field, (1, 1))
            yield _passage(draft, field, text, (line, column), auto, own, site_language)
    if draft.body.strip():
        yield _passage(draft, "body", draft.body, (draft.body_line, 1), auto, own, site_language)


def _passage(
    draft: Draft,
    field: str,
    text: str,
    place: tuple[int, int],
    auto: Mapping[str, Auto],
    own: str,
    site_language: str,
) -> Passage:
    record = auto.get(field)
    by_model = record is not None and record.by.startswith(MODEL)
    languages = frozenset({""})
    if by_model:
        languages = frozenset({site_language})
    elif record is None and draft.lang and own in ("zh", "en") and field not in ("abstract", "body"):
        languages = frozenset({own, site_language})
    return Passage(draft.path, field, text, *place, by_model, languages)


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Running text outside code, quotations, lists, tables and headings.

    The first paragraph of a text begins a part, and so does one below a heading, a rule or a label (`**Analysis:**`).
    """
    lines = text.split("\n")
    code = code_lines(lines)
    is_first, start, kept = True, 0, list[str]()
    for number, line in enumerate([*lines, ""], 1):
        breaks = number in code or _HEADING.match(line) or is_rule(line) or _LABEL.match(line)
        if kept and (not line.strip() or breaks):
            if not _ITEM.match(kept[0]):
                yield Paragraph(start, "\n".join(kept), is_first)
            is_first, kept = False, []
        if breaks:
            is_first = is_first or number not in code
        elif line.strip():
            start = start if kept else number
            kept.append(line)
