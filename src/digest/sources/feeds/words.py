"""Plain words out of the small texts of feeds: titles, names, first words of a content."""

from __future__ import annotations

import html
import re

from digest.text.clean import clean_line
from digest.text.excerpt import excerpt

_TITLE_LENGTH = 40  # units of `excerpt`, a Han character each: what a made title may take
_LONGEST = 1000  # characters of a title or name
_LOOKED_AT = 20_000  # characters of a content in which its first words must be
# Tags that titles hold; `List<String>` and `a < b` are words.
_TAGS = re.compile(
    r"</?(?:a|abbr|b|bdi|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|p|q|s|script|small|span|strike|"
    r"strong|style|sub|sup|svg|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|code|em|font|i|mark|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>", re.IGNORECASE
)
_ANY_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>?")
_UNREAD = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
# `Amselem, J., O'Connell, R. J.`, as journals list authors: a comma behind initials ends a name.
_INITIALS = r"(?:[^\W\d_]\.[\s-]?){1,4}"
_PERSON = rf"[^\W\d_][^,;<>]{{0,40}}, {_INITIALS}"
_PEOPLE = re.compile(rf"{_PERSON}(?:, (?:and )?{_PERSON})+")
_BETWEEN = re.compile(r"(?<=\.), (?:and )?")
_EMAIL = re.compile(r"\S+@\S+")


def title_of(written: str, *, is_html: bool) -> str:
    """A title in one line of plain text."""
    written = written[:_LONGEST]
    return clean_line(html.unescape(_TAGS.sub("", written)) if is_html else written)


def first_words(content: str) -> str:
    """What an entry without a title begins with."""
    head = _UNREAD.sub(" ", content[:_LOOKED_AT])
    return excerpt(clean_line(html.unescape(_ANY_TAG.sub(" ", _INLINE.sub("", head)))), _TITLE_LENGTH)


def name_of(written: str) -> str:
    """The name of a person or a tag; "" for a mere e-mail address."""
    name = clean_line(html.unescape(_TAGS.sub("", written[:_LONGEST])))
    return clean_line(_EMAIL.sub("", name).strip("()<> "))


def names_of(written: str) -> tuple[str, ...]:
    """The names in what a feed says is one: several where that is beyond doubt."""
    return tuple(_BETWEEN.split(written)) if _PEOPLE.fullmatch(written) else (written,)


def as_html(text: str) -> str:
    """Plain text as HTML: blank lines end a paragraph, other line breaks stay."""
    blocks = [block.strip() for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))]
    return "".join(f"<p>{html.escape(block).replace(chr(10), '<br>')}</p>" for block in blocks if block)
