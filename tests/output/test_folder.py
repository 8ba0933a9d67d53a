from __future__ import annotations

import os
from pathlib import Path

import pytest

from digest.output.folder import check_output_folder
from digest.problems import DigestError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    for name in ("content/entries", "static", "templates", "themes/default", ".git", ".digest/cache"):
        (root / name).mkdir(parents=True)
    return root


@pytest.mark.parametrize("output", ["public", "build/site", "../elsewhere", "contents", "content2/x", "."])
def test_a_folder_of_its_own_is_fine_and_the_site_root_is_not(root: Path, output: str) -> None:
    if output == ".":
        with pytest.raises(DigestError, match="the site itself"):
            check_output_folder(root, root)
    else:
        check_output_folder(root, root / output)


@pytest.mark.parametrize(
    "output",
    [
        "..",
        "../..",
        "content",
        "content/entries/out",
        "static",
        "static/x",
        "templates/x",
        "themes/default",
        ".git/x",
        ".digest/cache",
        "public/../content",
        "content/./../static",
    ],
)
def test_sources_and_what_holds_them_are_refused(root: Path, output: str) -> None:
    with pytest.raises(DigestError) as caught:
        check_output_folder(root, root / output)
    assert caught.value.problems[0].path == str(root / output)
    assert caught.value.problems[0].hint


def test_the_root_of_the_file_system_and_the_home_folder_are_refused(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "users" / "ada"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    for output in (Path("/"), home, home.parent):
        with pytest.raises(DigestError):
            check_output_folder(root, output)
    check_output_folder(root, home / "public")


def test_links_are_followed_before_judging(root: Path, tmp_path: Path) -> None:
    (tmp_path / "innocent").symlink_to(root / "content")
    (tmp_path / "way").symlink_to(tmp_path / "good")
    with pytest.raises(DigestError, match="content/"):
        check_output_folder(root, tmp_path / "innocent")
    with pytest.raises(DigestError, match="content/"):
        check_output_folder(root, tmp_path / "innocent" / "below")
    check_output_folder(root, tmp_path / "way")


def test_sources_that_are_links_themselves_are_protected(root: Path, tmp_path: Path) -> None:
    notes = tmp_path / "vault" / "notes"
    notes.mkdir(parents=True)
    (root / "static").rmdir()
    (root / "static").symlink_to(notes)
    for output in (notes, notes / "deep", notes.parent):
        with pytest.raises(DigestError, match="static/"):
            check_output_folder(root, output)


def test_a_loop_of_links_is_a_clear_error(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(DigestError):
        check_output_folder(root, tmp_path / "a" / "public")


@pytest.mark.parametrize("output", ["file", "file/public"])
def test_a_file_in_the_way_is_named(root: Path, output: str) -> None:
    (root / "file").write_text("x")
    with pytest.raises(DigestError, match="file is a file"):
        check_output_folder(root, root / output)


def test_another_spelling_of_the_same_folder_is_recognised(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Stands for a file system without case: CONTENT is the folder content under another name.
    real = os.stat

    def caseless(path: str | Path, *args: object, **options: bool) -> os.stat_result:
        return real(str(path).replace("CONTENT", "content"), **options)

    monkeypatch.setattr(os, "stat", caseless)
    with pytest.raises(DigestError, match="content/"):
        check_output_folder(root, root / "CONTENT" / "out")
