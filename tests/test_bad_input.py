"""Files no build may trip over: a clear problem with its place, the other files unharmed, nothing written half."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from building import CLOCK, build_site, copy_test_site, differing, digest, files_of, snapshot, write

ENTRY = "content/entries/odd.md"


def text(front: str, body: str = "Text.") -> str:
    return f"---\ntitle: Odd\ndate: 2024-05-01\n{front}\n---\n{body}\n"


_LEVELS = [
    f"{new}: &{new} [{', '.join(['*' + old] * 9)}]" for old, new in zip("abcdefg", "bcdefgh", strict=True)
]
BOMB = "\n".join(["---", "title: Odd", "a: &a [x, x, x, x, x, x, x, x, x]", *_LEVELS, "---", ""])
ERRORS: dict[str, tuple[str | bytes, str]] = {
    "GBK": ("---\ntitle: 中文\n---\n".encode("gbk"), "GBK"),
    "UTF-16": ("---\ntitle: x\n---\n".encode("utf-16"), "UTF-16"),
    "half a character": (b"---\ntitle: \xe4\xb8\n---\n", "not UTF-8"),
    "a lone surrogate": (b"---\ntitle: \xed\xa0\x80\n---\n", "not UTF-8"),
    "no end of front matter": ("---\ntitle: x\n", "has no end"),
    "an open quote": ('---\ntitle: "x\n---\n', "not closed"),
    "an open bracket": ("---\ntitle: [x\n---\n", ""),
    "broken TOML": ("+++\ntitle = x\n+++\n", "TOML"),
    "broken JSON": ('{"title": }\n', "JSON"),
    "a list as title": ("---\ntitle: [a, b]\n---\n", ""),
    "a number as list": (text("tags: {a: b}"), "list"),
    "a word as truth": (text("draft: perhaps"), "true or false"),
    "an unknown key": (text("tgas: [x]"), "tags"),
    "a key twice": ("---\ntitle: a\ntitle: b\n---\n", "twice"),
    "the thirtieth of February": ("---\ntitle: a\ndate: 2024-02-30\n---\n", "2024-02-30"),
    "the thirteenth month": ("---\ntitle: a\ndate: 2024-13-01\n---\n", "2024-13-01"),
    "the year 0": ("---\ntitle: a\ndate: 0000-01-01\n---\n", "0000-01-01"),
    "an impossible zone": ("---\ntitle: a\ndate: 2024-01-01T00:00:00+99:99\n---\n", "+99:99"),
    "second 60": ("---\ntitle: a\ndate: 2024-01-01T00:00:60Z\n---\n", "2024-01-01T00:00:60Z"),
    "a week that is not": (text("issue: 2025-W53"), "no week 53"),
    "a tag of YAML": ("---\ntitle: !!python/object/apply:os.system [id]\n---\n", "tag"),
    "an alias bomb": (BOMB, "alias"),
    "deep YAML": ("---\ntitle: x\na: " + "[" * 5000 + "]" * 5000 + "\n---\n", ""),
    "deep JSON": ('{"title": "x", "a": ' + "[" * 50000 + "]" * 50000 + "}\n", ""),
    "deep TOML": ('+++\ntitle = "x"\na = ' + "[" * 5000 + "]" * 5000 + "\n+++\n", ""),
    "a number of 10,000 digits": (text("weight: " + "9" * 10_000), ""),
    "a slug that climbs": (text("slug: ../../etc"), "../../etc"),
    "a slug with a slash": (text("slug: /etc/passwd"), "slug"),
    "a url that climbs": (text("url: /../../etc/"), "url"),
    "a url to another site": (text("url: //example.com/x/"), "another site"),
    "a file of 6 MB": (text("", "x " * 3_000_000), "MB"),
    "a line of 10 MB": (text("", "x" * 10_000_000), "MB"),
    "a control character in the title": ("---\ntitle: a\x00b\n---\n", "control character"),
    "an escape in the title": ("---\ntitle: a\x1b[2Jb\n---\n", ""),
    "the address of another": (text("slug: paper-lanterns"), "paper-lanterns"),
    "the work of another": (text("id: url:https://example.com/clocks"), "second-hand-clocks"),
    "no title": ("---\ndate: 2024-01-01\n---\n", "title"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site: `out` beside it."""
    root = copy_test_site("minimal", tmp_path)
    build_site(root, tmp_path / "out")
    return root


