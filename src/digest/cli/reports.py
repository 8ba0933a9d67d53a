"""Reports of commands that close their books: a file for programs, the job summary for people."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from digest.cli.console import escape_controls
from digest.files.atomic import write_atomically

JOB_SUMMARY = "GITHUB_STEP_SUMMARY"
"""The variable in which GitHub names the file that becomes the summary of a job."""


def write_report(file: Path, text: str) -> None:
    """Write the file of `--report`, in place of an older one.

    Raises:
        DigestError: it cannot be written.
    """
    write_atomically(Path.cwd() / file, text.encode(), durable=False, called=str(file))


def add_to_job_summary(title: str, lines: Iterable[str]) -> None:
    """Add lines to the summary of the GitHub job this runs in; elsewhere nothing happens."""
    summary = os.environ.get(JOB_SUMMARY)
    if not summary:
        return
    fence = "`" * 4
    text = "\n".join(escape_controls(line).replace("`" * 3, "'''") for line in lines)
    with suppress(OSError), Path(summary).open("a", encoding="utf-8") as file:
        file.write(f"### {title}\n\n{fence}text\n{text}\n{fence}\n")
