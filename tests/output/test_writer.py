from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.output.artifact import Artifact
from digest.output.manifest import Manifest, manifest_digest, read_manifest
from digest.output.writer import OutputWriter
from digest.problems import DigestError

from .sites import Site, build, files_of, folders_of, site_of

FIRST: Site = {
    "index.html": "home",
    "entries/a/index.html": "a",
    "entries/b/index.html": "b",
    "大/x.html": "x",
}


def write(folder: Path, *paths: str, kept: str = "") -> None:
    """Like `build`, for addresses that a dictionary could not hold."""
    with OutputWriter(folder) as out:
        assert not kept or out.keep(kept)
        for path in paths:
            out.write(Artifact(path, b"x"))
        out.commit()


def give_up(folder: Path, path: str, failure: BaseException) -> None:
    """A build that fails after one file."""
    with OutputWriter(folder) as out:
        out.write(Artifact(path, b"x"))
        raise failure


def descriptors() -> int:
    """How many files this process has open; 0 where the system does not say."""
    listing = Path("/proc/self/fd")
    return len(list(listing.iterdir())) if listing.exists() else 0


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "site" / "public"


def test_a_first_build_writes_everything_and_leaves_nothing_beside_it(public: Path) -> None:
    report = build(public, FIRST)
    assert site_of(public) == FIRST
    assert (report.written, report.unchanged, report.removed) == (4, 0, 0)
    assert report.digest == manifest_digest(public) != b""
    assert [path.name for path in public.parent.iterdir()] == ["public"]
    assert files_of(public).keys() - FIRST.keys() == {".digest/manifest"}


def test_a_first_build_grows_out_of_sight(public: Path) -> None:
    with OutputWriter(public) as out:
        out.write(Artifact("index.html", b"x"))
        assert not public.exists()
        out.commit()
    assert site_of(public) == {"index.html": "x"}


def test_an_update_writes_removes_and_keeps_exactly_what_it_should(public: Path) -> None:
    build(public, FIRST)
    with OutputWriter(public) as out:
        out.write(Artifact("index.html", b"new home"))
        out.write(Artifact("entries/a/index.html", b"a"))
        out.write(Artifact("entries/c/index.html", b"c"))
        assert out.keep("entries/b/index.html")
        assert site_of(public) == FIRST
        report = out.commit()
    assert site_of(public) == {
        "index.html": "new home",
        "entries/a/index.html": "a",
        "entries/b/index.html": "b",
        "entries/c/index.html": "c",
    }
    assert (report.written, report.unchanged, report.removed) == (2, 2, 1)
    assert not (public / "大").exists()
    assert files_of(public / ".digest").keys() == {"manifest"}
    assert folders_of(public / ".digest") == set()


def test_an_update_leaves_the_same_bytes_as_a_first_build(public: Path, tmp_path: Path) -> None:
    second = {**FIRST, "index.html": "other", "new": "n"}
    build(public, FIRST)
    build(public, second)
    build(tmp_path / "fresh", second)
    assert files_of(public) == files_of(tmp_path / "fresh")


def test_equal_bytes_are_not_written_again(public: Path) -> None:
    build(public, FIRST)
    before = {path: (public / path).stat() for path in [*FIRST, ".digest/manifest"]}
    report = build(public, FIRST)
    assert (report.written, report.unchanged, report.removed) == (0, 4, 0)
    for path, status in before.items():
        now = (public / path).stat()
        assert (now.st_ino, now.st_mtime_ns) == (status.st_ino, status.st_mtime_ns)


def test_a_file_deleted_or_cut_by_hand_comes_back_when_written(public: Path) -> None:
    build(public, FIRST)
    (public / "index.html").unlink()
    (public / "entries/a/index.html").write_text("")
    assert build(public, FIRST).written == 2
    assert site_of(public) == FIRST


def test_without_commit_the_old_site_stays(public: Path) -> None:
    build(public, FIRST)
    before = files_of(public)
    with OutputWriter(public) as out:
        out.write(Artifact("index.html", b"half a build"))
    with pytest.raises(ZeroDivisionError):
        give_up(public, "new/deep/page.html", ZeroDivisionError())
    assert files_of(public) == before
    assert folders_of(public) == {"entries", "entries/a", "entries/b", "大", ".digest"}


