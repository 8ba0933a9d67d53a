"""Tokens to HTML with slots, plain text, headings and notices: the last step of `Markdown.render`.

Everything is written from tokens and escaped here; no HTML is edited afterwards. A method a token type,
named by `_RULES` at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Literal

from markdown_it.token import Token

from digest.render.highlight import highlight, language_name
from digest.render.markdown.chinese import JOINED
from digest.render.markdown.comments import MORE
from digest.render.markdown.dollars import BLOCK as MATHS_BLOCK
from digest.render.markdown.dollars import INLINE as MATHS_INLINE
from digest.render.markdown.elements import ALIGNMENT, ENDS_A_LINE, FIXED, WORDS
from digest.render.markdown.headings import Outline, plain_text, read_outline
from digest.render.markdown.kramdown import TOC, place_toc
from digest.render.markdown.parser import Parser
from digest.render.markdown.raw_html import SAFE, balance
from digest.render.markdown.references import References
from digest.render.markdown.remarks import has_raw_html, has_stray_bold
from digest.render.markdown.rendered import Rendered
from digest.render.slots import FRAGMENT_SLOT, PREFIX_SLOT, TOC_SLOT, escape_attribute
from digest.text.clean import clean_text

Language = Literal["zh", "en"]

_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_TAG_OR_SLOT = re.compile("<[^>]*>|\x02[A-Za-z0-9]*\x03")
_DEEPEST = 97
"""Token level near the parser's limit of 100, behind which it leaves the rest of a block out."""


