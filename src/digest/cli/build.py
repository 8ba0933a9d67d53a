"""`digest build`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from digest.cli.console import Console, escape_controls
from digest.cli.locking import no_wait_option
from digest.cli.moments import read_moment
from digest.problems import DigestError

_LEFT_OUT = {"draft": "draft", "future": "not yet published", "expired": "expired"}


@click.command(
    "build", help="Build the site into its output folder; the old one stays until the new one is whole."
)
@click.option(
    "--base-url", metavar="URL", default="", help="Where the site will live; overrides site.base_url."
)
@click.option(
    "-d",
    "--destination",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Output folder, seen from the current one; overrides build.output.",
)
@click.option("--drafts", is_flag=True, help="Show drafts.")
@click.option("--future", is_flag=True, help="Show pages whose date is still to come.")
@click.option("--expired", is_flag=True, help="Show pages that have expired.")
@click.option("--jobs", type=click.IntRange(0, 256), default=0, help="Processes; 0 means one a processor.")
@click.option("--no-cache", is_flag=True, help="Forget everything earlier builds remembered, and build anew.")
@click.option(
    "--keep-going", is_flag=True, help="Publish what can be built in spite of errors (exit code 1)."
)
@click.option(
    "--clock",
    callback=read_moment,
    metavar="DATETIME",
    help="Build as if it were this moment: what is visible.",
)
@no_wait_option
@click.pass_obj
def command(
    console: Console,
    *,
    base_url: str,
    destination: Path | None,
    drafts: bool,
    future: bool,
    expired: bool,
    jobs: int,
    no_cache: bool,
    keep_going: bool,
    clock: datetime | None,
    no_wait: bool,
) -> int:
    """Build the site and say what was done."""
    from digest.cli.progress import progress_on  # noqa: PLC0415 - the engine is not needed for --help
    from digest.config.checks import fault_of_base_url  # noqa: PLC0415 - as above
    from digest.engine.build import build  # noqa: PLC0415 - as above
    from digest.engine.options import BuildOptions  # noqa: PLC0415 - as above
    from digest.engine.quick import remember  # noqa: PLC0415 - as above

    if base_url and (fault := fault_of_base_url(base_url)):
        raise click.BadParameter(f"{base_url!r} {fault}", param_hint="--base-url")
    options = BuildOptions(
        root=console.root,
        clock=clock or datetime.now(UTC),
        output=Path(os.path.abspath(destination)) if destination else None,  # noqa: PTH100 - links stay as given
        base_url=base_url.rstrip("/") + "/" if base_url else "",
        drafts=drafts,
        future=future,
        expired=expired,
        jobs=jobs,
        use_cache=not no_cache,
        keep_going=keep_going,
        wait=not no_wait,
    )
    try:
        with progress_on(console) as progress:
            report = build(options, progress, lambda who: console.info(f"waiting for {who}"))
    except DigestError as failure:
        errors = sum(problem.severity == "error" for problem in failure.problems)
        failure.add_note(
            f"nothing was published: {errors} error{'s' if errors != 1 else ''}, the old site is as it was"
        )
        raise
    console.problems(report.problems)
    said = (
        f"{report.pages} pages of {report.entries} entries in {report.output}: "
        "{written} files written, {unchanged} unchanged, {removed} removed"
    )
    if report.left_out:
        said += "; left out: " + ", ".join(
            f"{number} {_LEFT_OUT[reason]}" for reason, number in report.left_out
        )
    console.result(said.format(written=report.written, unchanged=report.unchanged, removed=report.removed))
    if any(problem.severity == "error" for problem in report.problems):
        return 1
    remember(
        sys.argv[1:],
        str(Path.cwd()),
        root=str(options.root),
        output=str(report.output),
        content=report.content_mark,
        program=report.program_mark,
        places=list(report.places),
        clocks=report.clocks,
        said=escape_controls(said.format(written=0, unchanged=report.written + report.unchanged, removed=0))
        + "\n",
        warned="".join(f"{escape_controls(str(problem))}\n" for problem in report.problems),
    )
    return 0
