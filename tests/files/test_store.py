from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.files.store import Store, store_path


def key(number: int) -> bytes:
    return hashlib.sha256(b"%d" % number).digest()


def items(count: int, start: int = 0) -> list[tuple[bytes, bytes]]:
    return [(key(number), b"value %d " % number * 50) for number in range(start, start + count)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return store_path(tmp_path / "cache")


def tamper(path: Path, statement: str, *values: bytes) -> None:
    """Changes the file behind the store's back."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, values)
    connection.close()


def test_values_outlive_the_store(path: Path) -> None:
    with Store(path) as store:
        store.put_many(items(3))
        assert store.get(key(1)) == items(3)[1][1]
    with Store(path) as store:
        assert store.get_many([key(0), key(2), key(9)]) == {key(0): items(3)[0][1], key(2): items(3)[2][1]}
        assert store.get(key(9)) is None
        assert store.keys_count() == 3
        assert store.warning is None


def test_thousands_of_keys_are_fetched_at_once(path: Path) -> None:
    with Store(path) as store:
        store.put_many(iter(items(1700)))
        assert store.get_many(key(number) for number in range(2000)) == dict(items(1700))
        assert store.get_many([]) == {}


def test_a_later_value_replaces_an_earlier_one(path: Path) -> None:
    with Store(path) as store:
        store.put_many([(b"k", b"old")])
        store.put_many([(b"k", b"new"), (b"empty", b"")])
        assert store.get_many([b"k", b"empty"]) == {b"k": b"new", b"empty": b""}
        assert store.keys_count() == 2


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.binary(max_size=40), st.binary(max_size=300), max_size=8))
def test_any_bytes_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, values: dict[bytes, bytes]
) -> None:
    with Store(tmp_path_factory.mktemp("any") / "s.db") as store:
        store.put_many(values.items())
        assert store.get_many(values) == values


def test_retain_deletes_the_rest(path: Path) -> None:
    with Store(path) as store:
        store.put_many(items(10))
        assert store.retain({key(3), key(4), b"unknown"}) == 8
        assert store.keys_count() == 2
        assert store.get_many([key(2), key(3)]).keys() == {key(3)}
        assert store.retain({key(3), key(4)}) == 0


def test_a_generator_that_fails_keeps_the_batches_before_it(path: Path) -> None:
    with Store(path) as store:
        with pytest.raises(ZeroDivisionError):
            store.put_many((key(number), b"%d" % (1 // (700 - number))) for number in range(800))
        assert store.keys_count() == 500
        store.put_many(items(1))
        assert store.get(key(0)) == items(1)[0][1]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE results SET value = x'00' WHERE key = ?",
        "UPDATE results SET mark = x'00' WHERE key = ?",
        "UPDATE results SET value = 'text' WHERE key = ?",
        "UPDATE results SET value = 7 WHERE key = ?",
        "UPDATE results SET (mark, value) = (SELECT mark, value FROM results WHERE key <> ?1) WHERE key = ?1",
    ],
)
def test_a_damaged_value_is_missing_and_deleted(path: Path, change: str) -> None:
    with Store(path) as store:
        store.put_many(items(2))
    tamper(path, change, key(0))
    with Store.open_reader(path) as reader:
        assert reader.get_many([key(0), key(1)]).keys() == {key(1)}
        assert reader.keys_count() == 2
    with Store(path) as store:
        assert store.get_many([key(0), key(1)]).keys() == {key(1)}
        assert store.keys_count() == 1


def test_a_damaged_file_never_gives_a_wrong_value_and_is_replaced(path: Path) -> None:
    with Store(path) as store:
        store.put_many(items(300))
    whole = path.read_bytes()
    right = dict(items(300))
    for cut in [*range(0, 4096, 97), *range(4096, len(whole), len(whole) // 40)]:
        for damaged in (whole[:cut], whole[:cut] + b"\xff" * 400 + whole[cut + 400 :]):
            path.write_bytes(damaged)
            with Store(path) as store:
                found = store.get_many(right)
                assert found.items() <= right.items()
                store.put_many(right.items())
                assert store.get_many(right) == right, cut
                assert store.warning is None
            with Store(path) as store:
                assert store.get_many(right) == right, cut


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_another_kind_of_file_is_replaced(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with Store(path) as store:
        store.put_many(items(1))
    with Store(path) as store:
        assert store.keys_count() == 1


def test_another_table_of_that_name_is_replaced(path: Path) -> None:
    path.parent.mkdir()
    tamper(path, "CREATE TABLE results (something INTEGER)")
    with Store(path) as store:
        assert store.get(key(0)) is None
        store.put_many(items(1))
    with Store(path) as store:
        assert store.get(key(0)) is not None
        assert store.warning is None


def test_without_a_disk_values_live_in_memory_and_a_warning_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder.db").mkdir()
    for path in (tmp_path / "file" / "store.db", tmp_path / "folder.db"):
        with Store(path) as store:
            assert store.warning is not None
            assert store.warning.severity == "warning"
            assert store.warning.path == str(path)
            store.put_many(items(600))
            assert store.get_many([key(0), key(599)]).keys() == {key(0), key(599)}
            assert store.retain({key(0)}) == 599


def test_a_file_damaged_twice_in_one_build_is_given_up(path: Path) -> None:
    with Store(path) as store:
        store.put_many(items(300))
        for _ in range(2):
            path.write_bytes(b"\xff" * path.stat().st_size)
            store.get_many(key(number) for number in range(300))
            store.put_many(items(300))
        assert store.get_many([key(0)]).keys() == {key(0)}
        assert store.warning is not None


def test_a_locked_file_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.files.store._BUSY_SECONDS", 0.01)
    with Store(path) as store:
        store.put_many(items(2))
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    with Store(path) as store:
        assert store.get(key(0)) is None
        store.put_many(items(1, start=7))
        assert store.get(key(7)) is not None
        assert store.warning is not None
    other.close()
    with Store(path) as store:
        assert store.get_many([key(0), key(7)]).keys() == {key(0)}


def test_a_reader_sees_what_was_put_and_changes_nothing(path: Path) -> None:
    with Store(path) as store, Store.open_reader(path) as reader:
        store.put_many(items(1))
        assert reader.get(key(0)) == items(1)[0][1]
        store.put_many(items(1, start=1))
        assert reader.get(key(1)) is not None
        reader.put_many(items(1, start=2))
        assert store.get(key(2)) is None
        assert store.keys_count() == 2


def test_a_reader_without_a_file_or_with_a_bad_one_finds_nothing_and_makes_nothing(path: Path) -> None:
    with Store.open_reader(path) as reader:
        assert reader.get(key(0)) is None
    assert not path.parent.exists()
    path.parent.mkdir()
    path.write_bytes(b"rubbish" * 1000)
    with Store.open_reader(path) as reader:
        assert reader.get(key(0)) is None
    assert path.read_bytes() == b"rubbish" * 1000


def test_odd_characters_in_the_path_are_no_part_of_an_address(tmp_path: Path) -> None:
    path = tmp_path / "a?b#c%20 大" / "s.db"
    with Store(path) as store:
        store.put_many(items(1))
    with Store.open_reader(path) as reader:
        assert reader.get(key(0)) is not None


def test_a_closed_store_is_the_callers_mistake_and_costs_no_values(path: Path) -> None:
    store = Store(path)
    store.put_many(items(1))
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.get(key(0))
    with Store(path) as store:
        assert store.keys_count() == 1


def test_a_writer_killed_in_the_middle_leaves_whole_values(path: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from digest.files.store import Store
store = Store(Path(sys.argv[1]))
store.put_many((b"%d" % i, b"x" * 5000) for i in range(500))
store._connection.execute("BEGIN")
store._connection.execute("PRAGMA cache_size = 2")
rows = ((b"n%d" % i, b"m", b"y" * 5000) for i in range(500))
store._connection.executemany("INSERT INTO results VALUES (?, ?, ?)", rows)
os.kill(os.getpid(), 9)
"""
    assert subprocess.run([sys.executable, "-c", program, str(path)], check=False).returncode == -9
    with Store(path) as store:
        assert store.keys_count() == 500
        assert len(store.get_many(b"%d" % number for number in range(500))) == 500
        assert store.warning is None
