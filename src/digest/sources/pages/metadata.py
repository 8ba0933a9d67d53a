"""What a page says about itself: JSON-LD, `meta`, `time`, microdata, in that order; nothing is guessed.

General extractors made the title "690" of a karma count, an author of a slogan and a date of nothing. What none
of the places below says stays empty.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from html import unescape
from urllib.parse import urlsplit

import msgspec
from lxml.html import HtmlElement

from digest.sources.addresses import web_address
from digest.sources.feeds.dates import read_date
from digest.sources.pages.document import classes_of, is_element, words_of
from digest.sources.pages.rules import Rule, texts
from digest.text.clean import clean_line

_LONGEST = 500  # characters of a title
_ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|Posting|CreativeWork|WebPage)$")
_NO_NAME = re.compile(r"https?:|www\.|@|[，。！？；…\n]|^\W*$")
_ROLES = re.compile(
    r"^(?:by|posted by|written by|author|作者|文)\s*[:：|/]?\s+|^(?:作者|文)\s*[:：/]\s*", re.IGNORECASE
)
_NOT_THE_ARTICLE = re.compile(
    r"comment|related|recommend|sidebar|footer|recent|next|prev|latest|popular|(?<!v)card|widget"
)
_TEMPLATE = re.compile(r"%3C|%3E|%7B|[<>{}]|undefined|\bnull\b|%20or%20path", re.IGNORECASE)
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:blank|pixel|spacer|favicon|logo|default[-_]?(?:og|share|image)?|placeholder)(?:[/_.-]|$)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+[-–—|·•»:_]\s+|\s*[|_｜]\s*")
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "citation_publication_date", "publishdate",
    "pubdate", "publish_date", "publish-date", "publication_date", "date", "dc.date", "dc.date.issued", "dcterms.date",
    "dcterms.created", "sailthru.date", "parsely-pub-date", "weibo:article:create_at", "bytedance:published_time",
)  # fmt: skip


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says about itself; empty where it says nothing. `url` is its canonical address on its own site."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    url: str = ""
    site: str = ""
    image: str = ""
    image_alt: str = ""
    language: str = ""


def read_metadata(tree: HtmlElement, url: str, rule: Rule | None, *, now: datetime, zone: tzinfo) -> Metadata:
    """The metadata of a page as it came, scripts included.

    Args:
        tree: the whole page.
        url: where it came from.
        rule: of its site.
        now: dates far after it are none.
        zone: of dates that name none.
    """
    meta = _meta(tree)
    data: dict[str, object] = {}
    for part in _articles(tree):
        data = {**part, **{name: value for name, value in data.items() if value}}
        if not _people(data.get("author")):
            data["author"] = part.get("author")
    base = web_address((tree.xpath("string(//base/@href)") or "").strip(), url) or url
    site = clean_line(meta.get("og:site_name", "") or _name(data.get("publisher")))
    language = clean_line(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    dates = [_str(data.get("datePublished")), *(meta.get(name, "") for name in _DATES)]
    dates += texts(tree, rule.date) if rule else []
    dates += _script_dates(tree, rule)
    dates += _times(tree)
    read = (read_date(unescape(text), now=now, zone=zone, language=language) for text in dates)
    return Metadata(
        title=_title(tree, meta, data, site),
        authors=_authors(tree, meta, data, rule),
        published=next((date for date in read if date), None),
        url=_canonical(tree, meta, base, url),
        site=site,
        image=_image(meta, data, base),
        image_alt=clean_line(meta.get("og:image:alt", ""))[:300],
        language=language,
    )


def _meta(tree: HtmlElement) -> dict[str, str]:
    """The first content of each name that has any."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = (element.get("content") or "").strip()
        if name and value:
            found.setdefault(name.lower(), value)
    return found


