"""Linking the titles of items where a text quotes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from digest.importers.imported import item_address
from digest.importers.markdown import inline_links

_LONGEST = 500
_CODE = re.compile(r"(?<!`)(`++)(?!`)[^`\n]*+\1(?!`)")
# Straight quotes have no side, so a title may stand between any two marks that follow each other.
_MARK = re.compile(r"[\"“”「」『』《》]|\*\*|\n[ \t]*\n")
_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-"})


def title_key(title: str) -> str:
    """A title for comparison alone: `Title,` in quotes is `Title`, and quotes and dashes have one form."""
    folded = unicodedata.normalize("NFKC", title).translate(_SAME).casefold()
    return " ".join(folded.split()).strip(" .,;:*")


def link_titles(text: str, titles: Sequence[str]) -> tuple[str, int]:
    """Link the titles that stand in quotes, book marks or bold to the items they belong to.

    Item 0 has the first title and so on. Code and what is a link already stay as they are.

    Returns:
        The text, and how many links it got.
    """
    items: dict[str, int] = {}
    for number, title in enumerate(titles):
        if _is_balanced(title):
            items.setdefault(title_key(title), number)
    items.pop("", None)
    taken = [(match.start(), match.end()) for match in _CODE.finditer(text)]
    taken += [(link.start, link.end) for link in inline_links(text)]
    taken.sort()
    written: list[str] = []
    done = linked = passed = 0
    for before, after in pairwise(_MARK.finditer(text)):
        start, end = before.end(), after.start()
        if before.start() < done or end - start > _LONGEST or "\n" in before[0] + after[0]:
            continue
        item = items.get(title_key(text[start:end]))
        while passed < len(taken) and taken[passed][1] <= before.start():
            passed += 1
        is_taken = passed < len(taken) and taken[passed][0] < after.end()
        is_bold = before[0] == "**"
        if item is None or is_taken or is_bold != (after[0] == "**"):
            continue
        if not is_bold:
            start, end = before.start(), after.end()
        written += [text[done:start], f"[{text[start:end]}]({item_address(item)})"]
        done, linked = end, linked + 1
    return "".join(written) + text[done:], linked


def _is_balanced(title: str) -> bool:
    """Whether brackets of a title close, so that it can be the text of a link."""
    depth = 0
    for char in title:
        depth += (char == "[") - (char == "]")
        if depth < 0:
            return False
    return depth == 0
