"""Papers as articles: their fields, venues, links and whether they were withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from digest.content.drafts import HistoryLine, Link, Source
from digest.content.works import is_web_address
from digest.sources.arxiv.papers import article_of, is_withdrawn
from digest.sources.arxiv.records import Author, Paper, read_api
from digest.sources.arxiv.venues import venue_of
from sources.arxiv.documents import LEGACY, recorded

DAY = datetime(2025, 3, 4, 10, tzinfo=UTC)


PAPER = Paper(id="2501.00001", title="A Title", version=1, published=DAY, updated=DAY)


def paper(**fields: object) -> Paper:
    return replace(PAPER, **fields)


def links(**fields: object) -> list[tuple[str, str]]:
    return [(link.kind, link.url) for link in article_of(paper(**fields)).item.links[1:]]


def test_every_field() -> None:
    article = article_of(
        paper(
            title=r"On \emph{Every} $x_i$ -- and more",
            version=2,
            updated=datetime(2025, 4, 5, tzinfo=UTC),
            authors=(
                Author(r"J\"urgen Example", ("Example Labs", "Uni")),
                Author("Bo", ("example labs", "n/a")),
            ),
            abstract="We  show\n$a*b$ *twice*.",
            primary="cs.CV",
            categories=("cs.CV", "cs.LG"),
            doi="10.1000/x",
            journal_ref="J. Ex. 1 (2025)",
            comment="8 pages. Code: https://github.com/a/b",
        )
    )
    item = article.item
    url = "https://arxiv.org/abs/2501.00001"
    assert (article.key, item.id, article.aliases) == ("2501.00001", "arxiv:2501.00001", ("doi:10.1000/x",))
    assert item.title == "On Every $x_i$ – and more"
    assert item.date == DAY
    assert item.source == Source(kind="arxiv", name="arXiv", url=url)
    assert item.authors == ("Jürgen Example", "Bo")
    assert item.organizations == ("Example Labs", "Uni")
    assert item.subjects == ("cs.CV", "cs.LG")
    assert item.abstract == r"We show $a*b$ \*twice\*."
    assert item.venue == "J. Ex. 1 (2025)"
    assert item.links == (
        Link(url=url, kind="paper", title=item.title),
        Link(url="https://doi.org/10.1000/x", kind="paper"),
        Link(url="https://github.com/a/b", kind="code"),
    )
    assert item.history == (HistoryLine(date="2025-04-05", text="v2"),)
    assert (item.name, item.summary, item.lang, item.body, item.text, article.pictures) == (
        "",
        "",
        "en",
        "",
        "",
        (),
    )


def test_what_is_not_said_is_empty() -> None:
    item = article_of(Paper(id="math/0309136", title="0")).item
    assert (item.title, item.date, item.authors, item.venue, item.history) == ("0", None, (), "", ())
    assert [link.url for link in item.links] == ["https://arxiv.org/abs/math/0309136"]


def test_the_form_before() -> None:
    item = article_of(read_api(LEGACY, "").papers[0]).item
    assert item.abstract == "The first paragraph, broken by hand.\n\nThe second one."
    assert item.organizations == ("Example University", "Example Labs")
    assert item.date == datetime(2003, 9, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Code is at https://github.com/a/b.", [("code", "https://github.com/a/b")]),
        ("Project page: https://a.github.io/b/", [("project", "https://a.github.io/b/")]),
        ("Data set: https://huggingface.co/datasets/a/b", [("dataset", "https://huggingface.co/datasets/a/b")]),
        (r"Code: \url{https://example.org/x\_y}", [("code", "https://example.org/x_y")]),
        ("See github.com/a/b and mail a@github.com/x", [("code", "https://github.com/a/b")]),
        ("It is at https://example.org/", [("other", "https://example.org/")]),
        ("Demo: https://example.org/a; video: https://example.org/b", [("demo", "https://example.org/a"), ("video", "https://example.org/b")]),
        ("Also arXiv: https://arxiv.org/abs/2401.00002 and https://doi.org/10.1000/other", []),
        ("This paper: https://arxiv.org/pdf/2501.00001v1", []),
        ("javascript:alert(1) ftp://a.example/b", []),
        ("https://github.com/a/b and again http://www.github.com/a/b/", [("code", "https://github.com/a/b")]),
    ],
)  # fmt: skip
def test_addresses(text: str, found: list[tuple[str, str]]) -> None:
    assert links(comment=text) == found
    assert links(abstract=text) == found


def test_addresses_are_bounded() -> None:
    assert len(links(comment=" ".join(f"https://a.example/{number}" for number in range(100)))) == 20


VENUES: list[tuple[str, str]] = [
    ("Accepted by CVPR 2025 (Oral)", "CVPR 2025 (Oral)"),
    ("Accepted to ICML 2025. Code: https://github.com/a/b", "ICML 2025"),
    ("12 pages, 3 figures, accepted at NeurIPS 2024", "NeurIPS 2024"),
    ("Accepted for publication in the Journal of Examples, 12 pages", "Journal of Examples"),
    ("Accepted in IEEE Trans. Examples. Supplement attached", "IEEE Trans. Examples"),
    ("To appear in J. Math. Phys. A", "J. Math. Phys. A"),
    ("to appear at the 3rd Workshop on Exs (WEX 2025), co-located with ICSE 2025", "3rd Workshop on Exs (WEX 2025)"),
    ("Published as a conference paper at ICLR 2025", "ICLR 2025"),
    ("Camera-ready version for ACL 2024", "ACL 2024"),
    ("In Proceedings of the 5th Conference on Examples", "5th Conference on Examples"),
    ("Accepted to ECCV 2024, project page: https://a.github.io/", "ECCV 2024"),
    ("Accepted as an oral paper to AAAI 2026", "AAAI 2026"),
    ("Accepted ICASSP 2025", "ICASSP 2025"),
    ("ICCV 2025", "ICCV 2025"),
    ("ICLR 2025 camera-ready", "ICLR 2025"),
    ("CVPR 2025 Highlight; 9 pages", "CVPR 2025 Highlight"),
    ("SIGGRAPH'24. Project page at https://a.example", "SIGGRAPH'24"),
    ("Submitted to ICML 2025", ""),
    ("Under review at NeurIPS 2025", ""),
    ("This work has not been accepted to CVPR 2024", ""),
    ("Extends our work accepted to CVPR 2024", ""),
    ("20 pages, 3 figures", ""),
    ("accepted by all authors", ""),
    ("The accepted version differs", ""),
    ("Code at https://github.com/a/CVPR2025", ""),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("comment", "venue"), VENUES)
def test_venues(comment: str, venue: str) -> None:
    assert venue_of(comment) == venue


def test_a_journal_reference_is_the_second_choice() -> None:
    assert venue_of("Submitted to X", r"Ann. \'Etr. 3 (2020)") == "Ann. Étr. 3 (2020)"
    assert venue_of("Accepted to ICML 2025", "PMLR 1") == "ICML 2025"


@pytest.mark.parametrize(
    ("comment", "abstract", "withdrawn"),
    [
        ("This paper has been withdrawn by the authors", "", True),
        ("Withdrawn due to an error in Lemma 2", "", True),
        ("10 pages; withdrawn", "", True),
        ("", "This paper has been withdrawn because of a mistake.", True),
        ("", "  The submission was withdrawn.", True),
        ("", "We study papers. This paper has been withdrawn from a journal to study it.", False),
        ("We discuss withdrawn papers", "", False),
        ("Data on drugs that were never withdrawn", "", False),
        ("12 pages", "Cash is withdrawn from machines.", False),
    ],
)
def test_withdrawn(comment: str, abstract: str, withdrawn: bool) -> None:
    found = paper(comment=comment, abstract=abstract)
    assert is_withdrawn(found) is withdrawn
    assert [line.text for line in article_of(found).item.history] == (["withdrawn"] if withdrawn else [])


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=50))
def test_strangers(title: str, comment: str, name: str) -> None:
    item = article_of(
        paper(title=title, comment=comment, abstract=comment, authors=(Author(name, (name,)),))
    ).item
    assert all(is_web_address(link.url) for link in item.links)
    assert "\n" not in item.title + item.venue + "".join(item.authors)


def test_long_comments_end() -> None:
    for words in (
        "accepted to ",
        "in proceedings of ",
        "accepted as a " + "w " * 30,
        "a, 1 pages",
        "https://",
    ):
        article_of(paper(comment=words * 4000, abstract=words * 4000))


# Recorded answers, read by a person.


def test_recorded_venues_and_links() -> None:
    items = {
        found.id: article_of(found).item
        for start in (0, 10, 20)
        for found in read_api(recorded(f"api_q_testing_s{start}_m10.xml"), "").papers
    }
    assert len(items) == 30
    assert {number: item.venue for number, item in items.items() if "ISSTA" in item.venue} == {
        "2005.14124": "ACM SIGSOFT International Symposium on Software Testing and Analysis (ISSTA 2020)",
        "2204.08348": "31st ACM SIGSOFT International Symposium on Software Testing and Analysis (ISSTA) 2022",
        "2005.06826": "ACM SIGSOFT International Symposium on Software Testing and Analysis (ISSTA), 2020",
        "2306.03845": "32nd ACM SIGSOFT International Symposium on Software Testing and Analysis (ISSTA 2023)",
    }
    assert items["2602.15552"].venue == (
        "7th International Workshop on Deep Learning for Testing and Testing for Deep Learning (DeepTest 2026)"
    )
    assert items["2301.05651"].venue == "International Conference of Software Testing (ICST2023)"
    assert items["1202.4527"].venue.startswith("International Journal of Software Engineering & Applications")
    for number in (
        "2007.10224",
        "1912.04900",
        "2106.13414",
        "2409.05654",
        "2403.16981",
        "1205.1866",
        "2503.05378",
    ):
        assert items[number].venue == "", number
    assert [link.url for link in items["2202.06271"].links[1:]] == ["https://youtu.be/edgCNbGSGEY"]
    assert items["2202.06271"].links[1].kind == "video"
    assert (
        items["2104.11069"]
        .links[1]
        .url.startswith("https://icst2021.icmc.usp.br/details/iteqs-2021-papers/4/")
    )
    assert items["2306.03845"].title == "$ω$Test: WebView-Oriented Testing for Android Applications"
    assert items["2109.07960"].title.endswith(
        "Detection – Search-based Software Testing of Baidu Apollo in SVL"
    )
    assert items["2409.05654"].history == (HistoryLine(date="2025-05-08", text="v9"),)
    assert not any(line.text == "withdrawn" for item in items.values() for line in item.history)
