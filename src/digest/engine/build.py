"""`build`: load, catalogue, plan, render, write. Read `build` first, it is the table of contents."""

from __future__ import annotations

import gc
import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from digest.catalog.catalog import Catalog, Visibility, build_catalog, next_change
from digest.catalog.related import Related, find_related
from digest.config.load import load_config
from digest.config.schema import Config
from digest.content.permalinks import check_patterns
from digest.content.scan import Tree, scan
from digest.engine.assets import Assets, copied_files, published_files, theme_assets
from digest.engine.change import Change, find_change
from digest.engine.options import BuildOptions, BuildReport
from digest.engine.program import program_digest
from digest.engine.quick import file_line, program_mark, tree_mark
from digest.engine.sources import SourceState, make_reader, read_sources, reader_pool, shown_texts
from digest.engine.state import Cache, OutputState
from digest.engine.writing import SiteWriting
from digest.files.store import Store
from digest.output.folder import check_output_folder
from digest.output.lock import hold_lock, output_lock
from digest.pages.context import Plan
from digest.problems import DigestError, Problem, error
from digest.references import resolve_references
from digest.render.layers import Layers
from digest.render.resources import bundled_folder
from digest.render.theme import Theme, load_theme, template_layers
from digest.site import Site, assemble, generated_addresses, top_pages

SETTLE_NS = 30_000_000
"""Files changed this shortly before the build are looked at again next time: file times move in ticks (10 ms)."""

