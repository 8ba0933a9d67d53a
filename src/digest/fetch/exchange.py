"""One exchange with a server: what is wanted, what came back, or why nothing did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

Sort = Literal["api", "feed", "page", "image"]
"""What kind of thing is asked for; it decides the `Accept` header, the caps, the pause and the cache."""

Why = Literal[
    "forbidden",  # the address may not be asked: scheme, port, private network, robots.txt
    "status",  # the server answered with an error; `status` says which
    "busy",  # 429 or 503, also after waiting; `retry_after` in seconds if it said so
    "gone",  # 410
    "too large",
    "too slow",
    "redirects",
    "broken",  # the connection, the encoding or the body
]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A request. `etag` and `last_modified` make it conditional; `referer` is sent as it is."""

    url: str
    sort: Sort = "page"
    referer: str = ""
    etag: str = ""
    last_modified: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A response with status 200 or 304.

    `url` is where it came from after redirects, `moved_to` the new address where every redirect on the way was
    permanent (301, 308). Names of headers are lower case. `body` is decompressed.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_to: str = ""


class FetchFailure(Exception):  # noqa: N818 - it says what happened
    """Nothing usable came back."""

    def __init__(
        self, why: Why, url: str, message: str, *, status: int = 0, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.why = why
        self.url = url
        self.message = message
        self.status = status
        self.retry_after = retry_after


Get = Callable[[Wanted], Answer]
"""Asks for something; raises `FetchFailure`."""
