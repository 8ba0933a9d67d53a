"""`digest merge`: two entries that are one work become one, nothing is lost, and it can be taken back."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from building import build_site
from cli.commands import CONFIG, make_site, refused, run, tree
from digest.cli import importing, merge, reject
from digest.cli.console import Console
from digest.config.schema import Config
from digest.content.drafts import Coverage, EntryDraft, HistoryLine, Image, IssueDraft, Link
from digest.content.read import read_draft
from digest.formats.write import Data, write_yaml
from digest.ingest import apply
from digest.ingest.apart import APART
from digest.ingest.merges import MERGED
from digest.ingest.plan import Removal, Step
from digest.output.lock import hold_lock
from site_check import check_site

GULL = """---
id: arxiv:2505.09001
title: Gull
date: 2025-05-14
# the editor's remark
authors: [Ada Wu]
links:
  - kind: paper
    url: https://arxiv.org/abs/2505.09001
tags: [birds]
summary: First.
---
My note, see [1] and [that][1].

[1]: https://a.example/
"""
TERN = """---
id: wechat:MzTest==/1/1
title: 海鸥来了
date: 2025-05-16
publishDate: 2025-05-17
source: {kind: wechat, name: 小站, url: https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv}
authors: [ada wu, Bo Lin]
organizations: [Wing Lab]
topics: [multimodal]
tags: [Birds, sea]
summary: Second.
abstract: Only here.
findings: [It flies.]
venue: ICML
lang: zh
description: In a line
weight: 3
image: {src: photo.png, alt: wings}
aliases: [/old/tern/, older]
links:
  - {kind: code, url: https://github.com/example/gull, title: Code}
  - https://arxiv.org/pdf/2505.09001v2
coverage:
  - url: https://news.example/gull
    title: In the news
history:
  - "2025-06-01: v2"
---
Another note ![wings](photo.png), see [that][1] and [the list](../../tags/sea/).

[1]: https://b.example/
"""
ISSUE = """---
title: Week
date: 2025-05-16
picks: [arxiv:2505.09001, "wechat:MzTest==/1/1"]  # both
sections:
  - title: More
    picks:
      - tern
---
Read [it](/entries/tern/).
"""
FIRST, SECOND = "content/entries/gull/index.md", "content/entries/tern/index.md"
WEEK = "content/issues/2025-W20.md"
BIB = """@article{{a,
  title = {{{title}}},
  {field}
}}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    root = make_site(
        tmp_path / "site",
        **{"entries/gull/index": GULL, "entries/tern/index": TERN, "issues/2025-W20": ISSUE},
    )
    (root / "content/entries/gull/photo.png").write_bytes(b"\x89PNG gull")
    (root / "content/entries/tern/photo.png").write_bytes(b"\x89PNG tern")
    (root / "content/entries/tern/same.png").write_bytes(b"\x89PNG same")
    (root / "content/entries/gull/same.png").write_bytes(b"\x89PNG same")
    (root / "content/entries/tern/source.md").write_text("What it said ![w](photo.png).\n", encoding="utf-8")
    return root


def read(site: Path, path: str = FIRST) -> EntryDraft:
    draft, warnings = read_draft((site / path).read_bytes(), path=path, config=Config())
    assert warnings == ()
    assert isinstance(draft, EntryDraft)
    return draft


def edit(site: Path, path: str, old: str, new: str) -> None:
    text = (site / path).read_text(encoding="utf-8")
    assert old in text
    (site / path).write_text(text.replace(old, new), encoding="utf-8")


def content(site: Path) -> dict[str, bytes]:
    """Everything but the lock."""
    return {path: data for path, data in tree(site).items() if path != ".digest/lock"}


def import_bib(site: Path, title: str, field: str) -> str:
    file = site.parent / "works.bib"
    file.write_text(BIB.format(title=title, field=field), encoding="utf-8")
    return run(importing.command, site, str(file)).stdout


def test_the_first_says_everything_both_said(site: Path) -> None:
    result = run(merge.command, site, "gull", "tern")
    found = read(site)
    assert (found.id, found.title, found.summary) == ("arxiv:2505.09001", "Gull", "First.")
    assert found.authors == ("Ada Wu", "Bo Lin")
    assert (found.organizations, found.topics, found.tags) == (
        ("Wing Lab",),
        ("multimodal",),
        ("birds", "sea"),
    )
    assert (found.abstract, found.findings, found.venue, found.lang) == (
        "Only here.",
        ("It flies.",),
        "ICML",
        "zh",
    )
    assert (found.description, found.weight) == ("In a line", 3)
    assert found.image == Image("photo-2.png", "wings")
    assert found.links == (
        Link(kind="paper", url="https://arxiv.org/abs/2505.09001"),
        Link(kind="code", url="https://github.com/example/gull", title="Code"),
    )
    assert found.coverage == (
        Coverage(url="https://news.example/gull", title="In the news"),
        Coverage(
            url="https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv",
            kind="wechat",
            name="小站",
            title="海鸥来了",
            date="2025-05-16",
        ),
    )
    assert found.history == (HistoryLine("2025-06-01", "v2"),)
    assert found.aliases == ("/entries/tern/", "/old/tern/", "/entries/older/")
    assert "# the editor's remark" in (site / FIRST).read_text(encoding="utf-8")
    assert not (site / "content/entries/tern").exists()
    assert f"{SECOND}: removed" in result.stdout
    for field in ("summary", "date", "publishDate"):
        assert f"not taken over: {field} (" in result.stdout
    assert "not taken over: title" not in result.stdout  # the coverage has it


def test_both_notes_mean_what_they_meant(site: Path) -> None:
    run(merge.command, site, "gull", "tern")
    assert read(site).body == (
        "My note, see [1] and [that][1].\n\n[1]: https://a.example/\n\n"
        "Another note ![wings](photo-2.png), see [that][1-tern] and [the list](../../tags/sea/).\n\n"
        "[1-tern]: https://b.example/\n"
    )


def test_files_beside_the_second_move_and_replace_none(site: Path) -> None:
    run(merge.command, site, "gull", "tern")
    folder = tree(site / "content/entries/gull")
    assert folder.pop("index.md")
    assert folder == {
        "photo.png": b"\x89PNG gull",
        "photo-2.png": b"\x89PNG tern",
        "same.png": b"\x89PNG same",
        "source.md": b"What it said ![w](photo-2.png).\n",
    }


def test_two_texts_of_articles_are_both_kept(site: Path) -> None:
    (site / "content/entries/gull/source.md").write_text("The first text.\n", encoding="utf-8")
    before = content(site)
    assert "gull/source.md: holds both texts" in run(merge.command, site, "gull", "tern").stdout
    text = (site / "content/entries/gull/source.md").read_text(encoding="utf-8")
    assert text == "The first text.\n\n---\n\n# 海鸥来了\n\nWhat it said ![w](photo-2.png).\n"
    run(merge.command, site, "--undo")
    assert content(site) == before


def test_the_site_builds_without_a_problem(site: Path, tmp_path: Path) -> None:
    run(merge.command, site, "gull", "tern")
    report = build_site(site, tmp_path / "public", clock="2026-01-01T00:00:00Z")
    assert report.problems == ()
    assert check_site(tmp_path / "public", "https://example.org/d/") == []
    for alias in ("entries/tern", "old/tern", "entries/older"):
        assert "/d/entries/gull/" in (tmp_path / f"public/{alias}/index.html").read_text(encoding="utf-8")
    week = (tmp_path / "public/issues/2025-w20/index.html").read_text(encoding="utf-8")
    assert "Only here." in week or "Gull" in week


def test_issues_pick_the_first_and_never_twice_in_a_list(site: Path) -> None:
    result = run(merge.command, site, "gull", "tern")
    draft, _ = read_draft((site / WEEK).read_bytes(), path=WEEK, config=Config())
    assert isinstance(draft, IssueDraft)
    assert draft.picks == ("arxiv:2505.09001",)
    assert draft.sections[0].picks == ("arxiv:2505.09001",)
    assert "# both" in (site / WEEK).read_text(encoding="utf-8")
    assert f"{WEEK}: picks arxiv:2505.09001 instead of wechat:MzTest==/1/1, tern" in result.stdout


@pytest.mark.parametrize(
    "names",
    [
        (),
        ("tern",),
        ("gull",),
        ("arxiv:2505.09001", "wechat:MzTest==/1/1"),
        (SECOND,),
        ("content/entries/tern",),
    ],
)
def test_an_undone_merge_leaves_no_trace(site: Path, names: Sequence[str]) -> None:
    before = content(site)
    run(merge.command, site, "arxiv:2505.09001", "tern")
    assert content(site) != before
    result = run(merge.command, site, "--undo", *names)
    assert f"{SECOND}: back" in result.stdout
    assert result.stderr == ""
    assert content(site) == before


def test_what_was_edited_since_stays_and_the_rest_goes_back(site: Path) -> None:
    run(merge.command, site, "gull", "tern")
    edit(site, FIRST, "venue: ICML", "venue: ICML 2025")
    edit(site, FIRST, "title: Gull\n", "title: A gull  # better\n")
    edit(site, FIRST, "summary: First.", "summary: The first.\nnoindex: true")
    edit(site, FIRST, "My note", "My own note")
    with (site / FIRST).open("a", encoding="utf-8") as file:
        file.write("\nWritten after.\n")
    edit(site, WEEK, "title: Week", "title: My week")
    result = run(merge.command, site, "--undo", "tern")
    assert "venue was edited after the merge and stays as it is" in result.stderr
    assert result.stderr.count("warning:") == 1
    expected = (
        GULL.replace("title: Gull", "title: A gull  # better")
        .replace("summary: First.", "summary: The first.\nnoindex: true\nvenue: ICML 2025")
        .replace("My note", "My own note")
    )
    assert (site / FIRST).read_text(encoding="utf-8") == f"{expected}\nWritten after.\n"
    assert (site / SECOND).read_text(encoding="utf-8") == TERN
    assert (site / WEEK).read_text(encoding="utf-8") == ISSUE.replace("title: Week", "title: My week")


def test_a_note_edited_since_stays_whole(site: Path) -> None:
    run(merge.command, site, "gull", "tern")
    edit(site, FIRST, "Another note", "My version of another note")
    result = run(merge.command, site, "--undo")
    assert "note was edited after the merge and stays" in result.stderr
    assert "My version of another note" in (site / FIRST).read_text(encoding="utf-8")
    assert (site / SECOND).read_text(encoding="utf-8") == TERN
    assert (site / "content/entries/gull/photo-2.png").exists()  # the note still shows it
    assert (site / "content/entries/tern/photo.png").read_bytes() == b"\x89PNG tern"


def test_an_item_added_to_a_list_since_stays(site: Path) -> None:
    run(merge.command, site, "gull", "tern")
    edit(site, FIRST, "title: Code\n", "title: Code\n  - kind: demo\n    url: https://demo.example/\n")
    run(merge.command, site, "--undo")
    assert "https://demo.example/" in {link.url for link in read(site).links}


@pytest.mark.parametrize("field", ["eprint = {2505.09001}, archivePrefix = {arXiv}", "doi = {10.1000/tern}"])
def test_a_merged_work_that_comes_again_joins_the_one_that_stayed(tmp_path: Path, field: str) -> None:
    tern = TERN.replace("wechat:MzTest==/1/1", "doi:10.1000/tern")
    site = make_site(tmp_path, **{"entries/gull/index": GULL, "entries/tern/index": tern})
    run(merge.command, site, "gull", "tern")
    assert FIRST in import_bib(site, "A tern of no other name", field)
    assert [path for path in tree(site / "content/entries") if path.endswith("index.md")] == ["gull/index.md"]
    assert "1 unchanged" in import_bib(site, "A tern of no other name", field)


@pytest.mark.parametrize("how", ["by hand", "reject"])
def test_a_merged_work_does_not_come_back_when_the_other_is_gone(tmp_path: Path, how: str) -> None:
    tern = TERN.replace("wechat:MzTest==/1/1", "doi:10.1000/tern")
    site = make_site(tmp_path, **{"entries/gull": GULL, "entries/tern": tern})
    run(merge.command, site, "gull", "tern")
    if how == "reject":
        run(reject.command, site, "gull")
    else:
        (site / "content/entries/gull.md").unlink()
    import_bib(site, "A tern of no other name", "doi = {10.1000/tern}")
    assert tree(site / "content") == {}


def test_a_chain_of_merges_is_followed_and_undone_from_its_end(tmp_path: Path) -> None:
    pages = {f"entries/{name}": f"---\nid: doi:10.1000/{name}\ntitle: Bird {name}\n---\n" for name in "abc"}
    site = make_site(tmp_path, **pages)
    before = content(site)
    run(merge.command, site, "b", "c")
    run(merge.command, site, "a", "b")
    assert run(merge.command, site).stdout.count("has taken in") == 2
    import_bib(site, "Whatever it is called now", "doi = {10.1000/c}")
    assert [*tree(site / "content/entries")] == ["a.md"]
    (site / ".digest/state/imported.jsonl").unlink()
    message = refused(merge.command, site, "--undo", "c")
    assert "was itself merged, into content/entries/a.md" in message
    assert "--undo doi:10.1000/b first" in message
    run(merge.command, site, "--undo")
    run(merge.command, site, "--undo")
    assert {path: data for path, data in content(site).items() if not path.endswith("a.md")} == {
        path: data for path, data in before.items() if not path.endswith("a.md")
    }
    assert "nothing was merged" in run(merge.command, site).stderr


def test_an_import_after_the_merge_of_what_the_first_said_is_nothing_new(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    import_bib(site, "Gull of the north", "eprint = {2505.09001}, archivePrefix = {arXiv}")
    (site.parent / "other.bib").write_text(
        BIB.format(title="Tern of the south", field="url = {https://tern.example/}, keywords = {sea}"),
        encoding="utf-8",
    )
    run(importing.command, site, str(site.parent / "other.bib"))
    before = content(site)
    run(merge.command, site, "arxiv:2505.09001", "url:https://tern.example/")
    merged = content(site)
    again = run(importing.command, site, str(site.parent / "works.bib"), str(site.parent / "other.bib"))
    assert "2 unchanged" in again.stdout
    assert content(site) == merged
    # A field that came over whole is still the program's.
    (site.parent / "other.bib").write_text(
        BIB.format(title="Tern of the south", field="url = {https://tern.example/}, keywords = {sea, wind}"),
        encoding="utf-8",
    )
    run(importing.command, site, str(site.parent / "other.bib"))
    (path,) = [path for path in tree(site / "content") if path.endswith(".md")]
    assert read(site, f"content/{path}").tags == ("sea", "wind")
    for file, data in merged.items():
        (site / file).write_bytes(data)
    run(merge.command, site, "--undo")
    assert content(site) == before


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("gull", "gull"), "are the same entry"),
        (("gull", FIRST), "are the same entry"),
        (("gull", "nowhere"), 'there is no entry "nowhere"'),
        (("x", "y"), 'there is no entry "y"'),
        (("plain", "tern"), "move it to content/entries/plain/index.md"),
        (("--undo", "gull"), "no merge of gull is remembered"),
        (("--undo",), "no merge is remembered"),
        (("--undo", "gull", "--coverage", "https://x.example/"), "is no coverage of this entry"),
    ],
)
def test_what_cannot_be_done_changes_nothing(site: Path, names: Sequence[str], why: str) -> None:
    (site / "content/entries/plain.md").write_text("---\ntitle: Plain\n---\n", encoding="utf-8")
    paths = [str(site / name) if name.endswith(".md") else name for name in names]
    before = content(site)
    assert why in refused(merge.command, site, *paths)
    assert content(site) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("a",),
        ("a", "b", "c"),
        ("--undo", "a", "b", "c"),
        ("--coverage", "https://x.example/", "a"),
        ("a", "--coverage", "u", "b"),
    ],
)
def test_wrong_usage_is_told(site: Path, arguments: Sequence[str]) -> None:
    result = CliRunner().invoke(merge.command, [*arguments], obj=Console(site))
    assert result.exit_code == 2


