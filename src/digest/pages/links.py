"""The addresses that belong to a work, with the word for each kind."""

from __future__ import annotations

from urllib.parse import urlsplit

from digest.catalog.document import Detail, Document
from digest.content.drafts import EntryDraft, Link
from digest.pages.context import Context
from digest.pages.views import LinkView


def link_views(context: Context, document: Document, detail: Detail) -> tuple[LinkView, ...]:
    """The links of a work, with the word for each kind; one to a page that does not exist is left out.

    A title that only says the entry's again is not shown: it stands there already.
    """
    draft = detail.draft
    if not isinstance(draft, EntryDraft):
        return ()
    own = iter(context.plan.references.links.get(document.path, ())[detail.first_own_link :])
    views: list[LinkView] = []
    for link in draft.links:
        url: str | None = link.url
        if link.url.startswith("/"):
            address = next(own)
            url = context.urls.href(address) if address is not None else None
        if url is not None:
            title = link.title if link.title != document.title else ""
            views.append(LinkView(url=url, kind=link.kind, label=_label(context, link), title=title))
    return tuple(views)


def _label(context: Context, link: Link) -> str:
    if link.kind != "other":
        return context.t(f"kind_{link.kind}")
    host = "" if link.title else (urlsplit(link.url).hostname or "").removeprefix("www.")
    return host or context.t("other")
