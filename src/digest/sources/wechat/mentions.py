"""The links of an article that say what it is about: papers, code, models and the like, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from digest.content.drafts import Link
from digest.links.address import read_address
from digest.links.canonical import canonical
from digest.links.find import find_addresses
from digest.links.kinds import link_kind
from digest.sources.wechat.blocks import Code, Figure, Heading, Paragraph, Part, Run, Table
from digest.sources.wechat.notes import Note

_MOST = 100
_LONGEST_NAME = 14  # characters of words that name a kind; longer ones are a title
_WORDS_BEFORE = 24  # characters before a bare address that may name it
_BARE = re.compile(
    r"(?<![\w./@:-])(?:github\.com/[\w.-]{1,60}/[\w.-]{1,100}|arxiv\.org/(?:abs|pdf)/[0-9]{4}\.[0-9]{4,5}"
    r"|huggingface\.co/[\w.-]{1,60}/[\w./-]{1,120})|(?<![\w:/])arXiv:\s?[0-9]{4}\.[0-9]{4,5}(?![0-9])",
    re.ASCII | re.IGNORECASE,
)
_LABEL = re.compile(r"[^\s，。；;！!？?、（）()]{0,24}[:：]?\s{0,2}\Z")
_OWN_HOSTS = ("qpic.cn", "weixin.qq.com", "qlogo.cn")
_TALK = re.compile(r"/(?:issues|pull|pulls|discussions)(?:/|\Z)")  # about a work, not part of it
_NOT_SAID = frozenset({"other", "article"})


class _Mention(NamedTuple):
    url: str
    words: str
    is_label: bool


def links_of(parts: Sequence[Part], notes: Mapping[str, Note]) -> tuple[Link, ...]:
    """What an article links to that is a work or part of one.

    Articles it mentions are not among them: a link to one says that two entries are about the same work. Pages
    whose kind neither address nor words tell stay in the text alone.
    """
    labels = {canonical(note.url): note.label for note in notes.values()}
    found: dict[str, Link] = {}
    for mention in _mentions(parts):
        url = canonical(mention.url)
        address = read_address(url)
        if address is None or url in found or address.host.endswith(_OWN_HOSTS):
            continue
        if _TALK.search(address.path):
            continue
        label = labels.get(url, "") or mention.words
        kind = link_kind(url, label if len(label) <= _LONGEST_NAME else "")
        if kind not in _NOT_SAID and len(found) < _MOST:
            found[url] = Link(
                url=url, kind=kind, title=labels.get(url, "") or ("" if mention.is_label else mention.words)
            )
    return tuple(found.values())


def _mentions(parts: Sequence[Part]) -> Iterator[_Mention]:
    for part in parts:
        match part:
            case Paragraph() | Heading():
                yield from _in_line(part.runs)
            case Table():
                for row in part.rows:
                    for cell in row:
                        yield from _in_line(cell)
            case Figure() if part.href:
                yield _Mention(part.href, "", True)
            case Code():
                for found in find_addresses(part.text):
                    if "github.com" in found.url or "huggingface.co" in found.url:
                        yield _Mention(found.url, "", True)
            case _:
                pass


def _in_line(runs: Sequence[Run]) -> Iterator[_Mention]:
    before = ""
    for run in runs:
        if run.is_break:
            before = ""
            continue
        if run.href and not run.sup:
            is_bare = run.text.strip().startswith(("http", "www."))
            words = _label(before) if is_bare else " ".join(run.text.split())[:100]
            yield _Mention(run.href, words, is_bare)
        elif not run.href:
            for found in find_addresses(run.text):
                yield _Mention(found.url, _label(before + run.text[: found.start]), True)
            for bare in _BARE.finditer(run.text):
                url = bare[0] if bare[0].lower().startswith("arxiv:") else "https://" + bare[0].rstrip(".")
                yield _Mention(canonical(url), _label(before + run.text[: bare.start()]), True)
        before = (before + run.text)[-_WORDS_BEFORE:]


def _label(before: str) -> str:
    """The words right before an address, as far back as its clause goes."""
    match = _LABEL.search(before[-_WORDS_BEFORE:])
    return match[0].strip(" :：") if match else ""
