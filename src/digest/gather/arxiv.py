"""What arXiv has for a source: a search over the days since the last one, a list of ids, or the daily announcements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from digest.config.schema import SourceConfig
from digest.fetch.exchange import FetchFailure, Get, Wanted
from digest.gather.asking import Asking
from digest.gather.gathered import Account, Gathered, Record, digest_of
from digest.gather.state import SourceState, Span
from digest.sources.arxiv.announcements import (
    Announcements,
    AnnounceType,
    announced_ids,
    completed,
    feed_address,
    read_announcements,
)
from digest.sources.arxiv.client import Found, search_all
from digest.sources.arxiv.papers import article_of
from digest.sources.arxiv.query import Ask, Options, Window, by_ids, questions, read_options, window
from digest.sources.arxiv.records import ArxivTrouble, Paper
from digest.sources.arxiv.updates import Known, changes, known_of

OTHERS = "papers of articles"
"""What goes in place of a source for papers that no source of arXiv gave; the space keeps it from being one."""
SEARCHES_BEHIND = 1
"""How many parts of the past one run asks for, besides the days since the last one."""
_UNKNOWN = "arXiv knows no paper of this id (yet)"
_MISSED = timedelta(days=1, hours=12)
"""Announcements come daily, so after this long one was missed (or it was a weekend, when asking costs little)."""


def gather_arxiv(source: SourceConfig, state: SourceState, asking: Asking) -> Gathered:
    """Ask arXiv for what a source is about.

    Raises:
        DigestError: the options of the source are wrong, or the time that was asked for ends before it begins.
    """
    options = read_options(source)
    name = f"{source.id} {msgspec.json.encode(options, order='deterministic').decode()}"
    if not asking.has_window and not asking.refresh and asking.kept.is_fresh(name, "arxiv"):
        return Gathered(source=source.id, state=state, standing="not due")
    found = _announced(options, state, asking) if options.announcements else _searched(options, state, asking)
    if not found.failures and not asking.has_window:
        asking.kept.note(name)
    day = asking.now.date()
    records = [record_of(source.id, paper, asking.papers, day) for paper in found.papers]
    reached = state if asking.has_window or found.failures else found.state
    if asking.has_window:  # nothing is remembered of it, so nothing waits
        found = replace(found, dropped=(*found.dropped, *found.pending), pending=())
    return Gathered(
        source=source.id,
        state=replace(reached, id=source.id),
        standing="failed" if found.failures else "read",
        records=tuple(records),
        papers={paper.id: known_of(paper) for paper in found.papers},
        dropped=tuple(Account(source=source.id, what=what, why=why) for what, why in found.dropped),
        pending=tuple(Account(source=source.id, what=what, why=why) for what, why in found.pending),
        failed=tuple(Account(source=source.id, what=what, why=why) for what, why in found.failures),
    )


def record_of(source: str, paper: Paper, known: Mapping[str, Known], day: date) -> Record:
    """A paper as a record: with what is news about it on this day, where it is known."""
    article = article_of(paper)
    said = digest_of(article.item)
    if paper.id in known:
        news = changes(known[paper.id], paper, day)
        told = {line.text for line in news}
        history = (*news, *(line for line in article.item.history if line.text not in told))
        article = replace(article, item=replace(article.item, history=history))
    return Record(source=source, key=article.key, said=said, article=article)


def papers_by_number(numbers: Sequence[str], get: Get, known: Mapping[str, Known], day: date) -> Gathered:
    """Papers that others speak of or a person asked for, by their numbers."""
    found = search_all(by_ids(numbers), get)
    records = [record_of(OTHERS, paper, known, day) for paper in found.papers]
    return Gathered(
        source=OTHERS,
        state=SourceState(id=OTHERS),
        standing="failed" if found.failures else "read",
        records=tuple(records),
        papers={paper.id: known_of(paper) for paper in found.papers},
        dropped=tuple(Account(source=OTHERS, what=what, why=why) for what, why in _dropped(found)),
        failed=tuple(Account(source=OTHERS, what=what, why=why) for what, why in _failures(found)),
    )


class _Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Papers of all questions of a source, and what to tell of each question: what, and why."""

    papers: tuple[Paper, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    pending: tuple[tuple[str, str], ...] = ()
    failures: tuple[tuple[str, str], ...] = ()
    state: SourceState


def _searched(options: Options, state: SourceState, asking: Asking) -> _Answer:
    span = window(asking.now, last=state.reached, since=asking.since, until=asking.until)
    return _asked(_Answer(state=replace(state, reached=span.end)), options, [span], asking)


def _asked(answer: _Answer, options: Options, spans: Sequence[Window], asking: Asking) -> _Answer:
    """An answer with what the search of some days found, and that of a part of the past that was left behind."""
    behind = () if asking.has_window or options.ids else answer.state.behind
    late = [Window(part.start, part.end) for part in behind[:SEARCHES_BEHIND]]
    answer = replace(answer, state=replace(answer.state, behind=behind[SEARCHES_BEHIND:]))
    for span in [*spans, *late]:
        if answer.failures:
            break
        asks = questions(options, span)
        answer = _with(answer, options, span, asks, search_all(asks, asking.client.get))
    return answer


def _with(answer: _Answer, options: Options, span: Window, asks: Sequence[Ask], found: Found) -> _Answer:
    """An answer with what one more search found, and with the days its limit did not reach."""
    behind, pending = answer.state.behind, answer.pending
    more = found.total - len(found.papers)
    if not options.ids and not found.failures and more > 0 and len(found.papers) >= asks[0].limit:
        oldest = min((paper.published for paper in found.papers if paper.published), default=span.start)
        # One minute is the step of the search: without it a full minute would be asked for ever.
        end = min(oldest, span.end - timedelta(minutes=1))
        if end > span.start:
            behind = (*behind, Span(span.start, end))
        what = f"{more} papers submitted from {span.start:%Y-%m-%d} to {end:%Y-%m-%d %H:%M}"
        pending = (*pending, (what, f"beyond the {asks[0].limit} papers that `max_results` allows a search"))
    return replace(
        answer,
        papers=_once([*answer.papers, *found.papers]),
        dropped=(*answer.dropped, *_dropped(found)),
        pending=pending,
        failures=(*answer.failures, *_failures(found)),
        state=replace(answer.state, behind=behind),
    )


def _announced(options: Options, state: SourceState, asking: Asking) -> _Answer:
    """The papers of the day, completed by the API, with the days since the last list where one was missed."""
    url = feed_address(options.categories)
    wanted = Wanted(url=url, sort="feed")
    try:
        fetched = asking.kept.fetch(wanted, "arxiv", refresh=True)  # whether it is due was asked before
        listed = read_announcements(fetched.answer.body, url)
    except (FetchFailure, ArxivTrouble) as failure:
        return _Answer(state=state, failures=((url, failure.message),))
    asking.kept.accept(wanted, fetched)
    news = dict.fromkeys([*state.left, *_replaced(listed, asking.papers)])
    numbers = dict.fromkeys([*news, *announced_ids(listed)])
    # What the digest has comes last: a list that is asked for twice must not keep others from their turn.
    in_turn = sorted(numbers, key=lambda number: number in asking.papers and number not in news)
    ids, over = in_turn[: options.max_results], in_turn[options.max_results :]
    left = tuple(number for number in over if number in news or number not in asking.papers)
    found = search_all(by_ids(ids), asking.client.get) if ids else Found()
    announced = [paper for paper in completed(listed, found.papers, _ALL) if paper.id in ids]
    unknown = set(found.missing) - {paper.id for paper in announced}
    day = listed.day or asking.now
    answer = _Answer(
        papers=_once([*found.papers, *announced]),  # which may be newer than the API knows
        dropped=(
            *((item.what, item.why) for item in listed.dropped),
            *((f"arXiv:{number}", _UNKNOWN) for number in sorted(unknown)),
        ),
        pending=tuple((f"arXiv:{number}", "beyond `max_results` of this source") for number in left),
        # What the feed says of a paper is enough, so a silent API is a fault and no loss.
        failures=tuple(_failures(found)),
        state=replace(state, reached=day, left=left),
    )
    is_missed = state.reached is not None and day - state.reached >= _MISSED and not asking.has_window
    return _asked(answer, options, [window(asking.now, last=state.reached)] if is_missed else [], asking)


_ALL: tuple[AnnounceType, ...] = ("new", "cross", "replace", "replace-cross")


def _replaced(listed: Announcements, known: Mapping[str, Known]) -> Iterable[str]:
    """Papers of the digest that have a new version, which is news."""
    for item in listed.items:
        paper = item.paper
        if "replace" not in item.type or paper.id not in known:
            continue
        if not paper.version or paper.version > known[paper.id].version:  # 0: the feed does not say it
            yield paper.id


def _once(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    return tuple({paper.id: paper for paper in papers}.values())


def _dropped(found: Found) -> Iterable[tuple[str, str]]:
    yield from ((item.what, item.why) for item in found.dropped)
    yield from ((f"arXiv:{number}", _UNKNOWN) for number in found.missing)


def _failures(found: Found) -> Iterable[tuple[str, str]]:
    return ((failure.url, str(failure)) for failure in found.failures)
