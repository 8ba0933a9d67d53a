"""The bytes of a web page become an article, or the reason why they are none."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from digest.content.drafts import Image, Link, Source
from digest.items import Item
from digest.links.canonical import canonical
from digest.sources.addresses import web_address
from digest.sources.article import Article, NotAnArticle, Picture
from digest.sources.charset import decode
from digest.sources.pages.body import find_body
from digest.sources.pages.document import MAX_BYTES, parse_text, remove, words_of
from digest.sources.pages.gate import refuse_barrier, refuse_little, refuse_other_files
from digest.sources.pages.links import links_of_work, mentions
from digest.sources.pages.markdown import picture_addresses, to_markdown
from digest.sources.pages.metadata import read_metadata
from digest.sources.pages.prepare import prepare
from digest.sources.pages.rules import rule_for

_FAR = datetime(8000, 1, 1, tzinfo=UTC)
_MOST_PICTURES = 300
_LONGEST = 2_000_000  # characters of a text
_NOT_LETTERS = re.compile(r"\W+")


def extract(body: bytes, url: str, *, now: datetime | None = None, zone: tzinfo = UTC) -> Article:
    """Read the article of a page. What the page does not say about it stays empty.

    Args:
        body: the answer, decompressed.
        url: where it came from, after redirects.
        now: dates far after it are none; None to accept any.
        zone: of dates that name none.

    Raises:
        NotAnArticle: a challenge, a login, an error page, another kind of file, or hardly any text.
    """
    refuse_other_files(body)
    if len(body) > MAX_BYTES:
        raise NotAnArticle("too large", f"the page is larger than {MAX_BYTES // 1_000_000} MB")
    text = decode(body)
    tree = parse_text(text)
    if tree is None:
        raise NotAnArticle("not html", "the page is no HTML, or has too many elements to be an article")
    rule = rule_for(url, tree)
    about = read_metadata(tree, url, rule, now=now or _FAR, zone=zone)
    base = web_address((tree.xpath("string(//base/@href)") or "").strip(), url) or url
    prepare(tree, url)
    title = tree.find(".//title")
    refuse_barrier(words_of(title) if title is not None else "", words_of(tree), text)
    found = find_body(tree, rule)
    if found is None:
        raise NotAnArticle("too little text", "no article was found on the page")
    _without_title(found, about.title)
    markdown = to_markdown(found, base)
    refuse_little(markdown)
    if len(markdown) > _LONGEST:
        raise NotAnArticle("too large", f"its text has more than {_LONGEST // 1_000_000} million characters")
    own = about.url or url
    key = canonical(own)
    return Article(
        key=key,
        aliases=(canonical(url),) if canonical(url) != key else (),
        item=Item(
            title=about.title,
            date=about.published,
            lang=about.language,
            source=Source(
                kind="page", name=about.site or (urlsplit(own).hostname or "").removeprefix("www."), url=own
            ),
            authors=about.authors,
            links=(Link(url=key, kind="article"), *links_of_work(mentions(found, base), own, about.title)),
            image=Image(src=about.image, alt=about.image_alt) if about.image.startswith("https:") else None,
            text=markdown,
        ),
        pictures=pictures_of(found, base),
    )


def pictures_of(body: HtmlElement, base: str) -> tuple[Picture, ...]:
    """The pictures of an article, each once, by their addresses in its Markdown."""
    return tuple(Picture(address) for address in picture_addresses(body, base)[:_MOST_PICTURES])


def _without_title(body: HtmlElement, title: str) -> None:
    """Remove the heading that says the title again, where the body begins with it."""
    for heading in body.iter("h1", "h2"):
        if title and _NOT_LETTERS.sub("", words_of(heading)).lower() == _NOT_LETTERS.sub("", title).lower():
            remove(heading)
        return
