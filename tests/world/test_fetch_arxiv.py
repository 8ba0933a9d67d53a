"""`digest fetch` and arXiv: every paper once, whatever the API does, and never faster than it wants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from world.arxiv_documents import Form
from world.faults import (
    Fault,
    busy,
    cut_in_half,
    dropped,
    empty_page,
    html_page,
    silent,
    status,
    too_many,
    truncated,
)
from world.fetching import CLOCK, LATER, entries, entry_with, fetch, ids, kept
from world.host import gaps, overlaps
from world.papers import FIRST_DAY
from world.world import ARXIV_HOSTS, Source, World, ids_of

PAPERS: Source = {"id": "papers", "kind": "arxiv", "categories": ["cs.*"], "max_results": 500}
DAILY: Source = {
    "id": "daily",
    "kind": "arxiv",
    "categories": ["cs.CV", "cs.CL", "cs.LG", "cs.AI"],
    "announcements": True,
}
PAUSE = 0.05
NEXT_DAY = "2025-05-20T09:00:00+08:00"


def test_300_papers_arrive_once_each_through_passing_faults(world: World, folder: Path) -> None:
    papers = world.papers(300)
    world.arxiv.fail(empty_page, page=1)
    world.arxiv.fail(busy(retry_after=1), too_many(retry_after=1), page=2)
    world.arxiv.fail(truncated, html_page, page=3)
    site = world.write_site(folder, [PAPERS], delays={"default": 0, "arxiv": PAUSE, "wechat": 0})
    run = fetch(site)
    assert (run.code, run.books.new, run.books.seen) == (0, 300, 300)
    assert (run.books.dropped, run.books.pending, run.books.failed) == ([], [], [])
    assert ids(site) == ids_of(papers)
    assert world.arxiv.unused_faults == 0
    asked = world.requests(*ARXIV_HOSTS)
    assert min(gaps(asked)) >= PAUSE
    assert overlaps(asked) == []
    (second, third) = [one for one in asked if one.parameter("start") == "100"][:2]
    assert third.began - second.began >= 1, "Retry-After was not waited for"


def test_facts_of_papers(world: World, folder: Path) -> None:
    papers = world.papers(40)
    site = world.write_site(folder, [PAPERS])
    fetch(site)
    for paper in papers:
        entry = entry_with(site, paper.id)
        assert entry.authors == paper.authors
        assert entry.date == paper.published
        assert entry.subjects == paper.categories
        assert entry.draft
        assert entry.publish_date == datetime.fromisoformat(CLOCK)
        assert [link.url for link in entry.links if link.kind == "paper"] == [
            f"https://arxiv.org/abs/{paper.number}"
        ]
        assert "$\\alpha_{" in entry.abstract
        assert "needs no labels & is *not* trained twice" in entry.abstract.replace("\\&", "&")
    titles = {entry.title for entry in entries(site)}
    assert any(title.startswith("Fréchet Distances of ") for title in titles)
    assert not any("\\emph" in title or "``" in title for title in titles)


@pytest.mark.parametrize("form", ["2026", "legacy"])
def test_both_forms_give_the_same_files(world: World, folder: Path, tmp_path: Path, form: Form) -> None:
    world.papers(20)
    site = world.write_site(folder, [PAPERS])
    fetch(site)
    world.arxiv.form = form
    other = world.write_site(tmp_path / "other", [PAPERS])
    fetch(other)
    assert kept(other) == kept(site)


@pytest.mark.parametrize(
    "fault", [html_page, empty_page, cut_in_half, status(500), dropped, truncated, busy(0)]
)
def test_a_page_that_never_comes_is_listed_and_read_the_next_time(
    world: World, folder: Path, fault: Fault
) -> None:
    papers = world.papers(230)
    site = world.write_site(folder, [PAPERS], retries=1)
    world.arxiv.fail(fault, page=2, always=True)
    run = fetch(site)
    assert run.code == 3
    assert run.books.failed
    first = ids(site)
    assert len(first) == len(set(first)) == run.books.new
    world.arxiv.heal()
    again = fetch(site, clock=LATER)
    assert (again.code, again.books.failed) == (0, [])
    assert ids(site) == ids_of(papers)


def test_a_server_that_says_nothing_does_not_hold_up_the_run(world: World, folder: Path) -> None:
    world.papers(10)
    site = world.write_site(folder, [PAPERS], timeout=0.5, retries=0)
    world.arxiv.fail(silent, always=True)
    run = fetch(site)
    assert (run.code, ids(site)) == (3, [])
    assert run.books.failed


def test_a_server_that_wants_hours_of_rest_gets_them(world: World, folder: Path) -> None:
    world.papers(10)
    site = world.write_site(folder, [PAPERS, {**PAPERS, "id": "others"}])
    world.arxiv.fail(too_many(retry_after=7200), always=True)
    run = fetch(site)
    assert run.code == 3
    assert len(world.requests(*ARXIV_HOSTS)) == 1


def test_one_clock_for_every_host_of_arxiv(world: World, folder: Path) -> None:
    papers = world.papers(60)
    world.announcements.announce(papers[:30])
    sources: list[Source] = [
        PAPERS,
        DAILY,
        {"id": "chosen", "kind": "arxiv", "ids": [paper.number for paper in papers[:5]]},
        {"id": "more", "kind": "arxiv", "query": "all:gulls"},
    ]
    site = world.write_site(folder, sources, delays={"default": 0, "arxiv": PAUSE, "wechat": 0})
    run = fetch(site)
    assert run.code == 0
    asked = world.requests(*ARXIV_HOSTS)
    assert {one.host for one in asked} >= {"export.arxiv.org", "rss.arxiv.org"}
    assert len(asked) >= 4
    assert min(gaps(asked)) >= PAUSE
    assert overlaps(asked) == []
    assert ids(site) == ids_of(papers)


def test_announcements_bring_new_papers_and_no_replaced_ones(world: World, folder: Path) -> None:
    papers = world.papers(12)
    world.announcements.announce(papers[:6])
    world.announcements.announce(papers[6:9], "cross")
    world.announcements.announce(papers[9:11], "replace")
    world.announcements.announce(papers[11:], "replace-cross")
    site = world.write_site(folder, [DAILY])
    run = fetch(site)
    assert run.code == 0
    assert ids(site) == ids_of(papers[:9])
    assert (
        entry_with(site, papers[0].id).date == papers[0].published
    )  # the feed does not say it: from the API
    assert [one.parameter("search_query") for one in world.requests("export.arxiv.org")] == [""]


def test_announced_papers_over_the_limit_come_on_the_next_days(world: World, folder: Path) -> None:
    papers = world.papers(12)
    world.announcements.announce(papers)
    site = world.write_site(folder, [{**DAILY, "max_results": 5}])
    assert [len(fetch(site, "--refresh").books.pending) for _ in range(2)] == [7, 2]
    world.announcements.rest(datetime(2025, 5, 20, 4, tzinfo=UTC))
    last = fetch(site, "--refresh", clock="2025-05-20T13:00:00+08:00")
    assert (last.books.new, last.books.pending) == (2, [])
    assert ids(site) == ids_of(papers)


def test_a_day_without_announcements_is_no_failure_and_loses_nothing(world: World, folder: Path) -> None:
    papers = world.papers(5)
    world.announcements.announce(papers)
    site = world.write_site(folder, [DAILY])
    fetch(site)
    before = kept(site)
    world.announcements.rest(datetime(2025, 5, 24, 4, tzinfo=UTC))
    run = fetch(site, "--refresh", clock="2025-05-24T13:00:00+08:00")
    assert (run.code, run.books.failed) == (0, [])
    assert ids(site) == ids_of(papers)
    assert {path: data for path, data in kept(site).items() if path.startswith("content/")} == {
        path: data for path, data in before.items() if path.startswith("content/")
    }


def test_a_paper_the_api_does_not_know_yet_is_kept_as_announced(world: World, folder: Path) -> None:
    papers = world.papers(6)
    world.announcements.announce(papers)
    world.arxiv.lag = 2
    site = world.write_site(folder, [DAILY])
    fetch(site)
    assert ids(site) == ids_of(papers)
    newest = entry_with(site, papers[-1].id)
    assert newest.authors == papers[-1].authors
    assert "gulls" in newest.abstract
    world.arxiv.lag = 0
    fetch(site, "--refresh", clock=LATER)
    assert ids(site) == ids_of(papers)


def test_papers_that_come_late_are_in_the_next_window(world: World, folder: Path) -> None:
    """The API shows some papers days after they were submitted: the window reaches back."""
    papers = world.papers(10)
    world.arxiv.lag = 4
    site = world.write_site(folder, [PAPERS])
    fetch(site)
    assert ids(site) == ids_of(papers[:6])
    world.arxiv.lag = 0
    run = fetch(site, clock=NEXT_DAY)
    assert run.books.new == 4
    assert ids(site) == ids_of(papers)


def test_a_new_version_updates_what_is_the_machines_and_adds_a_line(world: World, folder: Path) -> None:
    papers = world.papers(5)
    site = world.write_site(folder, [PAPERS])
    fetch(site)
    better = replace(
        papers[4],
        version=2,
        updated=FIRST_DAY + timedelta(days=6),
        abstract="We retract nothing. It now reads $n$ gulls.",
        comment="Accepted to ICLR 2026",
    )
    world.store.add([better])
    run = fetch(site, clock=NEXT_DAY)
    assert run.books.updated == 1
    entry = entry_with(site, papers[4].id)
    assert entry.abstract == "We retract nothing. It now reads $n$ gulls."
    assert [line.date for line in entry.history] == sorted(line.date for line in entry.history)
    assert [line.text for line in entry.history].count("v2") == 1
    assert "ICLR 2026" in f"{entry.venue} {[line.text for line in entry.history]}"
    before = kept(site)
    fetch(site, "--refresh", clock=NEXT_DAY)
    assert kept(site) == before


def test_what_max_results_leaves_is_said_and_comes_later(world: World, folder: Path) -> None:
    papers = world.papers(90)
    site = world.write_site(folder, [{**PAPERS, "max_results": 60}])
    run = fetch(site)
    assert len(ids(site)) == run.books.new == 60
    (left,) = run.books.pending
    assert left.what.startswith("30 papers")
    again = fetch(site, clock=NEXT_DAY)
    assert (again.books.new, again.books.pending) == (30, [])
    assert ids(site) == ids_of(papers)


def test_a_list_that_is_asked_for_twice_keeps_nobody_from_their_turn(world: World, folder: Path) -> None:
    papers = world.papers(25)
    world.announcements.announce(papers)
    site = world.write_site(folder, [{**DAILY, "max_results": 10}])
    arrived = [fetch(site, "--refresh").books.new for _ in range(4)]
    assert arrived == [10, 10, 5, 0]
    assert ids(site) == ids_of(papers)


def test_what_max_results_leaves_of_missed_days_comes_later(world: World, folder: Path) -> None:
    papers = world.papers(30)
    world.announcements.rest(datetime(2025, 5, 10, 4, tzinfo=UTC))
    site = world.write_site(folder, [{**DAILY, "max_results": 20}])
    fetch(site, clock="2025-05-10T20:00:00+08:00")
    world.announcements.rest(datetime(2025, 5, 19, 4, tzinfo=UTC))
    run = fetch(site)
    assert (run.books.new, [left.what[:9] for left in run.books.pending]) == (20, ["10 papers"])
    world.announcements.rest(datetime(2025, 5, 20, 4, tzinfo=UTC))
    run = fetch(site, clock=NEXT_DAY)
    assert (run.books.new, run.books.pending) == (10, [])
    assert ids(site) == ids_of(papers)


def test_a_replaced_paper_of_the_digest_is_news_once(world: World, folder: Path) -> None:
    papers = world.papers(3)
    world.announcements.announce(papers)
    site = world.write_site(folder, [DAILY])
    fetch(site)
    better = replace(papers[1], version=2, updated=FIRST_DAY + timedelta(days=7))
    world.store.add([better])
    world.announcements.announce([better], "replace", day=datetime(2025, 5, 20, 4, tzinfo=UTC))
    run = fetch(site, clock=NEXT_DAY)
    assert run.books.updated == 1
    assert [line.text for line in entry_with(site, better.id).history] == ["v2"]
    world.clear_log()
    fetch(site, "--refresh", clock=NEXT_DAY)
    assert world.requests("export.arxiv.org") == []


def test_an_id_that_does_not_exist_is_said(world: World, folder: Path) -> None:
    papers = world.papers(3)
    numbers = [papers[0].number, "2505.99999", papers[2].number]
    site = world.write_site(folder, [{"id": "chosen", "kind": "arxiv", "ids": numbers}])
    run = fetch(site)
    assert ids(site) == ids_of([papers[0], papers[2]])
    said = [*run.books.dropped, *run.books.pending, *run.books.failed]
    assert any("2505.99999" in record.what for record in said)


def test_the_paper_of_an_article_is_asked_for_until_arxiv_answers(world: World, folder: Path) -> None:
    (paper,) = world.papers(1)
    blog = world.blog()
    feed = blog.feed()
    more = f'<p>About <a href="https://arxiv.org/abs/{paper.number}">the paper</a>.</p>'
    feed.posts = [blog.post(1, more=more)]
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url}], retries=0)
    world.arxiv.fail(status(500), always=True)
    assert fetch(site).code == 3
    assert entry_with(site, paper.id).authors == ("Ines Okafor",)
    world.arxiv.heal()
    run = fetch(site, clock=LATER)
    assert (run.code, run.books.new, run.books.failed) == (0, 0, [])
    entry = entry_with(site, paper.id)
    assert (entry.title, entry.authors) == (paper.title, paper.authors)
    assert [article.url for article in entry.coverage] == [feed.posts[0].url]
    world.clear_log()
    fetch(site, "--refresh", clock=NEXT_DAY)
    assert world.requests("export.arxiv.org") == []


def test_a_paper_of_an_article_that_arxiv_does_not_know_is_asked_for_once(world: World, folder: Path) -> None:
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [blog.post(1, more='<p>See <a href="https://arxiv.org/abs/2505.99999">the paper</a>.</p>')]
    site = world.write_site(folder, [{"id": "blog", "kind": "rss", "url": feed.url}], retries=0)
    world.arxiv.fail(status(500), always=True)
    fetch(site)
    world.arxiv.heal()
    run = fetch(site, clock=LATER)
    assert [record.what for record in run.books.dropped] == ["arXiv:2505.99999"]
    world.clear_log()
    fetch(site, "--refresh", clock=NEXT_DAY)
    assert world.requests("export.arxiv.org") == []


def test_daily_papers_and_arxiv_are_one_work(world: World, folder: Path) -> None:
    papers = world.papers(12)
    for day in range(12, 20):
        world.huggingface.show(f"2025-05-{day}", papers[:6] if day == 19 else [])
    site = world.write_site(folder, [PAPERS, {"id": "hf", "kind": "huggingface"}])
    run = fetch(site)
    assert run.code == 0
    assert ids(site) == ids_of(papers)
    assert run.books.merged + run.books.unchanged + run.books.updated >= 1
