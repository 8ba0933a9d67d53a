"""The outlines of an OPML document in order, with their lines.

XML is read by expat with document types refused: without one there are no entities to expand or to fetch,
which is all that packages for hostile XML would add.
"""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from digest.importers.document import Document
from digest.importers.records.claims import Claims
from digest.problems import DigestError, error

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^<>]*\?>")
_MARKS = re.compile(r"[\"'>]")
_HINTS = {
    expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]: "write `&` as `&amp;` and `<` as `&lt;`",
    expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]: "close every <outline>, or end it with />",
    expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: "write the character itself",
}
_EARLY = {
    expat.errors.codes[name]
    for name in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}


class Outline(NamedTuple):
    """One `<outline>`: its attributes by their names in lower case, and its lines."""

    attributes: dict[str, str]
    first: int
    last: int
    is_folder: bool


def read_outlines(document: Document, claims: Claims) -> list[Outline]:
    """All outlines of a document; text, comments and other elements in its body go into the books as left out.

    Raises:
        DigestError: it is no OPML or no well-formed XML, has a document type, or ends early.
    """
    return _Reading(document, claims).outlines()


class _Reading:
    """One pass of the parser over a document."""

    def __init__(self, document: Document, claims: Claims) -> None:
        self._document = document
        self._claims = claims
        self._open: list[str] = []
        self._starts: list[tuple[dict[str, str], int, int]] = []
        self._ends: list[int] = []
        self._parents: set[int] = set()
        self._above: list[int] = []

    def outlines(self) -> list[Outline]:
        """All outlines in order.

        Raises:
            DigestError: see `read_outlines`.
        """
        parser = self._parser = expat.ParserCreate("utf-8")  # the text is decoded, whatever it declares
        parser.StartDoctypeDeclHandler = self._refuse_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = self._comment
        # Blanks and a declaration in front of the root are common in what was pasted together.
        text = _DECLARATION.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), self._document.text)
        try:
            parser.Parse(text, True)
        except expat.ExpatError as failure:
            raise self._broken(failure) from None
        return [
            Outline(attributes, first, last, number in self._parents)
            for number, (attributes, first, last) in enumerate(self._starts)
        ]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.lower()
        if not self._open and name != "opml":
            self._raise(f"expected <opml>, found <{name[:40]}>: this is no OPML", "export it as OPML")
        self._open.append(name)
        if name != "outline":
            if "body" in self._open[1:2] and len(self._open) > 2:
                first = self._parser.CurrentLineNumber
                self._claims.drop("an element that OPML has not", first, self._tag_end(first))
            return
        if self._above:
            self._parents.add(self._above[-1])
        self._above.append(len(self._starts))
        first = self._parser.CurrentLineNumber
        self._starts.append(
            ({key.lower(): value for key, value in attributes.items()}, first, self._tag_end(first))
        )

    def _end(self, name: str) -> None:
        self._open.pop()
        if name.lower() == "outline":
            self._above.pop()

    def _text(self, text: str) -> None:
        if text.strip() and "body" in self._open[1:2]:
            first = self._parser.CurrentLineNumber
            self._claims.drop("text outside the outlines", first, first + text.strip("\n").count("\n"))

    def _comment(self, text: str) -> None:
        first = self._parser.CurrentLineNumber
        self._claims.drop("a comment", first, first + text.count("\n"))

    def _tag_end(self, first: int) -> int:
        """The line on which the tag that starts on a line ends: the parser tells where tags start alone."""
        quote = ""
        column = self._parser.CurrentColumnNumber
        for number in range(first, len(self._document.lines) + 1):
            line = self._document.lines[number - 1]
            for mark in _MARKS.finditer(line, column if number == first else 0):
                if quote:
                    quote = "" if mark[0] == quote else quote
                elif mark[0] == ">":
                    return number
                else:
                    quote = mark[0]
        return first

    def _refuse_type(self, *_: object) -> None:
        self._raise(
            "this document has a document type (<!DOCTYPE …>), which OPML has not", "take that line out"
        )

    def _raise(self, message: str, hint: str) -> NoReturn:
        line = self._parser.CurrentLineNumber
        raise DigestError([error(message, path=self._document.path, line=line, hint=hint)])

    def _broken(self, failure: expat.ExpatError) -> DigestError:
        message = f"this is no well-formed XML: {expat.ErrorString(failure.code)}"
        hint = _HINTS.get(failure.code, "export it again")
        is_cut = failure.lineno >= len(self._document.lines) and failure.code in _EARLY
        if is_cut and self._open:
            message = f"the document ends early: <{self._open[-1][:40]}> is not closed"
            hint = "get the whole of it"
        elif is_cut and not self._open:
            message, hint = "this is no OPML: there is no <opml> in it", "export it as OPML"
        return DigestError(
            [
                error(
                    message,
                    path=self._document.path,
                    line=failure.lineno,
                    column=failure.offset + 1,
                    hint=hint,
                )
            ]
        )
