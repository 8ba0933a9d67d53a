"""An entry as it stands inside an issue."""

from __future__ import annotations

from markupsafe import Markup

from digest.catalog.document import Detail, Document
from digest.content.drafts import EntryDraft
from digest.pages.bodies import body_html, plain_html
from digest.pages.context import SHOWN_TAGS, Context
from digest.pages.links import link_views
from digest.pages.marks import findings_lang, machine_written
from digest.pages.views import EntryItem
from digest.text.authors import short_authors


def issue_item(context: Context, document: Document, detail: Detail, anchor: str, prefix: str) -> EntryItem:
    """An entry for an issue; `anchor` is its id there and `prefix` stands before the ids of its texts.

    Everything it shows is in the entry's own file and terms: the digest of this view decides whether the issue is
    rendered again.
    """
    draft = detail.draft
    if not isinstance(draft, EntryDraft):
        raise TypeError(f"{document.path} is not an entry")
    rendered = detail.body.rendered
    note, more = Markup(""), bool(rendered.html)
    if rendered.lead:
        note = body_html(context, document, detail.body, html=rendered.lead, prefix=prefix, deeper=2)
    elif detail.is_short:
        note, more = body_html(context, document, detail.body, prefix=prefix, deeper=2), False
    summary = body_html(context, document, detail.summary, prefix=f"{prefix}s-", deeper=3)
    machine = machine_written(draft)
    image = draft.image if context.config.issues.images else None
    return EntryItem(
        title=document.title,
        url=context.urls.href(document.address),
        original=document.original,
        lang=context.foreign(document),
        date=context.date(document.date),
        source=document.source,
        authors=short_authors(document.authors, document.lang),
        minutes=detail.minutes,
        excerpt=detail.excerpt,
        topics=(),
        tags=context.tags(document)[:SHOWN_TAGS],
        anchor=anchor,
        note=note,
        summary=summary or plain_html(detail.excerpt if not note else ""),
        abstract=body_html(context, document, detail.abstract, prefix=f"{prefix}a-", deeper=3),
        abstract_lang=context.foreign_text(document, detail.abstract.rendered.text),
        image=context.image(document, image.src, image.alt, image.credit) if image else None,
        links=link_views(context, document, detail),
        machine="summary" in machine and not note,
        text_lang="" if machine.get("body" if note else "summary") else context.foreign(document),
        machine_note="body" in machine and bool(note),
        more=more,
        all_authors=document.authors,
        subjects=draft.subjects,
        findings=tuple(
            body_html(context, document, finding, prefix=f"{prefix}f{position}-", deeper=3)
            for position, finding in enumerate(detail.findings, start=1)
        ),
        findings_lang=findings_lang(context, document, detail, machine),
        machine_findings="findings" in machine,
    )
