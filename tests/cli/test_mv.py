from pathlib import Path

import pytest

from cli.commands import make_site, refused, run, tree
from digest.cli import mv
from digest.config.load import load_config
from digest.content.collect import collect, find_entry
from digest.content.permalinks import address_of, aliases_of


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(
        tmp_path,
        **{
            "entries/a": "---\ntitle: A\n# kept\n---\nBody\n",
            "entries/b": "---\ntitle: B\n---\n",
            "entries/fixed": "---\ntitle: F\nurl: /fixed/\n---\n",
            "issues/2025-W20": "---\ntitle: I\npicks: [a]\n---\n",
            "about": "---\ntitle: P\nurl: /entries/taken/\n---\n",
        },
    )


def addresses(site: Path, slug: str) -> tuple[str, tuple[str, ...]]:
    config, _ = load_config(site)
    entry = find_entry(slug, collect(site, config))
    address = address_of(entry, config)
    return address, aliases_of(entry, address)


def test_the_old_address_becomes_an_alias_and_the_file_stays(site: Path) -> None:
    result = run(mv.command, site, "a", "first")
    assert result.stdout == "content/entries/a.md: /entries/a/ is now /entries/first/\n"
    expected = "---\ntitle: A\n# kept\nslug: first\naliases: [/entries/a/]\n---\nBody\n"
    assert (site / "content/entries/a.md").read_text(encoding="utf-8") == expected


def test_moving_again_keeps_every_old_address(site: Path) -> None:
    run(mv.command, site, "a", "first")
    run(mv.command, site, "first", "second")
    assert addresses(site, "second") == ("/entries/second/", ("/entries/a/", "/entries/first/"))
    run(mv.command, site, "second", "a")
    assert addresses(site, "a") == ("/entries/a/", ("/entries/first/", "/entries/second/"))


def test_moving_to_and_fro_notes_each_address_once(site: Path) -> None:
    for old, new in (("a", "b2"), ("b2", "a"), ("a", "b2")):
        run(mv.command, site, old, new)
    text = (site / "content/entries/a.md").read_text(encoding="utf-8")
    assert "aliases: [/entries/a/, /entries/b2/]\n" in text


def test_an_issue_that_picks_by_the_old_slug_is_named(site: Path) -> None:
    result = run(mv.command, site, "a", "first")
    assert "content/issues/2025-W20.md:3:1: warning: this issue picks the entry as a" in result.stderr
    assert run(mv.command, site, "b", "other").stderr == ""


@pytest.mark.parametrize(
    ("entry", "slug", "why"),
    [
        ("a", "b", "already taken by content/entries/b.md"),
        ("a", "taken", "already taken by content/about.md"),
        ("a", "a", "already /entries/a/"),
        ("a", "Not A Slug", "try not-a-slug"),
        ("a", "../x", "cannot be a slug"),
        ("fixed", "free", "set by url"),
        ("nowhere", "free", "no entry"),
    ],
)
def test_what_cannot_be_done_changes_nothing(site: Path, entry: str, slug: str, why: str) -> None:
    before = tree(site)
    assert why in refused(mv.command, site, entry, slug)
    assert tree(site) == before
