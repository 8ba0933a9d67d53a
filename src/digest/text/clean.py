"""Taking out characters that must never reach a page, a file name or a terminal."""

from __future__ import annotations

import re

# Unicode 23.7.
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
# Bidi controls, zero-width space, word joiner, byte-order mark, deprecated format characters, tag characters.
_UNSEEN = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"

# What makes a text read otherwise than it is stored: bidi embeddings, overrides and isolates, tag characters.
# Left-to-right and right-to-left marks only place what stands beside them: bodies in such scripts need them.
_DECEIVING = "\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f"

HIDDEN = re.compile(f"[{_NONCHARACTERS}{_DECEIVING}]")
"""A character that no text or address may hold, neither as itself nor as an entity; controls are not among them."""

# C0 without tab and newline, DEL, C1.
_IN_TEXT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_NONCHARACTERS}{_DECEIVING}]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# The separators among the control characters (\x0b \x0c \x1c-\x1f \x85) are left to `str.split`.
_IN_LINE = re.compile(f"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff{_NONCHARACTERS}{_UNSEEN}]")


def clean_line(text: str) -> str:
    """A title, name or tag in one line of visible characters.

    Control characters, bidi controls, tag characters, zero-width spaces and noncharacters are removed, runs
    of white space become one space. Joiners that spelling needs (U+200C, U+200D) stay.
    """
    if text.isprintable():  # then it holds none of them, and of white space only the plain blank
        if "  " not in text and text[:1] != " " and text[-1:] != " ":
            return text  # nearly every line there is: 0.1 us instead of 0.5, some 200 times an entry
    else:
        text = _IN_LINE.sub("", text)
    return " ".join(text.split())


def clean_text(text: str) -> str:
    r"""A body without control characters and noncharacters, nor what reorders or hides text.

    That is bidi embeddings, overrides and isolates, and tag characters; direction marks and joiners stay.
    Tabs and newlines stay; `\r\n` and `\r` become `\n`; a lone surrogate, which no UTF-8 file can hold, becomes
    U+FFFD. Everything else is the author's. Later stages rely on it: no STX, which marks the slots of a rendered
    body, can come from outside after this.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Most bodies are printable but for these two: 11 us for 2,800 characters, the search takes 68.
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return _SURROGATES.sub("\ufffd", _IN_TEXT.sub("", text))


def is_deceiving(address: str) -> bool:
    """Whether an address holds characters that make it look like another one, or none that could be sent.

    Control characters are not among them: the rules for addresses name those themselves.
    """
    return not address.isascii() and bool(HIDDEN.search(address) or _SURROGATES.search(address))
