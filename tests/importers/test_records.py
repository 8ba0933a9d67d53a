"""What holds for all formats of records: how they are recognised, and that no broken or hostile text gets through."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import importing
from digest.importers.forms import ENOUGH, detect_form
from digest.importers.imported import Form, Reader
from digest.importers.records.bibtex import bibtex_evidence, read_bibtex
from digest.importers.records.bookmarks import bookmarks_evidence, read_bookmarks
from digest.importers.records.opml import opml_evidence, read_opml
from digest.importers.records.ris import read_ris, ris_evidence
from digest.problems import DigestError


class Format(NamedTuple):
    name: str
    form: Form
    reader: Reader


FORMATS = (
    Format("reading.opml", "opml", read_opml),
    Format("library.bib", "bibtex", read_bibtex),
    Format("library.ris", "ris", read_ris),
    Format("bookmarks.html", "bookmarks", read_bookmarks),
)
EVIDENCE = {
    "opml": opml_evidence,
    "bibtex": bibtex_evidence,
    "ris": ris_evidence,
    "bookmarks": bookmarks_evidence,
}
BESIDE = (
    "",
    "\n",
    "<script>alert(1)</script>",
    "[" * 300,
    "&#99999999999999999999;",
    '"',
    "{",
    "}",
    "<a",
    "<!--",
    "ER  - ",
    "TY  - JOUR",
    "@misc{x,",
    "</DL>",
)


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.form)
def test_each_is_recognised(format_: Format) -> None:
    document = importing.document(importing.own(format_.name))
    found = {form: evidence(document) for form, evidence in EVIDENCE.items()}
    assert found.pop(format_.form) >= 60
    assert set(found.values()) == {0}
    assert detect_form(document) == format_.form


@pytest.mark.parametrize(
    "text",
    [
        "# A tool\n\nCite it:\n\n```bibtex\n@misc{tool, title={Tool}}\n```\n\nMore prose.\nAnd more.\nAnd more.\n",
        "Write `TY  - JOUR` first.\n\nTY  - JOUR\n\nThen the fields follow.\nThey have tags.\nEach has one.\n",
        "<!DOCTYPE html>\n<html><body><p>Hello</p><a href='https://a.example/'>a</a></body></html>\n",
        "<?xml version='1.0'?>\n<rss version='2.0'><channel></channel></rss>\n",
        "@media (max-width: 10em) {\n  a { color: red }\n}\n",
        "An <opml> element holds outlines.\n",
        "plain words\n",
    ],
)
def test_other_texts_are_not(text: str) -> None:
    document = importing.document(text)
    assert max(evidence(document) for evidence in EVIDENCE.values()) < ENOUGH


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_seeds_are_not(number: str) -> None:
    document = importing.document(importing.seed(number))
    assert {evidence(document) for evidence in EVIDENCE.values()} == {0}


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.form)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_broken_texts_are_refused_or_read_whole(format_: Format, data: st.DataObject) -> None:
    """`importing.read` checks that each line has its account."""
    lines = importing.own(format_.name).split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["delete", "double", "swap", "cut", "insert", "shorten"])):
            case "delete" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[0] = lines[0], lines[at]
            case "cut":
                lines = lines[: at + 1]
            case "insert":
                lines.insert(at, data.draw(st.sampled_from(BESIDE)))
            case _:
                lines[at] = lines[at][: data.draw(st.integers(0, len(lines[at])))]
    text = "\n".join(lines)
    if not text.strip():
        return
    try:
        imported = importing.read(format_.reader, text)
    except DigestError as failure:
        assert all(problem.path == "paste.md" and problem.line > 0 for problem in failure.problems)  # noqa: PT017
        return
    assert not any(
        link.url.lower().startswith(("javascript:", "file:", "data:"))
        for item in imported.items
        for link in item.links
    )


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.form)
@given(text=st.text(st.sampled_from('<>/!-@{}()=,"\\# \nTYER  -aAdlDLt&;:$1'), min_size=1))
@settings(max_examples=150, deadline=None)
def test_any_text_is_refused_or_read_whole(format_: Format, text: str) -> None:
    if not text.strip():
        return
    try:
        importing.read(format_.reader, text)
    except DigestError as failure:
        assert failure.problems  # noqa: PT017


HOSTILE = {
    "brackets": "[" * 100_000,
    "angles": "<" * 100_000,
    "braces": "@misc{a, title = " + "{" * 100_000,
    "closed braces": "@misc{a, title = " + "{" * 50_000 + "x" + "}" * 50_000 + "}",
    "records": "@misc{a," * 20_000,
    "ampersands": '<opml version="2.0"><body>' + "&" * 100_000,
    "outlines": '<opml version="2.0"><body>' + '<outline text="a">' * 100_000,
    "lists": "<!DOCTYPE NETSCAPE-Bookmark-file-1>" + "<DL><DT><H3>x</H3>" * 50_000,
    "open tags": "<!DOCTYPE NETSCAPE-Bookmark-file-1>" + '<A HREF="' * 50_000,
    "quotes": "<!DOCTYPE NETSCAPE-Bookmark-file-1>" + "<a \"'" * 50_000 + ">",
    "digits": f'<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="https://a.example/">&#{"9" * 10_000};</A></DL>',
    "one line": "TY  - JOUR\nTI  - " + "x" * 1_000_000 + "\nER  - ",
    "lines": "TY  - JOUR\nTI  - x\nAB  - y\n" + "z\n" * 50_000 + "ER  - ",
    "authors": "@misc{a, title={x}, author={" + " and " * 50_000 + "}}",
    "same title": '<opml version="2.0"><body>'
    + "".join(f'<outline text="a" xmlUrl="https://a.example/{number}"/>' for number in range(20_000))
    + "</body></opml>",
}


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.form)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_texts_end(format_: Format, text: str) -> None:
    try:
        importing.read(format_.reader, text)
    except DigestError as failure:
        assert failure.problems  # noqa: PT017
