"""What goes wrong on the way: each fault turns the honest answer of a host into another one.

    world.arxiv.fail(busy(retry_after=1), too_many(), page=2)

The second page answers 503, when it is asked again 429, and then what it should.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from fetch.server import Reply, raw, reply, silence

Fault = Callable[[Reply], Reply]
"""Turns the answer a host would give into the one it gives."""

_BUSY_PAGE = (
    "<!DOCTYPE html><html><head><title>Busy</title></head><body><p>Please come back later.</p></body></html>"
)
_ENTRIES = re.compile(rb"<entry>.*</entry>", re.DOTALL)


def busy(retry_after: float | str | None = None) -> Fault:
    """503, with the seconds or the date of `Retry-After` where one is given."""
    return _refusal(503, retry_after)


def too_many(retry_after: float | str | None = None) -> Fault:
    """429, as `busy`."""
    return _refusal(429, retry_after)


def status(code: int) -> Fault:
    """Any other status, with a short page."""
    return lambda _: reply(f"<html><body>{code}</body></html>", status=code)


def html_page(honest: Reply) -> Reply:
    """A page for people with status 200 where data was asked for."""
    return reply(_BUSY_PAGE, status=200)


def empty_page(honest: Reply) -> Reply:
    """A page of results without its results; how many there are in all still stands on it (lukasschwab/arxiv.py#43)."""
    body = _ENTRIES.sub(b"", honest.body)
    assert body != honest.body, "this answer holds no entries to leave out"
    return replace(_said_anew(honest), body=body)


def truncated(honest: Reply) -> Reply:
    """The connection ends in the middle of the body, before the length that was promised."""
    assert len(honest.body) > 100, "this answer is too short to be cut"
    return replace(_said_anew(honest), length=len(honest.body), cut_after=len(honest.body) // 2)


def cut_in_half(honest: Reply) -> Reply:
    """Half of the body as if it were all of it: only its XML or JSON shows that something is missing."""
    return replace(_said_anew(honest), body=honest.body[: len(honest.body) // 2], length=None)


def dropped(honest: Reply) -> Reply:
    """The connection ends without a word."""
    return raw(b"")


def silent(honest: Reply) -> Reply:
    """The connection stays, and nothing is said."""
    return silence()


def _said_anew(honest: Reply) -> Reply:
    """The same answer also to those who have it: the server knows validators by their usual spelling."""
    return replace(honest, headers=tuple((name.lower(), value) for name, value in honest.headers))


def _refusal(code: int, retry_after: float | str | None) -> Fault:
    if retry_after is None:
        return lambda _: reply(code)
    return lambda _: reply(code, retry_after=str(retry_after))
