"""Raw HTML of a site that allows it: sanitised piece by piece in the token stream, and balanced.

Markdown hands over single tags (`<b>` here, `</b>` there) and blocks that may open what a later block
closes. Each piece goes through the sanitiser alone; what it leaves open is closed where the writer closed
it, at the latest where the surrounding Markdown element ends. So no piece can reach out of its block.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable

from markdown_it.token import Token

from digest.render.markdown.comments import COMMENT, MORE
from digest.render.markdown.nesting import limit_depth
from digest.render.markdown.references import References
from digest.render.sanitise import END, VOID, sanitise

SAFE = "safe_html"
"""Type of the tokens left: `content` is finished HTML, `meta["link"]` 1 or -1 where a link opens or ends."""

MAX_DEPTH = 100
"""Raw elements that may be open at once; what a writer means needs a tenth."""
_CLOSING = re.compile(r"\s*</([A-Za-z][A-Za-z0-9]*)\s*>\s*")
_CLOSERS = re.compile(r"(?:</[a-z0-9]+>)*")
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_LINK_OR_IMAGE = re.compile(r'<(?:(a|img)((?: [a-z-]+="[^"]*")*)|/a)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')

_INLINE_NAMES = """
    a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup
    time u var wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_SPANNING_BLOCKS = frozenset(["details", "div", "blockquote"])
"""Block elements that may stay open over Markdown blocks."""


def balance(tokens: list[Token], references: References, first_line: int) -> list[Token]:
    """Replace every raw HTML token of a body by safe, balanced HTML."""
    return _Balancer(references, first_line).blocks(tokens)


def _safe(content: str, link: int = 0) -> Token:
    token = Token(SAFE, "", 0)
    token.content = content
    if link:
        token.meta = {"link": link}
    return token


class _Balancer:
    """The open elements at a place: `None` for one of Markdown's, else name and closing tag of a raw one."""

    def __init__(self, references: References, first_line: int) -> None:
        self._references = references
        self._line = self._first_line = first_line
        self._open: list[tuple[str, str] | None] = []
        self._names = Counter[str]()  # the raw elements in `_open`
        self._depth = 0  # and their number
        self._links = 0
        self._noticed = False

    def blocks(self, tokens: Iterable[Token]) -> list[Token]:
        out: list[Token] = []
        for token in tokens:
            if token.map:
                self._line = self._first_line + token.map[0]
            if token.nesting > 0:
                out.append(token)
                self._open.append(None)
            elif token.nesting < 0:
                out.extend(self._leave())
                out.append(token)
            elif token.type == "inline":
                self._open.append(None)
                token.children = self._inline(token.children or [])
                out.append(token)
            elif token.type == "html_block":
                out.extend(self._block(token.content))
            elif token.type == MORE and self._depth:
                token.type = COMMENT  # the lead cannot end inside an open element
                out.append(token)
            else:
                out.append(token)
        while self._open:
            out.extend(self._leave())
        return out

    def _inline(self, children: Iterable[Token]) -> list[Token]:
        out: list[Token] = []
        for token in children:
            if token.type == "html_inline":
                out.extend(self._tag(token.content))
                continue
            if token.nesting > 0:
                if token.type == "link_open":
                    if self._links:
                        token.meta = {"nested": True}
                    self._links += 1
                self._open.append(None)
            elif token.nesting < 0:
                out.extend(self._leave())
                self._links -= token.type == "link_close"
            elif token.type in {"softbreak", "hardbreak"}:
                self._line += 1
            out.append(token)
        out.extend(self._leave())
        return out

    def _leave(self) -> list[Token]:
        """Close what is open inside the innermost Markdown element, and leave it."""
        out = []
        while self._open:
            entry = self._open.pop()
            if entry is None:
                break
            out.append(self._closed(entry))
        return out

    def _closed(self, entry: tuple[str, str]) -> Token:
        self._depth -= 1
        self._names[entry[0]] -= 1
        if entry[0] != "a":
            return _safe(entry[1])
        self._links -= 1
        return _safe(entry[1], link=-1)

    def _close(self, name: str) -> list[Token]:
        """Close `name` and all inside it, if it is open in the innermost Markdown element."""
        if not self._names[name]:  # or each of many stray end tags would walk over all that is open
            return []
        depth = len(self._open)
        while depth and (entry := self._open[depth - 1]) is not None:
            depth -= 1
            if entry[0] == name:
                closed = [entry for entry in reversed(self._open[depth:]) if entry]
                del self._open[depth:]
                return [self._closed(entry) for entry in closed]
        return []

    def _tag(self, content: str) -> list[Token]:
        found = _NAME.match(content)
        name = found[1].lower() if found else ""
        if name not in _INLINE or (name == "a" and self._links and not content.startswith("</")):
            return []
        if content.startswith("</"):
            return self._close(name)
        if self._depth >= MAX_DEPTH and name not in VOID:
            self._too_deep()
            return []
        return self._piece(content, _INLINE)

    def _block(self, content: str) -> list[Token]:
        out: list[Token] = []
        pos = 0
        while closing := _CLOSING.match(content, pos):
            out.extend(self._close(closing[1].lower()))
            pos = closing.end()
        if content[pos:].strip():
            flat, dropped = limit_depth(content[pos:], MAX_DEPTH - self._depth)
            if dropped:
                self._too_deep()
            out.extend(self._piece(flat, _SPANNING_BLOCKS))
            out.append(_safe("\n"))
        return out

    def _too_deep(self) -> None:
        if not self._noticed:
            self._noticed = True
            self._references.notice(
                self._line,
                f"HTML elements lie in one another more than {MAX_DEPTH} deep; the tags of deeper ones are left out",
                "write the end tags of elements that are open",
            )

    def _piece(self, content: str, spanning: frozenset[str]) -> list[Token]:
        """Sanitise one piece; elements of `spanning` that it leaves open stay open."""
        cleaned = sanitise(content + END, keep_end=True)
        head, _, tail = cleaned.rpartition(END)
        left_open = _NAME.findall(tail)
        if not _CLOSERS.fullmatch(tail) or not spanning.issuperset(left_open):
            head, left_open = sanitise(content.replace(END, "")), []
        markup, link_end = self._with_slots(head.replace(END, ""))
        for name in reversed(left_open):
            line_end = "\n" if name in _SPANNING_BLOCKS else ""
            self._depth += 1
            self._names[name] += 1
            self._open.append((name, link_end if name == "a" else f"</{name}>{line_end}"))
        if "a" not in left_open:
            return [_safe(markup)] if markup else []
        self._links += 1
        return [_safe(markup, link=1)]

    def _with_slots(self, clean: str) -> tuple[str, str]:
        """Write links and images as Markdown's are; returns also the closing tag of a link left open."""
        ends: list[str] = []

        def rewrite(tag: re.Match[str]) -> str:
            name = tag[1]
            if name is None:
                return ends.pop() if ends else ""
            values = {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(tag[2])}
            if name == "a":
                opening, ending = ("", "")
                if "href" in values:
                    opening, ending = self._references.open_link(
                        values["href"], values.get("title", ""), self._line
                    )
                ends.append(ending)
                return opening
            size = "".join(f' {key}="{values[key]}"' for key in ("width", "height") if key in values)
            return self._references.image(
                values.get("src", ""),
                values.get("alt", ""),
                values.get("title", ""),
                self._line,
                linked=True,
                size=size,
            )

        markup = _LINK_OR_IMAGE.sub(rewrite, clean)
        return markup, ends.pop() if ends else ""
