"""The Markdown exporters: the documents they write, and that the readers of those forms read the same again."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import importing
from digest.content.drafts import LinkKind
from digest.exporters.markdown import (
    MarkdownIssue,
    MarkdownLink,
    MarkdownTopic,
    MarkdownWork,
    anchor,
    link,
    with_headings_from,
)
from digest.exporters.markdown_daily import daily_markdown
from digest.exporters.markdown_topic import topic_markdown
from digest.exporters.markdown_weekly import weekly_markdown
from digest.importers.arxiv_report.reader import read_arxiv_report
from digest.importers.imported import Imported
from digest.importers.topic_list.reader import read_topic_list
from digest.importers.weekly.reader import read_weekly
from digest.items import Item

PAPER = MarkdownLink("https://arxiv.org/abs/2505.01234", "paper", "Lark 论文")
LARK = MarkdownWork(
    title="Lark：会唱歌的模型",
    summary="Lark 把旋律写成词元。",
    tags=("音频", "Neural Codec"),
    links=(PAPER, MarkdownLink("https://github.com/example/lark", "code")),
    image="https://img.example.org/lark.png",
    image_alt="结构图",
    body="编者按里的一段。\n\n## 小标题\n\n- 一\n- 二",
)
HERON = MarkdownWork(
    title="Heron: patience as a prior",
    abstract="A first paragraph.\n\nAnd a second.",
    links=(MarkdownLink("https://heron.example.org/a_(b)", "project", "Homepage [beta]"),),
    body="# 大标题\n\n无标签的一条。",
)
WREN = MarkdownWork(title="没有名字的一条", url="https://wren.example.org/")
ISSUE = MarkdownIssue(
    period="2025-W20",
    title="云雀 | 苍鹭【鸟周刊】",
    cover="https://img.example.org/cover.jpg",
    cover_alt="河岸",
    cover_credit="阿渡",
    summary="本期三项。",
    highlights=("云雀会唱", "苍鹭会等"),
    body="开场白。\n\n## 编辑部的话\n\n下期见。",
    works=(LARK, HERON, WREN),
)


def issue_of(imported: Imported) -> MarkdownIssue:
    """What was read, as what was written."""
    assert imported.issue is not None
    cover = imported.issue.cover
    return MarkdownIssue(
        period=str(imported.issue.period),
        title=imported.issue.title,
        cover=cover.src if cover else "",
        cover_alt=cover.alt if cover else "",
        cover_credit=cover.credit if cover else "",
        summary=imported.issue.summary,
        highlights=imported.issue.highlights,
        body=imported.issue.body,
        works=tuple(work_of(item) for item in imported.items),
    )


def work_of(item: Item) -> MarkdownWork:
    return MarkdownWork(
        title=item.title,
        article=item.coverage[0].url if item.coverage else item.source.url if item.source else "",
        date=item.date,
        authors=item.authors,
        organizations=item.organizations,
        subjects=item.subjects,
        tags=item.tags,
        venue=item.venue,
        summary=item.summary,
        abstract=item.abstract,
        findings=item.findings,
        links=tuple(MarkdownLink(each.url, each.kind, each.title) for each in item.links),
        image=item.image.src if item.image else "",
        image_alt=item.image.alt if item.image else "",
        body=item.body,
    )


def test_a_weekly_document() -> None:
    assert weekly_markdown(ISSUE) == importing.own("export-weekly.md")


def test_a_weekly_reads_back_and_is_written_again_the_same() -> None:
    text = weekly_markdown(ISSUE)
    read = issue_of(importing.read(read_weekly, text))
    assert read.title == ISSUE.title
    assert (read.period, read.summary, read.highlights) == (ISSUE.period, ISSUE.summary, ISSUE.highlights)
    assert (read.cover_alt, read.cover_credit) == ("河岸（封面源自阿渡）", "阿渡")
    assert read.body == ISSUE.body
    lark, heron, wren = read.works
    assert (lark.summary, lark.tags, lark.links, lark.image) == (
        LARK.summary,
        LARK.tags,
        LARK.links,
        LARK.image,
    )
    assert lark.body == "编者按里的一段。\n\n### 小标题\n\n- 一\n- 二"
    assert (heron.summary, heron.abstract, heron.links) == ("", HERON.abstract, HERON.links)
    assert heron.body == "### 大标题\n\n无标签的一条。"
    assert wren.links == (MarkdownLink("https://wren.example.org/"),)
    assert weekly_markdown(read) == text


@pytest.mark.parametrize(
    "highlights",
    [("一；二", "三"), ("句号。", "也有。"), ("a; b",), ("一条",), ("Model 2.0", "v1.5 又快")],
)
def test_highlights_survive(highlights: tuple[str, ...]) -> None:
    text = weekly_markdown(MarkdownIssue(period="2025-W20", title="T", highlights=highlights, works=(LARK,)))
    assert issue_of(importing.read(read_weekly, text)).highlights == highlights
    assert "。。" not in text


@pytest.mark.parametrize(
    ("other", "title"),
    [
        ("Lark：另一只", "Lark 代码"),  # two works of one name: told apart by their whole titles
        ("Lark 2：下一只", "Lark 2 代码"),
        ("Lark-Chat：会说话", "lark chat 代码"),
        ("Chat：会说话", "lark 的代码"),
    ],
)
def test_references_find_their_work_beside_similar_names(other: str, title: str) -> None:
    works = (
        LARK,
        MarkdownWork(
            title=other, summary="x", links=(MarkdownLink("https://x.example.org/", "code", title),)
        ),
    )
    text = weekly_markdown(MarkdownIssue(period="2025-W20", title="T", works=works))
    read = issue_of(importing.read(read_weekly, text))
    assert [work.links for work in read.works] == [work.links for work in works]


def test_a_title_that_begins_with_the_name_of_another_work_is_told_apart() -> None:
    own = MarkdownLink("https://x.example.org/", "code", "Lark 2 的前身代码")
    works = (
        MarkdownWork(title="Lark：一", summary="x", links=(own,)),
        MarkdownWork(title="Lark 2：二", summary="y", links=(PAPER,)),
    )
    text = weekly_markdown(MarkdownIssue(period="2025-W20", title="T", works=works))
    read = issue_of(importing.read(read_weekly, text))
    assert [work.links for work in read.works] == [(own,), (PAPER,)]


def test_an_issue_without_any_link_reads_back() -> None:
    issue = MarkdownIssue(period="2025-W20", title="T", works=(MarkdownWork(title="云雀：一", summary="x"),))
    text = weekly_markdown(issue)
    assert issue_of(importing.read(read_weekly, text)) == issue
    assert "目录" not in text


_WORDS = (
    st.text(st.sampled_from("云雀苍鹭 aB3-，()[]*_"), min_size=1, max_size=12).map(str.strip).filter(bool)
)
_NAME = st.from_regex(r"[A-Z][a-z]{2,6}(-[0-9])?", fullmatch=True)
_KINDS: tuple[LinkKind, ...] = ("paper", "code", "project", "other")


@st.composite
def _works(draw: st.DrawFn) -> MarkdownWork:
    name = draw(_NAME)
    url = st.sampled_from(["a", "b/c", "d_(e)", "f?g=1&h=2"]).map(
        lambda path: f"https://{name}.example.org/{path}"
    )
    links = st.builds(
        MarkdownLink, url, st.sampled_from(_KINDS), st.sampled_from(["", "页面", f"{name} 页面"])
    )
    return MarkdownWork(
        title=f"{name}：鸟",
        summary=draw(st.sampled_from(["", "一句。", "一段。\n\n又一段，**粗体**。"])),
        abstract=draw(st.sampled_from(["", "Abstract."])),
        tags=tuple(draw(st.lists(st.sampled_from(["音频", "C#", "two words", "a/b"]), unique=True))),
        links=tuple(draw(st.lists(links, max_size=3, unique_by=lambda each: each.url))),
        body=draw(
            st.sampled_from(["", "一段。", "## 标题\n\n1. 一\n2. 二", "前\n\n---\n\n后", "```\n# x\n```"])
        ),
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(_works(), min_size=1, max_size=4, unique_by=lambda work: work.title), _WORDS)
def test_writing_what_was_read_gives_the_same_bytes(works: list[MarkdownWork], title: str) -> None:
    if not any(work.links for work in works):
        return
    text = weekly_markdown(MarkdownIssue(period="2025-W20", title=title, works=tuple(works)))
    read = issue_of(importing.read(read_weekly, text))
    assert [work.title for work in read.works] == [work.title for work in works]
    assert [work.tags for work in read.works] == [work.tags for work in works]
    # What a link without title leads to is told by a label, with one its own words decide.
    assert [[(each.url, each.title) for each in work.links] for work in read.works] == [
        [(each.url, each.title) for each in work.links] for work in works
    ]
    assert weekly_markdown(read) == text


def test_a_daily_report_reads_back() -> None:
    paper = MarkdownWork(
        title="Plover: counting what is hidden",
        date=datetime(2026, 2, 12, tzinfo=importing.ZONE),
        authors=("Ada Low", "Bo Tan"),
        subjects=("cs.CV", "cs.AI"),
        abstract="We count plovers.",
        findings=("They hide.", "We find them."),
        links=(
            MarkdownLink("https://arxiv.org/abs/2602.01234v1", "paper", "Plover: counting what is hidden"),
            MarkdownLink("https://arxiv.org/pdf/2602.01234v1", "paper", "PDF"),
        ),
        body="## 方法\n\n先数后猜。",
    )
    issue = MarkdownIssue(
        period="2026-02-13", title="arXiv Papers - 2026-02-13", body="今日一篇。", works=(paper,)
    )
    text = daily_markdown(issue)
    read = issue_of(importing.read(read_arxiv_report, text))
    assert (read.period, read.title, read.body) == (issue.period, issue.title, issue.body)
    (work,) = read.works
    for name in ("title", "date", "authors", "subjects", "abstract", "findings", "links", "body"):
        assert getattr(work, name) == getattr(paper, name), name
    assert daily_markdown(read) == text


def test_a_topic_page_reads_back() -> None:
    dated = MarkdownWork(
        title="灯塔模型开源",
        article="https://mp.weixin.qq.com/s/abcdefghij",
        date=datetime(2025, 7, 3, 9, 45, 11, tzinfo=importing.ZONE),
        authors=("Ada Low", "Bo Tan"),
        organizations=("北塔大学", "南湖实验室"),
        links=(
            MarkdownLink("https://arxiv.org/abs/2505.01234", "paper", "Beacon: Long Focus"),
            MarkdownLink("https://github.com/example/beacon", "code"),
        ),
        body="看得更远。",
    )
    other = MarkdownWork(
        title="小舟框架发布", article="https://mp.weixin.qq.com/s/bcdefghijk", body="跑得更稳。"
    )
    topic = MarkdownTopic(
        title="多模态", date=datetime(2025, 8, 12, tzinfo=importing.ZONE), parts=("## 模型", dated, other)
    )
    text = topic_markdown(topic)
    assert text.startswith('+++\ntitle = "多模态"\ndate = 2025-08-12T00:00:00+08:00\n')
    assert "1. 2025-07-03 09:45:11 Thursday ｜ 灯塔模型开源 https://mp.weixin.qq.com/s/abcdefghij\n" in text
    imported = importing.read(read_topic_list, text)
    first, second = map(work_of, imported.items)
    for name in ("title", "article", "date", "authors", "organizations", "links", "body"):
        assert getattr(first, name) == getattr(dated, name), name
    assert (second.title, second.article, second.body) == (other.title, other.article, other.body)
    assert imported.page is not None
    assert (imported.page.title, imported.page.date) == (topic.title, topic.date)


@pytest.mark.parametrize(
    ("text", "level", "expected"),
    [
        ("## a\n\n### b", 3, "### a\n\n#### b"),
        ("### a\n\n#### b", 3, "### a\n\n#### b"),
        ("# a\n\n##### b", 3, "### a\n\n###### b"),
        ("```\n# a\n```\n\nb", 3, "```\n# a\n```\n\nb"),
        ("#### a", 3, "#### a"),
        ("#tag", 3, "#tag"),
        ("", 3, ""),
    ],
)
def test_headings_are_moved_down(text: str, level: int, expected: str) -> None:
    assert with_headings_from(text, level) == expected
    assert with_headings_from(expected, level) == expected


def test_small_parts() -> None:
    assert anchor("BLIP3-o：全开源, 3.5B") == "blip3-o全开源-35b"
    assert link("a [b] c", "https://x.org/") == "[a [b] c](https://x.org/)"
    assert link("a [b", "https://x.org/") == r"[a \[b](https://x.org/)"
    assert link("a", "https://x.org/(b)") == "[a](<https://x.org/(b)>)"
    midnight = MarkdownWork(title="x", date=datetime(2025, 6, 30, tzinfo=UTC))
    assert "1. 2025-06-30 ｜ x\n" in topic_markdown(MarkdownTopic(title="T", parts=(midnight,)))
