"""`digest export`: documents that `digest import` reads again without changing anything."""

from pathlib import Path

import pytest

import importing
from cli.commands import refused, run, tree
from digest.cli import export
from digest.cli import importing as import_command

CONFIG = "site: {title: 周报, language: zh, timezone: Asia/Shanghai, base_url: https://example.org/d/}\n"
REPORT = """time: 20260213

# Arxiv Papers - 2026-02-13

## Executive Summary

今天的重点是 **"Plover: Counting What Is Hidden"**。

---

## Table of Contents

1. [Plover: Counting What Is Hidden](#2602.01234v1)

---

## Papers

<a id='2602.01234v1'></a>
## [Plover: Counting What Is Hidden](https://arxiv.org/abs/2602.01234v1)

**Authors:** Ada Low, Bo Tan

**Published:** 2026-02-12

**Categories:** cs.CV, cs.AI

**Abstract:**

We count plovers.

**Analysis:**

## 方法

先数后猜。

**Key Findings:**

- They hide.

**Links:**

- [PDF](https://arxiv.org/pdf/2602.01234v1)
- [arXiv](https://arxiv.org/abs/2602.01234v1)

---
"""
TOPIC = """+++
title = '多模态'
date = 2025-08-12T00:00:00+08:00
+++

# 多模态

1. 2025-07-01 10:50:12 Tuesday ｜ 灯塔模型看得更远 https://mp.weixin.qq.com/s/abcdefghij

看得更远，也看得更清。

论文标题：Beacon: Long Focus for Vision

论文链接：https://arxiv.org/abs/2505.01234

## 视频

1. 2025-07-02 09:00:00 Wednesday ｜ 小舟框架跑得更稳 https://mp.weixin.qq.com/s/bcdefghijk

项目代码：https://github.com/example/skiff
2. [两条鱼的故事](https://mp.weixin.qq.com/s/cdefghijkl)
"""
FORMS = {
    "weekly": (importing.own("weekly.md"), ("--issue", "2026-W08")),
    "arxiv-report": (REPORT, ("--issue", "2026-02-13")),
    "topic-list": (TOPIC, ("--topic", "multimodal")),
}


def new_site(folder: Path, form: str, document: str | bytes) -> Path:
    """A site that holds what a document says."""
    folder.mkdir()
    (folder / "digest.yaml").write_text(CONFIG, encoding="utf-8")
    take_in(folder, form, document)
    return folder


def take_in(site: Path, form: str, document: str | bytes) -> None:
    file = site.parent / f"{form}.md"
    file.write_bytes(document.encode() if isinstance(document, str) else document)
    assert run(import_command.command, site, "--form", form, str(file)).exit_code == 0


def exported(site: Path, *arguments: str) -> bytes:
    result = run(export.command, site, "markdown", *arguments)
    assert result.exit_code == 0
    return result.stdout_bytes


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_a_fixed_point(tmp_path: Path, form: str) -> None:
    document, chosen = FORMS[form]
    site = new_site(tmp_path / "one", form, document)
    text = exported(site, *chosen)
    before = tree(site / "content")
    take_in(site, form, text)
    assert tree(site / "content") == before
    assert exported(new_site(tmp_path / "two", form, text), *chosen) == text


@pytest.mark.parametrize(
    ("number", "form", "chosen"),
    [("000", "weekly", ("--issue", "2025-W20")), ("003", "arxiv-report", ("--issue", "2026-02-13"))],
)
def test_seed_documents_come_out_as_they_went_in(
    tmp_path: Path, number: str, form: str, chosen: tuple[str, str]
) -> None:
    site = new_site(tmp_path / "one", form, importing.seed(number))
    text = exported(site, *chosen)
    before = tree(site / "content")
    take_in(site, form, text)
    assert tree(site / "content") == before
    assert exported(new_site(tmp_path / "two", form, text), *chosen) == text
    assert "says all of it" in run(export.command, site, "markdown", *chosen, "--check").stderr


def test_the_first_seed_comes_back_line_for_line(tmp_path: Path) -> None:
    seed = importing.seed("000").decode()
    text = exported(new_site(tmp_path / "one", "weekly", seed), "--issue", "2025-W20").decode()
    ours, theirs = ([line.strip() for line in one.split("\n") if line.strip()] for one in (text, seed))
    assert ours == ["<!-- 2025-W20 -->", *theirs]


ENTRY = """---
id: arxiv:2505.01234
title: {title}
date: 2025-05-13
publishDate: 2025-05-14
{fields}
---
{body}
"""


