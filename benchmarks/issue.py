"""How long `digest issue` takes for an issue of many entries: `python benchmarks/issue.py --entries 200`.

A site of five weeks with that many works each, the last of them drafts a program made. Timed are the decisions alone,
a whole run of the command that prints the issue, and one that writes it: that publishes every pick, and waits for the
disk to have each file.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.cli.inventory import take_inventory
from digest.config.load import load_config
from digest.content.collect import collect
from digest.issues.assemble import Request, assemble_issue

FIRST = datetime(2026, 1, 7, tzinfo=UTC)  # a Wednesday
WEEKS = 5
TOPICS = ("multimodal", "omni-modal", "rl-infra", "3d")
ABSTRACT = (
    "Work number {number} had no name for long. However, many waited for it. We introduce Name{number}, a model of "
    "{number} parameters for {topic}. Experiments show that it outperforms the one before by {share}.5%. "
) * 2


def make_site(root: Path, entries: int) -> str:
    """Write the site; returns the name of its last week."""
    (root / "digest.yaml").write_text(
        f"site: {{language: en, timezone: UTC}}\nissues: {{max_entries: {entries}}}\n", encoding="utf-8"
    )
    for week in range(WEEKS):
        day = FIRST + timedelta(weeks=week)
        folder = root / f"content/entries/w{week}"
        folder.mkdir(parents=True)
        for number in range(entries):
            topic = TOPICS[number % len(TOPICS)]
            abstract = ABSTRACT.format(number=number, topic=topic, share=number % 90)
            draft = (
                "draft: true\nauto:\n  title:\n    by: fetch\n    sha: 0123456789abcdef\n"
                if week == WEEKS - 1
                else ""
            )
            code = f"  - {{kind: code, url: 'https://example.org/code/{number}'}}\n" if number % 3 else ""
            (folder / f"name{week}-{number}.md").write_text(
                f"---\nid: arxiv:26{week:02}.{number:05}\ntitle: 'Name{week}-{number}: a work on {topic}'\n"
                f"publishDate: {day:%Y-%m-%d}\ntopics: [{topic}]\ntags: [tag{number % 17}, tag{number % 5}]\n"
                f"abstract: '{abstract}'\nlinks:\n  - {{kind: paper, url: 'https://example.org/{number}'}}\n"
                f"{code}{draft}---\n",
                encoding="utf-8",
            )
    year, number, _ = (FIRST + timedelta(weeks=WEEKS - 1)).isocalendar()
    return f"{year}-W{number:02}"


def assembling(root: Path, name: str) -> float:
    """Seconds for the decisions alone, everything read."""
    config, _ = load_config(root)
    now = FIRST + timedelta(weeks=WEEKS)
    collection = collect(root, config)
    inventory = take_inventory(collection, config, now, drafts=True)
    request = Request(
        name=name,
        site=inventory.site,
        drafts={draft.path: draft for draft in collection.drafts},
        config=config,
        date=now,
        file=None,
        has_file=lambda _: False,
    )
    start = time.perf_counter()
    assemble_issue(request)
    return time.perf_counter() - start


def timed(command: list[str]) -> float:
    """Seconds a command takes, process and all."""
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time `digest issue`.")
    parser.add_argument("--entries", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        name = make_site(root, options.entries)
        alone = assembling(root, name)
        command = [sys.executable, "-m", "digest", "-s", folder, "-q", "issue", name]
        command += ["--clock", (FIRST + timedelta(weeks=WEEKS)).isoformat()]
        printed = timed(command)
        written = timed([*command, "--write"])
        picks = (root / f"content/issues/{name}.md").read_text(encoding="utf-8").count("  - arxiv:")
    print(f"{name}: {picks} picks, a site of {WEEKS * options.entries} entries")
    print(f"decisions {alone:.2f} s, printed {printed:.2f} s, written {written:.2f} s")


if __name__ == "__main__":
    main()
