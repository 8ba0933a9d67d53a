# ruff: noqa: E501 - small documents read better in one line
"""Feeds that would take all memory or time, read in the process made for them."""

import contextlib
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.sources.feeds.child import FeedChild, read_feed_bounded
from digest.sources.feeds.feed import NotAFeed
from digest.sources.feeds.read import read_feed

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://example.org/feed.xml"
SMALL = (
    b"<rss version='2.0'><channel><title>Notes</title><item><title>One</title><link>/one</link>"
    b"<pubDate>2024-05-01 10:00</pubDate></item></channel></rss>"
)
PEAK = 300  # MB
OPEN = b"<rss version='2.0'><channel><item><title>x</title>"
CLOSE = b"</item></channel></rss>"


def test_the_answer_is_the_same() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    inside = read_feed(SMALL, URL, {}, now=NOW, zone=zone)
    with FeedChild() as child:
        assert read_feed_bounded(SMALL, URL, {}, now=NOW, zone=zone, child=child) == inside
        published = inside.entries[0].published
        assert published is not None
        assert published.utcoffset() == timedelta(hours=8)
    assert (
        read_feed_bounded(SMALL, URL, {"content-type": "text/xml", "set-cookie": "x"}, now=NOW).title
        == "Notes"
    )


def test_a_zone_without_a_name() -> None:
    zone = timezone(timedelta(hours=-3, minutes=-30))
    feed = read_feed_bounded(SMALL, URL, {}, now=NOW, zone=zone)
    assert feed.entries[0].published == datetime(2024, 5, 1, 10, tzinfo=zone)


def test_one_process_serves_many_feeds() -> None:
    with FeedChild() as child:
        child.read(SMALL, URL, {}, now=NOW)
        first = child.pid
        for _ in range(20):
            child.read(SMALL, URL, {}, now=NOW)
        with pytest.raises(NotAFeed, match="web page"):
            child.read(b"<html></html>", URL, {}, now=NOW)
        assert child.pid == first
    assert child.pid is None


HOSTILE = {
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


@pytest.fixture(scope="module")
def shared_child() -> Iterator[FeedChild]:
    with FeedChild() as child:
        yield child


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_feeds_stay_within_bounds(name: str, shared_child: FeedChild) -> None:
    with contextlib.suppress(NotAFeed):
        assert len(shared_child.read(HOSTILE[name][:10_000_000], URL, {}, now=NOW).entries) <= 1
    assert shared_child.read(SMALL, URL, {}, now=NOW).title == "Notes"
    assert shared_child.pid is not None
    assert peak_of(shared_child.pid) < PEAK


def peak_of(process: int) -> float:
    """The most memory a process of ours ever held, in MB (other children of this one do not count)."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        pytest.skip("there is no /proc here to ask about memory")
    found = re.search(r"^VmHWM:\s+([0-9]+) kB", status.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def test_a_child_that_takes_too_long_is_ended_and_replaced() -> None:
    slow = OPEN + b"<author>" + b"a" * 3_000_000 + b"</author>" + CLOSE
    with FeedChild(seconds=1) as child:
        with pytest.raises(NotAFeed, match="more than 1 seconds"):
            child.read(slow, URL, {}, now=NOW)
        assert child.read(SMALL, URL, {}, now=NOW).title == "Notes"


def test_a_child_that_takes_too_much_is_replaced() -> None:
    with FeedChild(memory=70 * 1024 * 1024) as child:
        with pytest.raises(NotAFeed, match="more than 70 MB of memory"):
            child.read(
                OPEN + b"<description>" + b"word " * 1_900_000 + b"</description>" + CLOSE, URL, {}, now=NOW
            )
        assert child.read(SMALL, URL, {}, now=NOW).title == "Notes"


def test_too_large_feeds_are_not_even_sent() -> None:
    with FeedChild() as child:
        with pytest.raises(NotAFeed, match="larger than 10 MB"):
            child.read(b" " * 10_000_001, URL, {}, now=NOW)
        assert child.pid is None


def test_threads_may_share_it() -> None:
    titles: list[str] = []
    with FeedChild() as child:

        def work(number: int) -> None:
            body = SMALL.replace(b"Notes", b"Notes %d" % number)
            titles.append(child.read(body, URL, {}, now=NOW).title)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(titles) == sorted(f"Notes {number}" for number in range(8))


def test_the_child_opens_nothing() -> None:
    """What a parser might be made to do is done in a process confined as the child is."""
    program = (
        "from digest.sources.feeds.child import _confine\n"
        "import socket, subprocess\n"
        "_confine(1 << 28)\n"
        "for attempt in (lambda: open('/etc/passwd'), lambda: socket.create_connection(('127.0.0.1', 9)),\n"
        "                lambda: socket.getaddrinfo('localhost', 80), lambda: subprocess.Popen(['true'])):\n"
        "    try:\n"
        "        attempt()\n"
        "    except OSError as problem:\n"
        "        print('refused')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert result.stdout.split() == ["refused"] * 4
