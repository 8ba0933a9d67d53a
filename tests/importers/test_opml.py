"""Lists of subscriptions: what becomes a source, under which id, and what is left out."""

import pytest

import importing
from digest.config.extend import with_sources
from digest.config.load import parse_config
from digest.config.schema import SourceConfig
from digest.importers.imported import Imported
from digest.importers.records.opml import read_opml
from digest.problems import DigestError

MARKUP = set("outline type text title xmlUrl htmlUrl url link description the second one".split())  # noqa: SIM905


def read(text: str) -> Imported:
    return importing.read(read_opml, text)


def outlines(*lines: str) -> Imported:
    """Outlines from line 2 on."""
    return read("\n".join(['<opml version="2.0"><body>', *lines, "</body></opml>"]))


def feed(url: str, title: str = "A") -> SourceConfig:
    [source] = outlines(f'<outline text="{title}" xmlUrl="{url}"/>').sources
    return source


def test_own_document() -> None:
    imported = read(importing.own("reading.opml"))
    assert imported.sources == (
        SourceConfig(
            "tidal-lab-notes",
            "rss",
            {
                "url": "https://tidal.example.org/feed.xml",
                "name": "Tidal Lab Notes",
                "home": "https://tidal.example.org/",
            },
        ),
        SourceConfig(
            "groupnotes-example-cn",
            "rss",
            {"url": "https://www.groupnotes.example.cn/atom?lang=zh&full=1", "name": "组会笔记"},
        ),
        SourceConfig(
            "rsshub-example-org",
            "wechat",
            {"url": "https://rsshub.example.org/wechat/ce/tidal", "name": "潮汐智能"},
        ),
        SourceConfig(
            "reader-example-org",
            "wechat",
            {"url": "http://reader.example.org:4000/feeds/MP_WXS_3012345678.atom", "name": "北岸速递"},
        ),
        SourceConfig(
            "cs-cv-and-cs-cl-on-arxiv",
            "arxiv",
            {
                "categories": ["cs.CV", "cs.CL"],
                "announcements": "true",
                "url": "https://rss.arxiv.org/rss/cs.CV+cs.CL",
                "name": "cs.CV and cs.CL on arXiv",
            },
        ),
        SourceConfig(
            "harbour-papers",
            "page",
            {"urls": ["https://harbour.example.edu/papers"], "name": "Harbour papers"},
        ),
        SourceConfig(
            "tidal-lab-notes-2", "rss", {"url": "https://tidal.example.net/rss", "name": "Tidal Lab Notes"}
        ),
    )
    assert importing.dropped(imported) == {
        8: "a comment",
        9: "a folder: sources are one list",
        14: "a folder: sources are one list",
        19: "this address is listed above already",
        22: "its address is no http or https address",
        23: "an outline without the address of a feed or page",
        24: "the address of another outline: import that file itself",
    }
    # 27 lines: 9 of sources (the first takes three), 7 left out, 11 of markup.
    assert importing.verdicts(imported) == {"page": 9, "dropped": 7, "navigation": 11}
    assert [(problem.line, problem.message) for problem in imported.remarks] == [
        (25, "left out of this line: description of a source")
    ]
    assert imported.counts == {"outlines": 13, "sources": 7}


def test_own_document_loses_nothing() -> None:
    imported = read(importing.own("reading.opml"))
    assert {word for words in importing.lost_words(imported).values() for word in words} <= MARKUP
    # The only one that is written otherwise: `&amp;` in XML.
    assert importing.lost_addresses(imported) == {
        13: ["https://www.groupnotes.example.cn/atom?lang=zh&amp;full=1"]
    }


def test_the_sources_can_be_configured() -> None:
    sources = read(importing.own("reading.opml")).sources
    assert parse_config(with_sources("site:\n  title: A\n", sources).encode())[0].sources == sources


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://blog.example.org/feed", "rss"),
        ("https://blog.example.org/tag/wechat.xml", "rss"),
        ("https://mp.weixin.qq.com/mp/appmsgalbum?album_id=1", "wechat"),
        ("https://wechat2rss.example.app/feed/abc.xml", "wechat"),
        ("https://wewe-rss.example.org/feeds/all.atom", "wechat"),
        ("https://rss.arxiv.org/atom/cs.CL", "arxiv"),
        ("http://export.arxiv.org/rss/math.AG", "arxiv"),
        ("https://arxiv.org/a/lind_a_1.atom", "rss"),
        ("https://export.arxiv.org/api/query?search_query=x", "rss"),
    ],
)
def test_kinds(url: str, kind: str) -> None:
    assert feed(url).kind == kind


