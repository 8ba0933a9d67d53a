"""Source code with Pygments' classes; no styles, the theme has the colours."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

MAX_LENGTH = 100_000
"""Longer code is not highlighted, in characters."""

_LANGUAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+#.-]{0,39}")
_PLAIN_LANGUAGES = frozenset(["text", "txt", "plain", "plaintext", "none"])


def language_name(info: str) -> str:
    """The language a fence names ("Python {linenos=true}" is "python"), "" where it names none."""
    match = _LANGUAGE.match(info.strip().lstrip("{.").lstrip())
    return match[0].lower() if match else ""


def highlight(code: str, language: str) -> str:
    """`code` as escaped HTML, in spans with classes where `language` (of `language_name`) is known."""
    lexer = None
    if language and language not in _PLAIN_LANGUAGES and len(code) <= MAX_LENGTH:
        lexer = _lexer(language)
    if lexer is None:
        return _escape(code)
    parts: list[str] = []
    css, run = "", ""
    # Neighbours of one class share a span: a third less HTML than one span a token.
    for kind, text in lexer.get_tokens(code):
        kind_css = _css_class(kind)
        if kind_css == css:
            run += text
            continue
        parts.append(_span(css, run))
        css, run = kind_css, text
    parts.append(_span(css, run))
    return "".join(parts)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _span(css: str, text: str) -> str:
    return f'<span class="{css}">{_escape(text)}</span>' if css and text else _escape(text)


@lru_cache(maxsize=512)
def _css_class(kind: tuple[str, ...]) -> str:
    from pygments.token import STANDARD_TYPES  # noqa: PLC0415  (an import of 10 ms, for sites with code only)

    while kind:
        css = STANDARD_TYPES.get(kind)  # type: ignore[call-overload]  # a token type is a tuple of names
        if css:
            # Plain whitespace has a class too, which no theme colours.
            return "" if css == "w" else str(css)
        kind = kind[:-1]
    return ""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Alias to lexer name, of Pygments' own lexers: one from a plugin would make builds differ by machine."""
    from pygments.lexers import get_all_lexers  # noqa: PLC0415  (as above)

    return {alias.lower(): name for name, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases}


@lru_cache(maxsize=128)
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import find_lexer_class  # noqa: PLC0415  (as above)

    name = _names().get(language)
    found = find_lexer_class(name) if name else None
    return found(stripnl=False, ensurenl=False) if found else None
