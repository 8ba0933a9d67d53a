"""One bounded POST: where it may go, what it refuses, how often it is tried."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from digest.fetch.exchange import FetchFailure
from digest.fetch.limits import Limits
from digest.fetch.post import POST_LIMITS, Poster, read_endpoint
from fetch.network import NOW, Internet, Names
from fetch.server import Reply, Server, bomb, dripping, flood_of_headers, redirect, reply, silence, truncated

QUICK = replace(POST_LIMITS, connect=2.0, idle=0.3, whole=1.0)
HEADERS = {"Authorization": "Bearer canary-key"}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


class Slept:
    """Pauses that were asked for."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        """Notes a pause."""
        self.seconds.append(seconds)


def poster(
    server: Server, slept: Slept | None = None, *, limits: Limits = QUICK, host: str = "127.0.0.1"
) -> Poster:
    return Poster(
        server.url("/v1", host),
        HEADERS,
        limits=limits,
        resolve=Names({"localhost": ["127.0.0.1"]}),
        sleep=slept or Slept(),
        now=lambda: NOW,
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_what_is_sent(server: Server, host: str) -> None:
    server.on("/v1", reply('{"a": 1}', type="application/json"))

    assert poster(server, host=host).post('{"b": "海鸥"}'.encode()) == b'{"a": 1}'

    [request] = server.requests
    assert (request.method, request.body.decode()) == ("POST", '{"b": "海鸥"}')
    assert request.headers["authorization"] == "Bearer canary-key"
    assert request.headers["content-type"] == "application/json"
    assert not request.headers.keys() & {"cookie", "referer"}


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.org/v1",
        "http://10.0.0.5/v1",
        "http://localhost.example.org/v1",
        "http://127.0.0.1.example.org/v1",
        "http://2130706433/v1",
        "ftp://localhost/v1",
        "file:///etc/passwd",
        "https://user:word@api.example.org/v1",
        "https://api.example.org/v1?key=canary-key",
        "https://api.example.org/v1#canary-key",
        "https://[fe80::1%251]/",
        "",
    ],
)
def test_where_it_never_goes(url: str) -> None:
    with pytest.raises(FetchFailure) as failure:
        Poster(url, HEADERS)
    assert failure.value.why == "forbidden"
    assert "canary" not in str(failure.value)


@pytest.mark.parametrize(
    "url", ["https://api.example.org:8443/v1", "http://localhost:11434/v1", "http://[::1]:1/v1"]
)
def test_where_it_may_go(url: str) -> None:
    assert read_endpoint(url).url == url


@pytest.mark.parametrize("addresses", [["10.0.0.5"], ["93.184.216.34", "127.0.0.1"], ["169.254.169.254"]])
def test_a_name_that_leads_into_a_private_network_is_not_asked(server: Server, addresses: list[str]) -> None:
    internet = Internet(dict.fromkeys(addresses, server))
    one = Poster(
        "https://api.example.org/v1",
        HEADERS,
        limits=QUICK,
        resolve=Names({"api.example.org": [addresses]}),
        network=internet,
    )
    with pytest.raises(FetchFailure) as failure:
        one.post(b"{}")
    assert (failure.value.why, internet.connected) == ("forbidden", [])


def test_localhost_leads_to_this_machine_or_nowhere(server: Server) -> None:
    internet = Internet({"93.184.216.34": server})
    one = Poster(
        "http://localhost/v1",
        HEADERS,
        limits=QUICK,
        resolve=Names({"localhost": ["93.184.216.34"]}),
        network=internet,
    )
    with pytest.raises(FetchFailure, match="does not lead to this machine"):
        one.post(b"{}")
    assert internet.connected == []


def test_a_redirect_is_not_followed(server: Server) -> None:
    with Server() as canary:
        server.on("/v1", redirect(canary.url("/take"), 307))
        with pytest.raises(FetchFailure) as failure:
            poster(server).post(b"{}")
        assert (failure.value.why, canary.connections) == ("redirects", 0)
    assert len(server.requests) == 1


def test_nothing_around_it_is_taken_for_a_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.on("/v1", reply("{}"))
    with Server() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.base)
        assert poster(server).post(b"{}") == b"{}"
        assert proxy.connections == 0


@pytest.mark.parametrize(
    ("answer", "why", "tries"),
    [
        (reply("x" * 200_001), "too large", 1),
        (Reply(length=10_000_000), "too large", 1),
        (bomb(10_000_000), "too large", 1),
        (flood_of_headers(100_000), "too large", 1),
        (silence(), "too slow", 1),
        (dripping("x" * 1000, 0.05), "too slow", 1),
        (reply(400), "status", 1),
        (reply(401), "status", 1),
        (reply(404), "status", 1),
        (reply(204), "status", 1),
        (reply(500), "status", 3),
        (reply(503), "busy", 3),
        (reply(429, retry_after="7"), "busy", 3),
        (reply(429, retry_after="3600"), "busy", 1),
        (truncated("x" * 100, 10), "broken", 3),
    ],
)
def test_what_is_no_answer(server: Server, answer: Reply, why: str, tries: int) -> None:
    server.on("/v1", answer)
    with pytest.raises(FetchFailure) as failure:
        poster(server).post(b"{}")
    assert (failure.value.why, len(server.requests)) == (why, tries)
    assert "canary" not in f"{failure.value!r} {failure.value.url} {failure.value.message}"


def test_pauses_between_tries(server: Server) -> None:
    server.on("/v1", reply(429, retry_after="7"), reply(502), reply("{}"))
    slept, tries = Slept(), Slept()

    assert poster(server, slept).post(b"{}", lambda: tries(1.0)) == b"{}"

    assert slept.seconds == [7.0, 2.0]
    assert len(tries.seconds) == 3


def test_whoever_counts_tries_can_stop_them(server: Server) -> None:
    def stop() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        poster(server).post(b"{}", stop)
    assert server.connections == 0
