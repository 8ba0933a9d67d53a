"""`digest fetch`: ask the sources of `digest.yaml` for new works and file them as drafts."""

from __future__ import annotations

import difflib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import click

from digest.cli.console import Console
from digest.cli.filing import file_records, plan_records
from digest.cli.locking import no_wait_option, project_lock
from digest.cli.moments import in_zone, read_moment
from digest.cli.progress import progress_on
from digest.cli.reports import add_to_job_summary, check_report_file, write_report
from digest.config.load import CONFIG_NAME, load_config
from digest.config.schema import Config, SourceConfig
from digest.content.collect import collect
from digest.fetch.cache import CachingClient, ResponseCache, cache_path
from digest.fetch.client import Client
from digest.fetch.settings import FetchSettings, read_settings
from digest.gather.arxiv import OTHERS, papers_by_number
from digest.gather.asking import RUN_SECONDS, Asking
from digest.gather.completing import complete, papers_spoken_of, sorted_for_planning
from digest.gather.gathered import Gathered, Record
from digest.gather.options import read_options
from digest.gather.sources import check_source, gather
from digest.gather.state import WAITING, FetchState, read_state
from digest.gather.teasers import picked_without_picture, teaser_records
from digest.ingest.apply import read_site_file
from digest.ingest.fetching import (
    Books,
    Met,
    close_books,
    known_by,
    known_papers,
    rejected_keys,
    report_of,
    summary_of,
    table_of,
)
from digest.ingest.identity import Identity
from digest.ingest.memory import MEMORY, Memory, read_memory
from digest.ingest.rejected import REJECTED, identities, read_rejections
from digest.output.lock import hold_lock
from digest.problems import DigestError, Problem, error, warning
from digest.sources.bounded.readers import Readers
from digest.sources.picture_files import Room

EXIT_UNREAD = 3
EXIT_UNREAD_STRICT = 1
_FIRST_YEAR, _LAST_YEAR = 1900, 9000  # searches reach some days further on both sides
_LATELY = timedelta(days=60)
_LOCK = Path(".digest/cache/fetch.lock")
"""Held for the whole run, while the lock of the project is only taken to write: editors need not wait."""


class _Known(NamedTuple):
    """What a run knows before it asks anybody."""

    state: FetchState
    memory: Memory
    rejected: tuple[Identity, ...]


class _Run(NamedTuple):
    """What a run depends on."""

    config: Config
    settings: FetchSettings
    now: datetime
    since: datetime | None
    until: datetime | None
    refresh: bool
    dry_run: bool
    asks_all: bool


@click.command("fetch", help="Ask the sources for new works and file them as drafts.")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--since", callback=read_moment, metavar="DATE", help="Only what came out at or after this date."
)
@click.option("--until", callback=read_moment, metavar="DATE", help="Only what came out up to this date.")
@click.option("--refresh", is_flag=True, help="Ask again, however short ago that was done.")
@click.option("--dry-run", is_flag=True, help="Ask, and show what would be made; write nothing.")
@click.option(
    "--strict", is_flag=True, help="End with exit code 1, not 3, when some source could not be read."
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what became of every item, as JSON.",
)
@click.option("--clock", callback=read_moment, metavar="ISO-DATETIME", help="The moment to take for now.")
@no_wait_option
@click.pass_obj
def command(
    console: Console,
    *,
    sources: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    refresh: bool,
    dry_run: bool,
    strict: bool,
    report: Path | None,
    clock: datetime | None,
    no_wait: bool,
) -> None:
    """Ask all sources, or those named, and print what became of what they have.

    Raises:
        DigestError: the configuration is wrong, the content cannot all be read, or a file cannot be written.
    """
    if report is not None:
        check_report_file(report)
    config, warnings = load_config(console.root)
    settings, more = read_settings(config.fetch)
    console.problems([*warnings, *more])
    chosen = _chosen(sources, config.sources)
    for moment in (since, until, clock):
        if moment is not None and not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise click.UsageError(f"{moment.isoformat()} is no moment in which anything is published")
    zone = ZoneInfo(config.site.timezone)
    run = _Run(
        config=config,
        settings=settings,
        now=in_zone(clock, zone),
        since=in_zone(since, zone) if since else None,
        until=_end_of(until, zone) if until else None,
        refresh=refresh,
        dry_run=dry_run,
        asks_all=not sources,
    )
    if run.since and run.until and run.since > run.until:
        raise click.UsageError("--since is later than --until")
    with _fetch_lock(console, run, no_wait=no_wait):
        failed = _fetch(console, chosen, run, report, no_wait=no_wait)
    if failed:
        raise click.exceptions.Exit(EXIT_UNREAD_STRICT if strict else EXIT_UNREAD)


def _fetch_lock(console: Console, run: _Run, *, no_wait: bool) -> AbstractContextManager[None]:
    """One run at a time; a dry run, which files nothing, is in nobody's way."""
    if run.dry_run:
        return nullcontext()
    return hold_lock(
        console.root / _LOCK,
        wait=not no_wait,
        holder="digest fetch",
        on_wait=lambda who: console.info(f"waiting for {who}"),
    )


def _chosen(names: Sequence[str], sources: Sequence[SourceConfig]) -> tuple[SourceConfig, ...]:
    """The sources to ask, their options checked before anybody is asked."""
    if not sources:
        hint = (
            "name some under `sources`, such as {id: my-blog, kind: rss, url: https://example.org/feed.xml}"
        )
        raise DigestError([error("this site has no sources", path=CONFIG_NAME, hint=hint)])
    known = {source.id: source for source in sources}
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"
            raise click.UsageError(f'there is no source "{name}"; {hint}')
    chosen = tuple(source for source in sources if not names or source.id in names)
    if problems := [problem for source in chosen for problem in check_source(source)]:
        raise DigestError(problems)
    return chosen


