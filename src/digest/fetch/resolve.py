"""From a host name to its addresses, once and within a time limit."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence

Resolve = Callable[[str, int, float], Sequence[str]]
"""The addresses of a name, best first, given a port and the seconds there are; raises `OSError`."""

_LASTING = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


def system_resolve(host: str, port: int, seconds: float) -> Sequence[str]:
    """What the system says; it knows no time limit, so it is asked in a thread that is left behind in need.

    Raises:
        OSError: where the name leads nowhere; `TimeoutError` after `seconds`.
    """
    box: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as fault:  # a label can be too long for the codec of getaddrinfo
            box.put(fault if isinstance(fault, OSError) else OSError(str(fault)))
        else:
            box.put([str(address[0]) for *_, address in found])

    threading.Thread(target=ask, daemon=True).start()
    try:
        result = box.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError("the name server did not answer") from None
    if isinstance(result, OSError):
        raise result
    return result


def will_not_change(fault: OSError) -> bool:
    """Whether asking again is pointless: there is no such name."""
    return isinstance(fault, socket.gaierror) and fault.errno in _LASTING
