from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.engine.statefile import read_state, write_state


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@given(payload=st.binary(max_size=200), salt=st.binary(max_size=40))
def test_what_was_written_reads_back(folder: Path, payload: bytes, salt: bytes) -> None:
    assert write_state(folder / "index", payload, salt)
    assert read_state(folder / "index", salt) == payload


def test_folders_are_made_and_nothing_lies_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "v1" / "index"
    assert write_state(path, b"payload", b"salt")
    assert list(path.parent.iterdir()) == [path]


def test_another_salt_reads_nothing(tmp_path: Path) -> None:
    write_state(tmp_path / "index", b"payload", b"salt")
    assert read_state(tmp_path / "index", b"Salt") is None


def test_damage_anywhere_reads_nothing(tmp_path: Path) -> None:
    path = tmp_path / "index"
    write_state(path, b"payload", b"salt")
    data = path.read_bytes()
    for place in range(len(data)):
        path.write_bytes(data[:place])
        assert read_state(path, b"salt") is None
        path.write_bytes(bytes([*data[:place], data[place] ^ 0x10, *data[place + 1 :]]))
        assert read_state(path, b"salt") is None
    path.write_bytes(data + b"\0")
    assert read_state(path, b"salt") is None


def test_an_empty_payload_is_something_remembered(tmp_path: Path) -> None:
    write_state(tmp_path / "index", b"", b"salt")
    assert read_state(tmp_path / "index", b"salt") == b""


def test_what_cannot_be_read_reads_nothing(tmp_path: Path) -> None:
    assert read_state(tmp_path / "missing", b"") is None
    assert read_state(tmp_path, b"") is None


def test_what_cannot_be_kept_is_said_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert not write_state(tmp_path / "file" / "index", b"payload", b"salt")
    assert not write_state(tmp_path, b"payload", b"salt")
