"""Footnotes: the number in the text and the note it leads to, whatever made them."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from digest.sources.pages.document import is_element, remove, words_of

# Not the names of the references themselves, to which the notes lead back.
_NAMES = re.compile(
    r"(?!.*(?:anchor|ref|back))(?:user-content-)?(?:fn|footnote|_?ftn|cite_note|sdfootnote|easy-footnote)[-_:.\d]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\[(]?\s*(?:[0-9]{1,4}|[*†‡§]|[a-z])\s*[\])]?")
_BACK = re.compile(r"[↩↑⤴^\ufe0e\s]*|back|return", re.IGNORECASE)


def mark_footnotes(tree: HtmlElement, url: str) -> None:
    """Give references and notes one number each, as attributes that the Markdown writer reads.

    Args:
        tree: the page.
        url: its address, which some pages write before the name of a note.
    """
    page = url.partition("#")[0]
    for anchor in tree.iter("a"):
        before, sign, name = (anchor.get("href") or "").partition("#")
        if before and sign and name and before == page:
            anchor.set("href", f"#{name}")
    targets = {
        found: element for element in tree.iter() if is_element(element) and (found := element.get("id"))
    }
    numbers: dict[str, str] = {}
    for anchor in list(tree.iter("a")):
        href = anchor.get("href") or ""
        name = href[1:] if href.startswith("#") else ""
        note = targets.get(name)
        if note is None or not _NAMES.match(name) or not _NUMBER.fullmatch(words_of(anchor)):
            continue
        note = _whole_note(note)
        if note is None or any(parent is note for parent in anchor.iterancestors()):
            continue
        number = numbers.setdefault(name, str(len(numbers) + 1))
        anchor.set("data-footnote-ref", number)
        parent = anchor.getparent()
        if parent is not None and parent.tag == "sup" and words_of(parent) == words_of(anchor):
            parent.set("data-footnote-ref", number)
        if note.get("data-footnote") is None:
            note.set("data-footnote", number)
            _without_way_back(note)


def _whole_note(element: HtmlElement) -> HtmlElement | None:
    """The element that holds the whole note: the target itself or, where that is an anchor, what it begins."""
    if element.tag in {"li", "p", "div", "aside", "dd"}:
        return element
    for parent in element.iterancestors():
        if parent.tag in {"li", "p", "div", "aside", "dd"}:
            return parent if parent.tag != "div" or len(words_of(parent)) < 3000 else None
    return None


def _without_way_back(note: HtmlElement) -> None:
    """Remove the arrow back to the text, and the number before the note."""
    for anchor in list(note.iter("a")):
        words = words_of(anchor)
        if (anchor.get("href") or "").startswith("#") and (
            _BACK.fullmatch(words) or _NUMBER.fullmatch(words)
        ):
            remove(anchor)
