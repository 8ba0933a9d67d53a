"""The works of a topic post as items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from digest.formats.fields import printable
from digest.importers.jekyll.links import addresses_of
from digest.importers.jekyll.marks import Mark, leading_mark, plain_name
from digest.importers.jekyll.outline import Node, organizations_of
from digest.importers.jekyll.text import Text
from digest.importers.markdown import trimmed
from digest.items import Item
from digest.problems import Problem, warning


def read_works(text: Text, zone: tzinfo, topics: tuple[str, ...]) -> tuple[tuple[Item, ...], list[Problem]]:
    """An item for every work, in the order of their headings, and remarks about them.

    The body of an item is the text under its heading and under those that belong to it, which start at the
    second level there. A work inside another one is an item of its own and no part of that body.
    """
    owners = _owners(text.nodes)
    nodes_of: dict[int, list[int]] = {}
    for index, owner in enumerate(owners):
        if owner >= 0:
            nodes_of.setdefault(owner, []).append(index)
    items: list[Item] = []
    remarks: list[Problem] = []
    for index, node in enumerate(text.nodes):
        if node.role == "item" and node.mark is not None:
            items.append(_item(text, index, node.mark, nodes_of[index], len(items), zone, topics, remarks))
        elif node.role == "organization":
            message = f'"{printable(node.text)}" was taken for the organisation of the works below it'
            remarks.append(
                warning(message, path=text.path, line=node.line, hint="remove it from them if it is none")
            )
    return tuple(items), remarks


def _item(
    text: Text,
    index: int,
    mark: Mark,
    own: list[int],
    position: int,
    zone: tzinfo,
    topics: tuple[str, ...],
    remarks: list[Problem],
) -> Item:
    node = text.nodes[index]
    heading = mark.text if node.has_date else node.text
    title = plain_name(heading)
    numbered = _body(text, own)
    text.books.entry(position, "title", node.line)
    for number, _ in numbered:
        text.books.entry(position, "body", number)
    found = addresses_of([pair for pair in numbered if pair[0] not in text.code], heading, zone)
    body = trimmed([line for _, line in numbered])

    def remark(message: str, line: int = node.line, hint: str = "") -> None:
        remarks.append(warning(message, path=text.path, line=line, hint=hint))

    if not mark.stamp.has_day:
        remark(
            f"{mark.written} names no day: the first of the month is taken",
            hint="mend the date of the entry if you know it",
        )
    said = [line for _, line in numbered if line.strip()]
    if len(said) <= 1 and not found.links and not found.coverage:
        remark(f'"{printable(title)}" has {"a single line" if said else "no text"} and no link')
    first = leading_mark(said[0], zone) if said else None
    if first and node.has_date and first.stamp.has_day and mark.stamp.has_day and first.date != mark.date:
        remark(f"the heading says {mark.date}, the text below it {first.date}: the heading's is taken")
    for line, target in found.broken:
        remark(
            f'the link to "{printable(target)}" is broken; the address inside was found',
            line,
            "mend it in the entry's text",
        )
    return Item(
        title=title,
        name=title,
        line=node.line,
        date=mark.stamp.moment,
        seen=mark.stamp.moment,
        organizations=organizations_of(text.nodes, index),
        topics=topics,
        links=found.links,
        coverage=found.coverage,
        image=found.image,
        body=body,
    )


def _owners(nodes: Sequence[Node]) -> list[int]:
    """For every heading the index of the work it is or belongs to; -1 for those of the page."""
    owners: list[int] = []
    for index, node in enumerate(nodes):
        owners.append(index if node.role == "item" else owners[node.parent] if node.role == "part" else -1)
    return owners


def _body(text: Text, own: list[int]) -> list[tuple[int, str]]:
    """The lines of a work with their numbers, its headings from the second level on without a step left out."""
    lines: list[tuple[int, str]] = []
    open_levels: list[int] = []
    for position, index in enumerate(own):
        node = text.nodes[index]
        if position > 0:
            while open_levels and open_levels[-1] >= node.level:
                open_levels.pop()
            open_levels.append(node.level)
            written = text.line(node.line).lstrip(" ")[node.level :]
            lines.append((node.line, "#" * min(len(open_levels) + 1, 6) + written))
        lines += [(number, text.line(number)) for number in text.own_lines(index)]
        lines.append((0, ""))
    return [pair for pair in lines if pair[0] or not pair[1]]
