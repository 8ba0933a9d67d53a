"""The process that reads: starting it, asking it, ending it, within a time."""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import sys
import time

from digest.sources.bounded.wire import LENGTH, READY

_STARTING = 30.0  # seconds for the first answer: the process loads every parser
_LONGEST_ANSWER = 64 * 1024 * 1024  # bytes


class ReadingProcess:
    """One running process.

    Raises:
        EOFError: it ends before it is ready.
        TimeoutError: it is not ready in time.
    """

    def __init__(self, *, memory: int, seconds: float, zone: str) -> None:
        self._seconds = seconds
        # `-P`: the working directory may hold files a stranger named like modules. The environment holds keys.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "digest.sources.bounded.serve", str(memory), str(seconds), zone],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )
        try:
            with contextlib.closing(_Answers(self._process, _STARTING)) as answers:
                answers.take(len(READY))
        except BaseException:
            self.end()
            raise

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, request: bytes) -> bytes:
        """Its answer to a request.

        Raises:
            OSError: it ended before it took the request.
            EOFError: it ended instead of answering, or answers with more than anything has to say.
            TimeoutError: it does not answer in time.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(LENGTH.pack(len(request)) + request)
        self._process.stdin.flush()
        with contextlib.closing(_Answers(self._process, self._seconds)) as answers:
            (length,) = LENGTH.unpack(answers.take(LENGTH.size))
            if length > _LONGEST_ANSWER:
                raise EOFError
            return answers.take(length)

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()


class _Answers:
    """What a process writes, within a time."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        assert process.stdout is not None
        self._pipe = process.stdout.fileno()
        self._until = time.monotonic() + seconds
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._pipe, selectors.EVENT_READ)

    def take(self, length: int) -> bytes:
        """So many bytes.

        Raises:
            EOFError: the process ended.
            TimeoutError: the time is over.
        """
        parts = bytearray()
        while len(parts) < length:
            left = self._until - time.monotonic()
            if left <= 0 or not self._selector.select(left):
                raise TimeoutError
            piece = os.read(self._pipe, min(length - len(parts), 1 << 20))
            if not piece:
                raise EOFError
            parts += piece
        return bytes(parts)

    def close(self) -> None:
        self._selector.close()
