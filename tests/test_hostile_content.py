"""Content is text and pictures: what else lies in it becomes no page, takes no page's place and leaks no draft."""

import subprocess
import sys
from pathlib import Path

import pytest

from building import build_site, copy_test_site, files_of, write
from digest.problems import DigestError

ENTRY = "---\ntitle: {title}\ndate: 2024-05-01\n{front}---\n{body}\n"


def entry(title: str, front: str = "", body: str = "Text.") -> str:
    return ENTRY.format(title=title, front=front, body=body)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_test_site("minimal", tmp_path / "site")


@pytest.mark.parametrize(
    "path",
    [
        "content/index.html",
        "content/404.html",
        "content/entries/evil.html",
        "content/entries/b/evil.svg",
        "content/entries/b/evil.js",
        "content/entries/b/evil.XHTML",
        "content/entries/a.md.bak",
    ],
)
def test_what_a_browser_would_run_is_not_published(site: Path, path: str) -> None:
    write(site, "content/entries/b/index.md", entry("B"))
    clean = files_of(build_site(site, site.parent / "clean").output)
    write(site, path, "<script>alert(1)</script>")

    report = build_site(site, site.parent / "out")

    assert files_of(report.output) == clean
    assert [problem.path for problem in report.problems] == [path]


def test_a_file_from_the_content_takes_no_page(site: Path) -> None:
    clean = files_of(build_site(site, site.parent / "clean").output)
    write(site, "content/entries/feed.json", "{}")

    for _ in range(2):  # also when the page is known from the build before
        report = build_site(site, site.parent / "out")
        assert files_of(report.output) == clean
        assert [problem.path for problem in report.problems] == ["content/entries/feed.json"]


@pytest.mark.parametrize("name", ["a.MD", "b.Markdown", "dr/index.MD"])
def test_a_draft_stays_one_whatever_its_file_is_called(site: Path, name: str) -> None:
    write(site, f"content/entries/{name}", entry("Secret", "draft: true\n", "hush-hush"))
    write(site, "content/entries/dr/notes.txt", "hush-hush")
    if "dr/" not in name:
        write(site, "content/entries/dr/index.md", entry("Secret too", "draft: true\n", "hush-hush"))

    output = build_site(site, site.parent / "out").output

    assert not [path for path, data in files_of(output).items() if b"hush-hush" in data or b"Secret" in data]


def test_an_index_beside_entries_is_an_error(site: Path) -> None:
    write(site, "content/entries/index.md", entry("Oops"))

    with pytest.raises(DigestError) as failure:
        build_site(site, site.parent / "out")

    assert any("_index.md" in problem.hint for problem in failure.value.problems)


def test_a_folder_that_is_a_link_out_of_the_site_is_an_error(site: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/secret.txt").write_text("hush-hush", "utf-8")
    (site / "static").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(DigestError, match="leads out of the site"):
        build_site(site, site.parent / "out")


def test_links_of_a_work_to_pages_of_the_site_live_below_its_path(site: Path) -> None:
    write(site, "content/entries/target.md", entry("Target"))
    front = "links: [{kind: article, url: /entries/target/}, {kind: code, url: /nope/}]\n"
    write(site, "content/entries/linker.md", entry("Linker", front))

    report = build_site(site, site.parent / "out", base_url="https://example.org/a/b/")

    page = (report.output / "entries/linker/index.html").read_text("utf-8")
    assert 'href="/a/b/entries/target/"' in page
    assert "/nope/" not in page
    assert ["/nope/" in str(problem) for problem in report.problems] == [True]


def test_an_alias_on_a_page_of_the_program_is_named_with_its_place(site: Path) -> None:
    write(site, "content/entries/a.md", entry("A", "aliases: [/tags/]\n"))

    report = build_site(site, site.parent / "out")

    assert [(p.path, p.line, "/tags/" in p.message) for p in report.problems] == [
        ("content/entries/a.md", 4, True)
    ]


def test_only_pictures_are_shown_as_such(site: Path) -> None:
    write(site, "static/x.svg", "<svg/>")
    write(site, "content/entries/a.md", entry("A", "image: /entries/\n", "![see](/x.svg)"))

    report = build_site(site, site.parent / "out")

    page = (report.output / "entries/a/index.html").read_text("utf-8")
    assert "<img" not in page
    assert len(report.problems) == 2


def test_a_full_standard_output_is_no_fault_of_the_program(site: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("/dev/full is missing")
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-m", "digest", "list", "entries", "-s", str(site)],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )

    assert done.returncode == 1
    assert "fault of the program" not in done.stderr
    assert "Traceback" not in done.stderr