def write_body(parser: Parser, body: str, *, first_line: int, title: str, language: Language) -> Rendered:
    """Render a whole body; see `Markdown.render`."""
    tokens = place_toc(parser.parse(clean_text(body)))
    outline = read_outline(tokens, clean_text(title))
    return _Writer(outline, first_line, language, html=bool(parser.options.html)).write(tokens)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Writer:
    """One rendering: the output so far and where in the tokens and the file it stands."""

    def __init__(self, outline: Outline, first_line: int, language: Language, *, html: bool) -> None:
        self._references = References(outline)
        self._outline = outline
        self._words = WORDS[language]
        self._html = html
        self._first_line = self._line = first_line
        self._out: list[str] = []
        self._text: list[str] = []
        self._tokens: list[Token] = []
        self._at = 0
        self._link_ends: list[tuple[str, bool]] = []
        self._links_open = 0
        # Positions in the output of what would lead nowhere from the lead: note marks, links within the body.
        self._page_only: set[int] = set()
        self._lead_end = -1
        self._note_marks: set[tuple[int, int]] = set()
        self._toc_wanted = False
        self._text_end = -1
        self._html_noticed = html
        self._heading_number = 0
        self._level = 2

    def write(self, tokens: list[Token]) -> Rendered:
        if self._html:
            tokens = balance(tokens, self._references, self._first_line)
        self._tokens = tokens
        out, rules = self._out, _RULES
        while self._at < len(tokens):
            token = tokens[self._at]
            kind = token.type
            if kind == "inline":
                if token.map:
                    self._line = self._first_line + token.map[0]
                self._inline(token.children or [])
            elif (fixed := FIXED.get(kind)) is not None:
                out.append(fixed)
                if kind in ENDS_A_LINE:
                    self._text.append("\n")
            else:
                if token.map:
                    self._line = self._first_line + token.map[0]
                rules[kind](self, token)
            self._at += 1
        return self._rendered(tokens)

    def _rendered(self, tokens: list[Token]) -> Rendered:
        references, out = self._references, self._out
        if any(token.level > _DEEPEST for token in tokens):
            references.notice(
                self._first_line,
                "lists or quotes are nested too deep; what lies deeper is left out",
                "no more than about 45 levels can be shown",
            )
        lead = ""
        if self._lead_end >= 0:
            lead = "".join(part for i, part in enumerate(out[: self._lead_end]) if i not in self._page_only)
        lines = "".join(self._text[: self._text_end] if self._text_end >= 0 else self._text).split("\n")
        return Rendered(
            html="".join(out),
            lead=lead,
            text="\n".join(" ".join(line.split()) for line in lines if line and not line.isspace()),
            headings=tuple(heading for heading in self._outline.headings if heading),
            links=tuple(references.links),
            images=tuple(references.images),
            notices=tuple(sorted(references.notices, key=lambda notice: notice.line)),
            toc_wanted=self._toc_wanted,
        )

    def _inline(self, children: list[Token]) -> None:
        out, text = self._out, self._text
        for token in children:
            kind = token.type
            if kind == "text":
                content = token.content
                if content:
                    out.append(_escape(content))
                    text.append(content)
                    if "**" in content or "<" in content:
                        self._look_at(content)
                elif token.markup == JOINED:
                    self._line += 1
            elif kind == "text_special":
                out.append(_escape(token.content))
                text.append(token.content)
            elif (fixed := FIXED.get(kind)) is not None:
                out.append(fixed)
            elif kind != MORE:
                _RULES[kind](self, token)

    def _look_at(self, content: str) -> None:
        """Notice markup that stayed text."""
        if has_stray_bold(content):
            self._references.notice(
                self._line,
                "`**` stands in the text as it is: it marks nothing bold here",
                "no space may stand right inside the markers: `**bold**`, not `** bold**`",
            )
        if not self._html_noticed and has_raw_html(content):
            self._html_noticed = True
            self._references.notice(
                self._line,
                "raw HTML is shown as text",
                "write it in Markdown, or allow safe HTML with `content: {html: sanitise}` in digest.yaml",
            )

    # Blocks

    def _paragraph_open(self, token: Token) -> None:
        if token.hidden or self._figure():
            return
        self._out.append("<p>")

    def _paragraph_close(self, token: Token) -> None:
        self._text.append("\n")
        following = self._tokens[self._at + 1].type if self._at + 1 < len(self._tokens) else ""
        if not token.hidden:
            self._out.append("</p>\n")
        elif following not in {"list_item_close", "dd_close"}:
            self._out.append("\n")
        inline = self._tokens[self._at - 1]
        if inline.children and token.level == 0 and inline.children[-1].type == MORE:
            self._more(token)

    def _figure(self) -> bool:
        """Write a paragraph that holds one image with a title, and nothing else, as a figure."""
        children = self._tokens[self._at + 1].children or []
        if len(children) != 1 or children[0].type != "image":
            return False
        image = children[0]
        caption, src = clean_text(str(image.attrs.get("title", ""))), str(image.attrs["src"])
        if not caption.strip() or not self._references.is_shown(src):
            return False
        picture = self._references.image(src, self._alt(image), "", self._line, linked=False)
        self._out.append(f"<figure>{picture}<figcaption>{_escape(caption)}</figcaption></figure>\n")
        self._at += 2
        return True

    def _heading_open(self, _: Token) -> None:
        heading = self._outline.headings[self._heading_number]
        self._heading_number += 1
        if heading is None:
            self._at += 2
            return
        self._level = heading.level
        self._out.append(f'<h{heading.level} id="{PREFIX_SLOT}{escape_attribute(heading.id)}">')

    def _heading_close(self, _: Token) -> None:
        self._text.append("\n")
        self._out.append(f"</h{self._level}>\n")

    def _ordered_list_open(self, token: Token) -> None:
        start = token.attrs.get("start")
        self._out.append("<ol>\n" if start is None else f'<ol start="{int(start)}">\n')

    def _list_item_open(self, _: Token) -> None:
        tokens, at = self._tokens, self._at
        children = tokens[at + 2].children if at + 2 < len(tokens) else None
        task = None
        if children and children[0].type == "text" and tokens[at + 1].type == "paragraph_open":
            task = _TASK.match(children[0].content)
        if not children or not task:
            self._out.append("<li>")
            return
        children[0].content = children[0].content[task.end() :]
        done = task[1] != " "
        label = self._words["done" if done else "open"]
        checked = " checked" if done else ""
        box = f'<input type="checkbox" disabled{checked} aria-label="{label}"> '
        if tokens[at + 1].hidden:
            self._out.append(f'<li class="task">{box}')
        else:
            self._out.append(f'<li class="task">\n<p>{box}')
            self._at += 1

    def _cell_open(self, token: Token) -> None:
        align = ALIGNMENT.get(str(token.attrs.get("style", "")), "")
        scope = ' scope="col"' if token.tag == "th" else ""
        self._out.append(f"<{token.tag}{scope}{align}>")
        self._text.append(" ")

    def _fence(self, token: Token) -> None:
        language = language_name(unescape(token.info)) if token.type == "fence" else ""
        if language == "math":
            self._display(token.content.strip())
            return
        code = highlight(token.content, language)
        label = f' class="language-{escape_attribute(language)}"' if language else ""
        self._out.append(f'<pre class="highlight" tabindex="0"><code{label}>{code}</code></pre>\n')

    def _maths_block(self, token: Token) -> None:
        self._display(token.content)

    def _display(self, tex: str) -> None:
        self._out.append(f'<div class="maths" tabindex="0">{self._formula(tex, display=True)}</div>\n')
        self._text.append(f"{tex}\n")

    def _more(self, token: Token) -> None:
        if self._lead_end < 0 and token.level == 0:
            self._lead_end = len(self._out)

    def _toc(self, _: Token) -> None:
        if not self._toc_wanted:
            self._toc_wanted = True
            self._out.append(f"{TOC_SLOT}\n")

    def _safe_html(self, token: Token) -> None:
        self._out.append(token.content)
        self._links_open += token.meta.get("link", 0)
        self._text.append(unescape(_TAG_OR_SLOT.sub(" ", token.content)))

    # Footnotes

    def _footnote_block_open(self, _: Token) -> None:
        self._text_end = len(self._text)
        self._out.append(f'<section class="footnotes" aria-label="{self._words["notes"]}">\n<ol>\n')

    def _footnote_open(self, token: Token) -> None:
        self._out.append(f'<li id="{PREFIX_SLOT}fn:{token.meta["id"] + 1}">')

    def _footnote_anchor(self, token: Token) -> None:
        number, use = token.meta["id"] + 1, token.meta["subId"]
        if (number, use) in self._note_marks:
            back, label = f"{FRAGMENT_SLOT}{_mark_id(number, use)}", self._words["back"]
            self._out.append(f' <a href="#{back}" aria-label="{label}">↩\ufe0e</a>')

    def _footnote_ref(self, token: Token) -> None:
        number, use = token.meta["id"] + 1, token.meta.get("subId", 0)
        self._note_marks.add((number, use))
        mark = str(number)
        if not self._links_open:
            mark = f'<a href="#{FRAGMENT_SLOT}fn:{number}">{number}</a>'
        self._page_only.add(len(self._out))
        self._out.append(f'<sup class="footnote-ref" id="{PREFIX_SLOT}{_mark_id(number, use)}">{mark}</sup>')

    # Inline

    def _softbreak(self, _: Token) -> None:
        self._line += 1
        self._out.append("\n")
        self._text.append(" ")

    def _hardbreak(self, _: Token) -> None:
        self._line += 1
        self._out.append("<br>\n")
        self._text.append(" ")

    def _code_inline(self, token: Token) -> None:
        self._out.append(f"<code>{_escape(token.content)}</code>")
        self._text.append(token.content)

    def _maths_inline(self, token: Token) -> None:
        self._out.append(self._formula(token.content, display=token.markup == "$$"))
        self._text.append(token.content)
        self._line += token.content.count("\n")

    def _formula(self, tex: str, *, display: bool) -> str:
        from digest.render.maths import to_mathml  # noqa: PLC0415  (loads the converter, for texts with formulas)

        formula = to_mathml(tex, display)
        if formula.problem:
            self._references.notice(
                self._line,
                f"a formula is shown as its TeX: {formula.problem}",
                "write it with other commands, or as `code`",
            )
        return formula.html

    def _link_open(self, token: Token) -> None:
        opening = ending = ""
        if not self._links_open and not token.meta.get("nested"):
            title = str(token.attrs.get("title", ""))
            opening, ending = self._references.open_link(str(token.attrs["href"]), title, self._line)
        inside = opening.startswith('<a href="#')
        if inside:
            self._page_only.add(len(self._out))
        self._link_ends.append((ending, inside))
        self._links_open += 1
        self._out.append(opening)

    def _link_close(self, _: Token) -> None:
        self._links_open -= 1
        ending, inside = self._link_ends.pop()
        if inside:
            self._page_only.add(len(self._out))
        self._out.append(ending)

    def _image(self, token: Token) -> None:
        self._out.append(
            self._references.image(
                str(token.attrs["src"]),
                self._alt(token),
                str(token.attrs.get("title", "")),
                self._line,
                linked=self._links_open > 0,
            )
        )

    def _alt(self, image: Token) -> str:
        return plain_text(image.children or ())


