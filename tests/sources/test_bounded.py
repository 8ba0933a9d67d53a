# ruff: noqa: E501 - small documents read better in one line
"""Documents that would take all memory or time, read in the process made for them."""

import contextlib
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from building import SHARED
from digest.sources.article import NotAnArticle
from digest.sources.arxiv.figures import teaser
from digest.sources.bounded.readers import Readers
from digest.sources.bounded.wire import LENGTH, READY, Request
from digest.sources.feeds.articles import feed_articles
from digest.sources.feeds.feed import Feed, NotAFeed
from digest.sources.feeds.read import read_feed
from digest.sources.pages.extract import extract
from digest.sources.wechat.article import SharedPost, WechatArticle
from digest.sources.wechat.page import read_page

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://example.org/feed.xml"
WECHAT = "https://mp.weixin.qq.com/s/abc"
SHANGHAI = ZoneInfo("Asia/Shanghai")
SMALL = (
    b"<rss version='2.0'><channel><title>Notes</title><item><title>One</title><link>/one</link>"
    b"<pubDate>2024-05-01 10:00</pubDate></item></channel></rss>"
)
WORDS = b"<p>A lantern of paper hangs over the door, and the wind that comes at night moves it a little.</p>"
PAGE = (
    b"<html><head><title>Lanterns</title><meta property='article:published_time' content='2024-05-01 10:00'></head>"
    b"<body><article>" + WORDS * 6 + b"</article></body></html>"
)
POST = (
    b"<h1 id='activity-name'>Lanterns</h1><div id='js_content'>" + WORDS * 2 + b"<mp-common-profile></mp-common-profile></div>"
    b"<script>var ct = '1700000000';</script>"
)  # fmt: skip
FIGURE = (
    b"<figure class='ltx_figure'><img class='ltx_graphics' src='x1.png' width='400' height='300'></figure>"
)
PAPER = "https://arxiv.org/html/2401.00001v1"
PEAK = 300  # MB
OPEN = b"<rss version='2.0'><channel><item><title>x</title>"
CLOSE = b"</item></channel></rss>"


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(seconds=4) as shared:
        yield shared


def test_the_answers_are_the_same(readers: Readers) -> None:
    assert readers.feed(SMALL, URL, {}, now=NOW, zone=SHANGHAI) == read_feed(
        SMALL, URL, {}, now=NOW, zone=SHANGHAI
    )
    assert readers.page(PAGE, URL, now=NOW, zone=SHANGHAI) == extract(PAGE, URL, now=NOW, zone=SHANGHAI)
    post = readers.wechat(POST, WECHAT)
    assert post == read_page(POST, WECHAT)
    assert isinstance(post, WechatArticle)
    assert post.cut == ("account card",)
    assert readers.teaser(FIGURE, PAPER) == teaser(FIGURE, PAPER)
    assert readers.teaser(FIGURE, PAPER) is not None
    assert readers.teaser(b"<p>ltx_figure", PAPER) is None


def test_dates_keep_their_offset(readers: Readers) -> None:
    china = timedelta(hours=8)
    published = readers.feed(SMALL, URL, {}, now=NOW, zone=SHANGHAI).entries[0].published
    for date in (
        published,
        readers.page(PAGE, URL, now=NOW, zone=SHANGHAI).item.date,
        readers.wechat(POST, WECHAT).item.date,
    ):
        assert date is not None
        assert date.utcoffset() == china


def test_a_header_says_the_encoding(readers: Readers) -> None:
    body = SMALL.replace(b"Notes", "標題".encode("big5"))
    headers = {"content-type": "text/xml; charset=big5", "set-cookie": "x"}
    assert readers.feed(body, URL, headers, now=NOW).title == "標題"


def test_a_zone_without_a_name(readers: Readers) -> None:
    zone = timezone(timedelta(hours=-3, minutes=-30))
    feed = readers.feed(SMALL, URL, {}, now=NOW, zone=zone)
    assert feed.entries[0].published == datetime(2024, 5, 1, 10, tzinfo=zone)


def test_articles_of_a_feed(readers: Readers) -> None:
    feed = read_feed(SMALL, URL, {}, now=NOW)
    assert readers.articles(feed) == feed_articles(feed)
    assert len(readers.articles(feed).articles) == 1


