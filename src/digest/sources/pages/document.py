"""Pages as trees: parsing within bounds, and small questions about elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeGuard

from lxml import html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from digest.sources.charset import decode
from digest.text.clean import clean_line

MAX_BYTES = 10_000_000
"""Larger pages are not read."""
MAX_ELEMENTS = 40_000
"""Pages of more elements are not read: the longest honest ones have half of them."""
MAX_DEPTH = 120
"""Elements nested deeper are unwrapped: their text stays, as far as the parser went (some 250 levels)."""

# What XML, and so the tree, cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# A reference to such a character: the parser takes it for the character.
_REFERENCE = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<decimal>[0-9]{1,9}));?")


def parse(body: bytes) -> HtmlElement | None:
    """The tree of a page or of a piece of one; None for what is no HTML or too much of it."""
    return parse_text(decode(body)) if len(body) <= MAX_BYTES else None


def parse_text(text: str) -> HtmlElement | None:
    """The tree of HTML in a text; None where there is none."""
    text = _REFERENCE.sub(_allowed, _FORBIDDEN.sub("", text))
    if not text.strip():
        return None
    # In bytes, or an encoding named in the text would be believed.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode(), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return None
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        return None
    _flatten(tree)
    return tree


def _allowed(reference: re.Match[str]) -> str:
    """A reference as it is written; U+FFFD where it means no character (what vanished could join others behind it).

    Numbers from 128 to 159 mean what they do in Windows-1252 (WHATWG HTML, numeric character reference end state).
    """
    number = int(reference["hex"], 16) if reference["hex"] else int(reference["decimal"])
    if 0x80 <= number <= 0x9F:
        return bytes((number,)).decode("cp1252", "replace")
    if number > 0x10FFFF or _FORBIDDEN.match(chr(number)):
        return "\ufffd"
    return reference[0]


def _flatten(tree: HtmlElement) -> None:
    """Give every element at `MAX_DEPTH` its text for its content."""
    deep: list[HtmlElement] = []
    depth = 0
    walk: list[Iterator[HtmlElement]] = [iter(tree)]
    while walk:
        child = next(walk[-1], None)
        if child is None:
            walk.pop()
            depth -= 1
        elif depth >= MAX_DEPTH and len(child):
            deep.append(child)
        else:
            walk.append(iter(child))
            depth += 1
    for element in deep:
        words = " ".join(text for text in element.itertext() if text.strip())
        tail = element.tail
        element.clear()
        element.text, element.tail = words, tail


def is_element(node: object) -> TypeGuard[HtmlElement]:
    """Whether a node of the tree is an element and not a comment or the like."""
    return isinstance(node, HtmlElement) and isinstance(node.tag, str)


def words_of(element: HtmlElement) -> str:
    """All text of an element in one line."""
    return clean_line("".join(element.itertext()))


def classes_of(element: HtmlElement) -> str:
    """The class and the id of an element in lower case, for patterns."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower().strip()


def remove(element: HtmlElement) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)


def remove_all(elements: Iterable[HtmlElement]) -> None:
    """Take elements out of their trees."""
    for element in list(elements):
        remove(element)


def replace(element: HtmlElement, tag: str, text: str, **attributes: str) -> HtmlElement:
    """Make another element of one, in its place."""
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = tag, text, tail
    for name, value in attributes.items():
        element.set(name, value)
    return element
