"""Answers of arXiv's query API (Atom): papers as arXiv gave them, or why a page cannot be believed.

Read strictly, in the form of 2026 and in the one before: an answer that is cut, empty without reason, a page of
HTML or arXiv's own error entry comes with status 200 too, and must not look like "nothing new".
Format: https://info.arxiv.org/help/api/user-manual.html, section 3.3.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Literal
from xml.etree.ElementTree import Element

import msgspec

from digest.links.canonical import arxiv_version, canonical, work_key
from digest.sources.article import Dropped
from digest.sources.arxiv.tree import BrokenXml, read_tree, text_of, texts_of
from digest.text.clean import clean_line

ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_NUMBER = re.compile(r"[0-9]{1,9}")
_ERRORS = re.compile(r"https?://(?:[a-z0-9-]+\.)*arxiv\.org/api/errors", re.IGNORECASE)
_PASSING = re.compile(r"internal|timed? ?out|temporar|unavailable|overload|try again", re.IGNORECASE)
_HTML = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE)

Trouble = Literal[
    "refused",  # arXiv answers with its error entry: the question is wrong
    "empty",  # no papers on a page that should have some
    "cut",  # the document ends early
    "no feed",  # HTML, or XML of another kind, or none that is well-formed
]


class ArxivTrouble(Exception):  # noqa: N818 - a page that cannot be believed; the caller decides what it means
    """An answer came and is not what it should be; `retryable` where asking again may help."""

    def __init__(self, why: Trouble, url: str, message: str, *, retryable: bool) -> None:
        super().__init__(message)
        self.why = why
        self.url = url
        self.message = message
        self.retryable = retryable


class Author(msgspec.Struct, frozen=True):
    """A name as arXiv has it, and the affiliations that were typed in with it (most papers have none)."""

    name: str
    affiliations: tuple[str, ...] = ()


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One paper in one version.

    `id` has no version and no subject class (`2505.09568`, `math/0309136`); `version` is 0 where none is named.
    `title`, `comment`, `journal_ref` and affiliations are TeX in one line, `abstract` is TeX with the lines it
    came in. `published` is the moment of the first version, `updated` that of this one, both UTC; None where
    the source gives none. `doi` is that of the journal, in lower case.
    """

    id: str
    title: str
    version: int = 0
    authors: tuple[Author, ...] = ()
    abstract: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    primary: str = ""
    categories: tuple[str, ...] = ()
    doi: str = ""
    journal_ref: str = ""
    comment: str = ""
    pdf_url: str = ""


class ApiPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of results: how many there are in all, the index of the first one here, and the papers.

    `dropped` names entries that are no usable records; `length` counts the entries, with those.
    """

    total: int
    start: int
    papers: tuple[Paper, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def length(self) -> int:
        """How many entries the page has."""
        return len(self.papers) + len(self.dropped)


def read_api(body: bytes, url: str) -> ApiPage:
    """Read an answer of the query API; a page beyond the last result is rightly empty, any other is not.

    Args:
        body: The answer as it came.
        url: Where it came from, for messages.

    Raises:
        ArxivTrouble: the page is an error, empty without reason, cut, or no feed at all.
    """
    root = feed_root(body, url, f"{ATOM}feed")
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        if _ERRORS.match(text_of(entry, f"{ATOM}id").strip()):
            summary = clean_line(text_of(entry, f"{ATOM}summary"))[:300] or "no reason given"
            message = f"arXiv refuses the question: {summary}"
            raise ArxivTrouble("refused", url, message, retryable=bool(_PASSING.search(summary)))
    total = _number(root, "totalResults")
    if total is None:
        raise ArxivTrouble("no feed", url, "the feed does not say how many results there are", retryable=True)
    start = _number(root, "startIndex") or 0
    if not entries and start < total:
        message = f"the page is empty, though there are {total} results and it starts at {start}"
        raise ArxivTrouble("empty", url, message, retryable=True)
    papers: dict[str, Paper] = {}
    dropped: list[Dropped] = []
    for entry in entries:
        found = _paper(entry)
        if isinstance(found, Dropped):
            dropped.append(found)
        elif found.id in papers:
            dropped.append(Dropped(f"arXiv:{found.id}", "it stands on this page already"))
        else:
            papers[found.id] = found
    return ApiPage(total=total, start=start, papers=tuple(papers.values()), dropped=tuple(dropped))


def feed_root(body: bytes, url: str, *names: str) -> Element:
    """The root of a feed whose root has one of these names.

    Raises:
        ArxivTrouble: it is none.
    """
    if _HTML.match(body[:1000].removeprefix(b"\xef\xbb\xbf")):
        raise ArxivTrouble("no feed", url, "a page of HTML came instead of a feed", retryable=True)
    try:
        root = read_tree(body)
    except BrokenXml as error:
        if error.is_cut:
            message = f"the answer ends early ({error})" if body.strip() else "the answer is empty"
            raise ArxivTrouble("cut", url, message, retryable=True) from None
        raise ArxivTrouble("no feed", url, f"the answer is no feed: {error}", retryable=True) from None
    if root.tag not in names:
        name = clean_line(root.tag.rpartition("}")[2])[:40]
        raise ArxivTrouble("no feed", url, f"the answer is a <{name}>, not a feed", retryable=True)
    return root


def arxiv_id(address: str) -> tuple[str, int]:
    """Id without version, and version (0 for none), of an address or `arXiv:` name; ("", 0) for others."""
    key = work_key(address)
    if not key.startswith("arxiv:"):
        return "", 0
    return key.removeprefix("arxiv:"), int(arxiv_version(address)[1:7] or 0)


def journal_doi(text: str) -> str:
    """A DOI in lower case; "" for what is none, and for the one arXiv itself gives to every paper."""
    key = work_key(f"doi:{text.strip().removeprefix('doi:')}") if text.strip() else ""
    return key.removeprefix("doi:") if key.startswith("doi:") else ""


def categories_of(primary: str, terms: list[str]) -> tuple[str, ...]:
    """Classes in their order, the primary one first; of classes of other schemes (MSC, ACM) none."""
    names = [" ".join(term.split()) for term in [primary, *terms]]
    return tuple(dict.fromkeys(name for name in names if _CATEGORY.fullmatch(name)))


_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z]+(?:-[A-Za-z]+)*)?")


def _paper(entry: Element) -> Paper | Dropped:
    address = text_of(entry, f"{ATOM}id").strip()
    number, version = arxiv_id(address)
    if not number:
        return Dropped(clean_line(address)[:100] or "an entry", "its id is no address of a paper on arXiv")
    title = " ".join(text_of(entry, f"{ATOM}title").split())
    if not title:  # a title may be "0" (2104.12255)
        return Dropped(f"arXiv:{number}", "it has no title")
    published = _moment(text_of(entry, f"{ATOM}published"))
    if published is None:
        return Dropped(f"arXiv:{number}", "its date cannot be read")
    primary = entry.find(f"{ARXIV}primary_category")
    primary_name = "" if primary is None else primary.get("term", "")
    return Paper(
        id=number,
        version=version,
        title=title,
        authors=tuple(_authors(entry)),
        abstract=text_of(entry, f"{ATOM}summary"),
        published=published,
        updated=_moment(text_of(entry, f"{ATOM}updated")),
        primary=primary_name,
        categories=categories_of(
            primary_name, [item.get("term", "") for item in entry.iterfind(f"{ATOM}category")]
        ),
        doi=journal_doi(text_of(entry, f"{ARXIV}doi")),
        journal_ref=" ".join(text_of(entry, f"{ARXIV}journal_ref").split()),
        comment=" ".join(text_of(entry, f"{ARXIV}comment").split()),
        pdf_url=_pdf(entry),
    )


def _authors(entry: Element) -> list[Author]:
    authors: dict[str, Author] = {}
    for element in entry.iterfind(f"{ATOM}author"):
        name = " ".join(text_of(element, f"{ATOM}name").split())
        affiliations = (" ".join(text.split()) for text in texts_of(element, f"{ARXIV}affiliation"))
        if name:
            authors.setdefault(name, Author(name, tuple(dict.fromkeys(filter(None, affiliations)))))
    return list(authors.values())


def _pdf(entry: Element) -> str:
    for link in entry.iterfind(f"{ATOM}link"):
        if link.get("title") == "pdf" or link.get("type") == "application/pdf":
            address = link.get("href", "").strip()
            if canonical(address).startswith("https://arxiv.org/"):
                return address.replace("http://", "https://", 1)
    return ""


def _moment(text: str) -> datetime | None:
    """An RFC 3339 moment in UTC; None for what is none, or lies before arXiv and what it took over (1986)."""
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= 1986 else None


def _number(root: Element, name: str) -> int | None:
    text = text_of(root, f"{_OPENSEARCH}{name}").strip()
    return int(text) if _NUMBER.fullmatch(text) else None