def test_a_first_build_without_commit_leaves_nothing(public: Path) -> None:
    public.parent.mkdir()
    with pytest.raises(KeyboardInterrupt):
        give_up(public, "a/b", KeyboardInterrupt())
    assert list(public.parent.iterdir()) == []


def test_foreign_files_are_never_deleted(public: Path) -> None:
    build(public, FIRST)
    (public / "CNAME").write_text("digest.example")
    (public / "entries/a/notes.txt").write_text("mine")
    build(public, {"index.html": "home"})
    assert site_of(public) == {"index.html": "home", "CNAME": "digest.example", "entries/a/notes.txt": "mine"}


def test_a_folder_that_holds_something_is_filled_without_losing_it(public: Path) -> None:
    public.mkdir(parents=True)
    (public / "CNAME").write_text("digest.example")
    build(public, FIRST)
    assert site_of(public) == {**FIRST, "CNAME": "digest.example"}


def test_an_empty_folder_is_filled(public: Path) -> None:
    public.mkdir(parents=True)
    build(public, FIRST)
    assert site_of(public) == FIRST


def test_a_link_to_the_output_folder_stays_a_link(public: Path, tmp_path: Path) -> None:
    public.parent.mkdir()
    public.symlink_to(tmp_path / "real")
    build(public, FIRST)
    build(public, {**FIRST, "more": "x"})
    assert public.is_symlink()
    assert site_of(tmp_path / "real") == {**FIRST, "more": "x"}


@pytest.mark.parametrize("code", [errno.EXDEV, errno.EBUSY, errno.EACCES])
def test_a_folder_that_cannot_be_replaced_is_filled(
    public: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    public.mkdir(parents=True)
    inode = public.stat().st_ino
    real = os.rename

    def refuse(source: str | Path, target: str | Path, **options: int) -> None:
        if Path(target) == public:
            raise OSError(code, os.strerror(code))
        real(source, target, **options)

    monkeypatch.setattr(os, "rename", refuse)
    build(public, FIRST)
    assert site_of(public) == FIRST
    assert public.stat().st_ino == inode
    assert files_of(public).keys() - FIRST.keys() == {".digest/manifest"}
    assert [path.name for path in public.parent.iterdir()] == ["public"]


def test_an_empty_folder_below_one_that_refuses_is_filled_in_place(
    public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public.mkdir(parents=True)
    real = os.mkdir

    def refuse(path: str | Path, mode: int = 0o777, **options: int) -> None:
        if str(path).endswith("partial"):
            raise PermissionError(errno.EACCES, "no")
        real(path, mode, **options)

    monkeypatch.setattr(os, "mkdir", refuse)
    build(public, FIRST)
    assert site_of(public) == FIRST


@pytest.mark.parametrize("first_build", [True, False])
def test_one_address_twice_is_an_error_that_names_it(public: Path, first_build: bool) -> None:
    if not first_build:
        build(public, FIRST)
    with pytest.raises(DigestError, match="two files") as caught:
        write(public, "x/index.html", "x/index.html")
    assert caught.value.problems[0].path == "x/index.html"


@pytest.mark.parametrize("first_build", [True, False])
@pytest.mark.parametrize(("one", "two"), [("Tag/i", "tag/i"), ("a", "a/b"), ("a/b", "a")])
def test_paths_that_collide_are_an_error_and_nothing_changes(
    public: Path, one: str, two: str, first_build: bool
) -> None:
    if not first_build:
        build(public, FIRST)
    before = files_of(public)
    with pytest.raises(DigestError) as caught:
        write(public, one, two)
    assert one in str(caught.value)
    assert two in str(caught.value)
    assert files_of(public) == before


def test_a_new_path_collides_with_a_kept_one(public: Path) -> None:
    build(public, FIRST)
    with pytest.raises(DigestError, match="upper and lower"):
        write(public, "Index.html", kept="index.html")
    assert site_of(public) == FIRST


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"a": "file"}, {"a/index.html": "folder"}),
        ({"a/index.html": "folder", "a/b/c": "deep"}, {"a": "file"}),
        ({"A/x": "upper"}, {"a/x": "lower"}),
        ({"x/y": "1", "z": "2"}, {"x": "3", "z/deep/er": "4"}),
    ],
)
def test_a_file_may_become_a_folder_and_the_other_way_round(public: Path, old: Site, new: Site) -> None:
    build(public, old)
    build(public, new)
    assert site_of(public) == new


