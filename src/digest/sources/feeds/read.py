"""The bytes of a feed become a `Feed`: RSS and Atom by feedparser, JSON Feed by a reader of our own.

feedparser is given bytes, never an address, and only what `clean_xml` left; its sanitiser and its dates are not
used. Call this through `sources.bounded`, which bounds memory and time.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from urllib.parse import urlsplit

import msgspec

from digest.links.canonical import canonical
from digest.sources.addresses import web_address
from digest.sources.charset import decode
from digest.sources.feeds.dates import read_date
from digest.sources.feeds.feed import MAX_BYTES, MAX_ENTRIES, Feed, FeedEntry, FeedLink, NotAFeed
from digest.sources.feeds.json import read_json_feed
from digest.sources.feeds.words import as_html, first_words, name_of, names_of, title_of
from digest.sources.feeds.xml import clean_xml
from digest.text.clean import clean_line, clean_text

_ENTRY = re.compile(r"<(?:[A-Za-z]{1,10}:)?(?:item|entry)[\s>/]")
_ENTRY_END = re.compile(r"</(?:[A-Za-z]{1,10}:)?(?:item|entry)\s*>")
_FEED_END = re.compile(r"</(?:[A-Za-z]{1,10}:)?(?:rss|feed|RDF)\s*>", re.IGNORECASE)
_XHTML = ("application/xhtml+xml", "text/html")
_MOST = 50  # tags, authors and links of one entry


def read_feed(
    body: bytes, url: str, headers: Mapping[str, str], *, now: datetime, zone: tzinfo = UTC
) -> Feed:
    """Read a feed of any format and encoding. A feed without entries is a feed.

    Args:
        body: the answer, decompressed.
        url: where it came from, after redirects; relative addresses are relative to it.
        headers: of the answer, names in lower case.
        now: dates far after it are none.
        zone: of dates that name none.

    Raises:
        NotAFeed: it is something else, broken, or beyond the limits of `feeds.feed`.
    """
    if len(body) > MAX_BYTES:
        raise NotAFeed(f"it is larger than {MAX_BYTES // 1_000_000} MB")
    text = decode(body, headers.get("content-type", ""))
    if text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        feed = read_json_feed(text.strip("\ufeff \t\r\n"), url, now=now, zone=zone)
    else:
        feed = _read_xml(clean_xml(text), url, now=now, zone=zone)
    return msgspec.structs.replace(feed, entries=tuple(_identified(feed.entries)))


class _Reader(msgspec.Struct, frozen=True):
    """What all entries of one feed share."""

    url: str
    home: str
    is_atom: bool
    language: str
    authors: tuple[str, ...]
    now: datetime
    zone: tzinfo


def _read_xml(text: str, url: str, *, now: datetime, zone: tzinfo) -> Feed:
    import feedparser  # noqa: PLC0415 - heavy, and needed by the process that reads alone

    count = sum(1 for _ in _ENTRY.finditer(text))
    if count > MAX_ENTRIES:
        raise NotAFeed(f"it holds {count} entries, more than the {MAX_ENTRIES} that are read")
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        # As a stream: it takes bytes for the name of a file first.
        parsed = feedparser.parse(
            io.BytesIO(text.encode()),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:
        raise
    except Exception as problem:  # it promises nothing: a feed cut in the wrong place gives a KeyError
        raise NotAFeed(f"it breaks the parser ({type(problem).__name__})") from problem
    if not parsed.version:
        raise NotAFeed("the answer is neither RSS nor Atom nor JSON Feed")
    if not parsed.entries and parsed.bozo:
        raise NotAFeed(
            f"its XML is broken before the first entry: {clean_line(str(parsed.bozo_exception))[:200]}"
        )
    # Junk behind the end is common and does no harm; a feed without an end is a part of one.
    is_cut = bool(parsed.bozo) and not _FEED_END.search(text)
    entries = parsed.entries[:MAX_ENTRIES]
    if is_cut and sum(1 for _ in _ENTRY_END.finditer(text)) < count:
        entries = entries[:-1]  # it would be half an entry
    is_atom = parsed.version.startswith("atom")
    language = clean_line(_text(parsed.feed, "language"))
    reader = _Reader(
        url=url,
        home=web_address(_text(parsed.feed, "link"), url),
        is_atom=is_atom,
        language=language,
        authors=_authors(parsed.feed) if is_atom else (),  # RSS names an editor there, not an author
        now=now,
        zone=zone,
    )
    return Feed(
        title=title_of(_text(parsed.feed, "title"), is_html=_is_html(parsed.feed, "title")),
        home=reader.home,
        language=language,
        entries=tuple(_entry(entry, reader) for entry in entries),
        is_cut=is_cut,
    )


def _entry(entry: Mapping[str, object], reader: _Reader) -> FeedEntry:
    contents = [part for part in _dicts(entry, "content") if _text(part, "value")]
    full = max(contents, key=lambda part: len(_text(part, "value")), default=None)
    content = _html(_text(full, "value"), _text(full, "type")) if full else ""
    summary = _html(_text(entry, "summary"), _text(_dict(entry, "summary_detail"), "type"))
    base = _text(full or _dict(entry, "summary_detail"), "base")
    published, updated = _dates(entry, reader)
    url = _own_address(entry, reader)
    return FeedEntry(
        key=clean_line(_text(entry, "id"))[:2000],
        url=url,
        title=title_of(_text(entry, "title"), is_html=_is_html(entry, "title")),
        authors=_authors(entry) or reader.authors,
        published=published,
        updated=updated,
        tags=_tags(entry),
        summary=summary if summary != content else "",
        content=content,
        # An `xml:base` is meant; without one the authors wrote for their own page, not for the feed.
        base=base if web_address(base) and base != reader.url else url or reader.home or reader.url,
        language=reader.language,
        links=tuple(_links(entry, reader.url, url))[:_MOST],
    )


def _dates(entry: Mapping[str, object], reader: _Reader) -> tuple[datetime | None, datetime | None]:
    """When an entry was published and changed, from the strings as they are written."""
    read = [
        read_date(_text(entry, name), now=reader.now, zone=reader.zone, language=reader.language)
        for name in ("published", "updated", "created")
    ]
    published, updated, created = read
    if not reader.is_atom and published is None:
        return updated or created, None  # the `dc:date` of RSS 1.0 and 2.0: its only date
    return published or created, updated


def _own_address(entry: Mapping[str, object], reader: _Reader) -> str:
    """The address of an entry's page; "" where it has none."""
    written = _text(entry, "link")
    if reader.is_atom and not any(_text(link, "href") for link in _dicts(entry, "links")):
        return ""  # the parser takes the id for an address, which in Atom it need not be
    if not written:
        others = [link for link in _dicts(entry, "links") if _text(link, "rel") in {"alternate", ""}]
        written = next((_text(link, "href") for link in others), "")
    address = web_address(written, reader.url)
    if not address:
        return ""
    # `example.org/post` without a scheme was taken for a path: `https://example.org/feeds/example.org/post`.
    parts = urlsplit(address)
    for host in {urlsplit(reader.url).netloc, urlsplit(reader.home).netloc} - {""}:
        before, found, rest = parts.path.partition(f"/{host.removeprefix('www.')}/")
        if found and not before.strip("/").count("/") and parts.netloc == urlsplit(reader.url).netloc:
            return web_address(f"{parts.scheme}://{host}/{rest}" + (f"?{parts.query}" if parts.query else ""))
    return address


