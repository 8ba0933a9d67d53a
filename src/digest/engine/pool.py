"""Running tasks against a worker made once a process: in this process for little work, in several for much."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from digest.problems import DigestError, error

if TYPE_CHECKING:  # 16 ms that a build of a few pages does not need
    from concurrent.futures import Future, ProcessPoolExecutor

Worker = TypeVar("Worker")
Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 4
"""Tasks in flight for each process: enough to keep it busy, few enough that results do not pile up here."""


class Pool(Generic[Worker]):
    """`make` builds a worker; `run` applies one of its methods to many tasks and yields the results in order.

    Processes start with the first `run` that has at least `threshold` tasks and live until the pool is closed.
    """

    def __init__(self, make: Callable[[], Worker], jobs: int, threshold: int) -> None:
        self._make = make
        self._jobs = jobs or available_processors()
        self._threshold = threshold
        self._executor: ProcessPoolExecutor | None = None
        self._local: Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)

    @property
    def local(self) -> Worker:
        """The worker of this process."""
        if self._local is None:
            self._local = self._make()
        return self._local

    def run(self, method: Callable[[Worker, Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        """Results of `method(worker, task)`, in the order of the tasks.

        Raises:
            DigestError: a process died (out of memory, or killed).
        """
        if self._executor is None and (self._jobs == 1 or len(tasks) < self._threshold):
            for task in tasks:
                yield method(self.local, task)
            return
        yield from self._run_in_processes(method, tasks)

    def _run_in_processes(
        self, method: Callable[[Worker, Task], Result], tasks: Sequence[Task]
    ) -> Iterator[Result]:
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - see above
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - as above
        from multiprocessing import get_context  # noqa: PLC0415 - as above

        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._jobs, mp_context=get_context(_START_METHOD), initializer=_start, initargs=(self._make,)
            )
        waiting: deque[Future[Result]] = deque()
        try:
            for task in tasks:
                waiting.append(self._executor.submit(_apply, method, task))
                if len(waiting) > AHEAD * self._jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as failure:
            raise DigestError(
                [error("a process of the build was killed", hint="out of memory? try --jobs 1")]
            ) from failure


def available_processors() -> int:
    """The processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# A forked process shares the site with its parent; where forking is unsafe the site is sent once instead.
_START_METHOD = "fork" if sys.platform == "linux" else "spawn"
_process_worker: list[object] = []


def _start(make: Callable[[], object]) -> None:
    from threading import Thread  # noqa: PLC0415 - loaded with the executor, as below

    Thread(target=_leave_with_parent, daemon=True).start()
    _process_worker[:] = [make()]


def _leave_with_parent() -> None:
    """End this process when the build is killed: it would wait for tasks, and hold the build's locks, for ever."""
    from multiprocessing import parent_process  # noqa: PLC0415 - a build of a few pages needs neither
    from multiprocessing.connection import wait  # noqa: PLC0415 - as above

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _apply(method: Callable[[Worker, Task], Result], task: Task) -> Result:
    worker: Worker = _process_worker[0]  # type: ignore[assignment]  # made by the `make` of the same pool
    return method(worker, task)