def test_a_file_that_cannot_be_read_stops_it(site: Path) -> None:
    (site / "content/issues/2025-W21.md").write_text("---\npicks: [\n---\n", encoding="utf-8")
    before = content(site)
    assert "mend these files first" in refused(merge.command, site, "gull", "tern")
    assert content(site) == before


def test_picks_in_a_form_that_needs_a_person_stop_it(site: Path) -> None:
    edit(site, WEEK, '"wechat:MzTest==/1/1"', '"wechat:MzTest\\u003d=/1/1"')
    before = content(site)
    message = refused(merge.command, site, "gull", "tern")
    assert f"{WEEK}:4:1: error: this issue picks the entry as wechat:MzTest==/1/1" in message
    assert "write arxiv:2505.09001 there" in message
    assert content(site) == before


@pytest.mark.parametrize(("file", "line"), [(MERGED, "{}"), (APART, "[1]"), (MERGED, "\xff")])
def test_a_damaged_memory_is_named(site: Path, file: str, line: str) -> None:
    (site / file).parent.mkdir(parents=True, exist_ok=True)
    (site / file).write_bytes(line.encode("latin-1") + b"\n")
    before = content(site)
    assert f"{file}:1:" in refused(merge.command, site, "gull", "tern")
    assert content(site) == before


