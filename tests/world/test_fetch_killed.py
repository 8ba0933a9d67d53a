"""A run that is killed at any moment, and the next one: the same bytes as if nothing had happened."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from building import differing
from digest.config.schema import Config
from digest.content.read import read_draft
from world.faults import silent
from world.fetching import NoReport, fetch, fetch_process, kept
from world.wechat import Story
from world.world import Source, World

KILLS = 50
A_SITE = 5
"""Kills one site takes before it is run to the end."""
SEED = 20_250_519


@pytest.fixture
def sources(world: World) -> list[Source]:
    """Something of every kind: papers, articles with pictures, a feed over its limit, one that is gone."""
    papers = world.papers(12)
    world.huggingface.show("2025-05-19", papers[:2])
    stories = [Story(number=number, title=f"第{number}只海鸥") for number in (1, 2, 3)]
    gone = Story(number=4, title="不在了", kind="deleted")
    about = Story(number=5, title="读论文", mentions=(f"论文：https://arxiv.org/abs/{papers[3].number}",))
    world.wechat.publish(*stories, gone, about)
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [blog.post(number) for number in range(1, 8)]
    return [
        {"id": "papers", "kind": "arxiv", "categories": ["cs.*"]},
        {"id": "hf", "kind": "huggingface"},
        {"id": "account", "kind": "wechat", "urls": [one.url for one in (*stories, gone, about)]},
        {"id": "blog", "kind": "rss", "url": feed.url, "max_results": 4},
    ]


def test_50_kills_at_random_moments_change_nothing(
    world: World, sources: list[Source], folder: Path, tmp_path: Path
) -> None:
    whole = world.write_site(folder, sources)
    # A run that was killed after its work was done is followed by one that takes what its limit left.
    wanted = [_after_a_run(whole) for _ in range(4)]
    assert len(wanted[0]) > 30
    assert wanted[0] != wanted[1]
    assert wanted[2] == wanted[3]
    chance = random.Random(SEED)
    questions, ending = _measured(world, world.write_site(tmp_path / "measured", sources))
    died = sites = 0
    while died < KILLS:
        sites += 1
        assert sites < KILLS, f"most runs end before they are killed ({died} did not)"
        site = world.write_site(tmp_path / f"killed{sites}", sources)
        for _ in range(min(A_SITE, KILLS - died)):
            # While it asks, or while it plans and writes, which takes no questions.
            number = questions if chance.random() < 0.3 else chance.randint(1, questions)
            after = chance.uniform(0, ending if number == questions else 0.05)
            if not _is_killed(world, site, number, after):
                break
            died += 1
            _see_that_files_are_whole(site)
        found = _after_a_run(site)
        nearest = min((differing(state, found) for state in wanted), key=len)
        assert nearest == [], f"seed {SEED}, site {sites}"
        assert [file for file in site.rglob("*") if file.suffix == ".tmp"] == []


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_interrupted_ends_quietly(
    world: World, sources: list[Source], folder: Path, sent: signal.Signals, code: int
) -> None:
    site = world.write_site(folder, sources)
    world.arxiv.fail(silent, always=True)
    running = fetch_process(site)
    _first_question(world, running)
    running.send_signal(sent)
    output, errors = running.communicate(timeout=30)
    assert running.returncode in {code, -sent}
    assert b"Traceback" not in output + errors
    assert kept(site) == {}
    world.arxiv.heal()
    assert fetch(site).code == 0


def test_runs_at_the_same_time_wait_for_each_other(
    world: World, sources: list[Source], folder: Path, tmp_path: Path
) -> None:
    whole = world.write_site(folder, sources)
    wanted = [_after_a_run(whole) for _ in range(4)]
    site = world.write_site(tmp_path / "shared", sources)
    running = [fetch_process(site) for _ in range(3)]
    for one in running:
        _, errors = one.communicate(timeout=120)
        assert one.returncode == 0, errors.decode()
    assert kept(site) == wanted[2]


def test_a_run_that_will_not_wait_says_who_is_at_work(
    world: World, sources: list[Source], folder: Path
) -> None:
    site = world.write_site(folder, sources)
    world.arxiv.fail(silent, always=True)
    running = fetch_process(site)
    _first_question(world, running)
    with pytest.raises(NoReport, match="digest fetch"):
        fetch(site, "--no-wait")
    running.kill()
    running.communicate(timeout=30)


def _after_a_run(site: Path) -> dict[str, bytes]:
    fetch(site)
    return kept(site)


def _measured(world: World, site: Path) -> tuple[int, float]:
    """How many questions a run asks, and the seconds from the last one to its end."""
    before = len(world.server.requests)
    running = fetch_process(site)
    running.communicate(timeout=60)
    ended = time.monotonic()
    assert running.returncode == 0
    asked = world.server.requests[before:]
    return len(asked), ended - max(request.began for request in asked)


def _is_killed(world: World, site: Path, number: int, after: float) -> bool:
    """Kill a run so many seconds after its question of this number; False where it ended before."""
    before = len(world.server.requests)
    running = fetch_process(site)
    while len(world.server.requests) - before < number and running.poll() is None:
        time.sleep(0.001)
    try:
        running.wait(timeout=after)
    except subprocess.TimeoutExpired:
        running.kill()
    running.communicate(timeout=60)
    return running.returncode == -signal.SIGKILL


def _first_question(world: World, running: subprocess.Popen[bytes]) -> float:
    """Wait for the first question of a run; a run that asks nothing, since all was asked before, has ended."""
    asked = len(world.server.requests)
    while len(world.server.requests) == asked and running.poll() is None:
        time.sleep(0.001)
    return time.monotonic()


def _see_that_files_are_whole(site: Path) -> None:
    for file in (site / "content").rglob("index.md"):
        read_draft(file.read_bytes(), path=file.relative_to(site).as_posix(), config=Config())
    for file in (site / ".digest/state").glob("*.jsonl"):
        data = file.read_bytes()
        assert not data or data.endswith(b"\n"), file