def written_site(
    root: Path, fields: str = "summary: S.", body: str = "", title: str = "Alder：一棵树"
) -> Path:
    (root / "digest.yaml").write_text(CONFIG, encoding="utf-8")
    file = root / "content/entries/alder/index.md"
    file.parent.mkdir(parents=True)
    file.write_text(ENTRY.format(title=title, fields=fields, body=body), encoding="utf-8")
    return root


def test_a_week_without_a_file_has_a_title(tmp_path: Path) -> None:
    text = exported(written_site(tmp_path), "--issue", "2025-W20").decode()
    assert text.startswith("<!-- 2025-W20 -->\n\n# 周报 2025-W20\n")
    assert "Alder 链接：https://arxiv.org/abs/2505.01234" in text


def test_picks_come_in_their_order_and_pictures_with_whole_addresses(tmp_path: Path) -> None:
    site = written_site(tmp_path, "summary: S.\nimage: {src: a b.png, alt: 树}")
    other = site / "content/entries/birch.md"
    other.write_text("---\ntitle: Birch\nsummary: B.\n---\n", encoding="utf-8")
    issue = site / "content/issues/2025-W20.md"
    issue.parent.mkdir()
    issue.write_text(
        "---\ntitle: 树\ndate: 2025-05-18\npicks: [birch, alder]\n---\n开场。\n", encoding="utf-8"
    )
    text = exported(site, "--issue", "2025-W20").decode()
    assert text.index("## Birch") < text.index("## Alder")
    assert "![树](https://example.org/d/entries/alder/a%20b.png)" in text
    assert "\n开场。\n" in text


def test_check_tells_what_the_form_cannot_carry(tmp_path: Path) -> None:
    site = written_site(tmp_path, "summary: S.\nvenue: CVPR\nfindings: [x]")
    file = tmp_path / "out.md"
    said = refused(export.command, site, "markdown", "--issue", "2025-W20", "--check", "-o", str(file))
    assert (
        "content/entries/alder/index.md: warning: this form does not say all of: date, venue, findings"
        in said
    )
    assert file.read_bytes() == exported(site, "--issue", "2025-W20")


def test_check_prints_no_document(tmp_path: Path) -> None:
    site = new_site(tmp_path / "one", "weekly", importing.own("weekly.md"))
    result = run(export.command, site, "markdown", "--issue", "2026-W08", "--check")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_report_has_no_links_to_pages_of_the_site(tmp_path: Path) -> None:
    site = new_site(tmp_path / "one", "arxiv-report", REPORT)
    assert b"](/entries/" in (site / "content/issues/2026-02-13.md").read_bytes()
    assert b"/entries/" not in exported(site, "--issue", "2026-02-13")


def test_a_work_its_page_names_twice_is_listed_once(tmp_path: Path) -> None:
    site = written_site(tmp_path, "topics: [multimodal]")
    page = site / "content/topics/multimodal/_index.md"
    page.parent.mkdir(parents=True)
    item = "- [树](/entries/alder/)\n"
    page.write_text(f"---\ntitle: 多模态\n---\n## 模型\n\n{item}\n## 综述\n\n{item}", encoding="utf-8")
    assert exported(site, "--topic", "multimodal").decode().count("Alder：一棵树") == 1
    assert "this form does not say all of: body" in refused(
        export.command, site, "markdown", "--topic", "multimodal", "--check"
    )


def test_a_topic_lists_works_its_page_does_not_name(tmp_path: Path) -> None:
    site = written_site(tmp_path, "topics: [multimodal]\nlinks: ['https://arxiv.org/abs/2505.01234']")
    page = site / "content/topics/multimodal/_index.md"
    page.parent.mkdir(parents=True)
    page.write_text("---\ntitle: 多模态\n---\n引言。\n\n## 模型\n\n还没有。\n", encoding="utf-8")
    text = exported(site, "--topic", "multimodal").decode()
    places = [
        text.index(part)
        for part in ("# 多模态", "引言。", "1. 2025-05-13 ｜ Alder：一棵树", "## 模型", "还没有。")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "arguments", [("--issue", "2024-W01"), ("--topic", "nowhere"), ("--issue", "2025-05-14")]
)
def test_what_is_not_there_is_said(tmp_path: Path, arguments: tuple[str, str]) -> None:
    assert "the site has no" in refused(export.command, written_site(tmp_path), "markdown", *arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("markdown",),
        ("markdown", "--issue", "2025-W20", "--topic", "3d"),
        ("markdown", "--issue", "2025-W60"),
        ("papyrus", "--issue", "2025-W20"),
        (),
    ],
)
def test_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run(export.command, written_site(tmp_path), *arguments)
    assert result.exit_code == 2
    assert "papyrus" not in arguments or "markdown" in result.stderr
