"""What stands in for the Internet in tests: names that lead where a test wants, a clock that never waits."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import httpcore
import msgspec

from digest.fetch.client import Client
from digest.fetch.limits import Limits
from digest.fetch.settings import FetchSettings
from fetch.server import Server

NOW = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)

QUICK = Limits(connect=2.0, idle=2.0, whole=5.0)
"""Limits that no honest answer of a local server meets, and no failing test waits long for."""


IMPATIENT = Limits(connect=0.2, idle=0.1, whole=0.3)
"""For servers that never answer."""


class Clock:
    """Seconds that pass only where somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """The time now."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Lets the seconds pass."""
        assert seconds > 0
        self.slept.append(seconds)
        self.time += seconds


class Names:
    """A name server: each name has its answers, given in turn, the last one again and again."""

    def __init__(self, table: Mapping[str, Sequence[str] | Sequence[Sequence[str]]]) -> None:
        self._answers: dict[str, list[Sequence[str]]] = {
            name: [[one] if isinstance(one, str) else one for one in answers]
            for name, answers in table.items()
        }
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """The next answer for a name."""
        self.asked.append(host)
        answers = self._answers.get(host)
        if not answers:
            raise OSError("no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]


class Internet(httpcore.NetworkBackend):
    """Leads connections to public addresses to scripted servers, whatever the port; there is nothing else in it.

    With it a client needs no `allow_private_hosts`: `Internet({"93.184.216.34": server})`.
    """

    def __init__(self, servers: Mapping[str, Server]) -> None:
        self._servers = servers
        self.connected: list[str] = []
        """Every address a connection was tried to."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the server behind an address."""
        self.connected.append(host)
        if host not in self._servers:
            raise httpcore.ConnectError("nobody there")
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self._servers[host].port, timeout)


def client_of(
    *hosts: str,
    names: Names | None = None,
    clock: Clock | None = None,
    limits: Limits = QUICK,
    context: ssl.SSLContext | None = None,
    internet: Internet | None = None,
    settings: FetchSettings | None = None,
    **more: object,
) -> Client:
    """A client that may ask these hosts although they are here (127.0.0.1 where none is named), without pauses.

    `more` are fields of `FetchSettings`. Names lead to 127.0.0.1 unless `names` says otherwise.
    """
    hosts = hosts or ("127.0.0.1",)
    clock = clock or Clock()
    settings = settings or FetchSettings(allow_private_hosts=hosts)
    return Client(
        msgspec.structs.replace(settings, **more),
        limits=limits,
        resolve=names or Names({host: ["127.0.0.1"] for host in hosts}),
        context=context,
        network=internet,
        clock=clock,
        sleep=clock.sleep,
        now=lambda: NOW,
    )
