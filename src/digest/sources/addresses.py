"""Addresses as documents write them become absolute http and https addresses, or nothing."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from digest.text.clean import is_deceiving

MAX_LENGTH = 4000
"""Longer addresses are none, in characters."""

# Browsers drop the first and escape the second, wherever they stand.
_DROPPED = re.compile(r"[\t\n\r]")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")


def web_address(written: str, base: str = "") -> str:
    """The http or https address a document means; "" for every other scheme, and for what is no address.

    Args:
        written: as it stands in an attribute, entities decoded.
        base: what relative addresses are relative to.
    """
    text = _DROPPED.sub("", written.strip())
    if not text or len(text) > MAX_LENGTH or is_deceiving(text):
        return ""
    try:
        joined = urljoin(base, text) if base else text
        parts = urlsplit(joined)
        if parts.scheme not in {"http", "https"} or not parts.hostname or "\\" in parts.netloc:
            return ""
        parts.port  # noqa: B018 - raises where it is none
    except ValueError:
        return ""
    return _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", joined)
