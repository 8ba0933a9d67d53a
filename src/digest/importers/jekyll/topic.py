"""The page of a topic post: its prose under its headings, and lists of its works."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.importers.imported import item_address
from digest.importers.jekyll.text import Text
from digest.importers.markdown import trimmed
from digest.items import Item

_DASH = re.compile(r"[ \t]*-[ \t]")


def page_body(text: Text, items: Sequence[Item]) -> str:
    """The Markdown of the page: what stands under a heading is its text, then its works, then its sub-headings.

    A work that follows an organisation's works is listed before that organisation: below its heading it would
    be taken for one of theirs. A work inside another one is listed below that.
    """
    children: dict[int, list[int]] = {}
    positions: dict[int, int] = {}
    for index, node in enumerate(text.nodes):
        if node.role == "item":
            positions[index] = len(positions)
        parent = node.parent
        while parent >= 0 and text.nodes[parent].role == "part":
            parent = text.nodes[parent].parent
        children.setdefault(parent, []).append(index)
        if node.role == "end":
            text.books.drop("the author's mark of the end", node.line)

    def listed(index: int, depth: int, bullet: str) -> Iterator[str]:
        node, position = text.nodes[index], positions[index]
        date = node.mark.written if node.mark else ""
        name = re.sub(r"([\\\[\]])", r"\\\1", items[position].title)
        yield f"{'  ' * depth}{bullet} {date}[{name}]({item_address(position)})"
        for child in children.get(index, ()):
            if text.nodes[child].role == "item":
                yield from listed(child, depth + 1, bullet)

    def section(index: int) -> Iterator[str]:
        if index >= 0:
            text.books.page("heading", text.nodes[index].line)
            yield text.line(text.nodes[index].line).rstrip()
        numbers = text.own_lines(index)
        for number in numbers:
            text.books.page("text", number)
        prose = trimmed([text.line(number) for number in numbers])
        if prose:
            yield prose
        below = children.get(index, [])
        # A list straight after one with the same marks would continue it.
        bullet = "*" if _DASH.match(prose.rpartition("\n")[2]) else "-"
        works = [
            line for child in below if text.nodes[child].role == "item" for line in listed(child, 0, bullet)
        ]
        if works:
            yield "\n".join(works)
        for child in below:
            if text.nodes[child].role in {"section", "organization"}:
                yield from section(child)

    return "\n\n".join(section(-1))
