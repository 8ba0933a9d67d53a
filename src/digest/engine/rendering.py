"""Rendering in worker processes: documents with their shared fragments, then the pages made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from digest.catalog.document import Detail, Document
from digest.engine.pool import Pool
from digest.engine.sources import Reader, decode_detail
from digest.files.store import Store
from digest.pages.cards import render_fragments
from digest.pages.context import Context, Loader, Plan
from digest.pages.entries import render_entry
from digest.pages.fragments import FragmentDigests, Fragments, digests_of
from digest.pages.makers import make
from digest.pages.page import Page
from digest.problems import DigestError, Problem
from digest.render.layers import Layers
from digest.render.templates import Templates

CHUNK = 24
MOST_FRAGMENTS = 20_000
"""Fragments a process keeps: each is in some seven lists and as many feeds; 4 kB each, so 80 MB at most."""
PARALLEL_FROM = 6
"""Tasks from which on processes are started: importing the renderers in each costs about 0.1 s."""


class DocumentTask(msgspec.Struct, frozen=True, array_like=True):
    """An entry or page to render: its fragments, if `key` is given, and its page, if there is one to make."""

    path: str
    key: bytes = b""
    page: Page | None = None


class DocumentResult(msgspec.Struct, frozen=True, array_like=True):
    """What came of a `DocumentTask`; `fragments` are encoded for the store."""

    fragments: bytes = b""
    digests: FragmentDigests | None = None
    page: bytes | None = None
    problems: tuple[Problem, ...] = ()


class PageResult(msgspec.Struct, frozen=True, array_like=True):
    """The bytes of a page, or why there are none."""

    data: bytes | None
    problems: tuple[Problem, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_decode_fragments = msgspec.msgpack.Decoder(Fragments).decode


class Renderer:
    """Renders pages of one plan; one a process."""

    def __init__(
        self,
        plan: Plan,
        fragment_keys: Mapping[str, bytes],
        layers: Layers,
        store: Path,
        reader: partial[Reader],
    ) -> None:
        self._store = Store.open_reader(store)
        self._fragment_keys = fragment_keys
        self._make_reader = reader
        self._reader: Reader | None = None
        self._known_fragments: dict[str, Fragments] = {}
        templates = Templates(layers, plan.site.config.site.language)
        self.context = Context(plan, templates, Loader(self._detail, self._fragments))

    def documents(self, tasks: Sequence[DocumentTask]) -> list[DocumentResult]:
        """Render fragments and pages of some documents."""
        by_path = self.context.site.catalog.by_path
        documents = [by_path[task.path] for task in tasks]
        stored = self._store.get_many([document.key for document in documents])
        results: list[DocumentResult] = []
        for task, document in zip(tasks, documents, strict=True):
            try:
                detail = self._decode(document, stored.get(document.key))
                results.append(self._document(task, document, detail))
            except DigestError as failure:
                results.append(DocumentResult(problems=failure.problems))
        return results

    def _document(self, task: DocumentTask, document: Document, detail: Detail) -> DocumentResult:
        encoded, digests, page, bib = b"", None, None, ""
        if task.key:
            fragments = render_fragments(self.context, document, detail)
            encoded, digests, bib = _encode(fragments), digests_of(task.key, fragments), fragments.bib
        if task.page is not None:
            if task.page.kind == "entry":
                page = render_entry(self.context, task.page.number, detail, bib)
            else:
                page = make(self.context, task.page)
        return DocumentResult(encoded, digests, page)

    def pages(self, pages: Sequence[Page]) -> list[PageResult]:
        """Render some pages; one that fails does not keep the others from being made."""
        results: list[PageResult] = []
        for page in pages:
            try:
                results.append(PageResult(make(self.context, page)))
            except DigestError as failure:
                results.append(PageResult(None, failure.problems))
        return results

    def _detail(self, document: Document) -> Detail:
        return self._decode(document, self._store.get(document.key))

    def _decode(self, document: Document, stored: bytes | None) -> Detail:
        if stored is not None:
            try:
                return decode_detail(stored)
            except msgspec.MsgspecError:
                pass  # made by a program whose digest lied; reading again is always right
        if self._reader is None:
            self._reader = self._make_reader()
        return self._reader.detail(document.path)

    def _fragments(self, documents: Sequence[Document]) -> list[Fragments]:
        known = self._known_fragments
        missing = [document for document in documents if document.path not in known]
        if missing:
            if len(known) > MOST_FRAGMENTS:
                known.clear()
                missing = list(documents)
            stored = self._store.get_many([self._fragment_keys[document.path] for document in missing])
            for document in missing:
                value = stored.get(self._fragment_keys[document.path])
                known[document.path] = (
                    _decode_fragments(value)
                    if value is not None
                    else render_fragments(self.context, document, self._detail(document))
                )
        return [known[document.path] for document in documents]


def renderer_pool(
    plan: Plan,
    fragment_keys: Mapping[str, bytes],
    layers: Layers,
    store: Path,
    reader: partial[Reader],
    jobs: int,
) -> Pool[Renderer]:
    """Processes that render pages."""
    make_renderer = partial(Renderer, plan, fragment_keys, layers, store, reader)
    return Pool(make_renderer, jobs, PARALLEL_FROM)
