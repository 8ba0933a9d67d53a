"""`digest export`: an issue or topic of the site as a document in another format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from digest.cli.console import Console
from digest.cli.moments import read_period
from digest.config.load import load_config
from digest.content.collect import collect
from digest.files.atomic import write_atomically
from digest.problems import DigestError, Problem
from digest.text.weeks import Period

HELP = """Write an issue or topic as a document. FORMAT is: markdown.

A week becomes a weekly, a day a report on papers, a topic a list of items: the documents that
`digest import` reads. What a form has no place for is left out; --check says what that is.
"""
FORMATS = ("markdown",)


@click.command("export", help=HELP)
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option(
    "--issue", callback=read_period, metavar="WEEK", help="The issue of a week or day, like 2025-W20."
)
@click.option("--topic", metavar="TOPIC", help="The page of a topic, by its id.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to a file.  [default: standard output]",
)
@click.option("--check", is_flag=True, help="Read the document back and tell what it does not say.")
@click.pass_obj
def command(
    console: Console, *, form: str, issue: Period | None, topic: str | None, output: Path | None, check: bool
) -> None:
    """Export one issue or topic; with `check` only tell what would be lost, unless a file is named too.

    Raises:
        DigestError: there is no such issue or topic, or some content cannot be read; with `check`, the document
            does not say all that the site does.
    """
    from digest.cli.documents import export_issue, export_topic  # noqa: PLC0415 - for exports that will be made
    from digest.cli.inventory import take_inventory  # noqa: PLC0415 - as above

    if (issue is None) == (topic is None):
        raise click.UsageError(f"name what to export as {form}: --issue WEEK or --topic TOPIC")
    config, warnings = load_config(console.root)
    console.problems(warnings)
    collection = collect(console.root, config)
    if errors := [problem for problem in collection.problems if problem.severity == "error"]:
        raise DigestError(errors)
    inventory = take_inventory(collection, config, datetime.now(UTC))
    export = export_issue(inventory, issue) if issue is not None else export_topic(inventory, topic or "")
    if output is not None:
        write_atomically(Path.cwd() / output, export.text.encode(), durable=False, called=str(output))
    elif not check:
        _print(console, export.text)
    if check:
        _report(console, export.lost)


def _print(console: Console, text: str) -> None:
    """Print the document as it is, or to a terminal without what that would obey."""
    if console.out.isatty():
        console.result(text.rstrip("\n"))
    else:
        click.echo(text.encode(), nl=False)


def _report(console: Console, lost: Callable[[], tuple[Problem, ...]]) -> None:
    if problems := lost():
        raise DigestError(problems)
    console.info("the document says all of it")
