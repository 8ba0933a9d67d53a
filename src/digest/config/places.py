"""Where a value of `digest.yaml` stands, for problems that are found after it was read."""

from __future__ import annotations

from collections.abc import Iterator

from digest.formats.nodes import Mapping, Node, Scalar, Sequence

Place = tuple[int, int]


def place(node: Node, *keys: str) -> Place:
    """Where the value under these keys stands, or the innermost of its parents that is there."""
    for key in keys:
        if not isinstance(node, Mapping) or key not in node.values:
            break
        node = node.values[key]
    return node.line, node.column


def key_place(root: Mapping, *keys: str) -> Place:
    """Where the last of these keys stands, or the innermost of its parents that is there."""
    node: Node = root
    found = (root.line, root.column)
    for key in keys:
        if not isinstance(node, Mapping) or key not in node.values:
            break
        found, node = node.places[key], node.values[key]
    return found


def items(root: Mapping, key: str) -> tuple[Node, ...]:
    """The items of a list at the top level; one alone counts as a list."""
    node = root.values.get(key)
    if isinstance(node, Sequence):
        return node.items
    return () if node is None else (node,)


def item_place(nodes: tuple[Node, ...], index: int, key: str, count: int) -> Place:
    """Where `key` of an item stands; the item's start without that key, nowhere where items were lost."""
    if len(nodes) != count:  # some could not be read, so the numbers no longer agree
        return (0, 0)
    return place(nodes[index], key)


def texts_with_places(node: Node, *keys: str) -> Iterator[tuple[str, Place]]:
    """The texts of a list, or of one text alone, under these keys, empty ones too, with the place of each."""
    for key in keys:
        if not isinstance(node, Mapping) or key not in node.values:
            return
        node = node.values[key]
    if isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                yield item.text or "", (item.line, item.column)
    elif isinstance(node, Scalar) and node.text is not None:
        yield node.text, (node.line, node.column)
