"""Which addresses a body may link to or show, by an allow-list of schemes."""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from markdown_it.common.normalize_url import normalizeLink

from digest.text.clean import HIDDEN

Kind = Literal["external", "internal", "fragment", "insecure", "refused"]


class Address(msgspec.Struct, frozen=True):
    """A judged address.

    `external` and `insecure` (an image over http): `value` can stand in an attribute once escaped;
    `internal`: as written; `fragment`: without its `#`; `refused`: must not become an address.
    """

    kind: Kind
    value: str


_SAFE = re.compile(
    r"https?://[a-z0-9][a-z0-9.-]*(?::[0-9]+)?(?:[/?#][A-Za-z0-9\-._~:/?#@!$&()*+,;=%]*)?", re.ASCII
)
"""What needs no normalising (43 us an address): a plain host and characters that stand for themselves."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB = re.compile(r"https?://[^/?#\\\s]+", re.IGNORECASE)
_UNFIT = re.compile(r"[\s\"'<>`\\\x00-\x20\x7f-\x9f]")
# Browsers drop these wherever they stand, so `java&Tab;script:` would be one word to them.
_DROPPED_BY_BROWSERS = str.maketrans("", "", "\t\n\r\f\v")


def judge_link(written: str) -> Address:
    """Judge the address of a link: http, https and mailto are external, no scheme is internal."""
    if _SAFE.fullmatch(written):
        return Address("external", written)
    if HIDDEN.search(written):  # an entity can still bring it here
        return Address("refused", HIDDEN.sub("", written))
    url = written.translate(_DROPPED_BY_BROWSERS).strip()
    if url.startswith("#"):
        return Address("fragment", url[1:])
    scheme = _SCHEME.match(url)
    if scheme:
        name = scheme[1].lower()
        if (name in {"http", "https"} and _WEB.match(url)) or (
            name == "mailto" and len(url) > len("mailto:")
        ):
            return _normalised(url, name)
        return Address("refused", url)
    # `//host`, and `/\host`, which browsers read the same, leave the site without a scheme.
    if not url or url[:2].replace("\\", "/") == "//" or ":" in re.split(r"[/?#]", url, maxsplit=1)[0]:
        return Address("refused", url)
    return Address("internal", url)


def judge_image(written: str) -> Address:
    """Judge the address of an image: https is shown, http only linked, no scheme is a file of the site."""
    address = judge_link(written)
    if address.kind == "external":
        if address.value.startswith("https:"):
            return address
        return Address("insecure" if address.value.startswith("http:") else "refused", address.value)
    return address if address.kind == "internal" else Address("refused", address.value)


def _normalised(url: str, scheme: str) -> Address:
    """Percent-encode what must be, write the host in ASCII; refuse what still is no clean address."""
    try:
        value = normalizeLink(url)
    except ValueError:
        return Address("refused", url)
    start = value[: len(scheme) + 1]
    value = start.lower() + value[len(start) :].replace("'", "%27")
    if not value.startswith(f"{scheme}:") or _UNFIT.search(value) or not value.isascii():
        return Address("refused", url)
    return Address("external", value)