def test_a_dry_run_says_the_same_and_writes_nothing(site: Path) -> None:
    before = tree(site)
    dry = run(merge.command, site, "gull", "tern", "--dry-run")
    assert tree(site) == before
    assert dry.stdout == run(merge.command, site, "gull", "tern").stdout


def test_another_command_that_writes_is_not_disturbed(site: Path) -> None:
    with hold_lock(site / ".digest/lock", wait=True, holder="digest fetch", on_wait=print):
        assert "digest fetch" in refused(merge.command, site, "gull", "tern", "--no-wait")


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True)])
def test_the_mark_of_the_one_that_stays_decides(site: Path, first: bool, second: bool) -> None:
    if first:
        edit(site, FIRST, "title: Gull", "title: Gull\ndraft: true")
    if second:
        edit(site, SECOND, "lang: zh", "lang: zh\ndraft: true")
    result = run(merge.command, site, "gull", "tern")
    assert read(site).draft == first
    said = (
        "the published content/entries/tern/index.md is off the site with it" if first else "stays published"
    )
    assert said in result.stdout + result.stderr


def test_pages_that_lead_to_the_file_are_named(site: Path) -> None:
    (site / "content/about.md").write_text(
        "---\ntitle: P\n---\n\n[a](entries/tern/index.md) [b](/entries/tern/) ![c](/entries/tern/photo.png)\n",
        encoding="utf-8",
    )
    result = run(merge.command, site, "gull", "tern")
    assert "content/about.md:5:1: warning: this page leads to entries/tern/index.md" in result.stderr
    assert "this page leads to /entries/tern/photo.png" in result.stderr
    assert result.stderr.count("warning") == 2


