"""How much of an article an extraction keeps: runs of five words, pictures, formulas."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import NamedTuple
from xml.etree.ElementTree import Element

import html5lib

RUN = 5
_TOKENS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")
_FRONT = re.compile(r"\A```json\n.*?\n```\n", re.DOTALL)
_BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "blockquote", "td", "th", "div", "figcaption", "figure",
     "section"}
)  # fmt: skip


class Measure(NamedTuple):
    """Recall, precision and F of runs of five words."""

    recall: float
    precision: float
    f: float


def measure(found: str, expected: str) -> Measure:
    """Compare two plain texts; a Han character is a word."""
    one, two = _runs(found), _runs(expected)
    shared = sum((one & two).values())
    recall = shared / max(sum(two.values()), 1)
    precision = shared / max(sum(one.values()), 1)
    return Measure(recall, precision, 2 * recall * precision / max(recall + precision, 1e-9))


def words_of_markdown(text: str) -> str:
    """Markdown without what is not read: addresses, marks, escapes."""
    text = _FRONT.sub("", text)
    text = re.sub(r"!\[(?:\\.|[^\]\\])*\]\([^()\s]*\)", " ", text)
    text = re.sub(r"(?<!!)\[((?:\\.|[^\[\]\\])*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)", r"\1", text)
    text = re.sub(r"^(?:```|~~~).*$|^\|(?: --- \|)+$", " ", text, flags=re.MULTILINE)
    text = re.sub(r"\[\^[^\]]*\]:?", " ", text)
    return re.sub(r"\\([^\w\s])", r"\1", text)


def words_of_html(text: str) -> str:
    """What a browser would show of a piece of HTML."""
    root = html5lib.parseFragment(text, namespaceHTMLElements=False)
    parts: list[str] = []

    def walk(node: Element) -> None:
        breaks = node.tag in _BLOCKS or node.tag == "br"
        parts.append("\n" if breaks else "")
        parts.append(node.text or "")
        for child in node:
            walk(child)
            parts.append(child.tail or "")
        parts.append("\n" if breaks else "")

    walk(root)
    return "".join(parts)


def expected_words(name: str, text: str) -> str:
    """The words of a file with the right answer, by its suffix."""
    if name.endswith(".html"):
        return words_of_html(text)
    if name.endswith(".md"):
        return words_of_markdown(text)
    return html.unescape(text)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = [word.lower() for word in _TOKENS.findall(text)]
    return Counter(tuple(words[place : place + RUN]) for place in range(max(len(words) - RUN + 1, 0)))
