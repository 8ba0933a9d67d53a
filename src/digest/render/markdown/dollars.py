"""Formulas between dollars: `$…$` in a line, `$$…$$` in a line or as a block of its own.

The rules keep money out: an opening dollar is followed, a closing one preceded by something that is not a
space, no digit follows the closing one and no dollar stands between them, so `$5 and $6` is text. What lies
between two dollars of a Chinese sentence without any TeX command (`花$5，再花$`) is text too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from digest.render.markdown.characters import CJK, kinds

INLINE = "maths_inline"
"""Type of an inline token; its `markup` is `$` or `$$`, its `content` the TeX."""
BLOCK = "maths_block"

_MAX_INLINE = 3000
_ESCAPED_OR_DOLLAR = re.compile(r"\\.|\$+", re.DOTALL)

# The parser's scratch space for one document has values of any type by its own definition.
_Env = MutableMapping[str, Any]


def install_dollars(md: MarkdownIt) -> None:
    """Give `md` both rules."""
    md.inline.ruler.before("escape", INLINE, inline_formula)
    md.block.ruler.before(
        "fence", BLOCK, block_formula, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _dollars(src: str, env: _Env) -> tuple[list[int], list[int]]:
    """All runs of dollars in `src`: where each starts, and how wide a formula it may close (0 for none).

    Found once per text: looking on from every opening dollar would be quadratic in a text of dollars.
    """
    known: dict[str, tuple[list[int], list[int]]] = env.setdefault("dollars", {})
    found = known.get(src)
    if found is None:
        starts: list[int] = []
        widths: list[int] = []
        for match in _ESCAPED_OR_DOLLAR.finditer(src):
            start, end = match.span()
            if src[start] == "\\":
                continue
            width = end - start
            if width == 1 and (not start or src[start - 1].isspace() or src[end : end + 1].isdigit()):
                width = 0
            starts.append(start)
            widths.append(width)
        found = known[src] = (starts, widths)
    return found


def _is_prose(tex: str) -> bool:
    return "\\" not in tex and any(kinds(char) & CJK for char in tex)


def inline_formula(state: StateInline, silent: bool) -> bool:
    """Inline rule, called at a `$`."""
    src, pos = state.src, state.pos
    if src[pos] != "$":
        return False
    width = 2 if src.startswith("$$", pos) else 1
    start = pos + width
    if start >= state.posMax or src[start] == "$" or (width == 1 and src[start].isspace()):
        return False
    starts, widths = _dollars(src, state.env)
    index = bisect_left(starts, start)
    if index == len(starts) or widths[index] != width:
        return False
    end = starts[index]
    tex = src[start:end]
    if end + width > state.posMax or len(tex) > _MAX_INLINE or not tex.strip() or _is_prose(tex):
        return False
    if not silent:
        token = state.push(INLINE, "math", 0)
        if tex[0] == tex[-1] == "`" and len(tex) > 2:  # GitHub's $`x`$, which other renderers show as code
            tex = tex[1:-1]
        token.content, token.markup = tex.strip(), "$" * width
    state.pos = end + width
    return True


def block_formula(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Block rule: from a line starting with `$$` to one ending with it; no blank line inside, as in TeX."""
    pos = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("$$", pos) or state.is_code_block(start_line):
        return False
    lines = [state.src[pos + 2 : state.eMarks[start_line]]]
    last = start_line
    # A further `$$` ends the search, so a text full of openings is looked through once.
    while not lines[-1].rstrip().endswith("$$"):
        last += 1
        if (
            "$$" in lines[-1]
            or last >= end_line
            or state.isEmpty(last)
            or state.sCount[last] < state.blkIndent
        ):
            return False
        lines.append(state.src[state.bMarks[last] + state.tShift[last] : state.eMarks[last]])
    lines[-1] = lines[-1].rstrip()[:-2]
    tex = "\n".join(lines).strip()
    if not tex or "$$" in tex:
        return False
    if not silent:
        token = state.push(BLOCK, "math", 0)
        token.content, token.markup = tex, "$$"
        token.map = [start_line, last + 1]
        state.line = last + 1
    return True
