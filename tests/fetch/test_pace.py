from __future__ import annotations

import threading
from collections.abc import Iterator

import msgspec
import pytest

from digest.fetch.exchange import FetchFailure, Wanted
from digest.fetch.pace import Group, Held, Pace, clock_of, group_of, pause_before
from fetch.network import Clock, Internet, Names, client_of
from fetch.server import Server, redirect, reply

DELAYS: dict[Group, float] = {"default": 1.0, "arxiv": 3.0, "wechat": 4.0}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        server.fallback = reply("here")
        yield server


@pytest.mark.parametrize(
    ("host", "group"),
    [
        ("arxiv.org", "arxiv"),
        ("export.arxiv.org", "arxiv"),
        ("rss.arxiv.org", "arxiv"),
        ("oaipmh.arxiv.org", "arxiv"),
        ("ar5iv.labs.arxiv.org", "arxiv"),
        ("notarxiv.org", "default"),
        ("arxiv.org.example", "default"),
        ("mp.weixin.qq.com", "wechat"),
        ("mmbiz.qpic.cn", "default"),
        ("example.org", "default"),
    ],
)
def test_the_groups_of_hosts(host: str, group: str) -> None:
    assert group_of(host) == group
    assert (clock_of(host) == clock_of("arxiv.org")) == (group == "arxiv")


def test_the_pause_of_a_host() -> None:
    short: dict[Group, float] = {"default": 0.5, "arxiv": 0.1, "wechat": 4.0}
    assert pause_before("example.org", "", short, mirrored=False) == 0.5
    assert pause_before("rss.arxiv.org", "", short, mirrored=False) == 3.0, "arXiv's wish stands above ours"
    assert pause_before("rss.arxiv.org", "", short, mirrored=True) == 0.1
    assert pause_before("rss.arxiv.org", "", {**short, "arxiv": 10.0}, mirrored=False) == 10.0


def test_wechat_is_asked_at_no_fixed_beat() -> None:
    urls = [f"https://mp.weixin.qq.com/s/{number}" for number in range(50)]
    pauses = [pause_before("mp.weixin.qq.com", url, DELAYS, mirrored=False) for url in urls]
    assert len(set(pauses)) > 20
    assert min(pauses) >= 4.0
    assert max(pauses) <= 6.0
    assert pauses == [pause_before("mp.weixin.qq.com", url, DELAYS, mirrored=False) for url in urls]


def test_a_pause_runs_from_the_end_of_a_request() -> None:
    clock = Clock()
    pace = Pace(clock, clock.sleep)
    with pace.turn("a", 3.0, 60):
        clock.time += 10
    clock.time += 1
    with pace.turn("b", 3.0, 60):
        assert clock.slept == []
    with pace.turn("a", 3.0, 60):
        assert clock.slept == [2.0]


def test_a_request_that_failed_counts() -> None:
    clock = Clock()
    pace = Pace(clock, clock.sleep)
    with pytest.raises(ZeroDivisionError), pace.turn("a", 3.0, 60):
        raise ZeroDivisionError
    with pace.turn("a", 3.0, 60):
        assert clock.slept == [3.0]


def test_a_hold_is_kept_and_only_made_longer() -> None:
    clock = Clock()
    pace = Pace(clock, clock.sleep)
    pace.hold("a", 50)
    pace.hold("a", 10)
    assert pace.held("a") == 50
    with pytest.raises(Held) as held, pace.turn("a", 0, 49):
        pytest.fail("not its turn")
    assert held.value.seconds == 50
    with pace.turn("a", 0, 60):
        assert clock.slept == [50]


def test_a_sleep_that_ends_early_is_taken_up_again() -> None:
    clock = Clock()
    pace = Pace(clock, lambda seconds: clock.sleep(min(seconds, 1.0)))
    pace.hold("a", 2.5)
    with pace.turn("a", 0, 60):
        assert clock.slept == [1.0, 1.0, 0.5]


