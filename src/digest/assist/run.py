"""One run over many files: ask, write each file as soon as it can be, and say what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from digest.assist.answers import ANSWERS, answers_bytes, read_answers
from digest.assist.asking import Assistant, Stopped, Written
from digest.assist.fields import Field
from digest.assist.fill import Filled, author_of, filled, is_current, wanted_fields
from digest.assist.prompts import Article
from digest.config.schema import Config, ModelField
from digest.fetch.exchange import FetchFailure
from digest.ingest.apply import apply_steps, read_site_file
from digest.ingest.plan import Step
from digest.problems import DigestError, Problem, warning

_SHOWN_MISSING = 5

Locked = Callable[[], AbstractContextManager[None]]
"""Holds the lock of the project while files are written."""


class Task(msgspec.Struct, frozen=True):
    """A file that may be written about, and what may be read for it."""

    draft: Filled
    article: Article


class Outcome(msgspec.Struct, frozen=True):
    """What became of one file: the fields that were filled, what an editor should know, and the characters it cost."""

    path: str
    fields: tuple[ModelField, ...] = ()
    problems: tuple[Problem, ...] = ()
    was_asked: bool = False
    characters: int = 0


def open_fields(
    task: Task, assistant: Assistant, asked_for: Sequence[ModelField], config: Config
) -> tuple[Field, ...]:
    """The fields of a file that are to be written, those that hold the answer to this very question left out."""
    by = author_of(config.summary.model.name)
    return tuple(
        field
        for field in wanted_fields(task.draft, task.article, asked_for, config.site.language)
        if not is_current(task.draft, field.key, by, assistant.key(field, task.article))
    )


def fill(
    root: Path,
    tasks: Iterable[Task],
    assistant: Assistant,
    asked_for: Sequence[ModelField],
    config: Config,
    locked: Locked,
) -> Iterator[Outcome]:
    """Fill fields of files, one question a file at most; files with nothing to write have no outcome.

    An answer is kept as soon as it is there: what was paid for is not lost when the run ends early. Once nothing more
    can be asked (`assistant.stopped` says why), files that need no question are still filled.
    """
    for task in tasks:
        fields = open_fields(task, assistant, asked_for, config)
        if not fields:
            continue
        path, before = task.draft.path, assistant.cost.characters
        try:
            written = assistant.write(fields, task.article)
        except Stopped:
            continue
        except FetchFailure as failure:
            problem = warning(f"nothing was written: {failure.message}", path=path)
            yield Outcome(path, problems=(problem,), was_asked=True)
            continue
        with locked():
            done, problems = _save(root, path, written, assistant, config)
        yield Outcome(
            path,
            tuple(field.name for field in done),
            (*_remarks(path, written), *problems),
            written.was_asked,
            assistant.cost.characters - before,
        )


def _save(
    root: Path, path: str, written: Written, assistant: Assistant, config: Config
) -> tuple[tuple[Field, ...], tuple[Problem, ...]]:
    """Write the file, and the answers before it."""
    steps: list[Step] = []
    known = read_site_file(root, ANSWERS)
    answers = answers_bytes({**read_answers(known), **assistant.answers})
    if answers != (known or b""):
        steps.append(Step(ANSWERS, answers, known))
    done: tuple[Field, ...] = ()
    problems: tuple[Problem, ...] = ()
    data = read_site_file(root, path)
    if data is not None and written.texts:
        try:
            after, done = filled(data, path, written, config.summary.model.name, config)
        except DigestError as failure:
            problems = tuple(msgspec.structs.replace(each, severity="warning") for each in failure.problems)
        else:
            steps += [Step(path, after, data)] if after != data else []
    apply_steps(root, steps)
    return done, problems


def _remarks(path: str, written: Written) -> Iterator[Problem]:
    for name, why in written.refused.items():
        hint = "what was there stays; --again asks once more"
        yield warning(f"{name} was not written: {why}", path=path, hint=hint)
    for name, judged in written.texts.items():
        if judged.quoted:
            what = ", ".join(judged.missing[:_SHOWN_MISSING])
            number = f"{judged.quoted} {'sentence' if judged.quoted == 1 else 'sentences'}"
            message = f"{name}: {number} gave way to the source, which does not bear out {what}"
            yield warning(message, path=path, hint="read it before it is published")
