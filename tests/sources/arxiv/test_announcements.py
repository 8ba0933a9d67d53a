"""Feeds of announcements, in both forms, with everything that can be wrong with them."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.arxiv.announcements import (
    announced_ids,
    authors_in,
    completed,
    feed_address,
    read_announcements,
)
from digest.sources.arxiv.papers import article_of
from digest.sources.arxiv.records import ArxivTrouble, Author, Paper, read_api
from sources.arxiv.documents import HTML, entry, feed, recorded

URL = "https://rss.arxiv.org/rss/cs.CV"


def item(
    number: str, kind: str = "new", *, creator: str = "Ada Example", title: str = "A Title", extra: str = ""
) -> str:
    return (
        f"<item><title>{escape(title)}</title><link>https://arxiv.org/abs/{number.partition('v')[0]}</link>"
        f"<description>arXiv:{number} Announce Type: {kind} \nAbstract: An abstract of $x$.</description>"
        f'<guid isPermaLink="false">oai:arXiv.org:{number}</guid><category>cs.CV</category><category>math.CO</category>'
        f"<pubDate>Tue, 03 Jun 2025 00:00:00 -0400</pubDate><arxiv:announce_type>{kind}</arxiv:announce_type>{extra}"
        f"<dc:creator>{escape(creator)}</dc:creator></item>"
    )


def rss(*items: str, title: str = "cs.CV updates on arXiv.org") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">'
        f"<channel><title>{title}</title><link>{URL}</link><description>About it</description>"
        "<pubDate>Tue, 03 Jun 2025 00:00:00 -0400</pubDate><skipDays><day>Sunday</day></skipDays>"
        f"{''.join(items)}</channel></rss>"
    ).encode()


ATOM = b"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
      xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
  <id>http://rss.arxiv.org/atom/math.GT</id><title>math.GT updates on arXiv.org</title>
  <updated>2025-06-03T04:00:00.123456+00:00</updated>
  <entry>
    <id>oai:arXiv.org:math/0309136v3</id><title>Old knots</title><updated>2025-06-03T04:00:00+00:00</updated>
    <link href="https://arxiv.org/abs/math/0309136" rel="alternate" type="text/html"/>
    <summary>arXiv:math/0309136v3 Announce Type: replace-cross
Abstract: Still knots.</summary>
    <category term="math.GT"/><published>2025-06-03T00:00:00-04:00</published>
    <arxiv:announce_type>replace-cross</arxiv:announce_type><arxiv:DOI>10.1000/K</arxiv:DOI>
    <arxiv:journal_reference>Knots  7</arxiv:journal_reference>
    <dc:creator>A. Example, B. Example</dc:creator>
  </entry>
</feed>"""


def test_rss() -> None:
    extra = "<arxiv:DOI>10.1000/X</arxiv:DOI><arxiv:journal_reference>J. Ex. 1</arxiv:journal_reference>"
    read = read_announcements(rss(item("2506.00001v1", creator="Ada Example (Labs), Bo", extra=extra)), URL)
    assert read.day == datetime(2025, 6, 3, 4, tzinfo=UTC)
    (one,) = read.items
    assert one.type == "new"
    assert one.paper == Paper(
        id="2506.00001",
        version=1,
        title="A Title",
        authors=(Author("Ada Example", ("Labs",)), Author("Bo")),
        abstract="An abstract of $x$.",
        categories=("cs.CV", "math.CO"),
        doi="10.1000/x",
        journal_ref="J. Ex. 1",
    )
    made = article_of(one.paper).item
    assert (made.date, made.abstract, made.organizations) == (None, "An abstract of $x$.", ("Labs",))


def test_atom() -> None:
    (one,) = read_announcements(ATOM, URL).items
    assert (one.type, one.paper.id, one.paper.version) == ("replace-cross", "math/0309136", 3)
    assert (one.paper.title, one.paper.abstract) == ("Old knots", "Still knots.")
    assert (one.paper.doi, one.paper.journal_ref, one.paper.categories) == (
        "10.1000/k",
        "Knots 7",
        ("math.GT",),
    )
    assert one.paper.authors == (Author("A. Example"), Author("B. Example"))
    assert read_announcements(ATOM, URL).day == datetime(2025, 6, 3, 4, 0, 0, 123456, tzinfo=UTC)


def test_types_and_what_to_ask_for() -> None:
    kinds = {
        "2506.00001v1": "new",
        "2506.00002v1": "cross",
        "2506.00003v4": "replace",
        "2506.00004v2": "replace-cross",
    }
    read = read_announcements(rss(*(item(number, kind) for number, kind in kinds.items())), URL)
    assert {f"{one.paper.id}v{one.paper.version}": one.type for one in read.items} == kinds
    assert announced_ids(read) == ("2506.00001", "2506.00002")
    assert announced_ids(read, ["replace"]) == ("2506.00003",)


def test_papers_are_completed() -> None:
    read = read_announcements(
        rss(item("2506.00001v1"), item("2506.00002v3", "replace"), item("2506.00003v2")), URL
    )
    known = read_api(
        feed(
            entry("2506.00001", "Full"), entry("2506.00002", "Full", version="v3"), entry("2506.00003", "Old")
        ),
        "",
    ).papers
    titles = [(paper.id, paper.title) for paper in completed(read, known)]
    assert titles == [("2506.00001", "Full"), ("2506.00003", "A Title")]
    assert [paper.title for paper in completed(read, known, ["replace"])] == ["Full"]
    assert [paper.title for paper in completed(read, [])] == ["A Title", "A Title"]


