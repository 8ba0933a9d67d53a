"""All steps of a plan, or none."""

import os
import stat
from pathlib import Path

import msgspec
import pytest

from building import snapshot, write
from digest.ingest.apply import UNFINISHED, apply_steps, complete_steps
from digest.ingest.plan import Removal, Step
from digest.problems import DigestError


def test_files_are_written_in_order(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "old")
    seen: list[int] = []
    steps = [Step("a.md", b"new", b"old"), Step("deep/er/b.md", b"b"), Step("deep/c.md", b"c")]
    apply_steps(tmp_path, steps, seen.append)
    assert snapshot(tmp_path) == {"a.md": b"new", "deep/er/b.md": b"b", "deep/c.md": b"c"}
    assert seen == [1, 2, 3]


@pytest.mark.parametrize(
    ("last", "message"),
    [
        (Step("a.md/below.md", b"x"), "a.md/below.md"),
        (Step("there.md", b"x"), "there.md"),
        (Step("there.md", b"x", b"something else"), "changed this file meanwhile"),
        (Step("gone.md", b"x", b"was here"), "changed this file meanwhile"),
        (Step("../outside.md", b"x"), "lies outside"),
    ],
)
def test_when_one_fails_none_is_taken(tmp_path: Path, last: Step, message: str) -> None:
    site = tmp_path / "site"
    write(site, "a.md", "old")
    write(site, "there.md", "there")
    write(site, "deep/kept.md", "kept")
    before = snapshot(tmp_path)
    steps = [Step("a.md", b"new", b"old"), Step("new/er/b.md", b"b"), Step("deep/er/c.md", b"c"), last]
    with pytest.raises(DigestError) as failure:
        apply_steps(site, steps)
    assert message in str(failure.value)
    assert snapshot(tmp_path) == before
    assert not (site / "new").exists()
    assert not (site / "deep/er").exists()


