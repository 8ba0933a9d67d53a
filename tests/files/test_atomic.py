from __future__ import annotations

import errno
import os
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from digest.files.atomic import write_atomically, write_new
from digest.problems import DigestError
from output.crashes import Killed, interrupt


def refuse(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    write_atomically(path, "新".encode())
    assert path.read_text(encoding="utf-8") == "新"
    write_atomically(path, b"")
    assert path.read_bytes() == b""
    assert list(tmp_path.iterdir()) == [path]


def test_the_permissions_of_an_old_file_stay_and_a_new_one_follows_the_umask(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("x")
    old.chmod(0o640)
    before = os.umask(0o022)
    try:
        write_atomically(old, b"y")
        write_atomically(new, b"y")
    finally:
        os.umask(before)
    assert old.stat().st_mode & 0o777 == 0o640
    assert new.stat().st_mode & 0o777 == 0o644


def test_a_name_as_long_as_the_file_system_allows_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    write_atomically(path, b"y")
    assert path.read_bytes() == b"y"


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_only_a_regular_file_is_replaced(tmp_path: Path, kind: str) -> None:
    path, target = tmp_path / "path", tmp_path / "target"
    target.write_text("untouched")
    if kind == "link":
        path.symlink_to(target)
    elif kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    with pytest.raises(DigestError, match="symbolic link" if kind == "link" else "no regular file"):
        write_atomically(path, b"y")
    assert target.read_text() == "untouched"
    assert sorted(tmp_path.iterdir()) == [path, target]


def test_killed_at_any_step_the_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    for step in count(1):
        path.write_bytes(b"old")
        with pytest.MonkeyPatch.context() as patch:
            made = interrupt(patch, step, Killed, for_good=True)
            with suppress(Killed):
                write_atomically(path, b"new and longer")
        assert path.read_bytes() in (b"old", b"new and longer")
        if len(made) < step:
            break
    assert step == 4  # made, written, renamed


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_a_disk_that_refuses_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "entry.md"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(DigestError, match="the disk is full") as caught:
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert caught.value.problems[0].path == str(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_durable_file_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def note_sync(file: int) -> None:
        done.append("sync")
        sync(file)

    def note_rename(source: Path, target: Path) -> None:
        done.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_rename)
    write_atomically(tmp_path / "x", b"y")
    assert done == ["sync", "rename", "sync"]
    done.clear()
    write_atomically(tmp_path / "x", b"y", durable=False)
    assert done == ["rename"]


def test_a_missing_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DigestError):
        write_atomically(tmp_path / "no" / "x", b"y")


def test_a_failure_names_the_file_as_people_know_it(tmp_path: Path) -> None:
    for write in (write_atomically, write_new):
        (tmp_path / "file").write_text("x")
        with pytest.raises(DigestError) as caught:
            write(tmp_path / "file/x.md", b"y", called="content/x.md")
        assert caught.value.problems[0].path == "content/x.md"
        assert caught.value.problems[0].hint


def test_new_files_never_replace_anything(tmp_path: Path) -> None:
    file = tmp_path / "deep/er/a.md"
    write_new(file, b"first")
    with pytest.raises(FileExistsError):
        write_new(file, b"second")
    assert file.read_bytes() == b"first"
    assert [path.name for path in file.parent.iterdir()] == ["a.md"]


def test_new_files_work_where_links_do_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", refuse)
    write_new(tmp_path / "a.md", b"first")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a.md", b"second")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.md": b"first"}


def test_killed_at_any_step_a_new_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    for step in count(1):
        path.unlink(missing_ok=True)
        with pytest.MonkeyPatch.context() as patch:
            made = interrupt(patch, step, Killed, for_good=True)
            with suppress(Killed):
                write_new(path, b"all of it")
        assert not path.exists() or path.read_bytes() == b"all of it"
        if len(made) < step:
            break
    assert path.exists()


@pytest.mark.parametrize("call", ["open", "write", "fsync"])
def test_a_disk_that_refuses_leaves_nothing_of_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(DigestError, match="the disk is full"):
        write_new(tmp_path / "b.md", b"text")
    monkeypatch.undo()
    assert not list(tmp_path.iterdir())
