"""The list of feeds."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given, settings

from digest.exporters.opml import FeedOutline, OutlineGroup, opml
from digest.text.clean import clean_line

from .samples import FORBIDDEN, texts

HOME = FeedOutline(
    title="AI 周报", xml_url="https://example.org/index.xml", html_url="https://example.org/", language="zh"
)
TAG = FeedOutline(title='"R&D"', xml_url="https://example.org/tags/研发/index.xml")


def test_groups_become_headings_and_feeds_without_one_stand_alone() -> None:
    text = opml("订阅", [OutlineGroup("", (HOME,)), OutlineGroup("标签", (TAG,)), OutlineGroup("空", ())])
    assert text == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<opml version="2.0">\n'
        "<head><title>订阅</title></head>\n"
        "<body>\n"
        '<outline type="rss" text="AI 周报" title="AI 周报" xmlUrl="https://example.org/index.xml" '
        'htmlUrl="https://example.org/" language="zh"/>\n'
        '<outline text="标签" title="标签">\n'
        '<outline type="rss" text="&quot;R&amp;D&quot;" title="&quot;R&amp;D&quot;" '
        'xmlUrl="https://example.org/tags/%E7%A0%94%E5%8F%91/index.xml"/>\n'
        "</outline>\n"
        "</body>\n"
        "</opml>\n"
    )


@settings(max_examples=100, deadline=None)
@given(texts, texts, texts, texts)
def test_any_text_stays_inside_its_attribute(title: str, group: str, name: str, url: str) -> None:
    outline = FeedOutline(title=name, xml_url=url, html_url=url, language=name)
    text = opml(title, [OutlineGroup(group, (outline,))])
    assert not FORBIDDEN.search(text)
    feeds = [each for each in ET.fromstring(text.encode()).iter("outline") if each.get("type") == "rss"]
    assert [feed.get("text") for feed in feeds] == [clean_line(name)]