def test_a_folder_of_many_files_is_synced_once_before_the_note_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk takes milliseconds for each: for an issue of 200 entries they would be half of the time."""
    synced: list[tuple[str, bool]] = []
    sync = os.fsync

    def note(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            folder = Path(f"/proc/self/fd/{file}").readlink().relative_to(tmp_path)
            synced.append((folder.as_posix(), (tmp_path / UNFINISHED).exists()))
        sync(file)

    write(tmp_path, "deep/a.md", "old")
    monkeypatch.setattr(os, "fsync", note)
    names = [f"deep/{number}.md" for number in range(5)]
    apply_steps(tmp_path, [Step("deep/a.md", b"new", b"old"), *(Step(name, b"x") for name in names)])
    assert synced == [(".digest", True), ("deep", True)]


def test_an_interruption_takes_back_what_was_written(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "old")

    def interrupt(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    steps = [Step("a.md", b"new", b"old"), Step("b.md", b"b"), Step("c.md", b"c")]
    with pytest.raises(KeyboardInterrupt):
        apply_steps(tmp_path, steps, interrupt)
    assert snapshot(tmp_path) == {"a.md": b"old"}


STEPS = [Step("a.md", b"new", b"old"), Step("deep/b.md", b"b"), Step("c.md", b"c")]


def killed_after(root: Path, steps: list[Step], taken: int) -> None:
    """Leave the disk as a run does that is killed behind its first steps: nothing is taken back."""

    class Killed(BaseException):
        pass

    def kill(done: int) -> None:
        if done == taken:
            (root / UNFINISHED).replace(root / "noted")
            raise Killed

    before = {step.path: step.before for step in steps}
    with pytest.raises(Killed):
        apply_steps(root, steps, kill)
    (root / "noted").replace(root / UNFINISHED)
    for step in steps[:taken]:  # what taking back undid is done again
        assert before[step.path] == step.before
        write(root, step.path, step.data.decode())


@pytest.mark.parametrize("taken", [1, 2, 3])
def test_what_a_killed_run_began_is_completed(tmp_path: Path, taken: int) -> None:
    write(tmp_path, "a.md", "old")
    killed_after(tmp_path, STEPS, taken)
    assert complete_steps(tmp_path) == ()
    assert snapshot(tmp_path) == {"a.md": b"new", "deep/b.md": b"b", "c.md": b"c"}
    assert complete_steps(tmp_path) == ()


def test_what_somebody_changed_since_stays(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "old")
    killed_after(tmp_path, STEPS, 1)
    write(tmp_path, "a.md", "edited")
    (problem,) = complete_steps(tmp_path)
    assert problem.path == "a.md"
    assert snapshot(tmp_path) == {"a.md": b"edited", "deep/b.md": b"b", "c.md": b"c"}


@pytest.mark.parametrize("path", [".git/hooks/post-merge", ".venv/x.pth", "content/../.git/x", "../x", ""])
def test_a_note_of_a_stranger_writes_nothing_hidden(tmp_path: Path, path: str) -> None:
    site = tmp_path / "site"
    (site / ".digest").mkdir(parents=True)
    (site / UNFINISHED).write_bytes(msgspec.msgpack.encode((Step(path, b"x", None),)))
    (problem,) = complete_steps(site)
    assert problem.path == path
    assert not (site / path).is_file()


@pytest.mark.parametrize("noted", [b"", b"\xc1", b"no steps at all"])
def test_a_note_that_cannot_be_read_stops_nobody(tmp_path: Path, noted: bytes) -> None:
    (tmp_path / ".digest").mkdir()
    (tmp_path / UNFINISHED).write_bytes(noted)
    (problem,) = complete_steps(tmp_path)
    assert problem.path == UNFINISHED
    assert not (tmp_path / UNFINISHED).exists()


def test_a_forged_note_writes_nothing_outside_the_site(tmp_path: Path) -> None:
    (tmp_path / "site/.digest").mkdir(parents=True)
    (tmp_path / "site" / UNFINISHED).write_bytes(msgspec.msgpack.encode([Step("../out.md", b"x")]))
    (problem,) = complete_steps(tmp_path / "site")
    assert "outside the site" in problem.message
    assert not (tmp_path / "out.md").exists()


def test_files_are_removed_with_the_folders_that_are_empty_then(tmp_path: Path) -> None:
    write(tmp_path, "content/entries/2025/a/index.md", "a")
    write(tmp_path, "content/entries/b/index.md", "b")
    write(tmp_path, "content/entries/b/kept.png", "kept")
    steps = [Removal("content/entries/2025/a/index.md", b"a"), Removal("content/entries/b/index.md", b"b")]
    apply_steps(tmp_path, steps)
    assert snapshot(tmp_path) == {"content/entries/b/kept.png": b"kept"}
    assert not (tmp_path / "content/entries/2025").exists()
    assert (tmp_path / "content/entries").is_dir()


def test_a_file_that_was_removed_is_back_when_a_later_step_fails(tmp_path: Path) -> None:
    write(tmp_path, "content/entries/a/index.md", "a")
    before = snapshot(tmp_path)

    def fail(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply_steps(tmp_path, [Removal("content/entries/a/index.md", b"a")], fail)
    assert snapshot(tmp_path) == before


def test_a_file_that_changed_is_not_removed(tmp_path: Path) -> None:
    write(tmp_path, "content/entries/a/index.md", "mine")
    with pytest.raises(DigestError, match="changed this file meanwhile"):
        apply_steps(tmp_path, [Removal("content/entries/a/index.md", b"a")])
    assert (tmp_path / "content/entries/a/index.md").read_text(encoding="utf-8") == "mine"


def test_half_files_of_a_killed_run_go_when_it_is_completed(tmp_path: Path) -> None:
    steps = (Step("a/b.md", b"b"), Step("a/c.md", b"c"))
    write(tmp_path, UNFINISHED, msgspec.msgpack.encode(steps))
    write(tmp_path, "a/b.md", "b")
    write(tmp_path, "a/.digest-0123456789abcdef.tmp", "half of c")
    write(tmp_path, ".digest/.digest-0123456789abcdef.tmp", "half of what was to be noted")
    assert complete_steps(tmp_path) == ()
    assert snapshot(tmp_path) == {"a/b.md": b"b", "a/c.md": b"c"}