def test_an_alias_never_replaces_a_page(site: Path) -> None:
    (site / "content/old.md").write_text("---\ntitle: P\nurl: /old/tern/\n---\n", encoding="utf-8")
    result = run(merge.command, site, "gull", "tern")
    assert read(site).aliases == ("/entries/tern/", "/entries/older/")
    assert "aliases (/old/tern/ is the address of another page" in result.stdout


def test_a_second_entry_at_the_same_address_is_merged_by_path(tmp_path: Path) -> None:
    site = make_site(
        tmp_path,
        **{"entries/gull/index": GULL, "entries/gull": "---\ntitle: Gull\nvenue: ICML\n---\nMore.\n"},
    )
    before = content(site)
    run(merge.command, site, str(site / FIRST), str(site / "content/entries/gull.md"))
    found = read(site)
    assert (found.venue, found.aliases) == ("ICML", ())
    assert found.body.endswith("More.\n")
    run(merge.command, site, "--undo")
    assert content(site) == before


@pytest.mark.parametrize(
    "first",
    [
        '+++\ntitle = "Gull"\ntags = ["birds"]\n[params]\nx = "1"\n+++\nNote.\n',
        '{\n  "title": "Gull",\n  "tags": ["birds"]\n}\nNote.\n',
        '{"title": "Gull"}',
        "---\ntitle: Gull\n---",
        "---\r\ntitle: Gull\r\ntags:\r\n  - birds\r\n---\r\nNote.",
        "\ufeff---\ntitle: Gull\nlinks: []\ncoverage:\ntags: birds\n---\n\n\nNote.\n\n\n",
    ],
)
def test_any_form_of_front_matter_takes_in_what_it_can(tmp_path: Path, first: str) -> None:
    second = TERN.replace("image: {src: photo.png, alt: wings}\n", "")
    site = make_site(tmp_path, **{"entries/tern": second})
    (site / "content/entries/gull.md").write_bytes(first.encode())
    before = content(site)
    run(merge.command, site, "gull", "tern")
    found = read(site, "content/entries/gull.md")
    assert {link.url for link in found.links} >= {"https://github.com/example/gull"}
    assert "https://news.example/gull" in {article.url for article in found.coverage}
    assert "sea" in found.tags
    assert (found.abstract, found.aliases[0]) == ("Only here.", "/entries/tern/")
    assert "Another note" in found.body
    run(merge.command, site, "--undo")
    assert content(site) == before


