from __future__ import annotations

import socket
import threading

import pytest

from digest.fetch.exchange import FetchFailure, Wanted
from digest.fetch.resolve import system_resolve
from fetch.network import Names, client_of


def test_an_address_is_its_own_name() -> None:
    assert system_resolve("127.0.0.1", 80, 5.0) == ["127.0.0.1"]


def test_a_resolver_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    is_over = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        is_over.wait(10)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with pytest.raises(TimeoutError):
        system_resolve("slow.test", 80, 0.05)
    is_over.set()


@pytest.mark.parametrize(
    "fault",
    [socket.gaierror(socket.EAI_NONAME, "no such name"), UnicodeError("label too long"), OSError("down")],
)
def test_what_goes_wrong_is_an_os_error(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(OSError, match=str(fault.args[-1])):
        system_resolve("any.test", 80, 5.0)


@pytest.mark.parametrize(
    ("fault", "tries"),
    [
        (socket.gaierror(socket.EAI_NONAME, ""), 1),
        (socket.gaierror(socket.EAI_AGAIN, ""), 3),
        (TimeoutError(), 3),
    ],
)
def test_only_a_resolver_in_trouble_is_asked_again(fault: OSError, tries: int) -> None:
    class Failing(Names):
        def __call__(self, host: str, port: int, seconds: float) -> list[str]:
            self.asked.append(host)
            raise fault

    names = Failing({})
    with pytest.raises(FetchFailure):
        client_of("a.test", names=names).get(Wanted(url="http://a.test/", sort="feed"))
    assert len(names.asked) == tries
