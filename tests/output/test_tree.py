"""The door itself refuses what every caller should have refused before."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.output.tree import Tree
from digest.problems import DigestError

ESCAPES = ["..", "../x", "a/../../x", "a/..", "", "a//x", ".", "a/./x", "a\0"]


@pytest.mark.parametrize("path", ESCAPES)
def test_no_call_takes_a_path_that_could_lead_elsewhere(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    (root / "a").mkdir(parents=True)
    (root / "own").write_text("own")
    (tmp_path / "x").write_text("outside")
    with Tree(root) as tree:
        with pytest.raises(DigestError):
            tree.create(path, b"evil")
        with pytest.raises(DigestError):
            tree.move("own", path)
        with pytest.raises(DigestError):
            tree.remove(path)
        with pytest.raises(DigestError):
            tree.read(path)
    assert (tmp_path / "x").read_text() == "outside"
    assert (root / "own").read_text() == "own"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["root", "x"]


def test_a_pipe_in_place_of_a_file_does_not_make_us_wait(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    with Tree(tmp_path) as tree:
        assert tree.read("pipe") == b""
        assert tree.size("pipe") is None


def test_a_folder_that_is_a_link_is_neither_read_nor_emptied(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x").write_text("outside")
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to(outside)
    with Tree(root) as tree:
        assert tree.read("link/x") is None
        assert tree.files_below("link") == []
        assert tree.remove("link/x") is False
        tree.remove_folder("link")
        assert tree.obstacle("link/x") == "link"
        with pytest.raises(DigestError, match="root/link"):
            tree.create("link/y", b"evil")
    assert [path.name for path in outside.iterdir()] == ["x"]


def test_a_tree_is_removed_however_deep_and_links_in_it_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x").write_text("outside")
    root = tmp_path / "root"
    deep = root / "top" / "/".join("d" * 150)
    deep.mkdir(parents=True)
    (deep / "file").write_text("x")
    (root / "top" / "link").symlink_to(outside)
    with Tree(root) as tree:
        tree.remove_folder("top")
        tree.remove_folder("top")
    assert list(root.iterdir()) == []
    assert (outside / "x").exists()