class Killed(BaseException):
    """The process ends here."""


def run_killed(number: int, site: Path, *arguments: str) -> bool:
    """Run the command in a process that ends after some steps; whether it was over before."""
    taken = 0
    take = apply._take

    def take_or_die(root: Path, step: Step | Removal) -> None:
        nonlocal taken
        if taken == number:
            raise Killed
        taken += 1
        take(root, step)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apply, "_take", take_or_die)
        patch.setattr(apply, "_take_back", lambda *_: None)
        patch.setattr(apply, "_forget", lambda *_: None)
        try:
            run(merge.command, site, *arguments)
        except Killed:
            return False
    (site / apply.UNFINISHED).unlink()
    return True


@pytest.mark.parametrize("arguments", [("gull", "tern"), ("--undo", "tern")])
def test_killed_anywhere_it_is_completed_by_the_next_run(site: Path, arguments: Sequence[str]) -> None:
    import_bib(site, "Gull", "eprint = {2505.09001}, archivePrefix = {arXiv}, note = {seen}")
    if "--undo" in arguments:
        run(merge.command, site, "gull", "tern")
    before = content(site)
    run(merge.command, site, *arguments)
    expected = content(site)
    assert expected != before
    for number in range(100):
        for path in set(content(site)) - set(before):
            (site / path).unlink()
        for path, data in before.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(data)
        if run_killed(number, site, *arguments):
            assert content(site) == expected
            assert number > 5
            return
        if "--undo" in arguments:
            assert "was completed first" in refused(merge.command, site, "--undo")
        else:
            assert "already" in run(merge.command, site, *arguments).stdout
        assert content(site) == expected, number
    pytest.fail("it never came to an end")


