"""Formulas of a page become elements of our own before anything else looks at it.

Extractors take formulas for pictures, for repeated text or for nothing, and Markdown takes their underscores for
emphasis. What a formula is depends on who drew it: zhihu, WordPress, KaTeX, MathJax, MathML, or a script that
will look for dollars in the text.
"""

from __future__ import annotations

import re
from html import unescape

from lxml.html import HtmlElement

from digest.sources.pages.document import classes_of, is_element, remove, replace

TEX = "tex"
"""The tag of a formula: its text is TeX, its attribute `display` says whether it stands in a line of its own."""

_LONGEST = 3000  # characters
_SCRIPTED = re.compile(r"mathjax|katex|renderMathInElement|tex-mml|tex-chtml", re.IGNORECASE)
_NOT_IN = frozenset({"pre", "code", "script", "style", "textarea", TEX, "kbd", "samp", "title", "head"})
_BLOCK = re.compile(r"\s*(?:\$\$(?P<dollars>(?:[^$]|\\\$)+)\$\$|\\\[(?P<brackets>.+?)\\\])\s*", re.DOTALL)
# What begins a formula ends the one before, so no text is looked through twice.
_IN_TEXT = re.compile(
    r"\$\$(?P<display>[^$]{1,3000})\$\$|\\\[(?P<square>(?:(?!\\[\[\]])[^$]){1,3000})\\\]"
    r"|(?<![\\$\w])\$(?P<inline>[^\s$](?:[^$\n]{0,1000}[^\s$\\])?)\$(?![0-9$])"
    r"|\\\((?P<round>(?:(?!\\[()])[^$]){1,1000})\\\)"
)
_PICTURE = re.compile(r"(?:^|\s)(?:latex|tex|mathtex|mwe-math-fallback-image-(?:inline|display))(?:\s|$)")
_MATH_PICTURE_HOSTS = re.compile(
    r"latex\.php\?|latex\.codecogs\.com|zhihu\.com/equation\?tex=|s0\.wp\.com/latex"
)
_ENVIRONMENT = re.compile(r"\\begin\{(?:equation|align|gather|multline|displaymath)\*?\}")


def mark_formulas(tree: HtmlElement) -> None:
    """Replace every formula of a page by one `tex` element."""
    _attributes(tree)
    _rendered(tree)
    _pictures(tree)
    _scripts(tree)
    if _is_scripted(tree):
        _in_blocks(tree)
        _in_text(tree)
    for formula in tree.iter(TEX):
        parent = formula.getparent()
        if (
            parent is not None
            and parent.tag in {"p", "div", "figure"}
            and len(parent) == 1
            and not f"{parent.text or ''}{formula.tail or ''}".strip()
        ):
            formula.set("display", "1")


