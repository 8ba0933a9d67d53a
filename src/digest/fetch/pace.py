"""Politeness: one request at a time to a host, and a pause before the next."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

Group = Literal["arxiv", "wechat", "default"]
"""The names of `fetch.delays`."""

ARXIV_SECONDS = 3.0
"""What arXiv asks of everyone, over all its services together (terms of use of its API)."""

_JITTER = 0.5


def group_of(host: str) -> Group:
    """The group whose pause a host has."""
    if host == "arxiv.org" or host.endswith(".arxiv.org"):
        return "arxiv"
    return "wechat" if host in ("mp.weixin.qq.com", "weixin.qq.com") else "default"


def clock_of(host: str) -> str:
    """The name of the clock a host shares: all of arXiv has one, any other host its own."""
    return "arxiv" if group_of(host) == "arxiv" else host


def pause_before(host: str, url: str, delays: Mapping[Group, float], *, mirrored: bool) -> float:
    """The seconds between the end of one request and the start of the next to a host.

    A mirror of arXiv may be asked as often as the configuration says, arXiv itself no oftener than it wants. WeChat
    is asked a little later each time, by up to half, as its filter looks for a fixed beat; how much follows from
    the URL, so that a run can be repeated.
    """
    group = group_of(host)
    seconds = delays[group]
    if group == "arxiv" and not mirrored:
        return max(seconds, ARXIV_SECONDS)
    if group == "wechat":
        return seconds * (1 + _JITTER * hashlib.sha256(url.encode()).digest()[0] / 255)
    return seconds


class Held(Exception):  # noqa: N818  (a state of things, no error)
    """A host asked to be left alone for `seconds` more."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Pace:
    """When each host may be asked again. May be shared by threads; `clock` and `sleep` count seconds.

    A pause runs from the end of one request to the start of the next: that is stricter than from start to start,
    so it holds however the server measures, and a slow answer is never followed by an instant question.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._guard = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._ends: dict[str, float] = {}
        self._holds: dict[str, float] = {}

    @contextmanager
    def turn(self, name: str, pause: float, longest: float) -> Iterator[None]:
        """Waits for the turn of a request on the clock `name`, and keeps the clock until the block ends.

        Raises:
            Held: where the clock is held for more than `longest` seconds.
        """
        with self._guard:
            turn = self._turns.setdefault(name, threading.Lock())
        with turn:
            while (wait := self._wait(name, pause)) > 0:
                if self.held(name) > longest:
                    raise Held(self.held(name))
                self._sleep(wait)
            try:
                yield
            finally:
                self._ends[name] = self._clock()

    def hold(self, name: str, seconds: float) -> None:
        """Lets no request start on this clock for some seconds from now."""
        self._holds[name] = max(self._holds.get(name, 0.0), self._clock() + seconds)

    def held(self, name: str) -> float:
        """For how many seconds more `hold` keeps this clock."""
        return max(self._holds.get(name, 0.0) - self._clock(), 0.0) if name in self._holds else 0.0

    def _wait(self, name: str, pause: float) -> float:
        after_pause = self._ends[name] + pause - self._clock() if name in self._ends else 0.0
        return max(after_pause, self.held(name))
