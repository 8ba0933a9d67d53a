"""The table of contents of a weekly document: which of its lines name which sections, however shortly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from digest.importers.markdown import inline_links
from digest.importers.weekly.outline import Listed, Outline, Section
from digest.text.titles import folded_title, name_in, name_key

_NUMBER = re.compile(r"\s*(?:[0-9]{1,3}[.、)]|[一二三四五六七八九十]{1,3}、)\s*")
_LABEL = re.compile(
    r"[\W_]*(?:本期|本周|今日)?(?:目录|内容)[\W_]*|[\W_]*(?:table of )?contents[\W_]*", re.IGNORECASE
)
_COUNTED = re.compile(r"-[0-9]{1,2}\Z")  # what tells anchors of equal headings apart
_SHORTEST = 2  # characters of a name that is looked for in longer headings
_MOST = 300  # names and headings that are compared with each other; no issue has so many works


class Contents:
    """What the lines that lead to sections name; `sections` by the line of the name: the lines of the headings."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        strays = [
            (number, entry)
            for part in outline.parts
            if part.kind in {"text", "summary", "highlights"}
            for number, line in outline.body(part)
            if number not in outline.code
            for entry in _links_to_sections(number, line)
        ]
        self.sections = _named([*outline.listed, *(entry for _, entry in strays)], outline.parts)
        of_lines: dict[int, bool] = {}
        for number, entry in strays:
            of_lines[number] = of_lines.get(number, True) and _place(entry) in self.sections
        self._strays = frozenset(number for number, is_named in of_lines.items() if is_named)

    @property
    def unlisted(self) -> list[Listed]:
        """Lines of the table of contents that name no heading of the document."""
        return [entry for entry in self._outline.listed if _place(entry) not in self.sections]

    def names(self, entry: Listed) -> frozenset[int]:
        """The lines of the headings that a line of the table of contents names."""
        return self.sections.get(_place(entry), frozenset())

    def is_outside(self, number: int) -> bool:
        """Whether a line outside the table of contents leads to sections and does nothing else, or heads such lines."""
        if number in self._strays:
            return True
        lines = self._outline.lines
        if number in self._outline.code or not _LABEL.fullmatch(lines[number - 1][:40]):
            return False
        after = next((n for n in range(number + 1, len(lines) + 1) if lines[n - 1].strip()), 0)
        return after in self._strays

    def is_whole(self, section: Section) -> bool:
        """Whether a section is nothing but such lines: a table of contents whose heading we do not know."""
        lines = [number for number, line in self._outline.body(section) if line.strip()]
        kept = [number for number in lines if number not in self._outline.separators(section)]
        return bool(kept) and all(map(self.is_outside, kept))


def _place(entry: Listed) -> tuple[int, str]:
    return entry.line, entry.text


def _links_to_sections(number: int, line: str) -> list[Listed]:
    """The links of a line that is nothing but links to places of its own document."""
    if "](#" not in line:
        return []
    found, rest, end = [], "", 0
    for link in inline_links(line):
        if link.is_picture or not link.url.startswith("#") or not folded_title(link.text):
            return []
        rest += line[end : link.start]
        end = link.end
        found.append(Listed(number, link.text, link.url[1:], is_outer=False))
    left = _NUMBER.sub("", rest + line[end:], count=1)
    return [] if any(character.isalnum() for character in left) else found


def _named(entries: Sequence[Listed], parts: Iterable[Section]) -> dict[tuple[int, str], frozenset[int]]:
    """The headings that names belong to: those that are as long, else one that no other name has and that holds it."""
    lines: dict[str, set[int]] = {}
    headings = [part for part in parts if part.line]
    for part in headings:
        for key in keys(part.text):
            lines.setdefault(key, set()).add(part.line)
    found: dict[tuple[int, str], frozenset[int]] = {}
    for entry in entries:
        anchor = unquote(entry.anchor)
        own = {*keys(entry.text), *keys(anchor), *keys(_COUNTED.sub("", anchor))}
        if same := set[int]().union(*(lines.get(key, ()) for key in own)):
            found[_place(entry)] = frozenset(same)
    taken = set[int]().union(*found.values())
    free = {part.line: name_key(part.text) for part in [p for p in headings if p.line not in taken][:_MOST]}
    texts = {part.line: part.text for part in headings}
    by_name: dict[str, int] = {}
    for entry in [entry for entry in entries if _place(entry) not in found][:_MOST]:
        name = folded_title(entry.text)
        names = _names(entry)
        held = (line for line, (key, ends) in free.items() if _holds(texts[line], key, ends, names))
        if line := by_name.get(name) or next(held, 0):
            found[_place(entry)] = frozenset({line})
            by_name[name] = line
            free.pop(line, None)
    return found


def words_beside_links(line: str) -> str:
    """A line of the table of contents with its links as words, where it says more than they do; else ""."""
    links = list(inline_links(line)) if "](" in line else []
    if not links:
        return ""
    pieces = [line[: links[0].start]]
    for link, following in zip(links, [*(other.start for other in links[1:]), len(line)], strict=True):
        pieces += [
            link.text if link.url.startswith("#") else line[link.start : link.end],
            line[link.end : following],
        ]
    beside = _NUMBER.sub("", "".join([pieces[0], *pieces[2::2]]).strip(" -*+"), count=1)
    is_more = len({link.url for link in links}) > 1 or any(character.isalnum() for character in beside)
    return "".join(pieces) if is_more else ""


def keys(text: str) -> set[str]:
    """What a heading and the line of contents that names it may share: all of it, or the name it begins with."""
    bare = _NUMBER.sub("", text, count=1)
    return {folded_title(part) for whole in (text, bare) for part in (whole, name_in(whole))} - {""}


def _names(entry: Listed) -> list[str]:
    """What a heading may hold of a line of the table of contents: its words or its anchor."""
    written = (_NUMBER.sub("", entry.text, count=1), unquote(entry.anchor))
    return [name for text in written if len(name := name_key(text)[0]) >= _SHORTEST]


def _holds(heading: str, key: str, ends: Sequence[int], names: Sequence[str]) -> bool:
    """Whether a heading holds a name as whole words, in any case, width and hyphenation."""
    for name in names:
        start = key.find(name)
        while start >= 0:
            if _is_break(heading, key, ends, start) and _is_break(heading, key, ends, start + len(name)):
                return True
            start = key.find(name, start + 1)
    return False


def _is_break(heading: str, key: str, ends: Sequence[int], at: int) -> bool:
    """Whether a name may begin or end before `key[at]`: not inside a Latin word or a number."""
    if not 0 < at < len(key):
        return True
    before, after = key[at - 1], key[at]
    is_one_word = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    return not is_one_word or bool(heading[ends[at - 1] : ends[at] - 1])
