"""What a page may weigh and ask for: the budget of the default theme, on built sites."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from building import build_site, copy_own_site, copy_test_site, files_of, write
from site_check import HtmlPage

BASE_URL = "https://example.org/d/"
CLOCK = "2026-12-01T00:00:00Z"
MOST_CSS, MOST_JS, MOST_ISSUE = 20_000, 10_000, 80_000
"""Bytes, not compressed."""
LOADS = {
    "script": "src",
    "link": "href",
    "img": "src",
    "source": "src",
    "iframe": "src",
    "video": "src",
    "audio": "src",
}
LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"}
ABSTRACT = (
    "We study how one model can read, see and speak without a separate expert for each. Our recipe trains "
    "understanding first and generation second, on public data alone, and keeps what was learned. "
)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of this repository's own site."""
    folder = tmp_path_factory.mktemp("own")
    build_site(copy_own_site(folder), folder / "out", base_url=BASE_URL, clock=CLOCK)
    return files_of(folder / "out")


def asked_for(page: HtmlPage) -> list[str]:
    """Addresses a browser fetches to show a page."""
    found = []
    for element in page.elements:
        url = element.attributes.get(LOADS.get(element.name, ""), "")
        wanted = element.name != "link" or LOADING_LINKS & set(element.attributes.get("rel", "").split())
        if url and wanted:
            found.append(url)
    return found


def weight(files: dict[str, bytes], suffix: str) -> int:
    """Bytes of all files of a kind, each once: the name with a hash and the one without are one file."""
    return sum(len(data) for data in {data for path, data in files.items() if path.endswith(suffix)})


def test_style_sheets_and_scripts_are_small(own: dict[str, bytes]) -> None:
    assert 0 < weight(own, ".css") <= MOST_CSS
    assert 0 < weight(own, ".js") <= MOST_JS


def test_a_page_asks_for_style_script_icon_and_its_own_pictures(own: dict[str, bytes]) -> None:
    for path, data in own.items():
        if path.endswith(".html"):
            page = HtmlPage(data.decode())
            names = [url.rpartition("/")[2] for url in asked_for(page) if "/assets/" in url]
            kinds = sorted(re.sub(r"\.[0-9a-f]{8}\.", ".", name) for name in names)
            assert kinds == ([] if page.redirects else ["icon.svg", "theme.css", "theme.js"]), path
            others = {url for url in asked_for(page) if "/assets/" not in url}
            assert others == {e.attributes["src"] for e in page.named("img")}, path


def test_nothing_comes_from_elsewhere(own: dict[str, bytes]) -> None:
    host = urlsplit(BASE_URL).netloc
    for path, data in own.items():
        if path.endswith(".html"):
            for url in asked_for(HtmlPage(data.decode())):
                assert urlsplit(urljoin(BASE_URL, url)).netloc == host, (path, url)
        if path.endswith(".css"):
            text = re.sub(r'\[href\^="http"\]', "", data.decode())
            assert not re.search(r"@import|url\(|https?:|//", text), path
        if path.endswith(".js"):
            assert not re.search(
                r"\bfetch\(|XMLHttpRequest|\bimport\b|https?:|eval\(|innerHTML", data.decode()
            ), path


def test_scripts_stand_in_files_and_run_before_anything_is_drawn(own: dict[str, bytes]) -> None:
    for path, data in own.items():
        if path.endswith(".html"):
            page = HtmlPage(data.decode())
            scripts = [e for e in page.named("script") if "src" in e.attributes]
            assert all(set(script.attributes) == {"src"} for script in scripts), path
            head = data.decode().partition("</head>")[0]
            assert head.count("<script src=") == len(scripts), path


def test_every_page_says_its_language_and_what_it_is(own: dict[str, bytes]) -> None:
    for path, data in own.items():
        if path.endswith(".html"):
            page = HtmlPage(data.decode())
            assert next(page.named("html")).attributes["lang"] in ("zh", "en"), path
            if not page.redirects:
                body = next(page.named("body")).attributes["class"]
                assert re.fullmatch(r"page-[a-z0-9]+", body), path
                policies = [
                    e.attributes["content"]
                    for e in page.named("meta")
                    if e.attributes.get("http-equiv") == "Content-Security-Policy"
                ]
                assert len(policies) == 1, path
                assert "unsafe" not in policies[0], path


def issue_of(entries: int, folder: Path) -> bytes:
    """An issue: notes of 100 characters or 60 words, abstracts of 900 letters, five tags and three links each."""
    site = copy_test_site("minimal", folder)
    for number in range(entries):
        chinese = number % 2
        title = "先学会看再学会画的统一模型及其训练配方" if chinese else "A Unified Model That Learns to See"
        note = "先训练理解，再训练生成，两步各用各的数据。" * 5 if chinese else "It reads, then draws. " * 15
        lines = [
            "---",
            f"id: arxiv:2406.{number:05}",
            f"title: {title} {number}",
            f"date: 2024-04-10T0{number % 10}:00:00Z",
            f"lang: {'zh' if chinese else 'en'}",
            "source: {kind: arxiv, name: arXiv, url: 'https://arxiv.org/abs/2406.00001'}",
            "authors: [Ada Example, Bo Sample, Cy Specimen, Di Instance]",
            f"topics: [{('multimodal', 'omni-modal', 'rl-infra', '3d')[number % 4]}]",
            f"tags: [unified models, diffusion, open source, tag {number % 7}, tag {number % 11}]",
            f"abstract: '{ABSTRACT * 5}'",
            "links:",
            f"  - {{kind: paper, url: 'https://arxiv.org/abs/2406.{number:05}'}}",
            f"  - {{kind: code, url: 'https://github.com/example/work-{number}'}}",
            f"  - {{kind: model, url: 'https://example.com/models/work-{number}'}}",
            "---",
            note,
        ]
        write(site, f"content/entries/w/e{number}.md", "\n".join(lines) + "\n")
    build_site(site, folder / "out")
    return (folder / "out/issues/2024-w15/index.html").read_bytes()


def test_an_issue_of_forty_entries(tmp_path: Path) -> None:
    page = issue_of(40, tmp_path)
    assert page.count(b"<article ") == 40
    assert page.count(b'class="note e-content"') == 40
    assert len(page) <= MOST_ISSUE
    entry = (tmp_path / "out/entries/e0/index.html").read_bytes()
    assert ABSTRACT.strip().encode() in entry, "what the issue has no room for is on the page of the entry"


def test_an_issue_with_room_folds_the_abstracts_in(tmp_path: Path) -> None:
    page = issue_of(20, tmp_path)
    assert page.count(b"<details><summary>Abstract</summary>") == 20
    assert len(page) <= MOST_ISSUE
