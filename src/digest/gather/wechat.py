"""What a source of kind `wechat` has: articles by their addresses, a bridge's feed, or a page that lists articles."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from digest.config.schema import SourceConfig
from digest.content.drafts import Source
from digest.fetch.cache import Fetched
from digest.fetch.exchange import Wanted
from digest.gather.asking import Asking
from digest.gather.feeds import ask, late_record, read_as_feed
from digest.gather.gathered import Gathered, Record, digest_of
from digest.gather.options import Options, read_options
from digest.gather.state import SourceState, Waiting
from digest.items import Item
from digest.links.canonical import work_key
from digest.sources.article import Article
from digest.sources.charset import decode
from digest.sources.feeds.feed import NotAFeed
from digest.sources.wechat.bridges import article_address

_ADDRESS = re.compile(r"https?:(?:\\?/){2}mp\.weixin\.qq\.com\\?/s[/?\\][^\s\"'<>]{1,500}")
_MOST_LISTED = 500
_FEED_TYPES = re.compile(r"xml|rss|atom|json", re.IGNORECASE)


def gather_wechat(
    source: SourceConfig, state: SourceState, waiting: Mapping[str, Waiting], asking: Asking
) -> Gathered:
    """Find the articles of a source; each is read by its address later, once.

    Raises:
        DigestError: the options of the source are wrong.
    """
    options = read_options(source)
    if options.urls:
        records = {
            record.key: record for record in _by_address(source.id, options.urls, waiting, found_on="")
        }
        return Gathered(source=source.id, state=state, records=tuple(records.values()))

    def read(wanted: Wanted, fetched: Fetched) -> Gathered:
        answer = fetched.answer
        if not _is_page(answer.body, answer.headers.get("content-type", "")):
            return read_as_feed(source, options, wanted, fetched, state, waiting, asking)
        listed = _listed(answer.body)
        if not listed:
            raise NotAFeed("the page lists no articles of WeChat, and is no feed")
        asking.kept.accept(wanted, fetched)
        return _with_late(source.id, options, listed, state, waiting)

    return ask(source, options, state, waiting, asking, read)


def _with_late(
    source: str, options: Options, listed: Iterable[str], state: SourceState, waiting: Mapping[str, Waiting]
) -> Gathered:
    found = {record.key: record for record in _by_address(source, listed, waiting, found_on=options.url)}
    late = [late_record(one, options) for key, one in waiting.items() if key not in found]
    return Gathered(source=source, state=replace(state, gone=""), records=(*late, *found.values()))


def _by_address(
    source: str, urls: Iterable[str], waiting: Mapping[str, Waiting], *, found_on: str
) -> Iterable[Record]:
    for url in urls:
        address = article_address(url) or url
        key = work_key(address) or address
        item = Item(title=address, source=Source(kind="wechat", url=address))
        late = waiting.get(key)
        yield Record(
            source=source,
            key=key,
            said=digest_of(item),
            article=Article(key=key, item=item),
            address=address,
            reader="wechat",
            seen=late.seen if late else None,
            found_on=found_on,
            is_slight=True,
        )


def _is_page(body: bytes, content_type: str) -> bool:
    """Whether an answer is a web page: by its first bytes, as servers are not to be believed."""
    head = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return True
    return not head.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf", b"{", b"[")) and not _FEED_TYPES.search(
        content_type
    )


def _listed(body: bytes) -> tuple[str, ...]:
    """The articles a page names, in its markup or in its scripts, in their order."""
    text = html.unescape(decode(body)).replace("\\/", "/").replace("\\x26amp;", "&").replace("\\x26", "&")
    found = dict.fromkeys(article_address(match[0]) for match in _ADDRESS.finditer(text))
    return tuple(url for url in found if url)[:_MOST_LISTED]
