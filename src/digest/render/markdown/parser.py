"""The parser with all its rules: what is Markdown here and what is not."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.deflist import deflist_plugin

from digest.render.markdown.chinese import install_chinese
from digest.render.markdown.comments import install_comments
from digest.render.markdown.dollars import install_dollars
from digest.render.markdown.entities import install_entities
from digest.render.markdown.footnotes import install_footnotes
from digest.render.markdown.kramdown import install_kramdown

_RULES_AT = {
    "\n": ("newline",),
    "\\": ("escape",),
    "`": ("backticks",),
    "~": ("strikethrough",),
    "*": ("emphasis",),
    "_": ("emphasis",),
    "[": ("link", "footnote_ref"),
    "]": (),  # no rule, but the end of a link's label is looked for token by token
    "!": ("image",),
    "^": ("footnote_inline",),
    "<": ("comment", "autolink", "html_inline"),
    "&": ("entity",),
    ":": ("linkify",),
    "$": ("maths_inline",),
    "{": ("attribute_list",),
}
"""The inline rules that can start at a character, in their order."""

_PLAIN = re.compile(f"[^{re.escape(''.join(_RULES_AT))}]+")


class InlineParser(ParserInline):
    """markdown-it's inline parser, asking only the rules that can match at a character.

    Asking all of them at every punctuation mark took a third of the time of a body.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rules_at: dict[str, tuple[RuleFuncInlineType, ...]] = {}

    def index_rules(self) -> None:
        """Look the rules up, once all are installed."""
        rules = dict(zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True))
        self._rules_at = {
            char: tuple(rules[name] for name in names if name in rules) for char, names in _RULES_AT.items()
        }

    def tokenize(self, state: StateInline) -> None:
        """Turn `state` from its position to its end into tokens."""
        end, src, rules_at = state.posMax, state.src, self._rules_at
        deepest = state.md.options.maxNesting
        while state.pos < end:
            pos = state.pos
            plain = _PLAIN.match(src, pos, end)
            if plain:
                state.append_pending(plain[0])
                state.pos = plain.end()
                continue
            if state.level < deepest:
                for rule in rules_at[src[pos]]:
                    if rule(state, False):
                        break
                else:
                    state.append_pending(src[pos])
                    state.pos = pos + 1
            else:
                state.append_pending(src[pos])
                state.pos = pos + 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802  (overrides)
        """Move behind the next token without making it; beyond the nesting limit, to the end of the text."""
        pos = state.pos
        known = state.cache.get(pos)
        if known is not None:
            state.pos = known
            return
        plain = _PLAIN.match(state.src, pos, state.posMax)
        if plain:
            state.pos = plain.end()
        elif state.level >= state.md.options.maxNesting:
            state.pos = state.posMax
        else:
            state.level += 1  # nothing is pushed: this only counts how deep the look-ahead is
            for rule in self._rules_at[state.src[pos]]:
                if rule(state, True):
                    break
            else:
                state.pos = pos + 1
            state.level -= 1
        state.cache[pos] = state.pos


class Parser(MarkdownIt):
    """markdown-it-py with our inline parser; addresses are kept as written, the writer judges them."""

    inline: InlineParser

    def __init__(self, *, html: bool) -> None:
        # "js-default" is the preset that is documented as safe; the class's own default lets raw HTML
        # through.
        super().__init__("js-default", {"html": html})
        self.inline = InlineParser()

    def normalizeLink(self, url: str) -> str:  # noqa: N802  (overrides)
        """Keep `url`: what is internal must stay as written."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802  (overrides)
        """Keep `link`."""
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002  (overrides)
        """Accept every address: the writer turns a refused one into text and says so."""
        return True


def build_parser(*, sanitise: bool) -> Parser:
    """The parser of this program; with `sanitise` raw HTML becomes tokens of its own, else it stays text."""
    md = Parser(html=sanitise)
    install_chinese(md)
    install_dollars(md)
    install_entities(md)
    install_comments(md)
    install_footnotes(md)
    md.use(deflist_plugin)
    install_kramdown(md)
    if sanitise:
        md.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    else:
        md.disable(["html_block", "html_inline"])
    md.core.ruler.enableOnly(["normalize", "block", "inline", "footnote_tail"])
    md.inline.index_rules()
    return md


def _html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Raw HTML, but not a comment that never ends: it would swallow the rest of the body."""
    pos = state.bMarks[start_line] + state.tShift[start_line]
    return not state.src.startswith("<!--", pos) and html_block(state, start_line, end_line, silent)
