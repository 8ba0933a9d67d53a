"""Building whole sites in tests: in this process where speed matters, in one of their own where it is the point."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from digest.engine.build import build
from digest.engine.options import BuildOptions, BuildReport

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
SITES = TESTS / "sites"
SHARED = ROOT.parent / "shared"
"""Real documents that may lie beside the repository; tests that read them skip without it."""
CLOCK = "2024-06-01T00:00:00Z"
"""After everything in `tests/sites` but what is meant to stay in the future."""
PRIVATE = ".digest"
"""What digest keeps for itself in an output folder."""


def build_site(
    root: Path,
    output: Path,
    *,
    base_url: str = "",
    clock: str = CLOCK,
    drafts: bool = False,
    cache: bool = True,
    keep_going: bool = False,
    jobs: int = 1,
) -> BuildReport:
    """Build in this process; the garbage collector, which a build turns off for good, goes on afterwards."""
    options = BuildOptions(
        root=root,
        clock=datetime.fromisoformat(clock).astimezone(UTC),
        output=output,
        base_url=base_url,
        drafts=drafts,
        use_cache=cache,
        keep_going=keep_going,
        jobs=jobs,
    )
    try:
        return build(options)
    finally:
        gc.enable()


def digest(
    *arguments: str | Path, cwd: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, whatever its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "digest", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def copy_site(source: Path, target: Path) -> Path:
    """A site's files without what builds left beside them."""
    ignored = shutil.ignore_patterns(PRIVATE, "public")
    return Path(shutil.copytree(source, target, ignore=ignored))


def copy_test_site(name: str, folder: Path) -> Path:
    """One of `tests/sites` in a folder where it may be built."""
    return copy_site(SITES / name, folder / name)


def copy_own_site(folder: Path) -> Path:
    """The site this repository is."""
    target = folder / "own"
    target.mkdir(parents=True)
    for name in ("content", "static", "templates", "themes"):
        shutil.copytree(ROOT / name, target / name)
    shutil.copy(ROOT / "digest.yaml", target)
    return target


def write(root: Path, path: str, text: str | bytes) -> Path:
    """A file in a site, with the folders above it."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def files_of(output: Path) -> dict[str, bytes]:
    """Every published file by its path; what digest keeps there for itself is left out."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.relative_to(output).parts[0] != PRIVATE
    }


def snapshot(output: Path) -> dict[str, bytes]:
    """Every file below a folder, digest's own included."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The paths that are not in both with the same bytes: a shorter message than two sites side by side."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def content_times(output: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of every published file: what was written again has others."""
    return {
        path.relative_to(output).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.relative_to(output).parts[0] != PRIVATE
    }
