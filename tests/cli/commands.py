"""Running one command on a site in a temporary folder."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from digest.cli.console import Console
from digest.problems import DigestError

CONFIG = "site:\n  title: T\n  language: en\n  timezone: UTC\n  base_url: https://example.org/d/\n"


def run(command: click.Command, root: Path, *arguments: str, quiet: bool = False) -> Result:
    """Run a command; an exception other than leaving is raised."""
    result = CliRunner().invoke(command, arguments, obj=Console(root, quiet=quiet))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def refused(command: click.Command, root: Path, *arguments: str) -> str:
    """Run a command that must end in problems; returns them as text."""
    with pytest.raises(DigestError) as failure:
        run(command, root, *arguments)
    return str(failure.value)


def make_site(root: Path, **files: str) -> Path:
    """A site with a configuration and files: `entries/a` names `content/entries/a.md`."""
    (root / "digest.yaml").write_text(CONFIG, encoding="utf-8")
    for name, text in files.items():
        path = root / f"content/{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder and what it holds."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
