"""Slugs: the part of an address that is made from a title or a name.

A slug holds letters, digits and marks of any script and `-`, nothing else, so it is safe as a file name, in
an address and in a terminal. Two texts may share a slug (`C`, `C++`): telling them apart is the caller's
business.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_CHARACTERS = 80
MAX_BYTES = 180  # in UTF-8; leaves room for suffixes and temporary names under the usual limit of 255

_WORD_CUT_FROM = 60  # a slug that must be cut ends at a whole word if one ends after this many characters
_ASCII_BREAKS = re.compile(r"[^a-z0-9]+")
_ASCII_BREAKS_BUT_UNDERSCORE = re.compile(r"[^a-z0-9_]+")
_APOSTROPHES = str.maketrans("", "", "'\u2019")
_SUPERSCRIPT_DIGITS = str.maketrans("¹²³", "123")  # Windows takes `com¹` for `com1`

# Letters and marks that draw nothing: two names differing in them alone look the same.
_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))]
)
_OWN_PAGES = frozenset(["index", "page"])  # `index.html` and the folder of a list's further pages


def slugify(text: str, *, underscore: bool = False) -> str:
    """Make a slug from any text.

    Compared by rule: canonical composition and full case folding, so `Straße` and `STRASSE` agree.
    Apostrophes vanish, every other run of characters that may not stand in a slug becomes one `-`. What is
    longer than 80 characters or 180 bytes is cut. Windows device names and `index` and `page` get `-x`.

    Args:
        text: a title, name or tag.
        underscore: keep `_`, for names that come from files of a Hugo or Jekyll tree.

    Returns:
        The slug, never empty: where nothing of the text can stand in one, `n-` and eight hexadecimal digits
        of its SHA-256.
    """
    words = _words(text, underscore)
    if not words:
        return "n-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    slug = _shorten(words)
    if slug in _OWN_PAGES or is_device_name(slug):
        slug += "-x"
    return slug


def has_slug(text: str) -> bool:
    """Whether anything of the text can stand in a slug."""
    return bool(_words(text, False))


def is_slug(text: str) -> bool:
    """Whether the text can be used as a slug exactly as it is."""
    return bool(text) and slugify(text) == text


def is_plain_slug(text: str) -> bool:
    """Whether the text is a slug in ASCII: lower-case letters, digits and `-`, the rule for ids people type."""
    return text.isascii() and is_slug(text)


def is_device_name(name: str) -> bool:
    """Whether Windows takes a file name, with or without an extension, for a device (`con`, `aux.html`)."""
    return name.partition(".")[0].strip().casefold().translate(_SUPERSCRIPT_DIGITS) in _DEVICES


def with_suffix(slug: str, suffix: str) -> str:
    """Append `-suffix` to a slug, cutting the slug so that the whole keeps within the limits."""
    room = MAX_CHARACTERS - len(suffix) - 1
    room_bytes = MAX_BYTES - len(suffix.encode()) - 1
    return f"{_cut(slug, room, room_bytes).rstrip('-')}-{suffix}"


def _words(text: str, underscore: bool) -> str:
    """The words of a text joined by `-`, of any length, possibly none."""
    if text.isascii():
        breaks = _ASCII_BREAKS_BUT_UNDERSCORE if underscore else _ASCII_BREAKS
        return breaks.sub("-", text.lower().replace("'", "")).strip("-")
    # Decomposed before folding, composed after it: folding again then changes nothing (Unicode, D145).
    folded = unicodedata.normalize("NFD", text).casefold().translate(_APOSTROPHES)
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", folded):
        if character.isalnum() or (underscore and character == "_"):
            if character not in _INVISIBLE:
                kept.append(character)
            continue
        category = unicodedata.category(character)
        if category[0] == "M":
            if kept and kept[-1] != "-" and character not in _INVISIBLE:
                kept.append(character)
        elif category != "Cf" and kept and kept[-1] != "-":
            kept.append("-")
    # Dropping an invisible character can bring a letter and its mark together.
    return unicodedata.normalize("NFC", "".join(kept)).strip("-")


def _shorten(words: str) -> str:
    cut = _cut(words, MAX_CHARACTERS, MAX_BYTES)
    if len(cut) < len(words) and words[len(cut)] != "-":
        word_end = cut.rfind("-")
        if word_end >= _WORD_CUT_FROM:
            cut = cut[:word_end]
    return cut.rstrip("-")


def _cut(text: str, characters: int, octets: int) -> str:
    return text[:characters].encode("utf-8", "ignore")[:octets].decode("utf-8", "ignore")
