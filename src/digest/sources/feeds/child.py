"""Reading feeds in a process of its own, which may not take much memory or time and can open nothing.

A feed of 100 KB can make its parser take 300 MB, and an XML parser has opened files and addresses before. The
child lives for many feeds, because loading the parser takes longer than most of them; what a feed did to it ends
with it. Requests and answers are MessagePack behind their length.
"""

from __future__ import annotations

import contextlib
import os
import resource
import selectors
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from types import TracebackType
from typing import IO, Self

import msgspec

from digest.sources.feeds.feed import MAX_BYTES, Feed, NotAFeed

MEMORY = 256 * 1024 * 1024
"""What the child may take, in bytes of address space."""
SECONDS = 20.0
"""What reading one feed may take."""
_STARTING = 30.0  # seconds for the first answer: the child loads the parser
_LONGEST_ANSWER = 64 * 1024 * 1024  # bytes
_LENGTH = struct.Struct(">I")


class _Request(msgspec.Struct, frozen=True):
    body: bytes
    url: str
    headers: dict[str, str]
    now: datetime


class _Reply(msgspec.Struct, frozen=True):
    feed: Feed | None = None
    reason: str = ""


class FeedChild:
    """A child process for any number of feeds, one after another; use it in a `with` statement.

    It starts with the first feed, again after a feed that it did not survive, and for another time zone. Threads
    may share it.
    """

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._zone = ""
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The number of the process, None while there is none."""
        return self._process.pid if self._process else None

    def read(
        self, body: bytes, url: str, headers: Mapping[str, str], *, now: datetime, zone: tzinfo = UTC
    ) -> Feed:
        """Read a feed as `read_feed` does.

        Raises:
            NotAFeed: also where reading took too much time or memory, or went wrong in any other way.
        """
        if len(body) > MAX_BYTES:
            raise NotAFeed(f"it is larger than {MAX_BYTES // 1_000_000} MB")
        request = _Request(body, url, _of_interest(headers), now)
        with self._lock:
            self._start(_zone_name(zone, now))
            try:
                reply = self._ask(msgspec.msgpack.encode(request))
            except (OSError, EOFError, TimeoutError, msgspec.DecodeError) as problem:
                self.close()
                took_long = isinstance(problem, TimeoutError)
                limit = (
                    f"{self._seconds:g} seconds"
                    if took_long
                    else f"{self._memory // 1024 // 1024} MB of memory"
                )
                raise NotAFeed(f"reading it needs more than {limit}") from problem
            except BaseException:
                self.close()  # an interrupted answer must not be taken for that to the next request
                raise
            if reply.feed is None:
                raise NotAFeed(reply.reason)
            return reply.feed

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()

    def _start(self, zone: str) -> None:
        """Have a process that is ready, so that the time of a feed is its own."""
        if self._process is not None and self._process.poll() is None and self._zone == zone:
            return
        self.close()
        self._process, self._zone = _started(self._memory, zone), zone
        try:
            with contextlib.closing(_Answers(self._process, _STARTING)) as answers:
                answers.take(1)
        except (EOFError, TimeoutError) as problem:
            self.close()
            raise NotAFeed("the process that reads feeds does not start") from problem

    def _ask(self, request: bytes) -> _Reply:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        process.stdin.write(_LENGTH.pack(len(request)) + request)
        process.stdin.flush()
        with contextlib.closing(_Answers(process, self._seconds)) as answers:
            (length,) = _LENGTH.unpack(answers.take(_LENGTH.size))
            if length > _LONGEST_ANSWER:
                raise EOFError
            return msgspec.msgpack.decode(answers.take(length), type=_Reply)


class _Answers:
    """What a process writes, within a time."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        assert process.stdout is not None
        self._pipe = process.stdout.fileno()
        self._until = time.monotonic() + seconds
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._pipe, selectors.EVENT_READ)

    def take(self, length: int) -> bytes:
        """So many bytes.

        Raises:
            EOFError: the process ended.
            TimeoutError: the time is over.
        """
        parts = bytearray()
        while len(parts) < length:
            left = self._until - time.monotonic()
            if left <= 0 or not self._selector.select(left):
                raise TimeoutError
            piece = os.read(self._pipe, min(length - len(parts), 1 << 20))
            if not piece:
                raise EOFError
            parts += piece
        return bytes(parts)

    def close(self) -> None:
        self._selector.close()


