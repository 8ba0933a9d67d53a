"""The first figures of papers: of those an issue picks, once, and of no others."""

from __future__ import annotations

from pathlib import Path

from world.fetching import LATER, entry_with, fetch, kept
from world.world import Source, World

PAPERS: Source = {"id": "papers", "kind": "arxiv", "categories": ["cs.*"], "max_results": 500}


def html_pages(world: World) -> list[str]:
    return [asked.path for asked in world.requests("arxiv.org") if asked.path.startswith("/html/")]


def test_only_picks_get_their_figures(world: World, folder: Path) -> None:
    papers = world.papers(6)
    with_figure = next(paper for paper in papers if paper.teaser)
    without = next(paper for paper in papers if not paper.teaser)
    site = world.write_site(folder, [PAPERS])
    fetch(site)
    assert html_pages(world) == []
    issue = site / "content/issues/2025-W21.md"
    issue.parent.mkdir(parents=True)
    issue.write_text(f"---\ntitle: T\npicks: ['{with_figure.id}', '{without.id}']\n---\n", encoding="utf-8")
    fetch(site, clock=LATER)
    found = entry_with(site, with_figure.id)
    assert found.image is not None
    assert (site / found.path).with_name(found.image.src).exists()
    assert found.image.alt
    assert "image" in found.auto
    assert entry_with(site, without.id).image is None
    before, asked = kept(site), html_pages(world)
    assert {path.split("/")[2].partition("v")[0] for path in asked} == {
        with_figure.number,
        without.number,
    }
    fetch(site, "--refresh", clock=LATER)
    assert (kept(site), html_pages(world)) == (before, asked)


def test_a_figure_an_editor_took_away_stays_away(world: World, folder: Path) -> None:
    paper = next(paper for paper in world.papers(6) if paper.teaser)
    site = world.write_site(folder, [PAPERS])
    fetch(site)
    issue = site / "content/issues/2025-W21.md"
    issue.parent.mkdir(parents=True)
    issue.write_text(f"---\ntitle: T\npicks: ['{paper.id}']\n---\n", encoding="utf-8")
    fetch(site, clock=LATER)
    found = entry_with(site, paper.id)
    assert found.image is not None
    file = site / found.path
    lines = file.read_text(encoding="utf-8").split("\n")
    start = lines.index("image:")
    end = next(number for number in range(start + 1, len(lines)) if not lines[number].startswith(" "))
    file.write_text("\n".join([*lines[:start], *lines[end:]]), encoding="utf-8")
    assert entry_with(site, paper.id).image is None
    (site / ".digest/cache/http.sqlite").unlink()
    fetch(site, clock=LATER)
    assert entry_with(site, paper.id).image is None
