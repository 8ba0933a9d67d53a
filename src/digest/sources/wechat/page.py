"""A page of mp.weixin.qq.com becomes an article, or says why it is none."""

from __future__ import annotations

from collections.abc import Mapping

from bs4.element import Tag

from digest.content.drafts import Image, Link, Source
from digest.items import Item
from digest.links.canonical import canonical
from digest.links.kinds import link_kind
from digest.sources.article import NotAnArticle, Picture
from digest.sources.charset import decode
from digest.sources.wechat.article import SharedPost, WechatArticle
from digest.sources.wechat.blocks import Figure, Part, Table
from digest.sources.wechat.body import link_address, read_body
from digest.sources.wechat.headings import with_headings
from digest.sources.wechat.images import REFERER, clean_image_address, shape
from digest.sources.wechat.kinds import explain, kind_without_text
from digest.sources.wechat.markup import Document, attribute, by_id, parse, read_document
from digest.sources.wechat.mentions import links_of
from digest.sources.wechat.metadata import VARIABLES, Metadata, read_metadata
from digest.sources.wechat.notes import read_notes, with_note_links
from digest.sources.wechat.scripts import Value, fields_of, list_of, read_values, text_of
from digest.sources.wechat.tail import without_frame
from digest.sources.wechat.writing import write_markdown
from digest.text.cjk import count
from digest.text.clean import clean_text
from digest.text.excerpt import excerpt

MAX_BYTES = 10_000_000
"""Larger pages are not read; the largest that was seen has 4 MB."""

_MAX_MARKUP = 3_000_000  # characters without scripts; a long article has 300,000
_TITLE_LENGTH = 40  # Han characters of a title made from a text
_MOST_PICTURES = 500
_PICTURES, _TEXT = "8", "10"
_PREVIEW = "mp-pay-preview-filter"


def read_page(body: bytes, url: str) -> WechatArticle:
    """Read a page.

    Args:
        body: the bytes as they came.
        url: the address they came from, after redirects.

    Raises:
        NotAnArticle: the page is something else; `what` is deleted, violation, unavailable, captcha, moved, expired,
            restricted, paid, account page, album, video, music, audio, shared (a `SharedPost` with its address),
            empty, too large or unknown.
    """
    if len(body) > MAX_BYTES:
        raise NotAnArticle("too large", f"the page has {len(body):,} bytes, the limit is {MAX_BYTES:,}")
    document = read_document(decode(body), limit=_MAX_MARKUP)
    if document is None:
        raise NotAnArticle(
            "too large", f"the page has more than {_MAX_MARKUP:,} characters without its scripts"
        )
    values = read_values(document.scripts, VARIABLES)
    said = read_metadata(document.tree, values, url)
    parts, cards = _content(document, values, said)
    if not parts:
        if shared := _shared(document):
            raise SharedPost(shared)
        if what := kind_without_text(said.show):
            raise NotAnArticle(what, f"the article is {what} without a text")
        raise explain(document.tree, url, account=said.account)
    if what := kind_without_text(said.show):
        raise NotAnArticle(what, f"the article is {what}; its text is only the caption")
    if said.is_paid and document.tree.find(class_=_PREVIEW) is not None:
        raise NotAnArticle("paid", "only the beginning is shown, the article is sold")
    return _article(parts, cards, said)


def _content(document: Document, values: Mapping[str, Value], said: Metadata) -> tuple[list[Part], list[str]]:
    """The blocks of the article: in the page, or in its data where a script would put it into the page."""
    data = fields_of(values, "cgiDataNew")
    post = fields_of(data, "text_page_info")
    written = text_of(data, "content_noencode")
    if said.show == _PICTURES and data:
        parts, cards = read_body(parse(written), lines=True)
        return [*parts, *_pictures_of_post(data)], cards
    if said.show == _TEXT and data:
        return read_body(
            parse(text_of(post, "content_noencode") or text_of(post, "content") or written), lines=True
        )
    content = by_id(document.tree, "js_content")
    parts, cards = read_body(content) if content is not None else ([], [])
    if not parts and written:
        # The data may hold what the page does not show yet; line breaks mean something only without markup.
        return read_body(parse(written), lines="<" not in written)
    return parts, cards


def _pictures_of_post(data: Mapping[str, Value]) -> list[Part]:
    found: list[Part] = []
    for entry in list_of(data, "picture_page_info_list")[:_MOST_PICTURES]:
        if not isinstance(entry, dict):
            continue
        if address := clean_image_address(text_of(entry, "cdn_url")):
            height, width = (
                int(size) if (size := text_of(entry, name)).isdecimal() and len(size) < 6 else 0
                for name in ("height", "width")
            )
            found.append(Figure(src=address, ratio=shape(height, width)))
    return found


def _shared(document: Document) -> str:
    for found in document.tree.find_all(id="js_share_source", limit=3):
        if isinstance(found, Tag):
            address = link_address(attribute(found, "data-url") or attribute(found, "href"))
            if address:
                return address
    return ""


def _article(parts: list[Part], cards: list[str], said: Metadata) -> WechatArticle:
    kept, cut = without_frame(parts)
    kept = with_headings(kept)
    notes = read_notes(kept)
    kept = with_note_links(kept, notes)
    text = clean_text(write_markdown(kept))
    title = said.title or _title_of(text)
    key = said.id.removeprefix("wechat:") or said.url
    item = Item(
        title=title,
        id=said.id,
        date=said.date,
        lang=_language(text),
        source=Source(kind="wechat", name=said.account, url=said.url),
        authors=(said.author,) if said.author else (),
        links=_links(said, links_of(kept, notes)),
        image=Image(src=said.cover) if said.cover else None,
        text=text,
        machine=() if said.title else ("title",),
    )
    alias = f"wechat:{said.short}" if said.short else ""
    return WechatArticle(
        key=key,
        item=item,
        pictures=_pictures(kept, said.cover),
        aliases=(alias,) if alias and alias != said.id else (),
        cut=(*cut, *cards),
    )


def _links(said: Metadata, found: tuple[Link, ...]) -> tuple[Link, ...]:
    """The links of the text, before them the article this one is a copy of and the one it says to read."""
    named: list[Link] = []
    if said.reprint_of:
        named.append(Link(url=said.reprint_of, kind="article", title=said.reprint_from))
    if said.source_url:
        kind = link_kind(said.source_url)
        # An "article" would say that both are about one work, and this may be any page the account likes to show.
        named.append(
            Link(
                url=canonical(said.source_url), kind="other" if kind == "article" else kind, title="阅读原文"
            )
        )
    seen = {link.url for link in named}
    return (*named, *(link for link in found if link.url not in seen))


def _pictures(parts: list[Part], cover: str) -> tuple[Picture, ...]:
    ratios: dict[str, float] = {}
    for part in parts:
        if isinstance(part, Figure):
            ratios[part.src] = part.ratio
        elif isinstance(part, Table):
            ratios |= {run.src: 0.0 for row in part.rows for cell in row for run in cell if run.src}
    if cover:
        ratios.setdefault(cover, 0.0)
    return tuple(Picture(address, REFERER, ratio) for address, ratio in list(ratios.items())[:_MOST_PICTURES])


def _language(text: str) -> str:
    """`zh` where more is written in Han characters than in words of other scripts; else not said."""
    han, words = count(text)
    return "zh" if han > words else ""


def _title_of(text: str) -> str:
    """What stands for the title of a post without one: the beginning of its text."""
    line = next((line for line in text.split("\n") if line.strip() and not line.startswith(("![", "["))), "")
    return excerpt(line.rstrip("\\").replace("\\", ""), _TITLE_LENGTH)
