"""The answer without a build: given only where a build would change nothing, with the same words."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from building import CLOCK, digest, snapshot, write
from digest.engine.quick import recall

ARGUMENTS = ["build", "-s", "site", "-d", "out"]
CONFIG = "site: {title: T, base_url: 'https://example.org/', language: en, timezone: UTC, theme: mine}\n"
LATER = 2_000_000_000
"""When the entry of the future appears: in May 2033."""


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `digest build -s site -d out` has nothing to do."""
    folder = tmp_path_factory.mktemp("quick")
    write(folder, "site/digest.yaml", CONFIG)
    write(
        folder, "site/content/entries/a.md", "---\ntitle: A\ndate: 2024-01-01\n---\nText 1, [gone](/gone/).\n"
    )
    write(folder, "site/content/entries/b/index.md", "---\ntitle: B\ndate: 2024-01-02\n---\n![p](p.png)\n")
    write(folder, "site/content/entries/b/p.png", b"\x89PNG")
    write(folder, "site/content/later.md", "---\ntitle: Later\ndate: 2033-05-18T03:33:20Z\n---\nText.\n")
    write(folder, "site/static/robots.png", b"\x89PNG")
    write(folder, "site/templates/404.html", '{% extends "default:404.html" %}')
    write(
        folder, "site/themes/mine/theme.yaml", "name: mine\nversion: '1'\nextends: default\nrequires: '0.1'\n"
    )
    write(folder, "site/themes/mine/static/theme.css", "p { margin: 0 }\n")
    time.sleep(0.1)  # files of this very moment could still change unnoticed, so they are not relied on
    for _ in range(2):
        result = digest(*ARGUMENTS, cwd=folder)
        assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture
def folder(remembered: Path) -> Iterator[Path]:
    """The same, put back afterwards: the notes are tied to the place, so it cannot be a copy."""
    kept = remembered.with_name(remembered.name + "-kept")
    shutil.copytree(remembered, kept, symlinks=True)
    assert recall(ARGUMENTS, str(remembered)) is not None
    yield remembered
    _restore(kept, remembered)
    shutil.rmtree(kept)


def _restore(kept: Path, folder: Path) -> None:
    """Put changed files back and build again, since a file put back has a new time of its own."""
    shutil.rmtree(folder)
    shutil.copytree(kept, folder, symlinks=True)
    time.sleep(0.1)
    for _ in range(2):
        assert digest(*ARGUMENTS, cwd=folder).returncode == 0


def test_it_says_what_a_build_says_and_changes_nothing(folder: Path) -> None:
    answer = recall(ARGUMENTS, str(folder))
    assert answer is not None
    before = snapshot(folder)
    quick = digest(*ARGUMENTS, cwd=folder)
    assert (quick.stdout, quick.stderr) == answer
    assert snapshot(folder) == before
    shutil.rmtree(folder / "site/.digest/cache")
    full = digest(*ARGUMENTS, cwd=folder)
    assert full.stderr == quick.stderr
    assert "/gone/" in full.stderr
    for said in (quick.stdout, full.stdout):
        assert ": 0 files written" in said or " unchanged, 0 removed" in said
    assert quick.stdout.partition(":")[0] == full.stdout.partition(":")[0]


def _same_size_and_time(folder: Path) -> None:
    file = folder / "site/content/entries/a.md"
    found = file.stat()
    file.write_bytes(file.read_bytes().replace(b"Text 1", b"Text 2"))
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))


def _cut_output(folder: Path) -> None:
    file = folder / "out/index.html"
    file.write_bytes(file.read_bytes()[:-1])


def _output_is_link(folder: Path) -> None:
    file = folder / "out/index.html"
    file.rename(folder / "moved")
    file.symlink_to(folder / "moved")


def _dangling(folder: Path) -> None:
    (folder / "site/content/link.md").symlink_to("nowhere.md")


