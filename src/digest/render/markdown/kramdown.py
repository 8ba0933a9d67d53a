"""What Jekyll files carry for kramdown: `{:toc}` and attribute lists such as `{:.center}`.

The table of contents becomes a slot. Attributes are for a layout we do not have and are dropped; anything
else in braces stays text.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from digest.render.markdown.comments import COMMENT

TOC = "toc"
"""Type of the token where a table of contents is wanted."""

_MAX_LENGTH = 300
_ITEM = re.compile(r"""[ \t]*(?:[.#][\w-]{1,80}|[\w-]{1,80}=(?:"[^"\n]*"|'[^'\n]*')|(toc|no_toc)\b)[ \t]*""")
# A list of one short item is kramdown's way of saying which kind of list the table shall be.
_TOC_ITEM = re.compile(r"[^\n]{0,80}?\n?[ \t]*\{:[ \t]*toc[ \t]*\}\s*")


def install_kramdown(md: MarkdownIt) -> None:
    """Give `md` the rules."""
    md.block.ruler.before(
        "paragraph", "attribute_list", block_attributes, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    md.inline.ruler.push("attribute_list", inline_attributes)


def _read_attributes(src: str, pos: int, end: int) -> tuple[int, bool] | None:
    """End of the attribute list `{:…}` at `pos`, and whether it asks for a table of contents."""
    end = min(end, pos + _MAX_LENGTH)
    at, toc, count = pos + 2, False, 0
    while at < end and src[at] != "}":
        item = _ITEM.match(src, at, end)
        if not item:
            return None
        toc = toc or item[1] == "toc"
        count += 1
        at = item.end()
    return (at + 1, toc) if at < end and count else None


def block_attributes(state: StateBlock, start_line: int, _: int, silent: bool) -> bool:
    """A line that is an attribute list and nothing else."""
    pos = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("{:", pos) or state.is_code_block(start_line):
        return False
    line_end = state.eMarks[start_line]
    found = _read_attributes(state.src, pos, line_end)
    if not found or state.src[found[0] : line_end].strip():
        return False
    if not silent:
        token = state.push(TOC if found[1] else COMMENT, "", 0)
        token.map = [start_line, start_line + 1]
        state.line = start_line + 1
    return True


def inline_attributes(state: StateInline, silent: bool) -> bool:
    """An attribute list right behind a link, an image, code or emphasis, called at a `{`."""
    src, pos = state.src, state.pos
    if not src.startswith("{:", pos) or not pos or src[pos - 1] not in ")]*_`>":
        return False
    found = _read_attributes(src, pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push(COMMENT, "", 0)
    state.pos = found[0]
    return True


def place_toc(tokens: list[Token]) -> list[Token]:
    """Replace the list that belongs to a `{:toc}` (`* content`, `1. TOC {:toc}`) by its token."""
    for index, token in enumerate(tokens):
        if token.type == TOC:
            start, end = _list_around(tokens, index)
            return [*tokens[:start], token, *tokens[end:]]
        if token.type == "inline" and "{:" in token.content and _TOC_ITEM.fullmatch(token.content):
            # list, item, paragraph, this, and their ends
            start, end = index - 3, index + 4
            if start >= 0 and end <= len(tokens) and _is_list(tokens, start, end):
                return [*tokens[:start], Token(TOC, "", 0, map=token.map, block=True), *tokens[end:]]
    return tokens


def _is_list(tokens: list[Token], start: int, end: int) -> bool:
    return tokens[start].type.endswith("_list_open") and tokens[end - 1].type.endswith("_list_close")


def _list_around(tokens: list[Token], index: int) -> tuple[int, int]:
    """Range of the `{:toc}` token and of the one-item list before or around it."""
    # list, item, paragraph, text, three ends, then the token; or the token inside, after its paragraph
    for start, end in ((index - 7, index + 1), (index - 5, index + 3)):
        last = end if end > index + 1 else index
        if start >= 0 and end <= len(tokens) and _is_list(tokens, start, last):
            return start, end
    return index, index + 1
