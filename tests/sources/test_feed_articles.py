"""Entries of feeds as articles of the digest."""

from datetime import UTC, datetime

import pytest

from building import SHARED
from digest.content.drafts import Image, Link, Source
from digest.sources.article import Reading
from digest.sources.feeds.articles import feed_articles
from digest.sources.feeds.read import read_feed

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FEEDS = SHARED / "fixtures" / "feeds"
PARAGRAPH = "<p>" + "A sentence of the text. " * 30 + "</p>"


def reading(entries: str, head: str = "<title>Notes</title>") -> Reading:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en">'
        f"{head}{entries}</feed>"
    )
    return feed_articles(read_feed(body.encode(), "https://example.org/feed.xml", {}, now=NOW))


def entry(inside: str, name: str = "a") -> str:
    return f"<entry><id>tag:{name}</id><title>Title {name}</title><link href='https://example.org/{name}?utm_source=feed'/>{inside}</entry>"


def content(html: str) -> str:
    return f"<content type='html'><![CDATA[{html}]]></content>"


def test_an_entry() -> None:
    found = reading(
        entry(
            "<author><name>Ada</name></author><published>2024-05-01T10:00:00+08:00</published><updated>2024-06-01T00:00:00Z</updated>"
            "<category term='optics'/><category term='Uncategorized'/>"
            "<media:thumbnail url='https://example.org/t.png'/>"
            + content(
                "<h2>Part</h2><p>Read the <a href='https://arxiv.org/abs/2401.00001v1'>paper</a> <img src='i.png'></p>"
            )
        )
    )
    (article,) = found.articles
    item = article.item
    assert article.key == "tag:a"
    assert article.aliases == ("https://example.org/a",)
    assert (item.title, item.authors, item.lang, item.machine) == ("Title a", ("Ada",), "en", ())
    assert item.date == datetime.fromisoformat("2024-05-01T10:00:00+08:00")
    assert item.source == Source(kind="rss", name="Notes", url="https://example.org/a?utm_source=feed")
    assert item.links == (
        Link(url="https://example.org/a", kind="article"),
        Link(url="https://arxiv.org/abs/2401.00001", kind="paper"),
    )
    assert (
        item.text
        == "## Part\n\nRead the [paper](https://arxiv.org/abs/2401.00001v1) ![](https://example.org/i.png)\n"
    )
    assert [picture.url for picture in article.pictures] == ["https://example.org/i.png"]
    assert item.image == Image(src="https://example.org/t.png")
    assert (item.subjects, item.tags, item.summary) == (("optics",), (), "")


def test_the_last_change_is_the_date_of_what_was_never_published() -> None:
    (article,) = reading(entry("<updated>2024-06-01T00:00:00Z</updated>")).articles
    assert article.item.date == datetime(2024, 6, 1, tzinfo=UTC)
    (undated,) = reading(entry("")).articles
    assert undated.item.date is None


@pytest.mark.parametrize(("count", "kept"), [(1, 1), (5, 5), (6, 0)])
def test_many_keywords_are_no_subjects(count: int, kept: int) -> None:
    categories = "".join(f"<category term='subject {number}'/>" for number in range(count))
    assert len(reading(entry(categories)).articles[0].item.subjects) == kept


def test_a_summary_is_the_text_only_where_it_is_long() -> None:
    short = reading(entry("<summary type='html'><![CDATA[<p>One.</p><p>Two.</p><p>Three.</p>]]></summary>"))
    assert short.articles[0].item.text == ""
    long = reading(entry(f"<summary type='html'><![CDATA[{PARAGRAPH * 3}]]></summary>"))
    assert long.articles[0].item.text.count("\n\n") == 2


def test_what_is_dropped_is_named() -> None:
    found = reading(
        entry("") + entry("", "a") + entry("", "b") + "<entry><id>tag:c</id><title>No address</title></entry>"
        "<entry><id>tag:d</id><link href='https://example.org/d'/></entry>"
    )
    assert [article.key for article in found.articles] == ["tag:a", "tag:b"]
    assert [(dropped.what, dropped.why) for dropped in found.dropped] == [
        ("Title a", "the feed holds it twice"),
        ("No address", "the feed gives no address for it"),
        ("tag:d", "it has neither a title nor a text"),
    ]


def test_a_made_title_is_the_machines() -> None:
    (article,) = reading(
        f"<entry><id>a</id><link href='/a'/>{content('<p>Begin here.</p>')}</entry>"
    ).articles
    assert (article.item.title, article.item.machine) == ("Begin here.", ("title",))


def test_nothing_live_comes_out() -> None:
    html = "<p onclick=x()>a<script>alert(1)</script><a href='javascript:x'>b</a><img src='data:,'><iframe src='https://e.example'></iframe></p>"
    (article,) = reading(entry(content(html))).articles
    assert article.item.text == "ab\n"
    assert article.pictures == ()


@pytest.mark.parametrize(
    ("name", "articles", "dropped", "texts", "pictures"),
    [
        ("atom_jekyll_geohot.xml", 10, 0, 10, 2),
        ("rss092_no_titles.xml", 0, 22, 0, 0),
        ("rss10_rdf_davidbau.xml", 15, 0, 15, 3),
        ("rss20_missing_titles.xml", 5, 1, 0, 0),
        ("rss20_no_guid.xml", 30, 0, 29, 4),
        ("rss20_qwen_en.xml", 44, 0, 0, 0),
        ("rss20_ucla_causality.xml", 10, 0, 10, 9),
        ("jsonfeed_11_sample.json", 2, 0, 2, 0),
    ],
)
def test_real_feeds(name: str, articles: int, dropped: int, texts: int, pictures: int) -> None:
    if not FEEDS.exists():
        pytest.skip("the collected feeds are not there")
    found = feed_articles(read_feed((FEEDS / name).read_bytes(), "https://example.org/feed.xml", {}, now=NOW))
    assert len(found.articles) == articles
    assert len(found.dropped) == dropped
    assert sum(bool(article.item.text) for article in found.articles) == texts
    assert sum(len(article.pictures) for article in found.articles) == pictures
    for article in found.articles:
        assert article.item.source is not None
        assert article.item.source.url.startswith("http")


def test_what_a_feed_says_of_an_entry_has_no_headings() -> None:
    summary = "<h1>In short</h1><p>Two gulls</p><h4>and</h4><pre># a comment</pre>"
    (article,) = reading(entry(f"<summary type='html'><![CDATA[{summary}]]></summary>")).articles
    item = article.item
    assert item.abstract.splitlines()[0] == "In short"
    assert not any(line.startswith("#") for line in item.abstract.partition("```")[0].splitlines())
    assert "# a comment" in item.abstract
