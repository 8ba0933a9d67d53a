"""What a feed has for a source; also that of a bridge, whose items are articles of WeChat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from digest.config.schema import SourceConfig, SourceKind
from digest.content.drafts import Source
from digest.fetch.cache import Fetched
from digest.fetch.exchange import FetchFailure, Wanted
from digest.gather.asking import OUT_OF_TIME, Asking
from digest.gather.gathered import Account, Gathered, Record, digest_of, failure
from digest.gather.options import Options, read_options
from digest.gather.state import SourceState, Waiting
from digest.items import Item
from digest.problems import Problem, warning
from digest.sources.article import Article
from digest.sources.feeds.feed import NotAFeed
from digest.sources.wechat.bridges import read_bridge_item


def gather_feed(
    source: SourceConfig, state: SourceState, waiting: Mapping[str, Waiting], asking: Asking
) -> Gathered:
    """Ask for a feed and read it.

    Raises:
        DigestError: the options of the source are wrong.
    """
    options = read_options(source)

    def read(wanted: Wanted, fetched: Fetched) -> Gathered:
        return read_as_feed(source, options, wanted, fetched, state, waiting, asking)

    return ask(source, options, state, waiting, asking, read)


def ask(
    source: SourceConfig,
    options: Options,
    state: SourceState,
    waiting: Mapping[str, Waiting],
    asking: Asking,
    read: Callable[[Wanted, Fetched], Gathered],
) -> Gathered:
    """Ask for the address of a source, unless it is gone for good, and have the answer read.

    Args:
        source: the source.
        options: its options.
        state: what is remembered of it.
        waiting: its articles that wait, by key.
        asking: the ways to ask.
        read: reads the answer; raises `NotAFeed` where it is none.
    """
    if state.gone == options.url and not asking.refresh:
        return _gone(source.id, state, waiting, options)
    wanted = Wanted(url=options.url, sort="feed")
    try:
        return read(wanted, asking.kept.fetch(wanted, source.kind, refresh=asking.refresh))
    except FetchFailure as failed:
        if failed.why == "gone":
            return _gone(source.id, replace(state, gone=options.url), waiting, options)
        return failure(source.id, options.url, failed.message, state)
    except NotAFeed as failed:
        return failure(source.id, options.url, str(failed), state)


def _gone(source: str, state: SourceState, waiting: Mapping[str, Waiting], options: Options) -> Gathered:
    """What a source has whose server said that it is gone for good: what was seen before that and waits."""
    hint = "take the source out of digest.yaml, or give it another address; --refresh asks once more"
    problem = warning(
        f'source "{source}" is gone for good and not asked any more', path=state.gone, hint=hint
    )
    records = tuple(late_record(one, options) for one in waiting.values())
    return Gathered(source=source, state=state, standing="gone", records=records, problems=(problem,))


def read_as_feed(
    source: SourceConfig,
    options: Options,
    wanted: Wanted,
    fetched: Fetched,
    state: SourceState,
    waiting: Mapping[str, Waiting],
    asking: Asking,
) -> Gathered:
    """Read an answer as a feed; one that was read is kept.

    Raises:
        NotAFeed: it is none.
    """
    answer = fetched.answer
    feed = asking.readers.feed(answer.body, answer.url, answer.headers, now=asking.now, zone=asking.zone)
    if not feed.is_cut:
        asking.kept.accept(wanted, fetched)
    reading = asking.readers.articles(feed)
    records: dict[str, Record] = {}
    dropped = [Account(source=source.id, what=item.what, why=item.why) for item in reading.dropped]
    for article in reading.articles:
        record = _judged(article, source.kind, options, waiting, wanted.url)
        if isinstance(record, Account):
            dropped.append(replace(record, source=source.id))
        elif not asking.is_wanted(article.item.date):
            dropped.append(Account(source=source.id, what=record.title, why=OUT_OF_TIME))
        elif record.key in records:
            dropped.append(Account(source=source.id, what=record.title, why="the feed holds it twice"))
        else:
            records[record.key] = replace(record, source=source.id)
    late = (late_record(one, options) for key, one in waiting.items() if key not in records)
    return Gathered(
        source=source.id,
        state=replace(state, gone=""),
        records=(*(replace(one, source=source.id) for one in late), *records.values()),
        dropped=tuple(dropped),
        failed=(_cut(source.id, wanted.url),) if feed.is_cut else (),
        problems=tuple(_moved(source.id, wanted, fetched)),
    )


def _cut(source: str, url: str) -> Account:
    why = "the feed ends in the middle; what came before that was read, the rest is asked for again"
    return Account(source=source, what=url, why=why)


def late_record(waiting: Waiting, options: Options) -> Record:
    """An article that its feed may have forgotten, from what was noted when it was seen."""
    item = Item(
        title=waiting.title or waiting.url,
        date=waiting.date,
        source=Source(kind="rss", name=options.name or waiting.name, url=waiting.url),
        authors=waiting.authors,
        abstract=waiting.abstract,
    )
    is_wechat = bool(read_bridge_item(waiting.url).url)
    return Record(
        source=waiting.source,
        key=waiting.key,
        said=digest_of(item),
        article=Article(key=waiting.key, item=item),
        address=waiting.url if is_wechat or options.full_text else "",
        reader="wechat" if is_wechat else "page" if options.full_text else "",
        seen=waiting.seen,
        found_on=waiting.found_on,
        is_slight=is_wechat,
    )


def _judged(
    article: Article, kind: SourceKind, options: Options, waiting: Mapping[str, Waiting], found_on: str
) -> Record | Account:
    """An article of a feed as a record; one of WeChat under its own id, and read where the bridge has no text."""
    item = article.item
    url = item.source.url if item.source else ""
    if options.name and item.source:
        item = replace(item, source=replace(item.source, name=options.name))
    bridged = read_bridge_item(url, article.key, item.text or item.abstract)
    if not bridged.url:
        if kind == "wechat":
            return Account(source="", what=item.title, why="its address is none of an article of WeChat")
        address = url if options.full_text else ""
        return _record(replace(article, item=item), article.key, address, waiting, found_on)
    if bridged.is_gone:
        return Account(source="", what=item.title, why=f"the article is gone: {bridged.refused}")
    text = item.text if bridged.content else ""
    name = item.source.name if item.source else ""
    item = replace(
        item, text=text, abstract="", source=Source(kind="wechat", name=name, url=bridged.url), id=bridged.id
    )
    key = bridged.id or bridged.url
    address = "" if text else bridged.to_fetch or bridged.url
    record = _record(replace(article, key=key, item=item), key, address, waiting, found_on)
    return replace(record, reader="wechat" if record.address else "", is_slight=bool(record.address))


def _record(
    article: Article, key: str, address: str, waiting: Mapping[str, Waiting], found_on: str
) -> Record:
    late = waiting.get(key)
    return Record(
        source="",
        key=key,
        said=digest_of(article.item),
        article=article,
        address=address,
        reader="page" if address else "",
        seen=late.seen if late else None,
        found_on=found_on,
    )


def _moved(source: str, wanted: Wanted, fetched: Fetched) -> Iterator[Problem]:
    moved_to = fetched.answer.moved_to
    if moved_to and moved_to != wanted.url:
        hint = f"write `url: {moved_to}` in digest.yaml"
        yield warning(f'the feed of source "{source}" has moved for good', path=wanted.url, hint=hint)