def _links(entry: Mapping[str, object], base: str, own: str) -> Iterator[FeedLink]:
    for link in _dicts(entry, "links"):
        address = web_address(_text(link, "href"), base)
        rel = clean_line(_text(link, "rel"))
        if address and (rel == "enclosure" or address != own):
            yield FeedLink(address, rel, clean_line(_text(link, "type")), clean_line(_text(link, "title")))
    for picture in _dicts(entry, "media_thumbnail")[:1]:
        if address := web_address(_text(picture, "url"), base):
            yield FeedLink(address, "image")
    for medium in _dicts(entry, "media_content"):
        kind = _text(medium, "type") or _text(medium, "medium")
        if kind.startswith("image") and (address := web_address(_text(medium, "url"), base)):
            yield FeedLink(address, "image", clean_line(kind))


def _authors(context: Mapping[str, object]) -> tuple[str, ...]:
    names = [
        name for author in _dicts(context, "authors") for name in names_of(name_of(_text(author, "name")))
    ]
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST]


def _tags(entry: Mapping[str, object]) -> tuple[str, ...]:
    names = [name_of(_text(tag, "label") or _text(tag, "term")) for tag in _dicts(entry, "tags")]
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST]


def _identified(entries: tuple[FeedEntry, ...]) -> Iterator[FeedEntry]:
    """Entries with keys of their own, and with titles.

    A guid that several entries with different addresses share names none of them.
    """
    pages: dict[str, set[str]] = {}
    for entry in entries:
        pages.setdefault(entry.key, set()).add(entry.url)
    for entry in entries:
        address = canonical(entry.url) if entry.url else ""
        is_named = bool(entry.key) and len(pages[entry.key]) == 1
        key = entry.key if is_named else address or _hash(entry)
        title = entry.title or first_words(entry.content or entry.summary)
        yield msgspec.structs.replace(
            entry,
            key=key,
            aliases=(address,) if is_named and address and address != key else (),
            title=title,
            is_titled=bool(entry.title),
        )


def _hash(entry: FeedEntry) -> str:
    said = "\0".join([entry.title, entry.content, entry.summary, *(link.url for link in entry.links)])
    return "text:" + hashlib.sha256(said.encode()).hexdigest()[:32]


def _html(value: str, kind: str) -> str:
    value = clean_text(value)
    return as_html(value) if kind == "text/plain" else value


def _is_html(context: Mapping[str, object], name: str) -> bool:
    return _text(_dict(context, f"{name}_detail"), "type") in _XHTML


def _text(context: Mapping[str, object], name: str) -> str:
    """A value that is text; feedparser puts other things under any name. It warns where `updated` is missing."""
    value = context.get(name) if name in context else None
    return value if isinstance(value, str) else ""


def _dict(context: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = context.get(name)
    return value if isinstance(value, dict) else {}


def _dicts(context: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    value = context.get(name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
