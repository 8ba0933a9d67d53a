"""Servers nobody may ask: whoever connects to them was led there by a stranger."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Canaries:
    """Listeners on addresses of this machine, which count who comes; a context manager."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        self._closing = threading.Event()
        self._listeners = []
        for family, host in (
            (socket.AF_INET, "127.0.0.1"),
            (socket.AF_INET, "127.0.0.2"),
            (socket.AF_INET6, "::1"),
        ):
            with suppress(OSError):  # a machine without IPv6 has one address less to be led to
                self._listeners.append(socket.create_server((host, 0), family=family))
        self._threads = [
            threading.Thread(target=self._listen, args=(listener,), daemon=True)
            for listener in self._listeners
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        for thread in self._threads:
            thread.join(timeout=5)
        for listener in self._listeners:
            listener.close()

    @property
    def addresses(self) -> list[str]:
        """Ways to write where they listen, and addresses where nobody may be asked either."""
        ports = {listener.getsockname()[0]: listener.getsockname()[1] for listener in self._listeners}
        home = ports["127.0.0.1"]
        found = [
            f"http://127.0.0.1:{home}/",
            f"http://127.0.0.1.:{home}/",
            f"http://localhost:{home}/",
            f"http://localhost.localdomain:{home}/",
            f"http://2130706433:{home}/",
            f"http://0x7f000001:{home}/",
            f"http://0177.0.0.1:{home}/",
            f"http://127.1:{home}/",
            f"http://0.0.0.0:{home}/",
            f"http://[::]:{home}/",
            f"http://[::ffff:127.0.0.1]:{home}/",
            f"http://[64:ff9b::7f00:1]:{home}/",
            f"http://user@127.0.0.1:{home}/",
            f"http://blog.example.org@127.0.0.1:{home}/",
            f"http://127.0.0.1%2f@example.org:{home}/",
            f"https://127.0.0.1:{home}/",
            f"http://127.0.0.2:{ports['127.0.0.2']}/",
            "http://169.254.169.254/latest/meta-data/",
            "http://[fd00:ec2::254]/",
            "http://10.0.0.1/",
            "http://192.168.1.1/admin",
            "http://metadata.google.internal/",
            f"ftp://127.0.0.1:{home}/",
            f"gopher://127.0.0.1:{home}/_x",
            "file:///etc/passwd",
            "data:text/html,<p>x</p>",
            "javascript:alert(1)",
        ]
        if "::1" in ports:
            found.append(f"http://[::1]:{ports['::1']}/")
        return found

    def _listen(self, listener: socket.socket) -> None:
        listener.settimeout(0.05)
        while not self._closing.is_set():
            with suppress(TimeoutError):
                connection, _ = listener.accept()
                self.visits.append(str(listener.getsockname()))
                connection.close()