ARXIV = ["arxiv.org", "export.arxiv.org", "rss.arxiv.org", "www.arxiv.org", "oaipmh.arxiv.org"]


def test_all_of_arxiv_has_one_clock(server: Server) -> None:
    clock = Clock()
    names = Names({host: ["93.184.216.34"] for host in ARXIV})
    client = client_of(names=names, internet=Internet({"93.184.216.34": server}), clock=clock)
    for host in ARXIV:
        client.get(Wanted(url=f"http://{host}/rss", sort="feed"))
    assert clock.slept == [3.0] * 4


def test_also_where_mirrors_serve_it(server: Server) -> None:
    clock = Clock()
    mirrors = {f"https://{host}": server.base for host in ARXIV}
    client = client_of(clock=clock, mirrors=mirrors)
    for host in ARXIV:
        client.get(Wanted(url=f"https://{host}/x", sort="api"))
    assert clock.slept == [3.0] * 4
    quick = client_of(clock=clock, mirrors=mirrors, delays={**DELAYS, "arxiv": 0.25})
    for host in ARXIV:
        quick.get(Wanted(url=f"https://{host}/x", sort="api"))
    assert clock.slept == [3.0] * 4 + [0.25] * 4


def test_redirects_further_tries_and_robots_wait_as_well(server: Server) -> None:
    clock = Clock()
    server.on("/a", redirect("/b"))
    server.on("/b", reply(502), reply("here"))
    client_of(clock=clock).get(Wanted(url=server.url("/a"), sort="page"))
    assert server.paths() == ["/robots.txt", "/a", "/b", "/a", "/b"]
    assert clock.slept == [1.0] * 4


def test_the_pause_that_robots_ask_for(server: Server) -> None:
    clock = Clock()
    server.on("/robots.txt", reply("User-agent: *\nCrawl-delay: 15\n"))
    client = client_of(clock=clock)
    client.get(Wanted(url=server.url("/a"), sort="page"))
    client.get(Wanted(url=server.url("/b"), sort="page"))
    client.get(Wanted(url=server.url("/c"), sort="feed"))
    assert clock.slept == [15.0, 15.0, 1.0]


def test_real_clocks_hold_as_the_server_measures(server: Server) -> None:
    from digest.fetch.client import Client
    from digest.fetch.settings import FetchSettings

    settings = FetchSettings(allow_private_hosts=("127.0.0.1",), delays={**DELAYS, "default": 0.05})
    client = Client(settings)
    threads = [
        threading.Thread(target=client.get, args=(Wanted(url=server.url(f"/{number}"), sort="feed"),))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert min(server.gaps()) >= 0.05
    assert server.most_at_once() == 1


def test_two_hosts_do_not_wait_for_each_other(server: Server) -> None:
    """One answers only once the other has been asked."""
    both = threading.Barrier(2, timeout=5)

    def meet(_: object) -> object:
        both.wait()
        return reply("here")

    server.on("/", meet)  # type: ignore[arg-type]  # a function that answers
    client = client_of("a.test", "b.test")
    bodies: list[bytes] = []
    threads = [
        threading.Thread(
            target=lambda host=host: bodies.append(
                client.get(Wanted(url=server.url("/", host), sort="feed")).body
            )
        )
        for host in ("a.test", "b.test")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bodies == [b"here", b"here"]


def test_a_held_host_fails_at_once_for_those_who_queue(server: Server) -> None:
    clock = Clock()
    server.on("/", msgspec.structs.replace(reply(503, retry_after="3600"), before=0.1))
    client = client_of(clock=clock)
    failures: list[str] = []

    def ask() -> None:
        try:
            client.get(Wanted(url=server.url("/"), sort="feed"))
        except FetchFailure as failure:
            failures.append(failure.why)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == ["busy"] * 3
    assert len(server.requests) == 1
    assert clock.slept == []
