import os
import socket
from datetime import date
from pathlib import Path

import pytest

from digest.content.places import Place, place_of
from digest.content.scan import Tree, scan


def make(root: Path, *paths: str) -> Path:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("text", encoding="utf-8")
    return root


def pages(tree: Tree) -> list[str]:
    return [file.path for file in tree.pages]


def complaints(tree: Tree) -> list[tuple[str, str]]:
    return [(problem.path, problem.severity) for problem in tree.problems]


def test_lists_pages_resources_and_static_files_in_order(tmp_path: Path) -> None:
    make(
        tmp_path,
        "content/b.md",
        "content/a/x.markdown",
        "content/a/index.md",
        "content/a/图.png",
        "content/entries/2025/w20/blip/index.md",
        "content/entries/2025/w20/blip/source.md",
        "static/robots.txt",
        "static/page.md",
    )
    tree = scan(tmp_path)
    assert pages(tree) == ["content/a/index.md", "content/b.md", "content/entries/2025/w20/blip/index.md"]
    assert [file.path for file in tree.sources] == ["content/entries/2025/w20/blip/source.md"]
    assert [file.path for file in tree.resources] == ["content/a/图.png"]
    assert [file.path for file in tree.static] == ["static/page.md", "static/robots.txt"]
    assert complaints(tree) == [("content/a/x.markdown", "warning")]


def test_notes_what_tells_a_change(tmp_path: Path) -> None:
    make(tmp_path, "content/a.md")
    found = (tmp_path / "content/a.md").stat()
    file = scan(tmp_path).pages[0]
    assert (file.size, file.mtime_ns, file.ctime_ns) == (4, found.st_mtime_ns, found.st_ctime_ns)


def test_source_is_a_page_where_no_index_lies_beside_it(tmp_path: Path) -> None:
    assert pages(scan(make(tmp_path, "content/entries/source.md"))) == ["content/entries/source.md"]


def test_an_index_of_a_section_is_no_bundle(tmp_path: Path) -> None:
    tree = scan(
        make(tmp_path, "content/notes/_index.md", "content/notes/a.md", "content/index.md", "content/b.md")
    )
    assert pages(tree) == [
        "content/b.md",
        "content/index.md",
        "content/notes/_index.md",
        "content/notes/a.md",
    ]


def test_both_kinds_of_index_in_one_folder_stay_pages_so_that_their_clash_is_seen(tmp_path: Path) -> None:
    tree = scan(make(tmp_path, "content/notes/_index.md", "content/notes/index.md"))
    assert pages(tree) == ["content/notes/_index.md", "content/notes/index.md"]


def test_hidden_and_backup_names_are_left_out_in_silence(tmp_path: Path) -> None:
    tree = scan(make(tmp_path, "content/.git/a.md", "content/.a.md", "content/a.md~", "content/old~/b.md"))
    assert tree == Tree()


def test_a_site_without_folders_is_empty(tmp_path: Path) -> None:
    assert scan(tmp_path) == Tree()


def test_content_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    assert complaints(scan(make(tmp_path, "content"))) == [("content", "error")]


def test_a_folder_named_like_a_page_is_skipped_unless_it_is_a_bundle(tmp_path: Path) -> None:
    tree = scan(make(tmp_path, "content/x.md/inner.md", "content/y.md/index.md"))
    assert pages(tree) == ["content/y.md/index.md"]
    assert complaints(tree) == [("content/x.md", "warning")]


def test_links_inside_the_tree_are_followed(tmp_path: Path) -> None:
    make(tmp_path, "content/real/a.md", "content/b.md")
    (tmp_path / "content/linked").symlink_to(tmp_path / "content/real")
    (tmp_path / "content/c.md").symlink_to("b.md")
    tree = scan(tmp_path)
    assert pages(tree) == ["content/b.md", "content/c.md", "content/linked/a.md", "content/real/a.md"]
    assert not tree.problems


