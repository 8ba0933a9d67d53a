"""The outline of a topic post: which headings are works, which belong to the work above, which to the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import Literal, NamedTuple

from digest.importers.jekyll.marks import Mark, bare_mark, heading_mark, leading_mark
from digest.importers.markdown import Heading
from digest.text.names import fold_name

Role = Literal["item", "part", "organization", "section", "end"]

_ENDS = frozenset(["结束", "完", "完结", "全文完", "全文结束", "end", "the end", "fin"])
# Words of headings that group works by what they are about; whatever else stands among works names who made them.
_SUBJECTS = re.compile(
    r"模型|方法|框架|架构|算法|数据|技术|评测|评估|基准|总结|小结|对比|比较|其它|其他|开源|闭源|系列|应用|案例|综述|方向|"
    r"背景|概念|原理|进展|更新|汇总|合集|列表|工具|产品|论文|代码|资料|参考|类|篇|式|年|月|期|语音|视觉|视频|图像|音频|"
    r"文本|多模态|全模态|理解|生成|推理|训练|实时|交互|端侧|国内|国外|海外|"
    r"\b(?:models?|methods?|papers?|data|datasets?|benchmarks?|surveys?|others?|open|closed|tools?|applications?)\b",
    re.IGNORECASE | re.ASCII,
)
_LONGEST_ORGANIZATION = 24
_SEVERAL = 2


class Node(NamedTuple):
    """A heading, its role, and the lines of its own text (`line + 1` to `last`) up to the next heading.

    `parent` is the index of the heading it stands under (-1: none). A node that is an item has its date mark;
    `has_date` tells whether that stands in the heading itself.
    """

    line: int
    level: int
    text: str
    last: int
    parent: int
    role: Role
    mark: Mark | None
    has_date: bool


def repeats_title(heading: Heading, title: str, zone: tzinfo) -> bool:
    """Whether a heading of the first level says no more than the title of the page, and is no work."""
    is_part = heading.level == 1 and fold_name(heading.text) in fold_name(title)
    return is_part and heading_mark(heading.text, zone) is None


def outline(lines: Sequence[str], found: Sequence[Heading], zone: tzinfo) -> tuple[Node, ...]:
    """The headings of a text with their roles.

    A dated heading is a work wherever it stands; one whose date has no brackets only if there are others. One
    without a date belongs to the work it stands under. Under none it is a work if it stands as deep as works do and
    its text begins with a date; an organisation if it stands among works, holds dated headings and is a name; else
    a section of the page.
    """
    if not found:
        return _with_end(lines, [])
    lasts = [following.line - 1 for following in found[1:]] + [len(lines)]
    parents = _parents(found)
    marks = _marks(found, zone)
    depth = min((heading.level for heading, mark in zip(found, marks, strict=True) if mark), default=7)
    own_marks = [
        mark or (_first_mark(lines, heading.line, last, zone) if heading.level >= depth else None)
        for heading, last, mark in zip(found, lasts, marks, strict=True)
    ]
    beside_works = {
        (parent, heading.level)
        for heading, parent, mark in zip(found, parents, own_marks, strict=True)
        if mark
    }
    over_works = {parent for parent, mark in zip(parents, marks, strict=True) if mark}
    nodes: list[Node] = []
    for index, heading in enumerate(found):
        parent = parents[index]
        mark = marks[index]
        role: Role = "section"
        if mark:
            role = "item"
        elif parent >= 0 and nodes[parent].role in {"item", "part"}:
            role = "part"
        elif own_marks[index]:
            role, mark = "item", own_marks[index]
        elif index in over_works and (parent, heading.level) in beside_works and _is_name(heading.text):
            role = "organization"
        has_date = marks[index] is not None
        nodes.append(
            Node(heading.line, heading.level, heading.text, lasts[index], parent, role, mark, has_date)
        )
    return _with_end(lines, nodes)


def _marks(found: Sequence[Heading], zone: tzinfo) -> list[Mark | None]:
    """The date mark of every heading; dates without brackets count where there are several of them."""
    marks = [heading_mark(heading.text, zone) for heading in found]
    bare = [
        None if mark else bare_mark(heading.text, zone) for heading, mark in zip(found, marks, strict=True)
    ]
    if sum(mark is not None for mark in bare) < _SEVERAL:
        return marks
    return [mark or other for mark, other in zip(marks, bare, strict=True)]


def organizations_of(nodes: Sequence[Node], index: int) -> tuple[str, ...]:
    """The organisation a node stands under, if any."""
    parent = nodes[index].parent
    while parent >= 0:
        if nodes[parent].role == "organization":
            return (nodes[parent].text,)
        parent = nodes[parent].parent
    return ()


def _parents(found: Sequence[Heading]) -> list[int]:
    """For every heading the index of the last one before it of a higher rank; -1 where there is none."""
    parents: list[int] = []
    open_ones: list[int] = []
    for index, heading in enumerate(found):
        while open_ones and found[open_ones[-1]].level >= heading.level:
            open_ones.pop()
        parents.append(open_ones[-1] if open_ones else -1)
        open_ones.append(index)
    return parents


def _first_mark(lines: Sequence[str], line: int, last: int, zone: tzinfo) -> Mark | None:
    """The date mark that the text under a heading begins with."""
    for number in range(line + 1, last + 1):
        if lines[number - 1].strip():
            return leading_mark(lines[number - 1], zone)
    return None


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_ORGANIZATION and not _SUBJECTS.search(text)


def _with_end(lines: Sequence[str], nodes: list[Node]) -> tuple[Node, ...]:
    """The nodes with the author's end mark as such: a last heading that says so and has nothing below it."""
    if nodes and nodes[-1].text.strip(" -—。.!！").lower() in _ENDS:
        last = nodes[-1]
        if not any(line.strip() for line in lines[last.line : last.last]):
            nodes[-1] = last._replace(role="end")
    return tuple(nodes)