def test_an_entry_that_cannot_be_read_costs_no_other() -> None:
    def item(number: int, words: int = 1) -> bytes:
        text = b"<p>" + b"word " * words
        return b"<item><title>%d</title><link>/%d</link><description><![CDATA[%s]]></description></item>" % (
            number, number, text,
        )  # fmt: skip

    many = 1_500_000
    items = item(1) + item(2, many) + item(3) + item(1)
    feed = read_feed(b"<rss version='2.0'><channel>" + items + b"</channel></rss>", URL, {}, now=NOW)
    with Readers(memory=110 * 1024 * 1024) as own:
        reading = own.articles(feed)
        assert [article.item.title for article in reading.articles] == ["1", "3"]
        assert [(one.what, one.why) for one in reading.dropped] == [
            ("2", "reading it needs more than 110 MB of memory"),
            ("1", "the feed holds it twice"),
        ]


def test_a_feed_of_such_entries_does_not_take_for_ever() -> None:
    body = b"".join(
        b"<item><title>%d</title><link>/%d</link><description>%s</description></item>"
        % (number, number, b"word " * 5)
        for number in range(8)
    )
    feed = read_feed(b"<rss version='2.0'><channel>" + body + b"</channel></rss>", URL, {}, now=NOW)
    with Readers(seconds=0) as own:
        reading = own.articles(feed)
    assert reading.articles == ()
    assert [one.why for one in reading.dropped] == ["reading it needs more than 0 seconds"] * 3 + [
        "3 entries of this feed before it cannot be read"
    ] * 5


def test_refusals_come_back_as_themselves(readers: Readers) -> None:
    with pytest.raises(NotAFeed, match="web page"):
        readers.feed(b"<html></html>", URL, {}, now=NOW)
    assert refusal_of(lambda: readers.page(b"%PDF-1.7", URL, now=NOW)) == ("not html", False, False)
    captcha = "<p>环境异常，完成验证后即可继续访问</p>".encode()
    assert refusal_of(lambda: readers.wechat(captcha, WECHAT)) == ("captcha", True, True)
    original = "https://mp.weixin.qq.com/s/original"
    post = f"<div id=js_content></div><a id=js_share_source data-url={original}>".encode()
    with pytest.raises(SharedPost) as shared:
        readers.wechat(post, WECHAT)
    assert (shared.value.url, shared.value.what) == (original, "shared")


def refusal_of(read: Callable[[], object]) -> tuple[str, bool, bool]:
    with pytest.raises(NotAnArticle) as raised:
        read()
    return raised.value.what, raised.value.retry, raised.value.stop_host


def test_one_process_serves_them_all() -> None:
    with Readers() as own:
        assert not own.pid
        own.page(PAGE, URL, now=NOW)
        first = own.pid
        for _ in range(5):
            own.feed(SMALL, URL, {}, now=NOW)
            own.wechat(POST, WECHAT)
        with pytest.raises(NotAFeed):
            own.feed(b"", URL, {}, now=NOW)
        assert own.pid == first
        own.feed(SMALL, URL, {}, now=NOW, zone=SHANGHAI)
        second = own.pid
        assert second != first
        own.wechat(POST, WECHAT)  # WeChat has a zone of its own
        assert own.pid == second
    assert own.pid is None


@pytest.mark.parametrize("kind", ["arxiv", "feeds", "pages", "wechat"])
def test_nothing_is_missing_in_there(kind: str, readers: Readers) -> None:
    """Whatever a parser loads late it would not find: what it makes of real documents would be something else."""
    folder = SHARED / "fixtures" / kind
    if not folder.exists():
        pytest.skip("the collected documents are not there")
    for file in sorted(folder.iterdir()):
        both_say(file.read_bytes(), readers)


def both_say(body: bytes, readers: Readers) -> None:
    feed = said(lambda: read_feed(body, URL, {}, now=NOW))
    assert said(lambda: readers.feed(body, URL, {}, now=NOW)) == feed
    if isinstance(feed, Feed):
        assert readers.articles(feed) == feed_articles(feed)
    assert said(lambda: readers.page(body, URL, now=NOW)) == said(lambda: extract(body, URL, now=NOW))
    assert said(lambda: readers.wechat(body, WECHAT)) == said(lambda: read_page(body, WECHAT))


