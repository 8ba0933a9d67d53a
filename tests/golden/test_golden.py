"""Whole sites compared as text with what was reviewed; `golden/update.py` writes the files anew."""

import difflib
from pathlib import Path

import pytest

from golden.sites import CHOSEN, GOLDEN, broken_report, built, expected

UPDATE = "python tests/golden/update.py"


def difference(before: dict[str, str], now: dict[str, str]) -> str:
    """A diff of all files that differ, for people."""
    lines: list[str] = []
    for path in sorted(before.keys() | now.keys()):
        if before.get(path) != now.get(path):
            old, new = (files.get(path, "").splitlines() for files in (before, now))
            lines += difflib.unified_diff(old, new, f"golden/{path}", f"built/{path}", n=1, lineterm="")
            if path not in before or path not in now:
                lines.append(f"{path}: only in {'golden' if path in before else 'built'}")
    return "\n".join(lines[:200])


@pytest.mark.parametrize("name", CHOSEN)
def test_site(tmp_path: Path, name: str) -> None:
    found = difference(expected(name), built(name, tmp_path))
    assert not found, f"{found}\n\nif this is meant: {UPDATE}"


def test_broken_site(tmp_path: Path) -> None:
    result, written = broken_report(tmp_path)
    assert result.returncode == 1
    assert result.stdout == ""
    assert not written
    reviewed = {"broken.txt": (GOLDEN / "broken.txt").read_bytes().decode()}
    assert not difference(reviewed, {"broken.txt": result.stderr}), UPDATE
