"""The checker finds each fault it is for, and none in a page without."""

from pathlib import Path

import pytest

from building import write
from site_check import check_site, summary

BASE = "https://example.org/a/"
PAGE = """<!doctype html><html lang="en"><head><title>T</title></head><body>
<h1 id="top">T</h1><h2>S</h2><p><a href="/a/">home</a> <a href="#top">up</a></p>{}</body></html>"""
RSS = """<rss version="2.0"><channel><title>T</title><link>https://example.org/a/</link><description>D</description>
<item><title>I</title><link>https://example.org/a/</link><guid>urn:x:1</guid></item>{}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>urn:x:1</id><updated>2025-01-01T00:00:00Z</updated>
<link href="https://example.org/a/"/><link rel="self" href="https://example.org/a/atom.xml"/><author><name>A</name></author>
<entry><title>E</title><id>urn:x:2</id><updated>2025-01-01T00:00:00Z</updated><link href="https://example.org/a/"/>
<content type="html">&lt;p>x&lt;/p></content></entry></feed>"""
SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
HOME = "<url><loc>https://example.org/a/</loc></url>"
FEED = '{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{}]}}'
ITEM = '{"id": "1", "url": "https://example.org/a/", "content_html": "<p>x</p>"}'


def findings(folder: Path, **files: str) -> str:
    """What is found in a site with these files instead of the good ones; `index_html` names `index.html`."""
    good = {
        "index.html": PAGE.format(""),
        "index.xml": RSS.format(""),
        "atom.xml": ATOM,
        "feed.json": FEED.format(ITEM),
        "sitemap.xml": SITEMAP.format(HOME),
    }
    for path, text in {**good, **{name.replace("_", "."): text for name, text in files.items()}}.items():
        write(folder, path, text)
    return summary(check_site(folder, BASE))


