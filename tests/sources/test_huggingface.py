# ruff: noqa: E501 - small documents read better in one line
"""The daily papers of Hugging Face: what becomes of a record, and of answers that are none."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.content.drafts import Link
from digest.sources.arxiv.papers import article_of
from digest.sources.arxiv.records import Author, Paper
from digest.sources.feeds.feed import NotAFeed
from digest.sources.huggingface.papers import MAX_PAPERS, daily_papers_url, read_daily_papers

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Json = dict[str, object]


def record(number: object = "2611.01234", **changes: object) -> Json:
    """A record in the form of the service, with changes to its paper."""
    paper: Json = {
        "id": number,
        "authors": [
            {"_id": "a1", "name": "Ada Example", "hidden": False},
            {"_id": "a2", "name": "Wrong Person", "hidden": True},
            {"_id": "a3", "name": "王小明", "user": {"fullname": "Wang"}},
        ],
        "publishedAt": "2026-11-18T17:59:59.000Z",
        "submittedOnDailyAt": "2026-11-19T01:30:00.000Z",
        "title": "Lanterns: Bright\n  Agents with $\\alpha$-Scaling",
        "summary": "We show\nthat *lanterns* shine. Code: https://github.com/lab/lanterns.",
        "upvotes": 31,
        "projectPage": "https://lab.github.io/lanterns/",
        "githubRepo": "https://github.com/Lab/Lanterns",
        "ai_summary": "A machine wrote this.",
        "ai_keywords": ["agents"],
        "organization": {"name": "lab", "fullname": "The Lab"},
    }
    return {
        "paper": paper | changes,
        "publishedAt": "2026-11-17T00:00:00.000Z",
        "title": "Outer title",
        "summary": "Outer summary.",
        "numComments": 2,
        "submittedBy": {"name": "someone"},
        "thumbnail": "https://cdn-thumbnails.huggingface.co/x.png",
    }


def answer(*records: object) -> bytes:
    return json.dumps(records).encode()


def test_what_a_record_says() -> None:
    [article] = read_daily_papers(answer(record()), now=NOW).articles
    item = article.item
    assert (article.key, item.id) == ("2611.01234", "arxiv:2611.01234")
    assert item.title == "Lanterns: Bright Agents with $\\alpha$-Scaling"
    assert item.authors == ("Ada Example", "王小明")
    assert item.organizations == ("The Lab",)
    assert item.date == datetime(2026, 11, 18, 17, 59, 59, tzinfo=UTC)
    assert item.abstract == "We show that \\*lanterns\\* shine. Code: https://github.com/lab/lanterns."
    assert item.source is not None
    assert (item.source.kind, item.source.name) == ("huggingface", "Hugging Face")
    assert item.source.url == "https://huggingface.co/papers/2611.01234"
    assert item.links == (
        Link(url="https://arxiv.org/abs/2611.01234", kind="paper", title=item.title),
        Link(url="https://github.com/Lab/Lanterns", kind="code"),
        Link(url="https://lab.github.io/lanterns/", kind="project"),
        Link(url="https://huggingface.co/papers/2611.01234", kind="discussion", title="Hugging Face"),
    )
    assert "A machine" not in repr(article)
    assert (item.summary, item.tags, item.text, item.image) == ("", (), "", None)


def test_title_and_abstract_are_those_of_arxiv() -> None:
    """So that the same paper from both sources is the same entry without a change."""
    tex = {"title": "Gr\\\"obner ``bases'' -- $x_1$", "summary": "An \\emph{abstract} with $y_2$ & 5\\%."}
    [article] = read_daily_papers(answer(record(**tex)), now=NOW).articles
    paper = Paper(
        id="2611.01234", title=tex["title"], abstract=tex["summary"], authors=(Author("Ada Example"),)
    )
    there = article_of(paper).item
    assert (article.item.title, article.item.abstract) == (there.title, there.abstract)


def test_what_is_missing_stays_empty() -> None:
    bare: Json = {"paper": {"id": "2611.00001v2", "title": "0"}}
    [article] = read_daily_papers(answer(bare), now=NOW).articles
    item = article.item
    assert (item.title, item.id, item.date, item.authors, item.abstract) == (
        "0",
        "arxiv:2611.00001",
        None,
        (),
        "",
    )
    assert [link.kind for link in item.links] == ["paper", "discussion"]


def test_what_only_the_record_around_says() -> None:
    outer = record(title=None, summary=None, publishedAt="soon", organization=None)
    outer["organization"] = {"name": "outer-lab"}
    [article] = read_daily_papers(answer(outer), now=NOW).articles
    assert (article.item.title, article.item.abstract) == ("Outer title", "Outer summary.")
    assert article.item.date == datetime(2026, 11, 17, tzinfo=UTC)
    assert article.item.organizations == ("outer-lab",)


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({"githubRepo": "javascript:alert(1)", "projectPage": "//x"}, ["paper", "code", "discussion"]),
        ({"projectPage": "https://github.com/lab/lanterns"}, ["paper", "code", "discussion"]),
        ({"projectPage": "https://arxiv.org/abs/2611.09999"}, ["paper", "code", "discussion"]),
        ({"projectPage": "https://huggingface.co/spaces/lab/lanterns"}, ["paper", "code", "project", "discussion"]),
        ({"projectPage": "https://lanterns.example/"}, ["paper", "code", "project", "discussion"]),
        ({"githubRepo": ["https://github.com/a/b"], "projectPage": 7}, ["paper", "code", "discussion"]),
    ],
)  # fmt: skip
def test_links(changes: Json, kinds: list[str]) -> None:
    [article] = read_daily_papers(answer(record(**changes)), now=NOW).articles
    assert [link.kind for link in article.item.links] == kinds


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (None, "no record"),
        ("2611.01234", "no record"),
        ([], "no record"),
        ({}, "no record"),
        ({"paper": None}, "no record"),
        ({"paper": [1]}, "no record"),
        ({"paper": {"title": "A"}}, "its id"),
        ({"paper": {"id": 2611.01234, "title": "A"}}, "its id"),
        ({"paper": {"id": "../../etc", "title": "A"}}, "its id"),
        ({"paper": {"id": "x" * 100_000, "title": "A"}}, "its id"),
        ({"paper": {"id": "2611.05555", "title": " \u200b\n"}}, "no title"),
        ({"paper": {"id": "2611.05555", "title": ["A"]}}, "no title"),
        (record("2611.00001"), "already"),
        (record("2611.00001v3"), "already"),
    ],
)
def test_a_broken_record_costs_no_other(broken: object, why: str) -> None:
    reading = read_daily_papers(answer(record("2611.00001"), broken, record("2611.00002")), now=NOW)
    assert [article.key for article in reading.articles] == ["2611.00001", "2611.00002"]
    [dropped] = reading.dropped
    assert why in dropped.why
    assert 0 < len(dropped.what) <= 100


def test_values_of_wrong_types_cost_only_themselves() -> None:
    wrong = record(
        authors=[None, 7, "Bob", {"name": None}, {"name": "Cem\u202e\ud800"}], publishedAt=20261118, summary={"a": 1},
        upvotes="many", organization="The Lab", githubRepo={}, projectPage=None,
    )  # fmt: skip
    wrong["summary"], wrong["publishedAt"] = 3, None
    [article] = read_daily_papers(answer(wrong), now=NOW).articles
    assert (article.item.authors, article.item.abstract, article.item.date) == (("Cem",), "", None)
    wild = read_daily_papers(answer(record(authors={"name": "x"}, summary="a \ud800 b")), now=NOW)
    assert wild.articles[0].item.authors == ()
    wild.articles[0].item.abstract.encode()


def test_more_than_a_day_can_have_is_told() -> None:
    numbers = [f"2611.{number:05}" for number in range(1, MAX_PAPERS + 4)]
    reading = read_daily_papers(answer(*map(record, numbers)), now=NOW)
    assert len(reading.articles) == MAX_PAPERS
    assert [one.what for one in reading.dropped] == [f"arXiv:{number}" for number in numbers[MAX_PAPERS:]]


def test_a_day_without_papers() -> None:
    assert read_daily_papers(b" [] ", now=NOW).articles == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><title>503</title>", "web page"),
        (b"\xef\xbb\xbf\n<html>", "web page"),
        (b"[{", "cut"),
        (answer(record())[:-40], "cut"),
        (b"[" * 200_000, "no JSON"),
        (b"[" + b"9" * 100_000 + b"]", "no JSON"),
        (b'"a"', "no list"),
        (b"{}", "no list"),
        (b'{"error": "Invalid\\n date"}', "an error: Invalid date"),
        (b"[1, 2, null]", "list of 3"),
        (b'[{"paper": {"id": "x"}}]', "its id"),
        (b" " * 4_000_001, "larger"),
        (b"\xff\xfe\x00", "no JSON"),
    ],
)
def test_answers_that_are_something_else(body: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        read_daily_papers(body, now=NOW)


def test_the_address_of_a_day() -> None:
    assert daily_papers_url(date(2026, 3, 5)).startswith(
        "https://huggingface.co/api/daily_papers?date=2026-03-05&"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["2611.01234", "https://a.b/", "$x_{"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["paper", "id", "title", "summary", "authors", "name", "publishedAt", "githubRepo"]), inner, max_size=6),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(JSON, max_size=4), st.integers(0, 200))
def test_no_answer_breaks_it(records: list[object], cut: int) -> None:
    for body in (answer(record("2611.00009"), *records), answer(*records)[: -cut or None]):
        try:
            reading = read_daily_papers(body, now=NOW)
        except NotAFeed:
            continue
        for article in reading.articles:
            f"{article.item.title}{article.item.abstract}".encode()
