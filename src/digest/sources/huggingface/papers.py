"""Hugging Face's daily papers: papers of arXiv that people there picked on one day.

What they add to arXiv's record is kept: the code and the page of a project, the organization, the place where
people talk about it. Summaries written by their machines are not. Format: https://huggingface.co/docs/hub/api
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime

from msgspec.structs import replace

from digest.content.drafts import Link, Source
from digest.content.works import is_web_address
from digest.links.canonical import canonical, work_key
from digest.links.kinds import link_kind
from digest.sources.addresses import web_address
from digest.sources.article import Article, Dropped, Reading
from digest.sources.arxiv.papers import article_of
from digest.sources.arxiv.records import Author, Paper, arxiv_id
from digest.sources.charset import decode
from digest.sources.feeds.dates import read_date
from digest.sources.feeds.feed import NotAFeed
from digest.text.clean import clean_line, clean_text

MAX_BYTES = 4_000_000
"""Larger answers are refused: a hundred papers have half a million bytes."""
MAX_PAPERS = 100
"""What one answer holds at most; a day has some 20 to 70."""

Json = dict[str, object]


def daily_papers_url(day: date) -> str:
    """The address of the papers of one day."""
    return f"https://huggingface.co/api/daily_papers?date={day.isoformat()}&limit={MAX_PAPERS}"


def read_daily_papers(body: bytes, *, now: datetime) -> Reading:
    """The papers of an answer, in its order; a day without papers is an empty list.

    A record without a paper of arXiv or without a title, and one that stands there twice, is dropped with that
    reason. Titles and abstracts are read as arXiv's own are, for that is where they come from.

    Args:
        body: the answer, decompressed.
        now: dates far after it are none.

    Raises:
        NotAFeed: it is something else: a web page, an error, a list of other things.
    """
    articles: dict[str, Article] = {}
    dropped: list[Dropped] = []
    records = _records(body)
    for place, record in enumerate(records, 1):
        found = _article(record, now) if isinstance(record, dict) else None
        if found is None:
            dropped.append(Dropped(f"record {place}", "it is no record of a paper"))
        elif isinstance(found, Dropped):
            dropped.append(found)
        elif found.key in articles:
            dropped.append(Dropped(f"arXiv:{found.key}", "it stands in this list already"))
        elif len(articles) == MAX_PAPERS:
            dropped.append(Dropped(f"arXiv:{found.key}", f"it comes after the first {MAX_PAPERS}"))
        else:
            articles[found.key] = found
    if records and not articles:
        raise NotAFeed(f"the answer is a list of {len(records)}, but holds no paper: {dropped[0].why}")
    return Reading(articles=tuple(articles.values()), dropped=tuple(dropped))


def _records(body: bytes) -> list[object]:
    if len(body) > MAX_BYTES:
        raise NotAFeed(f"it is larger than {MAX_BYTES // 1_000_000} MB")
    text = decode(body).strip("\ufeff \t\r\n")
    if text[:1] == "<":
        raise NotAFeed("the answer is a web page, not a list of papers")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise NotAFeed("the answer is no JSON, or is cut" if text else "the answer is empty") from problem
    if isinstance(document, dict) and (reason := clean_line(_text(document, "error"))[:200]):
        raise NotAFeed(f"the answer is an error: {reason}")
    if not isinstance(document, list):
        raise NotAFeed("the answer is JSON, but no list of papers")
    return document


def _article(record: Json, now: datetime) -> Article | Dropped | None:
    said = record.get("paper")
    if not isinstance(said, dict):
        return None
    number, _ = arxiv_id(f"arxiv:{_text(said, 'id').strip()}")
    if not number:
        what = clean_line(_text(said, "title") or _text(said, "id"))[:100]
        return Dropped(what or "a record", "its id is none of a paper on arXiv")
    paper = Paper(
        id=number,
        title=clean_line(_text(said, "title") or _text(record, "title")),
        authors=tuple(_authors(said)),
        abstract=clean_text(_text(said, "summary") or _text(record, "summary")),
        published=_date(said, now) or _date(record, now),
    )
    article = article_of(paper)
    if not article.item.title:
        return Dropped(f"arXiv:{number}", "it has no title")
    page = f"https://huggingface.co/papers/{number}"
    links = {_place(link.url): link for link in article.item.links}
    # What they say of an address is more than the abstract says.
    links |= {_place(link.url): link for link in _links(said)}
    return replace(
        article,
        item=replace(
            article.item,
            source=Source(kind="huggingface", name="Hugging Face", url=page),
            organizations=tuple(_organizations(said, record)),
            links=(*links.values(), Link(url=page, kind="discussion", title="Hugging Face")),
        ),
    )


def _authors(said: Json) -> Iterator[Author]:
    """The authors they show: those hidden there were found to be wrong."""
    for author in _list(said, "authors"):
        if isinstance(author, dict) and author.get("hidden") is not True:
            name = clean_line(_text(author, "name"))
            if name:
                yield Author(name)


def _organizations(said: Json, record: Json) -> Iterator[str]:
    for place in (said, record):
        organization = place.get("organization")
        if isinstance(organization, dict):
            name = clean_line(_text(organization, "fullname") or _text(organization, "name"))
            if name:
                yield name
                return


def _links(said: Json) -> Iterator[Link]:
    """The code and the project; other papers are other works."""
    for name, words in (("githubRepo", "code"), ("projectPage", "project page")):
        url = web_address(_text(said, name))
        if url and is_web_address(url) and not work_key(url).startswith(("arxiv:", "doi:")):
            yield Link(url=canonical(url), kind=link_kind(url, words))


def _place(url: str) -> str:
    """What two spellings of an address share: a repository is one whatever the case of its letters."""
    key = work_key(url)
    return key if key.startswith("github:") else canonical(url)


def _date(said: Json, now: datetime) -> datetime | None:
    return read_date(_text(said, "publishedAt"), now=now)


def _text(said: Json, name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _list(said: Json, name: str) -> list[object]:
    value = said.get(name)
    return value if isinstance(value, list) else []
