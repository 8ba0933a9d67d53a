"""Bookmarks of browsers: links, folders as tags, times, descriptions, and what no site should publish."""

from datetime import UTC, datetime

import pytest

import importing
from digest.content.drafts import Link
from digest.importers.imported import Imported
from digest.importers.records.bookmarks import read_bookmarks
from digest.items import Item
from digest.problems import DigestError

# What is markup in the own document: tags, attributes, times and the picture of a site.
MARKUP = set("DT H3 HREF ADD DATE ICON data image png base64 AAAA TAGS DD lt PRIVATE".split())  # noqa: SIM905


def read(text: str) -> Imported:
    return importing.read(read_bookmarks, text)


def bookmarks(*lines: str) -> Imported:
    """Bookmarks from line 2 on."""
    return read("\n".join(["<DL><p>", *lines, "</DL><p>"]))


def link(attributes: str = "", title: str = "T", url: str = "https://a.example/") -> Item:
    [item] = bookmarks(f'<DT><A HREF="{url}" {attributes}>{title}</A>').items
    return item


def test_own_document() -> None:
    imported = read(importing.own("bookmarks.html"))

    def seen(second: int) -> datetime:
        return datetime.fromtimestamp(1_700_000_000 + second, importing.ZONE)

    assert imported.items == (
        Item(
            title="Tide & Waves",
            line=13,
            seen=seen(2),
            topics=("multimodal",),
            links=(Link(url="https://arxiv.org/abs/2311.01234", kind="paper"),),
        ),
        Item(
            title="Wind: 代码",
            line=16,
            seen=seen(3),
            topics=("multimodal",),
            tags=("生成", "code", "wind"),
            links=(Link(url="https://github.com/brant/wind", kind="code"),),
            body="The code of the wind paper.\nIt has a second line <3.",
        ),
        Item(
            title="潮汐模型的一点想法",
            line=31,
            seen=seen(4),
            links=(Link(url="https://mp.weixin.qq.com/s/AbCdEfGh", kind="article"),),
            draft=True,
        ),
        Item(
            title="https://notes.example.org/x",
            line=32,
            links=(Link(url="https://notes.example.org/x"),),
            draft=True,
        ),
    )
    about = "the description of a folder or of a link that is left out"
    assert importing.dropped(imported) == {
        19: "this address is listed above already",
        22: "its address is no http or https address (javascript:)",
        23: "its address is no http or https address (place:)",
        24: about,
        27: "a folder without links that are kept",
        28: about,
    }
    # 33 lines: 6 above; folders 11 and 14, links 13, 16, 31, 32 and the description of 17 and 18 in entries.
    assert importing.verdicts(imported) == {"entry": 8, "dropped": 6, "navigation": 19}
    assert [problem.line for problem in imported.remarks] == [32]
    assert imported.counts == {"links": 7, "folders": 3}


def test_own_document_loses_nothing() -> None:
    imported = read(importing.own("bookmarks.html"))
    lost = {word for words in importing.lost_words(imported).values() for word in words}
    assert {word for word in lost if not word.isdigit()} <= MARKUP | {"多模态"}  # the folder that is a topic
    assert importing.lost_addresses(imported) == {}


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1700000000", 1_700_000_000),
        ("1700000000123", 1_700_000_000),
        ("1700000000123456", 1_700_000_000),
        ("0", None),
        ("", None),
        ("-5", None),
        ("17", None),  # 1970
        ("13300000000000000", None),  # millionths since 1601
        ("9" * 5000, None),
        ("yesterday", None),
    ],
)
def test_times(written: str, seconds: int | None) -> None:
    expected = None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    assert link(f'ADD_DATE="{written}"').seen == expected


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "file:///x", "about:blank", "place:x", "chrome://x",
     "ftp://a.example/", "mailto:a@a.example", "", "//a.example", "java&#10;script:x"],
)  # fmt: skip
def test_other_addresses_are_left_out(url: str) -> None:
    imported = bookmarks(f'<DT><A HREF="{url}">T</A>')
    assert imported.items == ()
    assert importing.dropped(imported)[2].startswith("its address is no http or https address")


@pytest.mark.parametrize(
    "folder",
    ['<H3 PERSONAL_TOOLBAR_FOLDER="true">Mine</H3>', "<H3>Bookmarks Bar</H3>", "<H3>其他书签</H3>", "<H3></H3>",
     '<H3 UNFILED_BOOKMARKS_FOLDER="true">Other</H3>', "<H3>com.apple.ReadingList</H3>"],
)  # fmt: skip
def test_folders_of_browsers_are_no_tags(folder: str) -> None:
    [item] = bookmarks(f"<DT>{folder}", "<DL><p>", '<DT><A HREF="https://a.example/">T</A>', "</DL><p>").items
    assert item.tags == ()


