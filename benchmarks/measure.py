"""Run a program and measure it as a whole: wall clock, CPU and peak memory of all its processes together.

Linux only: memory is read from `/proc`. Every process of a run carries the run's session id, so workers and
orphans are counted too.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

SAMPLE_EVERY = 0.02
"""Seconds between two looks at memory."""

LOOK_SHARE = 0.1
"""Largest share of a processor the looking may take: for a gigabyte, adding up takes milliseconds."""

STRAGGLERS_MAY_TAKE = 1.0
"""Seconds a side process may outlive its parent, before the run counts as unfinished."""

_PROC = Path("/proc")


class Figures(NamedTuple):
    """What one run cost: seconds of wall clock and CPU (user and system of all processes), MB of memory."""

    wall: float
    cpu: float
    memory: float


class RunFailedError(Exception):
    """The program failed, hung, or left processes behind; the text says which and quotes what it printed."""


def _session(session: int) -> list[int]:
    """Return the living processes of a session."""
    found = []
    for folder in _PROC.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            # "pid (any name) state ppid pgrp session ...": the name may hold spaces and brackets.
            state, _, _, of_session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue  # it ended between the listing and the look
        if int(of_session) == session and state != "Z":
            found.append(int(folder.name))
    return found


def _resident(process: int) -> int:
    """Return a process's share of memory in kB, pages used by several processes divided among them (PSS)."""
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


class _Watch(threading.Thread):
    """Looks at the memory of a session until told to stop."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._of_session = session
        self._stop_asked = threading.Event()

    def run(self) -> None:
        pause = 0.0
        while not self._stop_asked.wait(pause):
            began = time.thread_time()
            self.peak = max(self.peak, sum(map(_resident, _session(self._of_session))))
            pause = max(SAMPLE_EVERY, (time.thread_time() - began) / LOOK_SHARE)

    def stop(self) -> None:
        self._stop_asked.set()
        self.join()


def _end(session: int) -> None:
    """Kill whatever is left of a session we started."""
    for process in _session(session):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _outlived(session: int) -> bool:
    """Whether processes of a session go on after the first one ended, longer than tidying up takes."""
    deadline = time.monotonic() + STRAGGLERS_MAY_TAKE
    while _session(session):
        if time.monotonic() > deadline:
            return True
        time.sleep(0.01)
    return False


def run(command: Sequence[str], folder: Path, *, timeout: float, extra_env: Mapping[str, str]) -> Figures:
    """Run `command` in `folder` and return its cost.

    Wall clock is from before the start until the first process has ended. CPU is what the kernel adds up for
    it and all descendants that were waited for. Memory is the largest sum of PSS seen; a big process is
    looked at less often than a small one, so its peak is rather under- than overstated.

    Raises:
        RunFailedError: another exit code than 0, longer than `timeout` seconds, or processes left running.
    """
    shown = " ".join(command)
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **extra_env},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as problem:
            raise RunFailedError(f"{shown}: cannot be started: {problem.strerror}") from problem
        watch = _Watch(process.pid)
        watch.start()
        hung = threading.Event()

        def give_up() -> None:
            hung.set()
            _end(process.pid)

        alarm = threading.Timer(timeout, give_up)
        alarm.start()
        try:
            # wait4 rather than Popen.wait: it alone tells the CPU time of this run's processes.
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
            straggling = _outlived(process.pid)
        finally:
            alarm.cancel()
            watch.stop()
            _end(process.pid)
        output.seek(0)
        printed = output.read().decode(errors="replace").strip()[-2000:]
    if hung.is_set():
        raise RunFailedError(f"{shown}: stopped after {timeout:g} s\n{printed}")
    if process.returncode != 0:
        raise RunFailedError(f"{shown}: ended with exit code {process.returncode}\n{printed}")
    if straggling:
        raise RunFailedError(
            f"{shown}: processes were still running when it ended; its time is not the whole time"
        )
    return Figures(wall, usage.ru_utime + usage.ru_stime, watch.peak / 1024)
