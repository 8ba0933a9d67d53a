"""What an edit writes again: the pages that show it, and nothing else."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from building import build_site, content_times, write
from digest.engine import build as engine
from digest.engine.change import Change, find_change
from digest.engine.sources import SourceState
from digest.engine.state import OutputState

ENTRIES = 30


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Thirty entries, three a week, all with one tag, on lists of five; and a built site beside it."""
    root = tmp_path / "site"
    write(
        root,
        "digest.yaml",
        "site: {title: T, base_url: 'https://example.org/', language: en, timezone: UTC}\n"
        "build: {paginate: 5, feed_items: 4}\n",
    )
    for number in range(ENTRIES):
        write(root, f"content/entries/e{number:02}.md", entry(number))
    build_site(root, tmp_path / "out")
    return root


def entry(number: int, *, title: str = "", body: str = "A body.", tags: str = "all") -> str:
    """Weeks are those of January and February 2024, three entries in each."""
    week, day = divmod(number, 3)
    return (
        f"---\ntitle: {title or f'Entry {number}'}\ndate: {_date(week, day)}\ntags: [{tags}]\n"
        f"summary: Short.\n---\n{body}\n"
    )


def _date(week: int, day: int) -> str:
    from datetime import date

    return date.fromisocalendar(2024, week + 1, day + 1).isoformat()


def rewritten(site: Path, path: str, text: str | None) -> set[str]:
    """The files of the output that a build touches after one file was written, or taken away."""
    out = site.parent / "out"
    before = content_times(out)
    if text is None:
        (site / path).unlink()
    else:
        write(site, path, text)
    build_site(site, out)
    after = content_times(out)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def pages(names: set[str]) -> set[str]:
    return {name for name in names if name.endswith(".html")}


def test_nothing_changed_writes_nothing(site: Path) -> None:
    text = (site / "content/entries/e05.md").read_text(encoding="utf-8")
    assert rewritten(site, "content/entries/e05.md", text) == set()


def test_a_body_behind_a_summary_shows_on_its_own_page_and_issue_only(site: Path) -> None:
    """The note is shown in the issue; lists and feeds carry the summary, which stayed."""
    changed = rewritten(site, "content/entries/e05.md", entry(5, body="Another body."))
    assert changed == {"entries/e05/index.html", "issues/2024-w02/index.html"}


def test_what_only_its_own_page_shows_writes_only_that(site: Path) -> None:
    long = "A long body. " * 200
    rewritten(site, "content/entries/e05.md", entry(5, body=f"{long}\n\n## Part\n\nText."))
    changed = rewritten(site, "content/entries/e05.md", entry(5, body=f"{long}\n\n## Part\n\nTexts."))
    assert changed == {"entries/e05/index.html"}


def test_editing_one_text_after_another_is_seen_as_that(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the entry is planned anew then, whichever file was edited before."""
    found: list[Change] = []

    def noted(
        earlier: SourceState, now: SourceState, output: OutputState, files: Iterable[str], visible: object
    ) -> Change:
        found.append(find_change(earlier, now, output, files, visible))
        return found[-1]

    monkeypatch.setattr(engine, "find_change", noted)
    for number in (5, 20, 7, 20):
        rewritten(site, f"content/entries/e{number:02}.md", entry(number, body=f"Body {len(found)}."))
    assert [change.entries for change in found] == [
        (f"content/entries/e{number:02}.md",) for number in (5, 20, 7, 20)
    ]


def test_a_new_entry_writes_the_first_page_of_each_list_and_no_other(site: Path) -> None:
    changed = rewritten(site, "content/entries/new.md", entry(ENTRIES, title="New"))
    lists = {
        name for name in pages(changed) if name.startswith(("entries/index", "entries/page", "tags/all"))
    }
    # A week without an issue so far: home, the lists of issues and neighbours change too. The 30 entries make
    # six pages of five; with one more the first holds six.
    assert lists == {"entries/index.html", "tags/all/index.html"}
    assert "entries/new/index.html" in changed
    assert len([name for name in pages(changed) if name.startswith("entries/e")]) <= 5


def test_a_title_reaches_its_neighbours_and_lists(site: Path) -> None:
    changed = rewritten(site, "content/entries/e10.md", entry(10, title="Another title"))
    assert {"entries/e10/index.html", "entries/e09/index.html", "entries/e11/index.html"} <= changed
    assert "issues/2024-w04/index.html" in changed
    assert "index.html" not in changed
    assert not {"entries/e20/index.html", "entries/e01/index.html"} & changed
    lists = {
        name
        for name in pages(changed)
        if "/page/" in name or name in {"entries/index.html", "tags/all/index.html"}
    }
    assert len(lists) == 2, "one page of each of its lists"


def test_the_index_of_topics_names_the_newest_three(site: Path) -> None:
    for number in range(4):
        text = f"---\ntitle: T{number}\ndate: 2024-03-0{number + 1}\ntopics: [multimodal]\n---\nText.\n"
        write(site, f"content/entries/t{number}.md", text)
    build_site(site, site.parent / "out")

    def renamed(number: int) -> set[str]:
        path = f"content/entries/t{number}.md"
        text = (site / path).read_text(encoding="utf-8")
        return rewritten(site, path, text.replace(f"T{number}", f"Renamed {number}"))

    assert "topics/index.html" in renamed(1)
    assert "Renamed 1" in (site.parent / "out/topics/index.html").read_text(encoding="utf-8")
    assert "topics/index.html" not in renamed(0)


def test_an_old_entry_is_in_no_feed(site: Path) -> None:
    changed = rewritten(site, "content/entries/e05.md", entry(5, title="Another title"))
    assert not {name for name in changed if name.endswith(("atom.xml", "feed.json"))} - {
        "issues/atom.xml", "issues/feed.json"
    }  # fmt: skip


def test_a_deleted_entry_takes_its_page_along(site: Path) -> None:
    changed = rewritten(site, "content/entries/e29.md", None)
    assert "entries/e29/index.html" in changed
    assert not (site.parent / "out/entries/e29").exists()


def test_a_picture_is_copied_and_no_page_rendered(site: Path) -> None:
    write(site, "static/logo.png", b"\x89PNG1")
    build_site(site, site.parent / "out")
    assert rewritten(site, "static/logo.png", "\x89PNG22") == {"logo.png"}


def test_files_deleted_by_hand_come_back(site: Path) -> None:
    out = site.parent / "out"
    for name in ("index.html", "tags/all/index.html", "entries/e03/index.html", "sitemap.xml"):
        before = (out / name).read_bytes()
        (out / name).unlink()
        assert rewritten(site, "content/entries/e05.md", entry(5)) == {name}
        assert (out / name).read_bytes() == before


def test_files_cut_short_by_hand_are_made_again(site: Path) -> None:
    out = site.parent / "out"
    before = (out / "entries/e03/index.html").read_bytes()
    (out / "entries/e03/index.html").write_bytes(before[:100])
    rewritten(site, "content/entries/e05.md", entry(5))
    assert (out / "entries/e03/index.html").read_bytes() == before
