"""The addresses an article holds, and the few of them that can be said to belong to its work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from digest.content.drafts import Link, LinkKind
from digest.links.canonical import canonical, work_key
from digest.links.find import find_addresses
from digest.links.kinds import kind_of_address, kind_of_words
from digest.sources.addresses import web_address
from digest.sources.pages.document import words_of

_KINDS: tuple[LinkKind, ...] = ("paper", "code", "model", "dataset", "demo", "project")
# One to four words without figures: "Paper", "Technical Report", "our GitHub repo", "论文地址".
_LABEL = re.compile(r"[^\W\d]{1,15}(?:[ -][^\W\d]{1,15}){0,3}")
_NO_LETTERS = re.compile(r"[\W_]+")
_MOST = 5000  # links that are looked at


class Mention(NamedTuple):
    """An address in a text, the words it stands on, and those before it in its line."""

    url: str
    words: str = ""
    before: str = ""


def mentions(body: HtmlElement, base: str) -> list[Mention]:
    """The links of an article and the addresses written out in it; links first, both in their order."""
    found = [
        Mention(address, words_of(anchor)[:200], _before(anchor))
        for anchor in body.iter("a")
        if (address := web_address(anchor.get("href") or "", base))
    ]
    linked = {mention.url for mention in found}
    text = "\n".join(body.itertext())[:500_000]
    written = [
        Mention(place.url, "", text[max(place.start - 30, 0) : place.start].split("\n")[-1])
        for place in find_addresses(text)
        if place.url not in linked
    ]
    return [*found, *written][:_MOST]


def links_of_work(found: Iterable[Mention], own: str, title: str) -> tuple[Link, ...]:
    """At most one link of each kind, and only where there is no doubt whose it is.

    Most links of an article lead to what others made, and two articles that share a paper are taken for one work.
    So a link counts only where a label says what it is (`Paper`, `论文地址：`, `[Code]`) and no second one says the
    same, or where it is the only one of its kind and the title names what it leads to.

    Args:
        found: what the article links to.
        own: the address of the article.
        title: of the article.
    """
    by_kind: dict[LinkKind, dict[str, Mention]] = {}
    named: dict[LinkKind, dict[str, Mention]] = {}
    for mention in found:
        kind = kind_of_address(mention.url)
        key = work_key(mention.url)
        if kind not in _KINDS or key == work_key(own) or not _is_whole(kind, mention.url, own):
            continue
        by_kind.setdefault(kind, {}).setdefault(key, mention)
        if _label_kind(mention) == kind:
            named.setdefault(kind, {}).setdefault(key, mention)
    links = []
    for kind in _KINDS:
        labelled = list(named.get(kind, {}).values())
        all_of_kind = list(by_kind.get(kind, {}).values())
        if len(labelled) == 1:
            links.append(Link(url=canonical(labelled[0].url), kind=kind))
        elif len(all_of_kind) == 1 and not labelled and _is_in_title(all_of_kind[0], title):
            links.append(Link(url=canonical(all_of_kind[0].url), kind=kind))
    return tuple(links)


def _before(anchor: HtmlElement) -> str:
    """The words between the beginning of the line, or the link before, and a link."""
    sibling, parent = anchor.getprevious(), anchor.getparent()
    if sibling is not None:
        text = sibling.tail or (words_of(sibling) if sibling.tag in {"b", "strong", "span", "em"} else "")
    else:
        text = parent.text or "" if parent is not None else ""
    return text.split("\n")[-1][-30:]


def _label_kind(mention: Mention) -> LinkKind:
    """What a label says a link is; `other` for what is no label but part of a sentence."""
    words = mention.words.strip(" []()【】（）:：")
    if words and _LABEL.fullmatch(words) and (kind := kind_of_words(words)) != "other":
        return kind
    before = mention.before.strip()
    if before.endswith((":", "：")):
        return kind_of_words(re.split(r"[。，；,;|]", before[:-1])[-1])
    return "other"


def _is_in_title(mention: Mention, title: str) -> bool:
    """Whether the title begins with the name of a repository, or says what the link says."""
    folded = _NO_LETTERS.sub("", title.lower())
    name = _NO_LETTERS.sub("", mention.url.rstrip("/").rsplit("/", 1)[-1].lower())
    words = _NO_LETTERS.sub("", mention.words.lower())
    return (len(name) >= 3 and folded.startswith(name)) or (len(words) >= 12 and words in folded)


def _is_whole(kind: LinkKind, url: str, own: str) -> bool:
    """Whether an address is that of a repository, a model or a project itself: no profile, no issue, no other post."""
    parts = urlsplit(canonical(url))
    names = [name for name in parts.path.split("/") if name]
    if kind == "project":
        return len(names) <= 1 and parts.hostname != urlsplit(own).hostname
    if kind == "code":
        return len(names) == 2
    if kind in {"model", "dataset", "demo"}:
        return 2 <= len(names) <= 3 and names[0] not in {"organization", "organizations", "collections"}
    return True
