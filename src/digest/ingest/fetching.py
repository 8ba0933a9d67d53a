"""What a run of `digest fetch` writes: entries, what is remembered of sources, and its closed books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from digest.formats.write import Data
from digest.gather.arxiv import OTHERS
from digest.gather.completing import Completed
from digest.gather.gathered import Account, Gathered, Record, Standing
from digest.gather.state import FetchState, Waiting, state_files
from digest.ingest.adding import Fetched
from digest.ingest.identity import Identity
from digest.ingest.memory import Memory
from digest.ingest.plan import Outcome, State, Step
from digest.ingest.works import sort_by_work

REPORT_VERSION = 1
_COUNTED: tuple[State, ...] = ("new", "updated", "unchanged", "merged")
_ABSTRACT = 2000  # characters of what an article is about, while it waits
_NOT_WANTED: dict[State, str] = {
    "removed": "its entry was removed before",
    "rejected": "it was rejected before",
    "kept": "another file is in its place",
}


class Met(msgspec.Struct, frozen=True):
    """One source of a run: what it gave, and what became of it before planning."""

    kind: str
    gathered: Gathered
    completed: Completed


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """The closed books of a run: every item that was seen is in exactly one of its sums and lists."""

    sources: tuple[tuple[str, str, Standing], ...]
    records: tuple[Record, ...]
    outcomes: tuple[Outcome, ...]
    dropped: tuple[Account, ...]
    pending: tuple[Account, ...]
    failed: tuple[Account, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many items are new, updated, unchanged and merged."""
        states = Counter(outcome.state for outcome in self.outcomes)
        return {state: states[state] for state in _COUNTED}

    @property
    def seen(self) -> int:
        """All of them."""
        return sum(self.counts.values()) + len(self.dropped) + len(self.pending) + len(self.failed)


def document_key(record: Record) -> str:
    """What an article is remembered by: its own id where it has one, else the key its feed gave it.

    A feed that brings the text of an article of WeChat speaks for itself, not for the article.
    """
    kind = _kind_of(record)
    if kind in {"arxiv", "page"} or (kind == "wechat" and record.is_slight):
        return f"source:{record.key}"
    return f"source:{'huggingface' if kind == 'huggingface' else record.source}:{record.key}"


def known_by(memory: Memory) -> Callable[[Record], bool]:
    """A function that tells records whose sources say what they said when they were last taken."""
    said = {(document, digest) for written in memory.values() for document, digest in written.items.items()}
    return lambda record: (document_key(record), record.said) in said


def known_papers(memory: Memory, records: Iterable[Record]) -> frozenset[str]:
    """The ids of papers nobody need be asked about: those an entry was made of before, and those of this run."""
    papers = (one.article.item.id for one in records if _kind_of(one) == "arxiv")
    return frozenset([*memory, *papers])


def rejected_keys(records: Sequence[Record], rejected: Sequence[Identity]) -> frozenset[str]:
    """The keys of records whose works were rejected, so that nobody reads their pages."""
    works = sort_by_work([[record.article.item for record in records]], (), rejected)
    numbers = (origin.item for work in works if work.is_rejected for origin in work.origins)
    return frozenset(records[number].key for number in numbers)


def fetched_of(record: Record) -> Fetched:
    """A record as the planner takes it."""
    return Fetched(document_key(record), record.article.item, record.files, record.said, record.seen)


def close_books(met: Sequence[Met], records: Sequence[Record], outcomes: Sequence[Outcome]) -> Books:
    """What became of everything that was seen.

    Args:
        met: the sources of the run.
        records: what was planned, of all sources.
        outcomes: what became of each.
    """
    dropped = [account for one in met for account in (*one.gathered.dropped, *one.completed.dropped)]
    kept = []
    for record, outcome in zip(records, outcomes, strict=True):
        if outcome.state in _NOT_WANTED:
            why = _NOT_WANTED[outcome.state]
            dropped.append(Account(source=record.source, what=record.title, why=why))
        else:
            kept.append((record, outcome))
    waiting = (
        Account(source=record.source, what=record.title, why=why)
        for one in met
        for record, why in one.completed.waiting
        if why
    )
    return Books(
        sources=tuple((one.gathered.source, one.kind, one.gathered.standing) for one in met),
        records=tuple(record for record, _ in kept),
        outcomes=tuple(outcome for _, outcome in kept),
        dropped=tuple(dropped),
        pending=(*(account for one in met for account in one.gathered.pending), *waiting),
        failed=tuple(account for one in met for account in (*one.gathered.failed, *one.completed.failed)),
    )


