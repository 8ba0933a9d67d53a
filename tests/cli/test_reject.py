"""`digest reject`: gone, remembered, and never back."""

from pathlib import Path

import pytest

from cli.commands import make_site, refused, run, tree
from digest.cli import importing, reject
from digest.ingest.rejected import REJECTED

ENTRY = (
    "---\nid: arxiv:2505.0900{0}\ntitle: Gull {0}\nlinks:\n"
    "  - kind: paper\n    url: https://arxiv.org/abs/2505.0900{0}\n---\nNote.\n"
)
HERON = "entries/undated/a-heron"
BIB = """@article{a,
  title = {Gull, under another name},
  eprint = {2505.09001},
  archivePrefix = {arXiv}
}
@article{b,
  title = {A heron},
  url = {https://heron.example.org/}
}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    return make_site(
        tmp_path / "site", **{"entries/gull/index": ENTRY.format(1), "entries/tern": ENTRY.format(2)}
    )


def test_entries_go_with_their_folders_and_stay_away(site: Path) -> None:
    (site / "content/entries/gull/photo.png").write_bytes(b"png")
    result = run(reject.command, site, "gull", "arxiv:2505.09002")
    assert result.stdout.split() == ["content/entries/gull/index.md", "content/entries/tern.md"]
    assert REJECTED in result.stderr
    assert tree(site / "content") == {}
    (site.parent / "works.bib").write_text(BIB, encoding="utf-8")
    imported = run(importing.command, site, str(site.parent / "works.bib"))
    assert [path for path in tree(site / "content") if "gull" in path] == []
    assert len(tree(site / "content")) == 1
    assert "arxiv:2505.09001 was rejected" in imported.stdout


def test_its_line_deleted_a_work_may_come_back(site: Path) -> None:
    run(reject.command, site, "gull")
    (site / REJECTED).unlink()
    (site.parent / "works.bib").write_text(BIB, encoding="utf-8")
    run(importing.command, site, str(site.parent / "works.bib"))
    assert len(tree(site / "content")) == 3


def test_an_entry_written_again_by_hand_counts(site: Path) -> None:
    run(reject.command, site, "gull")
    again = site / "content/entries/mine.md"
    again.write_text(ENTRY.format(1), encoding="utf-8")
    (site.parent / "works.bib").write_text(BIB, encoding="utf-8")
    run(importing.command, site, str(site.parent / "works.bib"))
    # The paper joins the entry that is there and makes no second one; only the heron is new.
    assert "eprint" not in again.read_text(encoding="utf-8")
    assert sorted(path.rpartition("/")[0] for path in tree(site / "content")) == ["entries", "entries", HERON]


def test_none_goes_where_one_is_not_found(site: Path) -> None:
    before = tree(site / "content")
    assert 'no entry "nowhere"' in refused(reject.command, site, "gull", "nowhere")
    assert tree(site / "content") == before
    assert not (site / REJECTED).exists()


def test_a_damaged_memory_is_named_and_nothing_goes(site: Path) -> None:
    (site / REJECTED).parent.mkdir(parents=True)
    (site / REJECTED).write_text("{}\n", encoding="utf-8")
    before = tree(site / "content")
    assert f"{REJECTED}:1:" in refused(reject.command, site, "gull")
    assert tree(site / "content") == before


def test_issues_that_pick_what_was_rejected_are_named(site: Path) -> None:
    (site / "content/issues").mkdir()
    (site / "content/issues/2025-W20.md").write_text(
        "---\ntitle: T\npicks: [gull]\nsections: [{title: Water, picks: ['arxiv:2505.09002']}]\n---\n",
        encoding="utf-8",
    )
    said = run(reject.command, site, "gull", "tern").stderr
    assert said.count("content/issues/2025-W20.md: warning: this issue picks") == 2
