"""Reading what records still lack: the page of an article, its pictures, the paper an article is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from digest.content.drafts import Source
from digest.fetch.client import Client
from digest.fetch.exchange import Answer, FetchFailure, Get, Wanted
from digest.gather.arxiv import OTHERS
from digest.gather.asking import OUT_OF_TIME, Asking
from digest.gather.gathered import Account, Gathered, Record
from digest.gather.state import Refused
from digest.items import Item
from digest.links.address import read_address
from digest.links.canonical import canonical, work_key
from digest.problems import Problem, warning
from digest.sources.article import Article, NotAnArticle
from digest.sources.bounded.readers import Readers
from digest.sources.picture_files import RUN_BYTES, with_picture_files
from digest.sources.wechat.article import SharedPost

MOST_PAPERS = 200
"""Papers one run asks for because articles speak of them."""
LEFT_ALONE = 3600.0
"""Seconds for which a host that answered with a CAPTCHA is asked nothing more."""
_FOR_GOOD = frozenset(
    ["deleted", "violation", "paid", "expired", "account page", "album", "video", "music", "audio"]
)
"""What a page of WeChat may be that no later run need ask for again."""

_PASSING = frozenset(["too slow", "broken"])
"""Why a page may have failed to come this time alone."""

LookUp = Callable[[Sequence[str]], Gathered]
"""Asks arXiv for papers by their numbers."""
_NOWHERE = "https://invalid/"
"""Where an address stands that nobody of ours wrote down: nowhere that may lead into our network."""

IsKnown = Callable[[Record], bool]
"""Whether a record is as it was when it was last taken."""


class Completed(msgspec.Struct, frozen=True, kw_only=True):
    """Records that can become entries, those that wait for another run, and what became of the rest.

    `given_up` are keys of records that waited and that nobody need wait for.
    """

    records: tuple[Record, ...] = ()
    waiting: tuple[tuple[Record, str], ...] = ()
    refused: tuple[Refused, ...] = ()
    given_up: tuple[str, ...] = ()
    dropped: tuple[Account, ...] = ()
    failed: tuple[Account, ...] = ()
    problems: tuple[Problem, ...] = ()


def complete(
    gathered: Gathered, limit: int | None, refused: Mapping[str, Refused], is_known: IsKnown, asking: Asking
) -> Completed:
    """Read further what one source gave.

    Args:
        gathered: what it gave.
        limit: how many articles that are news one run takes; None for all.
        refused: addresses that hold no article.
        is_known: tells records that are no news: they need nothing.
        asking: the ways to ask.
    """
    run = _Run(asking)
    taken = 0
    for record in gathered.records:
        if is_known(record):
            run.records.append(record)
        elif (refusal := refused.get(record.key)) is not None:
            title = record.title or refusal.title
            run.dropped.append(Account(source=record.source, what=title, why=f"asked before: {refusal.why}"))
        elif limit is not None and taken >= limit:
            run.waiting.append((record, f"beyond the {limit} articles that one run takes from a source"))
        else:
            taken += 1
            run.take(record)
    return Completed(
        records=tuple(run.records),
        waiting=tuple(run.waiting),
        refused=tuple(run.refused),
        dropped=tuple(run.dropped),
        failed=tuple(run.failed),
        problems=tuple(run.problems),
    )


def papers_spoken_of(
    items: Iterable[Item], late: Iterable[str], known: Collection[str], look_up: LookUp
) -> tuple[Gathered, Completed] | None:
    """The papers that articles are about and that nobody has yet, and those that wait; None where there are none.

    Args:
        items: what articles say; of one that names several papers nobody knows which it is about.
        late: numbers of papers that earlier runs could not ask for.
        known: ids of the papers that are there already.
        look_up: asks arXiv.
    """
    spoken = (number for item in items if (number := _paper_of(item)))
    # The entry of an article about a paper has the paper's id, so those that wait would all be known.
    numbers = list(dict.fromkeys([*late, *(number for number in spoken if f"arxiv:{number}" not in known)]))
    if not numbers:
        return None
    asked, others = numbers[:MOST_PAPERS], numbers[MOST_PAPERS:]
    found = look_up(asked)
    there = {record.key for record in found.records}
    left = [number for number in asked if number not in there]
    over = f"beyond the {MOST_PAPERS} papers of articles that one run asks for"
    return found, Completed(
        records=found.records,
        waiting=(
            *((_paper_record(number), "") for number in left if found.failed),
            *((_paper_record(number), over) for number in others),
        ),
        given_up=() if found.failed else tuple(left),
    )


def _paper_record(number: str) -> Record:
    """A paper of which nothing is known but its number."""
    url = f"https://arxiv.org/abs/{number}"
    item = Item(
        title=f"arXiv:{number}", id=f"arxiv:{number}", source=Source(kind="arxiv", name="arXiv", url=url)
    )
    return Record(source=OTHERS, key=number, said="", article=Article(key=number, item=item))


class _Run:
    """The records of one source while they are completed."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self.records: list[Record] = []
        self.waiting: list[tuple[Record, str]] = []
        self.refused: list[Refused] = []
        self.dropped: list[Account] = []
        self.failed: list[Account] = []
        self.problems: list[Problem] = []

    def take(self, record: Record) -> None:
        """Complete one record, or see to it that it is not lost."""
        if not record.reader and not _keeps_pictures(record):
            self.records.append(record)
            return
        if self._asking.is_over():
            self.waiting.append((record, "the time of this run was over"))
            return
        if self._asking.room.is_short:
            self.waiting.append((record, f"this run holds {RUN_BYTES // 1_000_000} MB of pictures already"))
            return
        if not record.reader:
            self._add(record, record.article)
            return
        try:
            article = self._read(record)
        except NotAnArticle as failure:
            self._refuse(record, failure)
        except FetchFailure as failure:
            if failure.why == "busy":
                self.waiting.append((record, failure.message))
            elif failure.why in _PASSING or failure.status >= 500:
                self.waiting.append((record, ""))
                self.failed.append(Account(source=record.source, what=record.title, why=failure.message))
            else:
                self._cannot(record, failure.message)
        else:
            self._add(record, article)

    def _read(self, record: Record) -> Article:
        """Raises `NotAnArticle` or `FetchFailure`."""
        asking, get = self._asking, self._get(record)
        answer = get(Wanted(url=record.address, sort="page"))
        if record.reader == "page":
            return asking.readers.page(answer.body, answer.url, now=asking.now, zone=asking.zone)
        return wechat_article(answer, asking.client, asking.readers)

    def _get(self, record: Record) -> Get:
        client = self._asking.client
        return client.found_on(record.found_on) if record.found_on else client.get

    def _refuse(self, record: Record, failure: NotAnArticle) -> None:
        if failure.stop_host:
            self._asking.client.leave_alone(record.address, LEFT_ALONE)
        if record.reader == "wechat" and failure.what in _FOR_GOOD:
            why = f"{failure} ({failure.what})"
            self.refused.append(Refused(key=record.key, why=why, title=record.title))
            self.dropped.append(Account(source=record.source, what=record.title, why=why))
        else:
            self._cannot(record, f"{failure} ({failure.what})")

    def _cannot(self, record: Record, why: str) -> None:
        """A record whose page cannot be read: with what its source says where that is enough."""
        if record.is_slight:
            self.waiting.append((record, ""))
            self.failed.append(Account(source=record.source, what=record.title, why=why))
        else:
            message = f"its page cannot be read ({why}); the entry has what the feed says"
            self.problems.append(warning(message, path=record.address))
            self.records.append(record)

    def _add(self, record: Record, article: Article) -> None:
        asking = self._asking
        source = article.item.source
        stands_in = record.address or record.found_on or (source.url if source else "") or _NOWHERE
        item, files, left = with_picture_files(article, asking.client.found_on(stands_in), asking.room)
        if asking.is_over():
            self.waiting.append((record, "the time of this run was over"))
            return
        if not asking.is_wanted(item.date):
            self.dropped.append(Account(source=record.source, what=item.title, why=OUT_OF_TIME))
            return
        self.problems += left
        whole = item if record.is_slight or not record.reader else _joined(record.article.item, item)
        self.records.append(replace(record, article=replace(article, item=whole), files=files))


