"""Small documents that make the parsers load all they ever load: afterwards nothing can be opened any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from digest.sources.bounded.wire import Request
from digest.sources.feeds.feed import Feed, FeedEntry

_NOW = datetime(2024, 1, 1, tzinfo=UTC)
_URL = "https://example.org/a/page.html"
_FEEDS = (
    b"""<rss version="2.0"><channel><title>a</title><item><title>&#x4e2d;</title><link>b</link><guid>c</guid>
    <pubDate>Sun, 06 Nov 1994 08:49:37 GMT</pubDate><description>&lt;b&gt;d&lt;/b&gt;</description>
    </item></channel></rss>""",
    b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id>
    <content type="html">&lt;p>a&amp;nbsp;</content></entry></feed>""",
    b"<rss><channel><item><title>a & b</title><description><![CDATA[<i>c]]></description></item>",
    b'{"version": "https://jsonfeed.org/version/1.1", "title": "a", "items": [{"id": "1", "content_text": "b"}]}',
)
_FEED = Feed(
    entries=(FeedEntry(key="a", url=_URL, title="b", content="<p>c <a href='/d'>e</a><img src='f.png'></p>"),)
)
_PARAGRAPH = (
    b"<p>A lantern of paper hangs over the door, and the wind that comes at night moves it a little.</p>"
)
_HEAD = b"""<head><title>A page</title><meta property="og:title" content="A page"><script type="application/ld+json">
{"@type": "Article", "author": {"name": "Ada"}, "datePublished": "2023-05-01T10:00:00+08:00"}</script></head>"""
_PAGES = (
    # Found at once; too little in an article for one extractor and all of it beside; nothing but a list of links.
    b"<html lang='en'>" + _HEAD + b"<body><article><h1>A page</h1>" + _PARAGRAPH * 12 + b"</article></body></html>",
    b"<html>" + _HEAD + b"<body><div class=x>" + _PARAGRAPH + b"</div><div>" + b"<div>A line without a paragraph "
    b"around it, long enough for a reader to stay.</div><br>" * 30 + b"</div></body></html>",
    b"<html><body>" + b"<a href='/b'>one</a> <a href='/c'>two words</a>" * 40 + b"</body></html>",
    "<html><body><article><p>纸灯笼挂在门上，夜里的风吹过来，它就轻轻地动一动。</p></article></body></html>".encode(),
)  # fmt: skip
_WECHAT = (
    '<div id="js_article"><h1 id="activity-name">题</h1><div id="js_content"><section><p>一<strong>段</strong>。</p>'
    '<img data-src="https://mmbiz.qpic.cn/a/640?wx_fmt=png"></section></div></div>'
    "<script>var ct = \"1700000000\"; window.cgiDataNew = {title: JsDecode('a\\x26b')};</script>"
).encode()
_FIGURE = (
    b'<figure class="ltx_figure"><img class="ltx_graphics" src="x1.png" width="400" height="300">'
    b'<figcaption class="ltx_caption">Figure 1: A lantern.</figcaption></figure>'
)


def samples() -> Iterator[Request]:
    """A few documents for every reader."""
    for body in _FEEDS:
        yield Request(sort="feed", body=body, url=_URL, now=_NOW)
    yield Request(sort="articles", body=msgspec.json.encode(_FEED), url=_URL)
    for body in _PAGES:
        yield Request(sort="page", body=body, url=_URL, now=_NOW)
    yield Request(sort="wechat", body=_WECHAT, url="https://mp.weixin.qq.com/s/abc")
    yield Request(sort="teaser", body=_FIGURE, url="https://arxiv.org/html/2401.00001v1")