def _articles(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """What JSON-LD says about articles, those with a headline."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json" or not script.text:
            continue
        try:
            value = json.loads(script.text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for part in _parts(value):
            kinds = part.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and _ARTICLES.search(name) for name in names) and part.get(
                "headline"
            ):
                yield part


def _parts(value: object) -> Iterator[dict[str, object]]:
    """The objects of a document: itself, a list's, a graph's."""
    values = value if isinstance(value, list) else [value]
    for part in values[:200]:
        if isinstance(part, dict):
            yield part
            graph = part.get("@graph")
            if isinstance(graph, list):
                yield from (inner for inner in graph[:200] if isinstance(inner, dict))


def _title(tree: HtmlElement, meta: dict[str, str], data: dict[str, object], site: str) -> str:
    head = clean_line(tree.findtext(".//title") or "")
    headings = [words_of(element) for element in tree.iter("h1", "h2")][:20]
    shown = next((text for text in headings if len(text) > 3 and text in head), "")
    candidates = [
        meta.get("og:title", ""),
        _str(data.get("headline")),
        meta.get("citation_title", ""),
        meta.get("twitter:title", ""),
        shown,
        head,
        headings[0] if len(headings) == 1 else "",
    ]
    for candidate in candidates:
        title = clean_line(unescape(candidate))[:_LONGEST]
        if sum(character.isalpha() for character in title) >= 2 and title != site:
            return _without_site(title, site, shown)
    return ""


def _without_site(title: str, site: str, shown: str) -> str:
    """A title without the name of the site behind it."""
    parts = list(_SEPARATOR.finditer(title))
    for match in reversed(parts):
        rest, tail = title[: match.start()].strip(), title[match.end() :].strip()
        if rest and (rest == shown or (site and tail.lower() == site.lower())):
            return rest
    return title


def _authors(
    tree: HtmlElement, meta: dict[str, str], data: dict[str, object], rule: Rule | None
) -> tuple[str, ...]:
    cited = [
        element.get("content") or ""
        for element in tree.iter("meta")
        if element.get("name") == "citation_author"
    ]
    microdata = [
        _own_name(element)
        for element in tree.xpath("//*[contains(concat(' ', @itemprop, ' '), ' author ')][not(self::meta)]")[
            :5
        ]
    ] + texts(tree, "//*[@itemprop='author' and self::meta]/@content")
    vcards = tree.xpath(
        "//*[contains(concat(' ', normalize-space(@class), ' '), ' vcard ')]"
        "//*[contains(concat(' ', normalize-space(@class), ' '), ' fn ')]"
    )
    ways = (
        _people(data.get("author")),
        cited,
        texts(tree, rule.author) if rule else [],
        [meta.get("author", "")],
        [meta.get("article:author", "")],
        microdata,
        [words_of(element) for element in vcards if not _is_aside(element)][:1],
    )
    for names in ways:
        kept = [name for text in names if (name := _person(text))]
        if kept:
            return tuple(dict.fromkeys(kept))
    return ()


def _person(text: str) -> str:
    """A name; "" for a slogan, an address and what else is written there."""
    name = _ROLES.sub("", clean_line(unescape(text))).strip()
    return "" if _NO_NAME.search(name) or len(name) > 80 or len(name.split()) > 8 else name


def _own_name(element: HtmlElement) -> str:
    inner = element.xpath("(.//*[translate(@itemprop, 'N', 'n')='name'])[1]")
    if isinstance(inner, list) and inner and is_element(inner[0]):
        return inner[0].get("content") or words_of(inner[0])
    return words_of(element) if element.tag != "link" else ""


def _script_dates(tree: HtmlElement, rule: Rule | None) -> list[str]:
    """The date of a Zhihu article, which its page shows only as "edited on"."""
    if rule is None or "zhihu.com" not in rule.hosts:
        return []
    state = next(
        (
            script.text
            for script in tree.iter("script")
            if script.get("id") == "js-initialData" and script.text
        ),
        "",
    )
    found = re.search(r'"articles":\{"[0-9]{1,20}":.{0,200000}?"created":([0-9]{10})[,}]', state, re.DOTALL)
    return [found[1]] if found else []


def _times(tree: HtmlElement) -> list[str]:
    """The dates of `time` elements that belong to the article: marked as such, else the first one outside lists."""
    found = [
        element
        for element in tree.iter("time")
        if (element.get("datetime") or words_of(element)) and not _is_aside(element)
    ]
    marked = [
        element
        for element in found
        if element.get("pubdate") is not None
        or (element.get("itemprop") or "") == "datePublished"
        or re.search(r"published|entry-date|post-date|dt-published", classes_of(element))
    ]
    chosen = (marked or found)[:1]
    dates = [element.get("datetime") or words_of(element) for element in chosen]
    others = tree.xpath("//*[@itemprop='datePublished' and not(self::time) and not(self::meta)]")
    return dates + [
        element.get("content") or element.get("title") or words_of(element) for element in others[:1]
    ]


def _is_aside(element: HtmlElement) -> bool:
    return any(
        parent.tag in {"aside", "nav", "footer", "li"} or _NOT_THE_ARTICLE.search(classes_of(parent))
        for parent in element.iterancestors()
        if parent.tag not in {"body", "html", "main"}
    )


def _canonical(tree: HtmlElement, meta: dict[str, str], base: str, url: str) -> str:
    """The address the page gives itself, where it is on the site it came from; else that it came from."""
    links = [
        link.get("href") or ""
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for written in [*links[:1], meta.get("og:url", "")]:
        address = web_address(written, base)
        # Another site's name here would let a page pass for that site's article. And a home page is no article.
        if (
            address
            and _site(address) == _site(url)
            and (urlsplit(address).path.strip("/") or not urlsplit(url).path.strip("/"))
        ):
            return address
    return url


def _site(url: str) -> str:
    host = urlsplit(url).hostname or ""
    for name in ("www.", "m.", "mobile.", "amp."):
        host = host.removeprefix(name)
    return host


def _image(meta: dict[str, str], data: dict[str, object], base: str) -> str:
    """The picture the page is to be shared with; "" for an unfilled template, a blank or a logo."""
    for written in (
        meta.get("og:image", ""),
        meta.get("og:image:secure_url", ""),
        _picture(data.get("image")),
        meta.get("twitter:image", ""),
    ):
        address = web_address(unescape(written), base)
        if (
            address
            and not _TEMPLATE.search(urlsplit(address).path)
            and not _NO_PICTURE.search(urlsplit(address).path)
        ):
            return address
    return ""


def _picture(value: object) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return _str(first.get("url")) if isinstance(first, dict) else _str(first)


def _people(value: object) -> list[str]:
    """The names of one author or of several; JSON-LD may give a reference instead."""
    people = value if isinstance(value, list) else [value]
    return [name for person in people[:30] if (name := _name(person))]


def _name(value: object) -> str:
    return _str(value.get("name")) if isinstance(value, dict) else _str(value)


def _str(value: object) -> str:
    return value if isinstance(value, str) else ""