def test_keep_takes_only_what_the_last_build_left(public: Path) -> None:
    build(public, FIRST)
    with OutputWriter(public) as out:
        assert not out.keep("never/written.html")
        assert out.keep("index.html")
        assert not out.keep("index.html")
        assert out.previous == read_manifest(public)
        assert out.previous_digest == manifest_digest(public)
        out.commit()
    assert site_of(public) == {"index.html": "home"}


@pytest.mark.parametrize("damage", [b"", b"digest manifest 1\ngarbage", None])
def test_a_damaged_manifest_costs_a_rewrite_and_deletes_nothing(public: Path, damage: bytes | None) -> None:
    build(public, FIRST)
    manifest = public / ".digest/manifest"
    manifest.write_bytes(manifest.read_bytes()[:-1] if damage is None else damage)
    with OutputWriter(public) as out:
        assert not out.keep("index.html")
        out.write(Artifact("index.html", b"home"))
        report = out.commit()
    assert (report.written, report.removed) == (1, 0)
    assert site_of(public) == FIRST
    assert read_manifest(public).files.keys() == {"index.html"}


@pytest.mark.parametrize(
    "path", ["../escaped", "/var/escaped", "a/../../escaped", ".digest/manifest", "a\0b"]
)
def test_paths_that_lead_out_are_refused(public: Path, tmp_path: Path, path: str) -> None:
    with pytest.raises(DigestError), OutputWriter(public) as out:
        out.write(Artifact(path, b"x"))
    assert files_of(tmp_path) == {}


@pytest.mark.parametrize("link", ["entries", "entries/a", "entries/a/index.html"])
def test_a_link_inside_the_output_folder_is_never_written_through(
    public: Path, tmp_path: Path, link: str
) -> None:
    build(public, FIRST)
    outside = tmp_path / "outside"
    outside.mkdir()
    (public / link).rename(tmp_path / "old")
    (public / link).symlink_to(outside if link != "entries/a/index.html" else outside / "file")
    before = site_of(public)
    with pytest.raises(DigestError, match="in the way") as caught:
        build(public, {**FIRST, "entries/a/index.html": "changed", "index.html": "changed"})
    assert link in str(caught.value)
    assert list(outside.iterdir()) == []
    assert site_of(public) == before


def test_nothing_is_deleted_through_a_link(public: Path, tmp_path: Path) -> None:
    build(public, FIRST)
    (public / "entries").rename(tmp_path / "moved")
    (public / "entries").symlink_to(tmp_path / "moved")
    build(public, {"index.html": "home"})
    assert site_of(tmp_path / "moved") == {"a/index.html": "a", "b/index.html": "b"}


@pytest.mark.parametrize("private", [".digest", ".digest/staging"])
def test_a_link_in_place_of_our_own_folder_is_refused(public: Path, tmp_path: Path, private: str) -> None:
    build(public, FIRST)
    outside = tmp_path / "outside"
    outside.mkdir()
    if private == ".digest":
        (public / ".digest").rename(tmp_path / "old")
    (public / private).symlink_to(outside)
    with pytest.raises(DigestError):
        build(public, {"index.html": "changed"})
    assert list(outside.iterdir()) == []
    assert site_of(public) == FIRST


def test_a_manifest_cannot_make_us_delete_elsewhere(public: Path, tmp_path: Path) -> None:
    from digest.output.manifest import MANIFEST, encode_manifest, fingerprint

    build(public, FIRST)
    (tmp_path / "precious").write_text("x")
    (public / ".git").mkdir()
    (public / ".git/config").write_text("x")
    forged = Manifest(
        {path: fingerprint(b"x") for path in ("../../precious", ".git/config", "", ".digest/manifest")}
    )
    (public / MANIFEST).write_bytes(encode_manifest(forged))
    build(public, {"other": "x"})
    assert (tmp_path / "precious").exists()
    assert (public / ".git/config").exists()
    assert read_manifest(public).files.keys() == {"other"}


