"""Answers of the API: what is read of them, and what is not believed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.arxiv.records import ApiPage, ArxivTrouble, Author, Paper, read_api
from sources.arxiv import documents
from sources.arxiv.documents import ERROR, HTML, LEGACY, entry, feed, page, recorded

URL = "https://export.arxiv.org/api/query?x"


def only(body: bytes) -> Paper:
    (paper,) = read_api(body, URL).papers
    return paper


def test_the_form_of_2026() -> None:
    extra = (
        "<arxiv:comment>8 pages\n</arxiv:comment><arxiv:primary_category term='cs.LG'/>"
        "<arxiv:doi>10.1000/AbC</arxiv:doi>"
        "<arxiv:journal_ref>J. Ex. 1 (2025)</arxiv:journal_ref>"
    )
    authors = (
        "<author><name>Ada  Example</name><arxiv:affiliation>Example Labs</arxiv:affiliation></author>"
        "<author><name>Bo</name></author><author><name>Bo</name></author><author><name> </name></author>"
    )
    body = feed(
        entry(
            "2501.00001",
            "A & B",
            version="v3",
            updated="2025-04-05T06:07:08Z",
            authors=authors,
            categories=("cs.CV", "cs.LG", "68T45", "I.2.10"),
            extra=extra,
        ),
        total=7,
        start=5,
    )
    read = read_api(body, URL)
    assert (read.total, read.start, read.length, read.dropped) == (7, 5, 1, ())
    assert read.papers == (
        Paper(
            id="2501.00001",
            version=3,
            title="A & B",
            authors=(Author("Ada Example", ("Example Labs",)), Author("Bo")),
            abstract="An abstract.",
            published=datetime(2025, 3, 4, 10, tzinfo=UTC),
            updated=datetime(2025, 4, 5, 6, 7, 8, tzinfo=UTC),
            primary="cs.LG",
            categories=("cs.LG", "cs.CV"),
            doi="10.1000/abc",
            journal_ref="J. Ex. 1 (2025)",
            comment="8 pages",
            pdf_url="https://arxiv.org/pdf/2501.00001v3",
        ),
    )


def test_the_form_before() -> None:
    paper = only(LEGACY)
    assert (paper.id, paper.version, paper.title) == ("math/0309136", 2, "Knots that a printer broke in two")
    assert paper.published == datetime(2003, 9, 9, 0, tzinfo=UTC)
    assert paper.authors[0] == Author("Erdős Example", ("Example University", "Example Labs"))
    assert paper.categories == ("math.GT", "math.AT")
    assert paper.abstract.startswith("  The first")
    assert paper.pdf_url == "https://arxiv.org/pdf/math/0309136v2"
    assert (paper.doi, paper.comment, paper.journal_ref) == ("", "", "")


@pytest.mark.parametrize(
    ("address", "number", "version"),
    [
        ("http://arxiv.org/abs/2501.00001v12", "2501.00001", 12),
        ("https://arxiv.org/abs/0704.0001", "0704.0001", 0),
        ("https://export.arxiv.org/abs/hep-th/9901001v1", "hep-th/9901001", 1),
    ],
)
def test_ids(address: str, number: str, version: int) -> None:
    body = feed(entry("2501.00001")).replace(b"http://arxiv.org/abs/2501.00001v1", address.encode(), 1)
    assert (only(body).id, only(body).version) == (number, version)


def test_a_paper_may_be_called_0() -> None:
    assert only(feed(entry("2104.12255", "0"))).title == "0"


def test_what_is_no_record_is_dropped_with_a_reason() -> None:
    body = feed(
        entry("2501.00001"),
        entry("2501.00001", version="v2"),
        entry("2501.00002", "  "),
        entry("2501.00003", published="yesterday"),
        entry("2501.00004", published="0001-01-01T00:00:00+14:00"),
        entry("2501.00005", published="1901-01-01T00:00:00Z"),
        entry("not-an-id"),
    )
    read = read_api(body, URL)
    assert [paper.id for paper in read.papers] == ["2501.00001"]
    assert read.papers[0].version == 1
    assert [item.why for item in read.dropped] == [
        "it stands on this page already",
        "it has no title",
        "its date cannot be read",
        "its date cannot be read",
        "its date cannot be read",
        "its id is no address of a paper on arXiv",
    ]
    assert read.length == 7


@pytest.mark.parametrize(
    ("extra", "doi"),
    [
        ("<arxiv:doi>doi:10.1000/x</arxiv:doi>", "10.1000/x"),
        ("<arxiv:doi>10.48550/arXiv.2501.00001</arxiv:doi>", ""),
        ("<arxiv:doi>none</arxiv:doi>", ""),
        ("<arxiv:doi>javascript:alert(1)</arxiv:doi>", ""),
    ],
)
def test_dois(extra: str, doi: str) -> None:
    assert only(feed(entry("2501.00001", extra=extra))).doi == doi


def test_a_foreign_pdf_is_none() -> None:
    body = feed(entry("2501.00001")).replace(b"https://arxiv.org/pdf/", b"https://evil.example/pdf/")
    assert only(body).pdf_url == ""


def test_a_page_may_be_empty() -> None:
    assert read_api(feed(total=0), URL) == ApiPage(total=0, start=0)
    assert read_api(feed(total=20, start=20), URL) == ApiPage(total=20, start=20)


DTD = b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "b">]><feed xmlns="http://www.w3.org/2005/Atom">&a;</feed>'
TROUBLES: list[tuple[str, bytes, str, bool]] = [
    ("an error", ERROR, "refused", False),
    ("an error of arXiv's own", ERROR.replace(b"malformed id xyz", b"Internal error"), "refused", True),
    ("an empty first page", feed(total=1234), "empty", True),
    ("an empty later page", feed(total=1234, start=100), "empty", True),
    ("half a page", page(0, 5, total=5)[:1500], "cut", True),
    ("all but the last sign", feed(entry("2501.00001")).rstrip()[:-1], "cut", True),
    ("nothing", b"", "cut", True),
    ("blanks", b"  \n", "cut", True),
    ("HTML", HTML, "no feed", True),
    ("HTML with a mark", b"\xef\xbb\xbf" + HTML, "no feed", True),
    ("XHTML", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'></html>", "no feed", True),
    ("another feed", b"<rss><channel/></rss>", "no feed", True),
    ("a feed without a total", b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "no feed", True),
    ("a total that is none", feed(total=5).replace(b">5<", b">many<"), "no feed", True),
    ("junk behind the end", feed(total=0) + b"<x/>", "no feed", True),
    ("a broken tag", feed(entry("2501.00001")).replace(b"</title>", b"</titel>"), "no feed", True),
    ("a control character", feed(entry("2501.00001", "a\x01b")), "no feed", True),
    ("a document type", DTD, "no feed", True),
    ("a deep tree", b"<a>" * 5000, "no feed", True),
    ("no known encoding", b'<?xml version="1.0" encoding="x-none"?><feed/>', "no feed", True),
    ("JSON", b'{"feed": []}', "no feed", True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "why", "retryable"), [case[1:] for case in TROUBLES], ids=[case[0] for case in TROUBLES]
)
def test_what_is_not_believed(body: bytes, why: str, retryable: bool) -> None:
    with pytest.raises(ArxivTrouble) as caught:
        read_api(body, URL)
    assert (caught.value.why, caught.value.retryable, caught.value.url) == (why, retryable, URL)
    assert caught.value.message


def test_the_reason_of_an_error_is_told() -> None:
    with pytest.raises(ArxivTrouble, match="malformed id xyz"):
        read_api(ERROR, URL)
    with pytest.raises(ArxivTrouble, match="a page of HTML came"):
        read_api(HTML, URL)


@given(st.binary(max_size=200) | st.integers(0, 4000).map(lambda end: page(0, 4, total=4)[:end]))
def test_only_the_declared_error(body: bytes) -> None:
    try:
        read = read_api(body, URL)
    except ArxivTrouble:
        return
    assert read.length == 4


@given(st.data())
def test_damaged_pages(data: st.DataObject) -> None:
    body = bytearray(page(0, 2, total=2))
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ArxivTrouble):
        read_api(bytes(body), URL)


# Recorded answers, read by a person.


def test_recorded_single_papers() -> None:
    paper = only(recorded("api_id_1605.08386.xml"))
    assert (paper.id, paper.version) == ("1605.08386", 1)
    assert paper.title == "Heat-bath random walks with Markov bases"
    assert [author.name for author in paper.authors] == ["Caprice Stanley", "Tobias Windisch"]
    assert paper.categories == ("math.CO", "math.ST")
    assert paper.comment == "20 pages, 3 figures"
    assert paper.published == paper.updated == datetime(2016, 5, 26, 17, 59, 46, tzinfo=UTC)

    paper = only(recorded("api_id_1707.08567.xml"))
    assert len(paper.authors) == 34
    assert (paper.authors[0].name, paper.authors[-1].name) == (
        "Kees A. Schouhamer Immink",
        "Hirosuke Yamamoto",
    )
    assert "Dirk Wübben" in {author.name for author in paper.authors}
    assert paper.categories == ("cs.IT",)

    paper = only(recorded("api_legacy_form_1601.00001.xml"))
    assert (
        paper.title == "Inelastic effects in molecular transport junctions: The probe technique at high bias"
    )
    assert (paper.doi, paper.journal_ref) == ("10.1063/1.4944470", "J. Chem. Phys. 144, 124107 (2016)")
    assert paper.primary == "cond-mat.mes-hall"
    assert paper.pdf_url == "https://arxiv.org/pdf/1601.00001v1"


def test_recorded_pages() -> None:
    pages = {start: read_api(recorded(f"api_q_testing_s{start}_m10.xml"), URL) for start in (0, 5, 10, 20)}
    assert {start: (one.total, one.start, len(one.papers)) for start, one in pages.items()} == {
        start: (214881, start, 10) for start in pages
    }
    first = {paper.id for paper in pages[0].papers}
    assert len(first & {paper.id for paper in pages[5].papers}) == 5
    assert not first & {paper.id for paper in pages[10].papers}
    papers = {paper.id: paper for one in pages.values() for paper in one.papers}
    assert papers["2306.03845"].title == "$ω$Test: WebView-Oriented Testing for Android Applications"
    assert (papers["2409.05654"].version, papers["2409.05654"].authors[0].name) == (9, "Nick W. Koning")
    assert papers["2409.05654"].updated == datetime(2025, 5, 8, 20, 52, 40, tzinfo=UTC)
    assert papers["2106.13414"].categories == ("cs.DS", "cs.IT", "math.PR", "math.ST", "stat.ML")


def test_recorded_refusal_and_absence() -> None:
    assert read_api(recorded("api_empty_id_0000.0000.xml"), URL) == ApiPage(total=0, start=0)
    with pytest.raises(ArxivTrouble, match="incorrect id format for abc") as caught:
        read_api(recorded("api_error_bad_id_400.xml"), URL)
    assert (caught.value.why, caught.value.retryable) == ("refused", False)


def test_every_recorded_page_cut_anywhere() -> None:
    body = recorded("api_id_1605.08386.xml").rstrip()
    for end in range(0, len(body), 7):
        with pytest.raises(ArxivTrouble):
            read_api(body[:end], URL)
    assert documents.FIXTURES.name == "arxiv"