Progress = Callable[[str, int, int], None]
"""Told the stage, how many of its items are done, and how many there are."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


def build(
    options: BuildOptions, progress: Progress = silent, on_wait: Callable[[str], None] | None = None
) -> BuildReport:
    """Build a site; the old one stays whole until the new one is.

    `progress` is told of each step, `on_wait` once who holds the lock, if somebody does.

    Raises:
        DigestError: with every problem found, warnings too; nothing was published.
    """
    root = options.root
    places = _places(root)
    program = program_mark(list(places))
    config, problems = load_config(root)
    if faults := check_patterns(config):
        raise DigestError(faults)
    output = options.output or root / config.build.output
    check_output_folder(root, output)
    holder = "digest build"
    with (
        hold_lock(root / ".digest/lock", wait=options.wait, holder=holder, on_wait=on_wait),
        hold_lock(output_lock(output), wait=options.wait, holder=holder, on_wait=on_wait),
        _no_collector(),
    ):
        report = _Build(options, config, output, list(problems), progress).run()
    return msgspec.structs.replace(report, places=places, program_mark=program)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Half a million small objects that all live to the end: the garbage collector finds nothing among them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Build:
    """One build: each method is a stage and hands its result to the next."""

    def __init__(
        self, options: BuildOptions, config: Config, output: Path, problems: list[Problem], progress: Progress
    ) -> None:
        self._options = options
        self._config = config
        self._base_url = options.base_url or config.site.base_url
        self._output = output
        self._problems = problems
        self._progress = progress
        self._jobs = options.jobs or config.build.jobs
        self._program = program_digest()
        self._cache = Cache(options.root, output)
        self._settled_before = time.time_ns() - SETTLE_NS
        self._clocks = (0, 0)
        self._content_mark: str | None = None
        if not options.use_cache:
            self._cache.clear()

    def run(self) -> BuildReport:
        theme = load_theme(self._options.root, self._config.site.theme, self._config.site.theme_options)
        layers = template_layers(self._options.root, theme)
        tree, earlier, sources, store = self._load()
        with store:
            catalog, site = self._catalogue(sources)
            output_salt = self._output_salt(layers, theme)
            before = self._cache.load_output(output_salt)
            plan, assets = self._plan(tree, catalog, site, theme, output_salt, before.related)
            span = (self._options.drafts, self._options.future, self._options.expired, self._clocks)
            change = find_change(
                earlier, sources, before, [asset.path for asset in (*assets.own, *assets.resources)], span
            )
            return self._write(plan, assets, change, layers, store, before, output_salt)

    def _load(self) -> tuple[Tree, SourceState, SourceState, Store]:
        tree = scan(self._options.root)
        self._content_mark = _mark(tree, self._settled_before)
        self._problems += tree.problems
        texts = shown_texts(tree) if self._config.entries.full_text else {}
        salt = self._source_salt()
        self._reader = make_reader(self._options.root, self._config, salt, texts)
        before = self._cache.load_sources(salt)
        store = Store(self._cache.store)
        if store.warning:
            self._problems.append(store.warning)
        with reader_pool(self._reader, self._jobs) as pool:
            sources, problems = read_sources(
                tree.pages,
                texts,
                before,
                pool,
                store,
                self._options.root,
                salt,
                settled_before=self._settled_before,
            )
        self._problems += problems
        if sources != before:
            self._cache.save_sources(sources, salt)
        self._problems += [notice for record in sources.files.values() for notice in record.document.notices]
        return tree, before, sources, store

    def _catalogue(self, sources: SourceState) -> tuple[Catalog, Site]:
        options = self._options
        clock = options.clock
        if clock.tzinfo is None:
            clock = clock.replace(tzinfo=ZoneInfo(self._config.site.timezone))
        visibility = Visibility(clock, options.drafts, options.future, options.expired)
        self._clocks = next_change((r.document for r in sources.files.values()), clock)
        catalog, problems = build_catalog((r.document for r in sources.files.values()), visibility)
        self._problems += problems
        if not catalog.documents and not self._errors():
            self._problems.append(
                error(
                    "there is nothing to publish: no page, entry or issue is visible",
                    path="content",
                    hint="write one with `digest new entry TITLE`, or show drafts with --drafts",
                )
            )
        self._stop_at_errors()
        site, warnings = assemble(catalog, self._config)
        self._problems += warnings
        return catalog, site

    def _plan(
        self, tree: Tree, catalog: Catalog, site: Site, theme: Theme, salt: bytes, related: Related
    ) -> tuple[Plan, Assets]:
        files, unpublished = published_files(tree, catalog.documents)
        self._problems += unpublished
        references, warnings = resolve_references(catalog, files, generated_addresses(site))
        self._problems += warnings
        found = find_related(site.entries, site.tag_slugs, site.tags, related)
        theme_files, addresses = theme_assets(theme)
        plan = Plan(
            site=site,
            references=references,
            related=found,
            assets=addresses,
            options=theme.options,
            base_url=self._base_url,
            salt=hashlib.sha256(salt + _navigation(site)).digest(),
        )
        root, settled = self._options.root, self._settled_before
        static = copied_files(root, tree.static, files, settled)
        return plan, Assets([*static, *theme_files], copied_files(root, tree.resources, files, settled))

    def _write(
        self,
        plan: Plan,
        assets: Assets,
        change: Change,
        layers: Layers,
        store: Store,
        before: OutputState,
        salt: bytes,
    ) -> BuildReport:
        writing = SiteWriting(
            plan, assets, change, layers, store, self._cache.store, self._reader, before, self._jobs
        )
        after, report, problems = writing.run(
            self._output, self._progress, keep_going=self._options.keep_going
        )
        self._problems += problems
        self._cache.save_output(after, salt)
        return msgspec.structs.replace(
            report,
            problems=tuple(sorted(set(self._problems))),
            clocks=self._clocks,
            left_out=tuple(sorted(Counter(plan.site.catalog.hidden_paths.values()).items())),
            content_mark=self._content_mark,
        )

    def _errors(self) -> bool:
        return any(problem.severity == "error" for problem in self._problems)

    def _stop_at_errors(self) -> None:
        if self._errors() and not self._options.keep_going:
            raise DigestError(set(self._problems))

    def _source_salt(self) -> bytes:
        """What shapes a document besides its file."""
        config, site = self._config, self._config.site
        shaping = (
            site.language,
            site.timezone,
            config.content,
            config.summary,
            config.permalinks,
            config.sources,
            config.topics,
        )
        return hashlib.sha256(self._program + msgspec.msgpack.encode(shaping)).digest()

    def _output_salt(self, layers: Layers, theme: Theme) -> bytes:
        """What shapes every page."""
        shaping = (
            self._config,
            self._base_url,
            theme.options,
            [f.hashed_name for f in theme.static.values()],
        )
        return hashlib.sha256(self._program + layers.digest() + msgspec.msgpack.encode(shaping)).digest()


def _mark(tree: Tree, settled_before: int) -> str | None:
    """The mark of all content files for `quick`; None where a file could still change unnoticed."""
    if tree.problems:
        return None
    files = [*tree.pages, *tree.sources, *tree.resources, *tree.static]
    if any(max(file.mtime_ns, file.ctime_ns) >= settled_before for file in files):
        return None
    return tree_mark([file_line(f.path, f.size, f.mtime_ns, f.ctime_ns) for f in files])


def _places(root: Path) -> tuple[str, ...]:
    """What a build reads besides content and static files."""
    own = [root / name for name in ("digest.yaml", "templates", "themes")]
    program = Path(__file__).parent.parent
    return tuple(
        str(place) for place in (*own, bundled_folder("templates"), bundled_folder("themes"), program)
    )


def _navigation(site: Site) -> bytes:
    """What of the site shows on every page: which parts it has."""
    top = [(s.folder, s.title, s.address) for folder, s in site.sections.items() if "/" not in folder]
    top += [(page.slug, page.title, page.address) for page in top_pages(site)]
    parts = (site.issues, site.topics, site.tags, site.sources, site.authors)
    return repr(([bool(part) for part in parts], top)).encode()
