"""Bibliographies: what each field becomes, what is left out and why, and that nothing of a broken one is imported."""

import logging
from datetime import datetime

import pytest

import importing
from digest.content.drafts import Link
from digest.importers.imported import Imported
from digest.importers.records.bibtex import read_bibtex
from digest.items import Item
from digest.problems import DigestError
from digest.text.tex import text_of_tex

MARKUP = set(
    "string vis inproceedings lind2024harbour title emph author AA others booktitle year month jun keywords abstract"  # noqa: SIM905
    " misc okada2023tide archivePrefix primaryClass article brant2022 journal url note date added 0800"
    " 2023 volume 7".split()
)


def read(text: str) -> Imported:
    return importing.read(read_bibtex, text)


def record(fields: str) -> Item:
    """The item of a record with a title and these fields."""
    [item] = read(f"@misc{{key,\n title = {{T}},\n{fields}\n}}").items
    return item


def left_out(field: str) -> str:
    """Why a field is left out, "" for one that is kept."""
    return importing.dropped(read(f"@misc{{key,\n title = {{T}},\n{field}\n}}")).get(3, "")


def moment(*day: int) -> datetime:
    return datetime(*day, tzinfo=importing.ZONE)  # type: ignore[arg-type, misc]  # three numbers


def test_own_document() -> None:
    imported = read(importing.own("library.bib"))
    assert imported.items == (
        Item(
            title="The Harbour Method: 40% Fewer Tokens for $O(n^2)$ Attention",
            line=8,
            id="doi:10.5555/harbour_24",
            date=moment(2024, 6, 8),
            authors=("Åsa Lind", "Karl Müller Jr.", "Tidal Research and Friends", "李明"),
            tags=("attention", "long context"),
            venue="Workshop on Seeing, 2024",
            abstract="We look at boats.\nThey float – mostly.\n\nA second paragraph.",
            links=(Link(url="https://doi.org/10.5555/harbour_24", kind="paper"),),
        ),
        Item(
            title="Tide: A Model of Waves",
            line=23,
            id="arxiv:2311.01234",
            authors=("Yui Okada",),
            subjects=("cs.CV",),
            links=(Link(url="https://arxiv.org/abs/2311.01234", kind="paper"),),
        ),
        Item(
            title="Wind á la carte",
            line=25,
            id="arxiv:2202.00001",
            seen=datetime.fromisoformat("2024-05-01T10:00:00+08:00"),
            authors=("Emil Brant",),
            venue="arXiv preprint arXiv:2202.00001, 2022",
            links=(
                Link(url="https://arxiv.org/abs/2202.00001", kind="paper"),
                Link(url="https://github.com/brant/wind", kind="code"),
            ),
            body="Read this first: see https://brant.example.org/~wind.",
        ),
    )
    assert importing.dropped(imported) == {
        1: "text outside the records",
        2: "text outside the records",
        4: "an abbreviation that no record uses",
        5: "TeX for the preamble of a document",
        6: "a comment",
        14: "entries have no pages",
        33: "entries have no file",
        36: "a record without a title cannot be an entry",
        38: "this record stands above already",
    }
    # 32 lines that are not blank: 9 above, the closing lines 21 and 34, and 21 of items.
    assert importing.verdicts(imported) == {"dropped": 9, "navigation": 2, "entry": 21}
    assert [(problem.line, problem.message) for problem in imported.remarks] == [
        (10, "“and others”: the list of authors is not complete"),
        (23, "left out of this line: entries have no volume; a year alone gives no date, a month is needed"),
    ]
    assert imported.counts == {"records": 5}


def test_own_document_loses_nothing() -> None:
    imported = read(importing.own("library.bib"))
    assert {word for words in importing.lost_words(imported).values() for word in words} <= MARKUP
    assert importing.lost_addresses(imported) == {}


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year=2024, month=may", (2024, 5, 1)),
        ("year=2024, month={05}", (2024, 5, 1)),
        ("year=2024, month={September}, day={3}", (2024, 9, 3)),
        ("year=2024, month={June 3rd}", (2024, 6, 3)),
        ('year=2024, month="8~" # jan', (2024, 1, 8)),
        ("date={2024-05-12}", (2024, 5, 12)),
        ("date={2024-05}", (2024, 5, 1)),
        ("year=2024", None),
        ("date={2024}", None),
        ("month=may", None),
        ("year=2024, month={Mar/Apr}", None),
        ("year=2024, month=feb, day={31}", None),
        ("year={in press}, month=may", None),
        ("date={2024-05-12/2024-06-01}", None),
    ],
)
def test_dates(fields: str, date: tuple[int, int, int] | None) -> None:
    item = record(fields)
    assert item.date == (moment(*date) if date else None)