def _formula(element: HtmlElement, tex: str, *, display: bool) -> None:
    tex = " ".join(tex.split())
    for start, end in (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")):
        if tex.startswith(start) and tex.endswith(end) and len(tex) > len(start) + len(end):
            tex, display = tex[len(start) : -len(end)].strip(), display or start in {"$$", "\\["}
            break
    tex = " ".join(tex.replace("$", " ").split())  # a dollar would end the formula where it is written out
    if not tex or len(tex) > _LONGEST:
        return
    replace(element, TEX, tex, display="1" if display else "")


def _attributes(tree: HtmlElement) -> None:
    """Zhihu's `data-tex`, and `data-formula` or `data-latex` as some editors write."""
    for element in list(tree.iter()):
        if not is_element(element) or element.getparent() is None:
            continue
        for name in ("data-tex", "data-formula", "data-latex"):
            if tex := element.get(name):
                alone = element.tag in {"div", "p"} or tex.rstrip().endswith("\\\\")
                _formula(element, tex, display=alone or bool(_ENVIRONMENT.search(tex)))
                break


def _rendered(tree: HtmlElement) -> None:
    """KaTeX, MathJax and MathML with the TeX they were made of in an annotation or in `alttext`."""
    for element in list(tree.iter("span", "div", "math", "mjx-container")):
        if element.getparent() is None or not _is_attached(element, tree):
            continue
        classes = f" {classes_of(element)} "
        outer = element.tag in {"math", "mjx-container"} or re.search(
            r"\s(?:katex-display|katex|mwe-math-element|ltx_math)\s", classes
        )
        if not outer:
            continue
        display = "katex-display" in classes or element.get("display") in {"block", "true"}
        notes = [note for note in element.iter("annotation") if "tex" in (note.get("encoding") or "")]
        maths = [element, *element.iter("math")]
        tex = next((note.text for note in notes if note.text), "") or next(
            (alt for part in maths if (alt := part.get("alttext"))), ""
        )
        if tex:
            display = display or any(part.get("display") == "block" for part in maths)
            _formula(element, tex, display=display)
    # A drawing beside a script that holds the TeX says the same again.
    for element in list(tree.iter("span", "div", "nobr")):
        if re.search(
            r"(?:^|\s)(?:mathjax(?:_chtml|_svg|_display|_preview)?|katex-html|mjx-chtml)(?:\s|$)",
            classes_of(element),
        ):
            follows = element.getnext()
            if "katex-html" in classes_of(element) or (
                follows is not None and follows.tag in {"script", "span", "div"}
            ):
                remove(element)


def _pictures(tree: HtmlElement) -> None:
    """Pictures drawn of a formula, which is their `alt`."""
    for picture in list(tree.iter("img")):
        alt = (picture.get("alt") or picture.get("data-alt") or "").strip()
        address = picture.get("src") or picture.get("data-src") or ""
        if alt and (_PICTURE.search(classes_of(picture)) or _MATH_PICTURE_HOSTS.search(address)):
            parent = picture.getparent()
            alone = (
                parent is not None
                and parent.tag in {"p", "div"}
                and not "".join(parent.itertext()).strip()
                and len(parent) == 1
            )
            _formula(picture, unescape(alt), display=alone or "display" in classes_of(picture))


def _scripts(tree: HtmlElement) -> None:
    for script in list(tree.iter("script")):
        kind = script.get("type") or ""
        if kind.startswith(("math/tex", "math/latex")) and script.text:
            _formula(script, script.text, display="display" in kind)


def _is_scripted(tree: HtmlElement) -> bool:
    """Whether a script of the page will look for dollars."""
    return any(
        _SCRIPTED.search(f"{script.get('src') or ''} {script.get('id') or ''} {(script.text or '')[:20000]}")
        for script in tree.iter("script")
    )


def _in_blocks(tree: HtmlElement) -> None:
    """Paragraphs that are one formula, broken by line breaks and by emphasis made of its underscores."""
    for block in list(tree.iter("p", "div")):
        first = (block.text or "").lstrip()
        if not first.startswith(("$$", "\\[")) or any(
            part.tag not in {"br", "em", "i", "strong", "b", "span"} for part in block.iterdescendants()
        ):
            continue
        for mark in list(block.iter("em", "i")):
            mark.text, last = "_" + (mark.text or ""), mark[-1] if len(mark) else None
            if last is None:
                mark.text += "_"
            else:
                last.tail = (last.tail or "") + "_"
        for line in block.iter("br"):
            line.tail = "\n" + (line.tail or "")
        if match := _BLOCK.fullmatch("".join(block.itertext())[: _LONGEST + 100]):
            _formula(block, match["dollars"] or match["brackets"], display=True)


def _in_text(tree: HtmlElement) -> None:
    """Formulas between dollars, or brackets with a backslash, in running text."""
    for element in list(tree.iter()):
        if not is_element(element):
            continue
        if element.tag not in _NOT_IN and element.text:
            _split(element, element.text, is_tail=False)
        parent = element.getparent()
        if parent is not None and parent.tag not in _NOT_IN and element.tail:
            _split(element, element.tail, is_tail=True)


def _split(element: HtmlElement, text: str, *, is_tail: bool) -> None:
    """Put the formulas of a text into elements between its other parts."""
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return
    found = list(_IN_TEXT.finditer(text))
    if not found:
        return
    parent = element.getparent() if is_tail else element
    if parent is None:
        return
    place = parent.index(element) + 1 if is_tail else 0
    lead = text[: found[0].start()]
    if is_tail:
        element.tail = lead
    else:
        element.text = lead
    for match, following in zip(found, [*found[1:], None], strict=True):
        made = element.makeelement("span")
        made.text = match[0]
        made.tail = text[match.end() : following.start() if following else len(text)]
        parent.insert(place, made)
        tex = match["display"] or match["square"] or match["inline"] or match["round"] or ""
        _formula(made, tex, display=bool(match["display"] or match["square"]))
        place += 1


def _is_attached(element: HtmlElement, tree: HtmlElement) -> bool:
    """Whether an element is still part of a tree some of whose elements were replaced."""
    top = element
    while (parent := top.getparent()) is not None:
        if parent.tag == TEX:
            return False
        top = parent
    return top is tree
