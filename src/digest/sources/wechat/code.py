"""Code blocks of WeChat articles: the lines as they were, without line numbers.

The site's own editor writes one `<code>` per line beside a list of line numbers (`.code-snippet__fix`), others a
`<pre>` with `<br>` and no-break spaces. A line break that is lost here cannot be found again.
"""

from __future__ import annotations

import re

from bs4.element import NavigableString, PreformattedString, Tag

from digest.sources.wechat.markup import attribute, classes

_GUTTERS = frozenset(
    {"code-snippet__line-index", "line-numbers", "line-numbers-rows", "hljs-ln-numbers", "linenos"}
)
_SNIPPET = re.compile(r"code-snippet(?:__fix|__js|_nowrap|)\Z|code-snippet__fix")
_LANGUAGE_CLASS = re.compile(r"lang(?:uage)?-([A-Za-z0-9+#.-]{1,20})\Z")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#.-]{1,20}")
_NO_LANGUAGE = frozenset({"none", "plain", "plaintext", "text"})
_NOT_IN_CODE = ["img", "table", "blockquote", "h1", "h2", "h3", "h4"]
_LINES = frozenset({"p", "div", "section", "li", "tr"})
_COUNTER = re.compile(r"counter\(line[^\n]{0,20}\)?")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\ufeff\r"))


def may_be_code(tag: Tag) -> bool:
    """Whether `is_code_block` has to be asked."""
    if tag.name in {"pre", "code"}:
        return True
    return tag.name in {"section", "div"} and any(_SNIPPET.match(name) for name in classes(tag))


def is_code_block(tag: Tag) -> bool:
    """Whether an element is a block of code; it looks through all of it.

    A `<pre>` around an ordinary text, with pictures and headings, is none; `<code>` is one if it has several lines.
    """
    if tag.name == "code":
        return tag.find("br") is not None
    if tag.name != "pre":
        return tag.find(["pre", "code"]) is not None
    return tag.find(_NOT_IN_CODE) is None and (tag.find("p") is None or tag.find("code") is not None)


def code_text(block: Tag) -> str:
    """The lines of a block of code."""
    parts: list[str] = []
    has_code = block.name == "code" or block.find("code") is not None
    in_code = 0
    stack: list[object] = [block]
    while stack:
        node = stack.pop()
        if isinstance(node, _Closing):
            if node.name == "code":
                in_code -= 1
            _end_line(parts, is_empty_line=node.name == "code" and len(parts) == node.start)
        elif isinstance(node, Tag):
            if node.name == "br":
                parts.append("\n")
                continue
            if _GUTTERS.intersection(classes(node)):
                continue
            if node.name == "code" and node is not block:
                in_code += 1
                stack.append(_Closing("code", len(parts)))
            elif node.name in _LINES and node is not block:
                stack.append(_Closing(node.name, len(parts)))
            stack.extend(reversed(node.contents))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            text = str(node)
            # Between the elements of the lines stand only the indents of the page's own source.
            if not (has_code and not in_code and block.name != "code" and not text.strip()):
                parts.append(text.replace("\xa0", " ").translate(_INVISIBLE))
    lines = "".join(parts).split("\n")
    if any(_SNIPPET.match(name) for name in classes(block)):
        lines = [line for line in lines if not _COUNTER.fullmatch(line.strip())]
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def code_language(block: Tag) -> str:
    """The language the page names, "" where it names none."""
    tags = [block, *block.find_all(["pre", "code", "section"], limit=5)]
    # The class `code-snippet__js` says nothing: the site gives it to every language.
    named = [match[1] for tag in tags for name in classes(tag) if (match := _LANGUAGE_CLASS.match(name))]
    for language in (*(attribute(tag, "data-lang").strip() for tag in tags), *named):
        if _LANGUAGE.fullmatch(language) and language.lower() not in _NO_LANGUAGE:
            return language.lower()
    return ""


class _Closing:
    def __init__(self, name: str, start: int) -> None:
        self.name = name
        self.start = start


def _end_line(parts: list[str], *, is_empty_line: bool) -> None:
    if is_empty_line or (parts and not parts[-1].endswith("\n")):
        parts.append("\n")
