"""Every system call of a build is the last one once; every one fails once."""

from __future__ import annotations

import errno
import os
from itertools import count
from pathlib import Path

import pytest

from digest.output.artifact import Artifact
from digest.output.journal import JOURNAL, Journal, decode_journal, encode_journal
from digest.output.manifest import MANIFEST, decode_manifest, read_manifest, verify
from digest.output.recovery import recover
from digest.output.writer import OutputWriter
from digest.problems import DigestError

from .crashes import Killed, interrupt
from .sites import Site, build, files_of, site_of

OLD: Site = {
    "index.html": "old home",
    "same.html": "same",
    "gone/a/index.html": "gone",
    "gone/b/index.html": "gone too",
    "turns/index.html": "a folder",
    "turned": "a file",
    "Case/x": "upper",
}
NEW: Site = {
    "index.html": "new home",
    "same.html": "same",
    "fresh/c/index.html": "fresh",
    "turns": "a file now",
    "turned/index.html": "a folder now",
    "case/x": "lower",
}
STEPS = range(1, 80)


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "site" / "public"


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """What a build of the new site leaves that nothing disturbed."""
    build(tmp_path / "clean", NEW)
    return tmp_path / "clean"


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir()) if folder.parent.exists() else []


def rebuild_killed_at(folder: Path, site: Site, step: int) -> bool:
    """Builds and dies at this step; False when the build was over before."""
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, step, Killed, for_good=True)
        try:
            build(folder, site)
        except Killed:
            return True
    return False


def test_an_update_killed_at_any_step_is_the_old_or_the_new_site_after_recovery(
    tmp_path: Path, clean: Path
) -> None:
    outcomes = set()
    for step in count(1):
        public = tmp_path / str(step) / "public"
        build(public, OLD)
        old = files_of(public)
        was_killed = rebuild_killed_at(public, NEW, step)
        if not was_killed:
            break
        completed = recover(public)
        outcomes.add(completed)
        now = files_of(public)
        assert now == (files_of(clean) if completed or now != old else old), f"step {step}"
        assert verify(public, read_manifest(public)) == []
        assert beside(public) == ["public"]
        build(public, NEW)
        assert files_of(public) == files_of(clean), f"step {step}"
    assert outcomes == {False, True}
    assert step > 30


def test_recovery_killed_at_any_step_is_taken_up_by_the_next(tmp_path: Path, clean: Path) -> None:
    for step in count(1):
        public = tmp_path / str(step) / "public"
        build(public, OLD)
        journal_in_place = next(
            at for at in STEPS if rebuild_killed_at(public, NEW, at) and (public / JOURNAL).exists()
        )
        assert journal_in_place
        with pytest.MonkeyPatch.context() as patch:
            interrupt(patch, step, Killed, for_good=True)
            try:
                recover(public)
            except Killed:
                was_killed = True
            else:
                was_killed = False
        recover(public)
        assert files_of(public) == files_of(clean), f"step {step}"
        if not was_killed:
            break
    assert step > 10


def test_a_first_build_killed_at_any_step_is_nothing_or_the_whole_site(tmp_path: Path, clean: Path) -> None:
    for step in count(1):
        public = tmp_path / str(step) / "public"
        if not rebuild_killed_at(public, NEW, step):
            break
        assert not public.exists() or files_of(public) == files_of(clean)
        build(public, NEW)
        assert files_of(public) == files_of(clean), f"step {step}"
        assert beside(public) == ["public"]
    assert step > 15


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
@pytest.mark.parametrize("old", [{}, OLD])
def test_a_disk_that_fails_at_any_step_is_told_and_the_next_build_succeeds(
    tmp_path: Path, clean: Path, old: Site, code: int
) -> None:
    for step in count(1):
        public = tmp_path / str(step) / "public"
        if old:
            build(public, old)
        before = files_of(public) if old else {}
        with pytest.MonkeyPatch.context() as patch:
            made = interrupt(patch, step, lambda: OSError(code, os.strerror(code)), for_good=False)
            failed = False
            try:
                build(public, NEW)
            except DigestError as failure:
                failed = True
                assert all(problem.path for problem in failure.problems), made  # noqa: PT017 - may succeed too
        if len(made) < step:
            break
        if failed and not (public / JOURNAL).exists():
            assert (files_of(public) if public.exists() else {}) in (before, files_of(clean)), f"step {step}"
            assert "public" in beside(public) or beside(public) == []
        build(public, NEW)
        assert files_of(public) == files_of(clean), f"step {step}"
        assert beside(public) == ["public"]


