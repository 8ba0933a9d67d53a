"""What Hugging Face's daily papers have for a source: a day, and the days since the last run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from msgspec.structs import replace

from digest.config.schema import SourceConfig
from digest.fetch.exchange import FetchFailure, Wanted
from digest.gather.asking import Asking
from digest.gather.gathered import Account, Gathered, Record, digest_of
from digest.gather.options import read_options
from digest.gather.state import SourceState, Waiting
from digest.sources.feeds.feed import NotAFeed
from digest.sources.huggingface.papers import daily_papers_url, read_daily_papers

MOST_DAYS = 10
"""Days one run asks for; the oldest come first, so that the next run goes on where this one ended."""


def gather_huggingface(
    source: SourceConfig, state: SourceState, waiting: Mapping[str, Waiting], asking: Asking
) -> Gathered:
    """Ask for the papers of each day, first for those days of which papers wait.

    Raises:
        DigestError: the options of the source are wrong.
    """
    read_options(source)
    records: dict[str, Record] = {}
    dropped: list[Account] = []
    failed: list[Account] = []
    reached = state.reached
    days = {daily_papers_url(day): day for day in _days(state, asking)}
    late = sorted({one.found_on for one in waiting.values() if one.found_on} - days.keys())[:MOST_DAYS]
    for url in [*late, *days]:
        wanted = Wanted(url=url, sort="api")
        try:
            fetched = asking.kept.fetch(wanted, "huggingface", refresh=asking.refresh)
            reading = read_daily_papers(fetched.answer.body, now=asking.now)
        except (FetchFailure, NotAFeed) as failure:
            failed.append(Account(source=source.id, what=url, why=str(failure)))
            if url in days:
                break
            continue
        asking.kept.accept(wanted, fetched)
        dropped += [Account(source=source.id, what=item.what, why=item.why) for item in reading.dropped]
        for article in reading.articles:
            seen = waiting[article.key].seen if article.key in waiting else None
            record = Record(
                source=source.id,
                key=article.key,
                said=digest_of(article.item),
                article=article,
                seen=seen,
                found_on=url,
            )
            records.setdefault(record.key, record)
        if url in days:
            reached = datetime.combine(days[url], time(23, 59), UTC)
    return Gathered(
        source=source.id,
        state=state if asking.has_window else replace(state, reached=reached),
        standing="failed" if failed else "read",
        records=tuple(records.values()),
        dropped=tuple(dropped),
        failed=tuple(failed),
    )


def _days(state: SourceState, asking: Asking) -> Iterator[date]:
    """The days to ask for; the last one of the run before once more, since it was not over."""
    last = (asking.until or asking.now).astimezone(UTC).date()
    if asking.since is not None:
        first = asking.since.astimezone(UTC).date()
    else:
        reached = state.reached.astimezone(UTC).date() if state.reached else last
        # A day in the future was reached with a wrong clock: what was seen is not known.
        first = reached if state.reached and reached <= last else last - timedelta(days=1)
    for number in range(min((last - min(first, last)).days + 1, MOST_DAYS)):
        yield min(first, last) + timedelta(days=number)
