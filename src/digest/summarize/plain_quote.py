"""A quotation from the Markdown of an article, without its marks."""

from __future__ import annotations

import re

from digest.text.inert import plain

_PICTURE = re.compile(
    r"!\[[^\[\]\n]{0,400}\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,1000}(?: \"[^\"\n]{0,200}\")?\)"
)
_LINK = re.compile(
    r"\[([^\[\]\n]{0,400})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,1000}(?: \"[^\"\n]{0,200}\")?\)"
)
_EMPHASIS = re.compile(r"(?<!\\)(\*\*\*|\*\*|\*|~~|`)(?=\S)([^*~`\n]{1,400}?)(?<=\S)\1")


def without_marks(markdown: str) -> str:
    """The words of a line of Markdown: pictures gone, links and emphasis as their text, escapes undone."""
    text = _LINK.sub(r"\1", _PICTURE.sub("", markdown))
    return " ".join(plain(_EMPHASIS.sub(r"\2", text)).split())
