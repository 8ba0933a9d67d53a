"""The tree of an article's body, walked once into blocks.

Editors nest `<section>` without end and write every mark as a style, so no element means more than where a
paragraph ends. The walk has its own stack: no depth of nesting can exhaust Python's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4.element import NavigableString, PreformattedString, Tag

from digest.links.address import read_address, spelt, without_foreign_escapes
from digest.links.canonical import canonical
from digest.sources.wechat.blocks import BREAK, Part, Run
from digest.sources.wechat.building import Builder
from digest.sources.wechat.code import code_language, code_text, is_code_block, may_be_code
from digest.sources.wechat.formulas import formula_of
from digest.sources.wechat.images import emoji, image_address, image_ratio, image_words
from digest.sources.wechat.markup import attribute, classes
from digest.sources.wechat.styles import Style, declarations, is_hidden, styled

_BLOCK_NAMES = """
    p div section article header footer main aside nav figure figcaption center address details summary fieldset form
    dl dt dd hgroup pre body html caption
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SILENT_NAMES = "script style noscript template title defs desc metadata head option mp-style-type"
_SILENT = frozenset(_SILENT_NAMES.split())
_LEFT_OUT = {
    "mp-common-profile": "account card",
    "mpprofile": "account card",
    "mp-common-product": "product card",
    "mp-common-cpsad": "advertisement",
    "mp-common-mpaudio": "audio",
    "mpvoice": "audio",
    "qqmusic": "audio",
    "mp-common-videosnap": "video card",
    "mp-common-finder": "video card",
    "mpvote": "vote",
    "mp-common-vote": "vote",
    "mp-weapp": "mini program card",
    "mp-common-miniprogram": "mini program card",
}
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\ufeff\u2060"))
# Elements that were taken for code at first and looked through in vain; inside one another that would cost the square.
_MOST_JUDGED = 30
_NOTE_NUMBER = re.compile(r"\s*\[[0-9]{1,3}\]\s*", re.ASCII)
_VIDEO_ID = re.compile(r"[A-Za-z0-9]{6,20}")


class _Close:
    """The end of an element, on the stack."""

    def __init__(self, tag: Tag) -> None:
        self.tag = tag


def read_body(root: Tag, *, lines: bool = False) -> tuple[list[Part], list[str]]:
    """The blocks of a body, and the kinds of cards in it that are left out.

    Args:
        root: the element that holds the body; its own style is not looked at (the site hides it until it is ready).
        lines: whether line breaks of the source are line breaks of the text, as in picture and text posts.
    """
    return _Walk(lines=lines).walk(root)


