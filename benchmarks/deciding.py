"""How fast topics are decided: entries a second on one core, and what the first decision costs a process.

    .venv/bin/python benchmarks/deciding.py [--gate] [TEXTS.jsonl]

TEXTS.jsonl has lines with title and abstract; without it texts are made from the labelled set of the tests, with an
abstract of 1,200 characters each. `--gate` ends with exit code 1 below 2,000 entries a second or above 50 ms.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from digest.categorize.decisions import Text
from digest.categorize.load import load_categorizer
from digest.config.schema import Config

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "tests/categorize/gate.jsonl"
ENTRIES = 4_000
ROUNDS = 5
ABSTRACT = 1_200
LEAST_A_SECOND = 2_000
MOST_MS_AT_START = 50

START = """
import time, sys
import msgspec, digest.config.schema
begun = time.process_time()
from digest.categorize.load import load_categorizer
from digest.categorize.decisions import Text
load_categorizer(digest.config.schema.Config()).decide(Text(title="A title"))
print((time.process_time() - begun) * 1000)
"""
"""The configuration and msgspec are there already in every command that decides topics."""


def texts_of(file: Path) -> list[Text]:
    """Texts with long abstracts, as many as there are entries in the measurement."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    if file != OURS:
        rows = [row for row in rows if row.get("abstract")]
    filler = " ".join(f"{row['title']}. {row['abstract']}" for row in rows)
    found = []
    for number in range(ENTRIES):
        row = rows[number % len(rows)]
        start = (number * 97) % max(1, len(filler) - ABSTRACT)
        abstract = filler[start : start + ABSTRACT] if file == OURS else row["abstract"]
        found.append(Text(title=row["title"], abstract=abstract))
    return found


def main(arguments: list[str]) -> int:
    """Measure and print; 1 where a promise is broken and `--gate` is on."""
    files = [Path(argument) for argument in arguments if not argument.startswith("-")]
    texts = texts_of(files[0] if files else OURS)
    categorizer = load_categorizer(Config())
    rates = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for text in texts:
            categorizer.decide(text)
        rates.append(len(texts) / (time.process_time() - begun))
    starts = [
        float(subprocess.run([sys.executable, "-c", START], capture_output=True, check=True).stdout)
        for _ in range(ROUNDS)
    ]
    characters = sum(len(text.title) + len(text.abstract) for text in texts) // len(texts)
    print(
        f"entries a second: best {max(rates):,.0f}, median {sorted(rates)[ROUNDS // 2]:,.0f}"
        f" ({characters} characters each)"
    )
    print(f"first decision: best {min(starts):.1f} ms, median {sorted(starts)[ROUNDS // 2]:.1f} ms (CPU)")
    broken = max(rates) < LEAST_A_SECOND or min(starts) > MOST_MS_AT_START
    return int(broken and "--gate" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
