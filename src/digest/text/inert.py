"""Plain text as Markdown that shows exactly this text: no link, picture, formula or markup comes out of it.

What a machine wrote is kept like this in content files, so that it stays text whoever owns the field later: an editor
who corrects one word does not bring a stranger's picture to life.
"""

from __future__ import annotations

import re

# Every character an inline rule of our parser can start at; a colon starts an address before slashes only.
_INLINE = re.compile(r"[\\`*_~\[\]<>&${}|^!]|:(?=//)")
_BLOCK = re.compile(r"(?P<number>[0-9]{1,9})(?P<dot>[.)])(?=\s|\Z)|(?P<mark>[-+#:=])")


_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(markdown: str) -> str:
    """The text that inert Markdown shows."""
    return _ESCAPED.sub(r"\1", markdown)


def inert(text: str) -> str:
    """Paragraphs of plain text, one a line and blank lines between them, with a backslash where one is needed."""
    return "\n\n".join(_inert_line(line) for part in text.split("\n") if (line := " ".join(part.split())))


def _inert_line(line: str) -> str:
    start = _BLOCK.match(line)
    head, rest = "", line
    if start and start["mark"]:
        head, rest = f"\\{start['mark']}", line[start.end() :]
    elif start:
        head, rest = f"{start['number']}\\{start['dot']}", line[start.end() :]
    return head + _INLINE.sub(lambda match: f"\\{match[0]}", rest)
