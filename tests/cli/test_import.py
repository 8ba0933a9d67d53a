"""`digest import`: what it writes, what it leaves alone, and that its books close."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from building import build_site, digest, files_of, write
from cli.commands import refused, run, tree
from digest.cli import importing, publish
from digest.cli.reports import JOB_SUMMARY
from digest.ingest.memory import MEMORY
from digest.output.lock import hold_lock
from importing import own
from site_check import check_site

CONFIG = "site: {title: 周报, language: zh, timezone: Asia/Shanghai, base_url: https://example.org/d/}\n"
WEEKLY = """# 灯塔模型 | 小舟框架【模型周报】

![封面由编辑部绘制](https://img.example.org/cover.png)

## 摘要

本周亮点：灯塔模型看得更远；小舟框架跑得更稳。

---

## 目录
1. [灯塔：看得更远的视觉模型](#灯塔看得更远的视觉模型)
2. [Skiff：跑得更稳的训练框架](#skiff跑得更稳的训练框架)

---

## 灯塔：看得更远的视觉模型

![灯塔 Teaser](https://img.example.org/lighthouse.png)

**概要**：**灯塔** 用长焦与广角两路编码器看同一张图。

**标签**：#多模态 #视觉编码器

---

## Skiff：跑得更稳的训练框架

**概要**：Skiff 让掉线的节点悄悄回来。

**标签**：#强化学习 #容错

---

### **参考链接**

1. [灯塔 论文](https://arxiv.org/abs/2505.09001v2)
2. [Skiff GitHub 仓库](https://github.com/example/skiff)
3. [Skiff 论文](https://arxiv.org/abs/2505.09002)
"""
LIGHTHOUSE = "content/entries/2025/w20/灯塔/index.md"
SKIFF = "content/entries/2025/w20/skiff/index.md"
ISSUE = "content/issues/2025-W20.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write(tmp_path, "weekly.md", WEEKLY)
    return write(tmp_path / "site", "digest.yaml", CONFIG).parent


def do_import(site: Path, *arguments: str | Path, document: str = "weekly.md") -> dict[str, object]:
    """Import a document that lies beside the site; the report, whose sums are checked."""
    report = site.parent / "report.json"
    file = site.parent / document
    run(
        importing.command,
        site,
        str(file),
        "--week",
        "2025-W20",
        "--report",
        str(report),
        *map(str, arguments),
    )
    found = json.loads(report.read_text(encoding="utf-8"))
    lines = [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    lists = sum(len(cast("list[object]", found[name])) for name in ("dropped", "pending", "failed"))
    assert found["seen"] == len(lines)
    assert found["seen"] == lists + sum(found[name] for name in ("new", "updated", "unchanged", "merged"))
    assert found["failed"] == []
    return cast("dict[str, object]", found)


def text(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


def content(site: Path) -> dict[str, bytes]:
    return tree(site / "content")


def replaced(site: Path, path: str, old: str, new: str) -> None:
    before = text(site, path)
    assert old in before
    write(site, path, before.replace(old, new))


def test_a_weekly_becomes_an_issue_and_its_entries(site: Path) -> None:
    report = do_import(site)
    assert {f"content/{path}" for path in content(site)} == {LIGHTHOUSE, SKIFF, ISSUE}
    entry = text(site, LIGHTHOUSE)
    assert entry.startswith("---\nid: arxiv:2505.09001\ntitle: 灯塔：看得更远的视觉模型\n")
    assert "tags:\n  - 多模态\n  - 视觉编码器\n" in entry
    assert "url: https://arxiv.org/abs/2505.09001v2" in entry
    issue = text(site, ISSUE)
    assert "picks:\n  - arxiv:2505.09001\n  - arxiv:2505.09002\n" in issue
    assert report["unit"] == "lines"
    assert report["new"]
    assert not report["updated"]


def test_what_was_imported_builds_without_a_finding(site: Path, tmp_path: Path) -> None:
    do_import(site)
    built = build_site(site, tmp_path / "public", clock="2025-06-01T00:00:00Z")
    assert [str(problem) for problem in built.problems] == []
    assert check_site(tmp_path / "public", "https://example.org/d/") == []
    assert b"Skiff" in files_of(tmp_path / "public")["issues/2025-w20/index.html"]


def test_a_second_import_changes_nothing(site: Path) -> None:
    do_import(site)
    before = tree(site)
    report = do_import(site)
    assert tree(site) == before
    assert (report["new"], report["updated"], report["merged"]) == (0, 0, 0)
    (site / MEMORY).unlink()
    content_before = content(site)
    report = do_import(site)
    assert content(site) == content_before
    assert (report["new"], report["updated"]) == (0, 0)


EDITS: dict[str, Callable[[Path], object]] = {
    "title": lambda site: replaced(site, LIGHTHOUSE, "title: 灯塔：看得更远的视觉模型", "title: 灯塔"),
    "tag": lambda site: replaced(site, LIGHTHOUSE, "  - 视觉编码器\n", ""),
    "link": lambda site: replaced(
        site, SKIFF, "https://github.com/example/skiff", "https://github.com/other/skiff"
    ),
    "note": lambda site: write(site, LIGHTHOUSE, text(site, LIGHTHOUSE) + "我的话。\n"),
    "issue": lambda site: replaced(site, ISSUE, "  - arxiv:2505.09002\n", ""),
    "moved": lambda site: os.renames(site / SKIFF, site / "content/entries/mine.md"),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("remembers", [True, False], ids=["remembers", "forgot"])
def test_what_a_person_edited_is_not_touched(site: Path, edit: str, remembers: bool) -> None:
    do_import(site)
    EDITS[edit](site)
    before = content(site)
    if not remembers:
        (site / MEMORY).unlink()
    if remembers or edit not in {"tag", "link"}:
        do_import(site)
        assert content(site) == before
    else:  # what is missing comes after what is there, and nothing that is there changes
        do_import(site)
        path = (LIGHTHOUSE if edit == "tag" else SKIFF).removeprefix("content/")
        kept = [line for line in before[path].splitlines() if line not in content(site)[path].splitlines()]
        assert kept == []


def test_a_corrected_document_updates_what_nobody_edited(site: Path) -> None:
    do_import(site)
    write(site, LIGHTHOUSE, text(site, LIGHTHOUSE) + "我的话。\n")
    replaced(site, LIGHTHOUSE, "title: 灯塔：看得更远的视觉模型", "title: 灯塔  # 我的")
    replaced(site, SKIFF, "悄悄回来。", "悄悄回来！")
    before = text(site, SKIFF)
    corrected = WEEKLY.replace("悄悄回来", "自己回来").replace("长焦与广角两路", "长焦与广角三路")
    write(site.parent, "weekly.md", corrected)
    report = do_import(site)
    assert "长焦与广角三路" in text(site, LIGHTHOUSE)
    assert "title: 灯塔  # 我的\n" in text(site, LIGHTHOUSE)
    assert text(site, LIGHTHOUSE).endswith("我的话。\n")
    assert text(site, SKIFF) == before
    assert report["updated"]
    dropped = cast("list[dict[str, object]]", report["dropped"])
    assert [line["what"] for line in dropped if "stays" in str(line["why"])] == [
        "## 灯塔：看得更远的视觉模型",
        "**概要**：Skiff 让掉线的节点自己回来。",
    ]


def test_an_entry_that_is_there_gets_what_it_lacks(site: Path) -> None:
    mine = (
        "---\n# 手写\nid: arxiv:2505.09002\ntitle: 我的 Skiff\nlinks:\n  - kind: paper\n"
        "    url: https://arxiv.org/abs/2505.09002  # 论文\n---\n正文\n"
    )
    write(site, "content/entries/mine.md", mine)
    report = do_import(site)
    merged = text(site, "content/entries/mine.md")
    assert not (site / SKIFF).exists()
    assert merged.replace(
        "  - kind: code\n    url: https://github.com/example/skiff\n    title: Skiff GitHub 仓库\n", ""
    ).startswith(mine.partition("---\n正文")[0])
    assert merged.endswith("---\n正文\n")
    assert "summary: Skiff 让掉线的节点悄悄回来。\n" in merged
    assert "title: 我的 Skiff\n" in merged
    assert report["merged"]
    again = content(site)
    do_import(site)
    assert content(site) == again


def test_an_issue_that_is_there_stays_and_is_reported(site: Path) -> None:
    write(site, ISSUE, "---\ntitle: 我的\n---\n正文\n")
    report = do_import(site)
    assert text(site, ISSUE) == "---\ntitle: 我的\n---\n正文\n"
    dropped = cast("list[dict[str, object]]", report["dropped"])
    assert any("# 灯塔模型" in str(line["what"]) and ISSUE in str(line["why"]) for line in dropped)
    assert (site / SKIFF).exists()


def test_a_dry_run_says_the_same_and_writes_nothing(site: Path) -> None:
    before = tree(site)
    dry = do_import(site, "--dry-run")
    assert tree(site) == before
    wet = do_import(site)
    assert {**dry, "dry_run": False} == wet


def test_drafts_wait(site: Path) -> None:
    do_import(site, "--draft")
    assert "draft: true\n" in text(site, SKIFF)
    assert "draft: true\n" in text(site, ISSUE)


def test_several_documents_are_one_import(site: Path) -> None:
    write(
        site.parent,
        "second.md",
        WEEKLY.replace("2505.0900", "2505.1900").replace("灯塔", "浮标").replace("Skiff", "Raft"),
    )
    write(site.parent, "broken.md", WEEKLY.encode("gb18030"))
    write(site.parent, "empty.md", "\n \n")
    files = [str(site.parent / name) for name in ("weekly.md", "broken.md", "empty.md")]
    message = refused(importing.command, site, *files, "--week", "2025-W20")
    assert "looks like GBK" in message
    assert "this document is empty" in message
    assert not (site / "content").exists()


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "blank": (b" \n\xe3\x80\x80\n", "empty"),
    "utf-16": (WEEKLY.encode("utf-16"), "UTF-16"),
    "utf-16 without a mark": (WEEKLY.encode("utf-16-le"), "UTF-16"),
    "gbk": (WEEKLY.encode("gbk"), "GBK"),
    "big": (b"# a\n" + b"x" * 50_000_000, "at most 10"),
    "cut in a character": (
        WEEKLY.encode()[: WEEKLY.encode().rindex("论".encode()) + 1],
        "middle of a character",
    ),
    "cut in the list": (
        WEEKLY.partition("\n2. [Skiff GitHub")[0].encode() + b"\n2. [Skiff GitHub \xe4\xbb\x93",
        "",
    ),
    "prose": ("天气很好。\n\n我们去看海。\n".encode(), "no form was recognised"),
    "binary": (bytes(range(256)) * 40, ""),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_and_nothing_is_written(site: Path, name: str) -> None:
    data, expected = BAD[name]
    write(site.parent, "bad.md", data)
    before = tree(site)
    result = digest("import", site.parent / "bad.md", "--week", "2025-W20", cwd=site)
    assert result.returncode == 1
    assert expected in result.stderr
    assert "error:" in result.stderr
    assert "Traceback" not in result.stderr
    assert {path: data for path, data in tree(site).items() if not path.startswith(".digest/")} == before


def test_the_wrong_form_is_refused(site: Path) -> None:
    for form in ("arxiv-report", "compendium", "jekyll", "topic-list", "opml", "bibtex", "ris", "bookmarks"):
        message = refused(importing.command, site, str(site.parent / "weekly.md"), "--form", form)
        assert "weekly.md" in message, form
        assert not (site / "content").exists()


def test_a_missing_file_and_a_missing_argument(site: Path) -> None:
    assert "nothing.md" in refused(importing.command, site, str(site.parent / "nothing.md"))
    assert digest("import", cwd=site).returncode == 2
    assert digest("import", "x.md", "--form", "poem", cwd=site).returncode == 2
    assert digest("import", "x.md", "--week", "2025-W60", cwd=site).returncode == 2


def test_a_disk_that_refuses_leaves_nothing_behind(site: Path) -> None:
    write(site, "content/issues/2025-W20.md/keep.txt", "a folder where the issue should go")
    before = {path: data for path, data in tree(site).items() if not path.startswith(".digest/")}
    refused(importing.command, site, str(site.parent / "weekly.md"), "--week", "2025-W20")
    assert {path: data for path, data in tree(site).items() if not path.startswith(".digest/")} == before


def test_broken_content_is_named_before_anything_is_written(site: Path) -> None:
    write(site, "content/entries/broken.md", "---\ntitle: [\n---\n")
    before = tree(site)
    assert "cannot all be read" in refused(importing.command, site, str(site.parent / "weekly.md"))
    assert {path: data for path, data in tree(site).items() if not path.startswith(".digest/")} == before


def test_a_damaged_memory_is_named_with_its_line(site: Path) -> None:
    do_import(site)
    write(site, MEMORY, text(site, MEMORY) + "{broken\n")
    message = refused(importing.command, site, str(site.parent / "weekly.md"), "--week", "2025-W20")
    assert f"{MEMORY}:" in message


def test_it_waits_for_nobody_when_asked_not_to(site: Path) -> None:
    with hold_lock(site / ".digest/lock", wait=False, holder="digest build", on_wait=lambda _: None):
        message = refused(
            importing.command, site, str(site.parent / "weekly.md"), "--week", "2025-W20", "--no-wait"
        )
    assert "digest build" in message


def test_the_table_goes_to_standard_output_and_the_job_summary(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = site.parent / "summary.md"
    monkeypatch.setenv(JOB_SUMMARY, str(summary))
    result = run(importing.command, site, str(site.parent / "weekly.md"), "--week", "2025-W20")
    assert f"new        {SKIFF}" in result.stdout
    assert result.stdout.endswith("files: 3 new; lines: 13 kept, 9 rebuilt by us, 0 left out\n")
    assert SKIFF in summary.read_text(encoding="utf-8")


def test_hostile_markup_stays_text(site: Path, tmp_path: Path) -> None:
    hostile = (
        WEEKLY.replace("悄悄回来", "回来<script>alert(1)</script><img src=x onerror=alert(2)>")
        .replace("灯塔模型 |", "灯塔<b onmouseover=x>模型\u202e |")
        .replace("https://github.com/example/skiff", "javascript:alert(3)")
    )
    write(site.parent, "weekly.md", hostile)
    do_import(site)
    build_site(site, tmp_path / "public", clock="2025-06-01T00:00:00Z")
    for path, data in files_of(tmp_path / "public").items():
        if path.endswith(".html"):
            page = data.decode()
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert 'href="javascript:' not in page
            assert "\u202e" not in page


def test_the_week_of_an_issue_is_remembered(site: Path) -> None:
    run(importing.command, site, str(site.parent / "weekly.md"), "--week", "2025-W37")
    before = tree(site)
    run(importing.command, site, str(site.parent / "weekly.md"))
    assert tree(site) == before
    assert not (site / ISSUE).exists()


def test_when_a_work_was_first_seen_is_filled_once(site: Path) -> None:
    bib = "@article{a,\n  title = {Gull: A Model of Wings},\n  url = {https://gull.example.org/},\n  note = {%s}\n}\n"
    file = write(site.parent, "library.bib", bib % "one")
    run(importing.command, site, str(file), "--week", "2025-W20")
    (path,) = content(site)
    assert "publishDate: 2025-05-18" in text(site, f"content/{path}")
    write(site.parent, "library.bib", bib % "two")
    run(importing.command, site, str(file))
    assert "publishDate: 2025-05-18" in text(site, f"content/{path}")
    assert text(site, f"content/{path}").endswith("two\n")


def test_drafts_stay_drafts_and_what_was_published_stays_so(site: Path) -> None:
    do_import(site, "--draft")
    write(site.parent, "weekly.md", WEEKLY.replace("看得更远；", "看得更清；").replace("悄悄", "自己"))
    do_import(site)
    assert "看得更清" in text(site, ISSUE)
    assert "自己" in text(site, SKIFF)
    assert "draft: true\n" in text(site, ISSUE)
    assert "draft: true\n" in text(site, SKIFF)
    published = run(publish.command, site, "--week", "2025-W20").stdout.split()
    assert sorted(published) == sorted([LIGHTHOUSE, SKIFF, ISSUE])
    write(site.parent, "weekly.md", WEEKLY.replace("看得更远；", "看得更细；").replace("悄悄", "慢慢"))
    do_import(site)
    assert "看得更细" in text(site, ISSUE)
    assert "慢慢" in text(site, SKIFF)
    assert "draft: true\n" not in text(site, ISSUE) + text(site, SKIFF)


def test_a_removed_entry_stays_away(site: Path) -> None:
    do_import(site)
    (site / SKIFF).unlink()
    for document in (WEEKLY, WEEKLY.replace("悄悄", "自己")):
        write(site.parent, "weekly.md", document)
        result = run(importing.command, site, str(site.parent / "weekly.md"), "--week", "2025-W20")
        assert not (site / SKIFF).exists()
        assert "removed" in result.stdout
        assert MEMORY in result.stderr
    dropped = cast("list[dict[str, object]]", do_import(site)["dropped"])
    assert "arxiv:2505.09002 was imported before and removed since" in {line["why"] for line in dropped}


def test_example_pages_nobody_edited_make_room(tmp_path: Path) -> None:
    list_ = own("topic-list.md")
    file = write(tmp_path, "multimodal.md", list_)
    for name, is_edited in (("fresh", False), ("edited", True)):
        site = tmp_path / name
        assert digest("init", site, cwd=tmp_path).returncode == 0
        page = "content/topics/multimodal/_index.md"
        if is_edited:
            write(site, page, text(site, page) + "\n我的话。\n")
        before = text(site, page)
        result = digest("import", file, "--form", "topic-list", cwd=site)
        assert result.returncode == 0, result.stderr
        assert (text(site, page) == before) is is_edited
        assert (site / "content/imported/multimodal.md").exists() is is_edited


def test_the_text_of_an_article_needs_a_folder(site: Path) -> None:
    compendium = own("compendium.txt")
    file = write(site.parent, "pasted.txt", compendium)
    run(importing.command, site, str(file))
    (folder,) = [path for path in content(site) if path.endswith("lantern-cache/source.md")]
    index = f"content/{folder.replace('source.md', 'index.md')}"
    entry = text(site, index)
    for path in list(content(site)):
        (site / "content" / path).unlink()
    (site / MEMORY).unlink()
    write(site, "content/entries/lantern.md", entry)
    result = run(importing.command, site, str(file))
    assert "an entry in a folder of its own" in result.stderr
    assert sorted(path for path in content(site) if "lantern" in path) == ["entries/lantern.md"]


def test_a_file_of_an_imported_site_that_is_there_stays_and_is_reported(site: Path) -> None:
    write(site, "content/about.md", "---\ntitle: 关于\n---\n我的\n")
    write(site.parent, "old/content/about.md", "---\ntitle: About\n---\nOld words.\n")
    report = site.parent / "report.json"
    result = run(importing.command, site, str(site.parent / "old"), "--report", str(report))
    assert text(site, "content/about.md").endswith("我的\n")
    assert "content/about.md" in result.stderr
    dropped = json.loads(report.read_text(encoding="utf-8"))["dropped"]
    assert "Old words." in {line["what"] for line in dropped}


def test_quiet_says_one_line(site: Path) -> None:
    result = run(importing.command, site, str(site.parent / "weekly.md"), "--week", "2025-W20", quiet=True)
    assert result.stdout == "files: 3 new; lines: 13 kept, 9 rebuilt by us, 0 left out\n"


def bibtex(**fields: str) -> str:
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@article{{a,\n{lines}\n}}\n"


def test_a_title_that_begins_with_a_date_dates_nothing(site: Path) -> None:
    text_ = bibtex(title="2024-05-01 Release", url="https://arxiv.org/abs/2501.00001") + bibtex(
        title="2024-05-01", url="https://arxiv.org/abs/2501.00002"
    )
    file = write(site.parent, "a.bib", text_)
    run(importing.command, site, str(file))
    assert sorted(content(site)) == [
        "entries/undated/on-2024-05-01/index.md",
        "entries/undated/release/index.md",
    ]


@pytest.mark.parametrize("target", ["digest.yaml", "no/such/folder.json", "weekly.md"])
def test_a_report_replaces_nothing_but_a_report(site: Path, target: str) -> None:
    write(site, "weekly.md", WEEKLY)
    before = tree(site)
    message = refused(importing.command, site, str(site / "weekly.md"), "--report", str(site / target))
    assert "report" in message
    assert tree(site) == before
    do_import(site)
    do_import(site)  # an older report may go


def test_what_two_documents_say_differently_is_reported_once_and_again(site: Path) -> None:
    other = WEEKLY.replace("Skiff 让掉线的节点悄悄回来。", "另一种说法。").replace("# 灯塔模型", "# 别的灯塔")
    write(site.parent, "other.md", other)
    report = site.parent / "report.json"
    files = [str(site.parent / "weekly.md"), str(site.parent / "other.md")]
    for _ in range(2):
        run(importing.command, site, *files, "--week", "2025-W20", "--report", str(report))
        dropped = json.loads(report.read_text(encoding="utf-8"))["dropped"]
        assert "**概要**：另一种说法。" in {line["what"] for line in dropped}
    assert "另一种说法" not in text(site, SKIFF)


def test_an_import_that_was_killed_is_completed(site: Path, tmp_path: Path) -> None:
    do_import(site)
    whole = {path: data for path, data in tree(site).items() if not path.startswith(".digest/lock")}
    (site / MEMORY).unlink()
    (site / ISSUE).unlink()
    write(site, f"{LIGHTHOUSE.removesuffix('index.md')}.digest-0123456789abcdef.tmp", "half")
    (site / SKIFF).unlink()
    do_import(site)
    again = {path: data for path, data in tree(site).items() if not path.startswith(".digest/lock")}
    leftover = {path for path in again if path.endswith(".tmp")}
    assert {path: data for path, data in again.items() if path not in leftover} == whole


def test_entries_behind_a_link_nobody_follows_are_not_made_again(site: Path) -> None:
    do_import(site)
    topics = write(site.parent, "multimodal.md", own("topic-list.md"))
    run(importing.command, site, str(topics))
    os.renames(site / "content/entries/2025", site.parent / "store")
    (site / "content/entries").mkdir(parents=True)
    (site / "content/entries/2025").symlink_to(site.parent / "store")
    before = tree(site)
    do_import(site)
    run(importing.command, site, str(topics))
    assert tree(site) == before


def test_a_title_nobody_can_see_is_named_with_its_line(site: Path) -> None:
    file = write(site.parent, "a.md", WEEKLY.replace("## Skiff：跑得更稳的训练框架", "## \u200b"))
    message = refused(importing.command, site, str(file), "--week", "2025-W20")
    assert "a.md:" in message


def test_a_file_named_twice_is_one_document(site: Path) -> None:
    do_import(site)
    before = tree(site)
    file = str(site.parent / "weekly.md")
    result = run(importing.command, site, file, file, "--week", "2025-W20")
    assert tree(site) == before
    assert result.stdout.count("weekly.md: weekly") == 1
