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
        article = replace(article, item=replace(article.item, history=(*news, *article.item.history)))
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
    asks = [(span, questions(options, span))]
    behind = () if asking.has_window or options.ids else state.behind
    late = [Window(part.start, part.end) for part in behind[:SEARCHES_BEHIND]]
    asks += [(part, questions(options, part)) for part in late]
    answer = _Answer(state=replace(state, reached=span.end, behind=behind[SEARCHES_BEHIND:]))
    for asked, wanted in asks:
        answer = _with(answer, options, asked, wanted, search_all(wanted, asking.client.get))
        if answer.failures:
            break
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
    due = tuple(dict.fromkeys((*state.left, *announced_ids(listed), *_known_again(listed, asking))))
    ids = due[: options.max_results]
    left = tuple(number for number in due[options.max_results :] if number not in asking.papers)
    found = search_all(by_ids(ids), asking.client.get) if ids else Found()
    wanted_papers = {paper.id for paper in found.papers} | set(ids)
    papers = [paper for paper in completed(listed, found.papers, _ALL) if paper.id in wanted_papers]
    papers += [paper for paper in found.papers if paper.id in state.left]
    day = listed.day or asking.now
    answer = _Answer(
        papers=_once(papers),
        dropped=tuple((item.what, item.why) for item in listed.dropped),
        pending=tuple((f"arXiv:{number}", "beyond `max_results` of this source") for number in left),
        # What the feed says of a paper is enough, so a silent API is a fault and no loss.
        failures=tuple(_failures(found)),
        state=replace(state, reached=day, left=left),
    )
    if state.reached is None or day - state.reached < _MISSED or asking.has_window:
        return answer
    span = window(asking.now, last=state.reached)
    asks = questions(options, span)
    return _with(answer, options, span, asks, search_all(asks, asking.client.get))


_ALL: tuple[AnnounceType, ...] = ("new", "cross", "replace", "replace-cross")


def _known_again(listed: Announcements, asking: Asking) -> Iterable[str]:
    """Papers of the digest that were replaced: their new version is news."""
    return (
        item.paper.id for item in listed.items if item.paper.id in asking.papers and "replace" in item.type
    )


def _once(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    return tuple({paper.id: paper for paper in papers}.values())


def _dropped(found: Found) -> Iterable[tuple[str, str]]:
    yield from ((item.what, item.why) for item in found.dropped)
    yield from ((f"arXiv:{number}", "arXiv knows no paper of this id (yet)") for number in found.missing)


def _failures(found: Found) -> Iterable[tuple[str, str]]:
    return ((failure.url, str(failure)) for failure in found.failures)
