"""The process that reads: it loads the parsers, gives up everything else, and answers until its pipe ends."""

from __future__ import annotations

import contextlib
import resource
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from importlib.machinery import BuiltinImporter, FrozenImporter
from typing import IO
from zoneinfo import ZoneInfo

import msgspec

from digest.sources.article import NotAnArticle
from digest.sources.arxiv.figures import teaser
from digest.sources.bounded.samples import samples
from digest.sources.bounded.wire import LENGTH, READY, Refusal, Reply, Request, Sort, Teaser
from digest.sources.charset import load_codecs
from digest.sources.feeds.articles import feed_articles
from digest.sources.feeds.feed import Feed, NotAFeed
from digest.sources.feeds.read import read_feed
from digest.sources.pages.extract import extract
from digest.sources.wechat.article import SharedPost
from digest.sources.wechat.page import read_page

_GRACE = 5.0  # seconds after which it ends by itself, should nobody be there any more to end it

_Reader = Callable[[Request, tzinfo], msgspec.Struct]


def _feed(request: Request, zone: tzinfo) -> msgspec.Struct:
    now = request.now or datetime.now(UTC)
    return read_feed(request.body, request.url, request.headers, now=now, zone=zone)


def _articles(request: Request, _: tzinfo) -> msgspec.Struct:
    return feed_articles(msgspec.json.decode(request.body, type=Feed))


def _page(request: Request, zone: tzinfo) -> msgspec.Struct:
    return extract(request.body, request.url, now=request.now, zone=zone)


def _wechat(request: Request, _: tzinfo) -> msgspec.Struct:
    return read_page(request.body, request.url)


def _teaser(request: Request, _: tzinfo) -> msgspec.Struct:
    return Teaser(teaser(request.body, request.url))


_READERS: dict[Sort, _Reader] = {
    "feed": _feed,
    "articles": _articles,
    "page": _page,
    "wechat": _wechat,
    "teaser": _teaser,
}


def serve(memory: int, seconds: float, zone: tzinfo) -> None:
    """Answer requests until the pipe ends."""
    warm_up(zone)
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    confine(memory)
    replies.write(READY)
    replies.flush()
    while (head := _exactly(requests, LENGTH.size)) and (body := _exactly(requests, LENGTH.unpack(head)[0])):
        request = msgspec.msgpack.decode(body, type=Request)
        del body
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
        answer = _answer(request, zone)
        signal.setitimer(signal.ITIMER_REAL, 0)
        replies.write(LENGTH.pack(len(answer)) + answer)
        replies.flush()


def warm_up(zone: tzinfo) -> None:
    """Read one document of each kind, so that everything is loaded that parsers load when they first need it."""
    load_codecs()
    for request in samples():
        _answer(request, zone)


def confine(memory: int) -> None:
    """No more memory than that, and from now on no file, no socket, no process and no module that is not loaded."""
    # Looking for one lists folders, which now fails in a way that parsers, which try several, do not expect.
    sys.meta_path[:] = [BuiltinImporter, FrozenImporter]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    sys.addaudithook(_refuse)


def _answer(request: Request, zone: tzinfo) -> bytes:
    """The reply to a request; ends the process where memory ran out, for nothing is certain after that."""
    try:
        result = _READERS[request.sort](request, zone)
        return msgspec.json.encode(Reply(result=msgspec.Raw(msgspec.json.encode(result))))
    except SharedPost as problem:
        refusal = Refusal(message=str(problem), what=problem.what, shared=problem.url)
    except NotAnArticle as problem:
        refusal = Refusal(
            message=str(problem), what=problem.what, retry=problem.retry, stop_host=problem.stop_host
        )
    except NotAFeed as problem:
        refusal = Refusal(message=str(problem))
    except MemoryError:
        sys.exit(1)
    except Exception as problem:  # noqa: BLE001 - whatever a parser raises is the document's fault
        refusal = Refusal(message=f"it breaks the parser ({type(problem).__name__})", broke=True)
    return msgspec.json.encode(Reply(refusal=refusal))


def _refuse(event: str, _: object) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")):
        raise PermissionError(event)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    """So many bytes, or none where the pipe ends before."""
    data = pipe.read(length)
    return data if len(data) == length else b""


def _zone(name: str) -> tzinfo:
    return datetime.strptime(name, "%z").tzinfo or UTC if name[:1] in "+-" else ZoneInfo(name)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(int(sys.argv[1]), float(sys.argv[2]), _zone(sys.argv[3]))