def test_a_good_site_has_no_findings(tmp_path: Path) -> None:
    good = '<img src="/a/index.xml" alt=""><math><mspace width="1em" /></math><script src="/a/feed.json"></script>'
    assert findings(tmp_path, index_html=PAGE.format(good)) == ""


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<a href="/a/gone/">x</a>', "broken link: /a/gone/"),
        ('<a href="/">x</a>', "broken link: /"),
        ('<a href="https://example.org/a/gone.txt">x</a>', "broken link"),
        ('<img src="gone.png" alt="">', "broken link: gone.png"),
        ('<a href="#gone">x</a>', "broken fragment: #gone"),
        ('<a href="/a/#%E4%B8%80">x</a>', "broken fragment"),
        ('<a href="">x</a>', "an empty link"),
        ('<a href="/a/一/">x</a>', "not percent-encoded"),
        ('<a href="http://[x]/">x</a>', "no URL"),
        ('<p id="top">x</p>', "id 'top' is there 2 times"),
        ('<p id="a b">x</p>', "white space"),
        ("<h1>x</h1>", "there are 2 h1"),
        ("<h4>x</h4>", "h4 follows h2"),
        ('<img src="/a/index.xml">', "image without alt"),
        ('<p style="color: red">x</p>', "p has style="),
        ('<p onclick="x()">x</p>', "p has onclick="),
        ('<a href="JavaScript:x()">x</a>', "a href=JavaScript:x()"),
        ("<style>p {}</style>", "a style element"),
        ("<script>x()</script>", "a script in the page"),
        ('<script src="https://example.com/x.js"></script>', "script from another site"),
        ('<link rel="stylesheet" href="//example.com/x.css">', "link from another site"),
        ('<script type="application/ld+json">{</script>', "JSON-LD"),
        ('<meta http-equiv="refresh" content="0; url=/a/gone/">', "broken link: /a/gone/"),
        ('<meta property="og:url" content="https://example.org/a/gone/">', "broken link"),
        ('<label for="gone">x</label>', "label for= names no id: gone"),
        ('<p aria-labelledby="top gone">x</p>', "p aria-labelledby= names no id: gone"),
        ('<p lang="">x</p>', "p has no language: ''"),
        ("<p>x", "<p> is never closed"),
        ("</section>", "</section> closes nothing"),
        ('<p class="a" class="b">x</p>', "attribute twice: p class"),
        ("<p>\x1b</p>", "control character U+001B"),
    ],
)
def test_faults_of_a_page(tmp_path: Path, html: str, said: str) -> None:
    assert said in findings(tmp_path, index_html=PAGE.format(html))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("index_html", PAGE.replace(' lang="en"', ""), "html has no lang"),
        ("index_html", PAGE.replace("<title>T</title>", ""), "there is not one title"),
        ("index_html", PAGE.replace("h1", "h2"), "there are 0 h1"),
        ("index_xml", RSS + "x", "not XML"),
        ("index_xml", RSS.format("<item><title>I</title><guid>urn:x:1</guid></item>"), "is there 2 times"),
        ("index_xml", RSS.replace("/a/</link><guid>", "/a/gone/</link><guid>"), "broken link"),
        ("index_xml", RSS.replace("<title>T</title>", ""), "without title"),
        ("index_xml", RSS.replace("D<", "D&nbsp;<"), "not XML"),
        ("index_xml", RSS.replace("<description>D</description>", ""), "a channel without description"),
        ("index_xml", RSS.replace("<title>I</title>", ""), "an item that says nothing"),
        ("index_xml", RSS.format("<lastBuildDate>2025-01-01</lastBuildDate>"), "no date of RFC 822"),
        (
            "index_xml",
            RSS.format("<item><description>&lt;img src='https://x.y/'></description></item>"),
            "without alt",
        ),
        ("index_xml", "<html/>", "neither RSS nor Atom"),
        ("atom_xml", ATOM.replace("<id>urn:x:1</id>", ""), "feed without id"),
        ("atom_xml", ATOM.replace("<title>E</title>", ""), "entry without title"),
        ("atom_xml", ATOM.replace("T00:00:00Z", ""), "no date of RFC 3339"),
        ("atom_xml", ATOM.replace("<author><name>A</name></author>", ""), "nobody wrote E"),
        ("atom_xml", ATOM.replace("/a/atom.xml", "/atom.xml"), "says it is at https://example.org/atom.xml"),
        ("atom_xml", ATOM.replace("&lt;/p>", ""), "<p> is never closed"),
        ("atom_xml", ATOM.replace("&lt;p>x", "&lt;p>&lt;a href='/a/'>x&lt;/a>"), "not absolute"),
        ("feed_json", "{", "not JSON"),
        ("feed_json", FEED.format(ITEM + "," + ITEM), "is there 2 times"),
        ("feed_json", FEED.format('{"id": "1", "url": "https://example.org/a/"}'), "without content"),
        ("feed_json", FEED.format(ITEM.replace("<p>x</p>", "<a href='/a/'>x</a>")), "not absolute"),
        ("feed_json", FEED.replace("1.1", "2").format(ITEM), "no JSON Feed 1.1"),
        ("sitemap_xml", SITEMAP.format(""), "index.html is missing"),
        ("sitemap_xml", SITEMAP.format(HOME + HOME), "is there 2 times"),
        (
            "sitemap_xml",
            SITEMAP.format(HOME + HOME.replace("/a/", "/a/gone/")),
            "gone/index.html should not be listed",
        ),
        (
            "index_html",
            PAGE.format('<meta name="robots" content="noindex">'),
            "index.html should not be listed",
        ),
        ("feeds_opml", '<opml><outline xmlUrl="https://example.org/a/gone.xml"/></opml>', "broken link"),
    ],
)
def test_faults_of_a_file(tmp_path: Path, name: str, text: str, said: str) -> None:
    assert said in findings(tmp_path, **{name: text})


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    write(tmp_path, "robots.txt", b"\xff")
    assert "robots.txt: not UTF-8" in findings(tmp_path)


def test_what_digest_keeps_for_itself_is_no_page(tmp_path: Path) -> None:
    write(tmp_path, ".digest/x.html", "<p>")
    assert findings(tmp_path) == ""
