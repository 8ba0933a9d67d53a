"""Quotation marks as TeX writes them, which abstracts kept as their authors sent them are full of."""

from __future__ import annotations

import re

# A formula may hold two primes: it is stepped over. Prices are no formulas: a space or digit tells.
_TOKEN = re.compile(r"\$(?!\s)[^$`]*(?<!\s)\$(?![0-9])|(?<!`)``(?!`)|''(?!')")
_PARAGRAPHS = re.compile(r"(\n[ \t]*\n)")
_FENCES = ("```", "~~~")


def with_quotation_marks(text: str) -> str:
    """Markdown in which ``…'' stands as “…”; code between double backticks stays code.

    Markdown pairs the two backticks that open a quotation with those of the next one and shows what lies between as
    code. A paragraph that would be left with an unpaired mark is not TeX, or not only: it stays as written.
    """
    if "``" not in text or "''" not in text or any(fence in text for fence in _FENCES):
        return text
    return "".join(_paragraph(part) for part in _PARAGRAPHS.split(text))


def _paragraph(text: str) -> str:
    out: list[str] = []
    done, opened = 0, -1
    for token in _TOKEN.finditer(text):
        if token[0] == "``":
            # The second of two in a row closes a code span.
            opened = token.start() if opened < 0 else -1
        elif token[0] == "''" and opened >= 0:
            out += (text[done:opened], "“", text[opened + 2 : token.start()], "”")
            done, opened = token.end(), -1
    return "".join(out) + text[done:] if opened < 0 else text
