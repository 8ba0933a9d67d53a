from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.fetch.client import Client
from digest.fetch.exchange import FetchFailure, Wanted
from digest.fetch.retry_after import MOST, read_retry_after
from fetch.network import NOW, QUICK, Clock, Internet, Names, client_of
from fetch.server import Reply, Server, compressed, raw, redirect, reply, truncated


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def ask(client: Client, server: Server, path: str = "/") -> bytes:
    return client.get(Wanted(url=server.url(path), sort="feed")).body


PASSING: dict[str, Reply] = {
    "502": reply(502),
    "503": reply(503),
    "504": reply(504),
    "429": reply(429),
    "a cut body": truncated("here and there", 4),
    "a cut chunk": truncated("here and there", 4, is_chunked=True),
    "a cut gzip": msgspec.structs.replace(compressed("here"), body=compressed("here").body[:-3]),
    "no answer": raw(b""),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_may_pass_is_tried_again(server: Server, name: str) -> None:
    clock = Clock()
    server.on("/", PASSING[name], PASSING[name], reply("here"))
    assert ask(client_of(clock=clock), server) == b"here"
    assert len(server.requests) == 3
    first, second = clock.slept
    assert second == 2 * first, "each pause is longer than the one before"


@pytest.mark.parametrize("name", PASSING)
def test_but_not_for_ever(server: Server, name: str) -> None:
    server.on("/", PASSING[name])
    with pytest.raises(FetchFailure) as failure:
        ask(client_of(limits=msgspec.structs.replace(QUICK, retries=1)), server)
    assert len(server.requests) == 2
    assert failure.value.why == (
        "busy" if name in ("503", "429") else "status" if name.isdigit() else "broken"
    )
    assert failure.value.status == (int(name) if name.isdigit() else 0)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451, 500, 501, 204, 206])
def test_what_will_not_pass_is_asked_once(server: Server, status: int) -> None:
    server.on("/", reply(status))
    with pytest.raises(FetchFailure) as failure:
        ask(client_of(), server)
    assert (failure.value.why, failure.value.status) == ("gone" if status == 410 else "status", status)
    assert len(server.requests) == 1


def test_a_refused_connection_is_tried_again(server: Server) -> None:
    server.on("/", reply("here"))
    internet = Internet({"93.184.216.34": server})
    names = Names({"site.test": ["93.184.216.33", "93.184.216.34"]})
    answer = client_of(names=names, internet=internet).get(Wanted(url="http://site.test/", sort="feed"))
    assert answer.body == b"here"
    assert internet.connected == ["93.184.216.33", "93.184.216.34"]


def test_a_name_that_nobody_knows_is_a_failure(server: Server) -> None:
    with pytest.raises(FetchFailure, match="nowhere") as failure:
        client_of("a.test", names=Names({})).get(Wanted(url="http://a.test/", sort="feed"))
    assert failure.value.why == "broken"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("60", 60), ("0", 0), ("Mon, 04 May 2026 12:00:30 GMT", 30), ("whenever", 5)],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_short_wait_is_waited_for(server: Server, status: int, header: str, seconds: int) -> None:
    clock = Clock()
    server.on("/", reply(status, retry_after=header), reply("here"))
    assert (
        ask(client_of(clock=clock, delays={"default": 0.0, "arxiv": 3.0, "wechat": 3.0}), server) == b"here"
    )
    assert sum(clock.slept) == seconds


@pytest.mark.parametrize(
    ("header", "seconds"), [("61", 61), ("86400", 86_400), ("Mon, 04 May 2026 13:00:00 GMT", 3600)]
)
def test_a_long_wait_is_not(server: Server, header: str, seconds: int) -> None:
    clock = Clock()
    server.on("/", reply(503, retry_after=header), reply("here"))
    client = client_of(clock=clock)
    with pytest.raises(FetchFailure) as failure:
        ask(client, server)
    assert (failure.value.why, failure.value.status, failure.value.retry_after) == ("busy", 503, seconds)
    with pytest.raises(FetchFailure) as failure:
        ask(client, server, "/other")
    assert (failure.value.why, failure.value.retry_after) == ("busy", seconds)
    assert len(server.requests) == 1, "the rest of the run leaves this host alone"
    clock.time += seconds
    assert ask(client, server) == b"here"


def test_a_host_can_be_left_alone(server: Server) -> None:
    """For what only the reader of a page sees: a CAPTCHA."""
    server.fallback = reply("here")
    client = client_of("home.test", "other.test")
    client.leave_alone("http://home.test/whatever", 3600)
    with pytest.raises(FetchFailure) as failure:
        client.get(Wanted(url=server.url("/", "home.test"), sort="feed"))
    assert failure.value.why == "busy"
    assert client.get(Wanted(url=server.url("/", "other.test"), sort="feed")).body == b"here"


def test_a_wait_after_a_redirect_is_for_the_host_that_asked(server: Server) -> None:
    clock = Clock()
    server.on("/a", redirect(server.url("/b", "other.test")))
    server.on("/b", reply(429, retry_after="20"), reply("here"))
    client = client_of("home.test", "other.test", clock=clock)
    assert client.get(Wanted(url=server.url("/a", "home.test"), sort="feed")).body == b"here"
    assert sum(clock.slept) == pytest.approx(20)
    assert server.paths() == ["/a", "/b", "/a", "/b"]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("1.5", 1.5),
        ("9" * 50, MOST),
        ("9" * 5000, MOST),
        ("Mon, 04 May 2026 12:02:00 GMT", 120.0),
        ("Monday, 04-May-26 12:02:00 GMT", 120.0),
        ("Mon, 04 May 2026 20:02:00 +0800", 120.0),
        ("Mon, 04 May 2026 11:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", MOST),
        ("Mon, 04 May 2026 12:02:00", 120.0),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("1e9", None),
        ("nan", None),
        ("2026-05-04T12:02:00Z", None),
        ("Mon, 99 May 2026 12:02:00 GMT", None),
    ],
)
def test_the_header(written: str, seconds: float | None) -> None:
    assert read_retry_after(written, NOW) == seconds


@given(st.text(), st.datetimes(timezones=st.just(UTC)))
def test_any_header_is_a_wait_or_nothing(written: str, now: datetime) -> None:
    seconds = read_retry_after(written, now)
    assert seconds is None or 0 <= seconds <= MOST
