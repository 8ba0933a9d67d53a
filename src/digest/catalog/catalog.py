"""All documents of a site that may be seen, by address, path and identity; collisions are found here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from digest.catalog.document import Document
from digest.problems import Problem, error, warning

HiddenReason = Literal["draft", "future", "expired"]
WHY_HIDDEN: Mapping[HiddenReason, str] = {
    "draft": "is a draft",
    "future": "is not published yet",
    "expired": "has expired",
}
"""Each reason as the end of a sentence about the page."""


class Visibility(msgspec.Struct, frozen=True):
    """What a build shows: the moment it is made for, and the kinds of hidden pages asked for on top."""

    clock: datetime
    drafts: bool = False
    future: bool = False
    expired: bool = False

    def hidden_reason(self, document: Document) -> HiddenReason | None:
        """Why a document is not shown, or None where it is."""
        now = int(self.clock.timestamp())
        if document.draft and not self.drafts:
            return "draft"
        if document.seen > now and not self.future:
            return "future"
        if document.expires and document.expires <= now and not self.expired:
            return "expired"
        return None


def next_change(documents: Iterable[Document], clock: datetime) -> tuple[int, int]:
    """The span of clocks, in seconds since 1970, over which no document appears or expires.

    Returns the last such event not after the clock (0 for none) and the first after it (a far future for none).
    """
    now = int(clock.timestamp())
    before, after = 0, 2**53
    for document in documents:
        for moment in (document.seen, document.expires):
            if before < moment <= now:
                before = moment
            elif now < moment < after:
                after = moment
    return before, after


class Catalog(msgspec.Struct, frozen=True):
    """The visible documents, sorted by path, and the ways to find one.

    `hidden` maps address and id of a document that is not shown to the reason; `aliases` maps an old address to the
    document that answers for it now.
    """

    documents: tuple[Document, ...]
    by_address: Mapping[str, Document]
    by_path: Mapping[str, Document]
    by_id: Mapping[str, Document]
    aliases: Mapping[str, Document]
    hidden: Mapping[str, HiddenReason]
    hidden_paths: Mapping[str, HiddenReason]

    def entry(self, name: str) -> Document | None:
        """The visible entry with this id or slug, also one it had before it was renamed."""
        found = self.by_id.get(name)
        if found is None:
            address = name if name.startswith("/") else f"/entries/{name.lower()}/"
            found = self.by_address.get(address) or self.aliases.get(address)
        return found if found is not None and found.kind == "entry" else None


def build_catalog(
    documents: Iterable[Document], visibility: Visibility
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Index the visible documents; the problems are collisions (errors) and ignored aliases (warnings).

    A hidden document claims its address too: two authored files must not fight over one address only because
    one of them is still a draft.
    """
    problems: list[Problem] = []
    visible: list[Document] = []
    hidden: dict[str, HiddenReason] = {}
    hidden_paths: dict[str, HiddenReason] = {}
    claimed: dict[str, Document] = {}
    by_id: dict[str, Document] = {}
    for document in sorted(documents, key=lambda document: document.path):
        other = claimed.setdefault(document.address, document)
        if other is not document:
            line, column = document.place_of("url", "slug")
            problems.append(
                error(
                    f"the address {document.address} is already taken by {other.path}",
                    path=document.path,
                    line=line,
                    column=column,
                    hint="give one of the two another `slug`",
                )
            )
            continue
        if document.id:
            twin = by_id.setdefault(document.id, document)
            if twin is not document:
                line, column = document.place_of("id")
                problems.append(
                    error(
                        f"the work {document.id} already has an entry: {twin.path}",
                        path=document.path,
                        line=line,
                        column=column,
                        hint="keep one of the two and move what the other says into it",
                    )
                )
                continue
        reason = visibility.hidden_reason(document)
        if reason is None:
            visible.append(document)
        else:
            hidden[document.address] = reason
            if document.id:
                hidden[document.id] = reason
            hidden_paths[document.path] = reason
    catalog = Catalog(
        documents=tuple(visible),
        by_address={document.address: document for document in visible},
        by_path={document.path: document for document in visible},
        by_id={document.id: document for document in visible if document.id},
        aliases=_aliases(visible, claimed, problems),
        hidden=hidden,
        hidden_paths=hidden_paths,
    )
    return catalog, tuple(problems)


def _aliases(
    visible: Iterable[Document], claimed: Mapping[str, Document], problems: list[Problem]
) -> dict[str, Document]:
    aliases: dict[str, Document] = {}
    for document in visible:
        for alias in document.aliases:
            owner = claimed.get(alias) or aliases.get(alias)
            if owner is document:
                continue
            if owner is not None:
                line, column = document.place_of("aliases")
                problems.append(
                    warning(
                        f"the alias {alias} is left out: that address belongs to {owner.path}",
                        path=document.path,
                        line=line,
                        column=column,
                    )
                )
                continue
            aliases[alias] = document
    return aliases
