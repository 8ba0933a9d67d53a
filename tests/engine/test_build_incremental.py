"""After any edit, building on gives the bytes of a build from nothing. The most important promise of the engine."""

from pathlib import Path

import pytest

from building import build_site, differing, files_of
from engine.edits import EditedSite
from site_check import check_site, summary

STEPS = 18


@pytest.mark.parametrize("seed", range(6))
def test_random_edits(tmp_path: Path, seed: int) -> None:
    site = EditedSite(tmp_path / "site", seed)
    out = tmp_path / "out"
    build_site(site.root, out)
    done: list[str] = []
    for step in range(STEPS):
        edits = site.random.sample(site.edits(), site.random.randint(1, 2))
        for edit in edits:
            edit()
            done.append(edit.__name__)
        build_site(site.root, out)
        clean = tmp_path / f"clean-{step}"
        build_site(site.copy(tmp_path / f"copy-{step}"), clean)
        assert differing(files_of(out), files_of(clean)) == [], f"after {done[-4:]}"
    assert summary(check_site(out, "https://example.org/w/")) == ""


def test_addresses_and_folders_share_a_cache(tmp_path: Path) -> None:
    """Alternating base URLs and output folders over one cache; each equals a clean build."""
    site = EditedSite(tmp_path / "site", 99)
    bases = ("https://one.example/", "https://two.example/deep/er/")
    for round_ in range(6):
        base = bases[round_ % 2]
        out = tmp_path / f"out-{round_ // 2 % 2}"
        site.edit_body()
        site.edit_title()
        build_site(site.root, out, base_url=base)
        clean = tmp_path / f"clean-{round_}"
        build_site(site.copy(tmp_path / f"copy-{round_}"), clean, base_url=base)
        assert differing(files_of(out), files_of(clean)) == []


def test_hidden_pages_come_and_go_with_the_options(tmp_path: Path) -> None:
    site = EditedSite(tmp_path / "site", 7)
    plain, drafts = tmp_path / "plain", tmp_path / "drafts"
    build_site(site.root, plain)
    build_site(site.root, drafts, drafts=True)
    assert differing(files_of(plain), files_of(drafts)) != []
    out = tmp_path / "out"
    for shown, expected in ((False, plain), (True, drafts), (False, plain)):
        build_site(site.root, out, drafts=shown)
        assert differing(files_of(out), files_of(expected)) == []


def test_the_clock_decides_what_is_visible_and_nothing_else(tmp_path: Path) -> None:
    site = EditedSite(tmp_path / "site", 8)
    early, late = "2024-02-01T00:00:00Z", "2024-06-01T00:00:00Z"
    out, clean = tmp_path / "out", tmp_path / "clean"
    build_site(site.root, out, clock=late)
    build_site(site.root, out, clock=early)
    build_site(site.copy(tmp_path / "copy"), clean, clock=early)
    assert differing(files_of(out), files_of(clean)) == []
    build_site(site.root, out, clock=late)
    build_site(site.root, clean, clock="2031-01-01T00:00:00Z")
    assert differing(files_of(out), files_of(clean)) == []
