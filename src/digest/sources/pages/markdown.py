"""A tree of HTML becomes Markdown that reads the same: CommonMark with tables, footnotes and dollars for maths.

Whatever is text in the page is text in the Markdown: characters that would mean something are escaped, and a link
is one only to an http or https address.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml.html import HtmlElement

from digest.links.canonical import canonical
from digest.sources.addresses import web_address
from digest.sources.pages.code import code_lines, language_of
from digest.sources.pages.document import is_element
from digest.sources.pages.maths import TEX
from digest.text.clean import clean_text

_DEEPEST = 100  # levels; below them an element is its text
_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "meta", "link", "input", "button", "select", "textarea",
     "form", "object", "embed", "svg", "canvas", "audio", "map", "area", "iframe"}
)  # fmt: skip
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
     "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
     "th", "thead", "tr", "ul", "video"}
)  # fmt: skip
_MARKS = {
    "strong": "**",
    "b": "**",
    "em": "*",
    "i": "*",
    "del": "~~",
    "s": "~~",
    "strike": "~~",
    "cite": "*",
    "dfn": "*",
}
_SPECIAL = re.compile(
    r"[\\`*\[\]$]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])|<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)|~(?=~)|\{(?=[{:%])"
)
_LINE_START = re.compile(
    r"^[ \t]*(?:(#{1,6}|[-+>:|=])(?=[\s=:|-]|$)|(\d{1,9})([.)])(?=\s|$)|(~~~|---|===|>))"
)
_SPACES = re.compile(r"[ \t\r\n\f\v\u200b]+")
_EMBEDDED = re.compile(r"youtube\.com/embed|youtube-nocookie\.com|player\.bilibili\.com|player\.vimeo\.com")
_WRAPPERS = tuple(f"https://link.{host}/" for host in ("zhihu.com", "juejin.cn", "csdn.net", "jianshu.com"))


def to_markdown(node: HtmlElement, base: str) -> str:
    """The Markdown of an element's content; addresses in it are made absolute with `base`.

    Formulas must have been marked (`maths.mark_formulas`), footnotes too (`footnotes.mark_footnotes`).
    """
    text = _Writer(base).blocks(node, 0)
    return clean_text(text).strip("\n") + "\n" if text.strip() else ""


def picture_addresses(node: HtmlElement, base: str) -> list[str]:
    """The addresses of the pictures of an element, as they stand in its Markdown, each once."""
    pictures = (
        picture for picture in node.iter("img") if not any(True for _ in picture.iterancestors("pre", "code"))
    )
    found = (web_address(picture.get("src") or "", base) for picture in pictures)
    return list(dict.fromkeys(_destination(address) for address in found if address))


def escaped(text: str) -> str:
    """Text that Markdown leaves as it is, within a line."""
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


class _Writer:
    def __init__(self, base: str) -> None:
        self._base = base

    def blocks(self, node: HtmlElement, depth: int) -> str:
        """The content of an element as blocks with an empty line between them."""
        if depth > _DEEPEST:
            return _paragraph(escaped(_SPACES.sub(" ", "".join(node.itertext()))))
        parts: list[str] = []
        run: list[str] = []

        def finish() -> None:
            if line := _paragraph(_joined(run)):
                parts.append(line)
            run.clear()

        if node.text:
            run.append(escaped(_SPACES.sub(" ", node.text)))
        for child in node:
            if is_element(child) and child.tag not in _SKIPPED:
                if self._is_block(child):
                    finish()
                    if block := self.block(child, depth + 1):
                        parts.append(block)
                else:
                    run.append(self.inline(child, depth + 1))
            elif is_element(child) and child.tag == "iframe":
                finish()
                parts.append(self._frame(child))
            if child.tail:
                run.append(escaped(_SPACES.sub(" ", child.tail)))
        finish()
        return "\n\n".join(part for part in parts if part.strip())

    def block(self, node: HtmlElement, depth: int) -> str:
        """One block element."""
        tag = str(node.tag)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            words = self.inlines(node, depth).replace("\n", " ").strip().strip("*").strip()
            return f"{'#' * int(tag[1])} {words}" if words else ""
        writers: dict[str, Callable[[HtmlElement, int], str]] = {
            "pre": self._code,
            "blockquote": self._quote,
            "ul": self._list,
            "ol": self._list,
            "menu": self._list,
            "dir": self._list,
            "table": self._table,
            "dt": self._term,
            TEX: self._formula,
        }
        if tag == "hr":
            return "---"
        if writer := writers.get(tag):
            return writer(node, depth)
        text = self.blocks(node, depth)
        if note := node.get("data-footnote"):
            lines = text.splitlines() or [""]
            return "\n".join(
                [f"[^{note}]: {lines[0]}", *(f"    {line}" if line else "" for line in lines[1:])]
            )
        return text

    def inlines(self, node: HtmlElement, depth: int) -> str:
        """The content of an element in a line; blocks in it are separated by spaces."""
        if depth > _DEEPEST:
            return escaped(_SPACES.sub(" ", "".join(node.itertext())))
        parts = [escaped(_SPACES.sub(" ", node.text))] if node.text else []
        for child in node:
            if is_element(child) and child.tag not in _SKIPPED:
                if child.tag in _BLOCKS:
                    parts += [" ", self.inlines(child, depth + 1), " "]
                else:
                    parts.append(self.inline(child, depth + 1))
            if child.tail:
                parts.append(escaped(_SPACES.sub(" ", child.tail)))
        return _joined(parts)

    def inline(self, node: HtmlElement, depth: int) -> str:
        """One element within a line."""
        tag = str(node.tag)
        if tag == "br":
            return "\n"
        if tag == TEX:
            return f"${node.text}$"
        if tag == "img":
            return self._picture(node)
        if note := node.get("data-footnote-ref"):
            return f"[^{note}]"
        if tag in {"code", "kbd", "samp", "tt"}:
            return _inline_code("".join(node.itertext()))
        text = self.inlines(node, depth)
        if tag == "a":
            return self._link(node, text)
        if mark := _MARKS.get(tag):
            return _marked(text, mark)
        if tag in {"sup", "sub"} and text.strip() and not text.startswith(("[", "$")):
            return (
                text
                if len(text) > 20
                else f"{'^' if tag == 'sup' else ''}{text}"
                if _is_power(text)
                else text
            )
        return text

    def _is_block(self, node: HtmlElement) -> bool:
        if node.tag == TEX:
            return bool(node.get("display"))
        # A link or a span around blocks (cards, whole sections) is a block.
        return node.tag in _BLOCKS or (
            len(node) > 0 and any(part.tag in _BLOCKS for part in node.iterdescendants() if is_element(part))
        )

    def _link(self, node: HtmlElement, text: str) -> str:
        words = text.strip()
        href = node.get("href") or ""
        address = "" if href.startswith("#") else web_address(href, self._base)
        if not words or not address:
            return text
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        if address.startswith(_WRAPPERS):
            address = canonical(address)
        inner = " ".join(words.split("\n"))
        return f"{_gap(lead)}[{inner}]({_destination(address)}){_gap(tail)}"

    def _picture(self, node: HtmlElement) -> str:
        address = web_address(node.get("src") or "", self._base)
        if not address:
            return ""
        alt = escaped(_SPACES.sub(" ", node.get("alt") or "").strip())
        return f"![{alt}]({_destination(address)})"

    def _frame(self, node: HtmlElement) -> str:
        address = web_address(node.get("src") or node.get("data-src") or "", self._base)
        if not _EMBEDDED.search(address):
            return ""
        address = canonical(address.replace("youtube-nocookie.com", "youtube.com"))
        return f"[{escaped(address)}]({_destination(address)})"

    def _formula(self, node: HtmlElement, _: int) -> str:
        return f"$$\n{node.text}\n$$"

    def _code(self, node: HtmlElement, _: int) -> str:
        lines = code_lines(node)
        if not any(line.strip() for line in lines):
            return ""
        longest = max((len(run) for line in lines for run in re.findall(r"`{3,}", line)), default=2)
        fence = "`" * max(3, longest + 1)
        return "\n".join([fence + language_of(node), *lines, fence])

    def _quote(self, node: HtmlElement, depth: int) -> str:
        return "\n".join(f"> {line}".rstrip() for line in self.blocks(node, depth).split("\n"))

    def _list(self, node: HtmlElement, depth: int) -> str:
        start = node.get("start") or ""
        number = int(start) if start.isdecimal() and len(start) < 7 else 1
        items: list[str] = []
        for child in node:
            if not is_element(child) or child.tag in _SKIPPED:
                continue
            text = self.blocks(child, depth + 1) if child.tag == "li" else self.block(child, depth + 1)
            if note := child.get("data-footnote"):
                lines = text.splitlines() or [""]
                items.append(
                    "\n".join(
                        [f"[^{note}]: {lines[0]}", *(f"    {line}" if line else "" for line in lines[1:])]
                    )
                )
                continue
            if not text.strip():
                continue
            mark = f"{number}. " if node.tag == "ol" else "- "
            number += 1
            lines = text.split("\n")
            indent = " " * len(mark)
            items.append(
                "\n".join([mark + lines[0], *(f"{indent}{line}" if line else "" for line in lines[1:])])
            )
        return ("\n\n" if any("\n\n" in item for item in items) else "\n").join(items)

    def _term(self, node: HtmlElement, depth: int) -> str:
        return _marked(self.inlines(node, depth).strip(), "**")

    def _table(self, node: HtmlElement, depth: int) -> str:
        rows = [row for row in node.iter("tr") if _table_of(row) is node]
        cells = [[cell for cell in row if is_element(cell) and cell.tag in {"td", "th"}] for row in rows]
        cells = [row for row in cells if row]
        if (
            not cells
            or max(map(len, cells)) < 2
            or any(self._holds_blocks(cell) for row in cells for cell in row)
        ):
            parts = [self.blocks(cell, depth + 2) for row in cells for cell in row]
            return "\n\n".join(part for part in parts if part.strip())
        width = min(max(map(len, cells)), 100)
        lines = []
        for row in cells:
            texts = [
                _SPACES.sub(" ", self.inlines(cell, depth + 2)).strip().replace("|", "\\|")
                for cell in row[:width]
            ]
            lines.append("| " + " | ".join(texts + [""] * (width - len(texts))) + " |")
        lines.insert(1, "|" + " --- |" * width)
        caption = next((part for part in node if is_element(part) and part.tag == "caption"), None)
        above = _paragraph(self.inlines(caption, depth + 1)) if caption is not None else ""
        return (f"{above}\n\n" if above else "") + "\n".join(lines)

    def _holds_blocks(self, cell: HtmlElement) -> bool:
        """Whether a cell holds what no line can: then the table was for layout."""
        return any(True for _ in cell.iter("pre", "table", "blockquote", "h1", "h2", "h3", "figure"))


def _joined(parts: list[str]) -> str:
    """Inline Markdown put together: an exclamation mark before a link would make a picture of it."""
    kept = [part for part in parts if part]
    for place in range(1, len(kept)):
        if kept[place].startswith("[") and kept[place - 1].endswith("!"):
            kept[place - 1] = kept[place - 1][:-1] + "\\!"
    return "".join(kept)


def _table_of(row: HtmlElement) -> HtmlElement | None:
    parent = row.getparent()
    while parent is not None and parent.tag != "table":
        parent = parent.getparent()
    return parent


def _paragraph(text: str) -> str:
    """Inline Markdown as a paragraph: no line in it begins like something else; line breaks are kept."""
    lines = [" ".join(line.split(" ")).strip() for line in text.strip().split("\n")]
    lines = [_LINE_START.sub(_escaped_start, line) for line in lines]
    while lines and not lines[0]:
        lines.pop(0)
    paragraphs: list[str] = []
    run: list[str] = []
    for line in [*lines, ""]:
        if line:
            run.append(line)
        elif run:
            paragraphs.append("\\\n".join(run))
            run = []
    return "\n\n".join(paragraphs)


def _escaped_start(match: re.Match[str]) -> str:
    if match[2]:
        return f"{match[2]}\\{match[3]}"
    return "\\" + (match[1] or match[4])


def _marked(text: str, mark: str) -> str:
    """Text between marks, which must touch it; none around what holds them already or runs over blocks."""
    words = text.strip()
    if not words or "\n\n" in words or mark in words or words.startswith("!["):
        return text
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    inner = words.replace("\n", " ")
    return f"{_gap(lead)}{mark}{inner}{mark}{_gap(tail)}"


def _gap(space: str) -> str:
    """White space at an edge, as little as says the same."""
    return "\n" if "\n" in space else " " if space else ""


def _inline_code(text: str) -> str:
    code = _SPACES.sub(" ", text)
    if not code.strip():
        return code
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * (longest + 1)
    inner = code.strip()
    pad = " " if inner.startswith("`") or inner.endswith("`") else ""
    lead, tail = code[: len(code) - len(code.lstrip())], code[len(code.rstrip()) :]
    return f"{_gap(lead)}{fence}{pad}{inner}{pad}{fence}{_gap(tail)}"


def _is_power(text: str) -> bool:
    """Whether a raised text would be read wrong on the line: 10 to the 6 as 106."""
    return text.strip().lstrip("-\u2212+").isdecimal()


def _destination(address: str) -> str:
    """An address as a link holds it: brackets would end it."""
    return address.replace("(", "%28").replace(")", "%29")
