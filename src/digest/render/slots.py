"""Filling a rendered body's slots, once the site is known: links, image addresses, id prefix, table of contents.

The slots themselves are described in `digest.render.markdown.rendered`. Cached bodies hold them, pages do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable

STX = "\x02"
ETX = "\x03"
PREFIX_SLOT = f"{STX}P{ETX}"
TOC_SLOT = f"{STX}T{ETX}"

_SLOT = re.compile(f"{STX}(?:([LlI])([0-9]+)|([PT])){ETX}")


def escape_attribute(value: str) -> str:
    """Text as it stands between double quotes in a tag."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


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
        prefix: What ids of this body and their fragments start with; for slugs, so it needs no escaping.
        toc: Finished HTML of the table of contents.
    """
    if STX not in html:
        return html
    linked: set[str] = set()

    def fill(match: re.Match[str]) -> str:
        kind, number, other = match.groups()
        if other:
            return prefix if other == "P" else toc
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