@pytest.mark.parametrize(
    ("title", "source_id"),
    [
        ("Caf&#233; d'Élan", "cafe-delan"),
        ("量子位 QbitAI", "qbitai"),
        ("机器之心 A", "blog-example-org"),
        ("Index", "index-x"),
        ("!!!", "blog-example-org"),
        ("", "blog-example-org"),
    ],
)
def test_ids(title: str, source_id: str) -> None:
    assert feed("https://www.blog.example.org/feed", title).id == source_id


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "feed://a.example/", "file:///etc/passwd", "http://[1/", "//a.example/", "x"],
)
def test_other_addresses_are_left_out(url: str) -> None:
    imported = outlines(f'<outline text="A" xmlUrl="{url}"/>')
    assert imported.sources == ()
    assert importing.dropped(imported) == {2: "its address is no http or https address"}


def test_attributes_in_any_case_and_titles_before_texts() -> None:
    [source] = outlines('<OUTLINE TEXT="t" Title="T" XMLURL="https://a.example/x" htmlURL=""/>').sources
    assert source == SourceConfig("t", "rss", {"url": "https://a.example/x", "name": "T"})


def test_a_folder_with_a_feed_is_a_source() -> None:
    imported = outlines('<outline text="A" xmlUrl="https://a.example/"><outline text="B" xmlUrl="https://b.example/"/>',
                        "</outline>")  # fmt: skip
    assert [source.id for source in imported.sources] == ["a", "b"]


def test_one_line_hides_nothing() -> None:
    imported = read(
        '<opml version="1.0"><body><outline text="F"><outline text="A" xmlUrl="https://a.example/"/>'
        '<outline text="A" xmlUrl="https://a.example"/><x url="https://x.example"/>words</outline></body></opml>'
    )
    assert len(imported.sources) == 1
    [remark] = imported.remarks
    assert remark.message == (
        "left out of this line: an element that OPML has not; text outside the outlines; "
        "a folder: sources are one list; this address is listed above already"
    )


def test_declared_encodings_and_blank_lines_in_front() -> None:
    imported = read('\n\n<?xml version="1.0"\n encoding="GBK"?><opml><body><outline text="甲" xmlUrl="https://a.example"/>'
                    "</body></opml>")  # fmt: skip
    assert imported.sources[0].options["name"] == "甲"


BOMB = '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>\n'


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (f'{BOMB}<opml><body><outline text="&b;"/></body></opml>', 1, "document type"),
        ('<opml>\n<!DOCTYPE opml SYSTEM "file:///etc/passwd"></opml>', 2, "no well-formed XML"),
        ('\n<!DOCTYPE opml SYSTEM "https://a.example/x.dtd">\n<opml/>', 2, "document type"),
        ("<opml>\n<body>\n<outline text='a & b'/>\n</body>\n</opml>", 3, "no well-formed XML"),
        ("<opml>\n<body>\n<outline text='&nbsp;'/>\n</body>\n</opml>", 3, "no well-formed XML"),
        ("<opml>\n<body>\n<outline text='a'>\n</body>\n</opml>", 4, "no well-formed XML"),
        ("<opml>\n<body>\n<outline text='a'/>", 3, "the document ends early: <body> is not closed"),
        ("<opml>\n<body>\n<outline text='a' xmlU", 3, "the document ends early: <body> is not closed"),
        ("<rss>\n</rss>", 1, "expected <opml>, found <rss>"),
        ("words", 1, "no well-formed XML"),
    ],
)
def test_bad_documents(text: str, line: int, message: str) -> None:
    with pytest.raises(DigestError) as caught:
        read(text)
    [problem] = caught.value.problems
    assert (problem.path, problem.line) == ("paste.md", line)
    assert message in problem.message
    assert problem.hint
