"""Formulas: pictures and drawings that carry their TeX beside them."""

from __future__ import annotations

import re
from typing import NamedTuple

from bs4.element import Tag

from digest.sources.wechat.markup import attribute, classes

_NAMES = ("data-formula", "data-latex", "data-tex")
_MAX_LENGTH = 5000  # characters
_DISPLAY = re.compile(r"block-?(?:equation|formula)|display|equation-block", re.IGNORECASE)
_LOOKED_UP = 3  # elements around a formula that may say whether it is a block


class FormulaText(NamedTuple):
    """A formula as TeX, and whether it stands on lines of its own."""

    tex: str
    is_block: bool


def formula_of(tag: Tag) -> FormulaText | None:
    """The formula an element shows, None where it shows none or one that Markdown cannot hold."""
    written = next((value for name in _NAMES if (value := attribute(tag, name).strip())), "")
    if not written or len(written) > _MAX_LENGTH:
        return None
    tex = " ".join(written.split())
    if tex.startswith("$$") and tex.endswith("$$") and len(tex) > 4:
        return FormulaText(tex[2:-2].strip(), True) if "$" not in tex[2:-2] else None
    tex = tex.strip("$").strip()
    if not tex or "$" in tex.replace(r"\$", ""):
        return None
    return FormulaText(tex, _is_display(tag))


def _is_display(tag: Tag) -> bool:
    around: Tag | None = tag
    for _ in range(_LOOKED_UP):
        if around is None:
            return False
        if attribute(around, "display") == "true" or any(_DISPLAY.search(name) for name in classes(around)):
            return True
        around = around.parent
    return False