@pytest.mark.parametrize(
    ("fields", "paper_id", "urls"),
    [
        ("doi={10.1000/ABC}", "doi:10.1000/abc", ["https://doi.org/10.1000/abc"]),
        ("doi={https://doi.org/10.1000/a\\_b}", "doi:10.1000/a_b", ["https://doi.org/10.1000/a_b"]),
        ("doi={10.48550/arXiv.2311.01234}", "arxiv:2311.01234", ["https://arxiv.org/abs/2311.01234"]),
        (
            "doi={10.1000/x}, eprint={2311.01234v2}, eprinttype={arxiv}",
            "arxiv:2311.01234",
            ["https://doi.org/10.1000/x", "https://arxiv.org/abs/2311.01234v2"],
        ),
        ("eprint={hep-th/9901001}, archiveprefix={arXiv}", "arxiv:hep-th/9901001", ["https://arxiv.org/abs/hep-th/9901001"]),
        ("eprint={arXiv:2311.01234}", "arxiv:2311.01234", ["https://arxiv.org/abs/2311.01234"]),
        ("eprint={2311.01234}", "", []),
        ("eprint={12345}, eprinttype={jstor}", "", []),
        ("journal={CoRR}, volume={abs/2311.01234}", "arxiv:2311.01234", ["https://arxiv.org/abs/2311.01234"]),
        ("url={https://a.example/x\\_y\\%20}", "", ["https://a.example/x_y%20"]),
        ("url={\\url{https://a.example/}}", "", ["https://a.example/"]),
        ("howpublished={\\url{https://a.example/~x}}", "", ["https://a.example/~x"]),
        ("code={https://a.example/r}", "", ["https://a.example/r"]),
        ("url={javascript:alert(1)}", "", []),
        ("biburl={https://a.example/r}", "", []),
    ],
)  # fmt: skip
def test_identifiers_and_addresses(fields: str, paper_id: str, urls: list[str]) -> None:
    item = record(fields)
    assert (item.id, [link.url for link in item.links]) == (paper_id, urls)


@pytest.mark.parametrize(
    ("names", "authors"),
    [
        ("Ada Lovelace and Bell, Jo", ("Ada Lovelace", "Jo Bell")),
        ("van der Berg, Jan", ("Jan van der Berg",)),
        ("{Team and Co, Inc.}", ("Team and Co, Inc.",)),
        ("Sandy Land AND Andy Bland", ("Sandy Land", "Andy Bland")),
        ("A\n   and B", ("A", "B")),
        ("Bell, Jo and others", ("Jo Bell",)),
    ],
)
def test_authors(names: str, authors: tuple[str, ...]) -> None:
    assert record(f"author={{{names}}}").authors == authors


def test_other_fields() -> None:
    item = record(
        "subtitle={Sub}, institution={Uni A}, keywords={a; b, c}, language={english}, note={n}, annote={m},\n"
        "howpublished={On a wall}"
    )
    assert (item.title, item.organizations, item.tags, item.lang) == (
        "T: Sub",
        ("Uni A",),
        ("a", "b, c"),
        "en",
    )
    assert (item.body, item.venue) == ("n\n\nm", "On a wall")


@pytest.mark.parametrize(
    ("field", "why"),
    [
        ("title = {Again},", "this field stands above already"),
        ("pages = {1},", "entries have no pages"),
        ("note = {},", "an empty field"),
        ("eprint = {2311.01234},", "an eprint whose archive is not said to be arXiv"),
        ("doi = {none},", "this is no DOI"),
        ("date-added = {yesterday},", "a time that cannot be read"),
        ("language = {dutch},", "a language in words we do not know"),
        ("crossref = {gone},", "refers to a record that is not here"),
        ("note = {x},", ""),
    ],
)
def test_fields_that_are_left_out(field: str, why: str) -> None:
    assert left_out(field) == why


def test_a_record_takes_venue_and_date_of_the_one_it_refers_to() -> None:
    child, parent = read(
        "@inproceedings{a, title={A}, crossref={P}}\n@proceedings{p, title={All of it}, year=2024, month=may}"
    ).items
    assert (child.venue, child.date) == ("All of it", moment(2024, 5, 1))
    assert (parent.venue, parent.date) == ("", moment(2024, 5, 1))


def test_records_with_one_key_are_both_kept() -> None:
    imported = read("@misc{a, title={A}}\n@misc{a, title={B}}")
    assert [item.title for item in imported.items] == ["A", "B"]
    assert [problem.line for problem in imported.remarks] == [2]


