"""Headings of a body: their levels, plain texts and ids, and which fragments lead to them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import unquote

import msgspec
from markdown_it.token import Token

from digest.render.markdown.comments import COMMENT
from digest.render.markdown.dom_names import DOM_NAMES
from digest.render.markdown.kramdown import TOC
from digest.render.markdown.rendered import Heading

# Letters in the sense of Unicode's Alphabetic property that are of category So: circled and squared letters.
_ALPHABETIC_SYMBOLS = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))
_KEPT_CATEGORIES = frozenset(["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"])


@lru_cache(maxsize=8192)
def _slug_char(char: str) -> str:
    if char in "- ":
        return "-"
    if unicodedata.category(char) in _KEPT_CATEGORIES:
        return char
    return char if any(first <= ord(char) <= last for first, last in _ALPHABETIC_SYMBOLS) else ""


def github_slug(text: str) -> str:
    """The id GitHub gives a heading with this text, before repeats are numbered.

    Rule (that of the github-slugger package): lower case; letters, marks, decimal digits, connectors and
    hyphens stay, spaces become hyphens one by one, all else goes.
    """
    return "".join(map(_slug_char, text.lower()))


class Slugger:
    """Numbers repeated slugs as GitHub does: `x`, `x-1`, `x-2`."""

    def __init__(self) -> None:
        self._uses: dict[str, int] = {}

    def slug(self, text: str) -> str:
        """The next unused slug for `text`; `section` where nothing of it can stand in an id."""
        base = slug = github_slug(text) or "section"
        while slug in self._uses:
            self._uses[base] += 1
            slug = f"{base}-{self._uses[base]}"
        self._uses[slug] = 0
        return slug


class Outline(msgspec.Struct):
    """A body's headings in order, None for a dropped one, and the ids that fragments lead to."""

    headings: list[Heading | None] = []
    fragments: dict[str, str] = {}

    def resolve(self, fragment: str) -> str | None:
        """The id a `#fragment` (as written, without `#`) leads to, or None."""
        for name in (fragment, unquote(fragment)):
            found = self.fragments.get(name) or self.fragments.get(name.lower())
            if found:
                return found
        return None


def plain_text(children: Iterable[Token]) -> str:
    """Inline tokens as their visible text; a formula as its TeX, images and footnote marks as nothing."""
    parts = []
    for token in children:
        if token.type in {"text", "text_special", "code_inline", "maths_inline"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts).strip()


def _same_text(first: str, second: str) -> bool:
    return "".join(first.split()).casefold() == "".join(second.split()).casefold()


def read_outline(tokens: Sequence[Token], title: str) -> Outline:
    """Find the headings of a body.

    A leading `h1` that repeats `title` is dropped (its slug stays taken, as GitHub would number on); any
    other `h1` moves all headings one level down, at most to 6. Ids that are names of DOM properties get
    `h-`.
    """
    outline = Outline()
    opened = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    if not opened:
        return outline
    texts = [plain_text(tokens[index + 1].children or ()) for index in opened]
    tags = [tokens[index].tag for index in opened]
    drop = (
        bool(title)
        and tags[0] == "h1"
        and _same_text(texts[0], title)
        and all(token.type in {COMMENT, TOC} for token in tokens[: opened[0]])
    )
    shift = "h1" in tags[drop:]
    slugger, taken = Slugger(), set[str]()
    for number, (text, tag) in enumerate(zip(texts, tags, strict=True)):
        slug = slugger.slug(text)
        if drop and not number:
            outline.headings.append(None)
            continue
        anchor = f"h-{slug}" if slug in DOM_NAMES else slug
        while anchor in taken:
            anchor += "-"
        taken.add(anchor)
        outline.fragments.setdefault(anchor, anchor)
        outline.fragments[slug] = anchor
        outline.headings.append(Heading(min(int(tag[1]) + shift, 6), text, anchor))
    return outline