def read_feed_bounded(
    body: bytes,
    url: str,
    headers: Mapping[str, str],
    *,
    now: datetime,
    zone: tzinfo = UTC,
    child: FeedChild | None = None,
) -> Feed:
    """Read one feed in a child process: a given one that stays, else one that ends with this call.

    Raises:
        NotAFeed: as `read_feed`, and for what the child did not survive.
    """
    if child is not None:
        return child.read(body, url, headers, now=now, zone=zone)
    with FeedChild() as own:
        return own.read(body, url, headers, now=now, zone=zone)


def _started(memory: int, zone: str) -> subprocess.Popen[bytes]:
    # `-P`: the working directory may hold files a stranger named like modules. The environment holds keys.
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", "digest.sources.feeds.child", str(memory), zone],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )


def _of_interest(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in ("content-type",) if name in headers}


def _zone_name(zone: tzinfo, now: datetime) -> str:
    """The key of a zone of the time zone database; else its offset now."""
    return str(getattr(zone, "key", "")) or now.astimezone(zone).strftime("%z")


# From here on: in the child.


def _serve(memory: int, zone_name: str) -> None:
    """Answer requests until the pipe ends."""
    from digest.sources.charset import load_codecs  # noqa: PLC0415 - heavy, and the parent needs none of it
    from digest.sources.feeds.read import read_feed  # noqa: PLC0415 - in the child alone

    zone = _zone(zone_name)
    load_codecs()
    for sample in _SAMPLES:  # loads what the parsers load when they first meet something
        with contextlib.suppress(NotAFeed):
            read_feed(sample, "https://example.org/", {}, now=datetime(2024, 1, 1, tzinfo=UTC))
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    _confine(memory)
    replies.write(b"+")
    replies.flush()
    while (head := _exactly(requests, _LENGTH.size)) and (
        body := _exactly(requests, _LENGTH.unpack(head)[0])
    ):
        request = msgspec.msgpack.decode(body, type=_Request)
        del body
        try:
            feed = read_feed(request.body, request.url, request.headers, now=request.now, zone=zone)
            answer = msgspec.msgpack.encode(_Reply(feed=feed))
        except NotAFeed as problem:
            answer = msgspec.msgpack.encode(_Reply(reason=str(problem)))
        except MemoryError:
            return  # nothing is certain after that; the parent says what it was
        except Exception as problem:  # noqa: BLE001 - whatever the parser raises is the feed's fault
            answer = msgspec.msgpack.encode(_Reply(reason=f"it breaks the parser ({type(problem).__name__})"))
        replies.write(_LENGTH.pack(len(answer)) + answer)
        replies.flush()


_SAMPLES = (
    b"""<rss version="2.0"><channel><title>a</title><item><title>&#x4e2d;</title><link>b</link><guid>c</guid>
    <pubDate>Sun, 06 Nov 1994 08:49:37 GMT</pubDate><description>&lt;b&gt;d&lt;/b&gt;</description>
    </item></channel></rss>""",
    b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id>
    <content type="html">&lt;p>a&amp;nbsp;</content></entry></feed>""",
    b"<rss><channel><item><title>a & b</title><description><![CDATA[<i>c]]></description></item>",
    b'{"version": "https://jsonfeed.org/version/1.1", "title": "a", "items": [{"id": "1", "content_text": "b"}]}',
)


def _confine(memory: int) -> None:
    """No more memory than that, and from now on no file, no socket and no process."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _: object) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")):
        raise PermissionError(event)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    """So many bytes, or none where the pipe ends before."""
    data = pipe.read(length)
    return data if len(data) == length else b""


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - most feeds need none

    return datetime.strptime(name, "%z").tzinfo or UTC if name[:1] in "+-" else ZoneInfo(name)


if __name__ == "__main__":
    _serve(int(sys.argv[1]), sys.argv[2])
