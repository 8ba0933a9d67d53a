"""Promise S2: few redirects, never down from https, nothing told to strangers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from digest.fetch.exchange import FetchFailure, Wanted
from fetch.network import Internet, Names, client_of
from fetch.server import Server, redirect, reply


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


def feed(url: str, **more: str) -> Wanted:
    return Wanted(url=url, sort="feed", **more)


@pytest.mark.parametrize("count", [1, 5])
def test_up_to_five_redirects_are_followed(server: Server, count: int) -> None:
    for number in range(count):
        server.on(f"/{number}", redirect(f"/{number + 1}"))
    server.on(f"/{count}", reply("here"))
    answer = client_of().get(feed(server.url("/0")))
    assert (answer.body, answer.url, answer.moved_to) == (b"here", server.url(f"/{count}"), "")


def test_the_sixth_redirect_is_not(server: Server) -> None:
    for number in range(6):
        server.on(f"/{number}", redirect(f"/{number + 1}"))
    server.on("/6", reply("here"))
    with pytest.raises(FetchFailure) as failure:
        client_of().get(feed(server.url("/0")))
    assert failure.value.why == "redirects"
    assert server.paths() == [f"/{number}" for number in range(6)]


@pytest.mark.parametrize(
    ("first", "second", "is_permanent"), [(301, 308, True), (301, 302, False), (307, 308, False)]
)
def test_moved_for_good_only_where_every_step_says_so(
    server: Server, first: int, second: int, is_permanent: bool
) -> None:
    server.on("/a", redirect("/b", first))
    server.on("/b", redirect("/c?x=1#top", second))
    server.on("/c", reply("here"))
    answer = client_of().get(feed(server.url("/a")))
    assert answer.url == server.url("/c?x=1")
    assert answer.moved_to == (answer.url if is_permanent else "")


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("b", "/d/b"),
        ("?q=2", "/d/a?q=2"),
        ("../e", "/e"),
        ("/中文", "/%E4%B8%AD%E6%96%87"),
        ("/a b", "/a%20b"),
        ("//127.0.0.1:PORT/f", "/f"),
        ("http://127.0.0.1:PORT/g#x", "/g"),
    ],
)
def test_where_a_location_leads(server: Server, location: str, path: str) -> None:
    server.on("/d/a", redirect(location.replace("PORT", str(server.port))))
    server.on("/d/a?q=2", reply("here"))
    server.on(path, reply("here"))
    answer = client_of().get(feed(server.url("/d/a")))
    assert (answer.url, answer.body) == (server.url(path), b"here")


@pytest.mark.parametrize("answer", [redirect(""), reply(302), reply(301, status=301), reply(300), reply(305)])
def test_a_redirect_to_nowhere(server: Server, answer: object) -> None:
    server.on("/a", answer)  # type: ignore[arg-type]  # a table of replies
    with pytest.raises(FetchFailure) as failure:
        client_of().get(feed(server.url("/a")))
    assert failure.value.why in ("redirects", "status")
    assert server.paths() == ["/a"]


def test_no_way_down_from_https(server: Server) -> None:
    """The first address is https by its identity; a mirror serves it here."""
    server.on("/a", redirect(server.url("/b", "other.test")))
    client = client_of("127.0.0.1", "other.test", mirrors={"https://safe.example": server.base})
    with pytest.raises(FetchFailure) as failure:
        client.get(feed("https://safe.example/a"))
    assert failure.value.why == "redirects"
    assert server.paths() == ["/a"]


def test_the_referer_stays_with_its_host(server: Server) -> None:
    there = server.url("/b", "other.test")
    server.on("/a", redirect("/a2"))
    server.on("/a2", redirect(there))
    server.on("/b", reply("here"))
    client_of("home.test", "other.test").get(
        feed(server.url("/a", "home.test"), referer="https://mp.weixin.qq.com/s/1")
    )
    assert [request.headers.get("referer", "") for request in server.requests] == [
        "https://mp.weixin.qq.com/s/1",
        "https://mp.weixin.qq.com/s/1",
        "",
    ]


def test_each_host_of_a_chain_is_looked_up(server: Server) -> None:
    server.on("/a", redirect(server.url("/b", "other.test")))
    server.on("/b", reply("here"))
    names = Names({"home.test": ["127.0.0.1"], "other.test": ["127.0.0.1"]})
    client_of("home.test", "other.test", names=names).get(feed(server.url("/a", "home.test")))
    assert names.asked == ["home.test", "other.test"]


def test_what_is_sent(server: Server) -> None:
    server.fallback = reply("here")
    client = client_of(contact="https://example.org/about")
    for sort in ("api", "feed", "page", "image"):
        client.get(Wanted(url=server.url(f"/{sort}"), sort=sort), heed_robots=False)
    accepts = {request.path: request.headers["accept"] for request in server.requests}
    assert accepts["/page"].startswith("text/html")
    assert "application/rss+xml" in accepts["/feed"]
    assert "svg" not in accepts["/image"]
    agents = {request.headers["user-agent"] for request in server.requests}
    assert len(agents) == 1
    assert agents.pop().partition("/")[2].partition(" ")[2] == "(+https://example.org/about)"
    assert {request.headers["accept-encoding"] for request in server.requests} == {"gzip, deflate"}


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://SITE.test:80/", "site.test"),
        ("http://site.test:443/", "site.test:443"),
        ("http://[2606:4700:4700::1111]/", "[2606:4700:4700::1111]"),
        ("http://93.184.216.34/", "93.184.216.34"),
    ],
)
def test_the_host_that_is_sent(server: Server, url: str, host: str) -> None:
    server.on("/", reply("here"))
    internet = Internet({"93.184.216.34": server, "2606:4700:4700::1111": server})
    client_of(names=Names({"site.test": ["93.184.216.34"]}), internet=internet).get(feed(url))
    assert server.requests[0].headers["host"] == host


def test_validators_are_sent_as_they_were_given(server: Server) -> None:
    server.on("/f", reply("here", etag='W/"a, \\b"', last_modified="Mon, 4 May 2026 08:00:00 GMT"))
    client = client_of()
    first = client.get(feed(server.url("/f")))
    tag, date = first.headers["etag"], first.headers["last-modified"]
    assert client.get(feed(server.url("/f"), etag=tag)).status == 304
    again = client.get(feed(server.url("/f"), last_modified=date))
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("value", ['"a"\r\nX-Evil: 1', '"\n"', '"中"', " x", "\x00"])
def test_a_value_that_would_break_the_request_is_left_out(server: Server, value: str) -> None:
    server.on("/f", reply("here"))
    client_of().get(feed(server.url("/f"), etag=value, referer=value))
    assert {"if-none-match", "referer", "x-evil"}.isdisjoint(server.requests[0].headers)


def test_an_answer_nobody_asked_for(server: Server) -> None:
    server.on("/f", reply(304))
    with pytest.raises(FetchFailure) as failure:
        client_of().get(feed(server.url("/f")))
    assert (failure.value.why, failure.value.status) == ("status", 304)