def _end_of(moment: datetime, zone: ZoneInfo) -> datetime:
    """A day that was named without a time, up to its end."""
    end = in_zone(moment, zone)
    is_day = moment.tzinfo is None and (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return end + timedelta(days=1, seconds=-1) if is_day else end


def _fetch(
    console: Console, sources: Sequence[SourceConfig], run: _Run, report: Path | None, *, no_wait: bool
) -> bool:
    """One run; whether something could not be read."""
    known = _known(console.root)
    console.problems(_stranded(known.state, run.config.sources))
    met, records, kept = _ask(console, sources, run, known)
    as_drafts = run.settings.publish != "auto"
    if run.dry_run:
        added = plan_records(console.root, records, run.config, now=run.now, as_drafts=as_drafts)
    else:
        with project_lock(console, "digest fetch", no_wait=no_wait):
            added = plan_records(console.root, records, run.config, now=run.now, as_drafts=as_drafts)
            file_records(console.root, added, met, records, run.now)
        kept.settle()
    console.problems(added.problems)
    books = close_books(met, records, added.outcomes)
    lines = list(table_of(books))
    for line in [summary_of(books)] if console.quiet else lines:
        console.result(line)
    if report is not None:
        text = json.dumps(report_of(books, dry_run=run.dry_run), ensure_ascii=False, indent=1)
        write_report(report, text + "\n")
    add_to_job_summary("digest fetch", lines)
    if run.dry_run:
        console.info("nothing was written (--dry-run)")
    elif books.counts["new"]:
        if old := _older(books, run.now - _LATELY):
            console.info(f"{old} of the new works came out long ago; --since DATE leaves such works out")
        console.info("next: digest list drafts")
    return bool(books.failed) or any(standing == "failed" for _, _, standing in books.sources)


def _older(books: Books, moment: datetime) -> int:
    """How many new works are older than that: the first run of a feed brings all it shows."""
    dates = (
        record.article.item.date
        for record, outcome in zip(books.records, books.outcomes, strict=True)
        if outcome.state == "new"
    )
    return sum(date is not None and date < moment for date in dates)


def _stranded(state: FetchState, sources: Sequence[SourceConfig]) -> Iterator[Problem]:
    """Articles that wait for a source that is no longer there."""
    waiting = Counter(source for source, _ in state.waiting)
    for source in sorted(waiting.keys() - {source.id for source in sources}):
        hint = f'give the source its id "{source}" back, or delete its lines'
        number = f"{waiting[source]} article{'s wait' if waiting[source] > 1 else ' waits'}"
        yield warning(
            f'{number} for a source "{source}" that is not in {CONFIG_NAME}', path=WAITING, hint=hint
        )


def _known(root: Path) -> _Known:
    def read_file(path: str) -> bytes | None:
        return read_site_file(root, path)

    return _Known(
        state=read_state(read_file),
        memory=read_memory(read_file(MEMORY)),
        rejected=identities(read_rejections(read_file(REJECTED)).values()),
    )


def _ask(
    console: Console, sources: Sequence[SourceConfig], run: _Run, known: _Known
) -> tuple[list[Met], list[Record], CachingClient]:
    """Ask every source, then read what their articles lack; what asked is to be settled when that is filed."""
    cache = ResponseCache(cache_path(console.root), is_read_only=run.dry_run)
    collection = collect(console.root, run.config)
    if broken := [problem for problem in collection.problems if problem.severity == "error"]:
        raise DigestError(broken)  # before anybody is asked: nothing could be filed
    deadline = time.monotonic() + RUN_SECONDS

    def is_over() -> bool:
        return time.monotonic() > deadline

    met: list[Met] = []
    with (
        Client(run.settings, is_over=is_over) as client,
        Readers() as readers,
        progress_on(console) as progress,
    ):
        asking = Asking(
            client=client,
            kept=CachingClient(client.get, cache, run.settings.min_interval, now=run.now.timestamp),
            readers=readers,
            room=Room(),
            now=run.now,
            zone=run.now.tzinfo or ZoneInfo("UTC"),
            since=run.since,
            until=run.until,
            refresh=run.refresh,
            papers=known.state.papers,
            is_over=is_over,
        )
        is_known = known_by(known.memory)
        for number, source in enumerate(sources, 1):
            gathered = gather(source, known.state, asking)
            progress("sources", number, len(sources))
            met.append(_completed(source, gathered, known, is_known, asking))
        records = [record for one in met for record in one.completed.records]
        items = [record.article.item for record in records if not is_known(record)]
        spoken = papers_spoken_of(
            items,
            [number for source, number in known.state.waiting if source == OTHERS],
            known_papers(known.memory, records),
            lambda numbers: papers_by_number(numbers, client.get, known.state.papers, run.now.date()),
        )
        if spoken is not None:
            met.append(Met("arxiv", *spoken))
            records += spoken[0].records
        if run.asks_all:
            records += teaser_records(picked_without_picture(collection), asking)
    console.problems(problem for one in met for problem in (*one.gathered.problems, *one.completed.problems))
    return met, sorted_for_planning(records), asking.kept


def _completed(
    source: SourceConfig,
    gathered: Gathered,
    known: _Known,
    is_known: Callable[[Record], bool],
    asking: Asking,
) -> Met:
    limit = None if source.kind == "arxiv" else read_options(source).max_results
    rejected = rejected_keys(gathered.records, known.rejected)
    completed = complete(
        gathered,
        limit,
        known.state.refused,
        lambda record: record.key in rejected or is_known(record),
        asking,
    )
    return Met(source.kind, gathered, completed)
