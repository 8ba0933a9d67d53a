"""Documents cut short, with changed bytes and with parts missing or doubled: each is read or refused."""

import random
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest

from building import SHARED
from digest.sources.article import NotAnArticle
from digest.sources.arxiv.announcements import read_announcements
from digest.sources.arxiv.papers import article_of
from digest.sources.arxiv.records import ArxivTrouble, read_api
from digest.sources.feeds.articles import feed_articles
from digest.sources.feeds.feed import NotAFeed
from digest.sources.feeds.read import read_feed
from digest.sources.huggingface.papers import read_daily_papers
from digest.sources.pages.extract import extract
from digest.sources.wechat.page import read_page

from .arxiv.documents import LEGACY, entry, feed
from .test_huggingface import answer, record
from .wechat_pages import article, post

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
READERS: dict[str, Callable[[bytes], object]] = {
    "query": lambda body: [article_of(paper) for paper in read_api(body, "").papers],
    "announcements": lambda body: [article_of(one.paper) for one in read_announcements(body, "").items],
    "feed": lambda body: feed_articles(read_feed(body, "https://example.org/feed", {}, now=NOW)),
    "page": lambda body: extract(body, "https://example.org/page", now=NOW),
    "wechat": lambda body: read_page(body, "https://mp.weixin.qq.com/s/x"),
    "papers": lambda body: read_daily_papers(body, now=NOW),
}
WORDS = "<p>A lantern of paper hangs over the door, and the <b>wind</b> that comes at night moves it.</p>"
OWN: dict[str, tuple[str, bytes]] = {
    "query": ("query", feed(entry("2501.00001", "A $x$"), entry("2501.00002", "Gr\\\"obner"))),
    "old query": ("query", LEGACY),
    "feed": (
        "feed",
        f"<rss version='2.0'><channel><title>a</title><item><title>b &amp; c</title><link>/d</link><guid>e</guid>"
        f"<pubDate>Sun, 06 Nov 1994 08:49:37 GMT</pubDate><description><![CDATA[{WORDS}]]></description></item>"
        f"</channel></rss>".encode(),
    ),
    "JSON feed": (
        "feed",
        b"""{"version": "https://jsonfeed.org/version/1.1", "title": "a", "items": [{"id": "1", "url": "/b",
        "title": "c", "content_html": "<p>d</p>", "date_published": "2024-01-01T00:00:00Z"}]}""",
    ),
    "page": (
        "page",
        f"<html lang='en'><head><title>Lanterns</title><script type='application/ld+json'>"
        f'{{"@type": "Article", "datePublished": "2024-01-01", "author": {{"name": "Ada"}}}}</script></head><body>'
        f"<article><h1>Lanterns</h1>{WORDS * 8}<pre><code>a\nb</code></pre><table><tr><td>1<td>2</table>"
        f"<img src='a.png' srcset='b.png 2x'><span data-tex='x_1'></span></article></body></html>".encode(),
    ),
    "WeChat": ("wechat", article(WORDS * 4 + "<pre><code>a</code><code>b</code></pre><svg data-formula='x'></svg>")),
    "post": ("wechat", post("item_show_type: '8' * 1, title: JsDecode('a\\x26b'), content_noencode: JsDecode('c'),")),
    "papers": ("papers", answer(record(), record("2611.00002"))),
}  # fmt: skip
_FOLDERS = {"feeds": "feed", "pages": "page", "wechat": "wechat"}
_NOISE = (
    b"<", b">", b'"', b"'", b"&#xD800;", b"&#1114112;", b"</div>", b"<pre>", b"<!--", b"\x00", b"\xff", b"$", b"\\x",
    b"<table>", b"<svg>", b"<math>", b"{", b"[", b"<![CDATA[", b"]]>", b"\xe4\xb8",
)  # fmt: skip


def damaged(body: bytes, chance: random.Random) -> bytes:
    """A document that something happened to on its way."""
    place = chance.randrange(len(body) + 1)
    match chance.randrange(5):
        case 0:
            return body[:place]
        case 1:
            changed = bytearray(body)
            for _ in range(chance.choice((1, 5, 50, 500))):
                changed[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
            return bytes(changed)
        case 2:
            return body[:place] + body[place + chance.randrange(5000) :]
        case 3:
            return body[:place] + body[place : place + 2000] * chance.randrange(2, 10) + body[place:]
        case _:
            noise = bytearray(body)
            for _ in range(20):
                at = chance.randrange(len(noise) + 1)
                noise[at:at] = chance.choice(_NOISE)
            return bytes(noise)


def read_or_refused(reader: str, body: bytes) -> None:
    """Read a document; what comes out can be written down, and a refusal says why."""
    said = b""
    try:
        said = msgspec.json.encode(READERS[reader](body))
    except (NotAFeed, NotAnArticle, ArxivTrouble) as refusal:
        said = str(refusal).encode()
    assert said


@pytest.mark.parametrize("name", OWN)
def test_own_documents(name: str) -> None:
    reader, body = OWN[name]
    assert READERS[reader](body)
    chance = random.Random(name)
    for _ in range(60):
        read_or_refused(reader, damaged(body, chance))


@pytest.mark.parametrize("kind", ["arxiv", "feeds", "pages", "wechat"])
def test_collected_documents(kind: str) -> None:
    folder = SHARED / "fixtures" / kind
    if not folder.exists():
        pytest.skip("the collected documents are not there")
    for file in sorted(folder.iterdir()):
        if ".expected." in file.name:
            continue
        reader = _FOLDERS.get(kind) or ("announcements" if file.name.startswith("rss") else "query")
        body = file.read_bytes()
        chance = random.Random(file.name)
        for _ in range(2):
            read_or_refused(reader, damaged(body, chance))
