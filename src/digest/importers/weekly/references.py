"""The one reference list of a weekly document, and which of its links belongs to which work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from digest.content.drafts import Link, LinkKind
from digest.content.works import is_web_address
from digest.importers.markdown import InlineLink, inline_links
from digest.links.find import find_addresses
from digest.links.kinds import link_kind
from digest.text.titles import name_in, name_key

_MARKER = re.compile(r"\s*(?:[-*+•·]\s+|\[?[0-9]{1,3}(?:[.、)）]|\])(?![0-9(])\s*)")
_ESCAPED = re.compile(r"\\([\[\]])")
_SEPARATORS = " \t:：|｜/、,，;；-–—()（）<>*"
KIND_OF_LABEL: dict[str, LinkKind] = {
    "论文": "paper",
    "代码": "code",
    "模型": "model",
    "数据集": "dataset",
    "演示": "demo",
    "项目": "project",
    "视频": "video",
    "文章": "article",
    "讨论": "discussion",
    "链接": "other",
}
"""Labels before a bare address that say its kind and nothing else."""
_LONGEST_NAME = 80  # of a key: longer ones are titles, which no reference repeats
_LOOKED_AT = 300  # characters of a reference in which a name is looked for


class Mention(NamedTuple):
    """A link of a reference: the words before it (a name, a label), its own text, its address."""

    before: str
    text: str
    url: str


class Reference(NamedTuple):
    """An item of the list: its lines, its text without the marker, its links.

    A reference without links is none we can use; `other_scheme` tells that it has an address that leads nowhere.
    """

    first: int
    last: int
    text: str
    links: tuple[Mention, ...]
    other_scheme: bool = False


class Owned(NamedTuple):
    """The work a link belongs to, -1 for none, and the link as it will stand there."""

    work: int
    link: Link


class Names:
    """The names of the works of a document, to find the one a reference begins with or holds."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._of: dict[str, int] = {}
        names = [name_in(title) for title in titles]
        for number, name in [*enumerate(names), *enumerate(titles)]:
            if key := name_key(name)[0]:
                self._of.setdefault(key, number)
        self._lengths = sorted({len(key) for key in self._of if len(key) <= _LONGEST_NAME}, reverse=True)

    def named(self, text: str) -> int:
        """The work a text is the name of and nothing else; -1 for none."""
        return self._of.get(name_key(text.strip(_SEPARATORS + "#"))[0], -1)

    def owner(self, text: str) -> tuple[int, str]:
        """The work with the longest name a text begins with, else holds, and the words beside that name.

        -1 and the text where there is none. Case, spaces, hyphens and width make no difference.
        """
        key, ends = name_key(text[:_LOOKED_AT])
        for start in range(len(key)):
            if start and not _is_break(key, ends, start):
                continue
            for length in self._lengths:
                end = start + length
                if end > len(key) or not _is_break(key, ends, end):
                    continue
                found = self._of.get(key[start:end])
                if found is not None:
                    begin = ends[start - 1] if start else 0
                    return found, f"{text[:begin]} {text[ends[end - 1] :]}"
        return -1, text


def read_references(lines: Sequence[tuple[int, str]]) -> Iterator[Reference]:
    """The items of a reference list, from its lines with their numbers; blank lines end an item."""
    block: list[tuple[int, str]] = []
    for number, line in lines:
        if block and (not line.strip() or _MARKER.match(line) or _is_whole(block, line)):
            yield _reference(block)
            block = []
        if line.strip():
            block.append((number, line))
    if block:
        yield _reference(block)


def without_marker(line: str) -> str:
    """A line without the bullet or number of a list."""
    return line[match.end() :] if (match := _MARKER.match(line)) else line


def _is_whole(block: Sequence[tuple[int, str]], following: str) -> bool:
    """Whether the line after a block begins something new and is not the rest of it."""
    if "://" in block[-1][1]:
        return True
    return not _MARKER.match(block[0][1]) and not following.lstrip(" <").startswith(("http:", "https:"))


def _reference(block: Sequence[tuple[int, str]]) -> Reference:
    first, last = block[0][0], block[-1][0]
    text = " ".join((without_marker(block[0][1]), *(line for _, line in block[1:]))).strip()
    inline = [link for link in inline_links(text) if not link.is_picture]
    if inline:
        usable = all(is_web_address(link.url) for link in inline)
        other = not usable and not all(link.url.startswith("mailto:") for link in inline)
        return Reference(first, last, text, _mentions(text, inline) if usable else (), other)
    found = list(find_addresses(text))
    if len(found) == 1 and is_web_address(found[0].url):
        before, after = text[: found[0].start].strip(_SEPARATORS), text[found[0].end :].strip(_SEPARATORS)
        return Reference(first, last, text, (Mention(before, after, found[0].url),))
    return Reference(first, last, text, ())


def _mentions(text: str, inline: Sequence[InlineLink]) -> tuple[Mention, ...]:
    """The links of an item that is written with brackets; none where words stand that belong to no link.

    Several links share what stands before them: `Some name: [paper](..), [code](..)`. What stands around one
    link alone belongs to it.
    """
    before = text[: inline[0].start].strip(_SEPARATORS)
    if len(inline) == 1:
        [link] = inline
        after = text[link.end :].strip("*<> ")
        if after:
            around = f"{text[: link.start].strip('*<> ')} {_plain(link.text)} {after}"
            return (Mention("", " ".join(around.split()), link.url),)
        return (Mention(before, _plain(link.text), link.url),)
    gaps = [text[one.end : other.start] for one, other in pairwise(inline)]
    if any(gap.strip(_SEPARATORS + "和与") for gap in (*gaps, text[inline[-1].end :])):
        return ()
    return tuple(Mention(before, _plain(link.text), link.url) for link in inline)


def owned(mention: Mention, names: Names, group: int) -> Owned:
    """The work a link belongs to: the one named before it, else in its words, else that of the group it is in.

    The name of the work before a link, and a label before a bare address, are no part of its title.
    """
    before, text, url = mention
    if (work := names.named(before)) >= 0:
        return Owned(work, Link(url, link_kind(url, text), text))
    whole = " ".join(f"{before} {text}".split())
    work, words = names.owner(whole)
    if not text and (label := words.strip(_SEPARATORS)) in KIND_OF_LABEL and work >= 0:
        return Owned(work, Link(url, KIND_OF_LABEL[label]))
    return Owned(work if work >= 0 else group, Link(url, link_kind(url, words), whole))


def _plain(text: str) -> str:
    """The text of a link without the backslashes before its brackets."""
    return _ESCAPED.sub(r"\1", text)


def _is_break(key: str, ends: Sequence[int], at: int) -> bool:
    """Whether a name may end or begin before `key[at]`: not inside a Latin word or a number."""
    if at >= len(key):
        return True
    before, after = key[at - 1], key[at]
    if not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum()):
        return True
    return ends[at] - ends[at - 1] > 1
