"""Sitemaps after sitemaps.org: one file, or an index and parts where one would be too large."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from digest.exporters import xml
from digest.exporters.addresses import encoded
from digest.exporters.dates import instant, sitemap_date

MAX_URLS = 50_000
"""Most addresses in one file, by the protocol."""
MAX_BYTES = 50 * 1024 * 1024
"""Most bytes of one file, not compressed, by the protocol."""

_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_OPENING = f"{xml.DECLARATION}<urlset {_NAMESPACE}>\n"
_CLOSING = "</urlset>\n"


class SitemapUrl(msgspec.Struct, frozen=True):
    """One page: its absolute address, and when it changed (RFC 3339 or a bare day, "" where unknown)."""

    loc: str
    lastmod: str = ""


class SitemapFile(msgspec.Struct, frozen=True):
    """A file to be written at the root of the site."""

    name: str
    text: str


class _Part(msgspec.Struct, frozen=True):
    """Lines of one file and the newest date among them."""

    lines: tuple[str, ...]
    lastmod: str


def sitemap(
    urls: Iterable[SitemapUrl], base_url: str, *, max_urls: int = MAX_URLS, max_bytes: int = MAX_BYTES
) -> tuple[SitemapFile, ...]:
    """The sitemap of some pages, in the order given and each page once.

    Args:
        urls: all pages that search engines may show. Give the oldest first: where there are several parts, a
            new page then changes the last one only.
        base_url: where the site lives, with a slash at its end; parts are named below it.
        max_urls: addresses a file.
        max_bytes: bytes a file.

    Returns:
        `sitemap.xml` alone, or first `sitemap.xml` as the index and then its parts `sitemap-1.xml` ...

    Raises:
        ValueError: a `lastmod` is no date.
    """
    parts = tuple(_parts(urls, max_urls, max_bytes))
    if len(parts) <= 1:
        return (SitemapFile("sitemap.xml", _urlset(parts[0].lines if parts else ())),)
    names = tuple(f"sitemap-{number}.xml" for number in range(1, len(parts) + 1))
    lines = "".join(
        f"<sitemap><loc>{xml.line(encoded(base_url + name))}</loc>{_lastmod(part.lastmod)}</sitemap>\n"
        for name, part in zip(names, parts, strict=True)
    )
    index = f"{xml.DECLARATION}<sitemapindex {_NAMESPACE}>\n{lines}</sitemapindex>\n"
    files = (SitemapFile(name, _urlset(part.lines)) for name, part in zip(names, parts, strict=True))
    return (SitemapFile("sitemap.xml", index), *files)


def _parts(urls: Iterable[SitemapUrl], max_urls: int, max_bytes: int) -> Iterator[_Part]:
    frame = len(_OPENING.encode()) + len(_CLOSING)
    lines: list[str] = []
    dates: list[str] = []
    size = frame
    seen: set[str] = set()
    for url in urls:
        loc = encoded(url.loc)
        if loc in seen:
            continue
        seen.add(loc)
        lastmod = sitemap_date(url.lastmod) if url.lastmod else ""
        text = f"<url><loc>{xml.line(loc)}</loc>{_lastmod(lastmod)}</url>\n"
        # An encoded address is ASCII, so characters are bytes here.
        if lines and (len(lines) == max_urls or size + len(text) > max_bytes):
            yield _Part(tuple(lines), _newest(dates))
            lines, dates, size = [], [], frame
        lines.append(text)
        size += len(text)
        if lastmod:
            dates.append(lastmod)
    if lines:
        yield _Part(tuple(lines), _newest(dates))


def _newest(dates: list[str]) -> str:
    return max(
        dates, key=lambda text: (instant(f"{text}T00:00:00Z" if len(text) == 10 else text), text), default=""
    )


def _lastmod(text: str) -> str:
    return f"<lastmod>{text}</lastmod>" if text else ""


def _urlset(lines: tuple[str, ...]) -> str:
    return f"{_OPENING}{''.join(lines)}{_CLOSING}"
