"""The entries of a feed become articles of the digest."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from digest.content.drafts import Image, Link, Source
from digest.items import Item
from digest.links.canonical import canonical
from digest.sources.article import Article, Dropped, Reading
from digest.sources.feeds.feed import Feed, FeedEntry
from digest.sources.pages.document import parse_text, words_of
from digest.sources.pages.extract import pictures_of
from digest.sources.pages.links import Mention, links_of_work, mentions
from digest.sources.pages.markdown import to_markdown
from digest.sources.pages.prepare import prepare

_FEW = 5
"""A feed that files an entry under more subjects than that lists keywords."""
_NO_SUBJECT = re.compile(
    r"uncategori[sz]ed|blogs?|posts?|articles?|news|misc|general|default|other|update|jekyll|未分类|默认分类|博客|文章|资讯|其他|其它",
    re.IGNORECASE,
)
_FULL = 1500  # characters of words, and
_PARAGRAPHS = 3  # a summary of so many is the whole text
_LONGEST_ABSTRACT = 2000  # characters of words; a longer summary is a text that somebody cut
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PICTURE = re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,4000}\)")
_MORE = re.compile(
    r"\s*(?:\[?(?:read more|continue reading|read on|read the full post|阅读更多|阅读全文|查看全文)[^\n]{0,80})\s*\Z",
    re.IGNORECASE,
)


def feed_articles(feed: Feed) -> Reading:
    """The entries of a feed as articles, in their order.

    An entry without an address, or with the key of an earlier one, is dropped with that reason. `item.text` is the
    content where the feed has all of it, else empty; `item.abstract` is what the feed says it is about. Tags are left
    to others. `item.subjects` are the
    feed's own categories where they are few. A title the feed does not give is the first words of the entry, and
    `item.machine` says so. The date is that of publication; where the feed gives none, that of the last change.
    """
    articles: list[Article] = []
    dropped: list[Dropped] = []
    seen: set[str] = set()
    for entry in feed.entries:
        what = entry.title or entry.key
        if not entry.url:
            dropped.append(Dropped(what, "the feed gives no address for it"))
        elif entry.key in seen:
            dropped.append(Dropped(what, "the feed holds it twice"))
        elif not entry.title:
            dropped.append(Dropped(what, "it has neither a title nor a text"))
        else:
            seen.add(entry.key)
            articles.append(_article(entry, feed))
    return Reading(articles=tuple(articles), dropped=tuple(dropped))


def _article(entry: FeedEntry, feed: Feed) -> Article:
    written = entry.content or (entry.summary if _is_full(entry.summary) else "")
    tree = parse_text(written) if written else None
    text = _markdown(tree, entry.base)
    teaser = parse_text(entry.summary) if entry.summary and written != entry.summary else None
    found = _mentions(tree if tree is not None else teaser, entry)
    picture = next(
        (link.url for link in entry.links if link.rel == "image" and link.url.startswith("https:")), ""
    )
    return Article(
        key=entry.key,
        aliases=entry.aliases,
        item=Item(
            title=entry.title,
            machine=() if entry.is_titled else ("title",),
            date=entry.published or entry.updated,
            lang=entry.language,
            source=Source(kind="rss", name=feed.title, url=entry.url),
            authors=entry.authors,
            abstract=_abstract(teaser, entry),
            subjects=_subjects(entry.tags),
            links=(
                Link(url=canonical(entry.url), kind="article"),
                *links_of_work(found, entry.url, entry.title),
            ),
            image=Image(src=picture) if picture else None,
            text=text,
        ),
        pictures=pictures_of(tree, entry.base) if tree is not None else (),
    )


def _markdown(tree: HtmlElement | None, base: str) -> str:
    if tree is None:
        return ""
    prepare(tree, base)
    return to_markdown(tree, base)


def _abstract(teaser: HtmlElement | None, entry: FeedEntry) -> str:
    """What the feed says an entry is about, where that is more than its title and less than its text."""
    for heading in list(teaser.iter(*_HEADINGS)) if teaser is not None else ():
        heading.tag = "p"  # it stands below the headings of other pages, which know nothing of its own
    written = _markdown(teaser, entry.base)
    words = " ".join(words_of(teaser).split()) if teaser is not None else ""
    if len(words) > _LONGEST_ABSTRACT or words.casefold() in {"", entry.title.casefold()}:
        return ""
    return _MORE.sub("", _PICTURE.sub("", written)).strip()


def _mentions(tree: HtmlElement | None, entry: FeedEntry) -> list[Mention]:
    """What an entry links to: by its own elements first, then in its text."""
    own = [
        Mention(link.url, link.title) for link in entry.links if link.rel in {"external", "related", "via"}
    ]
    return own + (mentions(tree, entry.base) if tree is not None else [])


def _is_full(summary: str) -> bool:
    """Whether a summary is the whole text: several paragraphs of some length."""
    if len(summary) < _FULL or summary.count("<p") < _PARAGRAPHS:
        return False
    tree = parse_text(summary)
    return tree is not None and len(words_of(tree)) >= _FULL


def _subjects(tags: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(tag for tag in tags if not _NO_SUBJECT.fullmatch(tag) and len(tag) <= 40)
    return kept if len(kept) <= _FEW else ()
