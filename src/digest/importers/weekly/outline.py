"""The parts of a weekly document: front matter, title, table of contents, works, references, everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from digest.importers.document import Document
from digest.importers.markdown import Heading, headings, inline_links
from digest.text.blocks import code_lines, is_rule
from digest.text.titles import folded_title, name_in

Kind = Literal["text", "summary", "highlights", "contents", "references", "work"]


def _label(words: str) -> str:
    """A pattern for a line that begins with one of these words and a colon, in bold or not."""
    return rf"\s*(?:[-*+]\s+)?(?:\*\*(?:{words})(?:\*\*\s*[:：]|\s*[:：]\s*\*\*)|(?:{words})\s*[:：])"


_SUMMARY = re.compile(_label("概要|摘要|简介|Summary|TL;DR"), re.IGNORECASE)
_TAGS = re.compile(_label("标签|关键词|Tags|Keywords"), re.IGNORECASE)
_SPECIAL_WORDS: tuple[tuple[Kind, str], ...] = (
    ("highlights", r"(?:本周|本期|今日)?(?:亮点|要点)|(?:this week's )?highlights"),
    ("summary", r"(?:本周|本期|内容)?(?:摘要|概要|概览|导读)|summary|overview"),
    ("contents", r"目录|本期目录|(?:table of )?contents"),
    ("references", r"参考(?:链接|资料|文献|来源)?|相关链接|链接汇总|references?|links|sources"),
)
_SPECIAL = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _SPECIAL_WORDS)
_FRONT_KEY = re.compile(r"(?P<key>[A-Za-z_][A-Za-z0-9_-]*)\s*:(?:\s+(?P<value>.*))?")
_FRONT_REST = re.compile(r"\s+\S.*|-\s.*|#.*|\s*")
_LONGEST_FRONT = 200  # lines; a rule on the first line opens no front matter of a whole document
_ENTRY = re.compile(r"(?P<indent>\s*)(?:[-*+]|[0-9]{1,3}[.、)])\s+(?P<text>\S.*)")
_ABSTRACT = re.compile(_label("论文摘要|原文摘要|Abstract"), re.IGNORECASE)
_NOTE = re.compile(_label("编者按|编者注|点评|短评|Editor's note|Comment"), re.IGNORECASE)


class Section(NamedTuple):
    """A part of the document: its heading (line 0 for what stands before all headings) and its last line."""

    kind: Kind
    line: int
    level: int
    text: str
    last: int


class Listed(NamedTuple):
    """A line of the table of contents: what it names, whether it is one of the outer list."""

    line: int
    text: str
    anchor: str
    is_outer: bool


class FrontLine(NamedTuple):
    """A key of the front matter, with the lines that belong to it."""

    first: int
    last: int
    key: str
    value: str


class Outline(msgspec.Struct, frozen=True):
    """A weekly document in parts, in their order. `level` is that of the headings of works, 0 for none."""

    lines: tuple[str, ...]
    code: frozenset[int]
    front: tuple[FrontLine, ...]
    front_last: int
    title: str
    title_line: int
    level: int
    parts: tuple[Section, ...]
    listed: tuple[Listed, ...]

    @property
    def works(self) -> tuple[Section, ...]:
        """The sections that are works."""
        return tuple(part for part in self.parts if part.kind == "work")

    def of_kind(self, kind: Kind) -> tuple[Section, ...]:
        """The sections of one kind."""
        return tuple(part for part in self.parts if part.kind == kind)

    def body(self, section: Section) -> Iterator[tuple[int, str]]:
        """The lines of a section below its heading, with their numbers."""
        for number in range(section.line + 1, section.last + 1):
            if number > self.front_last and number != self.title_line:
                yield number, self.lines[number - 1]

    def has_summary(self, section: Section) -> bool:
        """Whether a section has a line that begins with `概要：`."""
        return any(
            number not in self.code and after_summary(line) is not None for number, line in self.body(section)
        )

    def has_abstract(self, section: Section) -> bool:
        """Whether a section has a line that begins with `论文摘要：`."""
        return any(
            number not in self.code and after_abstract(line) is not None
            for number, line in self.body(section)
        )

    def separators(self, section: Section) -> frozenset[int]:
        """The rules a section begins or ends with; those between its texts belong to them."""
        kept = [(number, line) for number, line in self.body(section) if line.strip()]
        rules = [number not in self.code and is_rule(line) for number, line in kept]
        first = next((place for place, rule in enumerate(rules) if not rule), len(rules))
        last = next((place for place, rule in enumerate(reversed(rules)) if not rule), len(rules))
        edges = [*kept[:first], *kept[len(kept) - last :]]
        return frozenset(number for number, _ in edges)

    def has_tags(self, section: Section) -> bool:
        """Whether a section has a line of `#tags`."""
        return any(number not in self.code and _is_tags(line) for number, line in self.body(section))


def after_summary(line: str) -> str | None:
    """What stands behind `**概要**：`; None for any other line."""
    return line[match.end() :].strip() if (match := _SUMMARY.match(line)) else None


def after_tags(line: str) -> str | None:
    """What stands behind `**标签**：`; None for any other line."""
    return line[match.end() :].strip() if (match := _TAGS.match(line)) else None


def after_abstract(line: str) -> str | None:
    """What stands behind `**论文摘要**：`; None for any other line."""
    return line[match.end() :].strip() if (match := _ABSTRACT.match(line)) else None


def after_note(line: str) -> str | None:
    """What stands behind `**编者按**：`; None for any other line."""
    return line[match.end() :].strip() if (match := _NOTE.match(line)) else None


def plain_heading(text: str) -> str:
    """A heading without the marks of bold around all of it."""
    bare = text.strip()
    if len(bare) > 4 and bare.startswith("**") and bare.endswith("**") and bare.count("**") == 2:
        return bare[2:-2].strip()
    return bare


def outline_of(document: Document) -> Outline:
    """Take a document apart."""
    lines = document.lines
    code = code_lines(lines)
    front, front_last = _front_matter(lines)
    heads = [head for head in headings(lines) if head.line > front_last]
    title = next((head for head in heads if head.level == 1), None)
    title_line = title.line if title else 0
    heads = [head for head in heads if head is not title]
    level = _level_of_works(lines, code, heads)
    borders = [(head, kind) for head in heads if (kind := _kind(head, level)) or head.level <= level]
    ends = [*(head.line - 1 for head, _ in borders), len(lines)]
    parts = [Section("text", 0, 0, "", ends[0])]
    parts += [
        Section(kind or "text", head.line, head.level, plain_heading(head.text), end)
        for (head, kind), end in zip(borders, ends[1:], strict=True)
    ]
    outline = Outline(
        lines, code, front, front_last, plain_heading(title.text) if title else "", title_line, level, (), ()
    )
    listed = tuple(
        entry for part in parts if part.kind == "contents" for entry in _listed(outline.body(part), code)
    )
    names = {key for entry in listed for key in (folded_title(entry.text), folded_title(entry.anchor))}
    found = tuple(
        part._replace(kind="work") if part.kind == "text" and _is_work(outline, part, names) else part
        for part in parts
    )
    return msgspec.structs.replace(outline, parts=found, listed=listed)


def _kind(head: Heading, level: int) -> Kind | None:
    """What a heading that is no work's opens; references may stand one level below the works."""
    text = plain_heading(head.text).strip(" :：")
    for kind, pattern in _SPECIAL:
        if pattern.fullmatch(text) and head.level <= max(level, 2) + (kind == "references"):
            return kind
    return None


