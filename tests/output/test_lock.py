from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from digest.output.lock import hold_lock, output_lock
from digest.problems import DigestError

HOLD = """
import sys
from pathlib import Path
from digest.output.lock import hold_lock
with hold_lock(Path(sys.argv[1]), holder="digest build"):
    print("held", flush=True)
    sys.stdin.readline()
"""
ADD_ONE = """
import sys
from pathlib import Path
from digest.output.lock import hold_lock
lock, counter = map(Path, sys.argv[1:])
for _ in range(40):
    with hold_lock(lock, holder="counting"):
        counter.write_text(str(int(counter.read_text()) + 1))
"""


@contextmanager
def another_holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until it is told to go on or dies."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / ".digest" / "lock"


def test_a_held_lock_is_refused_naming_the_holder(lock: Path) -> None:
    with another_holder(lock) as process:
        with pytest.raises(DigestError) as caught, hold_lock(lock, wait=False, holder="digest fetch"):
            pass
        assert f"process {process.pid} (digest build)" in str(caught.value)
        assert caught.value.problems[0].path == str(lock)


def test_waiting_says_for_whom_once_and_ends_with_the_holder(lock: Path) -> None:
    told: list[str] = []
    with another_holder(lock) as process:

        def let_go(holder: str) -> None:
            told.append(holder)
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()

        with hold_lock(lock, holder="digest fetch", on_wait=let_go):
            assert process.wait() == 0
    assert told == [f"process {process.pid} (digest build)"]


def test_a_killed_holder_holds_nothing(lock: Path) -> None:
    with another_holder(lock) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert lock.exists()
        with hold_lock(lock, wait=False, holder="digest fetch"):
            assert lock.read_text() == f"process {os.getpid()} (digest fetch)"


def test_nothing_is_left_when_the_block_ends_well_or_badly(lock: Path) -> None:
    with hold_lock(lock, holder="x"):
        assert lock.exists()
    assert not lock.exists()
    with pytest.raises(ZeroDivisionError), hold_lock(lock, holder="x"):
        raise ZeroDivisionError
    assert not lock.exists()
    with hold_lock(lock, wait=False, holder="x"):
        pass


def test_two_in_one_process_exclude_each_other_too(lock: Path) -> None:
    with (
        hold_lock(lock, holder="first"),
        pytest.raises(DigestError, match="first"),
        hold_lock(lock, wait=False, holder="second"),
    ):
        pass


def test_several_processes_never_hold_it_at_once(lock: Path, tmp_path: Path) -> None:
    counter = tmp_path / "counter"
    counter.write_text("0")
    running = [subprocess.Popen([sys.executable, "-c", ADD_ONE, str(lock), str(counter)]) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert counter.read_text() == "120"
    assert not lock.exists()


def test_a_lock_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    for path in (tmp_path / "file" / "lock", tmp_path / "link"):
        with pytest.raises(DigestError, match="could not be locked"), hold_lock(path, holder="x"):
            pass
    assert not (tmp_path / "target").exists()


def test_the_holders_note_cannot_play_with_the_terminal(lock: Path) -> None:
    with (
        hold_lock(lock, holder="evil\x1b[2J\n" + "x" * 1000),
        pytest.raises(DigestError) as caught,
        hold_lock(lock, wait=False, holder="y"),
    ):
        pass
    message = caught.value.problems[0].message
    assert message.isprintable()
    assert len(message) < 250


def test_an_output_folder_has_its_lock_beside_it_under_its_real_name(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "public")
    assert output_lock(tmp_path / "public") == output_lock(tmp_path / "link")
    assert output_lock(tmp_path / "public").parent == tmp_path.resolve()
    assert output_lock(tmp_path / "public") != output_lock(tmp_path / "other")
