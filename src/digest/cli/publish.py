"""`digest publish`: drop the draft mark of entries."""

from __future__ import annotations

from typing import TypeGuard
from zoneinfo import ZoneInfo

import click

from digest.cli.console import Console
from digest.cli.locking import no_wait_option, project_lock
from digest.cli.moments import read_week
from digest.config.load import load_config
from digest.content.collect import Collection, collect, entry_week, find_entry, paths_in_site
from digest.content.drafts import Draft, EntryDraft, IssueDraft
from digest.content.edit import SetKey, edit_file
from digest.problems import DigestError, Problem, error
from digest.text.weeks import Week


@click.command("publish", help="Drop the draft mark of entries.")
@click.argument("entries", nargs=-1, metavar="ENTRY...")
@click.option(
    "--week",
    callback=read_week,
    metavar="WEEK",
    help="Publish every draft entry of this ISO week, like 2025-W20, and its issue.",
)
@no_wait_option
@click.pass_obj
def command(console: Console, entries: tuple[str, ...], week: Week | None, no_wait: bool) -> None:
    """Publish entries named by path, id or slug, or all of a week.

    Raises:
        DigestError: some entry was not found or cannot be changed; the others are published.
    """
    if bool(entries) == (week is not None):
        raise click.UsageError("name the entries to publish, or a week with --week, but not both")
    with project_lock(console, "digest publish", no_wait=no_wait):
        _publish(console, entries, week)


def _publish(console: Console, entries: tuple[str, ...], week: Week | None) -> None:
    config, warnings = load_config(console.root)
    console.problems(warnings)
    collection = collect(console.root, config)
    problems: list[Problem] = []
    chosen: dict[str, EntryDraft | IssueDraft] = {}
    if week is not None:
        zone = ZoneInfo(config.site.timezone)
        chosen = {entry.path: entry for entry in collection.entries if entry_week(entry, zone) == week}
        problems += [problem for problem in collection.problems if problem.severity == "error"]
        chosen |= {issue.path: issue for issue in collection.drafts if _is_issue_of(issue, week)}
        if not chosen and not problems:
            hint = "digest list entries shows the weeks there are"
            raise DigestError([error(f"{week} has no entries", hint=hint)])
    paths = paths_in_site(entries, console.root)
    for name in entries:
        try:
            entry = find_entry(name, collection, path=paths.get(name, ""))
            chosen[entry.path] = entry
        except DigestError as failure:
            page = _page_named(paths.get(name, ""), collection)
            problems += [_no_entry(page)] if page else failure.problems
    for file in chosen.values():
        if not file.draft:
            continue
        try:
            edit_file(console.root, file.path, [SetKey("draft", False)], config)
            console.result(file.path)
        except DigestError as failure:
            problems += failure.problems
    done = [file for file in chosen.values() if not file.draft]
    if week is not None and done:
        number = f"{len(done)} {'entry' if len(done) == 1 else 'entries'}"
        console.info(f"{number} of {week} {'was' if len(done) == 1 else 'were'} published already")
    elif done:
        console.info("\n".join(f"{file.path} is no draft" for file in done))
    if problems:
        raise DigestError(set(problems))


def _is_issue_of(draft: Draft, week: Week) -> TypeGuard[IssueDraft]:
    """Whether a file is the issue of a week and waits to be published with its entries."""
    return isinstance(draft, IssueDraft) and draft.draft and draft.name.upper() == str(week)


def _page_named(path: str, collection: Collection) -> Draft | None:
    """The file at a path where it is another kind of page than an entry."""
    pages = (draft for draft in collection.drafts if not isinstance(draft, EntryDraft))
    return next((page for page in pages if path and path == page.path), None)


def _no_entry(page: Draft) -> Problem:
    hint = "set `draft: false` in that file by hand" if page.draft else "it is no draft either"
    return error("this page is no entry, and publish is for entries", path=page.path, hint=hint)