def test_an_entry_that_came_back_by_hand_is_not_overwritten(site: Path) -> None:
    run(merge.command, site, "gull", "tern")
    (site / SECOND).parent.mkdir()
    (site / SECOND).write_text("---\ntitle: Mine\n---\n", encoding="utf-8")
    before = content(site)
    assert "another file is here now" in refused(merge.command, site, "--undo", SECOND)
    assert content(site) == before


def test_an_address_taken_since_stops_the_undo(site: Path) -> None:
    run(merge.command, site, "gull", "tern")
    (site / "content/entries/new.md").write_text("---\ntitle: New\nslug: tern\n---\n", encoding="utf-8")
    before = content(site)
    assert "taken by this page now" in refused(merge.command, site, "--undo", "gull")
    assert content(site) == before


def test_an_entry_that_moved_since_is_found(site: Path) -> None:
    run(merge.command, site, "gull", "tern")
    (site / "content/entries/2025").mkdir()
    (site / "content/entries/gull").rename(site / "content/entries/2025/gull")
    result = run(merge.command, site, "--undo")
    assert result.stderr == ""
    assert (site / "content/entries/2025/gull/index.md").read_text(encoding="utf-8") == GULL
    assert (site / SECOND).read_text(encoding="utf-8") == TERN
    assert (site / "content/entries/tern/photo.png").read_bytes() == b"\x89PNG tern"


def test_merges_made_side_by_side_have_to_be_named(tmp_path: Path) -> None:
    site = make_site(tmp_path, **{f"entries/{name}": f"---\ntitle: Bird {name}\n---\n" for name in "abcd"})
    run(merge.command, site, "a", "b")
    one = (site / MERGED).read_bytes()
    run(merge.command, site, "--undo")
    run(merge.command, site, "c", "d")
    (site / "content/entries/b.md").unlink()
    (site / MERGED).write_bytes((site / MERGED).read_bytes() + one)
    result = CliRunner().invoke(merge.command, ["--undo"], obj=Console(site))
    assert result.exit_code == 2
    assert result.stdout.count("has taken in") == 2
    assert "d.md: back" in run(merge.command, site, "--undo", "d").stdout


COVERED = """---
id: arxiv:2505.09001
title: Gull
links:
  - kind: paper
    url: https://arxiv.org/abs/2505.09001
coverage:
  - kind: rss
    url: https://blog.example/gull
    name: A blog
    title: Other birds
    date: 2025-05-15
  - url: https://news.example/gull  # kept
---
Note.
"""


def test_an_article_that_was_joined_gets_an_entry_of_its_own_and_stays_apart(tmp_path: Path) -> None:
    site = make_site(tmp_path, **{"entries/gull/index": COVERED})
    before = content(site)
    result = run(
        merge.command, site, "--undo", "gull", "--coverage", "https://blog.example/gull?utm_source=x"
    )
    path = "content/entries/2025/w20/other-birds/index.md"
    assert f"{path}: a draft of its own" in result.stdout
    found = read(site, path)
    assert (found.id, found.title, found.draft) == ("url:https://blog.example/gull", "Other birds", True)
    assert found.source is not None
    assert (found.source.kind, found.source.name) == ("rss", "A blog")
    assert found.date is not None
    assert [each.url for each in read(site).coverage] == ["https://news.example/gull"]
    assert "# kept" in (site / FIRST).read_text(encoding="utf-8")
    both = content(site)
    field = "url = {https://blog.example/gull}, eprint = {2505.09001}, archivePrefix = {arXiv}"
    import_bib(site, "Other birds", field)
    assert [each.url for each in read(site).coverage] == ["https://news.example/gull"]
    assert sorted(path for path in content(site) if path.endswith("index.md")) == sorted(
        path for path in both if path.endswith("index.md")
    )
    # Merging the two by hand is the later word.
    run(merge.command, site, "gull", "other-birds")
    assert not (site / APART).exists()
    assert {each.url for each in read(site).coverage} == {
        "https://news.example/gull",
        "https://blog.example/gull",
    }
    run(merge.command, site, "--undo")
    assert (site / APART).exists()
    assert before.keys() < content(site).keys()


