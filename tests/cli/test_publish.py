from pathlib import Path

import pytest

from cli.commands import make_site, refused, run, tree
from digest.cli import publish
from digest.output.lock import hold_lock

DRAFT = "---\nid: arxiv:2505.0{}\ntitle: T  # kept\ndate: 2025-05-14\ndraft: true\n---\nBody\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(
        tmp_path,
        **{
            "entries/a": DRAFT.format(1),
            "entries/b": DRAFT.format(2),
            "entries/c": DRAFT.format(3).replace("2025-05-14", "2025-05-21"),
            "entries/done": DRAFT.format(4).replace("draft: true\n", ""),
            "entries/broken": "---\ntitle: [\n---\n",
        },
    )


def drafts(site: Path) -> set[str]:
    return {name for name, text in tree(site / "content").items() if b"draft: true" in text}


def test_entries_are_named_by_path_id_or_slug(site: Path) -> None:
    result = run(publish.command, site, str(site / "content/entries/a.md"), "arxiv:2505.02", "c")
    assert result.stdout.split() == ["content/entries/a.md", "content/entries/b.md", "content/entries/c.md"]
    assert drafts(site) == set()
    expected = DRAFT.format(1).replace("draft: true", "draft: false")
    assert (site / "content/entries/a.md").read_text(encoding="utf-8") == expected


def test_a_published_entry_stays_as_it_is(site: Path) -> None:
    before = tree(site)
    assert run(publish.command, site, "done").stdout == ""
    assert tree(site) == before


def test_the_others_are_published_when_one_is_not_found(site: Path) -> None:
    assert 'no entry "nowhere"' in refused(publish.command, site, "a", "nowhere")
    assert drafts(site) == {"entries/b.md", "entries/c.md"}


def test_a_week_publishes_its_own_and_tells_what_could_not_be_read(site: Path) -> None:
    assert "broken.md" in refused(publish.command, site, "--week", "2025-W20")
    assert drafts(site) == {"entries/c.md"}


def test_what_was_published_before_is_counted_not_listed(site: Path) -> None:
    (site / "content/entries/broken.md").unlink()
    result = run(publish.command, site, "--week", "2025-W20")
    assert result.stdout.split() == ["content/entries/a.md", "content/entries/b.md"]
    assert result.stderr == "1 entry of 2025-W20 was published already\n"
    again = run(publish.command, site, "--week", "2025-W20")
    assert (again.stdout, again.stderr) == ("", "3 entries of 2025-W20 were published already\n")


def test_a_page_that_is_no_entry_is_left_to_people(site: Path) -> None:
    page = site / "content/about.md"
    page.write_text("---\ntitle: T\ndraft: true\n---\n", encoding="utf-8")
    said = refused(publish.command, site, str(page), "a")
    assert "content/about.md" in said
    assert "set `draft: false` in that file by hand" in said
    assert drafts(site) == {"about.md", "entries/b.md", "entries/c.md"}


def test_a_week_without_entries_is_told(site: Path) -> None:
    (site / "content/entries/broken.md").unlink()
    assert "2026-W53 has no entries" in refused(publish.command, site, "--week", "2026-w53")


@pytest.mark.parametrize(
    "arguments", [(), ("a", "--week", "2025-W20"), ("--week", "2025-W53"), ("--week", "x")]
)
def test_usage(site: Path, arguments: tuple[str, ...]) -> None:
    assert run(publish.command, site, *arguments).exit_code == 2


def test_another_command_that_writes_is_named(site: Path) -> None:
    with hold_lock(site / ".digest/lock", holder="digest fetch"):
        assert "digest fetch" in refused(publish.command, site, "a", "--no-wait")
    assert "entries/a.md" in drafts(site)
