"""RSS, Atom and JSON Feed as programs read them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.exporters.atom import atom, atom_item
from digest.exporters.feed import FeedHead, FeedItem, language_tag, stable_id
from digest.exporters.jsonfeed import json_feed, json_item
from digest.exporters.rss import rss, rss_item
from digest.text.clean import clean_line, clean_text

from .samples import BARE, FORBIDDEN, HEAD, ITEM, heads, items

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
EMPTY = FeedHead(title="空", home_url="https://example.org/", feed_url="https://example.org/index.xml")

Write = Callable[[FeedHead, list[FeedItem]], str]


def as_rss(head: FeedHead, feed_items: list[FeedItem]) -> str:
    return rss(head, [rss_item(item) for item in feed_items])


def as_atom(head: FeedHead, feed_items: list[FeedItem]) -> str:
    return atom(head, [atom_item(item) for item in feed_items])


def as_json(head: FeedHead, feed_items: list[FeedItem]) -> str:
    return json_feed(head, [json_item(item) for item in feed_items])


xml_formats = pytest.mark.parametrize("write", [as_rss, as_atom])


def test_rss_is_what_its_readers_expect() -> None:
    assert as_rss(HEAD, [ITEM]) == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">\n'
        "<channel>\n"
        "<title>AI 周报 &lt;测试&gt;</title>\n"
        "<link>https://example.org/d/</link>\n"
        "<description>每周 &amp; 每天</description>\n"
        "<language>zh</language>\n"
        "<lastBuildDate>Tue, 20 May 2025 09:30:00 +0800</lastBuildDate>\n"
        "<generator>digest</generator>\n"
        '<atom:link rel="self" type="application/rss+xml" href="https://example.org/d/index.xml"/>\n'
        "<item>\n"
        "<title>BLIP3-o：统一的 &lt;图像&gt; 理解与生成</title>\n"
        "<link>https://example.org/d/entries/%E5%A4%A7%E6%A8%A1%E5%9E%8B/</link>\n"
        '<guid isPermaLink="false">urn:uuid:0b0e0d5c-1111-5222-8333-444455556666</guid>\n'
        "<pubDate>Wed, 14 May 2025 18:00:00 +0800</pubDate>\n"
        "<dc:language>zh</dc:language>\n"
        "<dc:creator>Jiuhai Chen</dc:creator>\n"
        "<dc:creator>刘强</dc:creator>\n"
        "<category>多模态</category>\n"
        "<category>R&amp;D</category>\n"
        '<atom:link rel="via" href="https://arxiv.org/abs/2505.09568"/>\n'
        '<media:content url="https://example.org/d/a.png" medium="image"/>\n'
        "<description>&lt;p&gt;一个 &lt;em&gt;开放&lt;/em&gt; 的模型 &amp;amp; 数据&lt;/p&gt;</description>\n"
        "<content:encoded>&lt;p&gt;正文 a &amp;lt; b ]]&amp;gt;&lt;/p&gt;</content:encoded>\n"
        "</item>\n"
        "</channel>\n"
        "</rss>\n"
    )


def test_atom_is_what_its_readers_expect() -> None:
    assert as_atom(HEAD, [ITEM]) == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
        'xml:lang="zh">\n'
        "<title>AI 周报 &lt;测试&gt;</title>\n"
        "<subtitle>每周 &amp; 每天</subtitle>\n"
        "<id>https://example.org/d/index.xml</id>\n"
        '<link rel="self" type="application/atom+xml" href="https://example.org/d/index.xml"/>\n'
        '<link rel="alternate" type="text/html" href="https://example.org/d/"/>\n'
        "<updated>2025-05-20T09:30:00+08:00</updated>\n"
        "<author><name>编辑部</name></author>\n"
        "<generator>digest</generator>\n"
        '<entry xml:lang="zh">\n'
        "<title>BLIP3-o：统一的 &lt;图像&gt; 理解与生成</title>\n"
        "<id>urn:uuid:0b0e0d5c-1111-5222-8333-444455556666</id>\n"
        '<link rel="alternate" type="text/html" '
        'href="https://example.org/d/entries/%E5%A4%A7%E6%A8%A1%E5%9E%8B/"/>\n'
        '<link rel="via" href="https://arxiv.org/abs/2505.09568"/>\n'
        "<updated>2025-05-20T09:30:00+08:00</updated>\n"
        "<published>2025-05-14T18:00:00+08:00</published>\n"
        "<author><name>Jiuhai Chen</name></author>\n"
        "<author><name>刘强</name></author>\n"
        '<category term="多模态"/>\n'
        '<category term="R&amp;D"/>\n'
        '<media:content url="https://example.org/d/a.png" medium="image"/>\n'
        '<summary type="html">'
        "&lt;p&gt;一个 &lt;em&gt;开放&lt;/em&gt; 的模型 &amp;amp; 数据&lt;/p&gt;</summary>\n"
        '<content type="html">&lt;p&gt;正文 a &amp;lt; b ]]&amp;gt;&lt;/p&gt;</content>\n'
        "</entry>\n"
        "</feed>\n"
    )


def test_json_feed_is_what_its_readers_expect() -> None:
    assert as_json(HEAD, [ITEM, BARE]) == (
        '{"version":"https://jsonfeed.org/version/1.1","title":"AI 周报 <测试>",'
        '"home_page_url":"https://example.org/d/","feed_url":"https://example.org/d/index.xml",'
        '"description":"每周 & 每天","authors":[{"name":"编辑部"}],"language":"zh","items":[\n'
        '{"id":"urn:uuid:0b0e0d5c-1111-5222-8333-444455556666",'
        '"url":"https://example.org/d/entries/%E5%A4%A7%E6%A8%A1%E5%9E%8B/",'
        '"external_url":"https://arxiv.org/abs/2505.09568",'
        '"title":"BLIP3-o：统一的 <图像> 理解与生成","content_html":"<p>正文 a &lt; b ]]&gt;</p>",'
        '"summary":"一个开放的模型 & 数据","image":"https://example.org/d/a.png",'
        '"date_published":"2025-05-14T18:00:00+08:00","date_modified":"2025-05-20T09:30:00+08:00",'
        '"authors":[{"name":"Jiuhai Chen"},{"name":"刘强"}],"tags":["多模态","R&D"],"language":"zh"},\n'
        '{"id":"https://example.org/d/x/","url":"https://example.org/d/x/","title":"Plain","content_html":""}\n'
        "]}\n"
    )


@xml_formats
def test_feedparser_reads_back_what_was_written(write: Write) -> None:
    parsed = feedparser.parse(write(HEAD, [ITEM, BARE]).encode())
    assert parsed.bozo == 0
    assert parsed.feed.title == "AI 周报 <测试>"
    entry, bare = parsed.entries
    assert entry.id == ITEM.id
    assert entry.link == "https://example.org/d/entries/%E5%A4%A7%E6%A8%A1%E5%9E%8B/"
    assert entry.summary == ITEM.summary_html
    assert entry.content[-1].value == ITEM.content_html
    assert [author.name for author in entry.authors] == list(ITEM.authors)
    assert [tag.term for tag in entry.tags] == list(ITEM.tags)
    assert tuple(entry.published_parsed)[:6] == (2025, 5, 14, 10, 0, 0)
    assert bare.link == BARE.url


@xml_formats
def test_an_empty_feed_is_valid_and_has_a_fixed_date(write: Write) -> None:
    text = write(EMPTY, [])
    assert feedparser.parse(text.encode()).bozo == 0
    assert "1970" in text
    assert json.loads(as_json(EMPTY, []))["items"] == []


def test_rss_says_permalink_only_where_the_id_is_the_address() -> None:
    assert '<guid isPermaLink="true">https://example.org/d/x/</guid>' in rss_item(BARE)
    moved = FeedItem(id=BARE.id, title="", url="https://example.org/d/y/")
    assert '<guid isPermaLink="false">https://example.org/d/x/</guid>' in rss_item(moved)


def test_an_item_without_dates_has_none_but_where_atom_wants_one() -> None:
    assert "pubDate" not in rss_item(BARE)
    assert "date_" not in json_item(BARE)
    assert "<updated>1970-01-01T00:00:00Z</updated>" in atom_item(BARE)
    assert "<published>" not in atom_item(BARE)


def test_an_item_never_changed_is_updated_when_published_in_atom() -> None:
    item = FeedItem(id="urn:x:1", title="", url="https://example.org/", published="2025-05-14T00:00:00Z")
    assert "<updated>2025-05-14T00:00:00Z</updated>" in atom_item(item)


def test_json_feed_shows_the_summary_where_there_is_no_content() -> None:
    item = FeedItem(id="urn:x:1", title="", url="https://example.org/", summary_html="<p>s</p>")
    assert json.loads(json_item(item))["content_html"] == "<p>s</p>"


def test_addresses_that_are_no_web_addresses_are_not_passed_on() -> None:
    item = FeedItem(
        id="urn:x:1",
        title="t",
        url="https://example.org/",
        original="javascript:alert(1)",
        image="data:image/png,x",
    )
    written = rss_item(item) + atom_item(item) + json_item(item)
    assert "javascript" not in written
    assert "data:image" not in written


def test_a_feed_without_description_or_author_still_has_what_its_format_requires() -> None:
    channel = ET.fromstring(as_rss(EMPTY, [])).find("channel")
    assert channel is not None
    assert channel.findtext("description") == "空"
    assert ET.fromstring(as_atom(EMPTY, [])).findtext(f"{ATOM}author/{ATOM}name") == "空"


@pytest.mark.parametrize("write", [rss_item, atom_item, json_item])
def test_a_date_without_offset_is_refused(write: Callable[[FeedItem], str]) -> None:
    with pytest.raises(ValueError, match="offset"):
        write(FeedItem(id="urn:x:1", title="", url="", published="2025-05-14T00:00:00"))


@settings(max_examples=120, deadline=None)
@given(heads, st.lists(items, max_size=2))
def test_rss_keeps_any_text_inside_its_element(head: FeedHead, feed_items: list[FeedItem]) -> None:
    text = as_rss(head, feed_items)
    assert not FORBIDDEN.search(text)
    channel = ET.fromstring(text.encode()).find("channel")
    assert channel is not None
    assert (channel.findtext("title") or "") == clean_line(head.title)
    elements = channel.findall("item")
    assert len(elements) == len(feed_items)
    for element, item in zip(elements, feed_items, strict=True):
        assert (element.findtext("title") or "") == clean_line(item.title)
        assert (element.findtext("description") or "") == clean_text(item.summary_html)
        assert (element.findtext(f"{CONTENT}encoded") or "") == clean_text(item.content_html)
        assert [each.text for each in element.findall(f"{DC}creator")] == visible(item.authors)
        assert [each.text for each in element.findall("category")] == visible(item.tags)
        assert (element.find("pubDate") is not None) == bool(item.published)


@settings(max_examples=120, deadline=None)
@given(heads, st.lists(items, max_size=2))
def test_atom_keeps_any_text_inside_its_element(head: FeedHead, feed_items: list[FeedItem]) -> None:
    text = as_atom(head, feed_items)
    assert not FORBIDDEN.search(text)
    root = ET.fromstring(text.encode())
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(feed_items)
    for element, item in zip(entries, feed_items, strict=True):
        assert (element.findtext(f"{ATOM}title") or "") == clean_line(item.title)
        assert (element.findtext(f"{ATOM}summary") or "") == clean_text(item.summary_html)
        assert (element.findtext(f"{ATOM}content") or "") == clean_text(item.content_html)
        assert [each.text for each in element.findall(f"{ATOM}author/{ATOM}name")] == visible(item.authors)
        assert [each.get("term") for each in element.findall(f"{ATOM}category")] == visible(item.tags)
        updated = element.findtext(f"{ATOM}updated") or ""
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", updated)


@settings(max_examples=120, deadline=None)
@given(heads, st.lists(items, max_size=2))
def test_json_feed_keeps_any_text_inside_its_value(head: FeedHead, feed_items: list[FeedItem]) -> None:
    text = as_json(head, feed_items)
    text.encode()
    document = json.loads(text)
    assert document["title"] == clean_line(head.title)
    assert len(document["items"]) == len(feed_items)
    for value, item in zip(document["items"], feed_items, strict=True):
        assert value["title"] == clean_line(item.title)
        assert value["content_html"] == clean_text(item.content_html or item.summary_html)
        assert [each["name"] for each in value.get("authors", [])] == visible(item.authors)


@settings(max_examples=40, deadline=None)
@given(items)
def test_feedparser_is_content_with_any_item(item: FeedItem) -> None:
    for write in (as_rss, as_atom):
        assert feedparser.parse(write(HEAD, [item]).encode()).bozo == 0


def test_ids_are_stable_and_told_apart() -> None:
    assert stable_id("arxiv:2505.09568") == "urn:uuid:cdbde8fd-bda1-5e76-a666-9acc4c55c49d"
    assert stable_id("ab", "c") != stable_id("a", "bc")
    assert stable_id("issue", "2025-W20") != stable_id("issue", "2025-W21")
    assert stable_id("坏\ud800").startswith("urn:uuid:")


@pytest.mark.parametrize(
    ("lang", "tag"), [("zh", "zh"), ("zh-Hant-TW", "zh-Hant-TW"), ('en"', ""), ("", ""), ("-", "")]
)
def test_a_language_is_shown_only_if_it_looks_like_one(lang: str, tag: str) -> None:
    assert language_tag(lang) == tag


def visible(names: tuple[str, ...]) -> list[str]:
    return [line for name in names if (line := clean_line(name))]
