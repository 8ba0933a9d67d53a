"""Promise S3: bodies, headers and times have ends."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.fetch.body import read_body
from digest.fetch.exchange import FetchFailure, Wanted, Why
from digest.fetch.limits import Limits
from fetch.network import IMPATIENT, QUICK, Clock, Internet, Names, client_of
from fetch.server import (
    Reply,
    Server,
    bomb,
    compressed,
    dripping,
    dripping_headers,
    flood_of_headers,
    raw,
    redirect,
    reply,
    silence,
    truncated,
)

SMALL = msgspec.structs.replace(QUICK, body_bytes=10_000, image_bytes=5_000, retries=0)
TEXT = "".join(f"{number} times the same question. " for number in range(200))


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def failure_of(server: Server, answer: Reply, limits: Limits = SMALL, sort: str = "feed") -> FetchFailure:
    server.on("/", answer)
    with pytest.raises(FetchFailure) as failure:
        client_of(limits=limits).get(Wanted(url=server.url("/"), sort=sort))  # type: ignore[arg-type]  # of the table
    return failure.value


HONEST: dict[str, Reply] = {
    "plain": reply(TEXT),
    "chunked": msgspec.structs.replace(reply(TEXT), is_chunked=True),
    "chunked in steps": msgspec.structs.replace(reply(TEXT), is_chunked=True, step=100),
    "open ended": msgspec.structs.replace(reply(TEXT), is_open_ended=True),
    "gzip": compressed(TEXT),
    "gzip in steps": msgspec.structs.replace(compressed(TEXT), step=7),
    "deflate": compressed(TEXT, "deflate"),
    "deflate in steps": msgspec.structs.replace(compressed(TEXT, "deflate"), step=1),
    "raw deflate": compressed(TEXT, "raw-deflate"),
    "two members": msgspec.structs.replace(
        compressed(TEXT), body=gzip.compress(TEXT[:90].encode()) + gzip.compress(TEXT[90:].encode())
    ),
    "rubbish behind": msgspec.structs.replace(
        compressed(TEXT), body=gzip.compress(TEXT.encode()) + b"\0\0\0"
    ),
    "identity": Reply(headers=(("Content-Encoding", "identity"),), body=TEXT.encode()),
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_bodies(server: Server, name: str) -> None:
    server.on("/", HONEST[name])
    answer = client_of(limits=SMALL).get(Wanted(url=server.url("/"), sort="feed"))
    assert answer.body.decode() == TEXT
    assert answer.headers.keys().isdisjoint({"content-encoding", "content-length", "transfer-encoding"})


def test_an_empty_compressed_body(server: Server) -> None:
    server.on("/", Reply(headers=(("Content-Encoding", "gzip"),)))
    assert client_of().get(Wanted(url=server.url("/"), sort="feed")).body == b""


DISHONEST: dict[str, tuple[Reply, Why]] = {
    "a long body": (reply("x" * 10_001), "too large"),
    "a long body in chunks": (msgspec.structs.replace(reply("x" * 10_001), is_chunked=True), "too large"),
    "a long body without end": (
        msgspec.structs.replace(reply("x" * 10_001), is_open_ended=True),
        "too large",
    ),
    "a long claim": (msgspec.structs.replace(reply("x"), length=10**19), "too large"),
    "an endless claim": (msgspec.structs.replace(reply("x"), length=10**30), "broken"),
    "a long compressed body": (compressed(bytes(range(256)) * 300, "gzip"), "too large"),
    "a body of chunks": (msgspec.structs.replace(reply("x" * 30_000), is_chunked=True, step=1), "too large"),
    "much framing": (
        raw(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + (b"1;" + b"x" * 1000 + b"\r\n.\r\n") * 400
        ),
        "too large",
    ),
    "many headers": (flood_of_headers(70_000), "too large"),
    "headers without end": (flood_of_headers(1_000_000), "too large"),
    "an endless header": (raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000), "too large"),
    "answers before the answer": (raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000), "too large"),
    "compressed twice": (compressed(TEXT, "gzip, gzip"), "broken"),
    "compressed in two headers": (
        Reply(headers=(("Content-Encoding", "gzip"), ("content-encoding", "gzip")), body=gzip.compress(b"x")),
        "broken",
    ),
    "brotli": (Reply(headers=(("Content-Encoding", "br"),), body=b"x"), "broken"),
    "a lie about gzip": (Reply(headers=(("Content-Encoding", "gzip"),), body=TEXT.encode()), "broken"),
    "half a gzip": (
        msgspec.structs.replace(compressed(TEXT), body=gzip.compress(TEXT.encode())[:-20]),
        "broken",
    ),
    "half a deflate": (Reply(headers=(("Content-Encoding", "deflate"),), body=b"\x78"), "broken"),
    "less than claimed": (truncated(TEXT, 100), "broken"),
    "a lost chunk": (truncated(TEXT, 100, is_chunked=True), "broken"),
    "a broken chunk": (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"), "broken"),
    "two lengths": (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "broken"),
    "no length": (raw(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nab"), "broken"),
    "another protocol": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "broken"),
    "nothing": (raw(b""), "broken"),
    "a broken head": (raw(b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n"), "broken"),
    "a header with control characters": (raw(b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n"), "broken"),
}


@pytest.mark.parametrize("name", DISHONEST)
def test_dishonest_responses(server: Server, name: str) -> None:
    answer, why = DISHONEST[name]
    assert failure_of(server, answer).why == why


def test_pictures_have_a_smaller_limit(server: Server) -> None:
    assert failure_of(server, reply("x" * 6_000), sort="image").why == "too large"


def test_a_bomb_is_stopped_by_its_size(server: Server) -> None:
    limits = msgspec.structs.replace(SMALL, body_bytes=1_000_000, ratio=10_000)
    failure = failure_of(server, bomb(5_000_000), limits)
    assert failure.why == "too large"
    assert "3,000,000" in failure.message


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw-deflate"])
def test_a_bomb_is_stopped_by_its_ratio(server: Server, coding: str) -> None:
    limits = msgspec.structs.replace(SMALL, body_bytes=1_000_000)
    failure = failure_of(server, compressed(bytes(2_000_000), coding), limits)
    assert failure.why == "too large"
    assert "100 times" in failure.message


def test_a_small_repetitive_page_is_no_bomb(server: Server) -> None:
    server.on("/", bomb(99_000))
    limits = msgspec.structs.replace(SMALL, body_bytes=50_000)
    assert len(client_of(limits=limits).get(Wanted(url=server.url("/"), sort="feed")).body) == 99_000


def test_a_body_is_not_kept_beyond_its_limit() -> None:
    """What a bomb is blown up to before it is noticed stays near the limit, however little was sent."""
    seen = 0

    def chunks() -> Iterator[bytes]:
        nonlocal seen
        data = gzip.compress(bytes(50_000_000))
        for start in range(0, len(data), 1000):
            seen += 1000
            yield data[start : start + 1000]

    with pytest.raises(FetchFailure):
        read_body(chunks(), "gzip", limit=10_000_000, limits=Limits(), url="")
    assert seen <= 3000


def test_a_bomb_is_blown_up_in_small_steps() -> None:
    data = gzip.compress(bytes(100_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(FetchFailure):
            read_body([data], "gzip", limit=10_000_000, limits=Limits(), url="")
        assert tracemalloc.get_traced_memory()[1] < 25_000_000
    finally:
        tracemalloc.stop()


def test_the_last_bytes_come_out_when_no_more_go_in() -> None:
    """Sizes around that of a step, in the form without a checksum at its end."""
    for size in range(65_536, 65_536 + 600):
        body = bytes(size)
        chunks = [compressed(body, "raw-deflate").body]
        assert read_body(chunks, "deflate", limit=100_000, limits=Limits(ratio=2000), url="") == body


SLOW: dict[str, Reply] = {
    "silence": silence(),
    "a long think": Reply(before=5.0, body=b"late"),
    "a pause in the body": dripping("ab", 5.0),
    "drops of the body": dripping("x" * 1000, 0.02),
    "drops of headers": dripping_headers(0.02),
    "drops of chunks": msgspec.structs.replace(dripping("x" * 1000, 0.02), is_chunked=True),
    "drops of gzip": msgspec.structs.replace(compressed(TEXT), step=1, pause=0.02),
    "drops before the answer": Reply(drip_raw=b"\r\n", pause=0.02),
}


@pytest.mark.parametrize("name", SLOW)
def test_slow_servers_are_left(server: Server, name: str) -> None:
    assert failure_of(server, SLOW[name], IMPATIENT).why == "too slow"
    assert len(server.requests) == 1, "asking again would only take as long again"


def test_the_time_of_a_request_is_that_of_all_its_redirects(server: Server) -> None:
    limits = msgspec.structs.replace(QUICK, idle=0.4, whole=0.5)
    for number in range(5):
        server.on(f"/{number}", msgspec.structs.replace(redirect(f"/{number + 1}"), before=0.2))
    with pytest.raises(FetchFailure) as failure:
        client_of(limits=limits).get(Wanted(url=server.url("/0"), sort="feed"))
    assert failure.value.why == "too slow"
    assert len(server.requests) <= 4


def test_one_wait_may_not_outlast_the_whole(server: Server) -> None:
    limits = msgspec.structs.replace(QUICK, connect=5.0, idle=5.0, whole=0.2)
    assert failure_of(server, msgspec.structs.replace(reply("late"), before=0.6), limits).why == "too slow"


def test_pauses_are_not_counted_as_time(server: Server) -> None:
    clock = Clock()
    server.on("/", reply(503, retry_after="50"), reply("here"))
    limits = msgspec.structs.replace(QUICK, whole=5.0)
    assert client_of(limits=limits, clock=clock).get(Wanted(url=server.url("/"), sort="feed")).body == b"here"
    assert sum(clock.slept) == 50


def test_a_name_server_that_hangs_is_left(server: Server) -> None:
    class Hanging(Names):
        def __call__(self, host: str, port: int, seconds: float) -> list[str]:
            assert seconds <= QUICK.connect
            raise TimeoutError

    with pytest.raises(FetchFailure) as failure:
        client_of("home.test", names=Hanging({})).get(Wanted(url=server.url("/", "home.test"), sort="feed"))
    assert failure.value.why == "too slow"


def test_the_second_address_of_a_name_is_tried(server: Server) -> None:
    server.on("/", reply("here"))
    names = Names({"site.test": [["93.184.216.33", "93.184.216.34"]]})
    internet = Internet({"93.184.216.34": server})
    client = client_of(names=names, internet=internet)
    assert client.get(Wanted(url="http://site.test/", sort="feed")).body == b"here"
    assert internet.connected == ["93.184.216.33", "93.184.216.34"]


def once(data: bytes) -> Callable[[int], list[bytes]]:
    return lambda size: [data[start : start + size] for start in range(0, len(data), size)]


@given(st.binary(max_size=3000), st.integers(1, 500), st.sampled_from(["gzip", "deflate", "raw-deflate", ""]))
def test_a_body_survives_any_cutting(body: bytes, size: int, coding: str) -> None:
    sent = compressed(body, coding).body if coding else body
    chunks = once(sent)(size)
    name = coding.removeprefix("raw-")
    assert read_body(chunks, name, limit=10_000, limits=Limits(), url="") == body
    if coding and len(sent) > 9:
        with pytest.raises(FetchFailure):
            read_body(once(sent[:-9])(size), name, limit=10_000, limits=Limits(), url="")


@given(
    st.lists(st.binary(max_size=200)),
    st.sampled_from(["gzip", "deflate", "x-gzip", "br", "gzip,deflate", "", "é"]),
)
def test_any_body_is_read_or_refused(chunks: list[bytes], coding: str) -> None:
    with suppress(FetchFailure):
        assert read_body(chunks, coding, limit=1000, limits=Limits(), url="") is not None
