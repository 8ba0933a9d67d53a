"""Editors keep what they wrote, and one work is one entry whatever the sources and their order."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from building import differing
from cli.commands import run as run_command
from digest.cli import add, publish, reject
from world.fetching import CLOCK, LATER, entries, entry_with, fetch, fetch_process, ids, kept
from world.papers import FIRST_DAY, Paper
from world.wechat import Story
from world.world import Source, World, ids_of

PAPERS: Source = {"id": "papers", "kind": "arxiv", "categories": ["cs.*"]}
NEXT_DAY = "2025-05-20T09:00:00+08:00"


def test_a_field_an_editor_wrote_stays(world: World, folder: Path) -> None:
    papers = world.papers(3)
    site = world.write_site(folder, [PAPERS])
    fetch(site)
    entry = entry_with(site, papers[-1].id)
    file = site / entry.path
    text = file.read_text(encoding="utf-8")
    mine = text.replace(f'title: "{entry.title}"', "title: 海鸥的名字  # 我改的", 1)
    mine = mine.replace(f"title: {entry.title}", "title: 海鸥的名字  # 我改的", 1)
    assert mine != text
    file.write_text(mine + "\n我的一段话。\n", encoding="utf-8")
    better = replace(
        papers[-1],
        title="A Title arXiv Has Now",
        abstract="Rewritten, with $x$.",
        version=2,
        updated=FIRST_DAY + timedelta(days=7),
    )
    world.store.add([better])
    fetch(site, clock=NEXT_DAY)
    changed = file.read_text(encoding="utf-8")
    found = entry_with(site, papers[-1].id)
    assert (found.title, found.abstract) == ("海鸥的名字", "Rewritten, with $x$.")
    assert "# 我改的" in changed
    assert found.body.strip() == "我的一段话。"


def test_a_field_an_editor_removed_stays_away(world: World, folder: Path) -> None:
    papers = world.papers(3)
    site = world.write_site(folder, [PAPERS])
    fetch(site)
    entry = entry_with(site, papers[-1].id)
    file = site / entry.path
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith("authors:"))
    end = next(number for number in range(start + 1, len(lines)) if not lines[number].startswith((" ", "-")))
    file.write_text("".join(lines[:start] + lines[end:]), encoding="utf-8")
    assert entry_with(site, papers[-1].id).authors == ()
    world.store.add([replace(papers[-1], version=2, updated=FIRST_DAY + timedelta(days=7), abstract="New.")])
    fetch(site, clock=NEXT_DAY)
    found = entry_with(site, papers[-1].id)
    assert (found.authors, found.abstract) == ((), "New.")


def test_deleted_and_rejected_entries_stay_away(world: World, folder: Path) -> None:
    papers = world.papers(4)
    stories = [Story(number=number, title=f"第{number}只海鸥") for number in (1, 2, 3)]
    world.wechat.publish(*stories)
    bridge, url = world.bridge()
    bridge.stories = stories
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [blog.post(number) for number in (1, 2, 3)]
    sources: list[Source] = [
        PAPERS,
        {"id": "account", "kind": "wechat", "urls": [stories[0].url, stories[1].long_url]},
        {"id": "bridge", "kind": "wechat", "url": url},
        {"id": "blog", "kind": "rss", "url": feed.url},
    ]
    site = world.write_site(folder, sources)
    fetch(site)
    assert len(ids(site)) == 10
    deleted = [papers[0].id, stories[0].id, f"url:{feed.posts[0].url}"]
    for entry_id in deleted:
        shutil.rmtree((site / entry_with(site, entry_id).path).parent)
    rejected = [papers[1].id, stories[1].id, f"url:{feed.posts[1].url}"]
    run_command(reject.command, site, *rejected)
    left = ids(site)
    assert len(left) == 4
    world.store.add([replace(papers[1], version=2, updated=FIRST_DAY + timedelta(days=7))])
    feed.posts = [replace(post, title=f"{post.title}, Corrected") for post in feed.posts]
    for clock in (LATER, NEXT_DAY):
        run = fetch(site, "--refresh", clock=clock)
        assert ids(site) == left
        assert run.code == 0
    shutil.rmtree(site / ".digest/cache")
    run = fetch(site, clock="2025-05-21T09:00:00+08:00")
    assert ids(site) == left
    assert len(run.books.dropped) >= 6


def test_a_published_entry_stays_published(world: World, folder: Path) -> None:
    papers = world.papers(3)
    site = world.write_site(folder, [PAPERS])
    fetch(site)
    assert all(entry.draft for entry in entries(site))
    run_command(publish.command, site, papers[-1].id)
    world.store.add([replace(papers[-1], version=2, updated=FIRST_DAY + timedelta(days=7), abstract="New.")])
    fetch(site, clock=NEXT_DAY)
    entry = entry_with(site, papers[-1].id)
    assert (entry.draft, entry.abstract) == (False, "New.")


@pytest.mark.parametrize("publish_as", ["draft", "picks", "auto"])
def test_what_is_published_at_once_is_the_sites_choice(world: World, folder: Path, publish_as: str) -> None:
    world.papers(2)
    site = world.write_site(folder, [PAPERS], publish=publish_as)
    fetch(site)
    assert {entry.draft for entry in entries(site)} == {publish_as != "auto"}


def about(paper: Paper) -> tuple[Story, str]:
    """An article of WeChat about a paper, and HTML of a blog that leads to it."""
    story = Story(
        number=int(paper.number[-4:]) + 1,
        title=f"读一读：海鸥论文 {paper.number}",
        mentions=(f"论文地址：https://arxiv.org/abs/{paper.number}v1",),
    )
    return story, f'<p>Paper: <a href="https://arxiv.org/pdf/{paper.number}.pdf">arXiv</a></p>'


@pytest.mark.parametrize("order", list(itertools.permutations(("papers", "account", "blog"))))
def test_articles_about_a_paper_are_coverage_whatever_comes_first(
    world: World, folder: Path, order: tuple[str, ...]
) -> None:
    papers = world.papers(3)
    story, words = about(papers[1])
    world.wechat.publish(story)
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [blog.post(1, title="Why the Gulls Won", more=words)]
    sources: dict[str, Source] = {
        "papers": PAPERS,
        "account": {"id": "account", "kind": "wechat", "urls": [story.url]},
        "blog": {"id": "blog", "kind": "rss", "url": feed.url},
    }
    site = world.write_site(folder, list(sources.values()))
    for hour, name in enumerate(order):
        fetch(site, name, clock=f"2025-05-19T{9 + hour:02}:00:00+08:00")
    assert ids(site) == ids_of(papers)
    entry = entry_with(site, papers[1].id)
    assert (entry.title, entry.authors, entry.date) == (
        papers[1].title,
        papers[1].authors,
        papers[1].published,
    )
    assert entry.subjects == papers[1].categories
    assert sorted(article.title for article in entry.coverage) == ["Why the Gulls Won", story.title]
    assert {article.kind for article in entry.coverage} == {"rss", "wechat"}
    before = kept(site)
    run = fetch(site, "--refresh", clock="2025-05-19T13:00:00+08:00")
    assert (run.books.new, run.books.updated, run.books.merged) == (0, 0, 0)
    assert differing(before, kept(site)) == []


def test_an_article_about_a_paper_nobody_fetched_brings_the_paper(world: World, folder: Path) -> None:
    papers = world.papers(3)
    story, _ = about(papers[2])
    world.wechat.publish(story)
    site = world.write_site(folder, [{"id": "account", "kind": "wechat", "urls": [story.url]}])
    fetch(site)
    entry = entry_with(site, papers[2].id)
    assert (entry.title, entry.authors) == (papers[2].title, papers[2].authors)
    assert [article.title for article in entry.coverage] == [story.title]


def test_a_roundup_of_several_papers_is_an_entry_of_its_own(world: World, folder: Path) -> None:
    papers = world.papers(3)
    blog = world.blog()
    feed = blog.feed()
    words = "".join(about(paper)[1] for paper in papers)
    feed.posts = [blog.post(1, title="Three Papers on Gulls", more=words)]
    site = world.write_site(folder, [PAPERS, {"id": "blog", "kind": "rss", "url": feed.url}])
    fetch(site)
    assert len(ids(site)) == 4
    assert all(entry.coverage == () for entry in entries(site))


def test_works_of_one_title_are_not_one_work(world: World, folder: Path) -> None:
    papers = world.papers(2)
    world.store.add(replace(paper, title="Gulls Are All You Need") for paper in papers)
    one, two = world.blog("one.example.org"), world.blog("two.example.org")
    feeds = [one.feed(), two.feed()]
    feeds[0].posts = [one.post(1, title="Gulls Are All You Need")]
    feeds[1].posts = [two.post(2, title="Gulls Are All You Need")]
    stories = [Story(number=number, title="Gulls Are All You Need") for number in (1, 2)]
    world.wechat.publish(*stories)
    sources: list[Source] = [
        PAPERS,
        {"id": "one", "kind": "rss", "url": feeds[0].url},
        {"id": "two", "kind": "rss", "url": feeds[1].url},
        {"id": "account", "kind": "wechat", "urls": [story.url for story in stories]},
    ]
    site = world.write_site(folder, sources)
    fetch(site)
    assert len(ids(site)) == len(set(ids(site))) == 6
    fetch(site, "--refresh", clock=LATER)
    assert len(ids(site)) == 6


def test_a_paper_added_by_hand_is_not_added_again(world: World, folder: Path) -> None:
    papers = world.papers(3)
    site = world.write_site(folder, [PAPERS])
    run_command(add.command, site, f"https://www.alphaxiv.org/abs/{papers[0].number}v1", "--clock", CLOCK)
    assert ids(site) == [papers[0].id]
    run = fetch(site, clock=LATER)
    assert run.books.new == 2
    assert ids(site) == ids_of(papers)
    assert not entry_with(site, papers[0].id).draft


def test_an_article_added_by_hand_is_not_added_again(world: World, folder: Path) -> None:
    story = Story(number=1, title="一只海鸥")
    world.wechat.publish(story)
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [blog.post(1), blog.post(2)]
    sources: list[Source] = [
        {"id": "account", "kind": "wechat", "urls": [story.url]},
        {"id": "blog", "kind": "rss", "url": feed.url},
    ]
    site = world.write_site(folder, sources)
    tracked = f"{feed.posts[0].url}?utm_source=wechat#part"
    run_command(add.command, site, story.long_url, tracked, "--clock", CLOCK)
    added = ids(site)
    assert len(added) == 2
    for clock in (CLOCK, LATER):
        fetch(site, "--refresh", clock=clock)
        assert set(added) < set(ids(site))
        assert len(ids(site)) == 3


@pytest.fixture
def mixed(world: World) -> list[Source]:
    """Sources that speak of the same works in several ways."""
    papers = world.papers(8)
    world.huggingface.show("2025-05-19", papers[4:])
    world.huggingface.show("2025-05-18", papers[2:5])
    stories = [about(papers[1])[0], Story(number=30, title="没有论文的一篇"), about(papers[5])[0]]
    world.wechat.publish(*stories)
    bridge, url = world.bridge()
    bridge.stories = stories[1:]
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [
        blog.post(1, title="Why the Gulls Won", more=about(papers[1])[1]),
        blog.post(2),
        blog.post(3, dated=False),
    ]
    return [
        PAPERS,
        {"id": "hf", "kind": "huggingface"},
        {"id": "account", "kind": "wechat", "urls": [story.url for story in stories]},
        {"id": "bridge", "kind": "wechat", "url": url},
        {"id": "blog", "kind": "rss", "url": feed.url},
        {"id": "post", "kind": "page", "urls": [feed.posts[1].url]},
    ]


def test_the_order_of_sources_and_entries_decides_nothing(
    world: World, mixed: list[Source], folder: Path, tmp_path: Path
) -> None:
    site = world.write_site(folder, mixed)
    fetch(site)
    first = kept(site)
    assert len(first) > 10
    for number, sources in enumerate((mixed[::-1], mixed[3:] + mixed[:3])):
        other = world.write_site(tmp_path / f"other{number}", sources)
        fetch(other)
        assert differing(first, kept(other)) == []


def test_time_zones_hash_seeds_and_locales_decide_nothing(
    world: World, mixed: list[Source], folder: Path, tmp_path: Path
) -> None:
    site = world.write_site(folder, mixed)
    fetch(site)
    first = kept(site)
    surroundings = (
        {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "77", "LC_ALL": "tr_TR.UTF-8"},
    )
    sites = [world.write_site(tmp_path / f"other{number}", mixed) for number in range(len(surroundings))]
    runs: list[subprocess.Popen[bytes]] = [
        fetch_process(other, environment=environment)
        for other, environment in zip(sites, surroundings, strict=True)
    ]
    for other, run in zip(sites, runs, strict=True):
        _, errors = run.communicate(timeout=120)
        assert run.returncode == 0, errors.decode()
        assert differing(first, kept(other)) == []


@pytest.mark.parametrize("clock", ["2015-05-19T09:00:00+08:00", "2035-05-19T09:00:00+08:00", CLOCK])
def test_a_clock_that_is_wrong_loses_and_doubles_nothing(
    world: World, mixed: list[Source], folder: Path, clock: str
) -> None:
    site = world.write_site(folder, mixed)
    fetch(site)
    before = ids(site)
    for moment in (clock, "2025-05-18T09:00:00+08:00", NEXT_DAY):
        fetch(site, "--refresh", clock=moment)
        assert ids(site) == before
