"""`digest export`: documents that `digest import` reads again without changing anything."""

import re
from pathlib import Path

import pytest

import importing
from cli.commands import refused, run, tree
from digest.cli import export
from digest.cli import importing as import_command
from digest.content.ownership import value_digest

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
    assert [line.partition(": warning: ")[2] for line in said.split("\n") if line.startswith("content/")] == [
        "the document leaves out: date",
        "the document leaves out: key findings",
        "the document leaves out: venue",
    ]
    assert file.read_bytes() == exported(site, "--issue", "2025-W20")


def test_what_the_machine_gave_is_no_loss(tmp_path: Path) -> None:
    site = new_site(tmp_path / "one", "arxiv-report", REPORT)  # a form without tags
    [file, *_] = sorted((site / "content/entries").rglob("index.md"))
    tags = f"tags:\n  - 树\nauto:\n  tags:\n    by: categorize\n    sha: {value_digest(['树'])}\n---\n"
    plain = re.sub(r"(?ms)^(?:tags|auto):\n(?:  .*?\n)+", "", file.read_text(encoding="utf-8"))
    chosen = ("markdown", "--issue", "2026-02-13", "--check")
    file.write_text(plain.replace("\n---\n", f"\n{tags}", 1), encoding="utf-8")
    assert "says all of it" in run(export.command, site, *chosen).stderr
    file.write_text(plain.replace("\n---\n", f"\n{tags.replace('树', '草', 1)}", 1), encoding="utf-8")
    assert "leaves out: tags" in refused(export.command, site, *chosen)


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
    assert "the document has other text" in refused(
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


def test_a_topic_whose_texts_list_links_is_read_back_as_the_same_works(tmp_path: Path) -> None:
    links = (
        "- [另一篇](https://mp.weixin.qq.com/s/other)\n\n## 二〇二五\n\n1. [又一篇](https://mp.weixin.qq.com/s/again)\n\n"
        "---\n\n2025-06-01 10:00 ｜ 像条目的一行 https://mp.weixin.qq.com/s/third"
    )
    site = written_site(tmp_path, "topics: [multimodal]\nlinks: ['https://arxiv.org/abs/2505.01234']", links)
    other = site / "content/entries/birch.md"
    other.write_text(
        "---\ntitle: Birch\ndate: 2025-05-01\ntopics: [multimodal]\nsummary: B.\n---\n", encoding="utf-8"
    )
    new = new_site(tmp_path / "two", "topic-list", exported(site, "--topic", "multimodal"))
    assert len(list((new / "content/entries").rglob("*.md"))) == 2
    assert "[又一篇](https://mp.weixin.qq.com/s/again)" in next(
        file.read_text(encoding="utf-8")
        for file in (new / "content/entries").rglob("*.md")
        if "Alder" in file.read_text(encoding="utf-8")
    )
    result = run(export.command, site, "markdown", "--topic", "multimodal", "--check")
    assert "works" not in result.stderr
    assert "as a work of its own" not in result.stderr


def test_the_topic_of_the_fifth_seed_is_read_back_as_its_thirteen_works(tmp_path: Path) -> None:
    site = new_site(tmp_path / "one", "jekyll", importing.seed("004"))
    text = exported(site, "--topic", "omni-modal")
    new = new_site(tmp_path / "two", "topic-list", text)
    assert len(list((new / "content/entries").rglob("*.md"))) == 13
    said = refused(export.command, site, "markdown", "--topic", "omni-modal", "--check")
    assert "as a work of its own" not in said


def test_check_of_a_topic_takes_a_summary_for_said_where_it_is_the_text(tmp_path: Path) -> None:
    fields = "topics: [multimodal]\nlinks: [{url: 'https://arxiv.org/abs/2505.01234', kind: paper}]\nsummary: 一句话。"
    site = written_site(tmp_path, fields)
    result = run(export.command, site, "markdown", "--topic", "multimodal", "--check")
    assert (result.exit_code, "says all of it" in result.stderr) == (0, True)


@pytest.mark.parametrize(
    ("title", "is_written"),
    [("树", True), ("周刊 第37期：树", False), ("Weekly No. 37", False), ("第36期", True)],
)
def test_the_number_of_an_issue_is_written_unless_its_title_holds_it(
    tmp_path: Path, title: str, *, is_written: bool
) -> None:
    site = written_site(tmp_path)
    issue = site / "content/issues/2025-W20.md"
    issue.parent.mkdir()
    issue.write_text(f"---\ntitle: {title}\ndate: 2025-05-18\nnumber: 37\n---\n", encoding="utf-8")
    text = exported(site, "--issue", "2025-W20").decode()
    assert text.startswith("---\nnumber: 37\n---\n") == is_written
    assert "number" not in refused(export.command, site, "markdown", "--issue", "2025-W20", "--check")


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


def test_the_topic_page_of_a_topic_post_comes_back(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    site = tmp_path / "site"
    (site / "digest.yaml").write_text(CONFIG, encoding="utf-8")
    post = tmp_path / "post.md"
    post.write_text(importing.own("jekyll-topic.md"), encoding="utf-8")
    run(import_command.command, site, str(post))
    before = tree(site / "content")
    (topic,) = (site / "content/topics").iterdir()
    exported = tmp_path / "topic.md"
    run(export.command, site, "markdown", "--topic", topic.name, "-o", str(exported))
    run(import_command.command, site, str(exported))
    after = tree(site / "content")
    assert {path for path in after if path.startswith("entries/")} == {
        path for path in before if path.startswith("entries/")
    }
    assert after[f"topics/{topic.name}/_index.md"] == before[f"topics/{topic.name}/_index.md"]