def test_no_announcements_are_no_failure() -> None:
    read = read_announcements(rss(), URL)
    assert (read.items, read.dropped) == ((), ())


def test_what_is_no_announcement_is_dropped_with_a_reason() -> None:
    read = read_announcements(
        rss(
            item("2506.00001v1"),
            item("2506.00001v1", "cross"),
            item("2506.00002v1", "gossip"),
            item("2506.00003v1", title=" "),
            "<item><title>A</title><guid>x</guid></item>",
        ),
        URL,
    )
    assert len(read.items) == 1
    assert [one.why for one in read.dropped] == [
        "it stands in this feed already",
        'its type "gossip" is unknown',
        "it has no title",
        "it names no paper on arXiv",
    ]


def test_the_description_stands_in_for_what_is_missing() -> None:
    body = rss(item("2506.00001v2", "cross")).decode()
    for element in (
        "<arxiv:announce_type>cross</arxiv:announce_type>",
        '<guid isPermaLink="false">oai:arXiv.org:2506.00001v2</guid>',
    ):
        assert element in body
        body = body.replace(element, "")
    (one,) = read_announcements(body.encode(), URL).items
    assert (one.type, one.paper.id, one.paper.version) == ("cross", "2506.00001", 2)


@pytest.mark.parametrize(
    ("body", "why", "retryable"),
    [
        (rss(title='Feed error for query "cs.XX"'), "refused", False),
        (rss(item("2506.00001v1"))[:700], "cut", True),
        (HTML, "no feed", True),
        (b"<rss/>", "no feed", True),
        (b"<opml/>", "no feed", True),
        (b"", "cut", True),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>', "no feed", True),
    ],
)
def test_what_is_not_believed(body: bytes, why: str, retryable: bool) -> None:
    with pytest.raises(ArxivTrouble) as caught:
        read_announcements(body, URL)
    assert (caught.value.why, caught.value.retryable) == (why, retryable)


@pytest.mark.parametrize(
    ("creator", "authors"),
    [
        ("Ada Example", [("Ada Example", ())]),
        ("A. One, B. Two,C. Three", [("A. One", ()), ("B. Two", ()), ("C. Three", ())]),
        ("A. One (Place, Town), B. Two (P (Q), R)", [("A. One", ("Place, Town",)), ("B. Two", ("P (Q), R",))]),
        ("A. One, Jr., B. Two (P), III", [("A. One, Jr.", ()), ("B. Two, III", ("P",))]),
        (
            "A. One (1), B. Two (1 and 2), C. Three (3) ((1) Uni One, (2) Labs Two)",
            [("A. One", ("Uni One",)), ("B. Two", ("Uni One", "Labs Two")), ("C. Three", ())],
        ),
        ("A. One (open, B. Two, C. Three", [("A. One", ("open",)), ("B. Two", ()), ("C. Three", ())]),
        ("A. One), B. Two", [("A. One)", ()), ("B. Two", ())]),
        ("The X Collaboration: A. One, A. One", [("The X Collaboration: A. One", ()), ("A. One", ())]),
        (" , ,", []),
    ],
)  # fmt: skip
def test_authors(creator: str, authors: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(author.name, author.affiliations) for author in authors_in(creator)] == authors


@given(st.text(st.sampled_from("ab (),1J r.")))
def test_any_authors(creator: str) -> None:
    assert all(author.name for author in authors_in(creator))


@pytest.mark.parametrize("creator", ["(" * 50_000, "a," * 25_000, "((1)" * 15_000, "a, Jr., " * 9000])
def test_long_lists_end(creator: str) -> None:
    authors_in(creator)


def test_addresses() -> None:
    assert feed_address(["cs.CV", "cs.*", "cs.CV", "hep-th"]) == "https://rss.arxiv.org/rss/cs.CV+cs+hep-th"


# Recorded answers, read by a person.


def test_a_recorded_holiday() -> None:
    read = read_announcements(recorded("rss_empty_holiday_physics.xml"), URL)
    assert (read.day, read.items, read.dropped) == (datetime(2025, 12, 31, 5, tzinfo=UTC), (), ())


def test_a_recorded_day() -> None:
    read = read_announcements(recorded("rss_announce_derived_cs.SE.xml"), URL)
    assert read.day == datetime(2026, 9, 15, 4, tzinfo=UTC)
    assert len(read.items) == 10
    kinds = [one.type for one in read.items]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "new": 6,
        "cross": 2,
        "replace": 1,
        "replace-cross": 1,
    }
    by_number = {one.paper.id: one for one in read.items}
    first = by_number["2202.12139"].paper
    assert [author.name for author in first.authors] == [
        "Mohit Kumar Ahuja",
        "Arnaud Gotlieb",
        "Helge Spieker",
    ]
    assert first.abstract.startswith("Deep Learning (DL) has revolutionized")
    assert (first.doi, first.categories) == ("10.1109/icstw55395.2022.00035", ("cs.SE", "cs.LG"))
    replaced = by_number["2302.03287"]
    assert (replaced.type, replaced.paper.version) == ("replace", 3)
    assert replaced.paper.title == "ChatGPT and Software Testing Education: Promises & Perils"