CHANGES: dict[str, Callable[[Path], object]] = {
    "an edit that keeps size and time": _same_size_and_time,
    "a new entry": lambda f: write(
        f, "site/content/entries/new.md", "---\ntitle: N\ndate: 2024-01-03\n---\nT\n"
    ),
    "an entry gone": lambda f: (f / "site/content/entries/a.md").unlink(),
    "an entry renamed": lambda f: (f / "site/content/entries/a.md").rename(f / "site/content/entries/c.md"),
    "a picture": lambda f: write(f, "site/content/entries/b/p.png", b"\x89PNG1"),
    "a static file": lambda f: write(f, "site/static/new.txt", "new"),
    "a static file gone": lambda f: (f / "site/static/robots.png").unlink(),
    "the configuration": lambda f: write(f, "site/digest.yaml", CONFIG.replace("title: T", "title: U")),
    "the configuration gone": lambda f: (f / "site/digest.yaml").unlink(),
    "a template": lambda f: write(f, "site/templates/404.html", '{% extends "theme:404.html" %}'),
    "a new template": lambda f: write(f, "site/templates/base.html", '{% extends "theme:base.html" %}'),
    "a theme": lambda f: write(f, "site/themes/mine/static/theme.css", "p { margin: 1px }\n"),
    "an output file gone": lambda f: (f / "out/tags/index.html").unlink(),
    "an output file cut": _cut_output,
    "an output file that is a link": _output_is_link,
    "the output folder gone": lambda f: shutil.rmtree(f / "out"),
    "the manifest": lambda f: write(f, "out/.digest/manifest", "digest manifest 1\n"),
    "a journal": lambda f: write(f, "out/.digest/journal", ""),
    "the cache gone": lambda f: shutil.rmtree(f / "site/.digest/cache"),
    "a link to nowhere": _dangling,
    "a pipe": lambda f: os.mkfifo(f / "site/content/pipe.md"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_it_is_silent(folder: Path, change: str) -> None:
    CHANGES[change](folder)
    assert recall(ARGUMENTS, str(folder)) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "-s", "site", "-d", "other"],
        ["build", "-s", "site", "-d", "out", "--drafts"],
        ["build", "-s", "site", "-d", "out", "--base-url", "https://other.example/"],
        ["build", "-s", "site", "-d", "out", "--no-cache"],
        ["build", "-s", "site", "-d", "out", "-v"],
        ["build", "-s", "site", "-d", "out", "--clock", "2024-01-01"],
        ["build", "-s", "./site", "-d", "out"],
        ["list", "-s", "site", "build"],
        ["build"],
        [],
    ],
)
def test_other_options_are_another_build(remembered: Path, arguments: list[str]) -> None:
    assert recall(arguments, str(remembered)) is None


def test_another_folder_is_another_site(remembered: Path, tmp_path: Path) -> None:
    assert recall(ARGUMENTS, str(tmp_path)) is None
    assert recall(ARGUMENTS, str(remembered / "site")) is None


def test_when_something_is_to_appear_it_is_silent(remembered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: LATER - 1)
    assert recall(ARGUMENTS, str(remembered)) is not None
    monkeypatch.setattr(time, "time", lambda: LATER)
    assert recall(ARGUMENTS, str(remembered)) is None


@pytest.mark.parametrize(
    "harm", [lambda data: data[:-1], lambda data: b"", lambda data: data.replace(b"quick", b"quack")]
)
def test_a_damaged_note_is_none(remembered: Path, harm: Callable[[bytes], bytes]) -> None:
    (note,) = (remembered / "site/.digest/cache").glob("quick-*")
    data = note.read_bytes()
    note.write_bytes(harm(data) or b"x")
    assert recall(ARGUMENTS, str(remembered)) is None
    note.write_bytes(data)
    assert recall(ARGUMENTS, str(remembered)) is not None


def test_a_fixed_clock_is_remembered_with_its_options(remembered: Path) -> None:
    arguments = [*ARGUMENTS[:4], "out-clock", "--clock", CLOCK]
    assert digest(*arguments, cwd=remembered).returncode == 0
    assert recall(arguments, str(remembered)) is not None
    assert recall([*arguments[:-1], "2024-06-02T00:00:00Z"], str(remembered)) is None


def test_a_theme_behind_a_link_is_watched(tmp_path: Path) -> None:
    """A link the walk would not follow must not hide a change."""
    write(tmp_path, "site/digest.yaml", CONFIG)
    write(tmp_path, "site/content/entries/a.md", "---\ntitle: A\ndate: 2024-01-01\n---\nText.\n")
    write(tmp_path, "theme/theme.yaml", "name: mine\nversion: '1'\nextends: default\nrequires: '0.1'\n")
    write(tmp_path, "theme/static/theme.css", "p { margin: 0 }\n")
    (tmp_path / "site/themes").mkdir()
    (tmp_path / "site/themes/mine").symlink_to(tmp_path / "theme", target_is_directory=True)
    time.sleep(0.1)
    built = [digest(*ARGUMENTS, cwd=tmp_path) for _ in range(2)]
    if built[0].returncode:
        assert "theme" in built[0].stderr  # a program that refuses such themes has nothing to watch
        return
    write(tmp_path, "theme/static/theme.css", "p { margin: 9px }\n")
    assert recall(ARGUMENTS, str(tmp_path)) is None
