"""`digest issue`: assemble the issue of a week or day from its entries."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from digest.cli.article_text import article_text
from digest.cli.console import Console
from digest.cli.inventory import take_inventory
from digest.cli.locking import no_wait_option, project_lock
from digest.cli.moments import in_zone, read_moment, read_period
from digest.config.load import load_config
from digest.config.schema import Config
from digest.content.collect import collect
from digest.content.drafts import EntryDraft
from digest.content.edit import SetKey, edited
from digest.fetch.settings import read_settings
from digest.ingest.apply import apply_steps, read_site_file
from digest.ingest.plan import Step
from digest.issues.assemble import Assembled, Request, assemble_issue, issue_file_of
from digest.issues.entry_texts import text_changes
from digest.problems import DigestError, Problem
from digest.text.weeks import Period, Week, period_days

HELP = """Assemble the issue of a week (2025-W20) or day (2026-02-13) from its entries.

Without --write it prints the file the issue would have. Fields an editor wrote or changed in that file stay; without
picks in it, the program picks by coverage, code, novelty and a balance of topics.
"""


@click.command("issue", help=HELP)
@click.argument("period", callback=read_period, metavar="WEEK|DATE")
@click.option("--write", is_flag=True, help="Write the file of the issue and publish the entries it picks.")
@click.option(
    "--force", is_flag=True, help="Allow an empty issue, or fewer picks than the file has; pick anew."
)
@click.option("--clock", callback=read_moment, metavar="ISO-DATETIME", help="The moment to take for now.")
@no_wait_option
@click.pass_obj
def command(
    console: Console, *, period: Period, write: bool, force: bool, clock: datetime | None, no_wait: bool
) -> None:
    """Print what an issue would be, or write it; prints the paths of the files it changed.

    Raises:
        DigestError: some file cannot be read, or the issue cannot be assembled; then nothing is written.
    """
    config, warnings = load_config(console.root)
    console.problems(warnings)
    now = in_zone(clock, ZoneInfo(config.site.timezone))
    if not write:
        issue = _assemble(console, config, period, now, force=force)
        console.result(issue.data.decode().rstrip("\n"))
        publishes = ", ".join(entry.path for entry in issue.publish)
        console.info(f"{issue.path} is as it would be; --write writes it")
        if publishes:
            console.info(f"--write publishes: {publishes}")
        return
    with project_lock(console, "digest issue", no_wait=no_wait):
        issue = _assemble(console, config, period, now, force=force)
        steps = [*_published(console.root, issue.publish, config), *_issue_step(console.root, issue)]
        apply_steps(console.root, steps)
    for step in steps:
        console.result(step.path)
    if not steps:
        console.info(f"{issue.path} is up to date")


def _assemble(console: Console, config: Config, period: Period, now: datetime, *, force: bool) -> Assembled:
    """Read the site and assemble the issue; says what an editor should know.

    Raises:
        DigestError: some file cannot be read or fights with another one, or the issue cannot be assembled.
    """
    name = str(period) if isinstance(period, Week) else period.isoformat()
    collection = collect(console.root, config)
    existing = issue_file_of(name, collection.drafts)
    settings, _ = read_settings(config.fetch)
    inventory = take_inventory(collection, config, now, drafts=True)
    broken = _errors((*collection.problems, *inventory.problems))
    if broken:
        raise DigestError(broken)
    last_day = period_days(period)[1]
    issue = assemble_issue(
        Request(
            name=name,
            site=inventory.site,
            drafts={draft.path: draft for draft in collection.drafts},
            config=config,
            date=now if last_day >= now.date() else datetime.combine(last_day, time(), now.tzinfo),
            file=read_site_file(console.root, existing.path) if existing else None,
            has_file=lambda path: (console.root / path).is_file(),
            force=force,
            drafts_wait=settings.publish == "draft",
        )
    )
    console.problems(issue.problems)
    for remark in issue.remarks:
        console.info(remark)
    return issue


def _errors(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "error"]


def _published(root: Path, entries: Iterable[EntryDraft], config: Config) -> list[Step]:
    """The files of entries without their draft mark, and with a summary and findings where they have none.

    Raises:
        DigestError: some of them have a form that needs a person.
    """
    steps: list[Step] = []
    problems: list[Problem] = []
    for entry in entries:
        before = read_site_file(root, entry.path) or b""
        try:
            data, _ = edited(before, entry.path, [SetKey("draft", False)], config)
        except DigestError as failure:
            problems += failure.problems
            continue
        with suppress(DigestError):  # a help: an entry of a form that needs a person goes without
            changes = text_changes(entry, config.summary.length, article_text(root, entry))
            data, _ = edited(data, entry.path, changes, config)
        steps.append(Step(entry.path, data, before))
    if problems:
        raise DigestError(problems)
    return steps


def _issue_step(root: Path, issue: Assembled) -> list[Step]:
    before = read_site_file(root, issue.path)
    return [] if before == issue.data else [Step(issue.path, issue.data, before)]