def _keeps_pictures(record: Record) -> bool:
    """Whether the pictures of an article that was read whole are kept.

    Those of a page, which its editor chose, and those of WeChat, whose host shows them to nobody else's readers. A
    feed may hold hundreds of articles with theirs; `full_text` asks for them.
    """
    source = record.article.item.source
    return source is not None and source.kind in {"wechat", "page"}


def _joined(said: Item, page: Item) -> Item:
    """What the feed says of an article, with the text of its page and what else the feed does not say."""
    places = {canonical(link.url) for link in said.links}
    return replace(
        said,
        text=page.text or said.text,
        authors=said.authors or page.authors,
        date=said.date or page.date,
        lang=said.lang or page.lang,
        image=page.image or said.image,
        links=(*said.links, *(link for link in page.links if canonical(link.url) not in places)),
    )


def _paper_of(item: Item) -> str:
    """The number of the one paper of arXiv an article speaks of; "" for none, and for the paper itself."""
    if item.source is not None and item.source.kind == "arxiv":
        return ""
    keys = {key for link in item.links if link.kind == "paper" and (key := work_key(link.url))}
    numbers = {key for key in keys if key.startswith("arxiv:")}
    return numbers.pop().removeprefix("arxiv:") if len(numbers) == 1 and len(keys) == 1 else ""


def wechat_article(answer: Answer, client: Client, readers: Readers) -> Article:
    """The article of a page of WeChat; of a post that only shares another article, that one.

    Raises:
        NotAnArticle: the page is none.
        FetchFailure: the article that is shared could not be read.
    """
    try:
        return readers.wechat(answer.body, answer.url)
    except SharedPost as post:
        original = client.get(Wanted(url=post.url, sort="page"), found_on=answer.url)
        return readers.wechat(original.body, original.url)


def sorted_for_planning(records: Sequence[Record]) -> list[Record]:
    """Papers first, so that they name their entries, then by key: the order of sources decides nothing."""
    return sorted(records, key=_rank)


def _rank(record: Record) -> tuple[bool, bool, str, str, str]:
    source = record.article.item.source
    return (
        source is None or source.kind != "arxiv",
        # A feed knows the articles of its own site best.
        bool(record.found_on) and _host(record.found_on) != _host(source.url if source else ""),
        source.kind if source else "",
        record.key,
        record.source,
    )


def _host(url: str) -> str:
    address = read_address(url)
    return address.host if address else ""
