"""The client: asks for addresses politely and safely, follows redirects and tries again where that may help."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property, partial
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urljoin

import httpcore

from digest import __version__
from digest.fetch.body import ACCEPT_ENCODING
from digest.fetch.connection import Budget
from digest.fetch.exchange import Answer, FetchFailure, Get, Sort, Wanted
from digest.fetch.failures import PassingFailure
from digest.fetch.hop import Reply, ask
from digest.fetch.limits import Limits
from digest.fetch.mirrors import Mirrors
from digest.fetch.pace import Held, Pace, clock_of, group_of, pause_before
from digest.fetch.policy import Target, check_target, read_target
from digest.fetch.resolve import Resolve, system_resolve
from digest.fetch.retry_after import read_retry_after
from digest.fetch.robots import RobotsFiles
from digest.fetch.settings import FetchSettings

_ACCEPT: dict[Sort, str] = {
    "api": "application/atom+xml, application/json, application/xml;q=0.9, */*;q=0.5",
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, */*;q=0.5",
    "page": "text/html, application/xhtml+xml, */*;q=0.5",
    "image": "image/avif, image/webp, image/png, image/jpeg, image/gif, */*;q=0.1",
}
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_PASSING = frozenset({502, 504})


class _Step(NamedTuple):
    """Where a chain of redirects has come to: the address, where it is served, whether it may lie anywhere."""

    target: Target
    served: Target
    private: bool


class Client:
    """Asks the network as `settings` allow. May be shared by threads; one host is asked one thing at a time.

    It takes nothing from its surroundings: no proxies, no `.netrc`, no cookies, neither kept nor sent. The last
    parameters stand in for the network, the clock and the pauses in tests: `clock` and `sleep` count pauses
    alone, time limits always run in real time. `is_over` says whether the time of a whole run is up: then nothing
    more is asked.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        limits: Limits | None = None,
        resolve: Resolve = system_resolve,
        network: httpcore.NetworkBackend | None = None,
        context: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        self._settings = settings
        self._limits = limits or settings.limits
        self._resolve = resolve
        self._network = network or httpcore.SyncBackend()
        self._given_context = context
        self._now = now
        self._is_over = is_over
        self._private_hosts = frozenset(settings.allow_private_hosts)
        self._mirrors = Mirrors(settings.mirrors)
        self._pace = Pace(clock, sleep)
        self._robots = RobotsFiles(clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is kept open between requests."""

    def get(self, wanted: Wanted, *, found_on: str = "", heed_robots: bool = True) -> Answer:
        """Asks for something and returns the answer, with status 200, or 304 to a conditional request.

        `found_on` is the address of the document in which a stranger wrote this one down. Without it the address
        counts as given by the site's owner, in the configuration or on the command line: only then, or on the
        same origin, may it lead to a host of `fetch.allow_private_hosts`. `heed_robots=False` is for a page that
        a person asked for by its address; robots.txt speaks to programs that find pages by themselves.

        Raises:
            FetchFailure: where nothing usable came back, also after trying again.
        """
        return self._repeat(wanted, self._first_step(read_target(wanted.url), found_on), heed_robots)

    def found_on(self, url: str) -> Get:
        """A `Get` for addresses that stand in the document at `url`."""
        return partial(self.get, found_on=url)

    def leave_alone(self, url: str, seconds: float) -> None:
        """Asks the host of `url` nothing for a while, such as after its CAPTCHA; requests end as "busy"."""
        self._pace.hold(clock_of(read_target(url).host), seconds)

    def _repeat(self, wanted: Wanted, first: _Step, heed_robots: bool) -> Answer:
        budget = Budget(self._limits.whole, wanted.url)
        tries_left = self._limits.retries
        while True:
            if self._is_over():
                raise FetchFailure("too slow", wanted.url, "the time of this run was over")
            try:
                return self._follow(wanted, first, heed_robots, budget, tries_left)
            except PassingFailure:
                if not tries_left:
                    raise
                tries_left -= 1

    def _follow(
        self, wanted: Wanted, first: _Step, heed_robots: bool, budget: Budget, tries_left: int
    ) -> Answer:
        """One try: the request and its redirects."""
        step = first
        all_permanent = True
        for count in range(self._limits.redirects + 1):
            check_target(step.served, private=step.private)
            if heed_robots and wanted.sort == "page":
                self._check_robots(step)
            reply = self._ask(wanted, step, step.target.host == first.target.host, budget, tries_left)
            if reply.status not in _REDIRECTS:
                moved_to = step.target.url if count and all_permanent else ""
                return self._answer(wanted, step, reply, moved_to)
            all_permanent = all_permanent and reply.status in _PERMANENT
            step = self._next_step(step, reply.headers.get("location", ""))
        raise FetchFailure("redirects", wanted.url, f"more than {self._limits.redirects} redirects")

    def _first_step(self, target: Target, found_on: str) -> _Step:
        served = self._mirrors.served(target)
        is_trusted = served is not target or not found_on or read_target(found_on).origin == target.origin
        return _Step(target, served, is_trusted and served.host in self._private_hosts)

    def _next_step(self, step: _Step, location: str) -> _Step:
        """The next address of a chain. A host out on the Internet cannot send us to a private one."""
        url = step.target.url
        if not location:
            raise FetchFailure("redirects", url, "the server redirects to nowhere")
        try:
            # Header values are bytes; addresses in them are UTF-8 where they are not ASCII.
            written = location.encode("latin-1").decode("utf-8", "replace")
            found = read_target(urljoin(step.served.url, written))
        except ValueError:
            raise FetchFailure("redirects", url, "the server redirects to what is no address") from None
        target = self._mirrors.original(found, step.target)
        if (step.target.scheme, target.scheme) == ("https", "http"):
            raise FetchFailure("redirects", url, "the server redirects from https to http")
        served = self._mirrors.served(target)
        # A mirror of ours may lie in our network; what it serves is the word of a host out there all the same.
        is_trusted = served is not target or (step.private and step.served is step.target)
        return _Step(target, served, is_trusted and served.host in self._private_hosts)

    def _ask(self, wanted: Wanted, step: _Step, send_referer: bool, budget: Budget, tries_left: int) -> Reply:
        """One request, in its turn; raises `FetchFailure` for every status that is neither an answer nor a redirect."""
        target, limits = step.target, self._limits
        url, clock = target.url, clock_of(target.host)
        pause = self._pause(wanted, step)
        try:
            with self._pace.turn(clock, pause, limits.longest_wait), self._holding(clock, tries_left):
                reply = ask(
                    step.served,
                    self._headers(wanted, send_referer),
                    private=step.private,
                    body_limit=limits.body_limit(wanted.sort),
                    limits=limits,
                    budget=budget,
                    resolve=self._resolve,
                    context=self._context if step.served.scheme == "https" else None,
                    network=self._network,
                )
                if reply.status in _BUSY:
                    raise self._busy(url, clock, reply)
                if reply.status in _PASSING:
                    message = f"the server answered {reply.status}"
                    raise PassingFailure("status", url, message, status=reply.status)
                return reply
        except Held as held:
            message = "the server wants to be left alone"
            raise FetchFailure("busy", url, message, retry_after=held.seconds) from None

    @contextmanager
    def _holding(self, clock: str, tries_left: int) -> Iterator[None]:
        """Makes the next try wait. The clock is still ours, so nobody else slips in before it."""
        limits = self._limits
        try:
            yield
        except PassingFailure as failure:
            if tries_left:
                first = limits.busy_backoff if failure.why == "busy" else limits.backoff
                wait = failure.retry_after
                self._pace.hold(clock, first * 2 ** (limits.retries - tries_left) if wait is None else wait)
            raise

    def _busy(self, url: str, clock: str, reply: Reply) -> FetchFailure:
        """The failure of 429 and 503; one that will not pass soon keeps later requests from this host as well."""
        wait = read_retry_after(reply.headers.get("retry-after", ""), self._now())
        message = f"the server is busy (status {reply.status})"
        if wait is None or wait <= self._limits.longest_wait:
            return PassingFailure("busy", url, message, status=reply.status, retry_after=wait)
        self._pace.hold(clock, wait)
        message += f" and wants to be left alone for {wait:.0f} seconds"
        return FetchFailure("busy", url, message, status=reply.status, retry_after=wait)

    def _pause(self, wanted: Wanted, step: _Step) -> float:
        mirrored = step.served is not step.target
        target, delays = step.target, self._settings.delays
        pause = pause_before(target.host, target.url, delays, mirrored=mirrored)
        if wanted.sort == "page":
            pause = max(pause, self._robots.delay_of(target.origin))
        return pause

    def _answer(self, wanted: Wanted, step: _Step, reply: Reply, moved_to: str) -> Answer:
        """What the caller gets for a last reply; raises `FetchFailure` where it is no answer."""
        is_conditional = bool(wanted.etag or wanted.last_modified)
        url = step.target.url
        if reply.status == 410:
            raise FetchFailure("gone", url, "the server says this is gone for good", status=410)
        if reply.status != 200 and not (reply.status == 304 and is_conditional):
            raise FetchFailure("status", url, f"the server answered {reply.status}", status=reply.status)
        headers = {
            name: value
            for name, value in reply.headers.items()
            if name not in ("content-encoding", "content-length", "transfer-encoding")
        }
        return Answer(url=url, status=reply.status, headers=headers, body=reply.body, moved_to=moved_to)

    def _headers(self, wanted: Wanted, send_referer: bool) -> dict[str, str]:
        contact = self._settings.contact
        headers = {
            "User-Agent": f"digest/{__version__}" + (f" (+{contact})" if contact else ""),
            "Accept": _ACCEPT[wanted.sort],
            "Accept-Encoding": ACCEPT_ENCODING,
            "Connection": "close",
        }
        optional = {
            "If-None-Match": wanted.etag,
            "If-Modified-Since": wanted.last_modified,
            "Referer": wanted.referer if send_referer else "",
        }
        return headers | {name: value for name, value in optional.items() if value}

    def _check_robots(self, step: _Step) -> None:
        target = step.target
        if group_of(target.host) == "wechat":
            # It closes every article to every program; each address we ask was chosen by a person.
            return
        robots = self._robots.of(target.origin, partial(self._read_robots, step))
        if not robots.allows(target.path):
            raise FetchFailure(
                "forbidden", target.url, "the site's robots.txt asks programs not to read this page"
            )

    def _read_robots(self, step: _Step, url: str) -> bytes:
        target = read_target(url)
        first = _Step(target, self._mirrors.served(target), step.private)
        return self._repeat(Wanted(url=url, sort="api"), first, heed_robots=False).body

    @cached_property
    def _context(self) -> ssl.SSLContext:
        """Certificates are checked against the system's authorities and those of certifi."""
        return self._given_context or httpcore.default_ssl_context()
