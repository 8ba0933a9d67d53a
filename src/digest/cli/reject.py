"""`digest reject`: remove entries, and remember that they are not wanted."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from digest.cli.console import Console
from digest.cli.locking import no_wait_option, project_lock
from digest.config.load import load_config
from digest.content.collect import Collection, collect, find_entry, paths_in_site
from digest.content.drafts import EntryDraft, IssueDraft
from digest.content.permalinks import slug_of
from digest.content.picks import picks_of
from digest.files.failures import os_failure
from digest.ingest.apply import apply_steps, read_site_file
from digest.ingest.identity import identity_of
from digest.ingest.plan import Step
from digest.ingest.rejected import REJECTED, Rejection, read_rejections, rejections_bytes
from digest.problems import DigestError, Problem, warning


@click.command("reject", help="Remove entries, and remember: they never come back.")
@click.argument("entries", nargs=-1, required=True, metavar="ENTRY...")
@no_wait_option
@click.pass_obj
def command(console: Console, entries: tuple[str, ...], no_wait: bool) -> None:
    """Remove entries named by path, id or slug, with everything in their folders, and print what went.

    Raises:
        DigestError: an entry was not found, then none is removed; or one cannot be removed.
    """
    with project_lock(console, "digest reject", no_wait=no_wait):
        _reject(console, entries)


def _reject(console: Console, names: tuple[str, ...]) -> None:
    config, warnings = load_config(console.root)
    console.problems(warnings)
    collection = collect(console.root, config)
    paths = paths_in_site(names, console.root)
    chosen: dict[str, EntryDraft] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            entry = find_entry(name, collection, path=paths.get(name, ""))
            chosen[entry.path] = entry
        except DigestError as failure:
            problems += failure.problems
    if problems:
        raise DigestError(set(problems))
    before = read_site_file(console.root, REJECTED)
    rejections = read_rejections(before)
    for entry in chosen.values():
        key = entry.id or slug_of(entry)
        rejections[key] = Rejection(key, entry.title, identity_of(entry))
    # Remembered first: a crash in between leaves an entry that can be rejected again, never one that comes back.
    apply_steps(console.root, [Step(REJECTED, rejections_bytes(rejections), before)])
    for entry in chosen.values():
        _remove(console.root, entry)
        console.result(entry.path)
    console.problems(_picked(chosen.values(), collection))
    console.info(f"to let one come back, delete its line in {REJECTED}")


def _picked(rejected: Iterable[EntryDraft], collection: Collection) -> Iterator[Problem]:
    """The issues that pick what was rejected: they are people's, so nobody takes it out for them."""
    names = {name for entry in rejected for name in (entry.id, slug_of(entry))} - {""}
    for issue in collection.drafts:
        if isinstance(issue, IssueDraft):
            for pick in names.intersection(picks_of(issue)):
                hint = "take it out of the picks; a build leaves it out until then"
                yield warning(f'this issue picks "{pick}", which was rejected', path=issue.path, hint=hint)


def _remove(root: Path, entry: EntryDraft) -> None:
    """Remove the file of an entry, or its whole folder where it has one of its own."""
    target = root / entry.path
    try:
        if entry.is_bundle:
            shutil.rmtree(target.parent)
        else:
            target.unlink()
    except OSError as failure:
        raise os_failure(failure, entry.path, "removed") from None
