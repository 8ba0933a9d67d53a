"""What a source of kind `page` has: articles by their addresses, asked for again only where they may have changed."""

from __future__ import annotations

from msgspec.structs import replace

from digest.config.schema import SourceConfig
from digest.fetch.exchange import FetchFailure, Wanted
from digest.gather.asking import Asking
from digest.gather.gathered import Account, Gathered, Record, digest_of
from digest.gather.options import read_options
from digest.gather.state import SourceState
from digest.sources.article import NotAnArticle


def gather_pages(source: SourceConfig, state: SourceState, asking: Asking) -> Gathered:
    """Read each page of a source; one that cannot be read costs no other.

    Raises:
        DigestError: the options of the source are wrong.
    """
    options = read_options(source)
    records: dict[str, Record] = {}
    failed: list[Account] = []
    for url in options.urls:
        if asking.is_over():
            failed.append(Account(source=source.id, what=url, why="the time of this run was over"))
            continue
        wanted = Wanted(url=url, sort="page")
        try:
            fetched = asking.kept.fetch(wanted, "page", refresh=asking.refresh)
            answer = fetched.answer
            article = asking.readers.page(answer.body, answer.url, now=asking.now, zone=asking.zone)
        except (FetchFailure, NotAnArticle) as failure:
            failed.append(Account(source=source.id, what=url, why=str(failure)))
            continue
        asking.kept.accept(wanted, fetched)
        item = article.item
        if options.name and item.source:
            item = replace(item, source=replace(item.source, name=options.name))
        record = Record(
            source=source.id, key=article.key, said=digest_of(item), article=replace(article, item=item)
        )
        records.setdefault(record.key, record)
    is_silent = bool(failed) and not records
    return Gathered(
        source=source.id,
        state=state,
        standing="failed" if is_silent else "read",
        records=tuple(records.values()),
        failed=tuple(failed),
    )
