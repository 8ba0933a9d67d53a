"""What single kinds of pages show besides what the golden sites hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from building import build_site, write

SITE = "site: {title: 周报, base_url: 'https://example.org/', language: zh, timezone: UTC}\n"


def built(folder: Path, files: dict[str, str], config: str = SITE) -> Path:
    """The output of a site of these content files."""
    write(folder, "site/digest.yaml", config)
    for path, text in files.items():
        write(folder, f"site/content/{path}", text)
    build_site(folder / "site", folder / "out", clock="2030-01-01T00:00:00Z")
    return folder / "out"


def entry(date: str, title: str = "条目", front: str = "") -> str:
    return f"---\ntitle: {title}\ndate: {date}\n{front}---\n正文。\n"


def page(out: Path, path: str) -> str:
    return (out / path).read_text(encoding="utf-8")


def test_the_archive_shows_every_week_of_each_year(tmp_path: Path) -> None:
    out = built(
        tmp_path,
        {
            "entries/a.md": entry("2026-12-31"),
            "entries/b.md": entry("2025-05-14"),
            "issues/2024-02-29.md": "---\ntitle: 一天\n---\n",
        },
    )
    html = page(out, "archive/index.html")
    years = re.findall(r"<h2>(\d+)</h2>\s*(<ol.*?</ol>)?", html, flags=re.DOTALL)
    assert [(year, weeks.count("<li>")) for year, weeks in years] == [("2026", 53), ("2025", 52), ("2024", 0)]
    linked = re.findall(r'<li><a href="([^"]+)" aria-label="([^"]+)">(\d+)</a></li>', html)
    assert linked == [
        ("/issues/2026-w53/", "2026 年第 53 周", "53"),
        ("/issues/2025-w20/", "2025 年第 20 周", "20"),
    ]
    assert 'class="weeks"' not in page(out, "issues/index.html")


def test_the_index_of_topics_names_its_newest_entries_and_its_feed(tmp_path: Path) -> None:
    entries = {
        f"entries/e{day}.md": entry(f"2025-05-1{day}", f"第{day}篇", "topics: [3d]\n") for day in range(5)
    }
    html = page(built(tmp_path, entries), "topics/index.html")
    item = html.partition('<a href="/topics/3d/">')[2].partition('class="described"')[0]
    assert re.findall(r'href="/entries/(\w+)/"', item) == ["e4", "e3", "e2"]
    assert 'href="/topics/3d/index.xml"' in item


def test_an_issue_in_another_language_says_so_wherever_its_title_stands(tmp_path: Path) -> None:
    out = built(
        tmp_path,
        {
            "entries/a.md": entry("2025-05-14", front="topics: [3d]\n"),
            "entries/b.md": entry("2025-05-21"),
            "issues/2025-W20.md": "---\ntitle: In English\nlang: en\nsummary: S.\nhighlights: [H]\n---\nText.\n",
        },
    )
    title = r'lang="en"[^>]*>(<a [^>]*>)?In English|<a [^>]*lang="en">In English'
    places = ("index.html", "issues/index.html", "archive/index.html", "issues/2025-w20/index.html",
              "issues/2025-w21/index.html", "entries/a/index.html", "topics/3d/index.html")  # fmt: skip
    for place in places:
        assert re.search(title, page(out, place)), place
    issue = page(out, "issues/2025-w20/index.html")
    for part in (
        '<div class="editorial" lang="en">',
        '<div class="summary p-summary" lang="en">',
        '<ul lang="en">',
    ):
        assert part in issue
    assert "2025 年第 20 周 · 5月12日—18日" in issue


def test_an_issue_that_is_called_by_its_week_says_it_once(tmp_path: Path) -> None:
    html = page(built(tmp_path, {"entries/a.md": entry("2025-05-14")}), "issues/2025-w20/index.html")
    main = html.partition("<main")[2]
    assert main.count("2025 年第 20 周") == 1
    assert "2025年5月12日—18日" in main


@pytest.mark.parametrize(
    ("outputs", "feed"),
    [("rss, atom", "/index.xml"), ("atom", "/atom.xml"), ("json", "/feed.json"), ("api", "")],
)
def test_the_navigation_leads_to_the_feed_the_site_has(tmp_path: Path, outputs: str, feed: str) -> None:
    config = f"{SITE}build: {{outputs: [{outputs}]}}\n"
    html = page(built(tmp_path, {"entries/a.md": entry("2025-05-14")}, config), "index.html")
    navigation = html.partition("<nav")[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', navigation)[-1] == (feed or "/search/")


def test_a_page_that_is_not_there_leads_to_search_archive_and_the_newest_issue(tmp_path: Path) -> None:
    html = page(built(tmp_path, {"entries/a.md": entry("2025-05-14")}), "404.html")
    ways = re.findall(r'href="([^"]+)"', html.partition("<main")[2].partition("</main>")[0])
    assert ways == ["/issues/2025-w20/", "/search/", "/archive/"]


def test_the_home_page_says_the_name_of_the_site_once_to_the_eye(tmp_path: Path) -> None:
    entries = {"entries/a.md": entry("2025-05-14")}
    assert '<h1 class="hidden">周报</h1>' in page(built(tmp_path / "a", entries), "index.html")
    own = {**entries, "_index.md": "---\ntitle: 欢迎\n---\n"}
    assert "<h1>欢迎</h1>" in page(built(tmp_path / "b", own), "index.html")
