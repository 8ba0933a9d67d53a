"""`digest import`: documents people already have become entries, issues and pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import click
from msgspec.structs import replace

from digest.categorize.load import load_categorizer
from digest.cli.console import Console
from digest.cli.locking import no_wait_option, project_lock
from digest.cli.moments import read_period
from digest.cli.progress import progress_on
from digest.cli.reports import add_to_job_summary, check_report_file, write_report
from digest.config.load import load_config
from digest.config.schema import Config
from digest.content.collect import collect
from digest.importers.document import read_document_file
from digest.importers.forms import FORMS, read_form
from digest.importers.imported import Form, Imported, Setting
from digest.ingest.apply import apply_steps, read_site_file
from digest.ingest.ledger import close_books, report_of, summary_of, table_of
from digest.ingest.memory import MEMORY, Memory, read_memory, remembered_period
from digest.ingest.plan import Plan
from digest.ingest.planning import Request, plan_import
from digest.ingest.rejected import REJECTED, identities, read_rejections
from digest.ingest.verdicts import read_verdicts
from digest.problems import DigestError, Problem, error
from digest.text.weeks import Period


class _Options(NamedTuple):
    """What a plan depends on besides the documents: `undated` is when works without a date were first seen."""

    config: Config
    undated: datetime | None
    as_drafts: bool


@click.command("import", help="Turn documents (weeklies, topic pages, reports, bookmarks ...) into content.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--form",
    type=click.Choice(["auto", *FORMS]),
    default="auto",
    help="What kind of document it is.  [default: auto]",
)
@click.option(
    "--week",
    "period",
    callback=read_period,
    metavar="WEEK",
    help="The issue a weekly or report becomes, and when undated works were first seen: 2025-W20 or 2026-02-13.",
)
@click.option("--draft", "as_drafts", is_flag=True, help="Mark what is made as drafts.")
@click.option("--dry-run", is_flag=True, help="Show what would be made; write nothing.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what became of every line, as JSON.",
)
@no_wait_option
@click.pass_obj
def command(
    console: Console,
    *,
    files: tuple[Path, ...],
    form: str,
    period: Period | None,
    as_drafts: bool,
    dry_run: bool,
    report: Path | None,
    no_wait: bool,
) -> None:
    """Import documents and folders, all of them or none, and print what became of their lines.

    Raises:
        DigestError: a document cannot be read, has no known form, or a file cannot be written; nothing was.
    """
    if report is not None:
        check_report_file(report)
    config, warnings = load_config(console.root)
    console.problems(warnings)
    setting = Setting(ZoneInfo(config.site.timezone), config.site.language, config.topics, period)
    wanted = next((known for known in FORMS if known == form), None)
    options = _Options(config, setting.moment, as_drafts)
    documents = _read_all(files, wanted, setting, read_memory(read_site_file(console.root, MEMORY)))
    console.problems(remark for document in documents for remark in document.remarks)
    if dry_run:
        plan = _plan(console, documents, options)
    else:
        with project_lock(console, "digest import", no_wait=no_wait):
            plan = _plan(console, documents, options)
            _apply(console, plan)
    _tell(console, documents, plan, report, dry_run=dry_run)


def _read_all(
    files: Sequence[Path], form: Form | None, setting: Setting, memory: Memory
) -> tuple[Imported, ...]:
    documents: list[Imported] = []
    problems: list[Problem] = []
    once = {file.resolve(): file for file in reversed(files)}  # somebody's glob may name a file twice
    for file in reversed(once.values()):
        try:
            documents += _read(file, form, setting, memory)
        except DigestError as failure:
            problems += failure.problems
    if problems:
        raise DigestError(problems)
    return tuple(documents)


def _read(file: Path, form: Form | None, setting: Setting, memory: Memory) -> Sequence[Imported]:
    """The documents at a path: one of a file, those of a whole site for a folder."""
    if not file.is_dir():
        document = read_document_file(file)
        found = read_form(document, form, setting)
        if found.issue and setting.period is None and (period := remembered_period(memory, found)):
            # It was imported with --week, or its first version named no better one.
            found = read_form(document, form, replace(setting, period=period))
        return [found]
    if form not in {None, "hugo", "jekyll"}:
        message = f"this is a folder, and {form} is the form of a file"
        raise DigestError([error(message, path=str(file), hint="name its files, or leave out --form")])
    from digest.importers.trees.reader import read_tree  # noqa: PLC0415 - of whole sites alone

    return read_tree(file, setting)


def _plan(console: Console, documents: tuple[Imported, ...], options: _Options) -> Plan:

    collection = collect(console.root, options.config)
    console.problems(collection.problems)
    if any(problem.severity == "error" for problem in collection.problems):
        # An entry that cannot be read could be the very work that is imported again.
        hint = "mend these files first; nothing was imported"
        raise DigestError([error("the content that is there cannot all be read", hint=hint)])

    def read_file(path: str) -> bytes | None:
        return read_site_file(console.root, path)

    request = Request(
        documents=documents,
        collection=collection,
        config=options.config,
        memory=read_memory(read_file(MEMORY)),
        rejected=identities(read_rejections(read_file(REJECTED)).values()),
        verdicts=read_verdicts(read_file),
        undated=options.undated,
        as_drafts=options.as_drafts,
        categorize=lambda: load_categorizer(options.config, console.root),
    )
    plan = plan_import(request, read_file)
    console.problems(plan.problems)
    return plan


def _apply(console: Console, plan: Plan) -> None:

    with progress_on(console) as progress:
        apply_steps(console.root, plan.steps, lambda done: progress("files", done, len(plan.steps)))


def _tell(
    console: Console, documents: tuple[Imported, ...], plan: Plan, report: Path | None, *, dry_run: bool
) -> None:

    planned = {step.path: step.data for step in plan.steps}

    def read_text(path: str) -> str:
        data = planned.get(path) or read_site_file(console.root, path) or b""
        return data.decode("utf-8", "replace")

    books = close_books(documents, plan)
    lines = list(table_of(books))
    for line in [summary_of(books)] if console.quiet else lines:
        console.result(line)
    if report is not None:
        found = report_of(books, read_text, dry_run=dry_run)
        write_report(report, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    add_to_job_summary("digest import", lines)
    if dry_run:
        console.info("nothing was written (--dry-run)")
    elif plan.steps:
        console.info("next: digest build")
    if any(outcome.state == "removed" for row in plan.items for outcome in row):
        console.info(f"to have removed entries back, delete their lines in {MEMORY} and import again")