class _Walk:
    def __init__(self, *, lines: bool) -> None:
        self._lines = lines
        self._builder = Builder()
        self._stack: list[tuple[object, Style]] = []
        self._cards: list[str] = []
        self._judged = 0

    def walk(self, root: Tag) -> tuple[list[Part], list[str]]:
        self._push(root.contents, Style())
        while self._stack:
            node, style = self._stack.pop()
            if isinstance(node, _Close):
                self._close(node.tag)
            elif isinstance(node, Tag):
                self._open(node, style)
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self._text(str(node), style)
        return self._builder.close(), self._cards

    def _push(self, nodes: Sequence[object], style: Style) -> None:
        self._stack.extend((node, style) for node in reversed(nodes))

    def _text(self, text: str, style: Style) -> None:
        text = text.translate(_INVISIBLE)
        if self._lines:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._builder.add(BREAK)
                self._add(_SPACE.sub(" ", line), style)
            return
        # A blank that was a line break of the source is told apart: between Chinese characters it is none.
        self._add(_SPACE.sub(lambda match: "\v" if "\n" in match[0] else " ", text), style)

    def _add(self, text: str, style: Style) -> None:
        if text:
            # The number of a note looks like code in some themes.
            is_code = style.code and not _NOTE_NUMBER.fullmatch(text)
            self._builder.add(
                Run(text, style.bold, style.italic, is_code, style.href, style.sup, size=style.size),
                centred=style.centred,
            )

    def _open(self, tag: Tag, style: Style) -> None:
        name, declared = tag.name, declarations(tag)
        if name in _SILENT:
            return
        if is_hidden(declared):
            return
        if name in _LEFT_OUT:
            self._cards.append(_LEFT_OUT[name])
            return
        if name == "br":
            self._builder.add(BREAK)
            return
        if name == "hr":
            self._builder.rule()
            return
        was_code = style.code
        style = styled(style, tag, declared)
        if formula := formula_of(tag):
            self._builder.formula(formula.tex, is_block=formula.is_block)
            return
        if name == "img":
            self._image(tag, style)
            return
        if name in {"iframe", "video", "mp-video", "mpvideo"}:
            self._video(tag)
            return
        if not was_code and self._judged < _MOST_JUDGED and may_be_code(tag):
            if is_code_block(tag):
                self._code(tag)
                return
            self._judged += name != "code"
        if name == "a":
            style = style._replace(href=link_address(attribute(tag, "href")) or style.href)
        self._enter(tag, style, declared)

    def _enter(self, tag: Tag, style: Style, declared: dict[str, str]) -> None:
        name, builder = tag.name, self._builder
        if name in _HEADINGS:
            builder.open_heading(_HEADINGS[name])
            style = style._replace(bold=False, centred=False)
        elif name == "blockquote":
            builder.open_quote()
        elif name in {"ul", "ol"}:
            builder.open_list(_first_number(tag) if name == "ol" else None)
        elif name == "li":
            builder.open_item()
        elif name == "table":
            builder.open_table(is_data=builder.wants_table and _is_data(tag))
        elif name == "tr":
            builder.open_row()
        elif name in {"td", "th"}:
            builder.open_cell()
            style = style._replace(bold=style.bold and name == "td")
        elif name in _BLOCKS or (name == "span" and declared.get("display", "").startswith("block")):
            builder.end_paragraph()
        else:
            self._push(tag.contents, style)
            return
        self._stack.append((_Close(tag), style))
        self._push(tag.contents, style)

    def _close(self, tag: Tag) -> None:
        name, builder = tag.name, self._builder
        if name in _HEADINGS:
            builder.close_heading()
        elif name in {"blockquote", "li", "ul", "ol"}:
            builder.close_frame(name)
        elif name == "table":
            builder.close_table()
        else:
            builder.end_paragraph()

    def _image(self, tag: Tag, style: Style) -> None:
        if words := emoji(tag):
            self._add(words, style)
        elif address := image_address(tag):
            self._builder.figure(address, image_words(tag), style.href, image_ratio(tag))

    def _video(self, tag: Tag) -> None:
        address = video_address(attribute(tag, "data-src") or attribute(tag, "src"))
        if not address:
            self._cards.append("video")
            return
        self._builder.end_paragraph()
        self._builder.add(Run(address, href=address))
        self._builder.end_paragraph()

    def _code(self, tag: Tag) -> None:
        self._builder.code(code_text(tag), code_language(tag))
        for image in tag.find_all("img"):
            if isinstance(image, Tag):
                self._image(image, Style())


def link_address(written: str) -> str:
    """Where a link leads, an address of the web or ""; articles of WeChat in their own form."""
    address = read_address(written)
    if address is None:
        return ""
    if address.host == "mp.weixin.qq.com":
        return canonical(written)
    return spelt(without_foreign_escapes(written))


def video_address(written: str) -> str:
    """The page of a video shown in a frame; "" for the site's own, which have none outside of it."""
    address = read_address(written if not written.startswith("//") else "https:" + written)
    if address is None:
        return ""
    if address.host.endswith("v.qq.com"):
        number = address.parameter("vid")
        return f"https://v.qq.com/x/page/{number}.html" if _VIDEO_ID.fullmatch(number) else ""
    if address.host.endswith(("weixin.qq.com", "mpvideo.qpic.cn", "wxs.qq.com")):
        return ""
    return canonical(address.url)


def _first_number(tag: Tag) -> int:
    start = attribute(tag, "start")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1


def _is_data(table: Tag) -> bool:
    """Whether a table holds data: two rows and columns at least, and nothing in it but lines of text."""
    widths = [sum(_is_cell(node) for node in row.contents) for row in table.find_all("tr")]
    if len(widths) < 2 or max(widths) < 2 or table.find(["pre", "table", "blockquote"]) is not None:
        return False
    return widths[0] > 1 and not any("layout" in name for name in classes(table))


def _is_cell(node: object) -> bool:
    return isinstance(node, Tag) and node.name in {"td", "th"}
