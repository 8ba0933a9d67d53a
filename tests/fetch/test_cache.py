from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from digest.fetch.cache import CachingClient, Kept, ResponseCache, cache_path
from digest.fetch.exchange import Answer, FetchFailure, Wanted
from fetch.network import client_of
from fetch.server import Server, raw, redirect, reply

TAG, DATE = 'W/"a b"', "Mon, 04 May 2026 08:00:00 GMT"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


class Day:
    """A time of day that tests set."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0

    def __call__(self) -> float:
        """The time now, in seconds since 1970."""
        return self.time


class Reader:
    """Someone who fetches one address again and again, in a new process each time."""

    def __init__(self, server: Server, root: Path) -> None:
        self.day = Day()
        self.path = cache_path(root)
        self.wanted = Wanted(url=server.url("/feed"), sort="feed")

    def read(self, *, accept: bool = True, refresh: bool = False) -> tuple[bytes, bool, bool]:
        """What there is to read, whether the network was asked, and whether it is new."""
        client = CachingClient(
            client_of().get, ResponseCache(self.path), {"rss": 3600.0, "arxiv": 43_200.0}, now=self.day
        )
        fetched = client.fetch(self.wanted, "rss", refresh=refresh)
        if accept:
            client.accept(self.wanted, fetched)
        return fetched.answer.body, fetched.asked, fetched.is_new


@pytest.fixture
def reader(server: Server, tmp_path: Path) -> Reader:
    return Reader(server, tmp_path)


def test_an_unchanged_source_costs_a_304(server: Server, reader: Reader) -> None:
    server.on("/feed", reply("one", etag=TAG, last_modified=DATE))
    assert reader.read() == (b"one", True, True)
    reader.day.time += 3600
    assert reader.read() == (b"one", True, False)
    headers = server.requests[1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == (TAG, DATE)
    reader.day.time += 3600
    server.on("/feed", reply("two", etag='"2"'))
    assert reader.read() == (b"two", True, True)
    reader.day.time += 3600
    assert reader.read() == (b"two", True, False)
    assert server.requests[3].headers["if-none-match"] == '"2"'
    assert "if-modified-since" not in server.requests[3].headers


def test_a_fresh_answer_costs_nothing(server: Server, reader: Reader) -> None:
    server.on("/feed", reply("one"), reply("two"))
    assert reader.read() == (b"one", True, True)
    reader.day.time += 3599
    assert reader.read() == (b"one", False, False)
    assert reader.read(refresh=True) == (b"two", True, True)
    assert len(server.requests) == 2


def test_reading_a_kept_answer_again_makes_it_no_fresher(server: Server, reader: Reader) -> None:
    server.on("/feed", reply("one"), reply("two"))
    reader.read()
    reader.day.time += 3000
    assert reader.read() == (b"one", False, False)
    reader.day.time += 1000
    assert reader.read() == (b"two", True, True)


def test_a_304_makes_an_answer_fresh_again(server: Server, reader: Reader) -> None:
    server.on("/feed", reply("one", etag=TAG))
    reader.read()
    reader.day.time += 4000
    assert reader.read(accept=False) == (b"one", True, False)
    reader.day.time += 3000
    assert reader.read() == (b"one", False, False)


def test_a_clock_that_was_put_back_keeps_nothing_fresh(server: Server, reader: Reader) -> None:
    server.on("/feed", reply("one"), reply("two"))
    reader.read()
    reader.day.time -= 10_000_000
    assert reader.read() == (b"two", True, True)


def test_what_was_not_accepted_replaces_nothing(server: Server, reader: Reader) -> None:
    """A CAPTCHA with status 200 must not become what the site last said."""
    server.on(
        "/feed", reply("one", etag=TAG), reply("prove that you are human", etag='"c"'), reply("one", etag=TAG)
    )
    reader.read()
    reader.day.time += 4000
    assert reader.read(accept=False) == (b"prove that you are human", True, True)
    assert reader.read() == (b"one", True, False)
    assert server.requests[2].headers["if-none-match"] == TAG


@pytest.mark.parametrize("failing", [reply(500), reply(404), reply(429), raw(b"")])
def test_a_failure_changes_nothing(server: Server, reader: Reader, failing: object) -> None:
    server.on("/feed", reply("one", etag=TAG))
    reader.read()
    reader.day.time += 4000
    server.on("/feed", failing)  # type: ignore[arg-type]  # of the table
    with pytest.raises(FetchFailure):
        reader.read()
    server.on("/feed", reply("one", etag=TAG))
    assert reader.read() == (b"one", True, False)


def test_a_source_that_moved_for_good_is_asked_where_it_is(server: Server, reader: Reader) -> None:
    server.on("/feed", redirect("/new", 301))
    server.on("/new", reply("one", etag=TAG))
    reader.read()
    reader.day.time += 4000
    assert reader.read() == (b"one", True, False)
    assert server.paths() == ["/feed", "/new", "/new"]
    kept = ResponseCache(reader.path).get(reader.wanted.url)
    assert kept is not None
    assert kept.answer.moved_to == server.url("/new")
    reader.day.time += 4000
    server.on("/new", reply("two"))
    assert reader.read() == (b"two", True, True)
    kept = ResponseCache(reader.path).get(reader.wanted.url)
    assert kept is not None
    assert kept.answer.moved_to == server.url("/new"), "what was moved stays moved"


def test_a_source_that_came_back_is_found_again(server: Server, reader: Reader) -> None:
    server.on("/feed", redirect("/new", 308), reply("back"))
    server.on("/new", reply("one", etag=TAG), reply(404))
    reader.read()
    reader.day.time += 4000
    assert reader.read() == (b"back", True, True)
    reader.day.time += 4000
    assert reader.read() == (b"back", True, True)
    assert server.paths() == ["/feed", "/new", "/new", "/feed", "/feed"]


def test_a_temporary_redirect_is_asked_anew(server: Server, reader: Reader) -> None:
    server.on("/feed", redirect("/new", 302))
    server.on("/new", reply("one", etag=TAG))
    reader.read()
    reader.day.time += 4000
    assert reader.read() == (b"one", True, False)
    assert server.paths() == ["/feed", "/new", "/feed", "/new"]


def kept() -> Kept:
    headers = {"etag": TAG, "last-modified": DATE, "content-type": "text/xml; charset=gbk"}
    return Kept(Answer(url="http://x/é", status=200, headers=headers, body=bytes(range(256)) * 50), 5.5)


def test_what_is_kept_comes_back_whole(tmp_path: Path) -> None:
    cache = ResponseCache(tmp_path / "http.sqlite")
    assert cache.get("http://x/") is None
    cache.put("http://x/", kept())
    again = ResponseCache(tmp_path / "http.sqlite").get("http://x/")
    assert again == kept()
    assert (kept().etag, kept().last_modified) == (TAG, DATE)
    assert cache.get("http://y/") is None
    assert cache.warning is None


@pytest.mark.parametrize("damage", ["rubbish", "empty", "half", "value", "folder"])
def test_a_damaged_cache_is_an_empty_one(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "cache" / "http.sqlite"
    cache = ResponseCache(path)
    cache.put("http://x/", kept())
    data = path.read_bytes()
    if damage == "rubbish":
        path.write_bytes(b"rubbish" * 1000)
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "half":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "value":
        connection = sqlite3.connect(path)
        with connection:
            connection.execute("UPDATE results SET value = ?", (b"what?",))
        connection.close()
    else:
        path.unlink()
        path.mkdir()
    assert cache.get("http://x/") is None
    cache.put("http://x/", kept())
    if damage == "folder":
        assert cache.warning is not None
    else:
        assert cache.get("http://x/") == kept()
        assert cache.warning is None


def test_every_damaged_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "http.sqlite"
    ResponseCache(path).put("http://x/", kept())
    data = path.read_bytes()
    for place in range(0, len(data), len(data) // 60):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        cache = ResponseCache(path)
        assert cache.get("http://x/") in (None, kept())
        cache.put("http://x/", kept())


def test_a_lone_surrogate_in_an_address_is_no_error(tmp_path: Path) -> None:
    assert ResponseCache(tmp_path / "http.sqlite").get("http://x/\ud800") is None


def test_the_answer_is_kept_under_the_address_that_was_asked(server: Server, reader: Reader) -> None:
    server.on("/feed", redirect("/new", 302))
    server.on("/new", reply("one"))
    reader.read()
    cache = ResponseCache(reader.path)
    assert cache.get(server.url("/new")) is None
    found = cache.get(server.url("/feed"))
    assert found is not None
    assert msgspec.structs.asdict(found.answer)["url"] == server.url("/new")


def test_a_question_counts_from_the_moment_its_results_are_filed(server: Server, tmp_path: Path) -> None:
    day = Day()

    def client() -> CachingClient:
        return CachingClient(client_of().get, ResponseCache(cache_path(tmp_path)), {"arxiv": 60.0}, now=day)

    killed = client()
    killed.note("papers")
    assert not client().is_fresh("papers", "arxiv")
    killed.settle()
    assert client().is_fresh("papers", "arxiv")
    day.time += 61
    assert not client().is_fresh("papers", "arxiv")