def _mark_id(number: int, use: int) -> str:
    return f"fnref:{number}:{use + 1}" if use else f"fnref:{number}"


_RULES: dict[str, Callable[[_Writer, Token], None]] = {
    "paragraph_open": _Writer._paragraph_open,
    "paragraph_close": _Writer._paragraph_close,
    "heading_open": _Writer._heading_open,
    "heading_close": _Writer._heading_close,
    "ordered_list_open": _Writer._ordered_list_open,
    "list_item_open": _Writer._list_item_open,
    "th_open": _Writer._cell_open,
    "td_open": _Writer._cell_open,
    "fence": _Writer._fence,
    "code_block": _Writer._fence,
    MATHS_BLOCK: _Writer._maths_block,
    MORE: _Writer._more,
    TOC: _Writer._toc,
    SAFE: _Writer._safe_html,
    "footnote_block_open": _Writer._footnote_block_open,
    "footnote_open": _Writer._footnote_open,
    "footnote_anchor": _Writer._footnote_anchor,
    "footnote_ref": _Writer._footnote_ref,
    "softbreak": _Writer._softbreak,
    "hardbreak": _Writer._hardbreak,
    "code_inline": _Writer._code_inline,
    MATHS_INLINE: _Writer._maths_inline,
    "link_open": _Writer._link_open,
    "link_close": _Writer._link_close,
    "image": _Writer._image,
}
