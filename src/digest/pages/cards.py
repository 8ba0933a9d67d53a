"""An entry in lists and feeds: the views and fragments many pages share."""

from __future__ import annotations

import hashlib

from digest.catalog.document import Detail, Document
from digest.exporters.api import ApiEntry, api_item
from digest.exporters.feed import FeedItem, stable_id
from digest.pages.bodies import SUMMARY_IDS, body_html, plain_html
from digest.pages.citations import bibtex_of
from digest.pages.context import SHOWN_TAGS, Context
from digest.pages.fragments import Fragments
from digest.pages.items import issue_item
from digest.pages.page import fingerprint
from digest.pages.views import CardView
from digest.text.authors import short_authors


def fragments_key(context_salt: bytes, document: Document, labels: bytes) -> bytes:
    """What the fragments of a document are made from; `labels` are its resolved terms."""
    return fingerprint(context_salt, (b"fragments", document.key, labels))


def render_fragments(context: Context, document: Document, detail: Detail) -> Fragments:
    """Everything lists, feeds and bibliographies show of one document."""
    card = str(context.render_card(card_view(context, document, detail)))
    feed = feed_item(context, document, detail)
    if document.kind != "entry":
        return Fragments(card, feed)
    # The ids inside a note that an issue does not show count as well: they decide which prefixes are free.
    ids = [heading.id for heading in detail.body.rendered.headings]
    in_issue = repr((issue_item(context, document, detail, "", ""), ids))
    return Fragments(
        card=card,
        feed=feed,
        bib=bibtex_of(context, document, detail),
        api=api_item(_api_entry(context, document, detail)),
        item=hashlib.sha256(in_issue.encode()).digest()[:12],
    )


def _api_entry(context: Context, document: Document, detail: Detail) -> ApiEntry:
    return ApiEntry(
        id=document.id,
        title=document.title,
        url=context.urls.absolute(document.address),
        original=document.original,
        date=document.date,
        week=document.week,
        topics=document.topics,
        tags=tuple(view.name for view in context.tags(document)),
        authors=document.authors,
        source=document.source,
        summary=detail.excerpt,
        lang=document.lang,
    )


def card_view(context: Context, document: Document, detail: Detail) -> CardView:
    """The card of an entry or page."""
    return CardView(
        title=document.title,
        url=context.urls.href(document.address),
        original=document.original,
        lang=context.foreign(document),
        date=context.date(document.date),
        source=document.source,
        authors=short_authors(document.authors, document.lang),
        minutes=detail.minutes,
        excerpt=detail.excerpt,
        topics=context.topics(document),
        tags=context.tags(document)[:SHOWN_TAGS],
    )


def feed_item(context: Context, document: Document, detail: Detail) -> FeedItem:
    """An entry or page as feeds carry it."""
    url = context.urls.absolute(document.address)
    full = context.config.build.feed_content == "full"
    summary = body_html(context, document, detail.summary, absolute=True, prefix=SUMMARY_IDS)
    named = detail.draft.image
    image = context.image(document, named.src, "", "") if named else None
    return FeedItem(
        id=stable_id(document.id) if document.id else url,
        title=document.title,
        url=url,
        original=document.original,
        published=document.date,
        updated=document.lastmod or document.date,
        summary_html=str(summary or plain_html(detail.excerpt)),
        summary_text=detail.excerpt,
        content_html=str(body_html(context, document, detail.body, absolute=True)) if full else "",
        authors=document.authors,
        tags=tuple(view.name for view in (*context.topics(document), *context.tags(document))),
        image=context.absolute_image(image) if image else "",
        lang=document.lang,
    )