def test_links_that_leave_the_tree_or_lead_nowhere_are_not(tmp_path: Path) -> None:
    site = make(tmp_path / "site", "content/a.md", "secret.md")
    make(tmp_path, "outside/b.md", "site/content-other/c.md")
    links = {
        "out.md": tmp_path / "outside/b.md",
        "folder": tmp_path / "outside",
        "secret.md": Path("../secret.md"),
        "near": site / "content-other",
        "gone.md": Path("nowhere.md"),
        "self.md": Path("self.md"),
    }
    for name, target in links.items():
        (site / "content" / name).symlink_to(target)
    tree = scan(site)
    assert pages(tree) == ["content/a.md"]
    assert complaints(tree) == sorted((f"content/{name}", "warning") for name in links)


def test_a_tree_whose_top_is_a_link_is_walked_once_its_target_is_known(tmp_path: Path) -> None:
    make(tmp_path, "elsewhere/a.md")
    (tmp_path / "content").symlink_to("elsewhere")
    assert pages(scan(tmp_path)) == ["content/a.md"]


def test_loops_of_links_end(tmp_path: Path) -> None:
    make(tmp_path, "content/a/x.md", "content/b/y.md")
    (tmp_path / "content/a/up").symlink_to(tmp_path / "content")
    (tmp_path / "content/a/b").symlink_to(tmp_path / "content/b")
    (tmp_path / "content/b/a").symlink_to(tmp_path / "content/a")
    tree = scan(tmp_path)
    assert {"content/a/x.md", "content/b/y.md"} <= set(pages(tree))
    assert len(tree.pages) < 8
    assert ("content/a/up", "warning") in complaints(tree)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_pipes_and_sockets_are_skipped_without_opening_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "content/a.md")
    os.mkfifo(tmp_path / "content/pipe.md")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(tmp_path / "content")  # the address of a socket may hold only about 100 bytes
        listener.bind("socket.md")
        tree = scan(tmp_path)
    assert pages(tree) == ["content/a.md"]
    assert [problem.message.split(",")[1] for problem in tree.problems] == [
        " this is a pipe and not a file",
        " this is a socket and not a file",
    ]


def test_names_that_are_no_text_are_errors_and_hide_nothing(tmp_path: Path) -> None:
    make(tmp_path, "content/a.md")
    try:
        (tmp_path / os.fsdecode(b"content/\xff\xfe.md")).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    tree = scan(tmp_path)
    assert pages(tree) == ["content/a.md"]
    assert complaints(tree) == [("content/\\xff\\xfe.md", "error")]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("content/_index.md", Place("", "", "", True, False, None)),
        ("content/index.md", Place("", "", "", True, False, None)),
        ("content/about.md", Place("", "", "about", False, False, None)),
        ("content/about/index.md", Place("", "", "about", False, True, None)),
        ("content/notes/_index.md", Place("notes", "notes", "", True, False, None)),
        ("content/notes/a/b.markdown", Place("notes", "notes/a", "b", False, False, None)),
        (
            "content/entries/2025/w20/blip3-o/index.md",
            Place("entries", "entries/2025/w20", "blip3-o", False, True, None),
        ),
        ("content/issues/2025-W20.md", Place("issues", "issues", "2025-W20", False, False, None)),
        (
            "content/issues/2026-02-13.md",
            Place("issues", "issues", "2026-02-13", False, False, date(2026, 2, 13)),
        ),
        ("content/p/2025-08-08-qwen.md", Place("p", "p", "qwen", False, False, date(2025, 8, 8))),
        ("content/p/2025-08-08-qwen/index.md", Place("p", "p", "qwen", False, True, date(2025, 8, 8))),
        ("content/p/2025-02-30-qwen.md", Place("p", "p", "2025-02-30-qwen", False, False, None)),
        ("content/p/v1.5.md", Place("p", "p", "v1.5", False, False, None)),
    ],
)
def test_a_path_says_its_place(path: str, place: Place) -> None:
    assert place_of(path) == place