WORDS = st.text(alphabet="ab 海鸥\"'#:[]{}-&*!|>%@`\\é", min_size=1, max_size=12)
NAMES = st.lists(WORDS, max_size=3)
PLACES = st.lists(
    st.fixed_dictionaries(
        {"url": st.sampled_from([f"https://{name}.example/" for name in "abc"])},
        optional={"title": WORDS, "kind": st.sampled_from(["code", "paper"])},
    ),
    max_size=3,
    unique_by=lambda place: place["url"],
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from(["url:https://a.example/", "x:1", "x:2"]),
        "date": st.sampled_from(["2025-05-14", "2025-05-20T10:00:00+08:00"]),
        "publishDate": st.just("2025-06-01"),
        "authors": NAMES,
        "tags": NAMES,
        "findings": NAMES,
        "summary": WORDS,
        "abstract": st.text(alphabet="ab \n海", min_size=1, max_size=12),
        "links": PLACES,
        "coverage": PLACES,
        "draft": st.booleans(),
        "aliases": st.just(["/old/"]),
        "history": st.just(["2025-06-01: v2"]),
        "source": st.just({"kind": "rss", "name": "N", "url": "https://c.example/"}),
        "weight": st.integers(1, 9),
    },
)
BODIES = st.text(alphabet="ab\n[]1:`~ ^海(.png)", max_size=30)


def page(title: str, fields: dict[str, Data], body: str, newline: str) -> bytes:
    text = f"---\n{write_yaml({'title': f'T {title}', **fields})}---\n{body}"
    return text.replace("\n", newline).encode()


@settings(max_examples=60, deadline=None)
@given(
    one=FIELDS,
    other=FIELDS,
    bodies=st.tuples(BODIES, BODIES),
    newline=st.sampled_from(["\n", "\n", "\r\n"]),
    beside=st.booleans(),
)
def test_undoing_gives_the_same_bytes_whatever_the_two_say(
    tmp_path_factory: pytest.TempPathFactory,
    one: dict[str, Data],
    other: dict[str, Data],
    bodies: tuple[str, str],
    newline: str,
    beside: bool,
) -> None:
    if one.get("id") == other.get("id"):
        one.pop("id", None)
    site = tmp_path_factory.mktemp("site")
    (site / "digest.yaml").write_text(CONFIG, encoding="utf-8")
    for name, fields, body in (("a", one, bodies[0]), ("b", other, bodies[1])):
        (site / f"content/entries/{name}").mkdir(parents=True)
        (site / f"content/entries/{name}/index.md").write_bytes(page(name, fields, body, newline))
    if beside:
        (site / "content/entries/b/.png").write_bytes(b"hidden")
        (site / "content/entries/b/x.png").write_bytes(b"x")
        (site / "content/entries/b/source.md").write_text("Text.\n", encoding="utf-8")
    before = content(site)
    first = read(site, "content/entries/a/index.md")
    second = read(site, "content/entries/b/index.md")
    run(merge.command, site, "a", "b")
    found = read(site, "content/entries/a/index.md")
    assert {link.url for link in found.links} >= {link.url for link in first.links}
    told = {link.url for link in found.links} | {each.url for each in found.coverage}
    told |= {found.source.url} if found.source else set()
    assert told >= {link.url for link in second.links} | {each.url for each in second.coverage}
    assert {tag.casefold() for tag in found.tags} >= {tag.casefold() for tag in (*first.tags, *second.tags)}
    assert found.body.startswith(first.body)
    run(merge.command, site, "--undo")
    assert content(site) == before


def pair(root: Path, first: str, second: str, *bodies: str) -> Path:
    one, other = bodies or ("", "")
    return make_site(
        root,
        **{
            "entries/a": f"---\ntitle: Gull\n{first}---\n{one}",
            "entries/b": f"---\ntitle: Gull\n{second}---\n{other}",
        },
    )


