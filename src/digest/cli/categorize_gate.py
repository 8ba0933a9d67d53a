"""`digest categorize --gate FILE`: holds a categorizer to its floors on a labelled file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from digest.categorize.load import load_categorizer
from digest.categorize.training.labelled import Labelled, read_labelled
from digest.categorize.training.measure import MACRO, NONE, Score, macro, scores
from digest.cli.categorize_lines import site_config
from digest.cli.console import Console
from digest.config.load import CONFIG_NAME
from digest.config.schema import Config
from digest.formats.fields import nearest_hint
from digest.problems import DigestError, error

EXIT_BELOW = 4


def hold_gate(console: Console, file: Path) -> int:
    """Score the topics of a labelled file, print a table; 4 where a floor of `categorize.floors` is not reached.

    Raises:
        DigestError: the file cannot be read, or it or a floor names a topic the site does not have.
    """
    config = site_config(console)
    topics = [topic.id for topic in config.topics]
    floors = checked_floors(config)
    texts = _read(file, topics)
    categorizer = load_categorizer(config, console.root)
    judged = [
        (each.topics, frozenset(d.topic for d in categorizer.decide(each.text) if d.chosen)) for each in texts
    ]
    found = scores(judged, topics)
    below = _print(console, found, floors)
    if below:
        console.info(f"below the floor: {', '.join(below)}")
        return EXIT_BELOW
    return 0


def checked_floors(config: Config) -> Mapping[str, float]:
    """The floors of the site, by what they are about.

    Raises:
        DigestError: one is about nothing that is measured.
    """
    known = [MACRO, NONE, *(topic.id for topic in config.topics)]
    problems = [
        error(
            f'categorize.floors names "{name}", and there is no such topic',
            path=CONFIG_NAME,
            hint=nearest_hint(name, known) or f"floors are for {', '.join(known)}",
        )
        for name in config.categorize.floors
        if name not in known
    ]
    if problems:
        raise DigestError(problems)
    return config.categorize.floors


def _read(file: Path, topics: list[str]) -> list[Labelled]:
    try:
        data = (Path.cwd() / file).read_bytes()
    except OSError as failure:
        raise DigestError([error(f"cannot be read: {failure.strerror}", path=str(file))]) from None
    texts = read_labelled(data, path=str(file))
    strange = sorted({topic for each in texts for topic in each.topics} - set(topics))
    if strange:
        message = f'its labels name a topic that the site does not have: "{strange[0]}"'
        hint = nearest_hint(strange[0], topics) or f"the topics are {', '.join(topics)}"
        raise DigestError([error(message, path=str(file), hint=hint)])
    return texts


def _print(console: Console, found: Mapping[str, Score], floors: Mapping[str, float]) -> list[str]:
    """Print the table; returns what is below its floor."""
    width = max(len(name) for name in (*found, MACRO))
    console.result(f"{'topic':{width}}  precision  recall     F1  texts  floor")
    below: list[str] = []
    rows = [
        (name, f"{score.precision:9.3f}  {score.recall:6.3f}  {score.f1:5.3f}  {score.support:5}", score.f1)
        for name, score in found.items()
    ]
    mean = macro(found)
    rows.append((MACRO, f"{'':9}  {'':6}  {mean:5.3f}  {'':5}", mean))
    for name, figures, value in rows:
        floor = floors.get(name)
        failed = floor is not None and value < floor
        mark = "" if floor is None else f"  {floor:5.3f}{'  below' if failed else ''}"
        console.result(f"{name:{width}}  {figures}{mark}".rstrip())
        if failed:
            below.append(name)
    return below
