"""One bounded POST to an endpoint the site's owner configured: same checks and limits as `Client`, no redirects.

The address is https, or http on this very machine. The answer is small, the whole exchange takes its time limit at
most, further tries included, and nothing of the request ever stands in a failure's message.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from ipaddress import ip_address

import httpcore

from digest import __version__
from digest.fetch.connection import Budget
from digest.fetch.exchange import FetchFailure
from digest.fetch.failures import PassingFailure
from digest.fetch.hop import Reply, ask
from digest.fetch.limits import Limits
from digest.fetch.policy import Target, check_target, is_literal, read_target
from digest.fetch.resolve import Resolve, system_resolve
from digest.fetch.retry_after import read_retry_after

POST_LIMITS = Limits(idle=60.0, whole=60.0, body_bytes=200_000, inflated_factor=1)
"""A model says nothing while it thinks, so silence is allowed as long as the whole."""

_BUSY = frozenset({429, 503})
_PASSING = frozenset({500, 502, 504})


class Poster:
    """Posts to one endpoint. The last parameters stand in for the network, the clock and the pauses in tests.

    `allowed_private` are hosts the site allows to lie in a private network (over https). `headers` go with every
    request, and to no other host: redirects are not followed.
    """

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        limits: Limits = POST_LIMITS,
        allowed_private: Collection[str] = (),
        resolve: Resolve = system_resolve,
        network: httpcore.NetworkBackend | None = None,
        context: ssl.SSLContext | None = None,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._target = read_endpoint(url)
        self._headers = dict(headers)
        self._limits = limits
        self._private = is_this_machine(self._target.host) or self._target.host in allowed_private
        self._resolve = _only_this_machine(resolve) if is_this_machine(self._target.host) else resolve
        self._network = network or httpcore.SyncBackend()
        self._given_context = context
        self._sleep = sleep
        self._now = now

    def post(self, sent: bytes, on_try: Callable[[], None] = lambda: None) -> bytes:
        """Sends JSON and returns the body of the answer; `on_try` is told before each try, and may raise to stop.

        Raises:
            FetchFailure: where no answer of status 200 came back, also after trying again.
        """
        budget = Budget(self._limits.whole, self._target.origin)
        for number in range(self._limits.retries + 1):
            on_try()
            try:
                return self._once(sent, budget)
            except PassingFailure as failure:
                wait = failure.retry_after
                if wait is None:
                    first = self._limits.busy_backoff if failure.why == "busy" else self._limits.backoff
                    wait = first * 2**number
                if number == self._limits.retries or wait > self._limits.longest_wait:
                    raise
                if wait:
                    self._sleep(wait)
        raise AssertionError("every try returns or raises")

    def _once(self, sent: bytes, budget: Budget) -> bytes:
        target, limits = self._target, self._limits
        check_target(target, private=self._private or target.scheme == "https")
        reply = ask(
            target,
            {
                "User-Agent": f"digest/{__version__}",
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "Content-Type": "application/json",
                "Connection": "close",
                **self._headers,
                "Content-Length": str(len(sent)),
            },
            private=self._private,
            body_limit=limits.body_bytes,
            limits=limits,
            budget=budget,
            resolve=self._resolve,
            context=self._context if target.scheme == "https" else None,
            network=self._network,
            sent=sent,
        )
        if reply.status != 200:
            raise self._refusal(reply)
        return reply.body

    def _refusal(self, reply: Reply) -> FetchFailure:
        status, origin = reply.status, self._target.origin
        if status in _BUSY:
            wait = read_retry_after(reply.headers.get("retry-after", ""), self._now())
            message = f"the server is busy (status {status})"
            return PassingFailure("busy", origin, message, status=status, retry_after=wait)
        if status in _PASSING:
            return PassingFailure("status", origin, f"the server answered {status}", status=status)
        if 300 <= status < 400:
            return FetchFailure(
                "redirects", origin, "the server redirects, which is not followed", status=status
            )
        why = " (it does not take the key)" if status in (401, 403) else ""
        return FetchFailure("status", origin, f"the server answered {status}{why}", status=status)

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return self._given_context or httpcore.default_ssl_context()


def read_endpoint(url: str) -> Target:
    """Takes apart the address of an endpoint.

    Raises:
        FetchFailure: "forbidden" where it is neither https nor on this machine, holds a query or a user name, or is no
            address.
    """
    target = read_target(url)
    if target.scheme != "https" and not is_this_machine(target.host):
        raise FetchFailure(
            "forbidden", target.origin, "only https, or http on this machine (localhost, 127.0.0.1)"
        )
    if "?" in target.path or "#" in url:
        raise FetchFailure(
            "forbidden", target.origin, "the address of an endpoint holds no query and no fragment"
        )
    return target


def is_this_machine(host: str) -> bool:
    """Whether a host, as `read_host` gives it, is this machine by its very spelling."""
    return host == "localhost" or (is_literal(host) and ip_address(host).is_loopback)


def _only_this_machine(resolve: Resolve) -> Resolve:
    """A resolver that leads `localhost` nowhere else: that would send the key over the network in the clear."""

    def checked(host: str, port: int, seconds: float) -> Sequence[str]:
        addresses = resolve(host, port, seconds)
        if not all(ip_address(address).is_loopback for address in addresses):
            raise FetchFailure("forbidden", host, f'"{host}" does not lead to this machine')
        return addresses

    return checked
