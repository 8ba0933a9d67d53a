"""What `digest categorize` changes in entries that are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from digest.content.drafts import EntryDraft
from digest.ingest.categorizing import FieldChange, TermKeeper, owner_of
from digest.ingest.memory import Memory
from digest.ingest.plan import Step
from digest.ingest.sheet import ReadFile, article_beside
from digest.problems import DigestError, Problem


class Recategorized(msgspec.Struct, frozen=True):
    """The files to write, what changes in each entry (by path), and the entries that nothing changes.

    `kept` counts the fields that are not the machine's, `problems` are warnings about files that need a person.
    """

    steps: tuple[Step, ...]
    changes: dict[str, tuple[FieldChange, ...]]
    unchanged: int
    kept: int
    problems: tuple[Problem, ...]


def plan_terms(
    entries: Sequence[EntryDraft],
    keeper: TermKeeper,
    memory: Memory,
    read_file: ReadFile,
    on_entry: Callable[[int], None] = lambda _: None,
) -> Recategorized:
    """Decide what the topics and tags of entries become; reads files through `read_file` and writes none.

    Args:
        entries: the entries to look at.
        keeper: gives the terms.
        memory: what imports wrote: a field that one of them filled and that is gone was taken away by somebody.
        read_file: reads a file of the site.
        on_entry: hears how many entries are done.
    """
    steps: list[Step] = []
    changes: dict[str, tuple[FieldChange, ...]] = {}
    problems: list[Problem] = []
    kept = 0
    for number, entry in enumerate(entries, 1):
        written = memory.get(entry.id)
        given = frozenset(written.fields) if written else frozenset()
        kept += sum(owner_of(field, entry, given) in {"editor", "source"} for field in keeper.fields)
        before = read_file(entry.path)
        if before is not None:
            article = article_beside(entry.path, read_file)
            try:
                data, found = keeper.renewed(before, entry, article, given, fill=True)
            except DigestError as failure:
                problems += [replace(problem, severity="warning") for problem in failure.problems]
            else:
                if found:
                    steps.append(Step(entry.path, data, before))
                    changes[entry.path] = found
        on_entry(number)
    return Recategorized(tuple(steps), changes, len(entries) - len(changes), kept, tuple(problems))
