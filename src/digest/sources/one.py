"""One work by its address: which source it belongs to, and what that source says about it."""

from __future__ import annotations

from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from msgspec.structs import replace

from digest.content.drafts import Link
from digest.fetch.exchange import FetchFailure, Get, Wanted
from digest.links.canonical import canonical, work_key
from digest.sources.article import Article, NotAnArticle
from digest.sources.bounded.readers import Readers
from digest.sources.wechat.article import SharedPost


def read_one(url: str, get: Get, readers: Readers, *, now: datetime, zone: tzinfo) -> Article:
    """Ask the source of an address what it says about the work there: arXiv, WeChat, or any other page.

    Args:
        url: the address.
        get: asks the network.
        readers: read what strangers wrote.
        now: the time, for dates that cannot be.
        zone: that of the site, for dates without one.

    Raises:
        NotAnArticle: the page is deleted, blocked, paid, a CAPTCHA, or holds no article.
        FetchFailure: nothing usable came back.
    """
    key = work_key(url)
    if key.startswith("arxiv:"):
        return _paper(key.removeprefix("arxiv:"), url, get)
    if not key:
        raise NotAnArticle("no address", "this is no http or https address")
    if urlsplit(url).hostname == "mp.weixin.qq.com":
        return _wechat_article(canonical(url), get, readers)
    return _page(url, key, get, readers, now, zone)


def _paper(number: str, url: str, get: Get) -> Article:
    from digest.sources.arxiv.client import search_all  # noqa: PLC0415 - each source loads what it needs
    from digest.sources.arxiv.papers import article_of  # noqa: PLC0415 - as above
    from digest.sources.arxiv.query import by_ids  # noqa: PLC0415 - as above

    found = search_all(by_ids([number]), get)
    if found.papers:
        return article_of(found.papers[0])
    if found.failures:
        failure = found.failures[0]
        raise FetchFailure("broken", url, failure.message)
    raise NotAnArticle("missing", f"arXiv knows no paper {number}")


def _wechat_article(url: str, get: Get, readers: Readers) -> Article:
    answer = get(Wanted(url=url, sort="page"))
    try:
        return readers.wechat(answer.body, answer.url)
    except SharedPost as post:
        original = get(Wanted(url=post.url, sort="page"))
        return readers.wechat(original.body, original.url)


def _page(url: str, key: str, get: Get, readers: Readers, now: datetime, zone: tzinfo) -> Article:
    answer = get(Wanted(url=url, sort="page"))
    article = readers.page(answer.body, answer.url, now=now, zone=zone)
    if not key.startswith("github:"):
        return article
    # The page of a repository is the work itself, not somebody's article about it.
    code = Link(kind="code", url=canonical(url))
    links = (code, *(link for link in article.item.links if work_key(link.url) != key))
    return replace(article, item=replace(article.item, id=key, links=links, source=None))
