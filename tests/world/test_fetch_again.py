"""A second run: nothing asked before its time, conditional questions after it, not a byte changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from fetch.server import reply
from world.faults import status, too_many
from world.feeds import Feed, Format
from world.fetching import CLOCK, LATER, entries, fetch, ids, kept
from world.wechat import Story
from world.world import ARXIV_HOSTS, Source, World

SOON = "2025-05-19T09:30:00+08:00"
INTERVALS = {"rss": 3600, "arxiv": 43_200, "wechat": 3600, "page": 3600, "huggingface": 3600}
STORIES = [
    Story(number=1, title="第一次看海鸥"),
    Story(number=2, title="第二次看海鸥", kind="pictures"),
    Story(number=3, title="第三次看海鸥", kind="text"),
    Story(number=4, title="第四次看海鸥", kind="deleted"),
]


@pytest.fixture
def site(world: World, folder: Path) -> Path:
    """A site with sources of every kind, each with something new."""
    papers = world.papers(30)
    world.announcements.announce(papers[10:15])
    world.huggingface.show("2025-05-19", papers[:4])
    world.huggingface.show("2025-05-18", papers[2:6])
    world.wechat.publish(*STORIES)
    bridge, bridge_url = world.bridge()
    bridge.stories = [Story(number=11, title="桥上的海鸥"), Story(number=12, title="桥下的海鸥")]
    world.wechat.publish(*bridge.stories)
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [blog.post(number, full=number % 2 == 0, dated=number != 3) for number in range(1, 6)]
    other = world.blog("other.example.org")
    pages = [other.post(number, title=f"A Page of Its Own {number}").url for number in (21, 22)]
    sources: list[Source] = [
        {"id": "papers", "kind": "arxiv", "categories": ["cs.*"]},
        {"id": "blog", "kind": "rss", "url": feed.url, "full_text": True},
        {"id": "account", "kind": "wechat", "urls": [story.url for story in STORIES]},
        {"id": "bridge", "kind": "wechat", "url": bridge_url},
        {"id": "pages", "kind": "page", "urls": pages},
        {"id": "hf", "kind": "huggingface"},
    ]
    return world.write_site(folder, sources, min_interval=INTERVALS)


def test_a_refresh_changes_nothing_and_asks_little(world: World, site: Path) -> None:
    first = fetch(site)
    assert (first.code, first.books.failed) == (0, [])
    assert len(ids(site)) == 30 + 3 + 2 + 5 + 2
    before = kept(site)
    assert any(path.startswith(".digest/state/") for path in before)
    world.clear_log()
    run = fetch(site, "--refresh", clock=LATER)
    assert (run.code, run.books.new, run.books.updated) == (0, 0, 0)
    assert kept(site) == before
    (question,) = world.requests(*ARXIV_HOSTS)
    assert "submittedDate:[" in question.parameter("search_query")
    (asked,) = world.requests("blog.example.org")
    assert asked.path == "/feed.xml"
    assert asked.is_conditional


def test_nothing_is_asked_before_the_interval_is_over(world: World, site: Path) -> None:
    fetch(site)
    before = kept(site)
    world.clear_log()
    run = fetch(site, clock=SOON)
    assert run.code == 0
    assert [f"{asked.host}{asked.target}" for asked in world.requests()] == []
    assert kept(site) == before


def test_each_kind_has_an_interval_of_its_own(world: World, site: Path) -> None:
    fetch(site)
    world.clear_log()
    fetch(site, clock=LATER)
    assert [asked.path for asked in world.requests("blog.example.org")] == ["/feed.xml"]
    assert world.requests(*ARXIV_HOSTS) == []
    fetch(site, clock="2025-05-20T09:00:00+08:00")
    assert len(world.requests("export.arxiv.org")) == 1


def test_named_sources_alone_are_asked(world: World, site: Path) -> None:
    run = fetch(site, "blog", "pages")
    assert run.code == 0
    assert {asked.host for asked in world.requests()} == {"blog.example.org", "other.example.org"}
    assert len(ids(site)) == 7


def test_the_lost_cache_changes_nothing(world: World, site: Path) -> None:
    fetch(site)
    before = kept(site)
    for file in sorted((site / ".digest/cache").rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    run = fetch(site, "--refresh", clock=LATER)
    assert (run.code, run.books.new, run.books.updated) == (0, 0, 0)
    assert kept(site) == before


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
@pytest.mark.parametrize("validator", ["etag", "date"])
def test_validators_come_back_as_they_were_sent(
    world: World, folder: Path, form: Format, validator: str
) -> None:
    feed = _feed(world, form)
    feed.validators = frozenset({validator})
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url}])
    fetch(site)
    world.clear_log()
    run = fetch(site, clock=LATER)
    (asked,) = world.requests("blog.example.org")
    assert ("if-none-match" in asked.headers) == (validator == "etag")
    assert ("if-modified-since" in asked.headers) == (validator == "date")
    assert (run.code, run.books.new) == (0, 0)
    assert len(ids(site)) == 3


def test_new_posts_after_an_unchanged_feed(world: World, folder: Path) -> None:
    feed = _feed(world)
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url}])
    fetch(site)
    fetch(site, clock=LATER)
    feed.posts = [*_feed(world, path="/again.xml", first=9, count=2).posts, *feed.posts]
    run = fetch(site, clock="2025-05-19T13:00:00+08:00")
    assert run.books.new == 2
    assert len(ids(site)) == 5


def test_posts_without_dates_have_the_day_they_were_first_seen(world: World, folder: Path) -> None:
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [blog.post(1, dated=False)]
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url}])
    fetch(site)
    before = kept(site)
    (entry,) = entries(site)
    assert entry.publish_date is not None
    assert entry.publish_date.isoformat() == CLOCK
    feed.title = "A New Name of the Blog"
    fetch(site, "--refresh", clock="2025-06-30T09:00:00+08:00")
    (entry,) = entries(site)
    assert entry.publish_date is not None
    assert entry.publish_date.isoformat() == CLOCK
    assert kept(site).keys() == before.keys()


@pytest.mark.parametrize("code", [301, 308])
def test_a_feed_that_moved_for_good_is_asked_at_its_new_place(world: World, folder: Path, code: int) -> None:
    feed = _feed(world)
    old = feed.url
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": old}])
    fetch(site)
    feed.move("/new.xml", code)
    fetch(site, clock=LATER)
    world.clear_log()
    run = fetch(site, clock="2025-05-19T14:00:00+08:00")
    assert [asked.path for asked in world.requests("blog.example.org")] == ["/new.xml"]
    assert run.code == 0
    assert len(ids(site)) == 3


def test_a_feed_that_is_elsewhere_for_now_is_asked_where_it_is(world: World, folder: Path) -> None:
    feed = _feed(world)
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url}])
    feed.move("/now.xml", 302)
    fetch(site)
    world.clear_log()
    fetch(site, clock=LATER)
    assert [asked.path for asked in world.requests("blog.example.org")] == ["/feed.xml", "/now.xml"]


def test_a_move_to_what_is_no_feed_is_not_believed(world: World, folder: Path) -> None:
    feed = _feed(world)
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url}])
    fetch(site)
    before = kept(site)
    feed.move("/parked", 301)
    world.hosts["blog.example.org"].on("/parked", reply("<html><body>This name is for sale.</body></html>"))
    run = fetch(site, clock=LATER)
    assert run.code == 3
    assert {path: data for path, data in kept(site).items() if path.startswith("content/")} == {
        path: data for path, data in before.items() if path.startswith("content/")
    }
    world.clear_log()
    fetch(site, clock="2025-05-19T14:00:00+08:00")
    assert world.requests("blog.example.org")[0].path == "/feed.xml"


def test_a_feed_that_is_gone_is_asked_no_more(world: World, folder: Path) -> None:
    feed = _feed(world)
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url}])
    fetch(site)
    blog = world.hosts["blog.example.org"]
    blog.fail(status(410), path="/feed.xml", always=True)
    run = fetch(site, clock=LATER)
    assert run.books.failed or "gone" in run.output + run.errors
    world.clear_log()
    run = fetch(site, clock="2025-05-21T09:00:00+08:00")
    assert world.requests("blog.example.org") == []
    assert "blog" in run.output + run.errors  # it is said every time
    assert len(ids(site)) == 3


def test_a_feed_that_wants_rest_is_left_alone_for_the_run(world: World, folder: Path) -> None:
    feed = _feed(world)
    other = world.hosts["blog.example.org"]
    site = world.write_site(
        folder,
        [
            {"id": "blog", "kind": "rss", "url": feed.url},
            {"id": "same", "kind": "page", "urls": [other.url("/posts/1")]},
        ],
    )
    other.fail(too_many(retry_after=3600), always=True)
    run = fetch(site)
    assert run.code == 3
    assert len(world.requests("blog.example.org")) == 1


def test_two_entries_with_one_guid_are_two(world: World, folder: Path) -> None:
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [blog.post(1, guid="post"), blog.post(2, guid="post"), blog.post(3, guid="")]
    feed.posts.append(replace(feed.posts[2], title="The Same Again"))
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url}])
    run = fetch(site)
    assert len(ids(site)) == run.books.new == 3
    assert len(run.books.dropped) == run.books.seen - 3 == 1


def _feed(
    world: World, form: Format = "rss", *, path: str = "/feed.xml", first: int = 1, count: int = 3
) -> Feed:
    blog = world.blog()
    feed = blog.feed(path, form)
    feed.posts = [blog.post(number) for number in range(first, first + count)]
    return feed
