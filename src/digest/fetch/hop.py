"""One request to one server and its response, without following or repeating anything."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import NamedTuple

import httpcore

from digest.fetch.body import read_body
from digest.fetch.connection import Budget, CheckedBackend, too_large_headers
from digest.fetch.exchange import FetchFailure
from digest.fetch.failures import PassingFailure
from digest.fetch.limits import Limits
from digest.fetch.policy import Target
from digest.fetch.resolve import Resolve


class Reply(NamedTuple):
    """What a server sent back. Names of headers are in lower case; the body is read for status 200 alone."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    target: Target,
    headers: Mapping[str, str],
    *,
    private: bool,
    body_limit: int,
    limits: Limits,
    budget: Budget,
    resolve: Resolve,
    context: ssl.SSLContext | None,
    network: httpcore.NetworkBackend,
    sent: bytes | None = None,
) -> Reply:
    """Asks for one URL over a connection of its own, or posts `sent` to it.

    A connection is not kept for the next request: pauses of seconds lie between two requests to a host, and
    each connection passes its own check of where it leads. `context` is needed for https.

    Raises:
        FetchFailure: a `PassingFailure` where another try may help.
    """
    url = target.url
    backend = CheckedBackend(
        target,
        private=private,
        resolve=resolve,
        budget=budget,
        limits=limits,
        body_limit=body_limit,
        network=network,
    )
    address = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    with budget:
        try:
            connection = httpcore.HTTPConnection(address.origin, ssl_context=context, network_backend=backend)
            with (
                connection,
                connection.stream(
                    "GET" if sent is None else "POST",
                    address,
                    headers=_encoded({"Host": target.authority, **headers}),
                    content=sent,
                ) as response,
            ):
                backend.meter.headers_are_in = True
                size = sum(len(name) + len(value) + 4 for name, value in response.headers)
                if size > limits.header_bytes:
                    raise too_large_headers(url, limits.header_bytes)
                found = _decoded(response.headers)
                body = b""
                if response.status == 200:
                    length = found.get("content-length", "")
                    if length.isdecimal() and int(length) > body_limit:
                        raise FetchFailure("too large", url, f"the body is larger than {body_limit:,} bytes")
                    chunks = response.iter_stream()
                    coding = found.get("content-encoding", "")
                    body = read_body(chunks, coding, limit=body_limit, limits=limits, url=url)
                return Reply(response.status, found, body)
        except httpcore.ConnectTimeout:
            raise PassingFailure("too slow", url, f'"{target.host}" does not answer') from None
        except httpcore.ConnectError as fault:
            raise _connection_failure(target, fault) from None
        except httpcore.TimeoutException:
            raise FetchFailure("too slow", url, "the server stopped sending") from None
        except httpcore.LocalProtocolError:
            raise FetchFailure("broken", url, "the request cannot be written as HTTP") from None
        except (httpcore.NetworkError, httpcore.ProtocolError):
            backend.meter.check()  # the parser, too, gives up on headers that do not end
            message = "the connection broke off before the response was whole"
            raise PassingFailure("broken", url, message) from None


def _connection_failure(target: Target, fault: httpcore.ConnectError) -> FetchFailure:
    if isinstance(fault.__cause__, ssl.SSLCertVerificationError):
        why = fault.__cause__.verify_message
        return FetchFailure("broken", target.url, f'"{target.host}" does not prove who it is: {why}')
    return PassingFailure("broken", target.url, f'no connection to "{target.host}" could be made')


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """The headers that can be sent; a value that cannot is left out, as if the server had never given it."""
    result = []
    for name, value in headers.items():
        if value.isprintable() and value == value.strip():
            try:
                result.append((name.encode("ascii"), value.encode("latin-1")))
            except UnicodeEncodeError:
                continue
    return result


def _decoded(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by name; those given several times are joined as RFC 9110 says. Cookies are not taken."""
    result: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name != "set-cookie":
            result[name] = f"{result[name]}, {value}" if name in result else value
    return result
