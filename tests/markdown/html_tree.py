"""What may stand in a rendered body, written down a second time, apart from the program's own lists.

`faults` parses HTML as a browser does and names everything that must not be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

from digest.render.markdown import Rendered
from digest.render.slots import fill_slots

_XHTML = "{http://www.w3.org/1999/xhtml}"
_MATHML = "{http://www.w3.org/1998/Math/MathML}"

_ELEMENT_NAMES = """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
    figure h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q rp rt ruby s samp section small span strong
    sub summary sup table tbody td tfoot th thead time tr u ul var wbr
"""
_ELEMENTS = set(_ELEMENT_NAMES.split())
_ATTRIBUTES = {
    "a": {"href", "rel", "title", "aria-label"},
    "img": {"src", "alt", "title", "loading", "decoding", "width", "height"},
    "input": {"type", "disabled", "checked", "aria-label"},
    "section": {"class", "aria-label"},
    "ol": {"start", "reversed", "type"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "scope", "colspan", "rowspan"},
    "time": {"datetime"},
    "details": {"open"},
    "li": {"class", "id", "value"},
    "sup": {"class", "id"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    **{name: {"class", "tabindex"} for name in ("div", "pre")},
    **{name: {"class"} for name in ("code", "span")},
}
_EVERYWHERE = {"title", "lang", "dir"}
_CLASS = re.compile(r"[A-Za-z0-9_+#. -]*")
_HREF = re.compile(r"(?:https?://[^/?#\\]|mailto:.|#p-|/internal/[0-9]+$)")
_SRC = re.compile(r"(?:https://[^/?#\\]|/image/[0-9]+$)")
_BAD_CHARACTERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U000e0000-\U000e007f]"
)


def filled(rendered: Rendered, html: str | None = None) -> str:
    """A body as on a page of a site where every link and image exists."""
    return fill_slots(
        rendered.html if html is None else html,
        link=lambda number: f'href="/internal/{number}"',
        image=lambda number: f"/image/{number}",
        prefix="p-",
        toc="",
    )


def tree(html: str) -> Element:
    root: Element = html5lib.parse(
        f"<!DOCTYPE html><html><body><main>{html}</main><footer></footer></body></html>"
    )
    return root


def faults(html: str) -> list[str]:
    """Everything in `html` that no content may bring onto a page; empty for a clean body."""
    body = tree(html).find(f"{_XHTML}body")
    assert body is not None
    children = [child.tag for child in body]
    inside = children == [f"{_XHTML}main", f"{_XHTML}footer"] and not (body[0].tail or "").strip()
    found = [] if inside else ["leaves its place"]
    found.extend(_faults_below(body[0]))
    ids = [element.get("id") for element in body.iter() if element.get("id") is not None]
    if len(ids) != len(set(ids)):
        found.append(f"an id twice: {ids}")
    if _BAD_CHARACTERS.search(html):
        found.append("a control character")
    return found


def _faults_below(main: Element) -> Iterator[str]:
    for element in main.iter():
        tag = str(element.tag)
        if element is main:
            continue
        if tag.startswith(_MATHML):
            if any(
                name == "style" or name.startswith("on") or "href" in name
                for name in map(str, element.keys())
            ):
                yield f"attribute in maths: {element.attrib}"
            continue
        name = tag.removeprefix(_XHTML)
        if name not in _ELEMENTS:
            yield f"element {tag}"
            continue
        for key, value in element.items():
            if key not in _ATTRIBUTES.get(name, set()) | _EVERYWHERE:
                yield f"attribute {key} on {name}"
            elif key == "class" and not _CLASS.fullmatch(value):
                yield f"class {value!r}"
            elif key == "tabindex" and value != "0":
                yield f"tabindex {value!r}"
            elif key == "id" and not re.fullmatch(r"p-\S*", value):
                yield f"id {value!r}"
            elif (key == "href" and not _HREF.match(value)) or (key == "src" and not _SRC.match(value)):
                yield f"{key} {value!r}"
        if name == "img" and (element.get("alt") is None or element.get("src") is None):
            yield "an image without alt or src"
        if (
            name == "a"
            and str(element.get("href")).startswith("http")
            and "noopener" not in str(element.get("rel"))
        ):
            yield "an external link without rel"
