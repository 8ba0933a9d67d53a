"""Rules over Markdown that does not come out as it was meant, by what our own parser leaves as text.

`**` that marks nothing, and formulas that cannot be converted, are said by the renderer itself (`checks.site`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.token import Token

from digest.catalog.tex_quotes import with_quotation_marks
from digest.checks.finding import Finding, Rule
from digest.checks.passages import Passage
from digest.problems import warning
from digest.render.markdown.chinese import JOINED
from digest.render.markdown.parser import Parser
from digest.text.blocks import open_fence

_OPEN_LINK = re.compile(r"\[[^\[\]\n]{1,200}\]\((?:https?:|/|\.)[^\s()]{0,400}\s*\Z")
# A dollar that opens nothing, with TeX behind it: prices have none.
_OPEN_DOLLAR = re.compile(r"\$[^$\n]{0,200}?(?:\\[A-Za-z]{2,}|[_^]\{)")
_DOUBLE_DOLLAR = re.compile(r"\$\$")
_OTHER_MATHS = re.compile(r"\\begin\{[A-Za-z*]{2,20}\}|\\end\{[A-Za-z*]{2,20}\}")
_ESCAPED_BRACKETS = re.compile(r"(?<!\\)\\[(\[][^\n]{0,300}?\\[A-Za-z]{2,}")
_TEX_QUOTE = re.compile(r"``[^`\n]{1,200}''|`[^`'\n]{1,200}'")


def markup(passage: Passage, parser: Parser) -> Iterator[Finding]:
    """Code, links and formulas that are opened and never closed."""
    if number := open_fence(passage.text.split("\n")):
        yield _finding(
            passage, number, "markup", "this code block is never closed", "end it with a line of its marks"
        )
    text_of_field = passage.text
    if passage.field in ("abstract", "findings"):
        text_of_field = with_quotation_marks(text_of_field)  # as pages show them
    for line, text in _texts(parser.parse(text_of_field)):
        shown = _TEX_QUOTE.sub(" ", text)
        if "`" in shown:
            message = "a backtick stands in the text as it is: the code it begins is never closed"
            yield _finding(passage, line, "markup", message, r"close it, or write \`")
        if _OPEN_LINK.search(shown):
            yield _finding(passage, line, "markup", "this link is never closed", "end its address with `)`")
        if _OPEN_DOLLAR.search(shown) or _DOUBLE_DOLLAR.search(shown):
            yield _finding(
                passage, line, "maths", "this formula is never closed", r"close it with `$`, or write \$"
            )
        elif match := _OTHER_MATHS.search(shown):
            message = f"{match[0]} stands outside of a formula"
            yield _finding(passage, line, "maths", message, "put the formula between `$$` and `$$`")
    for number, line_text in enumerate(passage.text.split("\n"), 1):
        if _ESCAPED_BRACKETS.search(line_text):
            message = r"formulas between \( and \), or \[ and \], are shown as text"
            yield _finding(passage, number, "maths", message, "write `$…$`, or `$$…$$` on lines of their own")


def _texts(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """What is shown as text of each block, code and formulas left out, with the line (from 1) of its block."""
    line = 1
    for token in tokens:
        if token.map:
            line = token.map[0] + 1
        if token.type == "inline":
            parts = [_shown(part) for part in token.children or ()]
            yield from enumerate("".join(parts).split("\n"), line)


def _shown(token: Token) -> str:
    """What is left of a token when code, formulas and escaped characters are taken for blanks."""
    if token.type.endswith("break") or token.markup == JOINED:
        return "\n"
    if token.type == "text" or (token.type == "text_special" and token.content == token.markup):
        return token.content  # a backslash before a letter escapes nothing
    return "" if token.info == "auto" else " "


def _finding(passage: Passage, line: int, rule: Rule, message: str, hint: str) -> Finding:
    line, column = passage.place_of(line)
    return Finding(warning(message, path=passage.path, line=line, column=column, hint=hint), rule)