def _level_of_works(lines: Sequence[str], code: frozenset[int], heads: Sequence[Heading]) -> int:
    """The level of the outermost headings with a line `概要：` or `论文摘要：` of their own; 0 for none."""
    levels: list[int] = []
    above = iter([*heads, Heading(len(lines) + 1, 0, "")])
    owner, following = None, next(above)
    for number, line in enumerate(lines, 1):
        if number == following.line:
            owner, following = following, next(above)
        elif owner and number not in code and _is_labelled(line) and not _kind(owner, owner.level):
            levels.append(owner.level)
    return min(levels, default=0)


def _is_work(outline: Outline, part: Section, listed: set[str]) -> bool:
    """Whether a section is about one work: it has a summary or tags, or it is listed and looks like the others."""
    if part.line == 0 or part.level != outline.level:
        return False
    if outline.has_summary(part) or outline.has_abstract(part) or outline.has_tags(part):
        return True
    name = name_in(part.text)
    return bool(name) and not listed.isdisjoint({folded_title(part.text), folded_title(name)})


def _is_labelled(line: str) -> bool:
    return after_summary(line) is not None or after_abstract(line) is not None


def _is_tags(line: str) -> bool:
    value = after_tags(line)
    return value is not None and value.startswith(("#", "＃", "`#"))


def _listed(body: Iterator[tuple[int, str]], code: frozenset[int]) -> Iterator[Listed]:
    for number, line in body:
        match = _ENTRY.fullmatch(line)
        if match is None or number in code:
            continue
        link = next((link for link in inline_links(match["text"]) if link.url.startswith("#")), None)
        text, anchor = (link.text, link.url[1:]) if link else (plain_heading(match["text"]), "")
        yield Listed(number, text, anchor, len(match["indent"]) < 2)


def _front_matter(lines: Sequence[str]) -> tuple[tuple[FrontLine, ...], int]:
    """The keys of a block of YAML on the first lines, and the line it ends on; nothing where there is none."""
    if lines[0].rstrip() != "---":
        return (), 0
    found: list[FrontLine] = []
    for number, line in enumerate(lines[1:_LONGEST_FRONT], 2):
        if line.rstrip() == "---":
            return tuple(found), number
        if key := _FRONT_KEY.fullmatch(line):
            found.append(
                FrontLine(number, number, key["key"].lower(), (key["value"] or "").strip().strip("\"'"))
            )
        elif not _FRONT_REST.fullmatch(line):
            return (), 0
        elif found:
            found[-1] = found[-1]._replace(last=number)
    return (), 0