def test_what_only_the_second_knew_of_a_link_fills_its_gaps(tmp_path: Path) -> None:
    site = pair(
        tmp_path,
        "links:\n  - url: https://github.com/a/b\n    title: Mine\n",
        "links:\n  - {kind: code, url: https://github.com/a/b, title: Theirs}\n",
    )
    before = content(site)
    run(merge.command, site, "a", "b")
    link = Link(kind="code", url="https://github.com/a/b", title="Mine")
    assert read(site, "content/entries/a.md").links == (link,)
    run(merge.command, site, "--undo")
    assert content(site) == before


def test_a_gap_in_a_list_somebody_commented_is_named_and_left(tmp_path: Path) -> None:
    site = pair(
        tmp_path,
        "links:\n  - url: https://github.com/a/b  # mine\n",
        "links:\n  - {kind: code, url: https://github.com/a/b}\n  - https://c.example/\n",
    )
    result = run(merge.command, site, "a", "b")
    assert "not taken over: links (" in result.stdout
    assert len(read(site, "content/entries/a.md").links) == 2
    assert "# mine" in (site / "content/entries/a.md").read_text(encoding="utf-8")


def test_fields_that_came_over_whole_are_still_the_programs(tmp_path: Path) -> None:
    site = pair(
        tmp_path,
        "summary: S\nauto:\n  summary:\n    by: fetch\n    sha: ab\n",
        "abstract: A\nsummary: X\nauto:\n  abstract: {by: fetch, sha: cd}\n  summary: {by: fetch, sha: ef}\n",
    )
    run(merge.command, site, "a", "b")
    found = read(site, "content/entries/a.md")
    assert {name: record.sha for name, record in found.auto.items()} == {"summary": "ab", "abstract": "cd"}


def test_an_article_that_takes_in_its_paper_is_not_coverage_of_itself(tmp_path: Path) -> None:
    article = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"
    site = pair(
        tmp_path,
        f"id: wechat:x\nsource: {{kind: wechat, name: 小站, url: {article}}}\n",
        "id: arxiv:2505.09001\nsource: {kind: arxiv, name: cs.CV, url: https://arxiv.org/abs/2505.09001}\n"
        f"coverage: [{article}]\n",
    )
    result = run(merge.command, site, "a", "b")
    found = read(site, "content/entries/a.md")
    assert found.coverage == ()
    assert found.links == (Link(kind="paper", url="https://arxiv.org/abs/2505.09001"),)
    assert "not taken over: source (" in result.stdout
    import_bib(site, "Whatever", "eprint = {2505.09001}, archivePrefix = {arXiv}")
    assert list(tree(site / "content")) == ["entries/a.md"]


def test_a_note_that_is_there_is_not_there_twice(tmp_path: Path) -> None:
    site = pair(tmp_path, "", "", "Before.\n\nThe same note.\n", "\nThe same note.\n")
    run(merge.command, site, "a", "b")
    assert read(site, "content/entries/a.md").body == "Before.\n\nThe same note.\n"


def test_code_the_first_note_does_not_close_swallows_nothing(tmp_path: Path) -> None:
    site = pair(tmp_path, "", "", "```py\nx = 1\n", "After.\n")
    before = content(site)
    run(merge.command, site, "a", "b")
    assert read(site, "content/entries/a.md").body == "```py\nx = 1\n```\n\nAfter.\n"
    run(merge.command, site, "--undo")
    assert content(site) == before


def test_a_list_both_documents_gave_still_grows_with_them(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    for name, author in (("10.1000/a", "Wu, Ada"), ("10.1000/b", "Lin, Bo")):
        import_bib(site, f"Bird of {author}", f"doi = {{{name}}}, author = {{{author}}}")
        (tmp_path.parent / "works.bib").rename(tmp_path.parent / f"{name[-1]}.bib")
        run(importing.command, site, str(tmp_path.parent / f"{name[-1]}.bib"))
    run(merge.command, site, "doi:10.1000/a", "doi:10.1000/b")
    later = BIB.format(title="Bird of Lin, Bo", field="doi = {10.1000/b}, author = {Lin, Bo and Ma, Cy}")
    (tmp_path.parent / "b.bib").write_text(later, encoding="utf-8")
    run(importing.command, site, str(tmp_path.parent / "b.bib"))
    (path,) = [path for path in tree(site / "content") if path.endswith(".md")]
    assert read(site, f"content/{path}").authors == ("Ada Wu", "Bo Lin", "Cy Ma")


def test_a_merge_that_is_done_is_not_done_again(site: Path) -> None:
    run(merge.command, site, "gull", "tern")
    before = content(site)
    assert run(merge.command, site, "gull", SECOND).stdout == f"{FIRST}: has taken in {SECOND} already\n"
    assert content(site) == before
