"""The connection of one request: to an address that was checked, within its time, and to no other.

`httpcore` asks a backend for its connections. This one looks the name up once, refuses it where it leads into
a private network, and connects to the address it has just checked: a name server that changes its mind between
the check and the connection (DNS rebinding) is never asked a second time. TLS and the `Host` header keep the name.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Sequence

import httpcore

from digest.fetch.exchange import FetchFailure
from digest.fetch.failures import PassingFailure
from digest.fetch.limits import Limits
from digest.fetch.policy import Target, check_addresses, is_literal
from digest.fetch.resolve import Resolve, will_not_change


class Budget:
    """The seconds one request may spend on the network, over all its connections. Pauses between them are free."""

    def __init__(self, seconds: float, url: str) -> None:
        self._left = seconds
        self._url = url
        self._end: float | None = None

    def __enter__(self) -> Budget:
        self._end = time.monotonic() + self._left
        return self

    def __exit__(self, *_: object) -> None:
        self._left = self._remaining()
        self._end = None

    def at_most(self, seconds: float) -> float:
        """These seconds, or what is left of the budget.

        Raises:
            FetchFailure: "too slow" where nothing is left.
        """
        remaining = self._remaining()
        if remaining <= 0:
            raise FetchFailure("too slow", self._url, "the whole request took too long")
        return min(seconds, remaining)

    def _remaining(self) -> float:
        return self._left if self._end is None else self._end - time.monotonic()


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections to one target. `private` says that the site allows its host wherever it lies."""

    def __init__(
        self,
        target: Target,
        *,
        private: bool,
        resolve: Resolve,
        budget: Budget,
        limits: Limits,
        body_limit: int,
        network: httpcore.NetworkBackend,
    ) -> None:
        self._target = target
        self._private = private
        self._resolve = resolve
        self._budget = budget
        self._limits = limits
        self._network = network
        self.meter = Meter(target.url, limits.header_bytes, body_limit)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  (the limits decide)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connects to the first address of the target that answers.

        Raises:
            FetchFailure: "forbidden" where one of the addresses is not public, "broken" where the name leads
                nowhere, "too slow".
            httpcore.ConnectError, httpcore.ConnectTimeout: where no address answers.
        """
        assert (host, port) == (self._target.host, self._target.port)
        end = time.monotonic() + self._limits.connect
        addresses = self._addresses(self._limits.connect)
        if not self._private:
            check_addresses(self._target, addresses)
        failure: Exception = httpcore.ConnectError("the name has no address")
        for address in addresses:
            seconds = self._budget.at_most(max(end - time.monotonic(), 0.001))
            try:
                stream = self._network.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as fault:
                failure = fault
                if time.monotonic() >= end:
                    break
            else:
                return _BoundedStream(stream, self._budget, self._limits, self.meter)
        raise failure

    def _addresses(self, seconds: float) -> Sequence[str]:
        target = self._target
        if is_literal(target.host):
            return [target.host]
        try:
            return self._resolve(target.host, target.port, self._budget.at_most(seconds))
        except TimeoutError:
            raise PassingFailure("too slow", target.url, f'nobody says where "{target.host}" is') from None
        except OSError as fault:
            kind = FetchFailure if will_not_change(fault) else PassingFailure
            raise kind(
                "broken", target.url, f'the name "{target.host}" leads nowhere, or there is no network'
            ) from None


class Meter:
    """Counts what comes in over a connection, framing and headers included."""

    def __init__(self, url: str, header_bytes: int, body_limit: int) -> None:
        self._url = url
        self._header_bytes = header_bytes
        # Chunks carry a few bytes of framing each; a server that sends more framing than body plays games.
        self._all_bytes = 2 * (header_bytes + body_limit)
        self._count = 0
        self.headers_are_in = False

    def check(self) -> None:
        """Whether more may be read.

        Raises:
            FetchFailure: "too large" where enough came in already.
        """
        if not self.headers_are_in and self._count > self._header_bytes:
            raise too_large_headers(self._url, self._header_bytes)
        if self._count > self._all_bytes:
            raise FetchFailure("too large", self._url, "the response is mostly framing")

    def count(self, size: int) -> None:
        """Notes that some bytes came in."""
        self._count += size


def too_large_headers(url: str, limit: int) -> FetchFailure:
    """The failure of a response whose headers pass the limit, in bytes."""
    return FetchFailure("too large", url, f"the headers are larger than {limit:,} bytes")


class _BoundedStream(httpcore.NetworkStream):
    """A stream whose every step ends with the budget, however little each one brings."""

    def __init__(self, stream: httpcore.NetworkStream, budget: Budget, limits: Limits, meter: Meter) -> None:
        self._stream = stream
        self._budget = budget
        self._limits = limits
        self._meter = meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  (the limits decide)
        self._meter.check()
        data = self._stream.read(max_bytes, self._budget.at_most(self._limits.idle))
        self._meter.count(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  (the limits decide)
        self._stream.write(buffer, self._budget.at_most(self._limits.idle))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  (the limits decide)
    ) -> httpcore.NetworkStream:
        seconds = self._budget.at_most(self._limits.connect)
        stream = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _BoundedStream(stream, self._budget, self._limits, self._meter)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
