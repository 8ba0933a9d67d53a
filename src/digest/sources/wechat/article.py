"""What a page of WeChat is: an article, or a post that points to one."""

from __future__ import annotations

from digest.sources.article import Article, NotAnArticle


class WechatArticle(Article, frozen=True, kw_only=True):
    """An article, and what was left out of its text: requests to follow or scan, cards, videos without a page."""

    cut: tuple[str, ...] = ()


class SharedPost(NotAnArticle):
    """A post that only points to somebody else's article: `url` is that article's address."""

    def __init__(self, url: str) -> None:
        super().__init__("shared", f"the page only shares another article: {url}")
        self.url = url