def said(read: Callable[[], object]) -> object:
    try:
        return read()
    except (NotAFeed, NotAnArticle) as refusal:
        return type(refusal), str(refusal)


FEEDS = {
    "text of entities": b"<!DOCTYPE r [<!ENTITY a '" + b"x" * 50_000 + b"'>]>" + OPEN + b"&a;" * 50_000 + CLOSE,
    "a million laughs": b"<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>" + OPEN + b"&b;" * 500_000 + CLOSE,
    "elements in elements": OPEN + b"<description>" + b"<a>" * 60_000 + b"</description>" + CLOSE,
    "divisions of a content": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>" + b"<div>" * 50_000,
    "a million entries": b"<rss version='2.0'><channel>" + b"<item/>" * 1_000_000 + b"</channel></rss>",
    "a million in UTF-16": ("<rss version='2.0'><channel>" + "<item/>" * 600_000).encode("utf-16"),
    "attributes": b"<rss version='2.0'><channel><item " + b" ".join(b"a%d='1'" % number for number in range(500_000)) + b"/>",
    "items of JSON": b'{"version": "https://jsonfeed.org/version/1", "items": [' + b"{}," * 3_000_000 + b"{}]}",
    "levels of JSON": b'{"items":' * 1_000_000,
    "comments": OPEN + b"<!--" * 2_000_000,
}  # fmt: skip


