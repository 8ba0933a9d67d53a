"""`digest categorize`: which topics works belong to."""

from __future__ import annotations

import click

from digest.cli.console import Console

HELP = """Decide which topics works belong to.

With --jsonl each line of standard input is a JSON object with the keys id, title, abstract and categories
(arXiv's classes), and is answered by a line with id, topics, scores and why. This works outside a site too.
"""


@click.command("categorize", help=HELP)
@click.option("--jsonl", is_flag=True, help="Answer lines of JSON from standard input.")
@click.pass_obj
def command(console: Console, *, jsonl: bool) -> int:
    """Run one of the modes; returns the exit code.

    Raises:
        DigestError: the configuration cannot be read.
    """
    if not jsonl:
        raise click.UsageError("name what to do: --jsonl")
    from digest.cli.categorize_lines import answer_lines  # noqa: PLC0415 - the modes load what they need

    return answer_lines(console)
