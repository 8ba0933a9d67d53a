"""Promise S1: what lies in a private network is never asked, however the way there looks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from digest.fetch.client import Client
from digest.fetch.exchange import FetchFailure, Wanted
from fetch.network import Internet, Names, client_of
from fetch.server import Server, redirect, reply

PUBLIC = "93.184.216.34"


@pytest.fixture
def canary() -> Iterator[Server]:
    """A server that must not even be connected to."""
    with Server() as server:
        server.fallback = reply("found")
        yield server
        assert server.connections == 0


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def refused(client: Client, url: str, found_on: str = "") -> str:
    with pytest.raises(FetchFailure) as failure:
        client.get(Wanted(url=url), found_on=found_on)
    assert failure.value.why == "forbidden"
    return failure.value.message


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "2130706433", "127.1"]
)
def test_a_private_host_is_refused(canary: Server, host: str) -> None:
    refused(client_of("elsewhere.test"), f"http://{host}:{canary.port}/")
    refused(client_of("elsewhere.test"), f"http://{host}/")


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["::1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        [PUBLIC, "127.0.0.1"],
        ["127.0.0.1", PUBLIC],
        [PUBLIC, "fe80::1"],
        ["what is this"],
    ],
)
def test_a_name_that_leads_to_a_private_address_is_refused(server: Server, addresses: list[str]) -> None:
    internet = Internet({PUBLIC: server})
    client = client_of(names=Names({"evil.test": [addresses]}), internet=internet, settings=None)
    message = refused(client, "http://evil.test/")
    assert "evil.test" in message
    assert "robots" not in message
    assert internet.connected == []


def test_a_public_name_is_asked_at_the_address_that_was_checked(server: Server) -> None:
    server.on("/", reply("yes"))
    internet, names = Internet({PUBLIC: server}), Names({"site.test": [PUBLIC]})
    client = client_of(names=names, internet=internet)
    answer = client.get(Wanted(url="http://site.test/", sort="feed"))
    assert (answer.body, answer.url) == (b"yes", "http://site.test/")
    assert internet.connected == [PUBLIC]
    assert names.asked == ["site.test"]
    assert server.requests[0].headers["host"] == "site.test"


def test_a_name_that_changes_its_mind_is_checked_each_time(server: Server, canary: Server) -> None:
    """Rebinding: public when it is checked, private right after. One look-up serves check and connection."""
    server.fallback = reply("yes")
    internet = Internet({PUBLIC: server, "127.0.0.1": canary})
    for _ in range(100):
        names = Names({"rebind.test": [PUBLIC, "127.0.0.1"]})
        client = client_of("elsewhere.test", names=names, internet=internet)
        assert client.get(Wanted(url="http://rebind.test/", sort="feed")).body == b"yes"
        refused(client, "http://rebind.test/feed")
    assert set(internet.connected) == {PUBLIC}


@pytest.mark.parametrize(("retries", "addresses"), [(2, [PUBLIC, "10.0.0.1"])])
def test_a_further_try_is_checked_again(canary: Server, retries: int, addresses: list[str]) -> None:
    internet = Internet({"10.0.0.1": canary})
    client = client_of("elsewhere.test", names=Names({"rebind.test": addresses}), internet=internet)
    refused(client, "http://rebind.test/feed")
    assert internet.connected == [PUBLIC]


@pytest.mark.parametrize(
    "to",
    [
        "127.0.0.1",
        "[::1]",
        "localhost",
        "inner.test",
        "2130706433",
        "[::ffff:7f00:1]",
        "0.0.0.0",
        "home.test",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_public_site_cannot_redirect_into_the_network(
    server: Server, canary: Server, to: str, status: int
) -> None:
    """Not even to a host that the site allows: it is allowed for what the site's owner wrote down."""
    names = Names({"site.test": [PUBLIC], "home.test": ["127.0.0.1"], "inner.test": ["127.0.0.1"]})
    internet = Internet({PUBLIC: server, "127.0.0.1": canary, "::1": canary, "0.0.0.0": canary})
    client = client_of("home.test", names=names, internet=internet)
    for address in (f"http://{to}:{canary.port}/", f"http://{to}/"):
        server.on("/", redirect(address, status))
        refused(client, "http://site.test/")
    server.on("/robots.txt", redirect(f"http://{to}/"))
    refused(client_of("home.test", names=names, internet=internet), "http://site.test/page")
    assert set(internet.connected) == {PUBLIC}


def test_an_allowed_host_may_redirect_to_another(server: Server) -> None:
    server.on("/", redirect(server.url("/b", "other.test")))
    server.on("/b", reply("yes"))
    client = client_of("home.test", "other.test")
    assert client.get(Wanted(url=server.url("/", "home.test"))).body == b"yes"


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://home.test/", "gopher://x/", "data:,x", "http://a:b@home.test/"]
)
def test_a_redirect_to_what_is_no_web_page_is_refused(server: Server, to: str) -> None:
    server.on("/", redirect(to))
    refused(client_of("home.test"), server.url("/", "home.test"))
    assert server.paths() == ["/robots.txt", "/"]


def test_only_the_usual_ports_of_public_hosts_are_asked(server: Server) -> None:
    internet = Internet({PUBLIC: server})
    client = client_of(names=Names({"site.test": [PUBLIC]}), internet=internet)
    for port in (22, 25, 6379, 8080):
        refused(client, f"http://site.test:{port}/")
    assert internet.connected == []


def test_an_allowed_host_is_asked_on_any_port(server: Server) -> None:
    server.on("/", reply("yes"))
    assert client_of("127.0.0.1").get(Wanted(url=server.url("/"))).body == b"yes"
    assert client_of("home.test").get(Wanted(url=server.url("/", "home.test"))).body == b"yes"


def test_an_allowed_host_is_meant_by_its_name(canary: Server) -> None:
    refused(client_of("home.test"), canary.url("/"))
    names = Names({"a.home.test": ["127.0.0.1"]})
    refused(client_of("home.test", names=names), "http://a.home.test/")


def test_what_a_stranger_wrote_leads_to_an_allowed_host_on_the_same_origin_alone(
    server: Server, canary: Server
) -> None:
    """A feed of our own bridge may link to the bridge; nobody else's may, nor to what else listens there."""
    server.fallback = reply("yes")
    client = client_of("127.0.0.1")
    feed = server.url("/feed")
    assert client.get(Wanted(url=server.url("/a"), sort="image"), found_on=feed).body == b"yes"
    assert client.found_on(feed)(Wanted(url=server.url("/b"))).body == b"yes"
    for sort in ("page", "image", "feed"):
        for page in (feed, "https://blog.example/feed", f"http://localhost:{canary.port}/"):
            with pytest.raises(FetchFailure, match=r"port|public"):
                client.get(Wanted(url=canary.url("/"), sort=sort), found_on=page)


def test_the_environment_changes_nothing(
    server: Server, canary: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, canary.base)
    server.on("/", reply("yes", set_cookie="a=b"))
    with client_of() as client:
        for _ in range(2):
            assert "set-cookie" not in client.get(Wanted(url=server.url("/"), sort="feed")).headers
    for request in server.requests:
        assert request.headers.keys() == {"host", "user-agent", "accept", "accept-encoding", "connection"}
