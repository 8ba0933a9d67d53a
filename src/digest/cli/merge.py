"""`digest merge`: two entries that turned out to be one work become one; `--undo` takes that back."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path

import click

from digest.cli.console import Console
from digest.cli.locking import no_wait_option, project_lock
from digest.config.load import load_config
from digest.content.collect import Collection, collect, find_entry, paths_in_site
from digest.content.drafts import EntryDraft
from digest.content.scan import scan
from digest.ingest.apply import UNFINISHED, apply_steps, read_site_file
from digest.ingest.desk import Desk
from digest.ingest.merges import MERGED, Merge, read_merges
from digest.ingest.merging import Done, Ground, plan_merge
from digest.ingest.splitting import plan_split
from digest.ingest.undoing import check_room, undo_merge
from digest.ingest.verdicts import entry_that_stayed, key_of, slug_or_path
from digest.problems import DigestError, Problem, error


@click.command(
    "merge",
    help="Make one entry of two that are one work: the first named stays. Without entries: list what was merged.",
)
@click.argument("entries", nargs=-1, metavar="[ENTRY ENTRY]")
@click.option(
    "--undo",
    is_flag=True,
    help="Take a merge back, named by either entry or both; the last one if none is named.",
)
@click.option(
    "--coverage",
    metavar="URL",
    help="With --undo ENTRY: give an article that was joined with it an entry of its own.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@no_wait_option
@click.pass_obj
def command(
    console: Console,
    *,
    entries: tuple[str, ...],
    undo: bool,
    coverage: str | None,
    dry_run: bool,
    no_wait: bool,
) -> None:
    """Merge two entries, take a merge back, or list merges, and print a line for each file.

    Raises:
        DigestError: an entry was not found, or what it holds has no place; nothing was changed.
    """
    if coverage and not (undo and len(entries) == 1):
        raise click.UsageError("--coverage goes with --undo and the one entry it is coverage of")
    if undo and len(entries) > 2:
        raise click.UsageError("name the merge by one of its entries, or by both")
    if not undo and len(entries) not in (0, 2):
        raise click.UsageError("name two entries, the one that stays first")
    if not undo and not entries:
        _list(console, read_merges(read_site_file(console.root, MERGED)))
        return
    was_cut_off = read_site_file(console.root, UNFINISHED) is not None
    with nullcontext() if dry_run else project_lock(console, "digest merge", no_wait=no_wait):
        desk = Desk(lambda path: read_site_file(console.root, path))
        ground = _ground(console)
        if coverage:
            done = plan_split(_find(console, entries[0], ground), coverage, ground, desk)
        elif undo:
            if was_cut_off and not entries:
                message = (
                    "a run that was killed was completed first, so which merge is the last may have changed"
                )
                raise DigestError([error(message, hint="digest merge lists them: name the one to undo")])
            done = _undo(console, entries, ground, desk)
        else:
            done = _merge(console, entries, ground, desk)
        if not dry_run:
            apply_steps(console.root, desk.steps())
    _tell(console, done, dry_run=dry_run)


def _ground(console: Console) -> Ground:
    """The site, all of which must be readable: what cannot be read could pick or be one of the two."""
    config, warnings = load_config(console.root)
    console.problems(warnings)
    collection = collect(console.root, config)
    broken = [problem for problem in collection.problems if problem.severity == "error"]
    if broken:
        hint = "mend these files first; nothing was changed"
        raise DigestError([*broken, error("the content cannot all be read", hint=hint)])
    tree = scan(console.root)
    return Ground(collection, config, tuple(file.path for file in (*tree.sources, *tree.resources)))


def _find(console: Console, name: str, ground: Ground) -> EntryDraft:
    return find_entry(name, ground.collection, path=paths_in_site([name], console.root).get(name, ""))


def _merge(console: Console, names: Sequence[str], ground: Ground, desk: Desk) -> Done:
    merges = read_merges(desk.read(MERGED))
    found: list[EntryDraft] = []
    problems: list[Problem] = []
    for name in names:
        try:
            found.append(_find(console, name, ground))
        except DigestError as failure:
            problems += failure.problems
    if problems:
        if done := _done_before(console, names, merges, ground.collection):
            return done
        raise DigestError(set(problems))
    first, second = found
    if (console.root / first.path).samefile(console.root / second.path):
        message = f"{names[0]} and {names[1]} are the same entry"
        raise DigestError([error(message, path=first.path, hint="name two entries")])
    return plan_merge(first, second, ground, desk)


def _done_before(
    console: Console, names: Sequence[str], merges: Sequence[Merge], collection: Collection
) -> Done | None:
    """What to say where the two were merged already: by a run that was killed and completed, say."""
    first, second = names
    for merge in reversed(merges):
        stayed = entry_that_stayed(merge, merges, collection.entries)
        if stayed is None:
            continue
        kept = {key_of(stayed), slug_or_path(stayed), stayed.path}
        went = {merge.went.id, merge.went.slug, merge.went.path}
        if _is_called(console, first, kept) and _is_called(console, second, went):
            return Done((f"{stayed.path}: has taken in {merge.went.path} already",))
    return None


def _undo(console: Console, names: Sequence[str], ground: Ground, desk: Desk) -> Done:
    merges = read_merges(desk.read(MERGED))
    merge = _chosen(console, names, merges, ground.collection)
    stayed = entry_that_stayed(merge, [merge], ground.collection.entries)
    later = next(
        (each for each in merges if each.number > merge.number and each.went.path == merge.kept), None
    )
    if stayed is None and later is not None:
        message = f"{merge.kept} was itself merged, into {later.kept}"
        raise DigestError([error(message, path=MERGED, hint=f"digest merge --undo {later.went.id} first")])
    kept = stayed.path if stayed else merge.kept
    done = undo_merge(merge, kept, ground.config, desk)
    check_room(merge, kept, ground.collection, ground.config, desk)
    return done


def _chosen(console: Console, names: Sequence[str], merges: Sequence[Merge], collection: Collection) -> Merge:
    """The merge somebody means: of those both names fit, the last."""
    found = list(merges)
    for name in names:
        found = [merge for merge in found if _is_named(console, name, merge, collection)]
    if not found:
        what = f"no merge of {' and '.join(names)} is remembered" if names else "no merge is remembered"
        raise DigestError([error(what, hint="digest merge lists those that can be undone")])
    last = [merge for merge in found if merge.number == found[-1].number]
    if len(last) > 1:  # two branches counted on their own
        _list(console, last)
        raise click.UsageError("these were merged side by side: name the one to undo")
    return last[0]


def _is_named(console: Console, name: str, merge: Merge, collection: Collection) -> bool:
    stayed = entry_that_stayed(merge, [merge], collection.entries)
    called = {merge.went.id, merge.went.slug, merge.went.path, merge.kept, merge.kept_id}
    called |= {key_of(stayed), slug_or_path(stayed), stayed.path} if stayed else set()
    return _is_called(console, name, called)


def _is_called(console: Console, name: str, called: set[str]) -> bool:
    """Whether a name, perhaps a path of a file that is gone, is one of those an entry had."""
    folders = {posixpath.dirname(path) for path in called if posixpath.basename(path).startswith("index.")}
    path, root = (Path.cwd() / name).resolve(), console.root.resolve()
    inside = path.relative_to(root).as_posix() if path.is_relative_to(root) else name
    return not (called | folders).isdisjoint({name, inside, name.strip("/").rpartition("/")[2].casefold()})


def _list(console: Console, merges: Iterable[Merge]) -> None:
    for merge in merges:
        went = merge.went
        console.result(f"{merge.kept}: has taken in {went.path} ({went.id}: {went.title})")
    if not merges:
        console.info("nothing was merged")


def _tell(console: Console, done: Done, *, dry_run: bool) -> None:
    for line in done.lines:
        console.result(line)
    for stay in done.stays:
        why = stay.why or "both say something, and the first stays"
        console.result(f"not taken over: {stay.field} ({why}; kept in {MERGED})")
    console.problems(done.problems)
    if dry_run:
        console.info("nothing was written (--dry-run)")
