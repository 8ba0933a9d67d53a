"""The runner that pairs two programs: what it accepts as a build, and what its gate says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="memory is read from Linux's /proc"
)

# Stands in for both programs: one page an entry. `--slow` makes it the slow one, `--deaf` blind to edits,
# `--idle` makes no pages, `--linger` leaves a process behind.
BUILDER = """\
import subprocess, sys, time
from pathlib import Path
if "--slow" in sys.argv:
    ballast = bytearray(40_000_000)
    time.sleep(0.4)
for path in [] if "--idle" in sys.argv else Path("content/entries").rglob("[!_]*.md"):
    page = Path("public/entries", path.stem, "index.html")
    page.parent.mkdir(parents=True, exist_ok=True)
    if not ("--deaf" in sys.argv and page.exists()):
        page.write_bytes(path.read_bytes())
if "--linger" in sys.argv:
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"])
sys.exit(7 if "--fail" in sys.argv else 0)
"""


def compare(folder: Path, digest: str, hugo: str, *options: str) -> subprocess.CompletedProcess[str]:
    builder = folder / "builder.py"
    builder.write_text(BUILDER, encoding="utf-8")
    python = f"{sys.executable} -I -S {builder}"
    command = [sys.executable, str(BENCHMARKS / "compare.py"), "--entries", "12", "--runs", "1", "--gate"]
    return subprocess.run(
        [*command, *options, f"--digest={python} {digest}", f"--hugo={python} {hugo}"],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("case", ["body", "title", "tag"])
def test_every_kind_of_edit_reaches_the_page(tmp_path: Path, case: str) -> None:
    done = compare(tmp_path, "", "--slow", "--case", case, "--json", str(tmp_path / "figures.json"))
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert figures["edit"] == case
    assert "| edit | s |" in done.stdout
    assert figures["outputs"]["digest"]["files"] == figures["outputs"]["hugo"]["files"] == 12


def test_figures_tell_the_slow_and_large_program_from_the_other(tmp_path: Path) -> None:
    compare(tmp_path, "", "--slow", "--json", str(tmp_path / "figures.json"))
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    (cold,) = figures["pairs"]["cold"]
    assert cold["hugo"]["wall"] > 0.4 > cold["hugo"]["cpu"]  # asleep most of its time
    assert cold["hugo"]["memory"] > 35
    assert figures["ratios"]["cold"]["wall"]["median"] < 1
    assert not [line for line in figures["misses"] if line.startswith("cold")]


def test_the_gate_names_every_floor_that_was_missed(tmp_path: Path) -> None:
    done = compare(tmp_path, "--slow", "")
    assert done.returncode == 1
    missed = [line for line in done.stdout.splitlines() if line.startswith("not reached: ")]
    assert len(missed) == 6


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("--fail", "ended with exit code 7"),
        ("--idle", "built 0 entry pages of 12"),
        ("--deaf", "does not show"),
        ("--linger", "still running"),
    ],
)
def test_a_build_that_is_none_is_refused(tmp_path: Path, fault: str, said: str) -> None:
    done = compare(tmp_path, fault, "")
    assert done.returncode == 1
    assert said in done.stderr
    assert not done.stdout


def test_a_build_that_hangs_is_stopped(tmp_path: Path) -> None:
    done = compare(tmp_path, "", "--slow", "--timeout", "0.2")
    assert done.returncode == 1
    assert "stopped after 0.2 s" in done.stderr
