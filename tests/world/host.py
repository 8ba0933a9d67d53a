"""One host of the world: what it answers by path, the faults it is told to have, and what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import msgspec

from fetch.server import Reply, Request, reply
from world.faults import Fault


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request as the host meant by it sees it; `target` is the path with its query, times are in seconds."""

    host: str
    method: str
    target: str
    headers: dict[str, str]
    began: float
    ended: float

    @property
    def path(self) -> str:
        """Without the query."""
        return urlsplit(self.target).path

    def parameter(self, name: str) -> str:
        """The first value of a parameter of the query, or ""."""
        return parse_qs(urlsplit(self.target).query).get(name, [""])[0]

    @property
    def is_conditional(self) -> bool:
        """Whether it says what the asker has already."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


Matches = Callable[[Asked], bool]
Page = Reply | Callable[[Asked], Reply]
"""What stands at a path: an answer, or what makes one of the request."""


class _Script(msgspec.Struct):
    """Faults for requests that match, in turn; with `always` the last one stays."""

    matches: Matches
    faults: list[Fault]
    always: bool


class Host:
    """Pages by path, "" for every other path. Subclasses make theirs in `honest`.

    What it was asked stands in the log of the world (`World.requests`).
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._pages: dict[str, Page] = {}
        self._scripts: list[_Script] = []
        self._guard = threading.Lock()

    @property
    def origin(self) -> str:
        """The address of the host, without a slash at its end."""
        return f"https://{self.name}"

    def url(self, path: str) -> str:
        """The address of a path."""
        return self.origin + path

    def on(self, path: str, page: Page | str | bytes) -> str:
        """Set what stands at a path (a path with a query is for that query alone); returns its address."""
        self._pages[path] = reply(page) if isinstance(page, str | bytes) else page
        return self.url(path)

    def fail(self, *faults: Fault, path: str = "", when: Matches | None = None, always: bool = False) -> None:
        """Answer the next requests of a path ("" for any), or those that match, with these faults in turn.

        `always` repeats the last one for ever.
        """

        def matches(asked: Asked) -> bool:
            return (not path or path in (asked.path, asked.target)) and (when is None or when(asked))

        self._scripts.append(_Script(matches, list(faults), always))

    def heal(self) -> None:
        """Forget the faults that are left."""
        with self._guard:
            self._scripts.clear()

    @property
    def unused_faults(self) -> int:
        """How many faults did not happen yet: a test that injects them wants 0."""
        return sum(len(script.faults) for script in self._scripts if not script.always)

    def answer(self, asked: Asked) -> Reply:
        """The answer to a request, honest or not."""
        fault = self._next_fault(asked)
        honest = self.honest(asked)
        return fault(honest) if fault else honest

    def honest(self, asked: Asked) -> Reply:
        """What the host would answer without faults."""
        for path in (asked.target, asked.path, ""):
            page = self._pages.get(path)
            if page is not None:
                return page if isinstance(page, Reply) else page(asked)
        return reply(
            "<html><head><title>404 Not Found</title></head><body>Not Found</body></html>", status=404
        )

    def _next_fault(self, asked: Asked) -> Fault | None:
        with self._guard:
            for script in self._scripts:
                if script.faults and script.matches(asked):
                    is_last = script.always and len(script.faults) == 1
                    return script.faults[0] if is_last else script.faults.pop(0)
        return None


def asked_of(request: Request) -> Asked:
    """A request that came to the server for `/HOST/path`, as that host sees it."""
    host, _, rest = request.target.removeprefix("/").partition("/")
    return Asked(
        host=host,
        method=request.method,
        target=f"/{rest}",
        headers=request.headers,
        began=request.began,
        ended=request.ended,
    )


def gaps(requests: Sequence[Asked]) -> list[float]:
    """The seconds from the start of each request to the start of the next."""
    starts = sorted(request.began for request in requests)
    return [later - earlier for earlier, later in pairwise(starts)]


def overlaps(requests: Iterable[Asked]) -> list[tuple[Asked, Asked]]:
    """Pairs of requests of which the second began before the first was answered."""
    ordered = sorted(requests, key=lambda request: request.began)
    return [(one, other) for one, other in pairwise(ordered) if one.ended > other.began]