def run(site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    result = digest(
        "build", "-s", site, "-d", site.parent / "out", "--clock", CLOCK, *options, cwd=site.parent
    )
    assert "Traceback" not in result.stderr
    assert "fault of the program" not in result.stderr
    assert "\x1b" not in result.stderr
    assert "\x00" not in result.stderr
    return result


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_with_its_place(site: Path, name: str) -> None:
    data, said = ERRORS[name]
    out = site.parent / "out"
    before = snapshot(out)
    write(site, ENTRY, data)
    result = run(site)
    assert result.returncode == 1
    assert f"{ENTRY}:" in result.stderr or "odd.md" in result.stderr
    assert said in result.stderr
    assert len(result.stderr) < 20_000
    assert snapshot(out) == before
    expected = files_of(out)
    result = run(site, "--keep-going")
    assert result.returncode == 1
    kept = files_of(out)
    if name in {"the address of another", "the work of another"}:  # of two that claim one place one is built
        assert "index.html" in kept
    else:
        assert differing(kept, expected) == []


GOOD: dict[str, str] = {
    "a title of 300 characters": "---\ntitle: " + "长" * 300 + "\ndate: 2024-05-01\n---\nText.\n",
    "a slug made of a long title": f"---\ntitle: T\ndate: 2024-05-01\ntags: [{'标' * 300}]\n---\nText.\n",
    "a title of markup": '---\ntitle: "<script>alert(1)</script> & \\"x\\" ]]>"\ndate: 2024-05-01\n---\nText.\n',
    "a body of markup": text(
        "", "<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    ),
    "tags of markup": text("tags: ['<b>', '../x', 'con', '..', '%2e%2e', 'a/b', '&amp;']"),
    "a line of 4 MB": text("", "x" * 4_000_000),
    "nested quotes": text("", ">" * 3000 + " x"),
    "nested lists": text("", "\n".join(" " * (2 * n) + "- x" for n in range(300))),
    "brackets": text("", "[" * 20_000 + "](" * 2_000),
    "stars": text("", "*a **b " * 3000),
    "broken maths": text("", "$" + "{" * 2000 + "$ and $\\frac$ and $$\\begin{x}$$"),
}


@pytest.mark.parametrize("name", GOOD)
def test_escaped_or_skipped(site: Path, name: str) -> None:
    from site_check import check_site, summary

    write(site, ENTRY, GOOD[name])
    result = run(site)
    assert result.returncode == 0, result.stderr
    assert summary(check_site(site.parent / "out", "https://example.org/")) == ""
    for path, data in files_of(site.parent / "out").items():
        if path.endswith(".html"):
            assert b"<script>alert" not in data, path
        assert len(Path(path).name.encode()) <= 255


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "aux.md", "prn"])
def test_device_names(site: Path, name: str) -> None:
    """Windows cannot hold a folder of such a name: another name or an error, never the folder."""
    write(site, ENTRY, text(f"slug: {name}"))
    result = run(site)
    if result.returncode:
        assert f"{ENTRY}:" in result.stderr
    assert not [
        p for p in files_of(site.parent / "out") if name.lower().partition(".")[0] in p.lower().split("/")
    ]


def _loop(content: Path) -> None:
    (content / "loop").symlink_to(content, target_is_directory=True)
    (content / "self").symlink_to("self")


def _pipe(content: Path) -> None:
    os.mkfifo(content / "entries/pipe.md")


def _folder(content: Path) -> None:
    (content / "entries/folder.md").mkdir()
    (content / "entries/folder.md/inner.txt").write_text("x", encoding="utf-8")


def _away(content: Path) -> None:
    (content / "entries/away.md").symlink_to("/etc/passwd")
    (content / "entries/etc").symlink_to("/etc", target_is_directory=True)


@pytest.mark.parametrize(
    ("make", "named"), [(_loop, "loop"), (_pipe, "pipe.md"), (_folder, "folder.md"), (_away, "away.md")]
)
def test_what_is_no_page_is_skipped_with_a_warning(
    site: Path, make: Callable[[Path], None], named: str
) -> None:
    expected = files_of(site.parent / "out")
    make(site / "content")
    result = run(site)
    assert result.returncode == 0, result.stderr
    assert named in result.stderr
    assert "warning" in result.stderr
    assert differing(files_of(site.parent / "out"), expected) == []


def test_a_name_that_is_no_text(site: Path) -> None:
    before = snapshot(site.parent / "out")
    shutil.copyfile(
        site / "content/entries/paper-lanterns.md", os.fsencode(site / "content/entries") + b"/\xff.md"
    )
    result = run(site)
    assert result.returncode == 1
    assert "not UTF-8" in result.stderr
    assert snapshot(site.parent / "out") == before


@pytest.mark.parametrize(
    "place", [".", "content", "content/entries/out", "static", "templates", "..", "/", "digest.yaml"]
)
def test_an_output_folder_that_is_none(site: Path, place: str) -> None:
    before = snapshot(site)
    result = digest("build", "-s", site, "-d", place, "--clock", CLOCK, cwd=site)
    assert result.returncode == 1
    assert "output folder" in result.stderr
    assert "Traceback" not in result.stderr
    left = {path: data for path, data in snapshot(site).items() if not path.startswith(".digest/")}
    assert left == {path: data for path, data in before.items() if not path.startswith(".digest/")}


@pytest.mark.parametrize(
    "config", ["site: [", "site: {title: [x]}", "sit: {}", "site: {base_url: 'javascript:x'}", "build: {paginate: -1}",
               "site: {timezone: Nowhere/Land}", "site: {theme: ../../etc}", "site: !!python/name:os.system x"]
)  # fmt: skip
def test_configurations(site: Path, config: str) -> None:
    before = snapshot(site.parent / "out")
    write(site, "digest.yaml", config + "\n")
    result = run(site)
    assert result.returncode == 1
    assert "digest.yaml" in result.stderr
    assert snapshot(site.parent / "out") == before


def test_all_problems_at_once(site: Path) -> None:
    for number, name in enumerate(("GBK", "an unknown key", "deep JSON")):
        write(site, f"content/entries/odd{number}.md", ERRORS[name][0])
    result = run(site)
    assert all(f"odd{number}.md:" in result.stderr for number in range(3))
