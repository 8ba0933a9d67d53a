from __future__ import annotations

from collections.abc import Iterator

import pytest

from digest.fetch.exchange import FetchFailure, Wanted
from digest.fetch.mirrors import Mirrors
from digest.fetch.policy import read_target
from fetch.network import Internet, Names, client_of
from fetch.server import Server, redirect, reply

TABLE = {"https://export.arxiv.org": "https://a.mirror/sub/", "https://arxiv.org/": "http://127.0.0.1:8000"}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.mark.parametrize(
    ("url", "served"),
    [
        ("https://export.arxiv.org/api/query?id_list=1", "https://a.mirror/sub/api/query?id_list=1"),
        ("https://EXPORT.arxiv.org:443", "https://a.mirror/sub/"),
        ("https://export.arxiv.org/x/../../admin", "https://a.mirror/sub/admin"),
        ("https://export.arxiv.org/%2e%2e/admin", "https://a.mirror/sub/admin"),
        ("https://arxiv.org/abs/1", "http://127.0.0.1:8000/abs/1"),
        ("http://arxiv.org/abs/1", "http://arxiv.org/abs/1"),
        ("https://rss.arxiv.org/x", "https://rss.arxiv.org/x"),
    ],
)
def test_where_an_address_is_served(url: str, served: str) -> None:
    assert Mirrors(TABLE).served(read_target(url)).url == served


@pytest.mark.parametrize(
    ("found", "original"),
    [
        ("https://a.mirror/sub/list", "https://export.arxiv.org/list"),
        ("https://a.mirror/list?x=1", "https://export.arxiv.org/list?x=1"),
        ("https://a.mirror/subway", "https://export.arxiv.org/subway"),
        ("https://export.arxiv.org/list", "https://export.arxiv.org/list"),
        ("https://elsewhere.example/sub/x", "https://elsewhere.example/sub/x"),
        ("http://a.mirror/sub/list", "http://a.mirror/sub/list"),
    ],
)
def test_whom_the_target_of_a_redirect_belongs_to(found: str, original: str) -> None:
    asked = read_target("https://export.arxiv.org/api")
    assert Mirrors(TABLE).original(read_target(found), asked).url == original


def test_the_identity_stays_with_the_origin(server: Server) -> None:
    server.on("/sub/old?x=1", redirect("new", 301))
    server.on("/sub/new", redirect(server.url("/sub/newest"), 308))
    server.on("/sub/newest", reply("here"))
    client = client_of(mirrors={"https://export.arxiv.org": server.url("/sub/")})
    answer = client.get(Wanted(url="https://export.arxiv.org/old?x=1", sort="api"))
    assert (answer.url, answer.moved_to) == ("https://export.arxiv.org/newest",) * 2
    assert server.paths() == ["/sub/old?x=1", "/sub/new", "/sub/newest"]
    assert {request.headers["host"] for request in server.requests} == {f"127.0.0.1:{server.port}"}


def test_a_mirror_serves_redirects_to_its_origin_too(server: Server) -> None:
    server.on("/a", redirect("https://export.arxiv.org/b"))
    server.on("/b", reply("here"))
    client = client_of(
        mirrors={"https://export.arxiv.org": server.base, "https://rss.arxiv.org": server.base},
        delays={"default": 0.0, "arxiv": 0.0, "wechat": 0.0},
    )
    assert client.get(Wanted(url="https://rss.arxiv.org/a", sort="feed")).url == "https://export.arxiv.org/b"


def test_a_mirror_in_a_private_network_must_be_allowed(server: Server) -> None:
    client = client_of("elsewhere.test", mirrors={"https://export.arxiv.org": server.base})
    with pytest.raises(FetchFailure) as failure:
        client.get(Wanted(url="https://export.arxiv.org/a", sort="api"))
    assert failure.value.why == "forbidden"
    assert server.connections == 0


def test_a_public_mirror_needs_no_leave(server: Server) -> None:
    server.on("/arxiv/a", reply("here"))
    client = client_of(
        "elsewhere.test",
        names=Names({"a.mirror": ["93.184.216.34"]}),
        internet=Internet({"93.184.216.34": server}),
        mirrors={"https://export.arxiv.org": "http://a.mirror/arxiv"},
    )
    assert client.get(Wanted(url="https://export.arxiv.org/a", sort="api")).body == b"here"


def test_what_strangers_link_to_is_mirrored_as_well(server: Server) -> None:
    """A base was configured, so it may lie in a private network whoever wrote the link to its origin."""
    server.on("/a", reply("here"))
    client = client_of(mirrors={"https://export.arxiv.org": server.base})
    get = client.found_on("https://blog.example/feed")
    assert get(Wanted(url="https://export.arxiv.org/a", sort="image")).body == b"here"
    with pytest.raises(FetchFailure):
        get(Wanted(url=server.url("/a"), sort="image"))


def test_what_a_mirror_serves_cannot_lead_into_the_network(server: Server) -> None:
    """The mirror is ours, what it passes on is not: `allow_private_hosts` holds for what the site's owner wrote."""
    with Server() as canary:
        for host in ("127.0.0.1", "localhost"):
            server.on("/sub/a", redirect(f"https://{host}:{canary.port}/x"))
            client = client_of(
                "127.0.0.1", "localhost", mirrors={"https://blog.example": server.url("/sub/")}
            )
            with pytest.raises(FetchFailure) as failure:
                client.get(Wanted(url="https://blog.example/a", sort="feed"))
            assert failure.value.why == "forbidden"
        assert canary.connections == 0
