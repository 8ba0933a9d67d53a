"""From plan to files: which fragments and pages are stale, rendering those, keeping the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from digest.catalog.document import Document
from digest.engine.assets import COPIED, Asset, Assets, read_asset
from digest.engine.change import Change
from digest.engine.options import BuildReport
from digest.engine.pool import Pool
from digest.engine.rendering import CHUNK, DocumentResult, DocumentTask, Renderer, renderer_pool
from digest.engine.sources import Reader
from digest.engine.state import OutputState
from digest.files.store import Store
from digest.output.artifact import Artifact
from digest.output.manifest import verify
from digest.output.writer import OutputWriter
from digest.pages.cards import fragments_key
from digest.pages.context import Plan
from digest.pages.entries import plan_entry
from digest.pages.fragments import FragmentDigests
from digest.pages.labels import Labels
from digest.pages.machine import sitemap_page
from digest.pages.makers import plan_documents, plan_lists_of
from digest.pages.page import Page
from digest.problems import DigestError, Problem, warning
from digest.render.layers import Layers


class SiteWriting:
    """Renders what is stale of one plan and writes the site."""

    def __init__(
        self,
        plan: Plan,
        assets: Assets,
        change: Change,
        layers: Layers,
        store: Store,
        store_file: Path,
        reader: partial[Reader],
        before: OutputState,
        jobs: int,
    ) -> None:
        self._plan = plan
        self._assets = assets
        self._store = store
        self._make_pool = partial(
            renderer_pool, plan, layers=layers, store=store_file, reader=reader, jobs=jobs
        )
        self._before = before
        self._change = change
        self._digests: dict[str, FragmentDigests] = {}
        self._labels = Labels(plan, self._digests)
        self._keys: dict[str, bytes] = {}
        self._problems: list[Problem] = []
        self._claims: list[Problem] = []
        self._planned: dict[str, Page] = {}

    def run(
        self, output: Path, progress: Callable[[str, int, int], None], *, keep_going: bool
    ) -> tuple[OutputState, BuildReport, tuple[Problem, ...]]:
        """Bring the output folder up to the plan.

        Raises:
            DigestError: pages could not be made; the folder is as it was.
        """
        with OutputWriter(output) as out:
            known = self._before.pages if out.previous_digest == self._before.manifest else {}
            damaged = frozenset(verify(output, out.previous)) if out.previous.files else frozenset[str]()
            step = _Step(out, known, damaged)
            self._copy(self._assets.own, step)
            if not self._texts_alone(step):
                site = self._plan.site
                self._keys = {d.path: self._key(d) for d in (*site.entries, *site.pages)}
                with self._make_pool(self._keys) as pool:
                    self._documents(step, pool, progress)
                    self._lists(step, pool, progress)
                self._copy(self._resources(), step)
            failed = any(problem.severity == "error" for problem in self._problems)
            if failed and (not keep_going or len(self._digests) < len(self._keys)):
                raise DigestError(
                    set(self._problems)
                )  # without all fragments no list can be made: keep the old site
            written = out.commit()
        state = OutputState(
            manifest=written.digest,
            contents=self._change.contents,
            outline=self._change.outline,
            pages=step.marks,
            fragments=self._digests,
            claims=tuple(self._claims),
            related=self._plan.related,
        )
        self._tidy()
        report = BuildReport(
            output=output,
            pages=sum(1 for path in step.marks if path.endswith(".html")),
            written=written.written,
            unchanged=written.unchanged,
            removed=written.removed,
            entries=len(self._plan.site.entries),
        )
        return state, report, (*self._problems, *self._claims)

    def _copy(self, assets: Iterable[Asset], step: _Step) -> None:
        for asset in assets:
            if step.is_fresh(asset.path, asset.mark):
                continue
            data = read_asset(asset)
            if not isinstance(data, bytes):
                self._problems.append(data)
                continue
            try:
                step.out.write(Artifact(asset.path, data))
            except DigestError as failure:
                source = _shown(asset.source)
                self._problems += [msgspec.structs.replace(each, path=source) for each in failure.problems]

    def _resources(self) -> Iterator[Asset]:
        """Files from the content, but for those whose place a page has."""
        for asset in self._assets.resources:
            page = self._planned.get(asset.path)
            if page is None:
                yield asset
            else:
                message = f"this file is left out: {page.address} is a page of the site"
                self._claims.append(warning(message, path=_shown(asset.source), hint="give it another name"))

    def _texts_alone(self, step: _Step) -> bool:
        """Where only texts of entries changed: render those, and keep the rest if that shows nowhere else.

        Returns:
            False where everything has to be planned; then nothing was written.
        """
        if self._change.entries is None or not step.is_intact(self._before.pages):
            return False
        touched = set(self._change.entries)
        tasks = [
            DocumentTask(entry.path, self._key(entry), plan_entry(self._labels, number))
            for number, entry in enumerate(self._plan.site.entries)
            if entry.path in touched
        ]
        with self._make_pool({}) as pool:
            results = pool.local.documents(tasks)
        for task, result in zip(tasks, results, strict=True):
            known = self._before.fragments.get(task.path)
            if known is None or result.digests is None or result.page is None or result.problems:
                return False
            if msgspec.structs.replace(result.digests, key=known.key) != known:
                return False
        self._digests.update(self._before.fragments)
        self._store.put_many((r.digests.key, r.fragments) for r in results if r.digests is not None)
        for task, result in zip(tasks, results, strict=True):
            if task.page is not None:
                step.marks[task.page.path] = task.page.fingerprint
            self._take(task, result, step)
        self._claims += self._before.claims
        pages, copied = self._before.pages, COPIED.encode()
        self._copy([a for a in self._assets.resources if pages.get(a.path, b"").startswith(copied)], step)
        step.keep_rest(pages)
        return True

    def _key(self, document: Document) -> bytes:
        return fragments_key(self._plan.salt, document, self._labels.full(document))

    def _documents(
        self, step: _Step, pool: Pool[Renderer], progress: Callable[[str, int, int], None]
    ) -> None:
        """Fragments of all entries and texts, and the pages of their own."""
        pages = {page.key: page for page in self._claim(plan_documents(self._labels), step)}
        tasks: list[DocumentTask] = []
        for path, key in self._keys.items():
            page = pages.get(path)
            if page is not None and step.is_fresh(page.path, page.fingerprint):
                page = None
            digests = self._before.fragments.get(path)
            if digests is not None and digests.key == key:
                self._digests[path] = digests
                key = b""  # noqa: PLW2901 - nothing to render
            if key or page is not None:
                tasks.append(DocumentTask(path, key, page))
        chunks = [tasks[start : start + CHUNK] for start in range(0, len(tasks), CHUNK)]
        done = 0
        for results in pool.run(Renderer.documents, chunks):
            self._store.put_many((r.digests.key, r.fragments) for r in results if r.digests is not None)
            for task, result in zip(tasks[done : done + len(results)], results, strict=True):
                self._take(task, result, step)
            done += len(results)
            progress("entries", done, len(tasks))

    def _take(self, task: DocumentTask, result: DocumentResult, step: _Step) -> None:
        self._problems += result.problems
        if result.digests is not None:
            self._digests[task.path] = result.digests
        if result.page is not None and task.page is not None:
            step.out.write(Artifact(task.page.path, result.page))

    def _lists(self, step: _Step, pool: Pool[Renderer], progress: Callable[[str, int, int], None]) -> None:
        """Everything that is made of fragments."""
        if len(self._digests) < len(self._keys):
            return  # some could not be made: the build ends with their errors
        pages = self._claim(plan_lists_of(self._labels, list(self._planned.values())), step)
        stale = [page for page in pages if not step.is_fresh(page.path, page.fingerprint)]
        shared = [page for page in stale if page.kind != "sitemap"]
        chunks = [shared[start : start + CHUNK] for start in range(0, len(shared), CHUNK)]
        done = 0
        for results in pool.run(Renderer.pages, chunks):
            for page, result in zip(shared[done : done + len(results)], results, strict=True):
                self._problems += result.problems
                if result.data is not None:
                    step.out.write(Artifact(page.path, result.data))
            done += len(results)
            progress("pages", done, len(shared))
        planned = list(self._planned.values())
        for page in stale:
            if page.kind == "sitemap":  # needs to know all pages, which are not sent around
                step.out.write(Artifact(page.path, sitemap_page(pool.local.context, page, planned)))

    def _claim(self, pages: Iterable[Page], step: _Step) -> list[Page]:
        """Pages whose path is still free; copied files and texts people wrote come before generated pages."""
        free: list[Page] = []
        for page in pages:
            taken = self._planned.get(page.path)
            if taken is None and page.path not in step.marks:
                self._planned[page.path] = page
                free.append(page)
            else:
                self._claims.append(self._left_out(page, taken))
        return free

    def _left_out(self, page: Page, taken: Page | None) -> Problem:
        """Why a page gets no file: an alias that a page has, or a page whose address somebody's file has."""
        catalog = self._plan.site.catalog
        if page.kind == "redirect":
            document = catalog.aliases[page.key]
            line, column = document.place_of("aliases")
            message = f"the alias {page.key} is left out: that address belongs to another page or file"
            return warning(message, path=document.path, line=line, column=column)
        document_there = catalog.by_address.get(page.address)
        path = document_there.path if taken and document_there else f"static/{page.path}"
        line, column = document_there.place_of("url", "slug") if taken and document_there else (0, 0)
        message = f"this takes the place of the page {page.address}, which the program would make"
        return warning(
            message, path=path, line=line, column=column, hint="give it another address if that is not meant"
        )

    def _tidy(self) -> None:
        """Drop results no page needs any more once they outnumber the living."""
        live = {document.key for document in self._plan.site.catalog.documents}
        live.update(digests.key for digests in self._digests.values())
        if self._store.keys_count() > 2 * len(live) + 100:
            self._store.retain(live)


def _shown(source: Path) -> str:
    """A source file as messages name it: from the folder of the site it is in."""
    parts = source.parts
    start = next((n for n, part in enumerate(parts) if part in ("content", "static", "themes")), 0)
    return "/".join(parts[start:])


class _Step:
    """What is on disk, and what was decided about each file so far."""

    def __init__(self, out: OutputWriter, known: dict[str, bytes], damaged: frozenset[str]) -> None:
        self.out = out
        self.marks: dict[str, bytes] = {}
        self._known = known
        self._damaged = damaged

    def is_fresh(self, path: str, mark: bytes) -> bool:
        """Whether the file on disk was made from the same; then it is kept. Notes the mark either way."""
        self.marks[path] = mark
        return self._known.get(path) == mark and path not in self._damaged and self.out.keep(path)

    def is_intact(self, pages: dict[str, bytes]) -> bool:
        """Whether the folder holds everything the last build made, as it made it."""
        return self._known is pages and not self._damaged and all(map(self.out.previous.knows, pages))

    def keep_rest(self, pages: dict[str, bytes]) -> None:
        """Keep every file of the last build that was not decided about."""
        for path, mark in pages.items():
            if path not in self.marks:
                self.marks[path] = mark
                self.out.keep(path)
