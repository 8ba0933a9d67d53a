"""XML as a tree of elements, read strictly: what is not well-formed to its end is no document.

Document types are refused: without one there are no entities to expand or to fetch, and XHTML has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder  # only the builder: the parser below is ours
from xml.parsers import expat

MAX_DEPTH = 50
"""Deepest nesting of elements; feeds need six."""

_EARLY = frozenset(
    expat.errors.codes[name]
    for name in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)


class BrokenXml(Exception):  # noqa: N818 - it says what the bytes are
    """The bytes are no XML; `is_cut` where they end early and are well-formed so far."""

    def __init__(self, message: str, *, is_cut: bool = False) -> None:
        super().__init__(message)
        self.is_cut = is_cut


def read_tree(body: bytes) -> Element:
    """The root element; names are `{namespace}name`.

    Raises:
        BrokenXml: it is not well-formed, ends early, has a document type, or is nested deeper than `MAX_DEPTH`.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    builder = TreeBuilder()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise BrokenXml(f"elements are nested deeper than {MAX_DEPTH}")
        builder.start(_name(name), {_name(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_name(name))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        message = f"{expat.errors.messages.get(error.code, 'not well-formed')}, line {error.lineno}"
        raise BrokenXml(message, is_cut=error.code in _EARLY) from None
    except (ValueError, LookupError) as error:  # an encoding that Python does not know, or knows otherwise
        raise BrokenXml(f"it cannot be decoded: {error}") from None
    return builder.close()


def text_of(element: Element, name: str) -> str:
    """The text of the first child of that name, as written; "" where there is none."""
    child = element.find(name)
    return "" if child is None else "".join(child.itertext())


def texts_of(element: Element, name: str) -> Iterator[str]:
    """The texts of all children of that name."""
    for child in element.iterfind(name):
        yield "".join(child.itertext())


def _refuse(*_: object) -> NoReturn:
    raise BrokenXml("it has a document type, which feeds do not")


def _name(name: str) -> str:
    return "{" + name if "}" in name else name
