"""Raw HTML written anew, tag by tag, so that no element in it lies deeper than a limit.

A browser's parser walks its open elements for many a tag, so its work grows with the square of their depth:
what may lie deep is made flat before it gets there. This is no sanitiser. It only makes sure that the parser
sees the tags that were counted: anything that is no plain tag of an allowed element is left out or becomes
text.
"""

from __future__ import annotations

import re

from digest.render.sanitise import ELEMENTS, VOID, WITHOUT_CONTENT

_OPENING = re.compile(r"<[A-Za-z]")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:_.-]*)(?=[ \t\n\f\r/>])")
_ATTRIBUTE = re.compile(
    r"[ \t\n\f\r/]+(?:[A-Za-z_:][A-Za-z0-9_:.-]*"
    r"(?:[ \t\n\f\r]*=[ \t\n\f\r]*(?:\"[^\"]*\"|'[^']*'|[^ \t\n\f\r\"'=<>`]+))?)?"
)
"""One attribute as HTML's own rules read it too (13.2.5); stranger ones make a tag text."""

_END_A_PARAGRAPH = "blockquote details div dl figcaption figure h2 h3 h4 h5 h6 hr ol p pre table ul"
_CELLS = frozenset(["td", "th"])
_ROWS = _CELLS | {"tr"}
_ENDED_BY: dict[str, frozenset[str]] = {
    "li": frozenset(["li"]),
    "dt": frozenset(["dt", "dd"]),
    "dd": frozenset(["dt", "dd"]),
    "rt": frozenset(["rt", "rp"]),
    "rp": frozenset(["rt", "rp"]),
    "td": _CELLS,
    "th": _CELLS,
    "tr": _ROWS,
    "thead": _ROWS | {"thead", "tbody", "tfoot", "colgroup", "caption"},
    "tbody": _ROWS | {"thead", "tbody", "tfoot", "colgroup", "caption"},
    "tfoot": _ROWS | {"thead", "tbody", "tfoot", "colgroup", "caption"},
    **dict.fromkeys(_END_A_PARAGRAPH.split(), frozenset(["p"])),
}
"""The open elements whose end tag may be left out before an element (HTML 13.1.2.4)."""


def limit_depth(html: str, deepest: int) -> tuple[str, bool]:
    """`html` with at most `deepest` elements in one another, and whether any tag went for that.

    Text that cannot be deeper comes back as it is. What lies too deep loses its tags and keeps its text;
    elements that are open at the end stay open. Needs time in proportion to its input.
    """
    if sum(1 for _ in _OPENING.finditer(html)) <= deepest:
        return html, False
    return _Flattener(deepest).flatten(html)


class _Flattener:
    """The open elements at a place of one text."""

    def __init__(self, deepest: int) -> None:
        self._deepest = deepest
        self._open: list[str] = []
        self._out: list[str] = []
        self._dropped = False

    def flatten(self, html: str) -> tuple[str, bool]:
        out, pos = self._out, 0
        while (start := html.find("<", pos)) >= 0:
            out.append(html[pos:start])
            pos = self._markup(html, start)
            if pos < 0:
                return "".join(out), self._dropped
        out.append(html[pos:])
        return "".join(out), self._dropped

    def _markup(self, html: str, start: int) -> int:
        """Write what begins at a `<`; returns where it ends, -1 if it takes all that follows."""
        if html.startswith("<!--", start):
            end = html.find("-->", start + 2)
            return end + 3 if end >= 0 else -1
        tag = _TAG.match(html, start)
        end = tag.end() if tag else start
        while tag and (attribute := _ATTRIBUTE.match(html, end)):
            end = attribute.end()
        if not tag or not html.startswith(">", end):
            self._out.append("&lt;")
            return start + 1
        name = tag[2].lower()
        if tag[1]:
            self._close(name)
        elif name in WITHOUT_CONTENT:
            closing = re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE).search(html, end)
            return closing.start() if closing else -1
        elif name in ELEMENTS:
            self._element(name, html[tag.end() : end])
        return end + 1

    def _element(self, name: str, attributes: str) -> None:
        ended = _ENDED_BY.get(name, frozenset())
        while self._open and self._open[-1] in ended:
            self._end()
        if name in VOID:
            self._out.append(f"<{name}{attributes}>")
        elif len(self._open) >= self._deepest:
            self._dropped = True
        else:
            self._open.append(name)
            self._out.append(f"<{name}{attributes}>")

    def _close(self, name: str) -> None:
        """End `name` and all inside it, if it is open: each element is walked over once."""
        if name not in self._open:  # which is never longer than the limit
            return
        while self._open[-1] != name:
            self._end()
        self._end()

    def _end(self) -> None:
        name = self._open.pop()
        self._out.append(f"</{name}>")
