"""Addresses taken apart, in one spelling: what is left of them when case, escapes and tracking say nothing."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

MAX_LENGTH = 4000
"""Longer addresses are not taken apart, in characters."""

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*|\[[0-9a-f:.]+\]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Left over where an address was copied out of HTML, out of a script, or from a command line.
_AMPERSAND = re.compile(r"(?:&|\\x26)(?:amp;)*")
_SHELL_ESCAPE = re.compile(r"\\+(?=[?=&])")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]")
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")
_ROUTE = re.compile(r"!?/.")

_TRACKING = re.compile(
    r"utm_.*|sharer_.*|share_.*|spm(?:_id_from)?|from|scene|subscene|ascene|chksm|srcid|exportkey|pass_ticket|"
    r"wx_header|clicktime|enterid|sessionid|devicetype|nettype|isappinstalled|abtest_cookie|vd_source|"
    r"fbclid|gclid|igshid|mc_cid|mc_eid|wt_mc|_hsenc|_hsmi|ref_src",
    re.IGNORECASE,
)


class Address(NamedTuple):
    """An http or https address: host in lower case with its port if unusual, one spelling of escapes.

    `query` holds the parameters as they are written, without those that only say where a reader came from;
    `fragment` is kept only where it names the page (`#/models/x`).
    """

    scheme: str
    host: str
    path: str
    query: tuple[str, ...] = ()
    fragment: str = ""

    @property
    def url(self) -> str:
        """The whole address."""
        query = "?" + "&".join(self.query) if self.query else ""
        fragment = "#" + self.fragment if self.fragment else ""
        return f"{self.scheme}://{self.host}{self.path}{query}{fragment}"

    @property
    def parts(self) -> list[str]:
        """The names in the path, as written."""
        return [part for part in self.path.split("/") if part]

    def parameter(self, *names: str) -> str:
        """The decoded value of the first of these parameters that has one, else ""."""
        for name in names:
            for pair in self.query:
                found, _, value = pair.partition("=")
                if value and found == name:
                    return unquote(value)
        return ""


def read_address(text: str) -> Address | None:
    """Take an address apart; None for what is no http or https address, or far too long."""
    text = without_foreign_escapes(text)
    if len(text) > MAX_LENGTH:
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower().removesuffix(".")
    # A backslash ends the host in a browser, but not here: whose address is it?
    if parts.scheme not in _DEFAULT_PORTS or not _HOST.fullmatch(host) or "\\" in parts.netloc:
        return None
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    address = Address(
        scheme=parts.scheme,
        host=host,
        path=spelt(parts.path) or "/",
        query=tuple(pair for pair in spelt(parts.query).split("&") if pair and not _is_tracking(pair)),
        fragment=spelt(parts.fragment) if _ROUTE.match(parts.fragment) else "",
    )
    return address if len(address.url) <= MAX_LENGTH else None


def without_foreign_escapes(text: str) -> str:
    """An address without what HTML, a script or a command line put into it."""
    return _SHELL_ESCAPE.sub("", _AMPERSAND.sub("&", text.strip()))


def spelt(text: str) -> str:
    """A part of an address in the characters of RFC 3986, with escapes only where they are needed."""
    return _ESCAPE.sub(_spelt_character, text)


def _spelt_character(match: re.Match[str]) -> str:
    written = match[0]
    if len(written) == 3:
        character = chr(int(written[1:], 16))
        return character if _UNRESERVED.fullmatch(character) else written.upper()
    return "".join(f"%{byte:02X}" for byte in written.encode("utf-8", "replace"))


def _is_tracking(pair: str) -> bool:
    return _TRACKING.fullmatch(unquote(pair.partition("=")[0])) is not None
