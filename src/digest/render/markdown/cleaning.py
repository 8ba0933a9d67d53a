"""Characters that never reach the parser: input is cleaned once, so that later stages may rely on it."""

from __future__ import annotations

import re

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)
)
# Bidi embeddings, overrides and isolates make a text read otherwise than it is stored, tag characters hide one.
_HIDDEN = f"\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f{_NONCHARACTERS}"
_REMOVED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_HIDDEN}]")
_SURROGATES = re.compile("[\ud800-\udfff]")


HIDDEN = re.compile(f"[{_HIDDEN}]")
"""A character that may come neither as itself nor as an entity; control characters are not among them."""


def clean_text(text: str) -> str:
    r"""Make line ends `\n`; drop controls (C0 but tab and newline, DEL, C1), noncharacters and what misleads.

    That is bidi embeddings, overrides and isolates, and tag characters; direction marks and joiners stay.
    The slots of a rendered body are marked by STX and ETX: none can come from outside after this. A lone
    surrogate, which no UTF-8 file can hold, becomes U+FFFD.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _REMOVED.search(text):
        text = _REMOVED.sub("", text)
    if _SURROGATES.search(text):
        text = _SURROGATES.sub("\ufffd", text)
    return text
