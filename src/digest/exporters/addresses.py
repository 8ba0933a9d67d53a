"""Addresses as they may stand in a machine-readable document."""

from __future__ import annotations

import re

from digest.text.clean import clean_line

# What RFC 3986 allows in an address, and a percent sign that starts no escape.
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)


def encoded(address: str) -> str:
    """An address in the characters of RFC 3986: everything else percent-encoded as UTF-8.

    Escapes that are there already stay, so encoding twice changes nothing.
    """
    if not _NOT_ALLOWED.search(address):
        return address
    return _NOT_ALLOWED.sub(_escape, clean_line(address))


def web_address(address: str) -> str:
    """An address from outside, encoded, or "" where it is no http or https address."""
    address = encoded(address)
    return address if _WEB.match(address) else ""


def _escape(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
