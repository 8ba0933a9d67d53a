"""Raw HTML through an explicit allow-list (nh3, a browser's parser): the one sanitiser of the program."""

from __future__ import annotations

import html as html_text
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.text.clean import HIDDEN

if TYPE_CHECKING:
    import nh3

_ELEMENT_NAMES = """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
    figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary
    sup table tbody td tfoot th thead time tr u ul var wbr
"""
ELEMENTS = frozenset(_ELEMENT_NAMES.split())
"""No element that runs, loads, styles or submits, no foreign namespace, no `h1` (the page has one)."""

ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "bdo": {"dir"},
    "details": {"open"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
}
"""By element, `*` for all; no `id`, `name`, `class` or `style`, no handler."""

WITHOUT_CONTENT = frozenset(
    ["script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"]
)
"""Elements that go with all that is in them; of others not allowed only the tags go."""
VOID = frozenset(["br", "col", "hr", "img", "wbr"])
"""Allowed elements without content or end tag."""
END = "\ufdd0"
"""A mark for the end of a piece: a noncharacter, which cleaned input cannot hold and a parser keeps as text."""

_RASTER = re.compile(r"[^?#]+\.(?:png|jpe?g|gif|webp|avif)(?:[?#].*)?", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,4}%?")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NO_SOURCE = re.compile(r'<img(?![^>]* src=")[^>]*>')
_ALT = re.compile(r' alt="([^"]*)"')
_MAX_PASSES = 6


def sanitise(html: str, *, keep_end: bool = False) -> str:
    """`html` with allowed elements, attributes and addresses only, as well-formed HTML.

    `sanitise(sanitise(x)) == sanitise(x)`: removing an element can leave markup a parser reads anew in
    another way, so the result is parsed again until it stays; what never does is shown as text. Images
    without an allowed source are replaced by their alternative text. Characters that mislead go, also where
    an entity stands for them; with `keep_end` only `END` stays, for the caller to take out.
    """
    cleaner = _cleaner()
    for _ in range(_MAX_PASSES):
        cleaned = _NO_SOURCE.sub(_alternative, _shown(cleaner.clean(html), keep_end=keep_end))
        if cleaned == html:
            return cleaned
        html = cleaned
    return html_text.escape(html)


def _shown(html: str, *, keep_end: bool) -> str:
    html = _CONTROLS.sub("", html)
    if keep_end:
        return HIDDEN.sub(lambda hidden: END if hidden[0] == END else "", html)
    return HIDDEN.sub("", html)


def _alternative(image: re.Match[str]) -> str:
    alt = _ALT.search(image[0])
    return alt[1] if alt else ""


def _attribute(element: str, name: str, value: str) -> str | None:
    """The value an attribute keeps, None to drop it."""
    if name == "href":
        return _address(value)
    if name == "src":
        address = _address(value)
        if address is None or not (address.startswith("https://") or _local_raster(address)):
            return None
        return address
    if name in {"width", "height", "colspan", "rowspan", "span", "start", "value"}:
        return value if _NUMBER.fullmatch(value) else None
    del element
    return value


def _local_raster(address: str) -> bool:
    return ":" not in address and _RASTER.fullmatch(address) is not None


def _address(value: str) -> str | None:
    # Markdown and raw HTML follow one rule; imported late as that module loads the Markdown parser's.
    from digest.render.markdown.addresses import judge_link  # noqa: PLC0415  (see above)

    address = judge_link(value)
    if address.kind == "refused":
        return None
    return f"#{address.value}" if address.kind == "fragment" else address.value


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    import nh3  # noqa: PLC0415  (needed by sites that allow HTML only)

    return nh3.Cleaner(
        tags=set(ELEMENTS),
        clean_content_tags=set(WITHOUT_CONTENT),
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
