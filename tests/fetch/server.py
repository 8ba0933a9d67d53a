"""A scripted HTTP server on 127.0.0.1: pages that answer as told, also in ways no honest server would.

    with Server() as server:
        server.on("/feed.xml", reply(503), reply(FEED, type="application/rss+xml", etag='"1"'))
        ... ask server.url("/feed.xml") twice ...
        assert server.paths() == ["/feed.xml", "/feed.xml"]

A path answers with each of its replies in turn, then with the last one again and again. Replies may also be made by
a function of the request, and a whole fake site can be one function: `server.fallback = site`. One server can play
several hosts (`host="blog.test"`), told apart by the `Host` header.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from itertools import pairwise
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

import msgspec


class Request(msgspec.Struct):
    """What came in. `began` and `ended` are readings of the monotonic clock; `path` has no query, `target` has."""

    method: str
    target: str
    headers: dict[str, str]
    began: float
    ended: float = 0.0
    body: bytes = b""

    @property
    def path(self) -> str:
        """Without the query."""
        return urlsplit(self.target).path

    @property
    def host(self) -> str:
        """The host that was meant, without port."""
        return self.headers.get("host", "").rpartition(":")[0] or self.headers.get("host", "")

    def parameter(self, name: str) -> str:
        """The first value of a parameter of the query, or ""."""
        return parse_qs(urlsplit(self.target).query).get(name, [""])[0]


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What goes out: made by `reply` and its like below. Times are in seconds."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    length: int | None = None  # what Content-Length claims; None: the truth
    is_chunked: bool = False
    is_open_ended: bool = False  # neither length nor chunks: the body ends with the connection
    cut_after: int | None = None  # bytes of the body after which the connection is dropped
    before: float = 0.0  # pause before the first byte
    step: int = 0  # bytes sent at a time; 0: all at once
    pause: float = 0.0  # between two steps
    raw: bytes | None = None  # sent instead of everything above
    drip_raw: bytes = b""  # repeated for ever, a pause after each, instead of everything above
    is_silent: bool = False  # takes the request and says nothing


class Sent(NamedTuple):
    """A path of a host, "" for any."""

    host: str
    path: str


Answering = Reply | Callable[[Request], Reply]


def reply(
    what: bytes | str | int = b"",
    *,
    status: int = 200,
    type: str = "text/html; charset=utf-8",  # noqa: A002  (the header's own name)
    etag: str = "",
    last_modified: str = "",
    **headers: str,
) -> Reply:
    """An ordinary answer: a body, or a status without one. `retry_after="5"` is the header `Retry-After: 5`.

    With `etag` or `last_modified` a matching conditional request gets a 304.
    """
    if isinstance(what, int):
        status, what = what, b""
    listed = [(name.replace("_", "-").title(), value) for name, value in headers.items()]
    listed += [(name, value) for name, value in (("ETag", etag), ("Last-Modified", last_modified)) if value]
    body = what.encode() if isinstance(what, str) else what
    return Reply(status=status, headers=(("Content-Type", type), *listed), body=body)


def redirect(to: str, status: int = 302) -> Reply:
    """A redirect to an address, written as it is."""
    return Reply(status=status, headers=(("Location", to),))


def compressed(body: bytes | str, coding: str = "gzip", type: str = "text/html; charset=utf-8") -> Reply:  # noqa: A002
    """A body in gzip, deflate or raw-deflate, or in several (`gzip, gzip`)."""
    data = body.encode() if isinstance(body, str) else body
    for name in coding.split(", "):
        if name == "gzip":
            data = gzip.compress(data, mtime=0)
        elif name == "deflate":
            data = zlib.compress(data)
        else:
            compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
            data = compressor.compress(data) + compressor.flush()
    headers = (("Content-Type", type), ("Content-Encoding", coding.removeprefix("raw-")))
    return Reply(headers=headers, body=data)


def bomb(size: int) -> Reply:
    """Zeros that were compressed a thousand to one, `size` bytes of them."""
    return compressed(bytes(size))


def dripping(body: bytes | str, pause: float, step: int = 1) -> Reply:
    """A body that comes some bytes at a time, never pausing long."""
    data = body.encode() if isinstance(body, str) else body
    return Reply(body=data, step=step, pause=pause)


def dripping_headers(pause: float) -> Reply:
    """Headers without end, one at a time."""
    return Reply(drip_raw=b"X-More: and more\r\n", pause=pause)


def flood_of_headers(size: int) -> Reply:
    """An answer with at least `size` bytes of headers."""
    line = "x" * 1000
    return Reply(headers=tuple((f"X-{number}", line) for number in range(size // 1000 + 1)), body=b"small")


def truncated(body: bytes | str, after: int, *, is_chunked: bool = False) -> Reply:
    """A body whose connection is dropped after some bytes."""
    data = body.encode() if isinstance(body, str) else body
    return Reply(body=data, cut_after=after, is_chunked=is_chunked)


def silence() -> Reply:
    """A server that takes the request and never says a word."""
    return Reply(is_silent=True)


def raw(data: bytes) -> Reply:
    """Exactly these bytes, HTTP or not, and the end of the connection."""
    return Reply(raw=data)


class Server:
    """The server; a context manager. `context` makes it speak TLS."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self._routes: dict[Sent, list[Answering]] = {}
        self._guard = threading.Lock()
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listener.settimeout(0.02)
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self.port: int = self._listener.getsockname()[1]
        self.requests: list[Request] = []
        """Every request in the order of arrival."""
        self.connections = 0
        """How many connections were made, also those that asked nothing: a canary counts these."""
        self.fallback: Answering = reply(404)
        """Answers what no route does."""
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def base(self) -> str:
        """The origin of the server, without a slash at its end."""
        return f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}"

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path, under a name that leads here if need be."""
        return f"{'https' if self._context else 'http'}://{host}:{self.port}{path}"

    def on(self, path: str, *replies: Answering, host: str = "") -> None:
        """Sets what a path answers; a path with a query (`/api?id=1`) is for that query alone."""
        with self._guard:
            self._routes[Sent(host, path)] = list(replies)

    def paths(self, host: str = "") -> list[str]:
        """The targets asked for so far, in order."""
        return [request.target for request in self.requests if host in ("", request.host)]

    def gaps(self) -> list[float]:
        """The seconds from the start of each request to the start of the next."""
        starts = [request.began for request in self.requests]
        return [later - earlier for earlier, later in pairwise(starts)]

    def most_at_once(self) -> int:
        """How many requests were in the works at the same time."""
        marks = sorted(
            [(request.began, 1) for request in self.requests]
            + [(r.ended, -1) for r in self.requests if r.ended]
        )
        most = now = 0
        for _, change in marks:
            now += change
            most = max(most, now)
        return most

    def close(self) -> None:
        """Stops answering; whoever still waits is dropped."""
        self._closing.set()
        for thread in self._threads:
            thread.join(timeout=5)
        self._listener.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        try:
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            while (request := _read_request(connection)) is not None:
                with self._guard:
                    self.requests.append(request)
                    answering = self._next(request)
                answer = answering if isinstance(answering, Reply) else answering(request)
                is_over = self._send(connection, request, answer)
                if is_over or request.headers.get("connection") == "close":
                    return
        except OSError:
            pass  # the client has gone: what it thinks of that is the test's subject
        finally:
            connection.close()

    def _next(self, request: Request) -> Answering:
        for host in (request.host, ""):
            for path in (request.target, request.path):
                replies = self._routes.get(Sent(host, path))
                if replies:
                    return replies.pop(0) if len(replies) > 1 else replies[0]
        return self.fallback

    def _send(self, connection: socket.socket, request: Request, answer: Reply) -> bool:
        """Sends an answer; True where the connection cannot be used again."""
        self._closing.wait(answer.before)
        if answer.is_silent:
            self._closing.wait()
            return True
        if answer.raw is not None:
            request.ended = time.monotonic()
            connection.sendall(answer.raw)
            return True
        if answer.drip_raw:
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while not self._closing.wait(answer.pause):
                connection.sendall(answer.drip_raw)
            return True
        if answer.status == 200 and _is_known(request, dict(answer.headers)):
            answer = msgspec.structs.replace(answer, status=304, body=b"")
        body = answer.body[: answer.cut_after]
        # The log must be complete before the client can go on.
        request.ended = time.monotonic()
        connection.sendall(_head(answer))
        size = answer.step or max(len(body), 1)
        for start in range(0, len(body), size):
            piece = body[start : start + size]
            connection.sendall(b"%x\r\n%b\r\n" % (len(piece), piece) if answer.is_chunked else piece)
            if answer.pause and self._closing.wait(answer.pause):
                return True
        if answer.cut_after is not None or answer.is_open_ended:
            return True
        if answer.is_chunked:
            connection.sendall(b"0\r\n\r\n")
        if answer.pause:
            request.ended = time.monotonic()  # of any other answer the client may have gone on by now
        return False


def _read_request(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65_536)
        if not piece:
            return None
        data += piece
    began = time.monotonic()
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        piece = connection.recv(65_536)
        if not piece:
            return None
        body += piece
    return Request(method, target, headers, began, body=body)


def _head(answer: Reply) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} Scripted", *(f"{name}: {value}" for name, value in answer.headers)]
    if answer.is_chunked:
        lines.append("Transfer-Encoding: chunked")
    elif not answer.is_open_ended and answer.status != 304:
        length = len(answer.body) if answer.length is None else answer.length
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")


def _is_known(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether a conditional request has what would be sent; the tag decides where both are given (RFC 9110)."""
    if "if-none-match" in request.headers:
        return request.headers["if-none-match"] == headers.get("ETag")
    since = request.headers.get("if-modified-since")
    return since is not None and since == headers.get("Last-Modified")
