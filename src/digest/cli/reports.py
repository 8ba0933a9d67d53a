"""Reports of commands that close their books: a file for programs, the job summary for people."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from digest.cli.console import escape_controls
from digest.files.atomic import write_atomically
from digest.problems import DigestError, error

JOB_SUMMARY = "GITHUB_STEP_SUMMARY"
"""The variable in which GitHub names the file that becomes the summary of a job."""


def check_report_file(file: Path) -> None:
    """See that a report can go into a file before anything else is done: a new file, or an older report.

    Raises:
        DigestError: there is something else, or no folder that can be written.
    """
    target = Path.cwd() / file
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise _refused(file, "a report goes into a plain file, and this is none")
    if target.exists() and not _is_report(target):
        raise _refused(file, "this file is there already and is no report", "name another one")
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        raise _refused(file, "the folder of the report is not there or cannot be written")


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


def _is_report(file: Path) -> bool:
    """Whether a file is empty or holds a report of ours."""
    try:
        text = file.read_text(encoding="utf-8")
        found = json.loads(text) if text.strip() else {"version": 1, "unit": "", "seen": 0}
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and {"version", "unit", "seen"} <= found.keys()


def _refused(file: Path, message: str, hint: str = "") -> DigestError:
    return DigestError([error(message, path=str(file), hint=hint)])
