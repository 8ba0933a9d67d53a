"""`digest categorize`: which topics and tags works belong to."""

from __future__ import annotations

from pathlib import Path

import click

from digest.cli.console import Console
from digest.cli.locking import no_wait_option

HELP = """Decide which topics and tags works belong to.

Without a mode, all entries or those named (PATH: a file, folder, id or slug) get the topics and tags that nobody gave
them, and what the machine gave before is brought up to date with digest.yaml. What a person or a document said,
changed or took away is never touched.

With --jsonl each line of standard input is a JSON object with the keys id, title, abstract and categories
(arXiv's classes), and is answered by a line with id, topics, scores and why. This works outside a site too.

With --gate the topics are scored against the `labels` of lines like those; the exit code is 4 where one is below its
floor (`categorize.floors` in digest.yaml). With --learn the site's own topics are fitted on the entries that editors
sorted by hand, and kept in .digest/state/categorizer.json where that decides better about entries it had not seen.
"""


@click.command("categorize", help=HELP)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--dry-run", is_flag=True, help="Show what would change and why; write nothing.")
@click.option("--jsonl", is_flag=True, help="Answer lines of JSON from standard input.")
@click.option(
    "--gate",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.jsonl",
    help="Score the topics against a labelled file.",
)
@click.option("--learn", is_flag=True, help="Learn the site's topics from entries sorted by hand.")
@no_wait_option
@click.pass_obj
def command(
    console: Console,
    *,
    paths: tuple[str, ...],
    dry_run: bool,
    jsonl: bool,
    gate: Path | None,
    learn: bool,
    no_wait: bool,
) -> int:
    """Run one of the modes; returns the exit code.

    Raises:
        DigestError: the configuration cannot be read, or a file cannot be written.
    """
    if sum((jsonl, gate is not None, learn)) > 1:
        raise click.UsageError("choose one of --jsonl, --gate and --learn")
    if jsonl and (paths or dry_run):
        raise click.UsageError("--jsonl reads standard input and goes with neither a path nor --dry-run")
    if gate is not None and (paths or dry_run):
        raise click.UsageError("--gate reads its file alone and goes with neither a path nor --dry-run")
    if learn and paths:
        raise click.UsageError("--learn reads all entries and goes with no path")
    if gate is not None:
        from digest.cli.categorize_gate import hold_gate  # noqa: PLC0415 - the modes load what they need

        return hold_gate(console, gate)
    if learn:
        from digest.cli.categorize_learn import learn_topics  # noqa: PLC0415 - as above

        return learn_topics(console, dry_run=dry_run, no_wait=no_wait)
    if jsonl:
        from digest.cli.categorize_lines import answer_lines  # noqa: PLC0415 - as above

        return answer_lines(console)
    from digest.cli.categorize_entries import categorize_entries  # noqa: PLC0415 - as above

    return categorize_entries(console, paths, dry_run=dry_run, no_wait=no_wait)
