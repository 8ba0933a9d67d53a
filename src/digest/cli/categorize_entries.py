"""`digest categorize`: topics and tags for the entries that are there, where those are the machine's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from digest.categorize.load import load_categorizer
from digest.cli.console import Console
from digest.cli.locking import project_lock
from digest.cli.progress import progress_on
from digest.config.load import load_config
from digest.config.schema import Config
from digest.content.collect import Collection, collect, find_entry, paths_in_site
from digest.content.drafts import EntryDraft
from digest.ingest.apply import apply_steps, read_site_file
from digest.ingest.categorizing import FieldChange, keeper_of
from digest.ingest.memory import MEMORY, read_memory
from digest.ingest.recategorizing import Recategorized, plan_terms
from digest.problems import DigestError, Problem

EXIT_PROBLEMS = 1


def categorize_entries(console: Console, names: Sequence[str], *, dry_run: bool, no_wait: bool) -> int:
    """Give entries their topics and tags and print what changed; 1 where a file or a name made a problem.

    Raises:
        DigestError: the configuration cannot be read, or nothing could be written; then nothing was.
    """
    config, warnings = load_config(console.root)
    console.problems(warnings)
    if dry_run:
        return _run(console, names, config, dry_run=True)
    with project_lock(console, "digest categorize", no_wait=no_wait):
        return _run(console, names, config, dry_run=False)


def _run(console: Console, names: Sequence[str], config: Config, *, dry_run: bool) -> int:
    collection = collect(console.root, config)
    problems = [problem for problem in collection.problems if problem.severity == "error"]
    entries, unknown = _chosen(names, collection, console.root)
    categorizer = load_categorizer(config, console.root)  # here, so that a model nobody can read ends the run
    keeper = keeper_of(config, lambda: categorizer, collection.entries, ())
    if keeper is None:
        console.info("nothing to do: `categorize` in digest.yaml turns off topics and tags")
        return EXIT_PROBLEMS if problems or unknown else 0

    def read_file(path: str) -> bytes | None:
        return read_site_file(console.root, path)

    with progress_on(console) as progress:
        plan = plan_terms(
            entries,
            keeper,
            read_memory(read_file(MEMORY)),
            read_file,
            lambda done: progress("entries", done, len(entries)),
        )
    if not dry_run:
        apply_steps(console.root, plan.steps)
    _tell(console, plan, dry_run=dry_run)
    console.problems({*problems, *unknown, *plan.problems})
    return EXIT_PROBLEMS if problems or unknown else 0


def _chosen(
    names: Sequence[str], collection: Collection, root: Path
) -> tuple[tuple[EntryDraft, ...], tuple[Problem, ...]]:
    """The entries that names mean: paths, also of folders, ids and slugs; all without any name."""
    if not names:
        return collection.entries, ()
    paths = paths_in_site(names, root)
    chosen: dict[str, EntryDraft] = {}
    problems: list[Problem] = []
    for name in names:
        folder = f"{paths.get(name, '')}/".removeprefix("./")
        below = [entry for entry in collection.entries if name in paths and entry.path.startswith(folder)]
        try:
            found = below or [find_entry(name, collection, path=paths.get(name, ""))]
        except DigestError as failure:
            problems += failure.problems
        else:
            chosen |= {entry.path: entry for entry in found}
    return tuple(chosen[path] for path in sorted(chosen)), tuple(problems)


def _tell(console: Console, plan: Recategorized, *, dry_run: bool) -> None:
    for path, changes in sorted(plan.changes.items()):
        console.result(path)
        for change in changes:
            console.result(f"  {change.field}: {' '.join(difference(change))}")
            for line in change.why:
                console.result(f"      {line}")
    number = len(plan.changes)
    console.info(
        f"{number} {'entry' if number == 1 else 'entries'} {'would change' if dry_run else 'changed'},"
        f" {plan.unchanged} as before; {plan.kept} fields belong to editors and sources"
    )
    if dry_run:
        console.info("nothing was written (--dry-run)")


def difference(change: FieldChange) -> Iterable[str]:
    """What goes and what comes, each with its sign."""
    yield from (f"-{name}" for name in change.before if name not in change.after)
    yield from (f"+{name}" for name in change.after if name not in change.before)
