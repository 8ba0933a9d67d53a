"""HTML comments: an editor's `<!-- note -->` is not shown, `<!--more-->` ends the lead.

Works with and without raw HTML, so that a site's policy does not change what is visible.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

COMMENT = "comment"
"""Type of block and inline tokens that show nothing."""
MORE = "more"
"""Type of the token of `<!--more-->`."""

_MORE = re.compile(r"<!--[ \t]*more[ \t]*-->")


def install_comments(md: MarkdownIt) -> None:
    """Give `md` both rules, before the ones for raw HTML."""
    md.block.ruler.before(
        "html_block", COMMENT, block_comment, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    md.inline.ruler.before("autolink", COMMENT, inline_comment)


def _comment_end(src: str, pos: int) -> int:
    """Position behind the comment that starts at `pos`, -1 where it has no end."""
    if src.startswith("<!-->", pos):
        return pos + 5
    if src.startswith("<!--->", pos):
        return pos + 6
    end = src.find("-->", pos + 4)
    return end + 3 if end >= 0 else -1


def block_comment(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A comment with lines of its own; text behind it on its last line becomes a paragraph."""
    src = state.src
    pos = state.bMarks[start_line] + state.tShift[start_line]
    if not src.startswith("<!--", pos) or state.is_code_block(start_line):
        return False
    if "comments_end" not in state.env:
        state.env["comments_end"] = src.rfind("-->")
    if state.env["comments_end"] < pos:  # or a text of openings would be searched to its end from each
        return False
    end = _comment_end(src, pos)
    if end < 0:
        return False
    last = bisect_left(state.eMarks, end, start_line)
    if last >= end_line or state.sCount[last] < state.blkIndent:
        return False
    rest = src[end : state.eMarks[last]]
    if rest.strip() and last == start_line:
        return False
    if silent:
        return True
    token = state.push(MORE if _MORE.fullmatch(src, pos, end) else COMMENT, "", 0)
    token.map = [start_line, last + 1]
    if rest.strip():
        state.bMarks[last], state.tShift[last] = end, len(rest) - len(rest.lstrip())
        state.sCount[last] = state.blkIndent
        state.line = last
    else:
        state.line = last + 1
    return True


def inline_comment(state: StateInline, silent: bool) -> bool:
    """A comment inside a paragraph, called at a `<`."""
    src, pos = state.src, state.pos
    if not src.startswith("<!--", pos) or state.html_terminator_last("-->") < pos + 2:
        return False
    end = _comment_end(src, pos)
    if end < 0 or end > state.posMax:
        return False
    if not silent:
        token = state.push(MORE if _MORE.fullmatch(src, pos, end) else COMMENT, "", 0)
        token.content = src[pos:end]
    state.pos = end
    return True
