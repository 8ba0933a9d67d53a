"""From plan to files: which fragments and pages are stale, rendering those, keeping the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from digest.engine.assets import Asset, read_asset
from digest.engine.options import BuildReport
from digest.engine.rendering import CHUNK, DocumentResult, DocumentTask, Renderer, renderer_pool
from digest.engine.sources import Reader
from digest.engine.state import OutputState
from digest.engine.store import Store
from digest.output.artifact import Artifact
from digest.output.manifest import verify
from digest.output.writer import OutputWriter
from digest.pages.cards import fragments_key
from digest.pages.context import Plan
from digest.pages.fragments import FragmentDigests
from digest.pages.labels import Labels
from digest.pages.makers import plan_documents, plan_lists_of
from digest.pages.page import Page
from digest.problems import DigestError, Problem, warning
from digest.render.layers import Layers

LOCAL = frozenset(["sitemap"])
"""Kinds that need to know all pages, which worker processes do not."""


class SiteWriting:
    """Renders what is stale of one plan and writes the site."""

    def __init__(
        self,
        plan: Plan,
        assets: Sequence[Asset],
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
        self._before = before
        self._digests: dict[str, FragmentDigests] = {}
        self._labels = Labels(plan, self._digests)
        documents = (*plan.site.entries, *plan.site.pages)
        self._keys = {d.path: fragments_key(plan.salt, d, self._labels.full(d)) for d in documents}
        self._pages: list[Page] = []
        self._pool = renderer_pool(plan, self._pages, self._keys, layers, store_file, reader, jobs)
        self._problems: list[Problem] = []
        self._planned: dict[str, Page] = {}
        self._errors = 0

    def run(
        self, output: Path, progress: Callable[[str, int, int], None], *, keep_going: bool
    ) -> tuple[OutputState, BuildReport, tuple[Problem, ...]]:
        """Bring the output folder up to the plan.

        Raises:
            DigestError: pages could not be made; the folder is as it was.
        """
        with OutputWriter(output) as out, self._pool:
            known = self._before.pages if out.previous_digest == self._before.manifest else {}
            damaged = frozenset(verify(output, out.previous)) if out.previous.files else frozenset[str]()
            step = _Step(out, known, damaged)
            self._copy(step)
            self._documents(step, progress)
            self._lists(step, progress)
            failed = any(problem.severity == "error" for problem in self._problems)
            if failed and (not keep_going or len(self._digests) < len(self._keys)):
                raise DigestError(
                    self._problems
                )  # without all fragments no list can be made: keep the old site
            written = out.commit()
        state = OutputState(written.digest, step.marks, self._digests, self._plan.related)
        self._tidy()
        report = BuildReport(
            output=output,
            pages=sum(1 for path in step.marks if path.endswith(".html")),
            written=written.written,
            unchanged=written.unchanged,
            removed=written.removed,
            entries=len(self._plan.site.entries),
        )
        return state, report, tuple(self._problems)

    def _copy(self, step: _Step) -> None:
        for asset in self._assets:
            if not step.is_fresh(asset.path, asset.mark):
                data = read_asset(asset)
                if isinstance(data, bytes):
                    step.out.write(Artifact(asset.path, data))
                else:
                    self._problems.append(data)

    def _documents(self, step: _Step, progress: Callable[[str, int, int], None]) -> None:
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
        for results in self._pool.run(Renderer.documents, chunks):
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

    def _lists(self, step: _Step, progress: Callable[[str, int, int], None]) -> None:
        """Everything that is made of fragments."""
        if len(self._digests) < len(self._keys):
            return  # some could not be made: the build ends with their errors
        pages = self._claim(plan_lists_of(self._labels, list(self._planned.values())), step)
        self._pages += self._planned.values()
        stale = [page for page in pages if not step.is_fresh(page.path, page.fingerprint)]
        shared = [page for page in stale if page.kind not in LOCAL]
        chunks = [shared[start : start + CHUNK] for start in range(0, len(shared), CHUNK)]
        done = 0
        for results in self._pool.run(Renderer.pages, chunks):
            for page, result in zip(shared[done : done + len(results)], results, strict=True):
                self._problems += result.problems
                if result.data is not None:
                    step.out.write(Artifact(page.path, result.data))
            done += len(results)
            progress("pages", done, len(shared))
        for page in stale:
            if page.kind in LOCAL:
                for result in self._pool.local.pages([page]):
                    self._problems += result.problems
                    if result.data is not None:
                        step.out.write(Artifact(page.path, result.data))

    def _claim(self, pages: Iterable[Page], step: _Step) -> list[Page]:
        """Pages whose path is still free; copied files and texts people wrote come before generated pages."""
        free: list[Page] = []
        for page in pages:
            if page.path in self._planned or page.path in step.marks:
                self._problems.append(
                    warning(
                        f"the generated page {page.address} is left out: a page or file of yours has its address",
                        path="content" if page.path in self._planned else f"static/{page.path}",
                    )
                )
                continue
            self._planned[page.path] = page
            free.append(page)
        return free

    def _tidy(self) -> None:
        """Drop results no page needs any more once they outnumber the living."""
        site = self._plan.site
        live = {document.key for document in site.catalog.documents} | set(self._keys.values())
        if self._store.keys_count() > 2 * len(live) + 100:
            self._store.retain(live)


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