def test_something_foreign_in_the_way_is_named_before_anything_changes(public: Path) -> None:
    build(public, {"a/index.html": "a", "b": "b"})
    (public / "a/mine.txt").write_text("mine")
    (public / "c").write_text("a file of somebody")
    before = site_of(public)
    with pytest.raises(DigestError) as caught:
        build(public, {"a": "file", "c/index.html": "c", "d": "d"})
    assert {problem.path for problem in caught.value.problems} == {"a", "c/index.html"}
    assert "a/mine.txt" in str(caught.value)
    assert site_of(public) == before


def test_a_file_in_place_of_the_output_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DigestError):
        build(tmp_path / "file", FIRST)
    with pytest.raises(DigestError):
        build(tmp_path / "file" / "public", FIRST)
    assert (tmp_path / "file").read_text() == "x"


def test_a_name_too_long_for_the_disk_is_told_with_its_path_before_anything_changes(public: Path) -> None:
    build(public, FIRST)
    with pytest.raises(DigestError, match="longer than 255 bytes") as caught:
        write(public, "index.html", f"entries/{'字' * 90}/index.html")
    assert "字字" in caught.value.problems[0].path
    assert site_of(public) == FIRST


@pytest.mark.parametrize("first_build", [True, False])
def test_who_goes_on_after_a_page_failed_commits_a_site_without_it(
    public: Path, monkeypatch: pytest.MonkeyPatch, first_build: bool
) -> None:
    if not first_build:
        build(public, {"old": "x"})

    def full(file: int, data: bytes) -> int:
        del file, data
        raise OSError(errno.ENOSPC, "full")

    with OutputWriter(public) as out:
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(DigestError, match="disk is full") as caught:
                out.write(Artifact("bad", b"x"))
        assert caught.value.problems[0].path == "public/bad"
        out.write(Artifact("good", b"x"))
        out.commit()
    assert read_manifest(public).files.keys() == {"good"} == site_of(public).keys()


def test_a_folder_somebody_put_in_place_of_a_page_is_not_deleted(public: Path) -> None:
    build(public, FIRST)
    (public / "大/x.html").unlink()
    (public / "大/x.html").mkdir()
    build(public, {"index.html": "home"})
    assert (public / "大/x.html").is_dir()


def test_a_writer_is_used_inside_its_block_and_until_its_commit(public: Path) -> None:
    out = OutputWriter(public)
    with pytest.raises(RuntimeError):
        out.write(Artifact("a", b"x"))
    with out:
        out.write(Artifact("b", b"x"))
        out.commit()
        with pytest.raises(RuntimeError):
            out.write(Artifact("c", b"x"))
    assert site_of(public) == {"b": "x"}


def test_thousands_of_folders_need_few_descriptors(public: Path) -> None:
    before = descriptors()
    site = {f"{i % 7}/{i}/{i % 3}/index.html": str(i) for i in range(300)}
    with OutputWriter(public) as out:
        for path, text in site.items():
            out.write(Artifact(path, text.encode()))
        assert descriptors() <= before + 80
        out.commit()
    assert site_of(public) == site
    assert descriptors() == before


names = st.sampled_from(["a", "b", "c/d", "c/e/f", "c", "g/h", "A", "大/x", "g"])
sites = st.dictionaries(names, st.sampled_from(["1", "2", "33"]), max_size=6)


@settings(max_examples=60, deadline=None)
@given(history=st.lists(sites, min_size=1, max_size=4))
def test_the_folder_always_holds_the_last_good_site(
    tmp_path_factory: pytest.TempPathFactory, history: list[Site]
) -> None:
    public = tmp_path_factory.mktemp("history") / "public"
    last: Site = {}
    for site in history:
        try:
            build(public, site)
            last = site
        except DigestError:
            pass
        assert (site_of(public) if public.exists() else {}) == last
