"""A page before its text is looked for: what is not text goes, what scripts would have put in place is put there."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from digest.sources.pages.code import clean_code
from digest.sources.pages.document import classes_of, is_element, parse_text, remove, remove_all, words_of
from digest.sources.pages.footnotes import mark_footnotes
from digest.sources.pages.maths import mark_formulas

_LAZY = (
    "data-original", "data-actualsrc", "data-lazy-src", "data-src", "data-original-src", "data-lazyload", "data-lazy",
    "data-echo", "data-orig-file", "data-image-src", "data-fallback-src", "file",
)  # fmt: skip
_PLACEHOLDER = re.compile(
    r"^data:|(?:blank|pixel|spacer|placeholder|loading|lazy|transparent|grey|1x1)[\w-]*\.(?:gif|png|svg)",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(r"(\S+?)(?:\s+([0-9.]{1,8})([wx]))?\s*(?:,\s+|,?$)")
_SELF = frozenset({"#", "¶", "§", "🔗", "", "link", "permalink", "anchor", "copy", "copy link"})
_NEVER = (
    "script",
    "style",
    "template",
    "button",
    "input",
    "select",
    "textarea",
    "dialog",
    "object",
    "embed",
    "canvas",
    "audio",
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SMALL = re.compile(r"avatar|gravatar|emoji|(?:^|[\s_-])icon|badge", re.IGNORECASE)


def prepare(tree: HtmlElement, url: str) -> None:
    """Make a tree ready: formulas, pictures, code and footnotes as they read, nothing that is not read."""
    mark_formulas(tree)
    _noscript(tree)
    for picture in list(tree.iter("img")):
        _picture(picture)
    remove_all(tree.iter(*_NEVER))
    remove_all(part for part in tree.iter() if is_element(part) and _is_hidden(part))
    clean_code(tree)
    _heading_anchors(tree)
    mark_footnotes(tree, url)


def _noscript(tree: HtmlElement) -> None:
    """A picture for readers without scripts replaces the empty one before it; other such content goes."""
    for element in list(tree.iter("noscript")):
        pictures = list(element.iter("img"))
        if not pictures and "<img" in (element.text or ""):
            inner = parse_text(element.text or "")
            pictures = list(inner.iter("img")) if inner is not None else []
        before = element.getprevious()
        if len(pictures) == 1 and pictures[0].get("src"):
            shown = list(before.iter("img")) if before is not None else []
            if len(shown) == 1:
                shown[0].set("src", pictures[0].get("src") or "")
                for name in _LAZY:
                    shown[0].attrib.pop(name, None)
            else:
                picture = element.makeelement(
                    "img", {"src": pictures[0].get("src") or "", "alt": pictures[0].get("alt") or ""}
                )
                element.addprevious(picture)
        remove(element)


def _picture(picture: HtmlElement) -> None:
    """Give a picture its address; remove what is none to look at."""
    written = picture.get("src") or ""
    if not written or _PLACEHOLDER.search(written):
        lazy = next((value for name in _LAZY if (value := (picture.get(name) or "").strip())), "")
        written = lazy or _largest(picture) or ("" if written.startswith("data:") else written)
    elif any(picture.get(name) for name in ("data-actualsrc", "data-original")):
        lazy = picture.get("data-actualsrc") or ""
        written = lazy or written
    if not written or written.startswith("data:") or _is_tiny(picture):
        remove(picture)
        return
    picture.set("src", written)
    alt = picture.get("alt") or ""
    if "emoji" in classes_of(picture) and len(alt) <= 8:
        picture.tag, picture.text = "span", alt


def _largest(picture: HtmlElement) -> str:
    """The widest of the addresses a picture or the `picture` around it offers."""
    # Some parsers take what follows a `source` for its content.
    around = next((parent for parent in picture.iterancestors() if parent.tag != "source"), None)
    sources = [picture, *(around.iter("source") if around is not None and around.tag == "picture" else ())]
    best, width = "", -1.0
    for source in sources:
        for match in _CANDIDATE.finditer((source.get("srcset") or source.get("data-srcset") or "")[:20000]):
            try:
                size = float(match[2] or 0)
            except ValueError:
                continue
            if size > width and match[1] != ",":
                best, width = match[1], size
    return best


def _is_tiny(picture: HtmlElement) -> bool:
    sizes = [
        size
        for name in ("width", "height")
        if (size := (picture.get(name) or "").removesuffix("px")).isdecimal()
    ]
    return any(int(size[:6]) <= 2 for size in sizes)


def _is_hidden(element: HtmlElement) -> bool:
    if element.tag in {"html", "body", "main", "article"}:
        return False
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    # A whole article may wait for a script to show it; what is hidden and short is meant to be.
    return bool(_HIDDEN.search(element.get("style") or "")) and len("".join(element.itertext())) < 2000


def _heading_anchors(tree: HtmlElement) -> None:
    """The sign beside a heading that links to the heading itself."""
    for heading in tree.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        for anchor in list(heading.iter("a")):
            if words_of(anchor).lower() in _SELF and not any(True for _ in anchor.iter("img")):
                remove(anchor)
