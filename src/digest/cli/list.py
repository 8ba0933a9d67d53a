"""`digest list`: what a site holds, one line each or as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import click

from digest.cli.console import Console
from digest.cli.inventory import KINDS, Kind, Row, rows_of, take_inventory
from digest.cli.moments import read_week
from digest.config.load import load_config
from digest.content.collect import collect
from digest.problems import DigestError
from digest.text.weeks import Week

HELP = f"""List what the site holds. KIND is one of: {", ".join(KINDS)}.

Columns are two spaces apart, and "-" stands for nothing:

\b
entries, drafts   week, slug, title, path; what is not shown ends in
                  [draft], [future] or [expired]
issues            path, name, title or number of entries
tags, topics      address, number of pages, name
sources           id or name, kind, number of entries
feeds             address
"""


@click.command("list", help=HELP)
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
    rows = rows_of(kind, take_inventory(collection, config, datetime.now(UTC)), week)
    if as_json:
        console.result(_as_json(rows, console.out.encoding or "ascii"))
    else:
        for row in rows:
            console.result(row.line)
    errors = [problem for problem in collection.problems if problem.severity == "error"]
    console.problems(warnings)
    if errors:
        raise DigestError(errors)


_WEEKLY: tuple[Literal["entries", "issues", "drafts"], ...] = ("entries", "issues", "drafts")


def _as_json(rows: list[Row], encoding: str) -> str:
    """The rows as JSON that any terminal may see: what it would obey, or cannot say, is written as escapes."""
    import json  # noqa: PLC0415 - the plain form does not need it

    fields = [row.fields for row in rows]
    text = json.dumps(fields, indent=2, ensure_ascii=False)
    # Outside strings JSON is ASCII, and inside them a newline is an escape already.
    text = "".join(
        character if character == "\n" or character.isprintable() else json.dumps(character)[1:-1]
        for character in text
    )
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return json.dumps(fields, indent=2)
    return text
