"""Whole sites without a fault: this repository's own, a new one, and those in `tests/sites`."""

from pathlib import Path

import pytest

from building import build_site, copy_own_site, copy_test_site, digest, files_of
from cli.commands import run
from digest.cli import importing
from importing import SEEDS
from site_check import HtmlPage, check_site, summary

BASES = ("https://example.org/", "https://example.org/a/b/")
CLOCK = "2026-12-01T00:00:00Z"
SEED_OPTIONS = (
    ("000", "--week", "2025-W20"),
    ("003", "--week", "2026-02-13"),
    ("001",),
    ("004",),
    ("002",),
)


@pytest.fixture(params=["minimal", "chinese", "themed", "wide", "own", "init-zh", "init-en", "seeds"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The sources of a site, ready to be built."""
    name: str = request.param
    if name == "own":
        return copy_own_site(tmp_path)
    if name == "seeds":
        return seeds_site(tmp_path / "seeds")
    if name.startswith("init-"):
        made = digest("init", "new", "--lang", name.removeprefix("init-"), cwd=tmp_path)
        assert made.returncode == 0, made.stderr
        return tmp_path / "new"
    return copy_test_site(name, tmp_path)


def seeds_site(root: Path) -> Path:
    """A new site with all five documents this project started from: works that two of them name are one entry."""
    if not SEEDS.is_dir():
        pytest.skip("the seed documents (../shared/seeds) are not here")
    made = digest("init", root, cwd=root.parent)
    assert made.returncode == 0, made.stderr
    for number, *options in SEED_OPTIONS:
        [document] = SEEDS.glob(f"{number}_*")
        run(importing.command, root, str(document), *options)
    return root


@pytest.mark.parametrize("base_url", BASES)
def test_no_findings(site: Path, tmp_path: Path, base_url: str) -> None:
    report = build_site(site, tmp_path / "out", base_url=base_url, clock=CLOCK)
    assert report.entries > 0
    assert summary(check_site(tmp_path / "out", base_url)) == ""


def test_our_own_and_new_sites_build_without_a_warning(tmp_path: Path) -> None:
    sites = [copy_own_site(tmp_path)]
    for language in ("zh", "en"):
        digest("init", language, "--lang", language, cwd=tmp_path)
        sites.append(tmp_path / language)
    for site in sites:
        report = build_site(site, tmp_path / "out" / site.name, clock=CLOCK)
        assert [str(problem) for problem in report.problems] == []


def test_drafts_and_hidden_pages_appear_nowhere(tmp_path: Path) -> None:
    site = copy_test_site("chinese", tmp_path)
    build_site(site, tmp_path / "out")
    for path, data in files_of(tmp_path / "out").items():
        text = data.decode(errors="replace")
        for hidden in ("草稿不出现", "未来才出现", "已经过期", "编辑留言"):
            assert hidden not in text, path


def test_drafts_appear_when_asked_for(tmp_path: Path) -> None:
    site = copy_test_site("chinese", tmp_path)
    build_site(site, tmp_path / "out", drafts=True)
    assert "草稿不出现" in (tmp_path / "out/entries/index.html").read_text(encoding="utf-8")
    assert summary(check_site(tmp_path / "out", "https://example.org/zhoukan/")) == ""


def test_a_list_of_several_pages_is_whole(tmp_path: Path) -> None:
    """Paging, previous and next, and the sitemap over several pages, one of them out of search engines."""
    site = copy_test_site("minimal", tmp_path)
    config = (site / "digest.yaml").read_text(encoding="utf-8") + "build: {paginate: 2}\n"
    (site / "digest.yaml").write_text(config, encoding="utf-8")
    for number in range(1, 10):
        text = f"---\ntitle: E{number}\ndate: 2024-01-0{number}\ntags: [t]\ntopics: [3d]\n---\nText.\n"
        (site / f"content/entries/e{number}.md").write_text(text, encoding="utf-8")
        page = f"---\ntitle: P{number}\ndate: 2024-01-0{number}\n---\nText.\n"
        (site / "content/posts").mkdir(exist_ok=True)
        (site / f"content/posts/p{number}.md").write_text(page, encoding="utf-8")
    (site / "content/topics/3d").mkdir(parents=True)
    hidden = "---\ntitle: Hidden\nnoindex: true\n---\nNot for search engines.\n"
    (site / "content/topics/3d/_index.md").write_text(hidden, encoding="utf-8")
    build_site(site, tmp_path / "out")
    assert summary(check_site(tmp_path / "out", "https://example.org/")) == ""
    for address, count in (("entries", 11), ("tags/t", 9), ("posts", 9)):
        shown: list[str] = []
        page, number = f"{address}/", 1
        while page:
            html = HtmlPage((tmp_path / "out" / page / "index.html").read_text(encoding="utf-8"))
            cards = [e.attributes["href"] for e in html.named("a")]
            shown += [
                url for url in cards if url.startswith(("/entries/e", "/entries/p", "/entries/s", "/posts/p"))
            ]
            number += 1
            following = f"{address}/page/{number}/"
            page = following if f"/{following}" in cards else ""
        entries = [url for url in shown if url.count("/") == 3 and "page" not in url]
        assert len(set(entries)) == count, address


def test_a_picture_that_is_not_there_leaves_its_words(tmp_path: Path) -> None:
    site = copy_test_site("minimal", tmp_path)
    text = '---\ntitle: P\ndate: 2024-01-01\n---\n![a > "b"](gone.png) and ![there](there.png)\n'
    (site / "content/entries/p").mkdir()
    (site / "content/entries/p/index.md").write_text(text, encoding="utf-8")
    (site / "content/entries/p/there.png").write_bytes(b"\x89PNG")
    report = build_site(site, tmp_path / "out")
    assert [problem.path for problem in report.problems] == ["content/entries/p/index.md"]
    assert summary(check_site(tmp_path / "out", "https://example.org/")) == ""
    html = (tmp_path / "out/entries/p/index.html").read_text(encoding="utf-8")
    assert "a &gt; &quot;b&quot; and <img" in html
    assert (tmp_path / "out/entries/p/there.png").is_file()
