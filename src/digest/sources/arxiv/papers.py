"""Papers of arXiv as articles: what an entry needs, from what the record says and nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.content.drafts import HistoryLine, Link, Source
from digest.content.works import is_web_address
from digest.items import Item
from digest.links.canonical import canonical, work_key
from digest.links.find import find_addresses
from digest.links.kinds import link_kind
from digest.sources.article import Article
from digest.sources.arxiv.records import Paper
from digest.sources.arxiv.text import metadata_text, plain_text
from digest.sources.arxiv.venues import venue_of
from digest.text.clean import clean_line

MAX_AUTHORS = 5000
"""More names than any paper has had; the rest of a longer list is left out."""
MAX_LINKS = 20

_WITHDRAWN_COMMENT = re.compile(
    r"(?:\A|[.;:(]\s*)(?:this|the|our)? ?(?:paper|article|submission|manuscript|preprint|work|version)?"
    r" ?(?:has been|is|was|have been)? ?(?:temporarily )?withdrawn\b",
    re.IGNORECASE,
)
_WITHDRAWN_ABSTRACT = re.compile(
    r"\s*(?:this|the|our) (?:paper|article|submission|manuscript|preprint|work|e-?print)"
    r" (?:has been|is|was|is being) (?:temporarily )?(?:withdrawn|retracted)\b",
    re.IGNORECASE,
)
# Addresses are often written without their scheme where their host says enough.
_BARE = re.compile(
    r"(?<![\w./@:-])(?=(?:www\.)?(?:github\.com|gitlab\.com|huggingface\.co|[a-z0-9-]{1,39}\.github\.io)/)",
    re.IGNORECASE | re.ASCII,
)
_SENTENCE = re.compile(r"[.;](?=\s)")
_WORDS = 80  # characters before an address that say what it leads to
_NOTHING = frozenset(("n/a", "none", "-"))


def article_of(paper: Paper) -> Article:
    """The paper as an article of the source; its key is the id without version."""
    url = page_of(paper)
    title = plain_text(paper.title)
    item = Item(
        title=title,
        id=f"arxiv:{paper.id}",
        date=paper.published,
        lang="en",  # titles and abstracts are in English whatever the paper is written in
        source=Source(kind="arxiv", name="arXiv", url=url),
        authors=tuple(_names(paper)),
        organizations=tuple(_organizations(paper)),
        subjects=paper.categories,
        venue=venue_of(paper.comment, paper.journal_ref),
        abstract=metadata_text(paper.abstract),
        links=(Link(url=url, kind="paper", title=title), *_further_links(paper)),
        history=_history(paper),
    )
    return Article(key=paper.id, item=item, aliases=(f"doi:{paper.doi}",) if paper.doi else ())


def page_of(paper: Paper) -> str:
    """The address of the page of a paper, that of its newest version."""
    return f"https://arxiv.org/abs/{paper.id}"


def is_withdrawn(paper: Paper) -> bool:
    """Whether its authors, or arXiv, withdrew the paper; where a comment only mentions a withdrawal it is not."""
    return bool(
        _WITHDRAWN_COMMENT.search(plain_text(paper.comment)) or _WITHDRAWN_ABSTRACT.match(paper.abstract)
    )


def _names(paper: Paper) -> Iterator[str]:
    for author in paper.authors[:MAX_AUTHORS]:
        if name := plain_text(author.name):
            yield name


def _organizations(paper: Paper) -> Iterator[str]:
    names = (
        clean_line(plain_text(text)).strip(" ,;.")
        for author in paper.authors[:MAX_AUTHORS]
        for text in author.affiliations
    )
    seen: set[str] = set()
    for name in names:
        if name and name.lower() not in _NOTHING and name.casefold() not in seen:
            seen.add(name.casefold())
            yield name


def _further_links(paper: Paper) -> list[Link]:
    """The published version by its DOI, then what abstract and comment name; other papers are other works."""
    own = {f"arxiv:{paper.id}", f"doi:{paper.doi}"}
    found: dict[str, Link] = {canonical(page_of(paper)): Link(url="")}
    if paper.doi:
        url = canonical(f"doi:{paper.doi}")
        found[url] = Link(url=url, kind="paper")
    for text in (paper.comment, paper.abstract):
        for url, words in _addresses(plain_text(text)):
            key = work_key(url)
            if key in own or key.startswith(("arxiv:", "doi:")) or not is_web_address(url):
                continue
            found.setdefault(canonical(url), Link(url=url, kind=link_kind(url, words)))
    return [link for link in found.values() if link.url][:MAX_LINKS]


def _addresses(text: str) -> Iterator[tuple[str, str]]:
    """Each address of a text, and the words before it in its sentence."""
    text = _BARE.sub("https://", text)
    end = 0
    for found in find_addresses(text):
        before = text[max(end, found.start - _WORDS) : found.start]
        yield found.url, _SENTENCE.split(before)[-1]
        end = found.end


def _history(paper: Paper) -> tuple[HistoryLine, ...]:
    """The date of the version at hand where it is not the first one, and whether it says "withdrawn"."""
    if paper.updated is None:
        return ()
    day = paper.updated.date().isoformat()
    lines = [HistoryLine(date=day, text=f"v{paper.version}")] if paper.version > 1 else []
    return (*lines, HistoryLine(date=day, text="withdrawn")) if is_withdrawn(paper) else tuple(lines)
