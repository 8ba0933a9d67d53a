"""Filling a rendered body's slots, once the site is known: links, image addresses, id prefix, contents.

The slots themselves are described in `digest.render.markdown.rendered`. Cached bodies hold them, pages do
not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

STX = "\x02"
ETX = "\x03"
PREFIX_SLOT = f"{STX}P{ETX}"
FRAGMENT_SLOT = f"{STX}F{ETX}"
TOC_SLOT = f"{STX}T{ETX}"

_SLOT = re.compile(f"{STX}(?:([LlI])([0-9]+)|([PFT])){ETX}")


def escape_attribute(value: str) -> str:
    """Text as it stands between double quotes in a tag."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def quote_fragment(anchor: str) -> str:
    """An id as it stands behind `#` in an address: percent-encoded, safe inside an attribute."""
    return quote(anchor, safe="-._~!$()*+,;:=@/?")


def fill_slots(
    html: str,
    *,
    link: Callable[[int], str | None],
    image: Callable[[int], str],
    prefix: str = "",
    toc: str = "",
) -> str:
    """Replace every slot of `html`.

    Args:
        html: A `Rendered.html` or `Rendered.lead`.
        link: From the number of an internal link to the attributes of its opening tag, escaped
            (`href="/entries/x/"`), or None where only its text shall stay. Asked once a link.
        image: From the number of a local image to its address; escaped here.
        prefix: What ids of this body, and the fragments that lead to them, start with.
        toc: Finished HTML of the table of contents.
    """
    if STX not in html:
        return html
    linked: set[str] = set()

    def fill(match: re.Match[str]) -> str:
        kind, number, other = match.groups()
        if other:
            if other == "T":
                return toc
            return escape_attribute(prefix) if other == "P" else quote_fragment(prefix)
        if kind == "L":
            attributes = link(int(number))
            if attributes is None:
                return ""
            linked.add(number)
            return f"<a {attributes}>"
        if kind == "l":
            return "</a>" if number in linked else ""
        return escape_attribute(image(int(number)))

    return _SLOT.sub(fill, html)