def next_state(
    state: FetchState,
    met: Sequence[Met],
    records: Sequence[Record],
    outcomes: Sequence[Outcome],
    now: datetime,
) -> FetchState:
    """What is remembered when the run is carried out.

    Args:
        state: what was remembered.
        met: the sources of the run.
        records: what was planned, of all sources.
        outcomes: what became of each.
        now: when articles that wait from now on were first seen.
    """
    waiting = dict(state.waiting)
    refused = dict(state.refused)
    papers = dict(state.papers)
    news = {number: known for one in met for number, known in one.gathered.papers.items()}
    for record, outcome in zip(records, outcomes, strict=True):
        waiting.pop((record.source, record.key), None)
        if outcome.path and record.key in news:
            papers[record.key] = news[record.key]
            waiting.pop((OTHERS, record.key), None)
    for one in met:
        for refusal in one.completed.refused:
            refused[refusal.key] = refusal
            waiting.pop((one.gathered.source, refusal.key), None)
        for key in one.completed.given_up:
            waiting.pop((one.gathered.source, key), None)
        for record, _ in one.completed.waiting:
            place = (record.source, record.key)
            waiting[place] = waiting.get(place) or _waiting(record, now)
    sources = {**state.sources, **{one.gathered.source: one.gathered.state for one in met}}
    return FetchState(sources=sources, waiting=waiting, refused=refused, papers=papers)


def state_steps(state: FetchState, read_file: Callable[[str], bytes | None]) -> Iterator[Step]:
    """The files of a state that have changed."""
    for path, data in state_files(state).items():
        before = read_file(path)
        if data != (before or b""):
            yield Step(path, data, before)


def report_of(books: Books, *, dry_run: bool) -> dict[str, Data]:
    """The report, for JSON; the unit is items, and `seen` is the sum of the rest."""
    report: dict[str, Data] = {
        "version": REPORT_VERSION,
        "unit": "items",
        "dry_run": dry_run,
        "seen": books.seen,
        **books.counts,
        "dropped": _accounts(books.dropped),
        "pending": _accounts(books.pending),
        "failed": _accounts(books.failed),
    }
    report["sources"] = [
        {"id": name, "kind": kind, "state": standing} for name, kind, standing in books.sources
    ]
    report["items"] = [
        {
            "source": record.source,
            "state": outcome.state,
            "title": record.title,
            "id": outcome.id,
            "path": outcome.path,
        }
        for record, outcome in zip(books.records, books.outcomes, strict=True)
        if outcome.state != "unchanged"
    ]
    return report


def table_of(books: Books) -> Iterator[str]:
    """The report as lines for people: each source, what it brought, what was left out and why."""
    by_source: dict[str, Counter[str]] = {name: Counter() for name, _, _ in books.sources}
    for record, outcome in zip(books.records, books.outcomes, strict=True):
        by_source.setdefault(record.source, Counter())[outcome.state] += 1
    standing = {name: (kind, how) for name, kind, how in books.sources}
    for name, states in by_source.items():
        kind, how = standing.get(name, ("arxiv", "read"))
        counts = ", ".join(f"{states[state]} {state}" for state in _COUNTED if states[state])
        said = counts or ("nothing" if how == "read" else "")
        yield f"{name} ({kind}): {'; '.join(part for part in (how if how != 'read' else '', said) if part)}"
        for record, outcome in zip(books.records, books.outcomes, strict=True):
            if record.source == name and outcome.state != "unchanged":
                yield f"  {outcome.state:9}  {outcome.path}"
        for what, accounts in (
            ("left out", books.dropped),
            ("waits", books.pending),
            ("failed", books.failed),
        ):
            yield from _told(what, [account for account in accounts if account.source == name])
    yield summary_of(books)


def summary_of(books: Books) -> str:
    """The last line of the table: that nothing is missing."""
    counts = {
        **books.counts,
        "left out": len(books.dropped),
        "waiting": len(books.pending),
        "failed": len(books.failed),
    }
    parts = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return f"{books.seen} seen: {parts or 'nothing new'}"


_FEW = 20


def _told(what: str, accounts: Sequence[Account]) -> Iterator[str]:
    for account in accounts[:_FEW]:
        yield f"  {what:9}  {account.what}: {account.why}"
    if len(accounts) > _FEW:
        yield f"  {what:9}  and {len(accounts) - _FEW} more (--report has them all)"


def _kind_of(record: Record) -> str:
    source = record.article.item.source
    return source.kind if source else ""


def _accounts(accounts: Iterable[Account]) -> Data:
    return [{"source": one.source, "what": one.what, "why": one.why} for one in accounts]


def _waiting(record: Record, now: datetime) -> Waiting:
    item = record.article.item
    url = record.address or (item.source.url if item.source else "")
    return Waiting(
        source=record.source,
        key=record.key,
        seen=record.seen or now,
        url=url,
        title=record.title,
        date=item.date,
        found_on=record.found_on,
        name=item.source.name if item.source else "",
        authors=item.authors,
        abstract=item.abstract[:_ABSTRACT],
    )
