"""The page as a tree, with its scripts beside it.

A page weighs 2 to 4 MB and 95 % of that is script, so scripts and styles are cut out of the text before it is
parsed: in one pass, by searching, whatever the rest looks like.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bs4 import BeautifulSoup
from bs4.element import Tag

_OPENING = re.compile(r"<!--|<(script|style|noscript|template)\b", re.IGNORECASE)
_CLOSING = {
    name: re.compile(rf"</{name}\b[^>]{{0,100}}>?", re.IGNORECASE)
    for name in ("script", "style", "noscript", "template")
}


class Document(NamedTuple):
    """A parsed page and the text of its scripts."""

    tree: BeautifulSoup
    scripts: tuple[str, ...]


def read_document(text: str, *, limit: int) -> Document | None:
    """Parse a page; no text is too broken for that. None where more than `limit` characters are no scripts."""
    markup, scripts = without_scripts(text)
    return Document(parse(markup), scripts) if len(markup) <= limit else None


def parse(markup: str) -> BeautifulSoup:
    """A tree of any text."""
    # The parser warns of a text that may be an address, a file name or XML; with a type it is none of them.
    return BeautifulSoup("<!DOCTYPE html>" + markup.replace("\0", "").replace("<?", "&lt;?"), "lxml")


def without_scripts(text: str) -> tuple[str, tuple[str, ...]]:
    """The page without scripts, styles and comments, and the scripts; what is left open runs to the end."""
    parts: list[str] = []
    scripts: list[str] = []
    position = 0
    while match := _OPENING.search(text, position):
        parts.append(text[position : match.start()])
        if not match[1]:
            end = text.find("-->", match.end())
            position = end + 3 if end >= 0 else len(text)
            continue
        name = match[1].lower()
        closing = _CLOSING[name].search(text, match.end())
        if name == "script":
            start = text.find(">", match.end())
            end = closing.start() if closing else len(text)
            if 0 <= start < end:
                scripts.append(text[start + 1 : end])
        position = closing.end() if closing else len(text)
    parts.append(text[position:])
    return "".join(parts), tuple(scripts)


def attribute(tag: Tag, name: str) -> str:
    """An attribute as it is written, "" where there is none."""
    value = tag.get(name)
    return value if isinstance(value, str) else " ".join(value or ())


def classes(tag: Tag) -> tuple[str, ...]:
    """The classes of an element."""
    return tuple(attribute(tag, "class").split())


def by_id(tree: BeautifulSoup, name: str) -> Tag | None:
    """The first element with an id."""
    found = tree.find(id=name)
    return found if isinstance(found, Tag) else None
