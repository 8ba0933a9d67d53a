"""Formulas: pictures and drawings that carry their TeX beside them."""

from __future__ import annotations

import re
from typing import NamedTuple

from bs4.element import NavigableString, Tag

from digest.sources.wechat.markup import attribute, classes

_NAMES = ("data-formula", "data-latex", "data-tex")
_MAX_LENGTH = 5000  # characters
_DISPLAY = re.compile(r"block-?(?:equation|formula)|display|equation-block", re.IGNORECASE)
_LOOKED_UP = 3  # elements around a formula that may say whether it is a block
_DRAWN = frozenset({"katex", "katex-display"})
_MOST_BESIDE = 6  # nodes beside a formula that is looked at for standing alone
_LINES = frozenset({"p", "section", "div", "figure", "center"})


class FormulaText(NamedTuple):
    """A formula as TeX, and whether it stands on lines of its own."""

    tex: str
    is_block: bool


def formula_of(tag: Tag) -> FormulaText | None:
    """The formula an element shows, None where it shows none or one that Markdown cannot hold."""
    written = next((value for name in _NAMES if (value := attribute(tag, name).strip())), "")
    if not written and (tag.name in {"math", "mjx-container"} or not _DRAWN.isdisjoint(classes(tag))):
        written = _annotation(tag)
    if not written or len(written) > _MAX_LENGTH:
        return None
    tex = " ".join(written.split())
    if tex.startswith("$$") and tex.endswith("$$") and len(tex) > 4:
        return FormulaText(tex[2:-2].strip(), True) if "$" not in tex[2:-2] else None
    tex = tex.strip("$").strip()
    if not tex or "$" in tex.replace(r"\$", ""):
        return None
    return FormulaText(tex, _is_display(tag))


def _annotation(tag: Tag) -> str:
    """The TeX that KaTeX, MathJax and MathML keep beside what they draw."""
    note = tag.find("annotation", encoding=re.compile("tex"))
    return note.get_text().strip() if isinstance(note, Tag) else attribute(tag, "alttext").strip()


def _is_display(tag: Tag) -> bool:
    if attribute(tag, "data-formula-type").startswith("block") or _stands_alone(tag):
        return True
    around: Tag | None = tag
    for _ in range(_LOOKED_UP):
        if around is None:
            return False
        if attribute(around, "display") == "true" or any(_DISPLAY.search(name) for name in classes(around)):
            return True
        around = around.parent
    return False


def _stands_alone(tag: Tag) -> bool:
    """Whether a formula is all that stands in its paragraph."""
    around = tag
    for _ in range(_LOOKED_UP):
        parent = around.parent
        if parent is None or len(parent.contents) > _MOST_BESIDE:
            return False
        if not all(node is around or _is_blank(node) for node in parent.contents):
            return False
        if parent.name in _LINES:
            return True
        around = parent
    return False


def _is_blank(node: object) -> bool:
    return (isinstance(node, Tag) and node.name == "br") or (
        isinstance(node, NavigableString) and not node.strip()
    )
