# ruff: noqa: E501 - small documents read better in one line
"""Reading feeds: what a person sees in them, and what no feed may do."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import SHARED
from digest.sources.feeds.feed import Feed, NotAFeed
from digest.sources.feeds.read import read_feed

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://example.org/blog/feed.xml"
FEEDS = SHARED / "fixtures" / "feeds"


def read(body: bytes | str, content_type: str = "") -> Feed:
    data = body.encode() if isinstance(body, str) else body
    return read_feed(data, URL, {"content-type": content_type} if content_type else {}, now=NOW)


def rss(items: str, head: str = "<title>Notes</title><link>https://example.org/</link>") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'


def atom(entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title>{entries}</feed>'


@pytest.mark.parametrize(
    ("name", "title", "entries", "undated", "untitled", "full", "first", "date"),
    [
        ("atom_jekyll_geohot.xml", "the singularity is nearer", 10, 0, 0, 10, "Cost of Housing", "2026-02-16T00:00:00+08:00"),
        ("atom_youtube_channel.xml", "Investment Punk Academy by Gerald Hörhan", 15, 0, 0, 0,
         "Zukunft von Vertretern I Kernfusion I Musikgeschäft #ASKTHEPUNK 71", "2017-01-20T16:00:00+00:00"),
        ("enc_big5_minimal.xml", "", 0, 0, 0, 0, "", ""),
        ("jsonfeed_10_example.json", "Daring Fireball", 2, 0, 0, 2, "How Jeff Bezos’s iPhone X Was Hacked", "2020-01-24T23:46:57+00:00"),
        ("jsonfeed_11_sample.json", "Example JSON Feed", 2, 0, 0, 2, "First JSON Feed Item", "2024-01-15T12:00:00+00:00"),
        ("rss091_iso8859.xml", "Stadtfeuerwehr Weiz - Einsätze", 15, 0, 0, 0,
         "[19.08.2018 - 07:08 Uhr] Brandmeldeanlagenalarm", "2018-08-19T07:08:00+01:00"),
        ("rss092_no_titles.xml", "Dave Winer: Grateful Dead", 22, 22, 22, 0, None, ""),
        ("rss10_biorxiv.xml", "bioRxiv Subject Collection: Genomics", 1, 0, 0, 0, None, "2023-12-16T00:00:00+00:00"),
        ("rss10_rdf_davidbau.xml", "davidbau.com", 15, 0, 0, 15, "The Art of Wanting", "2026-01-17T08:43:02-05:00"),
        ("rss20_leading_whitespace_and_bad_xml.xml", "oscard0m Blog", 15, 0, 0, 0,
         "How to use 'Nested Layouts' without 'Nested URLs' in Remix", "2023-08-12T00:00:00+00:00"),
        ("rss20_missing_titles.xml", "bugramming", 6, 0, 2, 0, "The 2 Body Problem", "2025-01-10T00:00:00+00:00"),
        ("rss20_no_guid.xml", "Servers for Hackers", 30, 0, 0, 29, "Kubernetes in Digital Ocean", "2024-06-02T19:32:49+00:00"),
        ("rss20_qwen_en.xml", "Blog on Qwen", 44, 0, 0, 0, "Qwen3Guard: Real-time Safety for Your Token Stream", "2025-09-23T04:00:00+08:00"),
        ("rss20_relative_links.xml", "The blog of Csaba Kopiás on Kopiás Csaba", 13, 0, 0, 0,
         "Teaching Elderly People to Use Android - Lessons Learned", "2024-11-02T00:00:00+00:00"),
        ("rss20_ucla_causality.xml", "Causal Analysis in Theory and Practice", 10, 0, 0, 10,
         "Personalized Decision Making under Concurrent-Controlled RCT Data", "2023-03-17T02:31:21+00:00"),
        ("rss20_windows1251.xml", "iBash.Org.Ru", 50, 0, 0, 0, "Цитата #17703", "2018-03-21T10:27:32+03:00"),
        ("zh_gb18030_declared_gb2312.xml", "Blog on Qwen", 5, 0, 0, 0, "Time to Speak Some Dialects, Qwen-TTS!", "2025-06-27T15:01:34+08:00"),
        ("zh_gbk_declared.xml", "Blog on Qwen", 6, 0, 0, 0, "Qwen3Guard: 实时安全，逐词响应", "2025-09-23T04:00:00+08:00"),
    ],
)  # fmt: skip
def test_real_feeds(
    name: str, title: str, entries: int, undated: int, untitled: int, full: int, first: str | None, date: str
) -> None:
    if not FEEDS.exists():
        pytest.skip("the collected feeds are not there")
    feed = read((FEEDS / name).read_bytes())
    assert feed.title == title
    assert len(feed.entries) == entries
    assert sum(entry.published is None for entry in feed.entries) == undated
    assert sum(not entry.is_titled for entry in feed.entries) == untitled
    assert sum(bool(entry.content) for entry in feed.entries) == full
    if entries and first is not None:
        assert feed.entries[0].title == first
    if date:
        assert feed.entries[0].published is not None
        assert feed.entries[0].published.isoformat() == date
    for entry in feed.entries:
        assert entry.key
        assert entry.url == "" or entry.url.startswith(("http://", "https://"))


def test_real_details() -> None:
    if not FEEDS.exists():
        pytest.skip("the collected feeds are not there")
    relative = read((FEEDS / "rss20_relative_links.xml").read_bytes())
    assert relative.entries[1].url == "https://example.org/blog/ffmpeg-the-ultimate-guide/"
    causality = read((FEEDS / "rss20_ucla_causality.xml").read_bytes()).entries[1]
    assert causality.authors == ("judea",)
    assert causality.key == "http://causality.cs.ucla.edu/blog/?p=2440"
    assert "Simpson's Paradox" in causality.tags
    assert read((FEEDS / "jsonfeed_11_sample.json").read_bytes()).entries[0].authors == ("Jane Smith",)
    geohot = read((FEEDS / "atom_jekyll_geohot.xml").read_bytes())
    assert geohot.home == "https://geohot.github.io//blog/"
    with pytest.raises(NotAFeed, match="web page"):
        read((FEEDS / "not_a_feed.html").read_bytes())


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Plain &amp; simple", "Plain & simple"),
        ("<![CDATA[<b>Bold</b> words &amp; more]]>", "Bold words & more"),
        ("&lt;i&gt;Slanted&lt;/i&gt; words", "Slanted words"),
        ("  two\n lines ", "two lines"),
        ("<![CDATA[List<String> in Java]]>", "List<String> in Java"),
        ("a &lt; b", "a < b"),
        ("R&amp;amp;D", "R&D"),
        ("x\u202ey\u200b", "xy"),
    ],
)
def test_titles(written: str, title: str) -> None:
    assert read(rss(f"<item><title>{written}</title></item>")).entries[0].title == title


def test_a_title_of_text_in_atom_is_text() -> None:
    feed = read(atom('<entry><id>a</id><title type="text">use &lt;b&gt; here</title></entry>'))
    assert feed.entries[0].title == "use <b> here"


def test_a_missing_title_is_the_first_words() -> None:
    entry = read(
        rss(
            "<item><description>&lt;p&gt;We &lt;b&gt;tried&lt;/b&gt; it.&lt;/p&gt;&lt;p&gt;Twice.&lt;/p&gt;</description></item>"
        )
    ).entries[0]
    assert (entry.title, entry.is_titled) == ("We tried it. Twice.", False)


def test_keys() -> None:
    feed = read(
        rss(
            '<item><title>a</title><guid isPermaLink="false">n-1</guid><link>https://example.org/a?utm_source=rss</link></item>'
            "<item><title>b</title><link>https://example.org/b?utm_medium=x#top</link></item>"
            '<item><title>c</title><guid isPermaLink="false">same</guid><link>https://example.org/c</link></item>'
            '<item><title>d</title><guid isPermaLink="false">same</guid><link>https://example.org/d</link></item>'
            "<item><title>e</title></item><item><title>f</title></item>"
            "<item><title>g</title><guid>https://example.org/g</guid></item>"
        )
    )
    keys = [entry.key for entry in feed.entries]
    assert keys[:4] == ["n-1", "https://example.org/b", "https://example.org/c", "https://example.org/d"]
    assert keys[4].startswith("text:")
    assert keys[4] != keys[5]
    assert feed.entries[0].aliases == ("https://example.org/a",)
    assert feed.entries[6].url == "https://example.org/g"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/a", "https://example.org/a"),
        ("a", "https://example.org/blog/a"),
        ("//example.net/a", "https://example.net/a"),
        ("example.org/a/b", "https://example.org/a/b"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://example.org/a?b=1&amp;c=2", "https://example.org/a?b=1&c=2"),
    ],
)
def test_links(link: str, url: str) -> None:
    assert read(rss(f"<item><title>t</title><link>{link}</link></item>")).entries[0].url == url


def test_dates_are_those_that_are_written() -> None:
    """The parser behind this makes 1 November of the first and the year 1763 of the second."""
    feed = read(
        rss(
            "<language>zh-cn</language>"
            "<item><title>a</title><pubDate>2026年11月20日 15:07</pubDate></item>"
            "<item><title>b</title><pubDate>1763600000</pubDate></item>"
            "<item><title>c</title><pubDate>soon</pubDate></item>"
            "<item><title>d</title><pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate></item>"
            "<item><title>e</title><pubDate>Mon, 3 Aug 2020 10:00:00 CST</pubDate></item>"
        )
    )
    dates = [entry.published.isoformat() if entry.published else "" for entry in feed.entries]
    assert dates == [
        "2026-11-20T15:07:00+00:00",
        "2025-11-20T00:53:20+00:00",
        "",
        "",
        "2020-08-03T10:00:00+08:00",
    ]


def test_an_update_is_no_publication_in_atom() -> None:
    assert read(atom("<entry><id>https://example.org/a</id><title>a</title></entry>")).entries[0].url == ""
    feed = read(atom("<entry><id>a</id><title>a</title><updated>2024-05-01T00:00:00Z</updated></entry>"))
    assert feed.entries[0].published is None
    assert feed.entries[0].updated == datetime(2024, 5, 1, tzinfo=UTC)


def test_authors() -> None:
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><author><name>Editor</name></author>'
        "<entry><id>a</id><author><name>Ada</name></author><author><name>Bob</name></author></entry>"
        "<entry><id>b</id></entry><entry><id>c</id><author><name>x@example.org</name></author></entry></feed>"
    )
    assert [entry.authors for entry in feed.entries] == [("Ada", "Bob"), ("Editor",), ("Editor",)]
    item = "<item><title>a</title></item>"
    assert read(rss(f"<managingEditor>e@example.org (Eve)</managingEditor>{item}")).entries[0].authors == ()


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ada Example", ("Ada Example",)),
        ("Example, A.", ("Example, A.",)),
        ("Example, A., Müller, B.-C., O'Neil, D. E.", ("Example, A.", "Müller, B.-C.", "O'Neil, D. E.")),
        ("van der Berg, A., and Example, B.", ("van der Berg, A.", "Example, B.")),
        ("Example Labs, Inc., Springfield", ("Example Labs, Inc., Springfield",)),
        ("Example, A., editor", ("Example, A., editor",)),
        ("Ada Example, Bo Example", ("Ada Example, Bo Example",)),
    ],
)
def test_several_names_in_one_place(written: str, names: tuple[str, ...]) -> None:
    creator = f'<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">{written}</dc:creator>'
    assert read(rss(f"<item><title>t</title>{creator}</item>")).entries[0].authors == names


def test_content_is_kept_as_it_is() -> None:
    """Lazy pictures live in `data-` attributes, which sanitisers remove; sanitising is for those who render."""
    html = '<p onclick="x()"><img data-src="a.png"></p>'
    entry = read(
        atom(
            f'<entry xml:base="https://example.org/x/"><id>a</id><content type="html"><![CDATA[{html}]]></content></entry>'
        )
    ).entries[0]
    assert entry.content == html
    assert entry.base == "https://example.org/x/"
    plain = read(atom('<entry><id>a</id><content type="text">a &lt;b&gt;\n\nc</content></entry>')).entries[0]
    assert plain.content == "<p>a &lt;b&gt;</p><p>c</p>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"hello", "empty or no XML"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "web page"),
        (b"\n <HTML><head></head></HTML>", "web page"),
        (b"<?xml version='1.0'?><!-- x --><html xmlns='http://www.w3.org/1999/xhtml'/>", "web page"),
        (b"<opml version='2.0'><body/></opml>", "neither RSS"),
        (b"<rss version='2.0'><channel><title>a & b", "broken"),
        (b"{", "JSON"),
        (b"[1]", "without a list of items"),
        (b'{"items": []}', "does not say"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 3}', "without a list"),
        (b"[" * 100_000, "JSON"),
        (b"<rss>" + b" " * 10_000_000, "larger"),
        (b"<rss version='2.0'><channel>" + b"<item/>" * 10_001 + b"</channel></rss>", "10001 entries"),
        (
            b'{"version": "https://jsonfeed.org/version/1", "items": [' + b"{}," * 10_000 + b"{}]}",
            "10001 entries",
        ),
        (b"<!DOCTYPE rss [ <!ENTITY a 'never ends", "no XML"),
        (b"<channel<link<item<title<svg</title</item</link>", "breaks the parser"),
    ],
)
def test_what_is_no_feed(body: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        read(body)


@pytest.mark.parametrize(
    "body", [rss(""), atom(""), '{"version": "https://jsonfeed.org/version/1.1", "title": "a", "items": []}']
)
def test_a_feed_may_be_empty(body: str) -> None:
    assert read(body).entries == ()


@pytest.mark.parametrize(
    "kind",
    [
        '<!DOCTYPE rss [<!ENTITY e "boom">]>',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd" [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY a \']>\'><!-- "> ]> --><!ENTITY e "boom">]>',
        '<!doctype rss PUBLIC "-//N//DTD" "http://example.org/rss.dtd">',
    ],
)
def test_a_document_type_says_nothing(kind: str) -> None:
    body = rss("<item><title>x&e;y</title></item>").replace("<rss", kind + "<rss")
    title = read(body).entries[0].title
    assert "boom" not in title
    assert "root" not in title


@pytest.mark.parametrize(
    "reference", ["&#xD800;", "&#x110000;", "&#0;", "&#99999999999999999999;", "&#x;", "&#8;", "\x0b"]
)
def test_impossible_characters_cost_nothing(reference: str) -> None:
    feed = read(rss(f"<item><title>a{reference}b</title></item><item><title>c</title></item>"))
    assert [entry.title for entry in feed.entries] == ["ab", "c"]
    assert [
        entry.title for entry in read(rss(f"<item><description>a{reference}b</description></item>")).entries
    ] == ["ab"]


def test_named_characters_need_no_document_type() -> None:
    assert read(rss("<item><title>caf&eacute;&nbsp;&mdash; x</title></item>")).entries[0].title == "café — x"


@pytest.mark.parametrize(
    "body",
    [
        "\n\n" + rss("<item><title>a</title></item>"),
        "\ufeff" + rss("<item><title>a</title></item>"),
        "junk" + rss("<item><title>a</title></item>"),
        rss("<item><title>a</title></item>") + "<script>x</script>",
        rss("<item><title>a</title></item>").replace("<?xml", "<?xml<?xml"),
        rss("<item><title>a</title></item>").replace("</channel></rss>", ""),
        rss("<item><title>a</title><link>https://e.org/?a=1&b=2</link></item>"),
    ],
)
def test_broken_feeds_that_are_read(body: str) -> None:
    assert [entry.title for entry in read(body).entries] == ["a"]


def test_json_feed() -> None:
    document = {
        "version": "https://jsonfeed.org/version/1",
        "title": "Notes",
        "home_page_url": "/",
        "author": {"name": "Ada"},
        "items": [
            {"id": 7, "url": "/a", "title": "A <b>", "content_text": "x < y\n\nz", "date_published": "Tue, 23 Sep 2025 04:00:00 +0800",
             "external_url": "https://arxiv.org/abs/2401.00001", "image": "i.png", "tags": ["t", "t", 3],
             "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg"}, 5]},
            {"id": "https://example.org/b", "authors": [{"name": "Bob"}, {"url": "x"}], "date_published": 17, "content_html": "\ud800b"},
            "no item",
        ],
    }  # fmt: skip
    feed = read(json.dumps(document))
    first, second = feed.entries
    assert (first.key, first.url, first.title, first.authors) == (
        "7",
        "https://example.org/a",
        "A <b>",
        ("Ada",),
    )
    assert first.published is not None
    assert first.published.isoformat() == "2025-09-23T04:00:00+08:00"
    assert first.content == "<p>x &lt; y</p><p>z</p>"
    assert [(link.rel, link.url) for link in first.links] == [
        ("external", "https://arxiv.org/abs/2401.00001"),
        ("image", "https://example.org/blog/i.png"),
        ("enclosure", "https://example.org/blog/a.mp3"),
    ]
    assert first.tags == ("t", "3")
    assert (second.url, second.authors, second.published, second.content) == (
        "https://example.org/b",
        ("Bob",),
        None,
        "\ufffdb",
    )


PARTS = st.sampled_from(
    ["<item>", "</item>", "<title>", "</title>", "<rss version='2.0'>", "<channel>", "&amp;", "&#xD800;", "&", "<![CDATA[", "]]>", "<!--",
     "<entry>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<link href='x'/>", "<link>", "a", "中", "<pubDate>", "</pubDate>", "2020", "<guid>",
     "<!DOCTYPE x [", "<content type='xhtml'>", "<div>", "<svg>", "<author>", "a@b.c", "<media:group>", "{", '"items":', "<image>", "<category/>"]
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.lists(PARTS, max_size=25))
def test_no_mixture_breaks_it(parts: list[str]) -> None:
    """Whatever else the parser raises is caught around it, where it runs: here the ways it is known to fail are shut."""
    try:
        feed = read("<rss version='2.0'><channel>" + "".join(parts))
    except NotAFeed:
        return
    for entry in feed.entries:
        entry.title.encode()
        entry.content.encode()


def test_a_feed_that_ends_in_the_middle_says_so() -> None:
    items = "".join(
        f"<item><title>t{number}</title><link>/{number}</link><description>words</description></item>"
        for number in range(4)
    )
    whole = rss(items)
    assert not read(whole).is_cut
    assert not read(whole + "<p>junk").is_cut
    middle = read(whole[: whole.index("/2") + 5])
    assert (middle.is_cut, [entry.title for entry in middle.entries]) == (True, ["t0", "t1"])
    between = read(whole[: whole.index("</channel>")])
    assert (between.is_cut, len(between.entries)) == (True, 4)
