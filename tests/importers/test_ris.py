"""RIS: what each tag becomes, lines that go on, and records that are not closed."""

from datetime import datetime

import pytest

import importing
from digest.content.drafts import Link
from digest.importers.imported import Imported
from digest.importers.records.ris import read_ris
from digest.items import Item
from digest.problems import DigestError

TAGS = set("TY TI AU PY DA T2 DO UR AB KW N1 LA T1 A1 N2 JOUR RPRT eng".split())  # noqa: SIM905


def read(text: str) -> Imported:
    return importing.read(read_ris, text)


def imported(*lines: str) -> Imported:
    """A record with a title and these lines, from line 3 on."""
    return read("\n".join(["TY  - JOUR", "TI  - T", *lines, "ER  - "]))


def record(*lines: str) -> Item:
    [item] = imported(*lines).items
    return item


def moment(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=importing.ZONE)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_own_document(ending: str) -> None:
    found = read(importing.own("library.ris").replace("\n", ending))
    assert found.items == (
        Item(
            title="港湾方法：面向长文本的注意力机制",
            line=2,
            id="doi:10.5555/harbour.24",
            date=moment(2024, 6, 8),
            lang="en",
            authors=("Asa Lind", "李明"),
            tags=("attention", "long context", "boats"),
            venue="Journal of Harbours",
            abstract="First line of the abstract\ngoes on here.",
            links=(
                Link(url="https://doi.org/10.5555/harbour.24", kind="paper"),
                Link(url="https://harbour.example.edu/24"),
                Link(url="https://github.com/lind/harbour", kind="code"),
            ),
            body="Asked for by the group.",
        ),
        Item(title="Tide Tables, Revisited", line=24, authors=("Yui Okada",), abstract="Tables of tides."),
    )
    assert importing.dropped(found) == {
        1: "text outside the records",
        3: "entries have no place for ID",
        11: "another name of the venue",
        14: "its address is no http or https address",
        21: "entries have no place for SP",
        27: "a year alone gives no date, a month is needed",
    }
    # 28 lines that are not blank: 6 above, two of ER, and 20 of items.
    assert importing.verdicts(found) == {"dropped": 6, "navigation": 2, "entry": 20}
    assert found.counts == {"records": 2}


def test_own_document_loses_nothing() -> None:
    found = read(importing.own("library.ris"))
    assert {word for words in importing.lost_words(found).values() for word in words} <= TAGS
    assert importing.lost_addresses(found) == {}


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (("DA  - 2024/05/12/",), (2024, 5, 12)),
        (("DA  - 2024-05-12",), (2024, 5, 12)),
        (("PY  - 2024/05//",), (2024, 5, 1)),
        (("Y1  - 2024/May/3/spring",), (2024, 5, 3)),
        (("PY  - 2024", "DA  - 2024/05/12"), (2024, 5, 12)),
        (("PY  - 2024",), None),
        (("PY  - 2024///",), None),
        (("DA  - 2024/13/01",), None),
        (("DA  - 2024/02/31",), None),
        (("DA  - soon",), None),
    ],
)
def test_dates(lines: tuple[str, ...], date: tuple[int, int, int] | None) -> None:
    assert record(*lines).date == (moment(*date) if date else None)


def test_a_year_that_contradicts_the_date_is_left_out() -> None:
    found = imported("DA  - 2024/05/12", "PY  - 2023", "Y1  - 2024/06/01")
    assert importing.dropped(found) == {4: "a date that cannot be read", 5: "another date of the record"}


@pytest.mark.parametrize(
    ("line", "paper_id"),
    [
        ("DO  - 10.1000/ABC", "doi:10.1000/abc"),
        ("DO  - doi:10.1000/abc", "doi:10.1000/abc"),
        ("AN  - arXiv:2311.01234", "arxiv:2311.01234"),
        ("JO  - arXiv preprint arXiv:2311.01234", "arxiv:2311.01234"),
        ("DO  - none", ""),
        ("AN  - 2311.01234", ""),
    ],
)
def test_identifiers(line: str, paper_id: str) -> None:
    assert record(line).id == paper_id


def test_fields() -> None:
    item = record(
        "JF  - Long Name", "JA  - L. N.", "N2  - a", "AB  - b", "KW  - x, y", "A1  - {A}", "RN  - r"
    )
    assert (item.venue, item.abstract, item.body, item.tags) == ("Long Name", "a", "b\n\nr", ("x, y",))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("T1  - Other", "another title of the record"),
        ("T1  - T", None),
        ("UR  - javascript:alert(1)", "its address is no http or https address"),
        ("XY  - z", "entries have no place for XY"),
        ("AB  - ", "an empty field"),
        ("LA  - Klingon", "a language in words we do not know"),
    ],
)
def test_fields_that_are_left_out(line: str, why: str | None) -> None:
    assert importing.dropped(imported(line)).get(3) == why


def test_the_same_record_once_and_none_without_a_title() -> None:
    one = "TY  - JOUR\nTI  - T\nER  - \n"
    found = read(f"{one}{one}TY  - JOUR\nAU  - A\nER  - \n")
    assert len(found.items) == 1
    assert set(importing.dropped(found).values()) == {
        "this record stands above already",
        "a record without a title cannot be an entry",
    }


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("words\n", [(1, "there is no RIS record")]),
        ("TY  - JOUR\nTI  - T\n", [(2, "the document ends early: the record of line 1")]),
        ("TY  - JOUR\nTI  - T\nTY  - JOUR\nTI  - U\nER  - ", [(1, "not closed before the next")]),
        ("TI  - T\nTY  - JOUR\nER  - \nER  - ", [(1, "TI stands outside"), (4, "ER stands outside")]),
    ],
)
def test_broken_records_are_all_named(text: str, problems: list[tuple[int, str]]) -> None:
    with pytest.raises(DigestError) as caught:
        read(text)
    found = caught.value.problems
    assert [problem.line for problem in found] == [line for line, _ in problems]
    assert all(part in problem.message for problem, (_, part) in zip(found, problems, strict=True))


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ("T2  - NeurIPS\nPY  - 2017", "NeurIPS 2017"),
        ("PY  - 2017\nT2  - ICML 2017", "ICML 2017"),
        ("PY  - 2017", ""),
    ],
)
def test_a_year_alone_goes_to_the_venue(fields: str, venue: str) -> None:
    imported = read(f"TY  - JOUR\nTI  - T\n{fields}\nER  - \n")
    assert imported.items[0].venue == venue
    assert ("a year alone gives no date, a month is needed" in importing.dropped(imported).values()) == (
        not venue
    )
