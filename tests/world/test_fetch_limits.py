"""What one run may take: of pictures, of time, of a clock that is wrong; and what it says before it asks anybody."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from cli.commands import tree
from digest.cli import fetch as fetch_command
from digest.cli.main import run as run_digest
from digest.sources import picture_files
from digest.sources.picture_files import Room
from world.fetching import CLOCK, LATER, entries, fetch, ids
from world.wechat import Story
from world.world import Source, World, ids_of

STORIES = [Story(number=number, title=f"第{number}篇：风与海鸥") for number in range(1, 5)]
ACCOUNT: Source = {"id": "account", "kind": "wechat", "urls": [story.url for story in STORIES]}
PAPERS: Source = {"id": "papers", "kind": "arxiv", "categories": ["cs.*"], "max_results": 500}


def test_articles_wait_where_there_is_no_room_for_their_pictures(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.wechat.publish(*STORIES)
    site = world.write_site(folder, [ACCOUNT])
    room = Room(picture_files.ARTICLE_BYTES)  # for one article, whatever it weighs
    monkeypatch.setattr(fetch_command, "Room", lambda: room)
    run = fetch(site)
    assert (run.code, run.books.new, len(run.books.pending)) == (0, 1, 3)
    assert all("MB of pictures" in one.why for one in run.books.pending)
    monkeypatch.undo()
    run = fetch(site, clock=LATER)
    assert ids(site) == sorted(story.id for story in STORIES)


def test_the_pictures_of_an_article_have_an_end(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.wechat.publish(STORIES[0])
    monkeypatch.setattr(picture_files, "ARTICLE_BYTES", 1)
    site = world.write_site(folder, [{"id": "account", "kind": "wechat", "urls": [STORIES[0].url]}])
    run = fetch(site)
    assert "all the room an article has" in run.errors
    (entry,) = entries(site)
    folder_of_entry = (site / entry.path).parent
    assert {file.name for file in folder_of_entry.iterdir()} == {"index.md", "source.md"}


def test_when_the_time_is_over_nothing_more_is_asked(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.wechat.publish(*STORIES)
    world.papers(5)
    site = world.write_site(folder, [ACCOUNT, PAPERS])
    monkeypatch.setattr(fetch_command, "RUN_SECONDS", 0.0)
    run = fetch(site)
    assert world.requests() == []
    assert run.code == 3
    assert not (site / "content").exists() or entries(site) == []
    monkeypatch.undo()
    run = fetch(site, clock=LATER)
    assert (run.code, run.books.new) == (0, 9)


def test_a_clock_that_was_ahead_hides_no_papers(world: World, folder: Path) -> None:
    papers = world.papers(12)
    site = world.write_site(folder, [PAPERS])
    fetch(site, clock="2035-05-19T09:00:00+08:00")
    assert ids(site) == []
    fetch(site, "--refresh", clock=CLOCK)
    assert ids(site) == ids_of(papers)


@pytest.mark.parametrize("option", ["--since", "--until", "--clock"])
def test_moments_outside_the_calendar_are_refused(
    world: World, folder: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    site = world.write_site(folder, [PAPERS])
    with pytest.raises(SystemExit) as leaving:
        run_digest(["-s", str(site), "fetch", option, "0001-01-01T00:00:00Z"])
    assert leaving.value.code == 2
    assert "no moment in which anything is published" in capsys.readouterr().err


def test_content_that_cannot_be_read_is_told_before_anybody_is_asked(
    world: World, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.papers(3)
    site = world.write_site(folder, [PAPERS])
    (site / "content/entries").mkdir(parents=True)
    (site / "content/entries/x.md").write_text("---\ntitle: T\nmynote: x\n---\n", encoding="utf-8")
    with pytest.raises(SystemExit) as leaving:
        run_digest(["-s", str(site), "fetch", "--clock", CLOCK])
    assert leaving.value.code == 1
    assert "content/entries/x.md:3:1" in capsys.readouterr().err
    assert world.requests() == []


def test_articles_of_a_source_that_is_gone_are_told(world: World, folder: Path) -> None:
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [blog.post(number) for number in range(4)]
    source: Source = {"id": "blog", "kind": "rss", "url": feed.url, "max_results": 1}
    site = world.write_site(folder, [source])
    fetch(site)
    world.write_site(folder, [{**source, "id": "renamed"}])
    run = fetch(site, clock=LATER)
    assert '3 articles wait for a source "blog"' in run.errors


def test_a_dry_run_leaves_no_trace(world: World, folder: Path) -> None:
    world.papers(3)
    site = world.write_site(folder, [PAPERS])
    before = tree(site)
    run = fetch(site, "--dry-run")
    assert run.books.new == 3
    assert tree(site) == before
    assert not (site / ".digest").exists()


def test_a_text_somebody_took_away_stays_away(world: World, folder: Path) -> None:
    world.wechat.publish(STORIES[0])
    bridge, url = world.bridge()
    bridge.stories = [STORIES[0]]
    site = world.write_site(folder, [{"id": "bridge", "kind": "wechat", "url": url}])
    fetch(site)
    (entry,) = entries(site)
    text = (site / entry.path).with_name("source.md")
    text.unlink()
    retold = Story(number=1, title="第1篇：风与海鸥（改）")
    world.wechat.publish(retold)
    bridge.stories = [retold]
    fetch(site, "--refresh", clock=LATER)
    assert not text.exists()


def test_what_waits_keeps_what_its_feed_said(world: World, folder: Path) -> None:
    blog = world.blog()
    feed = blog.feed()
    posts = [blog.post(number) for number in range(3)]
    feed.posts = posts
    source: Source = {"id": "blog", "kind": "rss", "url": feed.url, "max_results": 1}
    site = world.write_site(folder, [source])
    fetch(site)
    feed.posts = []
    world.clear_log()
    fetch(site, "--refresh", clock=LATER)
    fetch(site, "--refresh", clock=LATER)
    found = {entry.title: entry for entry in entries(site)}
    assert found.keys() == {post.title for post in posts}
    for post in posts:
        entry = found[post.title]
        assert entry.authors == post.authors
        assert entry.date == post.date
        assert entry.source is not None
        assert entry.source.name
    asked = {one.path for one in world.requests(blog.name)}
    assert not any(path.startswith("/posts") for path in asked), "nobody asked for full texts"


def test_pages_keep_their_pictures_and_their_time(world: World, folder: Path) -> None:
    blog = world.blog()
    early, late = blog.post(1), blog.post(60)
    assert early.date is not None
    assert late.date is not None
    pages: Source = {"id": "pages", "kind": "page", "urls": [early.url, late.url]}
    site = world.write_site(folder, [pages])
    run = fetch(site, "--since", late.date.date().isoformat())
    assert [entry.title for entry in entries(site)] == [late.title]
    assert [one.why for one in run.books.dropped] == ["its date is outside the time that was asked for"]
    folder_of_entry = (site / entries(site)[0].path).parent
    assert [file.suffix for file in sorted(folder_of_entry.iterdir())].count(".png") == 1
    fetch(site, clock=LATER)
    assert {entry.title for entry in entries(site)} == {early.title, late.title}


def test_a_first_run_that_brings_old_works_says_so(world: World, folder: Path) -> None:
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [blog.post(1), replace(blog.post(2), date=datetime(2015, 1, 1, tzinfo=UTC))]
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url}])
    assert "1 of the new works came out long ago" in fetch(site).errors
