"""Converters for the simple values of a content file: clean names, slugs, ids, languages, periods."""

from __future__ import annotations

import re

from digest.formats.fields import Reading, place_of, printable, text, texts
from digest.formats.nodes import Mapping, Node, Scalar, Sequence
from digest.text.clean import clean_line, clean_text
from digest.text.slugs import slugify
from digest.text.weeks import parse_period

_LANGUAGE_PART = re.compile(r"[A-Za-z0-9]{1,8}")
_SEPARATORS = re.compile(r"[\s,，]+")


def line(node: Node, reading: Reading) -> str:
    """Text in one line, without characters that hide or reorder what is read."""
    return clean_line(text(node, reading))


def lines(node: Node, reading: Reading) -> tuple[str, ...]:
    """A list of such lines; empty ones are left out."""
    return tuple([found for written in texts(node, reading) if (found := clean_line(written))])


def prose(node: Node, reading: Reading) -> str:
    """Markdown of any number of lines, without characters that hide or reorder what is read."""
    return clean_text(text(node, reading))


def proses(node: Node, reading: Reading) -> tuple[str, ...]:
    """A list of such Markdown; empty items are left out."""
    return tuple([found for written in texts(node, reading) if (found := clean_text(written))])


def names(node: Node, reading: Reading) -> tuple[str, ...]:
    """Tags, authors and the like: clean, each once; where any key is allowed, also mappings with a `name`."""
    if reading.unknown_keys == "allow" and not isinstance(node, Scalar):
        items = node.items if isinstance(node, Sequence) else (node,)
        written = tuple(
            text(item.values.get("name", Scalar("", 0, 0)) if isinstance(item, Mapping) else item, reading)
            for item in items
        )
    else:
        written = texts(node, reading)
    cleaned = dict.fromkeys([clean_line(name) for name in written])
    cleaned.pop("", None)
    return tuple(cleaned)


def words(node: Node, reading: Reading) -> tuple[str, ...]:
    """Jekyll's tags: a list, or one text with spaces between them."""
    if isinstance(node, Scalar):
        return tuple(dict.fromkeys(clean_line(word) for word in _SEPARATORS.split(node.text or "") if word))
    return names(node, reading)


def slug(node: Node, reading: Reading) -> str:
    """One part of an address, as the editor wants it."""
    written = text(node, reading).strip()
    if written and (
        not written.strip(".")
        or not written.isprintable()
        or any(character in "/\\:" for character in written)
    ):
        reading.error(
            place_of(node),
            f'"{printable(written)}" cannot be a slug: it is one part of an address',
            f"write slug: {slugify(written)}; for a whole address use `url`",
        )
    return written


def identifier(node: Node, reading: Reading) -> str:
    """The id of an entry: `arxiv:2505.09568`, `github:owner/repo` ..."""
    written = text(node, reading).strip()
    if not written.isprintable() or " " in written:
        hint = "write it as arxiv:2505.09568, doi:..., github:owner/repo or url:..."
        reading.error(place_of(node), f'"{printable(written)}" cannot be an id: it holds spaces', hint)
    return written


def language(node: Node, reading: Reading) -> str:
    """A language tag such as `zh`, `en` or `zh-Hant` (BCP 47, by its form only)."""
    written = text(node, reading).strip()
    first, *rest = written.split("-")
    good = first.isascii() and first.isalpha() and 2 <= len(first) <= 3
    if written and not (good and all(_LANGUAGE_PART.fullmatch(part) for part in rest)):
        message = f'"{printable(written)}" is not a language'
        reading.error(place_of(node), message, "write a tag such as zh, en or zh-Hant")
    return written


def period(node: Node, reading: Reading) -> str:
    """The name of an issue, a week or a day, in its usual form."""
    written = text(node, reading).strip()
    if not written:
        return ""
    try:
        return str(parse_period(written))
    except ValueError as fault:
        reading.error(place_of(node), _sentence(fault), "write a week as 2025-W20 or a day as 2026-02-13")
        return ""


def _sentence(fault: ValueError) -> str:
    """The message of a fault, which repeats a stranger's text."""
    return "".join(character if character.isprintable() else " " for character in str(fault)[:200])
