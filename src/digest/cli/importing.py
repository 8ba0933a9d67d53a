"""`digest import`: documents people already have become entries, issues and pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import click

from digest.cli.console import Console
from digest.cli.locking import no_wait_option, project_lock
from digest.cli.moments import read_period
from digest.cli.progress import progress_on
from digest.cli.reports import add_to_job_summary, write_report
from digest.config.load import load_config
from digest.config.schema import Config
from digest.content.collect import collect
from digest.importers.forms import FORMS
from digest.ingest.plan import Plan
from digest.problems import DigestError, Problem, error
from digest.text.weeks import Period

if TYPE_CHECKING:
    from digest.importers.imported import Form, Imported, Setting


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
    from digest.importers.imported import Setting  # noqa: PLC0415 - readers are for this command alone

    config, warnings = load_config(console.root)
    console.problems(warnings)
    setting = Setting(ZoneInfo(config.site.timezone), config.site.language, config.topics, period)
    wanted = next((known for known in FORMS if known == form), None)
    options = _Options(config, setting.moment, as_drafts)
    documents = _read_all(files, wanted, setting)
    console.problems(remark for document in documents for remark in document.remarks)
    if dry_run:
        plan = _plan(console, documents, options)
    else:
        with project_lock(console, "digest import", no_wait=no_wait):
            plan = _plan(console, documents, options)
            _apply(console, plan)
    _tell(console, documents, plan, report, dry_run=dry_run)


def _read_all(files: Sequence[Path], form: Form | None, setting: Setting) -> tuple[Imported, ...]:
    documents: list[Imported] = []
    problems: list[Problem] = []
    for file in files:
        try:
            documents += _read(file, form, setting)
        except DigestError as failure:
            problems += failure.problems
    if problems:
        raise DigestError(problems)
    return tuple(documents)


def _read(file: Path, form: Form | None, setting: Setting) -> Sequence[Imported]:
    """The documents at a path: one of a file, those of a whole site for a folder."""
    from digest.importers.document import read_document_file  # noqa: PLC0415 - as above
    from digest.importers.forms import read_form  # noqa: PLC0415 - as above

    if not file.is_dir():
        return [read_form(read_document_file(file), form, setting)]
    if form not in {None, "hugo", "jekyll"}:
        message = f"this is a folder, and {form} is the form of a file"
        raise DigestError([error(message, path=str(file), hint="name its files, or leave out --form")])
    from digest.importers.trees.reader import read_tree  # noqa: PLC0415 - as above

    return read_tree(file, setting)


def _plan(console: Console, documents: tuple[Imported, ...], options: _Options) -> Plan:
    from digest.ingest.apply import read_site_file  # noqa: PLC0415 - as above
    from digest.ingest.memory import MEMORY, read_memory  # noqa: PLC0415 - as above
    from digest.ingest.planning import Request, plan_import  # noqa: PLC0415 - as above

    collection = collect(console.root, options.config)
    console.problems(collection.problems)
    if any(problem.severity == "error" for problem in collection.problems):
        # An entry that cannot be read could be the very work that is imported again.
        hint = "mend these files first; nothing was imported"
        raise DigestError([error("the content that is there cannot all be read", hint=hint)])
    memory = read_memory(read_site_file(console.root, MEMORY))
    request = Request(documents, collection, options.config, memory, options.undated, options.as_drafts)
    plan = plan_import(request, lambda path: read_site_file(console.root, path))
    console.problems(plan.problems)
    return plan


def _apply(console: Console, plan: Plan) -> None:
    from digest.ingest.apply import apply_steps  # noqa: PLC0415 - as above

    with progress_on(console) as progress:
        apply_steps(console.root, plan.steps, lambda done: progress("files", done, len(plan.steps)))


def _tell(
    console: Console, documents: tuple[Imported, ...], plan: Plan, report: Path | None, *, dry_run: bool
) -> None:
    from digest.ingest.ledger import report_of, table_of  # noqa: PLC0415 - as above

    books = report_of(documents, plan, dry_run=dry_run)
    lines = list(table_of(documents, plan, books))
    for line in lines:
        console.result(line)
    if dry_run:
        console.info("nothing was written (--dry-run)")
    if report is not None:
        write_report(report, json.dumps(books, ensure_ascii=False, indent=1) + "\n")
    add_to_job_summary("digest import", lines)
