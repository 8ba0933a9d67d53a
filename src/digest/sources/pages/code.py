"""Blocks of code: their lines as they were, without numbers, and their language."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from digest.sources.pages.document import classes_of, is_element, remove, replace

_LINE_BLOCKS = frozenset({"div", "p", "li", "tr", "section"})
_GUTTERS = re.compile(
    r"(?:^|\s)(?:gutter|line-?numbers?(?:-rows)?|linenos?|lineno|lnt|ln-num|hljs-ln-numbers|blob-num|rouge-gutter|"
    r"code-snippet__line-index|pre-numbering|line-num|hljs-line-numbers|linenumber|cnblogs_code_copy|"
    r"cnblogs_code_toolbar|copy-code-btn|hljs-button|copy-btn|copy-button|code-copy|toolbar|code-toolbar-item)(?:\s|$)"
)
_LANGUAGE = re.compile(
    r"(?:^|[\s:-])(?:language|lang|highlight-source|brush:)[-\s:]*([\w+#.-]{1,20})", re.IGNORECASE
)
_KNOWN = frozenset(
    {"bash", "sh", "shell", "zsh", "console", "python", "py", "javascript", "js", "typescript", "ts", "java", "c",
     "cpp", "c++", "csharp", "go", "rust", "ruby", "php", "sql", "json", "yaml", "yml", "toml", "xml", "html", "css",
     "scss", "kotlin", "swift", "scala", "r", "julia", "matlab", "lua", "perl", "haskell", "latex", "tex", "makefile",
     "dockerfile", "diff", "markdown", "ini", "cuda", "cmake", "powershell", "objectivec", "dart", "elixir", "erlang",
     "ocaml", "lisp", "clojure", "text", "plaintext"}
)  # fmt: skip
_NOTHING = frozenset({"none", "text", "plaintext", "plain", "nohighlight", "auto", "undefined", "null"})


def clean_code(tree: HtmlElement) -> None:
    """Take line numbers and buttons out of code, and make `pre` of tables and boxes that hold it."""
    # SyntaxHighlighter: a table of two cells, the numbers and the code, a `div` for each line.
    for gutter in list(tree.iter("td")):
        table = next(gutter.iterancestors("table"), None)
        cell = gutter.getnext()
        if table is None or cell is None or not re.search(r"(?:^|\s)gutter(?:\s|$)", classes_of(gutter)):
            continue
        lines = [part for part in cell.iter("div") if re.search(r"(?:^|\s)line(?:\s|$)", classes_of(part))]
        if lines:
            around = " ".join(classes_of(parent) for parent in list(table.iterancestors())[:3])
            names = [name for name in around.split() if name in _KNOWN]
            text = "\n".join("".join(line.itertext()).rstrip() for line in lines)
            replace(table, "pre", text, **{"data-lang": names[0] if names else ""})
    # Hexo, Hugo and Rouge: a table with the numbers in its first cell.
    for table in list(tree.iter("table")):
        blocks = list(table.iter("pre"))
        around = (
            f"{classes_of(table)} {classes_of(parent) if (parent := table.getparent()) is not None else ''}"
        )
        if blocks and re.search(r"highlight|lntable|rouge-table|code|hljs", around):
            whole = [part for part in blocks if not _is_numbers(part)]
            if whole:
                language = next((found for part in [*whole, table] if (found := language_of(part))), "")
                written = [text for part in whole for text in code_lines(part)]
                replace(table, "pre", "\n".join(written), **{"data-lang": language})
    for element in list(tree.iter("span", "div", "td", "ul", "ol", "a", "button", "pre")):
        if _GUTTERS.search(classes_of(element)) and not _is_code_itself(element):
            remove(element)


def code_lines(node: HtmlElement) -> list[str]:
    """The lines of a block of code, with their indentation, without empty ones at its ends."""
    parts: list[str] = []
    _collect(node, parts, 0)
    lines = "".join(parts).replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [line.rstrip() for line in lines]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def language_of(node: HtmlElement) -> str:
    """What a block of code says about its language; "" where it says nothing."""
    around = node.getparent()
    inner = next(iter(node.iter("code")), None)
    grand = around.getparent() if around is not None else None
    for element in (node, inner, around, grand):
        if element is None:
            continue
        for name in ("data-lang", "data-language", "lang", "data-code-language"):
            value = (element.get(name) or "").lower()
            if value in _KNOWN and value not in _NOTHING:
                return value
        if match := _LANGUAGE.search(element.get("class") or ""):
            value = match[1].lower()
            if value not in _NOTHING and re.fullmatch(r"[\w+#-]+", value):
                return value
        if element in (node, inner):
            named = [name for name in classes_of(element).split() if name in _KNOWN - _NOTHING]
            if named:
                return named[0]
    return ""


def _collect(node: HtmlElement, parts: list[str], depth: int) -> None:
    """The text of code; `br` and elements that stand alone end lines, and several `code` are a line each."""
    if depth > 100:
        parts.append("".join(node.itertext()))
        return
    if node.text:
        parts.append(node.text)
    one_a_line = node.tag == "pre" and sum(1 for child in node if child.tag == "code") > 1
    for child in node:
        if not is_element(child):
            pass
        elif child.tag == "br":
            parts.append("\n")
        elif child.tag in _LINE_BLOCKS or (one_a_line and child.tag == "code"):
            if parts and not parts[-1].endswith("\n"):
                parts.append("\n")
            _collect(child, parts, depth + 1)
            if parts and not parts[-1].endswith("\n"):
                parts.append("\n")
        elif child.tag not in {"script", "style", "button"}:
            _collect(child, parts, depth + 1)
        if child.tail:
            parts.append(child.tail)


def _is_numbers(node: HtmlElement) -> bool:
    words = "".join(node.itertext()).split()
    return bool(words) and all(word.isdecimal() for word in words)


def _is_code_itself(element: HtmlElement) -> bool:
    """Prism marks the block whose lines shall be numbered with the name of the numbers."""
    return element.tag == "pre" or any(True for _ in element.iter("pre", "code"))
