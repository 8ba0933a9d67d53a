"""`digest list`: what a site holds, one line each or as JSON."""

from __future__ import annotations

from typing import Literal

import click

from digest.cli.console import Console
from digest.cli.inventory import KINDS, Kind, Row, rows_of
from digest.cli.moments import read_week
from digest.config.load import load_config
from digest.content.collect import collect
from digest.problems import DigestError
from digest.text.weeks import Week


@click.command("list", help=f"List what the site holds. KIND is one of: {', '.join(KINDS)}.")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.option(
    "--week", callback=read_week, metavar="WEEK", help="Only what belongs to this ISO week, like 2025-W20."
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array instead of lines.")
@click.pass_obj
def command(console: Console, kind: Kind, week: Week | None, as_json: bool) -> None:
    """Print the inventory of one kind.

    Raises:
        DigestError: some files could not be read; the others are listed.
    """
    if week is not None and kind not in _WEEKLY:
        raise click.UsageError(f"--week goes with {', '.join(_WEEKLY)}, not with {kind}")
    config, warnings = load_config(console.root)
    collection = collect(console.root, config)
    rows = rows_of(kind, collection, config, week)
    if as_json:
        _print_json(console, rows)
    else:
        for row in rows:
            console.result(row.line)
    errors = [problem for problem in collection.problems if problem.severity == "error"]
    console.problems(warnings)
    if errors:
        raise DigestError(errors)


_WEEKLY: tuple[Literal["entries", "issues", "drafts"], ...] = ("entries", "issues", "drafts")


def _print_json(console: Console, rows: list[Row]) -> None:
    import json  # noqa: PLC0415 - the plain form does not need it

    # Escapes keep control characters of titles off the terminal and do not depend on its encoding.
    console.result(json.dumps([row.fields for row in rows], indent=2))
