"""Tasks in one process and in several give the same, in order; a process that dies is said so; none is left behind."""

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from digest.engine.pool import Pool, available_processors
from digest.problems import DigestError

# Python 3.12 warns of forking beside threads; pytest-xdist has one, the command line has none.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


class Worker:
    """Counts what it was asked, and says in which process."""

    def __init__(self) -> None:
        self.asked = 0

    def square(self, number: int) -> tuple[int, int]:
        """The square, and who worked it out."""
        self.asked += 1
        return number * number, os.getpid()

    def fail(self, number: int) -> int:
        """Refuses one number."""
        if number == 7:
            raise DigestError([])
        return number

    def die(self, _number: int) -> int:
        """Ends its process."""
        os._exit(3)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    with Pool(Worker, jobs, threshold=2) as pool:
        results = [value for value, _ in pool.run(Worker.square, range(50))]
    assert results == [number * number for number in range(50)]


def test_little_work_stays_in_this_process() -> None:
    with Pool(Worker, 2, threshold=10) as pool:
        processes = {process for _, process in pool.run(Worker.square, range(9))}
    assert processes == {os.getpid()}


def test_much_work_goes_to_others_and_later_little_work_too() -> None:
    with Pool(Worker, 2, threshold=10) as pool:
        first = {process for _, process in pool.run(Worker.square, range(10))}
        second = {process for _, process in pool.run(Worker.square, range(2))}
    assert os.getpid() not in first | second


def test_one_worker_a_process() -> None:
    with Pool(Worker, 1, threshold=2) as pool:
        list(pool.run(Worker.square, range(5)))
        assert pool.local.asked == 5


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failure_of_a_task_is_raised(jobs: int) -> None:
    done: list[int] = []
    with Pool(Worker, jobs, threshold=2) as pool, pytest.raises(DigestError):
        done.extend(pool.run(Worker.fail, range(20)))


def test_a_process_that_dies_is_a_problem_with_a_hint() -> None:
    with Pool(Worker, 2, threshold=2) as pool, pytest.raises(DigestError, match="killed") as failure:
        list(pool.run(Worker.die, range(20)))
    assert "--jobs 1" in str(failure.value)


def test_processors() -> None:
    assert 1 <= available_processors() <= (os.cpu_count() or 1)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_processes_leave_with_a_killed_parent(tmp_path: Path) -> None:
    """Otherwise they would hold the lock of the build they were forked from, and nobody could build again."""
    program = tmp_path / "parent.py"
    program.write_text(
        textwrap.dedent(
            """
            import os, signal
            from digest.engine.pool import Pool
            class Worker:
                def process(self, number):
                    return os.getpid()
            with Pool(Worker, 3, threshold=2) as pool:
                print(*set(pool.run(Worker.process, range(60))), flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
            """
        ),
        encoding="utf-8",
    )
    said = subprocess.run(
        [sys.executable, program], stdout=subprocess.PIPE, check=False, encoding="utf-8", timeout=60
    )
    processes = [int(process) for process in said.stdout.split()]
    assert processes
    for _ in range(100):
        alive = [process for process in processes if _runs(process)]
        if not alive:
            break
        time.sleep(0.05)
    assert alive == []


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
