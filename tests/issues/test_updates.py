"""What an issue shows beside its entries: news of earlier works, all links, a flat list, papers in full."""

import re
from pathlib import Path

from building import build_site, write

CONFIG = """\
site: {{title: T, base_url: "https://example.org/w/", language: en, timezone: UTC}}
topics: [{{id: a, name: {{en: Boats}}}}, {{id: b, name: {{en: Maps}}}}]
issues: {{sections: {sections}}}
"""
OLD = """\
---
title: Otter
publishDate: 2024-01-03
topics: [a]
authors: [Ada Roe]
subjects: [cs.CV]
abstract: A buoy.
findings: [It floats.]
links:
  - {kind: paper, url: "https://example.org/paper"}
  - {kind: code, url: "https://example.org/code"}
history:
  - "2024-01-04: v2"
  - "2024-01-10: v3"
  - "2024-01-12: withdrawn <b>"
  - "2024-01: a month is no week"
---
"""


def site(root: Path, *, sections: str = "topics", **files: str) -> Path:
    write(root, "digest.yaml", CONFIG.format(sections=sections))
    write(root, "content/entries/otter.md", OLD)
    for name, text in files.items():
        write(root, f"content/entries/{name}.md", text)
    build_site(root, root / "out")
    return root / "out"


def page(output: Path, name: str) -> str:
    return (output / f"issues/{name}/index.html").read_text(encoding="utf-8")


NEW = "---\ntitle: Lantern\npublishDate: 2024-01-09\ntopics: [b]\n---\nA lamp."


def test_news_of_an_earlier_work_stand_in_the_issue_of_their_week(tmp_path: Path) -> None:
    output = site(tmp_path, new=NEW)
    later = page(output, "2024-w02")
    news = later.split('<section class="updates">')[1].split("</section>")[0]
    assert "Updates to earlier issues" in news
    assert 'href="/w/entries/otter/"' in news
    assert re.findall(r'datetime="([^"]+)"', news) == ["2024-01-10", "2024-01-12"]
    assert "withdrawn &lt;b&gt;" in news
    assert 'class="updates"' not in page(output, "2024-w01")


def test_a_new_line_of_history_renders_the_issue_again(tmp_path: Path) -> None:
    site(tmp_path, new=NEW)
    write(tmp_path, "content/entries/otter.md", OLD.replace("v3", "code released"))
    build_site(tmp_path, tmp_path / "out")
    assert "code released" in page(tmp_path / "out", "2024-w02")


def test_all_links_stand_at_the_end_by_work_and_kind(tmp_path: Path) -> None:
    html = page(site(tmp_path, new=NEW), "2024-w01")
    references = html.split('<section class="references">')[1].split("</section>")[0]
    assert re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', references) == [
        ("#otter", "Otter"),
        ("https://example.org/paper", "Paper"),
        ("https://example.org/code", "Code"),
    ]
    assert 'class="references"' not in page(tmp_path / "out", "2024-w02")


def test_a_flat_issue_has_no_parts_and_lists_its_entries(tmp_path: Path) -> None:
    second = NEW.replace("2024-01-09", "2024-01-04")
    html = page(site(tmp_path, sections="flat", new=second), "2024-w01")
    assert "<h2>Boats" not in html
    assert 'id="a"' not in html
    outline = html.split('class="outline"')[1].split("</nav>")[0]
    assert re.findall('href="([^"]+)"', outline) == ["#new", "#otter"]
    by_topic = page(site(tmp_path, new=second), "2024-w01")
    assert re.findall('href="([^"]+)"', by_topic.split('class="outline"')[1].split("</nav>")[0]) == [
        "#a",
        "#b",
    ]


def test_a_day_shows_papers_in_full_and_lists_them_below_their_topics(tmp_path: Path) -> None:
    write(tmp_path, "content/issues/2024-01-03.md", "---\ntitle: A day\n---\n")
    output = site(tmp_path, new=NEW.replace("2024-01-09", "2024-01-03"))
    html = page(output, "2024-01-03")
    paper = html.split('<article class="h-entry paper" id="otter">')[1].split("</article>")[0]
    assert re.search(
        r"Authors.*Ada Roe.*Subjects.*cs\.CV.*Abstract.*A buoy\..*Key findings.*It floats\.", paper, re.DOTALL
    )
    outline = html.split('class="outline"')[1].split("</nav>")[0]
    assert re.findall('href="([^"]+)"', outline) == ["#a", "#otter", "#b", "#new"]
    assert "<details>" in page(output, "2024-w01")
