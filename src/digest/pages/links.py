"""The addresses that belong to a work, with the word for each kind."""

from __future__ import annotations

from digest.content.drafts import EntryDraft, LinkKind
from digest.pages.context import Context
from digest.pages.views import LinkView


def link_views(context: Context, draft: EntryDraft) -> tuple[LinkView, ...]:
    """The links of a work, with the word for each kind."""
    return tuple(
        LinkView(url=link.url, kind=link.kind, label=_label(context, link.kind), title=link.title)
        for link in draft.links
    )


def _label(context: Context, kind: LinkKind) -> str:
    return context.t("other") if kind == "other" else context.t(f"kind_{kind}")
