"""The books of a run: a failing source costs nothing that was there, limits lose nothing, a trial changes nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from building import build_site
from cli.commands import run as run_command
from digest.cli import add
from digest.gather.one import Addressed, Surroundings, read_address
from fetch.server import reply
from site_check import check_site
from world.faults import Fault, busy, cut_in_half, dropped, html_page, status, truncated
from world.feeds import Feed, Format
from world.fetching import CLOCK, LATER, NoReport, entries, fetch, ids, kept
from world.wechat import Story
from world.world import Source, World, ids_of

PAPERS: Source = {"id": "papers", "kind": "arxiv", "categories": ["cs.*"]}
EMPTY_FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Nothing</title></channel></rss>'
HOURS = [f"2025-05-19T{hour:02}:30:00+08:00" for hour in range(9, 24, 2)]


def feed_of(world: World, name: str, count: int, *, first: int = 1) -> tuple[Feed, Source]:
    """A blog with so many posts, the newest first, and a source that reads its feed."""
    blog = world.blog(name)
    feed = blog.feed()
    feed.posts = [
        blog.post(number, title=f"{name} writes {number}") for number in range(first, first + count)
    ]
    return feed, {"id": name.split(".", maxsplit=1)[0], "kind": "rss", "url": feed.url}


@pytest.mark.parametrize(
    "fault", [status(500), status(404), html_page, cut_in_half, truncated, dropped, busy(0)]
)
def test_a_failing_source_costs_nothing_that_was_there(world: World, folder: Path, fault: Fault) -> None:
    _, good = feed_of(world, "good.example.org", 3)
    feed, bad = feed_of(world, "bad.example.org", 3)
    site = world.write_site(folder, [bad, good, PAPERS], retries=1)
    world.papers(5)
    fetch(site)
    before = kept(site)
    world.hosts["bad.example.org"].fail(fault, path="/feed.xml", always=True)
    more, _ = feed_of(world, "good.example.org", 2, first=50)
    world.blog("good.example.org").feed().posts = more.posts
    run = fetch(site, clock=LATER)
    assert (run.code, run.books.new) == (3, 2)
    assert [record for record in run.books.failed if feed.url in record.what or "bad" in record.what]
    after = kept(site)
    assert {path: after.get(path) for path in before if path.startswith("content/")} == {
        path: data for path, data in before.items() if path.startswith("content/")
    }
    assert fetch(site, "--refresh", "--strict", clock=LATER).code == 1
    world.hosts["bad.example.org"].heal()
    assert fetch(site, "--refresh", "--strict", clock=LATER).code == 0


@pytest.mark.parametrize(
    "document", [EMPTY_FEED, '{"version": "https://jsonfeed.org/version/1.1", "items": []}']
)
def test_an_empty_feed_removes_nothing(world: World, folder: Path, document: str) -> None:
    _, source = feed_of(world, "blog.example.org", 3)
    site = world.write_site(folder, [source])
    fetch(site)
    before = ids(site)
    world.hosts["blog.example.org"].on("/feed.xml", reply(document, type="application/xml"))
    run = fetch(site, clock=LATER)
    assert run.books.seen == 0
    assert ids(site) == before


def test_one_bad_entry_costs_no_other(world: World, folder: Path) -> None:
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [
        blog.post(1),
        blog.post(2, title="\u202e\x07---\ntitle: \"x'"),
        blog.post(3, title="   "),
        blog.post(4, title="<script>alert(1)</script> & {{ 7*7 }}"),
        blog.post(5, title="x" * 50_000),
        blog.post(6),
    ]
    body = feed.document().replace(b"\x07", b"&#7;").replace(b"<pubDate>", b"<pubDate>0000-99-99 ", 1)
    blog.on("/feed.xml", reply(body, type="application/rss+xml"))
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url}])
    run = fetch(site)
    assert run.books.seen == 6
    titles = [entry.title for entry in entries(site)]
    assert {"Notes on Gulls, Part 1", "Notes on Gulls, Part 6"} <= set(titles)
    assert len(titles) >= 5
    fetch(site, "--refresh", clock=LATER)
    assert [entry.title for entry in entries(site)] == titles


def test_a_trial_run_changes_nothing_and_tells_all(world: World, folder: Path) -> None:
    world.papers(20)
    story = Story(number=1, title="试一试")
    world.wechat.publish(story)
    _, blog = feed_of(world, "blog.example.org", 4)
    sources = [PAPERS, blog, {"id": "account", "kind": "wechat", "urls": [story.url]}]
    site = world.write_site(folder, sources)
    before = {
        path: path.read_bytes() for path in site.rglob("*") if path.is_file() and "cache" not in path.parts
    }
    trial = fetch(site, "--dry-run")
    after = {
        path: path.read_bytes() for path in site.rglob("*") if path.is_file() and "cache" not in path.parts
    }
    assert after == before
    assert trial.books.new == 25
    run = fetch(site)  # the trial used up no interval and no validator
    assert run.books == trial.books
    assert len(ids(site)) == 25


def test_the_time_that_was_asked_for(world: World, folder: Path) -> None:
    papers = world.papers(70, days=7)
    _, blog = feed_of(world, "blog.example.org", 90)
    site = world.write_site(folder, [PAPERS, {**blog, "max_results": 200}])
    fetch(site, "--since", "2025-05-13", "--until", "2025-05-14")
    zone = entries(site)[0].publish_date
    assert zone is not None
    days = {entry.date.astimezone(zone.tzinfo).date() for entry in entries(site) if entry.date is not None}
    assert days == {date(2025, 5, 13), date(2025, 5, 14)}
    of_papers = [paper.id for paper in papers if paper.published.astimezone(zone.tzinfo).date() in days]
    assert [entry_id for entry_id in ids(site) if entry_id.startswith("arxiv:")] == sorted(of_papers)
    fetch(site, clock=LATER)
    assert set(ids_of([paper for paper in papers if paper.published < zone])) <= set(ids(site))


def test_what_is_over_the_limit_of_a_time_that_was_asked_for_does_not_wait(
    world: World, folder: Path
) -> None:
    world.papers(30)
    site = world.write_site(folder, [{**PAPERS, "max_results": 10}])
    run = fetch(site, "--since", "2025-05-12")
    assert (run.books.new, run.books.pending) == (10, [])
    assert [record.what[:9] for record in run.books.dropped] == ["20 papers"]


def test_what_is_over_the_limit_waits_and_arrives_though_the_feed_forgets_it(
    world: World, folder: Path
) -> None:
    feed, source = feed_of(world, "blog.example.org", 120)
    titles = {post.title for post in feed.posts}
    site = world.write_site(folder, [source])
    run = fetch(site)
    assert (run.books.new, len(run.books.pending), run.books.seen) == (50, 70, 120)
    assert run.code == 0
    feed.shows = 5
    arrived = [50]
    for clock in HOURS[1:4]:
        run = fetch(site, clock=clock)
        arrived.append(run.books.new)
    assert arrived == [50, 50, 20, 0]
    assert run.books.pending == []
    found = [entry.title for entry in entries(site)]
    assert sorted(found) == sorted(titles)
    first_seen = {entry.publish_date for entry in entries(site)}
    assert len(first_seen) == 1, "they were all first seen in the first run"


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_a_feed_that_came_by_half_is_read_again(world: World, folder: Path, form: Format) -> None:
    blog = world.blog()
    feed = blog.feed("/feed", form)
    feed.posts = [blog.post(number) for number in range(1, 10)]
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url}])
    blog.fail(cut_in_half, path="/feed")
    run = fetch(site)
    assert run.code == 3
    assert run.books.failed
    assert {entry.title for entry in entries(site)} < {post.title for post in feed.posts}
    run = fetch(site, clock=LATER)
    assert (run.code, run.books.failed, run.books.updated) == (0, [], 0)
    assert sorted(entry.title for entry in entries(site)) == sorted(post.title for post in feed.posts)


def test_daily_papers_over_the_limit_arrive_later_though_their_day_is_over(
    world: World, folder: Path
) -> None:
    papers = world.papers(90)
    world.huggingface.show("2025-05-18", papers[:60])
    world.huggingface.show("2025-05-19", papers[60:])
    site = world.write_site(folder, [{"id": "hf", "kind": "huggingface"}])
    run = fetch(site)
    assert (run.books.new, len(run.books.pending)) == (50, 40)
    run = fetch(site, clock="2025-05-26T09:00:00+08:00")
    assert (run.code, run.books.new, run.books.pending) == (0, 40, [])
    assert ids(site) == ids_of(papers)
    assert len({entry.publish_date for entry in entries(site)}) == 1, (
        "they were all first seen in the first run"
    )
    world.clear_log()
    fetch(site, clock="2025-05-27T09:00:00+08:00")
    assert [asked.parameter("date") for asked in world.requests()] == ["2025-05-26", "2025-05-27"]


def test_what_waits_stays_through_a_failure_of_its_feed(world: World, folder: Path) -> None:
    _, source = feed_of(world, "blog.example.org", 60)
    site = world.write_site(folder, [source], retries=0)
    fetch(site)
    blog = world.hosts["blog.example.org"]
    blog.fail(status(500), path="/feed.xml", always=True)
    assert fetch(site, clock=LATER).code == 3
    blog.heal()
    run = fetch(site, clock=HOURS[3])
    assert (run.code, run.books.new) == (0, 10)
    assert len(ids(site)) == 60


def test_what_waits_arrives_from_a_feed_that_is_gone(world: World, folder: Path) -> None:
    _, source = feed_of(world, "blog.example.org", 60)
    site = world.write_site(folder, [source])
    fetch(site)
    world.hosts["blog.example.org"].fail(status(410), path="/feed.xml", always=True)
    for clock in (LATER, HOURS[3]):
        fetch(site, clock=clock)
    assert len(ids(site)) == 60


def test_each_feed_has_a_limit_of_its_own(world: World, folder: Path) -> None:
    _, one = feed_of(world, "one.example.org", 60)
    _, two = feed_of(world, "two.example.org", 60)
    site = world.write_site(folder, [one, two])
    run = fetch(site)
    assert (run.books.new, len(run.books.pending)) == (100, 20)


def test_full_texts_lie_beside_entries(world: World, folder: Path) -> None:
    blog = world.blog(robots="User-agent: *\nDisallow: /posts/3\n")
    feed = blog.feed()
    feed.posts = [blog.post(number, full=False) for number in (1, 2, 3, 4)]
    blog.on("/posts/4", reply(status=404))
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url, "full_text": True}])
    fetch(site)
    texts = {entry.title[-1]: (site / entry.path).with_name("source.md").is_file() for entry in entries(site)}
    assert texts == {"1": True, "2": True, "3": False, "4": False}
    assert "/posts/3" not in [asked.path for asked in world.requests("blog.example.org")]


def test_pages_that_say_no_are_said_and_cost_no_other(world: World, folder: Path) -> None:
    blog = world.blog(robots="User-agent: *\nDisallow: /closed/\n")
    good = blog.post(1).url
    closed = blog.on("/closed/1", "<p>no</p>")
    challenge = blog.on("/challenge", "<title>Just a moment...</title><p>Checking your browser</p>")
    site = world.write_site(
        folder, [{"id": "pages", "kind": "page", "urls": [closed, challenge, good, blog.url("/missing")]}]
    )
    run = fetch(site)
    assert run.books.new == 1
    said = {record.what for record in [*run.books.failed, *run.books.dropped, *run.books.pending]}
    assert {closed, challenge, blog.url("/missing")} <= said
    assert "/closed/1" not in [asked.path for asked in world.requests()]


def test_the_job_summary_and_the_table_say_the_same(
    world: World, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.papers(3)
    _, blog = feed_of(world, "blog.example.org", 60)
    site = world.write_site(folder, [PAPERS, blog])
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    run = fetch(site)
    written = summary.read_text(encoding="utf-8")
    for line in run.output.strip().splitlines():
        assert line in written
    assert f"{run.books.seen} seen" in run.output
    assert "53 new" in run.output


def test_what_was_fetched_builds(world: World, folder: Path, tmp_path: Path) -> None:
    world.papers(30)
    story = Story(number=1, title="海鸥：一个*模型*与 [风]")
    world.wechat.publish(story)
    _, blog = feed_of(world, "blog.example.org", 10)
    sources = [PAPERS, blog, {"id": "account", "kind": "wechat", "urls": [story.url]}]
    site = world.write_site(folder, sources, publish="auto")
    fetch(site)
    config = json.loads((site / "digest.yaml").read_text(encoding="utf-8"))
    config["entries"] = {"full_text": True}
    (site / "digest.yaml").write_text(json.dumps(config), encoding="utf-8")
    report = build_site(site, tmp_path / "public", clock="2025-06-01T00:00:00Z")
    assert [problem for problem in report.problems if problem.severity == "error"] == []
    assert check_site(tmp_path / "public", "https://example.org/d/") == []
    assert len(list((tmp_path / "public/entries").glob("*/index.html"))) >= 41


def test_sources_that_are_wrong_are_refused_before_anybody_is_asked(world: World, folder: Path) -> None:
    sources = [
        PAPERS,
        {"id": "blog", "kind": "rss"},
        {"id": "more", "kind": "arxiv", "query": "(a", "ids": []},
        {"id": "account", "kind": "page", "urls": ["https://mp.weixin.qq.com/s/Seagulls00000000000001"]},
    ]
    site = world.write_site(folder, sources)
    with pytest.raises(NoReport) as failure:
        fetch(site)
    assert "blog" in str(failure.value)
    assert "more" in str(failure.value)
    assert "kind wechat" in str(failure.value)
    assert world.requests() == []


def test_adding_while_sources_are_read_loses_nothing_that_waits(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`digest add` knows what waits from before it asked; a fetch may have filed more in the meantime."""
    feed, source = feed_of(world, "blog.example.org", 5)
    world.blog("slow.example.org").post(1)
    site = world.write_site(folder, [{**source, "max_results": 2}])

    def read_slowly(url: str, around: Surroundings) -> Addressed:
        assert len(fetch(site).books.pending) == 3
        return read_address(url, around)

    monkeypatch.setattr("digest.cli.add.read_address", read_slowly)
    run_command(add.command, site, "https://slow.example.org/posts/1", "--clock", CLOCK)
    feed.posts = []
    fetch(site, "--refresh", clock=LATER)
    fetch(site, "--refresh", clock=LATER)
    assert len(ids(site)) == 5 + 1
