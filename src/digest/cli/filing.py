"""What `digest fetch` and `digest add` share: planning the entries of what was read, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from digest.categorize.load import load_categorizer
from digest.config.schema import Config
from digest.content.collect import collect
from digest.gather.gathered import Record
from digest.gather.state import read_state
from digest.ingest.adding import Added, Site, plan_added
from digest.ingest.apply import apply_steps, read_site_file
from digest.ingest.fetching import Met, fetched_of, next_state, state_steps
from digest.ingest.memory import MEMORY, read_memory
from digest.ingest.rejected import REJECTED, identities, read_rejections
from digest.ingest.verdicts import read_verdicts
from digest.problems import DigestError


def plan_records(
    root: Path, records: Sequence[Record], config: Config, *, now: datetime, as_drafts: bool
) -> Added:
    """Plan the entries of records, against the content as it is now.

    Raises:
        DigestError: a file cannot be read, and could be the entry of a work that is filed again.
    """
    collection = collect(root, config)
    if broken := [problem for problem in collection.problems if problem.severity == "error"]:
        raise DigestError(broken)

    def read_file(path: str) -> bytes | None:
        return read_site_file(root, path)

    rejected = identities(read_rejections(read_file(REJECTED)).values())
    memory, verdicts = read_memory(read_file(MEMORY)), read_verdicts(read_file)
    site = Site(collection, config, memory, rejected, verdicts, lambda: load_categorizer(config, root))
    fetched = [fetched_of(record) for record in records]
    return plan_added(fetched, site, read_file, seen=now, as_drafts=as_drafts)


def file_records(
    root: Path, added: Added, met: Sequence[Met], records: Sequence[Record], now: datetime
) -> None:
    """Write a plan and what is remembered of the sources, all of it or none; hold the lock of the project.

    What is remembered is read again: another command may have filed something while this one asked the network.

    Raises:
        DigestError: a file was changed meanwhile or cannot be read or written.
    """

    def read_file(path: str) -> bytes | None:
        return read_site_file(root, path)

    remembered = next_state(read_state(read_file), met, records, added.outcomes, now)
    steps = state_steps(remembered, read_file)
    apply_steps(root, [*added.steps, *steps])
