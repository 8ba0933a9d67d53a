"""One work by its address, now: which source the address belongs to, and what that source says about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from digest.content.drafts import Link
from digest.fetch.client import Client
from digest.fetch.exchange import FetchFailure, Get, Wanted
from digest.gather.arxiv import papers_by_number
from digest.gather.completing import Completed, papers_spoken_of, wechat_article
from digest.gather.gathered import Gathered, Record, digest_of
from digest.links.canonical import canonical, work_key
from digest.problems import Problem
from digest.sources.article import Article, NotAnArticle, Picture
from digest.sources.arxiv.updates import Known
from digest.sources.bounded.readers import Readers
from digest.sources.picture_files import Room, with_picture_files

BY_HAND = "by hand"
"""What goes in place of a source for works somebody asked for by their addresses."""


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What reading an address needs: the network, readers, the moment, the papers of arXiv that are known.

    `filed` are ids of works that were filed before.
    """

    client: Client
    readers: Readers
    room: Room
    now: datetime
    papers: Mapping[str, Known] = {}
    filed: Collection[str] = ()


class Addressed(msgspec.Struct, frozen=True, kw_only=True):
    """What is at an address, the paper it is about where that is another thing, and what could not be had.

    `completed` says whether that paper waits for another run.
    """

    record: Record
    papers: Gathered | None = None
    completed: Completed = Completed()
    problems: tuple[Problem, ...] = ()


def read_address(url: str, around: Surroundings) -> Addressed:
    """Ask the source of an address what it says about the work there: arXiv, WeChat, or any other page.

    Raises:
        NotAnArticle: the page is deleted, blocked, paid, a CAPTCHA, or holds no article.
        FetchFailure: nothing usable came back.
    """
    key = work_key(url)
    if key.startswith("arxiv:"):
        return _paper(key.removeprefix("arxiv:"), url, around)
    if not key:
        raise NotAnArticle("no address", "this is no http or https address")
    # A person chose this page, so robots.txt, which speaks to programs that find pages by themselves, is not asked.
    get = partial(around.client.get, heed_robots=False)
    if urlsplit(url).hostname == "mp.weixin.qq.com":
        answer = get(Wanted(url=canonical(url), sort="page"))
        article = wechat_article(answer, around.client, around.readers)
    else:
        article = _page(url, key, get, around)
    said = digest_of(article.item)
    item, files, problems = with_picture_files(article, around.client.found_on(url), around.room)
    record = Record(
        source=BY_HAND, key=article.key, said=said, article=replace(article, item=item), files=files
    )
    spoken = papers_spoken_of([item], (), around.filed, lambda numbers: _papers(numbers, around))
    papers, completed = spoken or (None, Completed())
    return Addressed(record=record, papers=papers, completed=completed, problems=problems)


def _paper(number: str, url: str, around: Surroundings) -> Addressed:
    papers = _papers([number], around)
    if not papers.records:
        if papers.failed:
            raise FetchFailure("broken", url, papers.failed[0].why)
        raise NotAnArticle("missing", f"arXiv knows no paper {number}")
    (record,) = papers.records
    article = with_teaser(record.article, number, around.client, around.readers)
    item, files, problems = with_picture_files(
        article, around.client.found_on("https://arxiv.org/"), around.room
    )
    if item.image is not None and "://" in item.image.src:
        item = replace(item, image=None)  # a picture that could not be kept is none of ours to show
    whole = replace(record, source=BY_HAND, article=replace(article, item=item), files=files)
    return Addressed(record=whole, papers=replace(papers, records=()), problems=problems)


def _papers(numbers: Sequence[str], around: Surroundings) -> Gathered:
    return papers_by_number(numbers, around.client.get, around.papers, around.now.date())


def with_teaser(article: Article, number: str, client: Client, readers: Readers) -> Article:
    """A paper with the first figure of its HTML page, which most papers since 2023 have."""
    try:
        answer = client.get(Wanted(url=f"https://arxiv.org/html/{number}", sort="page"), heed_robots=False)
    except FetchFailure:
        return article
    image = readers.teaser(answer.body, answer.url)
    if image is None:
        return article
    return replace(
        article, item=replace(article.item, image=image), pictures=(Picture(image.src), *article.pictures)
    )


def _page(url: str, key: str, get: Get, around: Surroundings) -> Article:
    answer = get(Wanted(url=url, sort="page"))
    zone = around.now.tzinfo or ZoneInfo("UTC")
    article = around.readers.page(answer.body, answer.url, now=around.now, zone=zone)
    if not key.startswith("github:"):
        return article
    # The page of a repository is the work itself, not somebody's article about it.
    code = Link(kind="code", url=canonical(url))
    links = (code, *(link for link in article.item.links if work_key(link.url) != key))
    return replace(article, item=replace(article.item, id=key, links=links, source=None))
