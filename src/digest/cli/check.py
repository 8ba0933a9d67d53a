"""`digest check`: what is wrong in a site, before readers find it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import click

from digest.cli.console import Console
from digest.cli.moments import in_zone, read_moment
from digest.config.load import load_config

if TYPE_CHECKING:
    from digest.checks.finding import Finding

EXIT_FINDINGS = 4
WORKSPACE = "GITHUB_WORKSPACE"
"""The variable in which GitHub names the root of the checked-out repository."""


@click.command(
    "check", help="Report what is wrong in content: dead links, missing fields, an assistant's chatter."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Text for people, JSON for programs, or annotations of a GitHub job.  [default: text]",
)
@click.option("--clock", callback=read_moment, metavar="DATETIME", help="Check as if it were this moment.")
@click.pass_obj
def command(console: Console, *, form: Literal["text", "json", "github"], clock: datetime | None) -> int:
    """Check the site and print its findings; exit code 4 where there are any.

    Raises:
        DigestError: the configuration or the theme cannot be read.
    """
    from digest.checks.check import check_site  # noqa: PLC0415 - loads the renderer, which --help does not need
    from digest.checks.formats import as_annotation, as_json  # noqa: PLC0415 - as above

    config, warnings = load_config(console.root)
    console.problems(warnings)
    findings = check_site(console.root, config, in_zone(clock, ZoneInfo(config.site.timezone)))
    if form == "json":
        console.result(as_json(findings))
    elif form == "github":
        folder = _folder_in_repository(console.root)
        for finding in findings:
            console.result(as_annotation(finding, folder))
    else:
        _tell(console, findings)
    return EXIT_FINDINGS if findings else 0


def _tell(console: Console, findings: Sequence[Finding]) -> None:
    for finding in findings:
        console.result(console.shown(finding.problem))
    if not findings:
        console.info("nothing found")
        return
    by_rule = Counter(finding.rule for finding in findings)
    counted = ", ".join(f"{number} {rule}" for rule, number in sorted(by_rule.items()))
    console.info(f"{len(findings)} {'finding' if len(findings) == 1 else 'findings'}: {counted}")


def _folder_in_repository(root: Path) -> str:
    """The site's folder as GitHub counts paths: from the root of the checkout, "" where the site is that root."""
    base = Path(os.environ.get(WORKSPACE) or Path.cwd()).resolve()
    root = root.resolve()
    return root.relative_to(base).as_posix() if root.is_relative_to(base) else ""
