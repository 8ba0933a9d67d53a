"""Sitemaps and robots.txt."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.exporters.robots import robots
from digest.exporters.sitemap import MAX_BYTES, MAX_URLS, SitemapUrl, sitemap

from .samples import FORBIDDEN, texts

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://example.org/d/"


def addresses(text: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(text.encode()).iter(f"{NS}loc")]


def pages(count: int, lastmod: str = "") -> list[SitemapUrl]:
    return [SitemapUrl(f"{BASE}{number}/", lastmod) for number in range(count)]


def test_a_small_site_has_one_file() -> None:
    (only,) = sitemap([SitemapUrl(f"{BASE}标签/?a&b", "2025-05-14"), SitemapUrl(BASE)], BASE)
    assert only.name == "sitemap.xml"
    assert only.text == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://example.org/d/%E6%A0%87%E7%AD%BE/?a&amp;b</loc><lastmod>2025-05-14</lastmod></url>\n"
        "<url><loc>https://example.org/d/</loc></url>\n"
        "</urlset>\n"
    )


def test_a_page_is_listed_once() -> None:
    (only,) = sitemap([SitemapUrl(f"{BASE}ä"), SitemapUrl(f"{BASE}%C3%A4"), SitemapUrl(BASE)], BASE)
    assert addresses(only.text) == [f"{BASE}%C3%A4", BASE]


def test_a_site_without_pages_has_an_empty_file() -> None:
    (only,) = sitemap([], BASE)
    assert addresses(only.text) == []


def test_as_many_addresses_as_the_protocol_allows_fit_one_file() -> None:
    assert (MAX_URLS, MAX_BYTES) == (50_000, 52_428_800)
    assert len(sitemap(pages(50_000), BASE)) == 1
    index, first, second = sitemap(pages(50_001), BASE)
    assert [index.name, first.name, second.name] == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    assert addresses(index.text) == [f"{BASE}sitemap-1.xml", f"{BASE}sitemap-2.xml"]
    assert (len(addresses(first.text)), len(addresses(second.text))) == (50_000, 1)


def test_the_index_gives_each_part_its_newest_date() -> None:
    urls = [
        SitemapUrl(f"{BASE}1", "2025-05-14"),
        SitemapUrl(f"{BASE}2", "2025-05-14T06:00:00+08:00"),
        SitemapUrl(f"{BASE}3"),
    ]
    index, *_ = sitemap(urls, BASE, max_urls=2)
    assert index.text.count("<lastmod>") == 1
    assert "sitemap-1.xml</loc><lastmod>2025-05-14</lastmod>" in index.text


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, max_size=8), st.integers(300, 600))
def test_no_part_is_larger_than_allowed_and_nothing_is_lost(locations: list[str], max_bytes: int) -> None:
    limit = max_bytes + 2000
    files = sitemap([SitemapUrl(each) for each in locations], BASE, max_bytes=limit)
    parts = files if len(files) == 1 else files[1:]
    assert all(len(part.text.encode()) <= limit for part in parts)
    assert not any(FORBIDDEN.search(file.text) for file in files)
    whole = sitemap([SitemapUrl(each) for each in locations], BASE)[0]
    assert [each for part in parts for each in addresses(part.text)] == addresses(whole.text)


def test_parts_are_cut_by_bytes_as_well() -> None:
    _, *parts = sitemap(pages(40), BASE, max_bytes=1000)
    assert len(parts) > 2
    assert all(800 < len(part.text.encode()) <= 1000 for part in parts[:-1])


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="soon"):
        sitemap([SitemapUrl(BASE, "soon")], BASE)


def test_robots_allow_everything_and_name_the_sitemap() -> None:
    assert robots(f"{BASE}sitemap.xml") == (
        "User-agent: *\nDisallow:\n\nSitemap: https://example.org/d/sitemap.xml\n"
    )
    assert "Sitemap" not in robots()
    assert "Disallow: /" not in robots(f"{BASE}\nDisallow: /")