def test_abbreviations() -> None:
    imported = read('@string{A = "x"}\n@string(b = a # "y")\n@misc{k, title = B # { z }, journal = gone}')
    assert (imported.items[0].title, imported.items[0].venue) == ("xy z", "gone")
    assert [(problem.line, problem.message) for problem in imported.remarks] == [
        (3, "the abbreviation `gone` is not defined here and stays as it is")
    ]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("words\n", [(1, "no BibTeX record")]),
        ("@misc{a, title={A}}\n@misc{b,\n title={B}", [(2, "the document ends early")]),
        ("@misc{a, title={A", [(1, "the document ends early")]),
        (
            "@misc{a,\n title={A\n}\n\n@misc{b, title={B}}\n@misc{c, title {C}}\n@misc{d,\n title={D} year=1\n}",
            [(1, "broken"), (6, "broken"), (8, "after a value stands `year=1`")],
        ),
        ("@misc{a, title=}", [(1, "a value is missing")]),
        ("@string{a = }\n@misc{a, title={A}}", [(1, "a value is missing")]),
    ],
)
def test_broken_records_are_all_named(text: str, problems: list[tuple[int, str]]) -> None:
    with pytest.raises(DigestError) as caught:
        read(text)
    found = [(problem.line, problem.message) for problem in caught.value.problems]
    assert [line for line, _ in found] == [line for line, _ in problems]
    assert all(part in message for (_, message), (_, part) in zip(found, problems, strict=True)), found


def test_broken_records_say_nothing_elsewhere(caplog: pytest.LogCaptureFixture) -> None:
    """The library logs each of them, which Python prints where nobody set up logging."""
    logging.getLogger("bibtexparser").setLevel(logging.NOTSET)
    with pytest.raises(DigestError):
        read("@misc{a, title={A")
    assert caplog.records == []


def test_hostile_text_stays_text() -> None:
    item = record("note={<script>alert(1)</script> [x](javascript:y)}, abstract={\\input{/etc/passwd}}")
    assert item.body == "<script>alert(1)</script> [x](javascript:y)"
    assert item.abstract == "\\input{/etc/passwd}"
    assert item.links == ()


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r'M{\"u}ller, Erd{\H o}s, {\AA}, \o re, {\ss}', "Müller, Erdős, Å, øre, ß"),
        (r"\'{\i} \'\i {\v{c}} \c c \~{n} \r{a}", "í í č ç ñ å"),
        (r"\emph{a} {\bf b} {\it c} \textsc{D}", "a b c D"),
        (r"50% \& \$5 \#1 a\_b \{x\}", "50% & $5 #1 a_b {x}"),
        (r"$a_{b}$ \(x\) \ensuremath{\alpha}", r"$a_{b}$ $x$ $\alpha$"),
        (r"a--b --- ``c'' d's", "a–b — “c” d's"),
        (r"\url{https://a.example/~b--c\_d} https://a.example/~b--c", "https://a.example/~b--c_d https://a.example/~b--c"),
        (r"\href{https://a.example/}{there}", "https://a.example/ there"),
        (r"Donald~E. Knuth\,x \LaTeX{} \ldots", "Donald E. Knuth x LaTeX …"),
        (r"\unknown{kept} \other", r"\unknown{kept} \other"),
        ("{Nested {Braces}}", "Nested Braces"),
        (r"\textasciitilde{}x \textbackslash", "~x \\"),
        ("中文 标题", "中文 标题"),
    ],
)  # fmt: skip
def test_tex(tex: str, text: str) -> None:
    assert text_of_tex(tex) == text


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ("booktitle = {NeurIPS}, year = 2017", "NeurIPS 2017"),
        ("year = 2017, booktitle = {NeurIPS}", "NeurIPS 2017"),
        ("booktitle = {NeurIPS 2017}, year = 2017", "NeurIPS 2017"),
        ("booktitle = {NeurIPS'17}, year = 2017", "NeurIPS'17"),
        ("howpublished = {Talk}, date = {2017}", "Talk 2017"),
        ("journal = {Tides}, year = 2017, month = may", "Tides"),
        ("year = 2017", ""),
    ],
)
def test_a_year_alone_goes_to_the_venue(fields: str, venue: str) -> None:
    imported = read("@article{a,\n title = {T},\n " + fields + "\n}\n")
    assert imported.items[0].venue == venue
    assert ("a year alone gives no date, a month is needed" in importing.dropped(imported).values()) == (
        not venue
    )
