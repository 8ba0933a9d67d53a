"""Character entities: `&eacute;` and `&#233;` are read, but what input may not hold stays out as an entity too."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import entity as read_entity

from digest.text.clean import HIDDEN


def install_entities(md: MarkdownIt) -> None:
    """Give `md` the rule instead of its own."""
    md.inline.ruler.at("entity", entity)


def entity(state: StateInline, silent: bool) -> bool:
    """An entity, called at a `&`; one for a character of `HIDDEN` becomes nothing.

    The parser's own rule makes U+FFFD of noncharacters, so the entity itself is looked at.
    """
    if not read_entity(state, silent):
        return False
    if not silent:
        token = state.tokens[-1]
        if token.markup.startswith("&#") and HIDDEN.search(_character(token.markup)):
            token.content = ""
    return True


def _character(numeric: str) -> str:
    """The character of `&#x202e;` or `&#8238;`; U+FFFD past the end of Unicode."""
    digits = numeric[2:-1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return chr(code) if code <= 0x10FFFF else "\ufffd"
