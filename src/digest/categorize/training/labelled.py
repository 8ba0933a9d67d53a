"""Labelled texts to learn from: lines of a gold file, with the corrections we make to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files

import msgspec

from digest.categorize.decisions import Text
from digest.problems import DigestError, Problem, error


class Labelled(msgspec.Struct, frozen=True, kw_only=True):
    """A text and the topics it belongs to; `lists` are the collections that say so."""

    id: str
    text: Text
    topics: frozenset[str]
    lang: str = ""
    lists: tuple[str, ...] = ()


class _Line(msgspec.Struct, frozen=True):
    """A line of a gold file; other keys are of no concern."""

    id: str
    title: str
    labels: list[str]
    abstract: str = ""
    categories: list[str] = []
    lang: str = ""
    label_source: str = ""


class Correction(msgspec.Struct, frozen=True):
    """What a text's labels are instead; None where the text leaves it open, and it is better not learnt from."""

    id: str
    labels: list[str] | None
    reason: str


def read_labelled(data: bytes, *, path: str) -> list[Labelled]:
    """The labelled texts in the lines of a file.

    Raises:
        DigestError: with every line that cannot be read, or when there is none.
    """
    found: list[Labelled] = []
    problems: list[Problem] = []
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=_Line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as failure:
            hint = "each line is an object with id, title and labels (a list of topic ids)"
            problems.append(error(f"cannot be read: {failure}", path=path, line=number, hint=hint))
            continue
        text = Text(title=row.title, abstract=row.abstract, subjects=tuple(row.categories))
        sources = tuple(source.partition(":")[0] for source in row.label_source.split("; ") if source)
        found.append(
            Labelled(id=row.id, text=text, topics=frozenset(row.labels), lang=row.lang, lists=sources)
        )
    if problems:
        raise DigestError(problems)
    if not found:
        raise DigestError([error("holds no labelled text", path=path)])
    return found


def shipped_corrections() -> dict[str, Correction]:
    """Our corrections of the gold file, by the id of a text."""
    lines = (files("digest.categorize.training") / "corrections.jsonl").read_bytes().splitlines()
    return {each.id: each for each in (msgspec.json.decode(line, type=Correction) for line in lines)}


def corrected(texts: Iterable[Labelled], corrections: Mapping[str, Correction]) -> list[Labelled]:
    """The texts with corrected labels, without those that are better not learnt from."""
    found: list[Labelled] = []
    for each in texts:
        correction = corrections.get(each.id)
        if correction is None:
            found.append(each)
        elif correction.labels is not None:
            found.append(msgspec.structs.replace(each, topics=frozenset(correction.labels)))
    return found
