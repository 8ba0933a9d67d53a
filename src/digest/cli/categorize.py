"""`digest categorize`: which topics and tags works belong to."""

from __future__ import annotations

import click

from digest.cli.console import Console
from digest.cli.locking import no_wait_option

HELP = """Decide which topics and tags works belong to.

Without a mode, all entries or those named (PATH: a file, folder, id or slug) get the topics and tags that nobody gave
them, and what the machine gave before is brought up to date with digest.yaml. What a person or a document said,
changed or took away is never touched.

With --jsonl each line of standard input is a JSON object with the keys id, title, abstract and categories
(arXiv's classes), and is answered by a line with id, topics, scores and why. This works outside a site too.
"""


@click.command("categorize", help=HELP)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--dry-run", is_flag=True, help="Show what would change and why; write nothing.")
@click.option("--jsonl", is_flag=True, help="Answer lines of JSON from standard input.")
@no_wait_option
@click.pass_obj
def command(console: Console, *, paths: tuple[str, ...], dry_run: bool, jsonl: bool, no_wait: bool) -> int:
    """Run one of the modes; returns the exit code.

    Raises:
        DigestError: the configuration cannot be read, or a file cannot be written.
    """
    if jsonl and (paths or dry_run):
        raise click.UsageError("--jsonl reads standard input and goes with neither a path nor --dry-run")
    if jsonl:
        from digest.cli.categorize_lines import answer_lines  # noqa: PLC0415 - the modes load what they need

        return answer_lines(console)
    from digest.cli.categorize_entries import categorize_entries  # noqa: PLC0415 - as above

    return categorize_entries(console, paths, dry_run=dry_run, no_wait=no_wait)