def test_a_write_that_stops_short_goes_on(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, data[:3]))
    build(public, {"a": "more than three bytes"})
    assert site_of(public) == {"a": "more than three bytes"}


def test_where_case_does_not_count_a_second_recovery_does_not_delete_what_the_first_placed(
    public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The placed file answers to its old name as well, which is what such a file system does.
    build(public, {"Tag/x": "upper", "z": "z"})
    with OutputWriter(public) as out:
        out.write(Artifact("tag/x", b"lower"))
        with pytest.MonkeyPatch.context() as patch:
            real = os.rename

            def die_after_placing(source: str, target: str, **options: int) -> None:
                real(source, target, **options)
                if target == "x":
                    raise Killed

            patch.setattr(os, "rename", die_after_placing)
            with pytest.raises(Killed):
                out.commit()
    (public / "Tag").symlink_to("tag")
    (public / "Tag").unlink()
    (public / "Tag").mkdir()
    os.link(public / "tag/x", public / "Tag/x")
    assert recover(public)
    assert (public / "Tag/x").read_text() == "lower"


def test_without_a_journal_recovery_only_clears_up(public: Path) -> None:
    build(public, OLD)
    before = files_of(public)
    (public / ".digest/staging").mkdir()
    (public / ".digest/staging/0").write_text("left over")
    partial = public.with_name(".public.digest-partial")
    (partial / "deep/er").mkdir(parents=True)
    (partial / "deep/er/x").write_text("left over")
    assert recover(public) is False
    assert files_of(public) == before
    assert beside(public) == ["public"]


def test_a_folder_that_is_not_there_needs_no_recovery(public: Path) -> None:
    assert recover(public) is False
    assert not public.exists()


@pytest.mark.parametrize(
    "journal",
    [
        b"",
        b"\0\xff",
        encode_journal(Journal(place=("../../escaped",))),
        encode_journal(Journal(drop=("/etc/passwd",))),
        encode_journal(Journal(clear=(".digest/manifest",))),
        encode_journal(Journal(drop=("index.html",)))[:-1],
    ],
)
def test_after_a_damaged_journal_every_page_is_written_again(public: Path, journal: bytes) -> None:
    build(public, OLD)
    (public / ".digest/staging").mkdir()
    (public / ".digest/staging/0").write_text("evil")
    (public / JOURNAL).write_bytes(journal)
    (public / "same.html").write_text("SAME")  # same size: only distrust can find it
    before = read_manifest(public)
    assert recover(public) is False
    assert site_of(public) == {**OLD, "same.html": "SAME"}
    assert read_manifest(public).files.keys() == before.files.keys()
    with OutputWriter(public) as out:
        assert not out.keep("same.html")
    assert build(public, NEW).written == len(NEW)
    assert site_of(public) == NEW


def test_files_a_power_cut_emptied_are_found_when_the_journal_is_completed(public: Path) -> None:
    build(public, OLD)
    next(at for at in STEPS if rebuild_killed_at(public, NEW, at) and (public / JOURNAL).exists())
    (public / ".digest/staging/0").write_bytes(b"")
    journal = decode_journal((public / JOURNAL).read_bytes())
    assert journal is not None
    assert recover(public)
    with OutputWriter(public) as out:
        assert not out.keep(journal.place[0])
        assert out.keep("same.html")
    assert build(public, NEW).written == 1
    assert site_of(public) == NEW


def test_a_site_has_another_digest_once_its_build_was_completed_by_recovery(public: Path) -> None:
    old = build(public, OLD).digest
    next(at for at in STEPS if rebuild_killed_at(public, NEW, at) and (public / JOURNAL).exists())
    with OutputWriter(public) as out:
        assert out.previous_digest not in (b"", old)
        assert out.previous == decode_manifest((public / MANIFEST).read_bytes())
        assert out.previous.files.keys() == NEW.keys()


def test_recovery_that_meets_an_obstacle_says_so_and_can_be_repeated(public: Path, tmp_path: Path) -> None:
    build(public, OLD)
    next(at for at in STEPS if rebuild_killed_at(public, NEW, at) and (public / JOURNAL).exists())
    (public / "fresh").symlink_to(tmp_path)
    with pytest.raises(DigestError, match="public/fresh") as caught:
        recover(public)
    assert "delete the output folder" in caught.value.problems[0].hint
    assert (public / JOURNAL).exists()
    (public / "fresh").unlink()
    assert recover(public)
    assert site_of(public) == NEW
