"""Whether a topic post is whole: what the end of one that was cut looks like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.importers.document import Document
from digest.importers.jekyll.outline import Node
from digest.importers.jekyll.pictures import code_spans, without
from digest.importers.markdown import inline_links, unfinished
from digest.problems import DigestError, error
from digest.text.blocks import code_lines

_TAG = re.compile(r"<(?:img|a|video|iframe)\b[^<>]*$", re.IGNORECASE)
_LINK_TEXT = re.compile(r"\[(?!\s*[-+0-9.]+\s*[,，])[^\[\]]*$")  # half an interval, `[0, 1)`, is none
_HINT = "get the whole of it and import it again"


def check_ending(document: Document, body: Sequence[str], nodes: Sequence[Node]) -> None:
    """Refuse a post that stops in the middle: code, a link, a tag or bold text left open, or a bare heading.

    Raises:
        DigestError: the document ends early.
    """
    last = max((number for number, line in enumerate(body, 1) if line.strip()), default=0)
    if not last:
        return
    code = code_lines([*body, "."])
    why, line = "", last
    if len(body) + 1 in code:
        why = "a block of code has no end"
        while line - 1 in code:
            line -= 1
    elif nodes and nodes[-1].line == last and nodes[-1].role != "end":
        why = "nothing stands under its last heading"
    elif last not in code:
        open_mark = unfinished(body)
        why = _left_open(body[last - 1]) or (open_mark and f"{open_mark} has no end")
    if why:
        message = f"the document ends early: {why}"
        raise DigestError([error(message, path=document.path, line=line, hint=_HINT)])


def _left_open(line: str) -> str:
    """What a last line leaves open; "" where it is whole."""
    spans = [(link.start, link.end) for link in inline_links(line)]
    text = without(line, spans)
    text = without(text, code_spans(text))
    if _opens(text, "](", ")") or _LINK_TEXT.search(text):
        return "a link has no end"
    if _TAG.search(text):
        return "a tag has no end"
    return "a date has no end" if _opens(text, "【", "】") else ""


def _opens(line: str, opening: str, closing: str) -> bool:
    """Whether the last opening mark of a line has no closing one behind it."""
    start = line.rfind(opening)
    return start >= 0 and line.find(closing, start + len(opening)) < 0