PAGES = {
    "divisions in divisions": b"<body>" + b"<div>" * 100_000 + WORDS * 6,
    "with words in them": b"<body>" + b"<div>a lantern" * 30_000 + WORDS * 6,
    "attributes": b"<article " + b" ".join(b"a%d='1'" % number for number in range(700_000)) + b">" + WORDS * 6,
    "one attribute": b"<article class='" + b"ad share " * 900_000 + b"'>" + WORDS * 6,
    "signs of formulas": b"<script src=mathjax></script><article><p>" + b"$a \\(" * 1_400_000 + WORDS * 6,
    "signs of Markdown": b"<article>" + WORDS * 6 + b"<p>" + b"*_`[" * 700_000,
    "a billion laughs": b"<!DOCTYPE r [<!ENTITY a 'haha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
    b"<article>" + b"&c;" * 700_000 + WORDS * 6,
    "data": b"<div id=js_content>" + WORDS * 6 + b"</div><script type='application/ld+json'>" + b'[{"a":' * 400_000
    + b"</script><script>window.cgiDataNew = " + b"{a:[JsDecode('\\x26" * 300_000,
    "lines of code": b"<article>" + WORDS * 6 + b"<pre><code>" + b"<span>x</span>\n" * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("name", FEEDS)
def test_hostile_feeds_stay_within_bounds(name: str, readers: Readers) -> None:
    with contextlib.suppress(NotAFeed):
        assert len(readers.feed(FEEDS[name][:10_000_000], URL, {}, now=NOW).entries) <= 1
    assert readers.feed(SMALL, URL, {}, now=NOW).title == "Notes"
    assert peak_of(readers) < PEAK


@pytest.mark.parametrize("name", PAGES)
def test_hostile_pages_stay_within_bounds(name: str, readers: Readers) -> None:
    """Each is read or refused, and the next page is read, whatever this one did."""
    body = PAGES[name][:10_000_000]
    post = (b"" if b"js_content" in body else b"<div id=js_content>") + body[:2_900_000]
    with contextlib.suppress(NotAnArticle):
        assert readers.page(body, URL, now=NOW).item.text
    assert readers.page(PAGE, URL, now=NOW).item.title == "Lanterns"
    with contextlib.suppress(NotAnArticle):
        assert readers.wechat(post, WECHAT).item.text
    assert readers.wechat(POST, WECHAT).item.title == "Lanterns"
    readers.teaser(FIGURE[:-9] + body, PAPER)
    assert readers.teaser(FIGURE, PAPER) is not None
    assert peak_of(readers) < PEAK


def peak_of(readers: Readers) -> float:
    """The most memory its process ever held, in MB (other children of this one do not count)."""
    status = Path(f"/proc/{readers.pid}/status")
    if not status.exists():
        pytest.skip("there is no /proc here to ask about memory")
    found = re.search(r"^VmHWM:\s+([0-9]+) kB", status.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def test_a_process_that_takes_too_long_is_ended_and_replaced() -> None:
    with Readers(seconds=0.5) as own:
        with pytest.raises(NotAFeed, match=r"more than 0\.5 seconds"):
            own.feed(OPEN + b"<author>" + b"a" * 3_000_000 + b"</author>" + CLOSE, URL, {}, now=NOW)
        with pytest.raises(NotAnArticle, match=r"more than 0\.5 seconds") as raised:
            own.wechat(b"<div id=js_content>" + b"<div>a lantern" * 100_000, WECHAT)
        assert raised.value.what == "unreadable"
        assert own.feed(SMALL, URL, {}, now=NOW).title == "Notes"


def test_a_process_that_takes_too_much_is_replaced() -> None:
    with Readers(memory=90 * 1024 * 1024) as own:
        body = OPEN + b"<description>" + b"word " * 1_900_000 + b"</description>" + CLOSE
        with pytest.raises(NotAFeed, match="more than 90 MB of memory"):
            own.feed(body, URL, {}, now=NOW)
        with pytest.raises(NotAnArticle, match="more than 90 MB of memory") as raised:
            own.page(b"<article>" + b"<p>word " * 1_200_000, URL, now=NOW)
        assert raised.value.what == "unreadable"
        assert own.page(PAGE, URL, now=NOW).item.title == "Lanterns"


def test_a_process_nobody_waits_for_ends_by_itself() -> None:
    """As after `kill -9` of the program, in the middle of a document that takes long."""
    program = (
        "import digest.sources.bounded.serve as serve\n"
        "from datetime import UTC\n"
        "serve._GRACE = 0.2\n"
        "serve._READERS['feed'] = lambda request, zone: exec('while True: pass')\n"
        "serve.warm_up = lambda zone: None\n"
        "serve.serve(1 << 30, 0.1, UTC)\n"
    )
    request = msgspec.msgpack.encode(Request(sort="feed", body=b"", url=URL))
    result = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        input=LENGTH.pack(len(request)) + request,
        capture_output=True,
        timeout=30,
    )
    assert result.stdout == READY
    assert result.returncode == -signal.SIGALRM


def test_too_large_documents_are_not_even_sent() -> None:
    body = b" " * 10_000_001
    with Readers() as own:
        with pytest.raises(NotAFeed, match="larger than 10 MB"):
            own.feed(body, URL, {}, now=NOW)
        with pytest.raises(NotAnArticle, match="larger than 10 MB") as raised:
            own.page(body, URL, now=NOW)
        assert raised.value.what == "too large"
        assert own.teaser(body, PAPER) is None
        assert own.pid is None


def test_threads_may_share_it(readers: Readers) -> None:
    titles: list[str] = []

    def work(number: int) -> None:
        body = SMALL.replace(b"Notes", b"Notes %d" % number)
        titles.append(readers.feed(body, URL, {}, now=NOW).title)
        titles.append(readers.page(PAGE.replace(b"Lanterns", b"Page %d" % number), URL, now=NOW).item.title)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(titles) == sorted(f"{kind} {number}" for kind in ("Notes", "Page") for number in range(8))


def test_it_opens_nothing() -> None:
    """What a parser might be made to do is done in a process confined as that one is."""
    program = (
        "from digest.sources.bounded.serve import confine\n"
        "import socket, subprocess\n"
        "confine(1 << 28)\n"
        "for attempt in (lambda: open('/etc/passwd'), lambda: socket.create_connection(('127.0.0.1', 9)),\n"
        "                lambda: socket.getaddrinfo('localhost', 80), lambda: subprocess.Popen(['true']),\n"
        "                lambda: __import__('sqlite3')):\n"
        "    try:\n"
        "        attempt()\n"
        "    except (OSError, ImportError, LookupError):\n"
        "        print('refused')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert result.stdout.split() == ["refused"] * 5
