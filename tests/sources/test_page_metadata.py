# ruff: noqa: E501 - small documents read better in one line
"""What pages say about themselves, and what they only seem to say; pages that are no article."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.content.drafts import Link
from digest.sources.article import Article, NotAnArticle
from digest.sources.pages.extract import extract

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://blog.example.org/posts/one"
WORDS = "".join(
    f"<p>This is paragraph {number} of a text that is long enough to be an article of its own.</p>"
    for number in range(9)
)


def page(head: str = "", body: str = WORDS, before: str = "", after: str = "") -> bytes:
    return f"<!DOCTYPE html><html lang=en><head><title>Head</title>{head}</head><body>{before}<article>{body}</article>{after}</body></html>".encode()


def read(body: bytes, url: str = URL) -> Article:
    return extract(body, url, now=NOW, zone=ZoneInfo("Asia/Shanghai"))


def data(**values: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@context': 'https://schema.org', **values})}</script>"


@pytest.mark.parametrize(
    ("head", "before", "title"),
    [
        ("<meta property=og:title content='Open &amp; shut'>", "", "Open & shut"),
        (
            "<meta property=og:title content='A name - Notes'><meta property=og:site_name content=Notes>",
            "",
            "A name",
        ),
        (data(**{"@type": "BlogPosting", "headline": "Headline"}), "", "Headline"),
        (
            data(**{"@graph": [{"@type": "WebSite"}, {"@type": ["Article"], "headline": "Inner"}]}),
            "",
            "Inner",
        ),
        (data(**{"@type": "BreadcrumbList", "headline": "No"}), "", "Head"),
        # A count is no title, and neither is the name of the site.
        ("<meta property=og:title content=690>", "", "Head"),
        ("<meta property=og:title content=Notes><meta property=og:site_name content=Notes>", "", "Head"),
        ("", "<h1>Other</h1>", "Head"),
        ("<meta property=og:title content='x&#x202e;y'>", "", "xy"),
        ("<script type='application/ld+json'>{broken</script>", "", "Head"),
        ("<script type='application/ld+json'>" + "[" * 50_000 + "</script>", "", "Head"),
    ],
)
def test_titles(head: str, before: str, title: str) -> None:
    assert read(page(head, before=before)).item.title == title


@pytest.mark.parametrize(
    ("head", "before", "authors"),
    [
        (
            data(
                **{
                    "@type": "Article",
                    "headline": "x",
                    "author": [{"name": "Ada"}, {"@type": "Person", "name": "Bob"}],
                }
            ),
            "",
            ("Ada", "Bob"),
        ),
        (data(**{"@type": "Article", "headline": "x", "author": "Ada"}), "", ("Ada",)),
        ("<meta name=author content='by Ada Lovelace'>", "", ("Ada Lovelace",)),
        (
            "<meta name=citation_author content=Ada><meta name=citation_author content=Bob>",
            "",
            ("Ada", "Bob"),
        ),
        ("", "<span itemprop=author itemscope><b itemprop=name>Ada</b> of somewhere</span>", ("Ada",)),
        ("", "<span class='author vcard'><a class=fn>Ada</a></span>", ("Ada",)),
        # Addresses, slogans, mere words
        ("<meta property=article:author content='https://social.example/ada'>", "", ()),
        ("<meta name=author content='成就一亿技术人，从这里开始'>", "", ()),
        ("<meta name=author content=ada@example.org>", "", ()),
        ("", "<p>Posted by Ada</p>", ()),
        ("", "<aside><span class='author vcard'><a class=fn>Ada</a></span></aside>", ()),
    ],
)
def test_authors(head: str, before: str, authors: tuple[str, ...]) -> None:
    assert read(page(head, before=before)).item.authors == authors


@pytest.mark.parametrize(
    ("head", "before", "date"),
    [
        (
            data(**{"@type": "Article", "headline": "x", "datePublished": "2024-05-01T10:00:00&#x2B;02:00"}),
            "",
            "2024-05-01T10:00:00+02:00",
        ),
        (
            "<meta property=article:published_time content=2024-05-01T10:00:00Z>",
            "",
            "2024-05-01T10:00:00+00:00",
        ),
        ("<meta name=publishDate content='2024-05-01 10:00:00.000-0600'>", "", "2024-05-01T10:00:00-06:00"),
        ("<meta name=date content='2024年5月1日'>", "", "2024-05-01T00:00:00+08:00"),
        ("", "<time datetime=2024-05-01>1 May</time>", "2024-05-01T00:00:00+08:00"),
        (
            "",
            "<time datetime=2020-01-01>a</time><time class=entry-date datetime=2024-05-01>b</time>",
            "2024-05-01T00:00:00+08:00",
        ),
        (
            "<meta property=article:published_time content=soon>",
            "<time datetime=2024-05-01>1 May</time>",
            "2024-05-01T00:00:00+08:00",
        ),
        # Dates of other things, of the future, of nothing
        ("<meta property=article:modified_time content=2024-05-01>", "", ""),
        (
            "",
            "<aside><time datetime=2024-05-01>x</time></aside><ul class=related-posts><li><time datetime=2024-05-01>x</time></ul>",
            "",
        ),
        ("<meta name=date content=2031-01-01>", "", ""),
        ("", "<p>Copyright 2024. Updated 1 May 2024.</p>", ""),
    ],
)
def test_dates(head: str, before: str, date: str) -> None:
    found = read(page(head, before=before)).item.date
    assert (found.isoformat() if found else "") == date


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("<link rel=canonical href=/posts/1>", "https://blog.example.org/posts/1"),
        (
            "<meta property=og:url content=https://blog.example.org/posts/1?utm_source=x>",
            "https://blog.example.org/posts/1",
        ),
        # Another site's address would make this page pass for an article of that site; a home page is none.
        ("<link rel=canonical href=https://other.example/posts/1>", URL),
        ("<link rel=canonical href=https://blog.example.org/>", URL),
        ("<link rel=canonical href=javascript:x>", URL),
    ],
)
def test_addresses(head: str, key: str) -> None:
    article = read(page(head))
    assert article.key == key
    assert article.aliases == ((URL,) if key != URL else ())
    assert article.item.links[0] == Link(url=key, kind="article")


@pytest.mark.parametrize(
    ("written", "src"),
    [
        ("/cover.png", "https://blog.example.org/cover.png"),
        ("https://blog.example.org/%3Clink%20or%20path%20of%20image%3E", ""),
        ("{{ page.image }}", ""),
        ("/blank.gif", ""),
        ("/assets/logo.png", ""),
        ("data:image/png;base64,AA", ""),
        ("http://blog.example.org/cover.png", ""),
    ],
)
def test_pictures_to_share(written: str, src: str) -> None:
    image = read(
        page(f"<meta property=og:image content='{written}'><meta property=og:image:alt content=Alt>")
    ).item.image
    assert (image.src if image else "") == src
    assert image is None or image.alt == "Alt"


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("<p><a href=https://arxiv.org/pdf/2401.00001v2>Paper</a> <a href=https://github.com/a/b>GitHub</a></p>",
         [("paper", "https://arxiv.org/abs/2401.00001"), ("code", "https://github.com/a/b")]),
        ("<p>论文链接：https://arxiv.org/abs/2401.00001。</p>", [("paper", "https://arxiv.org/abs/2401.00001")]),
        ("<p>Code: <a href=https://github.com/a/b>https://github.com/a/b</a></p>", [("code", "https://github.com/a/b")]),
        ("<p><a href=https://github.com/org/tool>our repository of it</a></p>", []),
        # What is cited, mentioned, or not a whole repository
        ("<p>As <a href=https://arxiv.org/abs/2401.00001>Smith et al. 2024</a> show</p>", []),
        ("<p><a href=https://arxiv.org/abs/2401.00001>Paper</a> and <a href=https://arxiv.org/abs/2401.00002>paper</a></p>", []),
        ("<p><a href=https://github.com/a>GitHub</a> <a href=https://github.com/a/b/issues/1>code</a></p>", []),
        ("<p><a href='javascript:alert(1)'>Paper</a></p>", []),
    ],
)  # fmt: skip
def test_links(body: str, links: list[tuple[str, str]]) -> None:
    found = read(page(body=WORDS + body)).item.links
    if "our repository" in body:
        assert [link.kind for link in found[1:]] in ([], ["code"])
    else:
        assert [(link.kind, link.url) for link in found[1:]] == links


def test_a_title_names_its_repository() -> None:
    body = page(
        "<meta property=og:title content='Marmot: a cache for feeds'>",
        WORDS + "<p>Try <a href=https://github.com/a/marmot>it</a>.</p>",
    )
    assert Link(url="https://github.com/a/marmot", kind="code") in read(body).item.links


def test_what_stands_beside_an_article_is_left_out() -> None:
    body = page(
        "<meta property=og:title content='The title'>",
        f"<h1>The title</h1>{WORDS}<figure><img src=/a.png><figcaption>Below</figcaption></figure><pre>code</pre>{WORDS}"
        "<div class=share-buttons><a href=/s>Share this</a></div><section id=comments><p>First comment!</p></section>",
        before="<nav><a href=/>Home</a></nav><header><h2>Site name</h2></header>",
        after="<aside><p>About me</p></aside><footer><p>Copyright</p></footer>",
    )
    article = read(body)
    assert article.item.text.startswith("This is paragraph 0")
    assert "![](https://blog.example.org/a.png)\n\nBelow\n\n```\ncode\n```" in article.item.text
    assert [picture.url for picture in article.pictures] == ["https://blog.example.org/a.png"]
    for other in ("The title", "Share", "comment", "Home", "Site name", "About", "Copyright"):
        assert other not in article.item.text


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "not html"),
        (b"%PDF-1.7\n<a>", "not html"),
        (b"\x89PNG\r\n<svg>", "not html"),
        (b'{"a": 1}', "not html"),
        (b"plain words", "not html"),
        (page(body="<p>Short.</p>"), "too little text"),
        (page(body="<img src=/a.png>"), "too little text"),
        (
            b"<title>Just a moment...</title><p>Checking your browser before accessing the site.</p>",
            "challenge",
        ),
        ("<title>x</title><p>当前环境异常，完成验证后即可继续访问。</p>".encode(), "challenge"),
        (b"<html><script>window.__zse_ck='x'</script><body></body></html>", "challenge"),
        ("<title>登录 - 社区</title><p>手机号 密码</p>".encode(), "login"),
        (b"<title>x</title><p>This post is for paid subscribers</p>", "login"),
        (b"<title>404 Not Found</title><h1>Sorry</h1>", "missing"),
        (b"<p>x" * 50_000, "not html"),
        (b"<p>" + b" " * 10_000_000, "too large"),
        (page(body="<p>" + "word " * 500_000), "too large"),
    ],
)
def test_what_is_no_article(body: bytes, what: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        read(body)
    assert caught.value.what == what
    assert caught.value.stop_host == (what == "challenge")


def test_an_article_may_quote_a_challenge() -> None:
    article = read(
        page(
            body=WORDS * 5
            + "<p>Just a moment... is what the page said: 环境异常. 404 Not Found. Log in to continue.</p>"
        )
    )
    assert "环境异常" in article.item.text


def test_what_a_page_is_written_in() -> None:
    words = "".join(
        f"<p>第{number}段：这一段文字足够长，可以算作一篇文章里的一个普通段落，没有别的意思。</p>"
        for number in range(12)
    )
    body = f"<html><head><meta charset=gb2312><title>标题</title></head><body><article>{words}</article></body></html>"
    for encoding in ("utf-8", "gb18030"):
        article = read(body.encode(encoding))
        assert article.item.title == "标题"
        assert "这一段文字足够长" in article.item.text


def test_nothing_live_is_left() -> None:
    body = page(body=WORDS + "<p onclick=x()>end<script>alert(1)</script><style>p{}</style><svg onload=x()></svg><form><input></form>"
                "<a href='data:text/html,x'>d</a><img src='javascript:x' onerror=x()>&lt;script&gt;alert(2)&lt;/script&gt;</p>")  # fmt: skip
    text = read(body).item.text
    assert "alert(1)" not in text
    assert "onclick" not in text
    assert "javascript:" not in text
    assert "data:text" not in text
    assert "\\<script>alert(2)\\</script>" in text


MARKUP = st.sampled_from(
    ["<p>", "</p>", "<div class=share>", "</div>", "<table>", "<td>", "<pre>", "</pre>", "<a href=x>", "<a href='#fn1'>1</a>", "<li id=fn1>", "words ",
     "$x$", "<math>", "<annotation encoding=tex>", "<span class=katex>", "<noscript>", "<img src=a>", "<ul>", "</ul>", "<h2>", "<!--", "-->", "<br>",
     "<td class=gutter>", "<time datetime=2020>", "<svg>", "</article>", "<article>", "<title>", "<iframe src=x>", "<meta itemprop=author>", "&#0;", "&lt;"]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(MARKUP, max_size=30))
def test_no_mixture_breaks_it(parts: list[str]) -> None:
    try:
        article = read(page(body=WORDS + "".join(parts)))
    except NotAnArticle:
        return
    assert article.item.text.encode()
