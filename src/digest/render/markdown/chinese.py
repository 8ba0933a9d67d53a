"""Markdown rules that make Chinese text come out as its writer meant.

CommonMark decides by spaces whether `**` opens or closes, and Chinese has none: in `**强调。**后续` the
closing marker stands between punctuation and a letter and is refused. It also turns every line break into a
space. The rules here replace those of markdown-it-py (no patching, only `ruler.at`); texts without CJK
characters are untouched, which a test over the CommonMark examples shows.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from digest.render.markdown.autolink import bare_address
from digest.render.markdown.characters import CJK, PUNCTUATION, SHARED, SPACE, WIDE, kinds

JOINED = "\n"
"""`markup` of the empty text token a joined line break leaves: later stages still count its line."""


def install_chinese(md: MarkdownIt) -> None:
    """Give `md` our emphasis, strikethrough, line joining and bare addresses."""
    md.inline.ruler.at("strikethrough", strikethrough)
    md.inline.ruler.at("emphasis", emphasis)
    md.inline.ruler.at("linkify", bare_address)
    md.inline.ruler2.push("join_lines", join_lines)


def _flanks(state: StateInline, start: int, marker: str) -> tuple[bool, bool, int]:
    """Whether the run of `marker` at `start` may open, may close, and its length.

    CommonMark's flanking rules, but beside a CJK character no neighbour counts as punctuation (the rule of
    the "CJK-friendly emphasis" draft).
    """
    src, end = state.src, state.posMax
    pos = start
    while pos < end and src[pos] == marker:
        pos += 1
    before = kinds(src[start - 1]) if start > 0 else SPACE
    after = kinds(src[pos]) if pos < end else SPACE
    if (before | after) & CJK:
        return not after & SPACE, not before & SPACE, pos - start
    opens = not after & SPACE and (not after & PUNCTUATION or bool(before & (SPACE | PUNCTUATION)))
    closes = not before & SPACE and (not before & PUNCTUATION or bool(after & (SPACE | PUNCTUATION)))
    return opens, closes, pos - start


def _push_marker(state: StateInline, text: str, *, length: int, opens: bool, closes: bool) -> None:
    token = state.push("text", "", 0)
    token.content = text
    state.delimiters.append(
        Delimiter(
            marker=ord(text[0]),
            length=length,
            token=len(state.tokens) - 1,
            end=-1,
            open=opens,
            close=closes,
        )
    )


def emphasis(state: StateInline, silent: bool) -> bool:
    """`*` and `_`: note each marker as a possible opener or closer; the pairs are found later."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    if marker == "*":
        opens, closes, length = _flanks(state, state.pos, marker)
    else:
        opens, closes, length = state.scanDelims(state.pos, False)
    for _ in range(length):
        _push_marker(state, marker, length=length, opens=opens, closes=closes)
    state.pos += length
    return True


def strikethrough(state: StateInline, silent: bool) -> bool:
    """`~~`: markers in pairs; of an odd run the first one is text."""
    if silent or state.src[state.pos] != "~":
        return False
    opens, closes, length = _flanks(state, state.pos, "~")
    if length < 2:
        return False
    if length % 2:
        state.push("text", "", 0).content = "~"
    for _ in range(length // 2):
        # Length 0 switches off the "multiple of three" rule, which is emphasis' own.
        _push_marker(state, "~~", length=0, opens=opens, closes=closes)
    state.pos += length
    return True


def join_lines(state: StateInline) -> None:
    """Take away line breaks between characters that are written without spaces.

    A break goes when both visible neighbours are wide, or one is and the other is punctuation the scripts
    share. Markup and empty text are looked through; an image, a formula or a hard break is not.
    """
    if "\n" not in state.src:
        return
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type != "softbreak":
            continue
        before = _neighbour(tokens, index, -1)
        if not before & (WIDE | SHARED):
            continue
        after = _neighbour(tokens, index, 1)
        if (before | after) & WIDE and after & (WIDE | SHARED):
            token.type, token.tag, token.markup = "text", "", JOINED


def _neighbour(tokens: list[Token], index: int, step: int) -> int:
    """Kinds of the next visible character in that direction, 0 where there is none to judge by."""
    index += step
    while 0 <= index < len(tokens):
        token = tokens[index]
        if token.type in {"text", "text_special", "code_inline"}:
            if token.content:
                return kinds(token.content[-1 if step < 0 else 0])
            if token.markup == JOINED:
                return 0
        elif not token.nesting:
            return 0
        index += step
    return 0
