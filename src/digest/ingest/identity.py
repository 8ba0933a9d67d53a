"""Which work an item or entry is about: by id, paper, article, repository, then by title with guards.

Two things are one work when they share a paper; never when their papers differ, whatever else they share. An
article or an id they share joins them too. A repository or project page may hold several works, so sharing one
joins two only where their titles agree.
"""

from __future__ import annotations

import unicodedata

import msgspec

from digest.content.drafts import EntryDraft
from digest.items import Item
from digest.links.canonical import work_key
from digest.text.slugs import slugify
from digest.text.titles import folded_title

_PAPERS = ("arxiv:", "doi:")
SHARED = ("github:", "url:")
"""How ids of places begin that may hold several works."""

_AFTER_A_NAME = ":|—–-,、(（「【。;"  # the full-width colon, bar and comma are plain ones by now
_SHORTEST_TITLE = 8  # characters of a folded title that can tell a work from another


class Identity(msgspec.Struct, frozen=True):
    """What tells a work from others.

    `ids`: the ids it can have, the best first, never empty; `stated`: the one it says it has. `paper`: the key
    of its paper, "" without one. `articles`: keys of articles about it. `places`: repositories and pages it
    shares with related works. `title`: folded for comparison; `heading`: the same with its punctuation. `own`: the
    keys it answers to and no other work does: what it says it is and where it was found, else its best id.
    """

    ids: tuple[str, ...]
    stated: str
    paper: str
    articles: frozenset[str]
    places: frozenset[str]
    title: str
    heading: str
    own: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """Every key under which the same work may be found."""
        return frozenset([*self.ids, *self.articles, *self.places, self.title]) - {""}


def identity_of(work: Item | EntryDraft) -> Identity:
    """The identity of an item, or of an entry that is there."""
    papers: list[str] = []
    codes: list[str] = []
    articles: list[str] = []
    others: list[str] = []
    sorted_by_kind = {"code": codes, "article": articles}
    for link in work.links:
        if key := work_key(link.url):
            place = papers if key.startswith(_PAPERS) else sorted_by_kind.get(link.kind, others)
            place.append(key)
    covering = [key for coverage in work.coverage if (key := work_key(coverage.url))]
    source = work_key(work.source.url) if work.source else ""
    stated = _stated_id(work.id)
    if source.startswith(_PAPERS):
        papers.append(source)
    elif source and (stated in {"", source} or source.startswith("wechat:")):
        # Otherwise it is a page of several articles; one of WeChat is one article, which has two ids.
        articles.insert(0, source)
    papers = papers if len(set(papers)) == 1 else []  # of several it is about none for certain
    ids = [stated, *papers[:1], *_repositories(codes), *articles, *covering, *others, *codes, _title_id(work)]
    paper = next((key for key in [stated, *papers] if key.startswith(_PAPERS)), "")
    known = tuple(dict.fromkeys(key for key in ids if key))
    return Identity(
        ids=known,
        stated=stated,
        paper=paper,
        articles=frozenset([*articles, *covering, *([stated] if stated.startswith("wechat:") else [])]),
        places=frozenset([*codes, *others]),
        title=folded_title(work.title),
        heading=" ".join(unicodedata.normalize("NFKC", work.title).casefold().split()),
        own=frozenset([stated, source]) - {""} or frozenset(known[:1]),
    )


def is_same_work(one: Identity, other: Identity) -> bool:
    """Whether two identities are of one work, by the rules above."""
    if one.paper and other.paper:
        return one.paper == other.paper
    if one.articles & other.articles or (one.ids[0] == other.ids[0] and not one.ids[0].startswith(SHARED)):
        return True
    if one.stated and one.stated == other.stated:
        return True
    if (one.places & other.places) and _titles_agree(one.heading, other.heading):
        return True
    # The title alone joins two only where one of them has nothing else to be known by.
    alone = _only_title(one) or _only_title(other)
    return alone and one.title == other.title and len(one.title) >= _SHORTEST_TITLE


def _titles_agree(one: str, other: str) -> bool:
    """Whether one title is the other, or the name the other begins with, before a colon or the like."""
    short, long = sorted([one, other], key=len)
    if len(short) < 3 or not long.startswith(short):
        return False
    rest = long[len(short) :].lstrip()
    return not rest or rest[0] in _AFTER_A_NAME


def _only_title(identity: Identity) -> bool:
    return not identity.paper and not identity.articles and not identity.places


def _repositories(codes: list[str]) -> list[str]:
    """The key of the repository, if there is only one."""
    found = [key for key in dict.fromkeys(codes) if key.startswith("github:")]
    return found if len(found) == 1 else []


def _stated_id(written: str) -> str:
    """An id as it stands in a file; that of a paper without its version."""
    scheme, _, value = written.partition(":")
    if scheme.lower() == "arxiv":
        return work_key(f"https://arxiv.org/abs/{value}") or written
    if scheme.lower() == "doi":
        return work_key(f"https://doi.org/{value}") or written
    if scheme.lower() == "github":
        return work_key(f"https://github.com/{value}") or written
    return written


def _title_id(work: Item | EntryDraft) -> str:
    """The id of a work known by nothing but its title, and the day it came out where that is said."""
    day = f"{work.date.date().isoformat()}/" if work.date else ""
    return f"title:{day}{slugify(work.title)}"
