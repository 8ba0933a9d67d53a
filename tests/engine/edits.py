"""A generated site of entries, issues, topics and texts, and random edits to it."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from building import write

CONFIG = """\
site: {title: 周报 Weekly, base_url: "https://example.org/w/", language: zh, timezone: Asia/Shanghai}
topics:
  - {id: multimodal, name: {zh: 多模态, en: Multimodal}}
  - {id: systems, name: {zh: 系统, en: Systems}}
  - {id: kernels, name: {zh: 内核, en: Kernels}, parent: systems}
tags:
  - {name: 大模型, slug: llm, aliases: [LLM]}
build: {paginate: 5, feed_items: 6}
taxonomies: {sources: {min: 3}}
entries: {full_text: true}
"""
TAGS = ("大模型", "LLM", "vision", "speech", "robots", "标注", "data")
TOPICS = ("multimodal", "systems", "kernels")
AUTHORS = ("Ada Example", "张三", "李四", "Bo Sample")
SOURCES = ("arXiv", "示例博客", "Example Lab", "")
PNG = b"\x89PNG\r\n\x1a\n"


class EditedSite:
    """A site in a folder and the edits that can be made to it; everything follows from the seed."""

    def __init__(self, root: Path, seed: int, entries: int = 40) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.number = 0
        write(root, "digest.yaml", CONFIG)
        for _ in range(entries):
            self.add_entry()
        for number in range(6):
            write(root, f"content/notes/n{number}.md", self.page(f"Note {number}"))
        write(root, "content/notes/deep/_index.md", "---\ntitle: Deep\n---\nBelow.\n")
        write(root, "content/notes/deep/one.md", self.page("Deep one"))
        write(root, "content/topics/systems/_index.md", "---\ntitle: 系统\n---\n见[首页](/)。\n")
        write(root, "content/issues/2024-W03.md", self.issue(3))
        write(root, "static/logo.png", PNG + b"1")

    def page(self, title: str) -> str:
        """A text of a section."""
        day = self.random.randint(1, 28)
        return f"---\ntitle: {title}\ndate: 2024-02-{day:02}\ntags: [{self.random.choice(TAGS)}]\n---\n{title} text.\n"

    def entry(self) -> str:
        """An entry with a bit of everything that other pages show."""
        pick = self.random
        self.number += 1
        day = pick.randint(1, 60)
        month, day = (1, day) if day <= 31 else (2, min(day - 31, 29))
        lines = [
            f"title: {pick.choice(('Work', '作品'))} {self.number}",
            f"date: 2024-{month:02}-{day:02}T{pick.randint(0, 23):02}:00:00+08:00",
            f"tags: [{', '.join(pick.sample(TAGS, pick.randint(0, 3)))}]",
            f"topics: [{', '.join(pick.sample(TOPICS, pick.randint(0, 2)))}]",
            f"authors: [{', '.join(pick.sample(AUTHORS, pick.randint(1, 2)))}]",
        ]
        if source := pick.choice(SOURCES):
            lines.append(f"source: {{name: {source}, url: 'https://example.com/{self.number}'}}")
        if pick.random() < 0.1:
            lines.append("draft: true")
        if pick.random() < 0.2:
            lines.append(f"aliases: [/old/{pick.randint(1, 9)}/]")
        if pick.random() < 0.2:
            lines.append("lang: en")
        if pick.random() < 0.2:
            lines.append("summary: A summary with $x^2$.")
        body = f"正文 {pick.random()}。[另一篇](/entries/e{pick.randint(1, 40)}/)"
        if pick.random() < 0.3:
            body += "\n\n<!--more-->\n\n## 小节\n\n后文，![图](/logo.png)。"
        return "---\n" + "\n".join(lines) + f"\n---\n{body}\n"

    def issue(self, week: int) -> str:
        """An issue's file, sometimes with picks or sections."""
        pick = self.random
        names = [f"e{pick.randint(1, 45)}" for _ in range(4)]
        lines = [f"title: 第 {week} 周 {pick.randint(1, 99)}"]
        if pick.random() < 0.5:
            lines.append(f"picks: [{', '.join(names)}]")
        elif pick.random() < 0.5:
            lines.append(
                f"sections: [{{title: 甲, picks: [{names[0]}, {names[1]}]}}, {{title: 乙, picks: [{names[2]}]}}]"
            )
        if pick.random() < 0.5:
            lines.append("summary: 一期。")
        if pick.random() < 0.3:
            lines.append("lang: en")
        return "---\n" + "\n".join(lines) + f"\n---\n本期{pick.random()}。\n"

    def entries(self) -> list[Path]:
        """The files of all entries, in an order that follows from their names."""
        return sorted(
            file for file in (self.root / "content/entries").rglob("*.md") if file.name != "source.md"
        )

    def add_entry(self) -> None:
        """A new entry, every fifth in a folder of its own."""
        text = self.entry()
        name = f"e{self.number}.md" if self.number % 5 else f"e{self.number}/index.md"
        write(self.root, f"content/entries/{name}", text)

    def _some(self) -> Path:
        return self.random.choice(self.entries())

    def _replace_line(self, key: str, line: str) -> None:
        file = self._some()
        text = file.read_text(encoding="utf-8")
        _, head, body = text.split("---\n", 2)
        lines = [each for each in head.splitlines() if not each.startswith(f"{key}:")]
        file.write_text("---\n" + "\n".join([*lines, line]) + "\n---\n" + body, encoding="utf-8")

    def edit_body(self) -> None:
        """Another sentence."""
        file = self._some()
        file.write_text(
            file.read_text(encoding="utf-8") + f"\n又一句 {self.random.random()}。\n", encoding="utf-8"
        )

    def edit_title(self) -> None:
        """Another title."""
        self._replace_line("title", f"title: 新题 {self.random.randint(1, 999)}")

    def edit_tags(self) -> None:
        """Other tags, perhaps one nobody had."""
        tags = [*self.random.sample(TAGS, 2), f"t{self.random.randint(1, 30)}"]
        self._replace_line("tags", f"tags: [{', '.join(tags)}]")

    def edit_topics(self) -> None:
        """Other topics, perhaps one that is not configured."""
        self._replace_line("topics", f"topics: [{self.random.choice((*TOPICS, 'new-topic'))}]")

    def edit_authors(self) -> None:
        """Other authors, so that some get or lose their page and cite keys move."""
        self._replace_line("authors", f"authors: [{self.random.choice((*AUTHORS, 'Neu Name'))}]")

    def edit_source(self) -> None:
        """Another source."""
        self._replace_line(
            "source", f"source: {{name: {self.random.choice(SOURCES[:3])}, url: 'https://example.com/s'}}"
        )

    def edit_date(self) -> None:
        """Another day or only another hour."""
        day = self.random.randint(1, 28)
        self._replace_line(
            "date", f"date: 2024-0{self.random.randint(1, 3)}-{day:02}T{day % 24:02}:30:00+08:00"
        )

    def edit_slug(self) -> None:
        """Another address."""
        self._replace_line("slug", f"slug: s{self.random.randint(1, 10**6)}")

    def toggle_draft(self) -> None:
        """Hide an entry, or show it again."""
        file = self._some()
        text = file.read_text(encoding="utf-8")
        changed = (
            text.replace("draft: true\n", "")
            if "draft: true" in text
            else text.replace("---\n", "---\ndraft: true\n", 1)
        )
        file.write_text(changed, encoding="utf-8")

    def delete(self) -> None:
        """An entry less."""
        file = self._some()
        if file.name == "index.md":
            shutil.rmtree(file.parent)
        else:
            file.unlink()

    def rename(self) -> None:
        """A file, and with it an address, gets another name; sometimes only another folder."""
        file = self._some()
        if file.name == "index.md":
            file.parent.rename(file.parent.with_name(f"r{self.random.randint(1, 10**6)}"))
        elif self.random.random() < 0.5:
            write(self.root, f"content/entries/sub{self.random.randint(1, 3)}/{file.name}", file.read_bytes())
            if (self.root / "content/entries") == file.parent:
                file.unlink()
        else:
            file.rename(file.with_name(f"r{self.random.randint(1, 10**6)}.md"))

    def edit_source_text(self) -> None:
        """The text of the article under an entry: new, changed, or gone."""
        folders = [file.parent for file in self.entries() if file.name == "index.md"]
        if not folders:
            return
        file = self.random.choice(folders) / "source.md"
        if file.exists() and self.random.random() < 0.3:
            file.unlink()
            return
        image = self.random.choice(("", "![图](/logo.png)", "![无](missing.png)"))
        file.write_text(f"# 原文\n\n{self.random.random()}，[别处](../x/)。{image}\n", encoding="utf-8")

    def edit_config(self) -> None:
        """Another title, another alias of a tag, or articles shown or not."""
        file = self.root / "digest.yaml"
        text = file.read_text(encoding="utf-8")
        if self.random.random() < 0.3:
            text = (
                text.replace("full_text: true", "full_text: false")
                if "full_text: true" in text
                else text.replace("full_text: false", "full_text: true")
            )
        elif self.random.random() < 0.5:
            text = text.replace("周报", "周刊") if "周报" in text else text.replace("周刊", "周报")
        else:
            text = (
                text.replace("aliases: [LLM]", "aliases: [LLM, vision]")
                if "[LLM]" in text
                else text.replace("aliases: [LLM, vision]", "aliases: [LLM]")
            )
        file.write_text(text, encoding="utf-8")

    def edit_template(self) -> None:
        """A template of the site's own, changed or taken away."""
        file = self.root / "templates/base.html"
        if file.exists() and self.random.random() < 0.3:
            file.unlink()
            return
        text = (
            f'{{% extends "default:base.html" %}}{{% block footer %}}{self.random.random()}{{% endblock %}}'
        )
        write(self.root, "templates/base.html", text)

    def touch(self) -> None:
        """Another time, the same bytes."""
        os.utime(self._some())

    def edit_issue(self) -> None:
        """An issue's file for some week: new, changed, or gone."""
        week = self.random.randint(1, 9)
        file = self.root / f"content/issues/2024-W{week:02}.md"
        if file.exists() and self.random.random() < 0.3:
            file.unlink()
        else:
            write(self.root, f"content/issues/{file.name}", self.issue(week))

    def edit_term(self) -> None:
        """A topic's or tag's own page: new, changed, or gone."""
        place = self.random.choice(("topics/multimodal", "topics/kernels", "tags/llm", "tags/vision"))
        file = self.root / f"content/{place}/_index.md"
        if file.exists() and self.random.random() < 0.4:
            file.unlink()
            return
        noindex = "noindex: true\n" if self.random.random() < 0.3 else ""
        write(
            self.root,
            f"content/{place}/_index.md",
            f"---\ntitle: 词 {self.random.randint(1, 9)}\n{noindex}---\n说明。\n",
        )

    def edit_text(self) -> None:
        """A page of a section, or the section itself."""
        number = self.random.randint(0, 7)
        if number == 7:
            write(
                self.root,
                "content/notes/deep/_index.md",
                f"---\ntitle: Deep {self.random.randint(1, 9)}\n"
                f"url: /depth{self.random.randint(1, 3)}/\n---\nBelow.\n",
            )
        else:
            write(self.root, f"content/notes/n{number}.md", self.page(f"Note {self.random.randint(1, 99)}"))

    def edit_own_page(self) -> None:
        """A text for an address that the program fills."""
        place = self.random.choice(
            ("issues/_index.md", "entries/_index.md", "_index.md", "archive.md", "tags/_index.md")
        )
        file = self.root / "content" / place
        if file.exists() and self.random.random() < 0.4:
            file.unlink()
        else:
            write(
                self.root,
                f"content/{place}",
                f"---\ntitle: Own {self.random.randint(1, 9)}\n---\nOwn text.\n",
            )

    def replace_image(self) -> None:
        """Another picture under the same name, or none."""
        file = self.root / "static/logo.png"
        if file.exists() and self.random.random() < 0.3:
            file.unlink()
        else:
            write(self.root, "static/logo.png", PNG + bytes(self.random.randint(2, 90)))

    def edits(self) -> list[Callable[[], None]]:
        """Every kind of edit."""
        return [
            self.add_entry, self.edit_body, self.edit_title, self.edit_tags, self.edit_topics, self.edit_authors,
            self.edit_source, self.edit_date, self.edit_slug, self.toggle_draft, self.delete, self.rename,
            self.edit_config, self.edit_template, self.touch, self.edit_issue, self.edit_term, self.edit_text,
            self.edit_own_page, self.replace_image, self.edit_source_text,
        ]  # fmt: skip

    def copy(self, target: Path) -> Path:
        """The sources without the cache, for a clean build."""
        ignored = shutil.ignore_patterns(".digest")
        return Path(shutil.copytree(self.root, target, ignore=ignored))
