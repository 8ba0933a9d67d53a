"""Texts of arXiv's metadata as Markdown and as plain lines; maths stays TeX between dollars."""

from __future__ import annotations

import re

from digest.sources.arxiv.tex import MAX_LENGTH, PARAGRAPH, Piece, read_tex
from digest.text.clean import clean_line

__all__ = ["MAX_LENGTH", "metadata_text", "plain_text"]

# `_` inside a word, `<` before a blank or a digit, `&` of no entity are text for every Markdown.
_SPECIAL = re.compile(
    r"[\\`*\[\]{$]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?]|\Z)|&(?=#?[A-Za-z0-9]+;)|~(?=~)|(?<=~)~"
)
_BLOCK = re.compile(r"(?:#{1,6}|[-+])(?=\s|\Z)|-(?=-)|>|[:~](?=\s)|(?P<number>[0-9]{1,9})[.)](?=\s|\Z)")


def metadata_text(tex: str) -> str:
    r"""An abstract as Markdown.

    Formulas keep their TeX (in one line, without blanks at their ends) as `$…$` and `$$…$$`, whichever way they
    were delimited; everything else is text that makes no markup, but for `\emph`, `\textbf`, `\texttt`, `\href`
    and http or https addresses. Paragraphs are lines with an empty line between them. Never raises; input beyond
    `MAX_LENGTH` characters is cut.
    """
    pieces = read_tex(tex)
    written: list[str] = []
    is_linked = False
    dropped = _marks_that_do_nothing(pieces)
    for index, piece in enumerate(pieces):
        last = written[-1][-1:] if written else ""
        behind = pieces[index + 1] if index + 1 < len(pieces) else None
        match piece.kind:
            case "text":
                text = _text(piece.text, is_first=not written, behind=behind)
                digit = pieces[index - 1].kind == "maths" and index > 0 and text[:1].isdigit()
                # A dollar before a digit is money; the entity of the digit keeps it the end of a formula.
                written.append(f"&#{ord(text[0])};{text[1:]}" if digit else text)
            case "maths" | "display":
                dollars = "$" if piece.kind == "maths" else "$$"
                # A dollar could end an address, and two formulas without a blank are none.
                gap = " " if index and pieces[index - 1].kind in {"maths", "display", "address"} else ""
                written.append(f"{gap}{dollars}{piece.text}{dollars}")
            case "address":
                is_bare = not is_linked and not (last.isascii() and last.isalnum())
                written.append(piece.text if is_bare else _text(piece.text, is_first=False, behind=behind))
            case "code":
                written.append(f"`{piece.text}`" if last != "`" else piece.text)
            case "open" | "close":
                written.append("" if index in dropped else piece.text)
            case "link":
                is_linked = True
                written.append("[")
            case "end":
                is_linked = False
                written.append(f"]({_address_of(pieces, index)})")
        if not written[-1]:
            written.pop()
    return "".join(written).strip()


def plain_text(tex: str) -> str:
    """A title, name or comment in one line of text: nothing is escaped, formulas stand between single dollars.

    Titles are shown as they are, not as Markdown. Idempotent where no TeX but formulas is left.
    """
    parts: list[str] = []
    for piece in read_tex(" ".join(tex[:MAX_LENGTH].split())):
        if piece.kind in {"maths", "display"}:
            parts.append(f"${piece.text}$")
        elif piece.kind in {"text", "code", "address"}:
            parts.append(piece.text)
    return clean_line("".join(parts))


def _text(text: str, *, is_first: bool, behind: Piece | None) -> str:
    """A text escaped for its place; one before a link must not make an image or a footnote of it."""
    paragraphs = text.split(PARAGRAPH)
    for index, paragraph in enumerate(paragraphs):
        escaped = _SPECIAL.sub(r"\\\g<0>", paragraph)
        if index or is_first:
            escaped = escaped.lstrip()
            if block := _BLOCK.match(escaped):
                at = block.end("number") if block["number"] else 0
                escaped = f"{escaped[:at]}\\{escaped[at:]}"
        paragraphs[index] = escaped
    joined = PARAGRAPH.join(paragraphs)
    if behind is not None and behind.kind == "link" and joined[-1:] in {"!", "^"}:
        joined = f"{joined[:-1]}\\{joined[-1]}"
    return joined


def _marks_that_do_nothing(pieces: tuple[Piece, ...]) -> set[int]:
    """Marks that Markdown would show: between a letter and a sign they neither open nor close.

    https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run
    """
    dropped: set[int] = set()
    opened = 0
    for index, piece in enumerate(pieces):
        if piece.kind == "open":
            opened = index
        elif piece.kind == "close":
            outer = _edge(pieces, opened, -1), _edge(pieces, index, 1)
            inner = _edge(pieces, opened, 1), _edge(pieces, index, -1)
            is_fit = all(
                inside.isalnum() or not outside.isalnum()
                for inside, outside in zip(inner, outer, strict=True)
            )
            if not is_fit or "*" in outer:
                dropped |= {opened, index}
    return dropped


def _edge(pieces: tuple[Piece, ...], index: int, step: int) -> str:
    """The character beside a mark, on the side `step` points to; a blank at the ends of the text."""
    if not 0 <= index + step < len(pieces):
        return " "
    piece = pieces[index + step]
    if piece.kind in {"text", "address"}:
        return piece.text[0 if step > 0 else -1]
    return "*" if piece.kind in {"open", "close"} else "$"


def _address_of(pieces: tuple[Piece, ...], end: int) -> str:
    return next(piece.text for piece in reversed(pieces[:end]) if piece.kind == "link")
