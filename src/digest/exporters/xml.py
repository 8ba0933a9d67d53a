"""Text as it may stand in an XML document.

Characters that XML 1.0 forbids are dropped and the rest is escaped; CDATA sections are never written
(`]]>` would end one), so no text can leave its element.
"""

from __future__ import annotations

from digest.text.clean import clean_line, clean_text

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
"""First line of every XML document."""


def line(text: str) -> str:
    """A title or name as element content: one line of visible characters."""
    return _escape(clean_line(text))


def block(text: str) -> str:
    """Text of any length, HTML too, as element content: markup in it becomes text of the document."""
    return _escape(clean_text(text))


def attribute(text: str) -> str:
    """Text for an attribute in double quotes: one line."""
    return _escape(clean_line(text)).replace('"', "&quot;")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
