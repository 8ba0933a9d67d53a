"""`digest categorize --jsonl`: a filter that answers lines of JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import msgspec

from digest.categorize.categorizer import Categorizer
from digest.categorize.decisions import Decision, Text
from digest.categorize.load import load_categorizer
from digest.cli.console import Console
from digest.config.load import CONFIG_NAME, load_config
from digest.config.schema import Config
from digest.problems import DigestError, Problem, error

EXIT_PROBLEMS = 1
STDIN = "<stdin>"


class Line(msgspec.Struct, frozen=True):
    """A line of input; keys of no concern are ignored, and null means that nothing is known."""

    id: str | int
    title: str | None = ""
    abstract: str | None = ""
    categories: list[str] | str | None = None

    def text(self) -> Text:
        """What the categorizer reads of it."""
        subjects = self.categories.split() if isinstance(self.categories, str) else self.categories or ()
        return Text(title=self.title or "", abstract=self.abstract or "", subjects=tuple(subjects))


def site_config(console: Console) -> Config:
    """The configuration of the site this runs in, the defaults outside of one.

    Raises:
        DigestError: it cannot be read.
    """
    if not (console.root / CONFIG_NAME).exists():
        return Config()
    config, warnings = load_config(console.root)
    console.problems(warnings)
    return config


def answer_lines(console: Console) -> int:
    """Answer every line of standard input on standard output; 1 where some could not be read."""
    categorizer = load_categorizer(site_config(console), console.root)
    encoder = msgspec.json.Encoder()
    problems: list[Problem] = []
    out = sys.stdout.buffer
    for number, line in _lines():
        try:
            out.write(encoder.encode(answer(line, number, categorizer)) + b"\n")
        except DigestError as failure:
            problems += failure.problems
            console.problems(failure.problems)
    out.flush()
    return EXIT_PROBLEMS if problems else 0


def answer(data: bytes, number: int, categorizer: Categorizer) -> dict[str, object]:
    """What the filter says of one line.

    Raises:
        DigestError: it is no line of input.
    """
    try:
        line = msgspec.json.decode(data, type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as failure:
        hint = "each line is an object with id, title, abstract and categories"
        raise DigestError([error(f"cannot be read: {failure}", path=STDIN, line=number, hint=hint)]) from None
    decisions = categorizer.decide(line.text())
    return {
        "id": line.id,
        "topics": [decision.topic for decision in decisions if decision.chosen],
        "scores": {decision.topic: decision.score for decision in decisions},
        "why": {decision.topic: reasons(decision) for decision in decisions},
    }


def reasons(decision: Decision) -> dict[str, object]:
    """A decision as data: by what it was taken, the threshold, and each piece of evidence in words."""
    return {
        "by": decision.by,
        "threshold": decision.threshold,
        "evidence": [
            {"term": each.term, "field": each.field, "weight": round(each.weight, 2)}
            for each in decision.evidence
        ],
    }


def _lines() -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, with their numbers."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        if line.strip():
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
