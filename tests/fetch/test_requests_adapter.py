from __future__ import annotations

from collections.abc import Iterator

import arxiv
import pytest
import requests

from building import SHARED
from digest.fetch.exchange import FetchFailure
from digest.fetch.requests_adapter import ClientAdapter, RequestsFailure
from fetch.network import Clock, client_of
from fetch.server import Server, redirect, reply, truncated

FEED = SHARED / "fixtures/arxiv/api_id_1605.08386.xml"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        adapter = ClientAdapter(client_of().get)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        yield session


def test_a_get_goes_through_the_client(server: Server, session: requests.Session) -> None:
    server.on("/a", redirect("/b?x=1"))
    server.on("/b", reply("中", type="text/xml; charset=utf-8", set_cookie="a=b", etag='"1"'))
    response = session.get(
        server.url("/a"), headers={"User-Agent": "other", "Cookie": "c=d"}, auth=("a", "b")
    )
    assert (response.status_code, response.content, response.text) == (200, "中".encode(), "中")
    assert (response.url, response.headers["ETag"], response.encoding) == (
        server.url("/b?x=1"),
        '"1"',
        "utf-8",
    )
    assert response.ok
    for request in server.requests:
        assert request.headers["user-agent"].startswith("digest/")
        assert {"cookie", "authorization"}.isdisjoint(request.headers)
    assert not session.cookies


def test_a_failure_comes_back_as_it_was(server: Server, session: requests.Session) -> None:
    server.on("/a", reply(404))
    with pytest.raises(requests.RequestException) as error:
        session.get(server.url("/a"))
    assert isinstance(error.value, RequestsFailure)
    assert (error.value.failure.why, error.value.failure.status) == ("status", 404)
    assert not isinstance(error.value, requests.ConnectionError)


def test_nothing_but_get(server: Server, session: requests.Session) -> None:
    with pytest.raises(RequestsFailure):
        session.post(server.url("/a"), data="x")
    assert server.connections == 0


def package(server: Server, clock: Clock) -> arxiv.Client:
    """The arXiv package as a source would set it up."""
    client = arxiv.Client(page_size=10, delay_seconds=0, num_retries=3)
    get = client_of(clock=clock, mirrors={"https://export.arxiv.org": server.base}).get
    client._session.mount("https://", ClientAdapter(get))
    return client


def test_the_arxiv_package_asks_through_it(server: Server) -> None:
    if not FEED.exists():
        pytest.skip("the shared fixtures are not here")
    server.on("/api/query", reply(503), truncated(FEED.read_bytes(), 100), reply(FEED.read_bytes()))
    clock = Clock()
    (paper,) = package(server, clock).results(arxiv.Search(id_list=["1605.08386"]))
    assert paper.title == "Heat-bath random walks with Markov bases"
    assert [author.name for author in paper.authors] == ["Caprice Stanley", "Tobias Windisch"]
    assert len(server.requests) == 3
    assert all(pause >= 3 for pause in clock.slept)


@pytest.mark.parametrize("status", [400, 404])
def test_the_package_does_not_repeat_what_is_hopeless(server: Server, status: int) -> None:
    server.on("/api/query", reply(status))
    with pytest.raises(RequestsFailure) as error:
        list(package(server, Clock()).results(arxiv.Search(id_list=["abc"])))
    failure: FetchFailure = error.value.failure
    assert failure.status == status
    assert len(server.requests) == 1
