"""Inline styles: what of them says something about a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bs4.element import Tag

from digest.sources.wechat.markup import attribute

BODY_SIZE = 17.0
"""The site's own size of text, in pixels."""

_MAX_LENGTH = 4000  # characters of a style that are looked at
_SIZE = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,6})?)(px|pt|em|rem|%)")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0}


class Style(NamedTuple):
    """How the text of an element looks; `size` in pixels."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    sup: bool = False
    centred: bool = False
    href: str = ""
    size: float = BODY_SIZE


def declarations(tag: Tag) -> dict[str, str]:
    """The declarations of an element's `style`, names and values in lower case."""
    written = attribute(tag, "style")
    return _declarations(written[:_MAX_LENGTH]) if written else {}


def is_hidden(declared: dict[str, str]) -> bool:
    """Whether an element is not there for a reader; `visibility` says nothing, the site itself hides texts with it."""
    return declared.get("display", "").startswith("none")


def styled(style: Style, tag: Tag, declared: dict[str, str]) -> Style:
    """The style of an element inside another one."""
    bold = style.bold or tag.name in {"b", "strong"}
    if weight := declared.get("font-weight", ""):
        bold = weight.startswith("bold") or weight[:3] in {"600", "700", "800", "900"}
        bold = bold or (tag.name in {"b", "strong"} and not weight.startswith(("normal", "400", "300")))
    slanted = declared.get("font-style", "")
    italic = slanted.startswith("italic") if slanted else style.italic or tag.name in {"i", "em"}
    aligned = declared.get("text-align", "")
    return style._replace(
        bold=bold,
        italic=italic,
        code=style.code or tag.name in {"code", "kbd", "samp", "tt"},
        sup=style.sup or tag.name == "sup" or declared.get("vertical-align", "").startswith("super"),
        centred=aligned.startswith(("center", "-webkit-center"))
        if aligned
        else style.centred or tag.name == "center",
        size=_size(declared.get("font-size", ""), style.size),
    )


def _size(written: str, parent: float) -> float:
    match = _SIZE.match(written)
    if not match:
        return parent
    number, unit = float(match[1]), match[2]
    if unit in _PIXELS:
        return number * _PIXELS[unit]
    return number * parent / (100 if unit == "%" else 1)


@lru_cache(maxsize=2048)
def _declarations(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in written.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip().lower()
    return found
