"""A topic page as a list of items under headings, each with its time, its article and its label lines."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from datetime import datetime

from digest.exporters.markdown import MarkdownLink, MarkdownTopic, MarkdownWork, joined, with_headings_from

_LABELS = {
    "paper": "论文链接",
    "code": "项目代码",
    "model": "模型链接",
    "dataset": "数据集链接",
    "demo": "演示链接",
    "project": "项目主页",
    "video": "视频链接",
    "article": "文章链接",
    "discussion": "讨论链接",
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LONGEST_LABEL = 30
_INDENT = "   "
# A heading, a rule, or a line with an address, time or bar that stands where the first line of an item would.
_LIKE_ITEM = re.compile(r"\s*(?:#{1,6}(?:\s|$)|(?:[-*_]\s*){3,}$|.*(?:://|[|｜]|(?:19|20)[0-9]{2}))")


def topic_markdown(topic: MarkdownTopic) -> str:
    """The document of a topic; reading it back gives the same works (see `digest import --form topic-list`)."""
    blocks = [_front_matter(topic), f"# {topic.title}"]
    number = 0
    for part in topic.parts:
        if isinstance(part, MarkdownWork):
            number += 1
            blocks += _item(part, number)
        else:
            number = 0 if part.startswith("#") else number
            blocks.append(part)
    return joined(blocks)


def _front_matter(topic: MarkdownTopic) -> str:
    lines = ["+++", f"title = {_toml(topic.title)}"]
    if topic.id:
        lines.append(f"slug = {_toml(topic.id)}")
    if topic.date:
        lines.append(f"date = {topic.date.isoformat()}")
    if topic.summary:
        lines.append(f"summary = {_toml(topic.summary)}")
    if topic.tags:
        lines.append(f"tags = [{', '.join(map(_toml, topic.tags))}]")
    return "\n".join([*lines, "draft = false", "toc = true", "+++"])


def _item(work: MarkdownWork, number: int) -> Iterator[str]:
    """The blocks of an item; its own lists of links are indented, so that they are seen to be parts of it."""
    headline, *blocks = _blocks(work, number)
    yield headline
    is_apart = any(_LIKE_ITEM.match(line) for line in blocks[0].split("\n"))
    yield from (textwrap.indent(block, _INDENT) for block in blocks) if is_apart else blocks


def _blocks(work: MarkdownWork, number: int) -> Iterator[str]:
    article = work.article
    others = [each for each in work.links if each.url != article]
    if not article and not work.date:
        article = others[0].url if others else work.url
        others = others[1:]
    if work.date:
        yield f"{number}. {_stamp(work.date)} ｜ {work.title}" + (f" {article}" if article else "")
    else:
        yield f"{number}. [{work.title}]({article})" if article else f"{number}. {work.title}"
    yield with_headings_from(work.body or work.summary or work.abstract, 5)
    for each in others:
        yield from _link(each)
    if work.organizations:
        yield f"机构：{'、'.join(work.organizations)}"
    if work.authors:
        yield f"作者：{', '.join(work.authors)}"
    if work.venue:
        yield f"会议：{work.venue}"


def _link(each: MarkdownLink) -> Iterator[str]:
    label = _LABELS.get(each.kind, "相关链接")
    if each.title and each.kind == "paper":
        yield f"论文标题：{each.title}"
    elif each.title and each.kind == "other" and len(each.title) <= _LONGEST_LABEL:
        label = each.title  # of other kinds the label says the kind
    yield f"{label}：{each.url}"


def _stamp(moment: datetime) -> str:
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat()
    return f"{moment:%Y-%m-%d %H:%M:%S} {_DAYS[moment.weekday()]}"


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