def test_a_folder_ends_with_its_list() -> None:
    first, second = bookmarks(
        "<DT><H3>甲</H3>",
        "<DL>",
        "<DT><A HREF='https://a.example/'>A</A>",
        "</DL>",
        "<DT><A HREF=https://b.example/>B</A>",
    ).items
    assert (first.tags, second.tags) == (("甲",), ())


def test_attributes() -> None:
    item = link(
        'TAGS="a, b" PRIVATE="0" FEEDURL="https://a.example/feed"', "A &lt;b&gt; &amp;amp; <i>c</i>\n d"
    )
    assert (item.title, item.tags, item.draft) == ("A <b> &amp; <i>c</i> d", ("a", "b"), False)
    assert [found.url for found in item.links] == ["https://a.example/", "https://a.example/feed"]
    assert link('PRIVATE="1"').draft


def test_a_file_in_one_line_hides_nothing() -> None:
    imported = read(
        '<DL><DT><A HREF="https://a.example/">A</A><DD>d<DT><A HREF="javascript:x">B</A><!-- c --></DL>after'
    )
    assert imported.items[0].body == "d"
    [remark] = imported.remarks
    assert remark.message == (
        "left out of this line: its address is no http or https address (javascript:); a comment; "
        "text outside the links"
    )


def test_own_titles_of_files_are_reported() -> None:
    imported = read('<H1>Saved by Okada</H1>\n<DL><DT><A HREF="https://a.example/">A</A></DL>')
    assert importing.dropped(imported) == {1: "the title of the file"}


def test_hostile_text_stays_text() -> None:
    item = link(title="<script>alert(1)</script> &#99999999999;")
    assert item.title == "<script>alert(1)</script> &#99999999999;"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("<DL>\n</DL>", 1, "there is no bookmark"),
        ("<DL><p>\n<DT><A HREF='https://a.example/'>A</A>\n", 2, "the document ends early: 1 of its lists is"),
        ("<DL><DL>\n<DT><A HREF='https://a.example/'>A</A>", 2, "the document ends early: 2 of its lists are"),
        ("<DL>\n<DT><A HREF='https://a.example/'>A", 2, "the document ends early: this is not closed"),
        ("<DL>\n<DT><A HREF='https://a.exa", 2, "the document ends early: a tag is not closed"),
        ("<DL></DL>\n<!-- x", 2, "the document ends early: a comment is not closed"),
        ("<DL>\n<DT><A HREF='https://a.example/'>A\n<DT><A HREF='https://b.example/'>B</A></DL>", 2, "this link"),
        ("<DL>\n<DT><H3>A\n<DL></DL></DL>", 2, "this heading is not closed"),
        ("<DL>" * 51, 1, "folders are nested more than 50 deep"),
    ],
)  # fmt: skip
def test_bad_documents(text: str, line: int, message: str) -> None:
    with pytest.raises(DigestError) as caught:
        read(text)
    assert [(problem.line, message in problem.message) for problem in caught.value.problems][:1] == [
        (line, True)
    ]


@pytest.mark.parametrize(
    ("title", "url", "kept"),
    [
        ("[2505.09568] Tern: A", "https://arxiv.org/abs/2505.09568", "Tern: A"),
        ("2505.09568v1 | Tern: A", "https://arxiv.org/pdf/2505.09568", "Tern: A"),
        ("[arXiv:2505.09568v2] Tern", "https://arxiv.org/abs/2505.09568v2", "Tern"),
        ("[2505.09568] Tern", "https://a.example/tern", "[2505.09568] Tern"),
        ("2505.09568", "https://arxiv.org/abs/2505.09568", "2505.09568"),
        ("[2505.09568]", "https://arxiv.org/abs/2505.09568", "[2505.09568]"),
    ],
)
def test_a_title_loses_the_number_that_its_address_has(title: str, url: str, kept: str) -> None:
    assert link(title=title, url=url).title == kept


@pytest.mark.parametrize(
    ("folder", "is_topic"), [("Multimodal", True), ("多模态", True), ("多模态论文", False)]
)
def test_a_folder_named_like_a_topic_is_one(folder: str, *, is_topic: bool) -> None:
    [item] = bookmarks(
        f"<DT><H3>{folder}</H3>", "<DL><p>", '<DT><A HREF="https://a.example/">T</A>', "</DL><p>"
    ).items
    assert (item.topics, item.tags) == ((("multimodal",), ()) if is_topic else ((), (folder,)))
