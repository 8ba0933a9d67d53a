import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from digest.content.drafts import Coverage, Link, Source
from digest.importers.imported import Imported, item_address
from digest.importers.topic_list.reader import read_topic_list, topic_list_evidence
from digest.items import Item
from digest.problems import DigestError, Problem
from digest.text.weeks import parse_period
from importing import SETTING, document, dropped, lost_addresses, lost_words, own, read, seed, verdicts

HEAD = "# 多模态\n\n"
ARTICLE = "https://mp.weixin.qq.com/s/"
OWN = ("topic-list.md", "topic-list-plain.md")


def items_of(text: str) -> tuple[Item, ...]:
    return read(read_topic_list, HEAD + text).items


def only(text: str) -> Item:
    [item] = items_of(text)
    return item


def kinds(imported: Imported) -> Counter[str]:
    return Counter(link.kind for item in imported.items for link in item.links)


def refusal(text: str) -> tuple[Problem, ...]:
    with pytest.raises(DigestError) as caught:
        read_topic_list(document(text), SETTING)
    return caught.value.problems


# --- the seed ---------------------------------------------------------------------------------------------

# Counted by reading seed 001 from top to bottom, once. A work is one headline: 7 at the top, then by section
# 2 + 1 + 4 + 4 + 1 + 1 + 1 + 2 = 23 headlines (the fourth of 视频 stands below its own heading). The fourth at
# the top and the first of 综述 lead to one article, which leaves 22.
WORKS = {
    10: "Sekai", 11: "谢赛宁团队新作", 12: "GitHub一周2000星", 13: "通用视觉模型将何去何从",
    14: "MokA", 22: "REPA", 23: "Difix3D+",
    38: "异常检测与生成全面综述",
    42: "dots.vlm1",
    54: "超CLIP准确率11%", 73: "Token Reorder", 83: "流匹配模型", 94: "OpenUni",
    114: "ATI", 130: "DraftAttention", 148: "预训练视频模型", 158: "一夜颠覆Sora",
    164: "音画同步",
    177: "Matrix-3D",
    181: "HoPE",
    191: "首个全面梳理语音大模型", 197: "AI字幕慢半拍",
}  # fmt: skip


@pytest.fixture(scope="module")
def real() -> Imported:
    return read(read_topic_list, seed("001"))


def test_works_of_the_seed(real: Imported) -> None:
    assert len(real.items) == len(WORKS) == 22
    assert [item.line for item in real.items] == list(WORKS)
    for item, word in zip(real.items, WORKS.values(), strict=True):
        assert word in item.title
        assert not re.search(r"https?:|\*\*|[|｜]|20[0-9]{2}-", item.title)
        assert item.topics == ("multimodal",)


def test_links_of_the_seed(real: Imported) -> None:
    """30 label lines lead somewhere; 8 works are known by their article alone."""
    assert kinds(real) == {
        "paper": 12, "code": 9, "project": 4, "model": 2, "demo": 1, "dataset": 1, "other": 1, "article": 8
    }  # fmt: skip
    assert [item.line for item in real.items if item.source] == [10, 11, 12, 22, 23, 38, 177, 191]
    assert all(item.source.kind == "wechat" for item in real.items if item.source)
    assert (
        sum(len(item.coverage) for item in real.items) == 13
    )  # 22, less those 8 and MokA, which has no article
    assert real.items[4].coverage == ()
    # Papers mentioned in the text about another work are not links of it.
    assert [link.url for link in real.items[14].links] == [
        "https://arxiv.org/abs/2505.14708",
        "https://github.com/shawnricecake/draft-attention",
    ]


def test_dates_of_the_seed(real: Imported) -> None:
    """16 headlines have a time; the page's date stands in for the six works without one."""
    assert sum(item.date is not None for item in real.items) == 16
    assert {str(item.seen) for item in real.items if not item.date} == {"2025-08-12 00:00:00+08:00"}
    assert all(item.seen == item.date for item in real.items if item.date)
    assert str(real.items[4].date) == "2025-06-30 16:13:39+08:00"
    assert str(real.items[6].date) == "2025-06-23 12:05:00+08:00"  # the one behind its headline


def test_facts_of_the_seed(real: Imported) -> None:
    """43 label lines: 30 addresses, 10 titles, one each of organisations, authors and a contact."""
    assert real.counts == {"items": 22, "sections": 8, "label lines": 43, "articles listed twice": 1}
    titles = {link.title for item in real.items for link in item.links if link.kind == "paper"}
    assert len(titles - {""}) == 9  # OpenUni has a title and no paper, so that it stays in the text
    assert "技术报告： OpenUni: A Simple Baseline" in real.items[12].body
    assert [item.name for item in real.items if item.name] == [
        "MokA", "PAROAttention", "OpenUni", "ATI", "DraftAttention", "HoPE", "SeqPO-SiMT"
    ]  # fmt: skip
    assert {item.line: item.venue for item in real.items if item.venue} == {
        23: "CVPR 2025 Award Candidate", 83: "ICML 2025 Spotlight", 197: "ACL 2025"
    }  # fmt: skip
    assert len(real.items[12].authors) == 8
    assert real.items[12].organizations == ("南洋理工大学 S-Lab", "商汤科技新加坡研究院")
    assert real.items[6].source == Source("wechat", "机器之心", ARTICLE + "C9XQZDuI1D9mQmyiSsOTvg")


def test_an_article_listed_twice_is_one_work_in_the_seed(real: Imported) -> None:
    item = real.items[3]
    assert [a.line for a in real.accounts if a.item == 3] == [13, 31, 33, 34, 35, 36]
    assert item.body.startswith("** 清华大学")
    assert "\n\n回顾并总结纯视觉范式下的通用视觉模型研究\n\n1. **清华大学" in item.body
    assert item.coverage == (
        Coverage(ARTICLE + "yJ6U367pd1o6pqzEs1xi_Q", "wechat", "", item.title, "2025-07-03"),
    )


def test_the_page_of_the_seed(real: Imported) -> None:
    page = real.page
    assert page is not None
    assert (page.title, page.name, page.tags) == ("多模态", "", ())
    assert str(page.date) == "2025-08-12 00:00:00+08:00"
    assert re.findall(r"^## (.*)$", page.body, re.MULTILINE) == [
        "综述", "模型", "图片理解与生成", "视频", "视频+声音", "3D", "长度扩展", "语音"
    ]  # fmt: skip
    places = [int(number) for number in re.findall("\x1a([0-9]+)\x1a", page.body)]
    assert len(places) == 23
    assert set(places) == set(range(22))
    assert "### FastWan系视频生成模型\n\n- [一夜颠覆Sora神话，" in page.body


def test_the_books_of_the_seed(real: Imported) -> None:
    assert verdicts(real) == {"entry": 102, "page": 12, "dropped": 3, "navigation": 2}
    assert list(dropped(real)) == [4, 5, 110]
    assert "contact" in dropped(real)[110]
    assert "size001" not in repr(real.items)
    assert lost_addresses(real) == {}
    # What is lost is the words of labels alone.
    words = {word for lost in lost_words(real).values() for word in lost}
    assert words <= {
        "论文标题", "论文链接", "论文地址", "项目主页", "项目代码", "项目地址", "开源代码", "代码链接",
        "链接", "地址", "arXiv", "Github", "Repo", "Huggingface", "Model", "Demo", "Title", "title", "Paper",
        "Project", "page", "Hugging", "Face", "Benchmark",
    }  # fmt: skip


# --- our own documents ------------------------------------------------------------------------------------


def test_our_own_list() -> None:
    imported = read(read_topic_list, own("topic-list.md"))
    # Label lines by item: TinCup 3, the survey 2, lantern 3, the bridge 5, HalfStep 6, the umbrella 1, the station 1.
    assert imported.counts == {"items": 12, "sections": 4, "label lines": 21, "articles listed twice": 1}
    assert lost_addresses(imported) == {}
    by_line = {item.line: item for item in imported.items}
    assert by_line[15].title == "某校与某厂一起看懂图表，放出一个图表问答集——ChartNest"
    assert by_line[16].body == "月河团队说，**Backdrop** 只看一张照片。"
    assert by_line[17].body == (
        "本文按任务分了七类。\n\n七类任务一次讲清\n\n1. 作者读了三百篇论文。\n2. 难点：怎样比较不同的评测"
    )
    assert by_line[18].name == "TinCup"
    assert (by_line[27].venue, by_line[27].source) == (
        "CVPR 2025 Oral",
        Source("wechat", "灯下笔记", ARTICLE + "eeeeFogLamp"),
    )
    assert [link.kind for link in by_line[44].links] == ["code", "model", "demo"]
    assert (
        "## 读法\n\n先看图，再看字。\n\n```python\n# 这里不是标题\n论文链接：这里不是标签\n```"
        in by_line[44].body
    )
    assert by_line[64].authors == ("An Bai", "Chun Dong", "Xia Qiu")
    assert "(* 同等贡献)" in by_line[64].body  # no field holds the remark
    assert "机构" not in by_line[64].body
    assert by_line[78].links == (
        Link("https://arxiv.org/pdf/2503.99903", "paper", "HalfStep: Skipping What the Eye Skips"),
        Link("https://github.com/halfstep/halfstep", "code"),
        Link("https://github.com/somebody/ComfyUI-HalfStep", "other", "ComfyUI"),
        Link("https://arxiv.org/abs/2503.99905", "paper"),
        Link("https://github.com/halfstep/nod", "code", "Nod 主页 / 代码库"),
    )
    assert by_line[78].body.endswith("HS 论文：https://arxiv.org/abs/2503.99905")  # `HS` is in no field
    assert by_line[100].title == "终点站：三步生成一段雨声"
    assert by_line[110].body == "1. 它先生成云。"
    assert [link.kind for link in by_line[116].links] == ["paper", "code"]
    assert by_line[116].coverage == (
        Coverage("https://news.example.com/station", "article", "", "一张照片走进旧车站"),
    )
    assert imported.page is not None
    assert imported.page.tags == ("看图", "听声")
    assert imported.page.body.startswith("这一页收录读图与听声的工作。\n\n- [某校与某厂")
    assert f"- 2025-03-20 [让两种模态慢慢熟悉，TinCup 的微调办法]({item_address(3)})" in imported.page.body
    assert {4, 5, 7, 8, 76} == dropped(imported).keys()


def test_a_list_with_bullets_and_yaml() -> None:
    imported = read(read_topic_list, own("topic-list-plain.md"))
    assert [(item.title, item.venue) for item in imported.items] == [
        ("石桥团队把老桥搬进电脑", ""),
        ("旧楼梯的影子", "CVPR 2025"),
        ("一块石头的一百种样子", ""),
        ("只有标题的一条", ""),
        ("沙堡：潮水来之前存下来", ""),
    ]
    assert imported.items[0].body == "只用了四十张照片。"
    assert imported.items[4].links == (Link("https://github.com/sand/castle", "code"),)
    assert imported.items[4].body == "4. [论文](javascript:alert(1))"
    assert imported.page is not None
    assert (imported.page.title, imported.page.name) == ("三维", "three-dee")
    assert {item.topics for item in imported.items} == {("3d",)}


# --- shapes of items --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title", "url", "rest"),
    [
        (f"1. [标题]({ARTICLE}a)", "标题", f"{ARTICLE}a", ""),
        (f"1. **[标题]({ARTICLE}a)** 说明", "标题", f"{ARTICLE}a", "说明"),
        (f"#### [标题]({ARTICLE}a)", "标题", f"{ARTICLE}a", ""),
        (f"- [标题]({ARTICLE}a)", "标题", f"{ARTICLE}a", ""),
        (f"[标题]({ARTICLE}a)", "标题", f"{ARTICLE}a", ""),
        (f"1. 标题{ARTICLE}a", "标题", f"{ARTICLE}a", ""),
        (f"1、标题 {ARTICLE}a。说明", "标题", f"{ARTICLE}a", "。说明"),
        (f"1. 标题：快了一倍{ARTICLE}a", "标题：快了一倍", f"{ARTICLE}a", ""),
        (f"1. 新模型：快了一倍{ARTICLE}a", "新模型：快了一倍", f"{ARTICLE}a", ""),
        (f"1. 标题[{ARTICLE}a]({ARTICLE}a)说明", "标题", f"{ARTICLE}a", "说明"),
        (f"1. 标题[原文]({ARTICLE}a)", "标题", f"{ARTICLE}a", ""),
        (f"1. 标题\n\n{ARTICLE}a", "标题", f"{ARTICLE}a", ""),
        (f"标题\n\n{ARTICLE}a", "标题", f"{ARTICLE}a", ""),
        (f"2025-06-30 16:13:39 Monday ｜ 标题 {ARTICLE}a", "标题", f"{ARTICLE}a", ""),
        (f"【2025-06-30】标题 {ARTICLE}a", "标题", f"{ARTICLE}a", ""),
        (f"[2025-06-30 | 标题]({ARTICLE}a)", "标题", f"{ARTICLE}a", ""),
        (f"2025-06-30 16:13:39\n\n标题\n\n{ARTICLE}a", "标题", f"{ARTICLE}a", ""),
        (f"12. 2025-06-30 ｜\n\n[标题]({ARTICLE}a)", "标题", f"{ARTICLE}a", ""),
        ("1. 2025-06-30 16:13:39 | 标题", "标题", "", ""),
    ],
)
def test_shapes_of_headlines(text: str, title: str, url: str, rest: str) -> None:
    item = only(text)
    assert (item.title, item.body) == (title, rest)
    assert item.links == ((Link(url, "article"),) if url else ())
    assert item.source == (Source("wechat", "", url) if url else None)
    assert (item.date is not None) == ("2025" in text)


@pytest.mark.parametrize(
    ("text", "title", "venue", "account"),
    [
        ("ACL 2025 | 标题", "标题", "ACL 2025", ""),
        ("NeurIPS’24 Oral｜标题", "标题", "NeurIPS’24 Oral", ""),
        ("ACM MM 2025 | 标题", "标题", "ACM MM 2025", ""),
        ("TPAMI | 标题", "标题", "TPAMI", ""),
        (
            "Nature | 标题",
            "Nature | 标题",
            "",
            "",
        ),  # also the beginning of a headline: no fact without a year
        ("重磅 | 标题", "重磅 | 标题", "", ""),
        ("标题 灯下笔记 2025年06月23日 12:05", "标题", "", "灯下笔记"),
        ("标题 2025年06月23日 12:05", "标题", "", ""),
        ("标题，第二句。 2025年06月23日 12:05", "标题，第二句。", "", ""),
        ("到 2025年06月23日", "到 2025年06月23日", "", ""),  # a day in a sentence is no time of an article
    ],
)
def test_venues_and_accounts(text: str, title: str, venue: str, account: str) -> None:
    item = only(f"1. {text} {ARTICLE}a")
    assert (item.title, item.venue) == (title, venue)
    assert item.source == Source("wechat", account, f"{ARTICLE}a")


def test_an_article_is_coverage_where_the_work_is_named() -> None:
    item = only(
        f"1. 2025-06-30 ｜ 标题 灯下笔记 2025年06月23日 12:05 {ARTICLE}a\n论文：https://arxiv.org/abs/2503.99901"
    )
    assert item.source is None
    assert item.coverage == (Coverage(f"{ARTICLE}a", "wechat", "灯下笔记", "标题", "2025-06-30"),)
    assert [link.kind for link in item.links] == ["paper"]


def test_labelled_articles_are_links() -> None:
    item = only(
        "1. 2025-06-30 ｜ 标题\n论文：https://arxiv.org/abs/2503.99901\n博客：https://blog.example.org/x"
    )
    assert [link.kind for link in item.links] == ["paper", "article"]
    assert item.coverage == ()


def test_lists_within_an_item_are_its_text() -> None:
    text = f"1. 标题 {ARTICLE}a\n\n1. 第一点\n2. 第二点 {ARTICLE}b\n\n2. 另一条 {ARTICLE}c"
    [one] = items_of(f"#### [标题]({ARTICLE}a)\n\n1. 一\n2. [二]({ARTICLE}b)")
    assert one.body == f"1. 一\n2. [二]({ARTICLE}b)"
    first, second = items_of(text)
    assert first.body == f"1. 第一点\n2. 第二点 {ARTICLE}b"
    assert second.title == "另一条"


@pytest.mark.parametrize(
    ("first", "line"),
    [
        (f"#### [标题]({ARTICLE}a)", f"1. [二]({ARTICLE}b)"),
        (f"1. 标题 {ARTICLE}a", f"* [二]({ARTICLE}b)"),
        (f"1. 标题 {ARTICLE}a", f"   1. [二]({ARTICLE}b)"),
        (f"2025-06-30 ｜ 标题 {ARTICLE}a", "1. 二 https://github.com/a/b"),
    ],
)
def test_links_below_an_item_are_its_text(first: str, line: str) -> None:
    assert only(f"{first}\n\n正文\n\n{line}").body == f"正文\n\n{line}"


def test_a_headline_with_a_colon_is_no_label() -> None:
    assert [item.title for item in items_of(f"1. 甲 {ARTICLE}a\n5. 新模型：快了一倍{ARTICLE}b")] == [
        "甲",
        "新模型：快了一倍",
    ]


def test_code_is_no_value_of_a_label() -> None:
    item = only(f"1. 标题 {ARTICLE}a\n\n作者：\n```\nx\n```")
    assert item.body == "作者：\n```\nx\n```"


def test_rules_are_rebuilt() -> None:
    imported = read(read_topic_list, f"{HEAD}1. 甲 {ARTICLE}a\n\n正文\n\n---\n\n2. 乙 {ARTICLE}b")
    assert [item.body for item in imported.items] == ["正文", ""]
    assert verdicts(imported)["navigation"] == 1


def test_the_period_asked_for_stands_in_for_a_date() -> None:
    setting = replace(SETTING, period=parse_period("2025-W20"))
    [item] = read(read_topic_list, f"{HEAD}1. 标题 {ARTICLE}a", setting).items
    assert (item.date, item.seen) == (None, setting.moment)
    assert setting.moment is not None


def test_one_article_of_two_papers_stays_two_works() -> None:
    text = f"1. 甲 {ARTICLE}a\n论文：https://arxiv.org/abs/2503.99901\n2. 乙 {ARTICLE}a\n论文：https://arxiv.org/abs/2503.99902"
    assert [item.title for item in items_of(text)] == ["甲", "乙"]
    assert [item.title for item in items_of(text.replace("99902", "99901"))] == ["甲"]
    # Other spellings of the addresses are the same article and the same paper.
    other = text.replace("abs/2503.99902", "pdf/2503.99901v2").replace(
        f"{ARTICLE}a", f"{ARTICLE}aaaaBBBBccccDDDD_eeeeQ"
    )
    other = other.replace("乙 https:", "乙 http:")
    assert [item.title for item in items_of(other)] == ["甲"]


def test_one_item_of_two_headlines_keeps_what_both_say() -> None:
    text = (
        f"1. ICML 2025 | 甲 灯下笔记 2025年06月23日 12:05 {ARTICLE}a\n论文标题：T: one\n论文：https://arxiv.org/abs/2503.99901\n\n"
        f"2. ACL 2025 | 乙 桥头 2025年06月24日 12:05 {ARTICLE}a\n论文标题：S: two\n论文：https://arxiv.org/abs/2503.99901"
    )
    item = only(text)
    assert (item.title, item.venue, item.coverage[0].name) == ("甲", "ICML 2025", "灯下笔记")
    assert item.body == "ACL 2025 | 乙 | 桥头\n\nS: two"
    assert [link.title for link in item.links] == ["T: one"]


def test_an_account_without_its_article_is_the_source() -> None:
    item = only("1. CVPR 2025 | 标题 灯下笔记 2025年06月23日 12:05")
    assert item.source == Source(name="灯下笔记")


def test_equal_addresses_of_an_item_are_one_link() -> None:
    item = only(
        f"1. 标题 {ARTICLE}a\n代码：https://github.com/a/b\nGithub：https://github.com/a/b\n{ARTICLE}a"
    )
    assert [link.url for link in item.links] == ["https://github.com/a/b"]
    assert len(item.coverage) == 1


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("论文：https://arxiv.org/abs/2503.99901", False),
        ("论文：https://arxiv.org/abs/2503.99901 （已被接收）", True),
        ("作者：甲乙、丙丁", False),
        ("作者：甲乙（通讯作者）、丙丁", True),
        ("团队：由三个人组成。他们都很忙。", True),
        ("发表时间：2025-06-30", False),
        ("发表时间：明年", True),
        ("会议：ICML 2025", False),
        ("代码：", True),
        ("图片来源：https://img.example.org/a", True),
    ],
)
def test_a_label_line_leaves_the_text_only_when_fields_say_all_of_it(line: str, kept: bool) -> None:
    item = only(f"1. 标题 {ARTICLE}a\n\n{line}\n\n正文")
    assert item.body == (f"{line}\n\n正文" if kept else "正文")


def test_headings_without_a_link_are_sections() -> None:
    imported = read(
        read_topic_list,
        f"{HEAD}说明 https://site.example.org\n\n## 甲\n\n- 说明\n\n#### 乙\n\n1. 标题 {ARTICLE}a\n",
    )
    assert imported.page is not None
    assert imported.page.body == (
        f"说明 https://site.example.org\n\n## 甲\n\n- 说明\n\n### 乙\n\n- [标题]({item_address(0)})"
    )


def test_titles_are_escaped_on_the_page() -> None:
    imported = read(read_topic_list, f"{HEAD}1. 2025-06-30 | a_b [x] <b> `c`")
    assert imported.items[0].title == "a_b [x] <b> `c`"
    assert imported.page is not None
    assert imported.page.body == f"- 2025-06-30 [a\\_b \\[x\\] \\<b\\> \\`c\\`]({item_address(0)})"


def test_an_item_without_a_title_is_text_of_the_page() -> None:
    imported = read(
        read_topic_list, f"{HEAD}1. 2025-06-30 ｜\n\n邮箱：a@example.org\n\n## 甲\n\n1. 标题 {ARTICLE}a\n"
    )
    assert [item.title for item in imported.items] == ["标题"]
    assert [(remark.line, remark.severity) for remark in imported.remarks] == [(3, "warning")]
    assert imported.page is not None
    assert "2025-06-30 ｜" in imported.page.body
    assert "example.org" not in imported.page.body
    assert list(dropped(imported)) == [5]


@pytest.mark.parametrize(
    ("title", "topics"),
    [
        ("多模态", ("multimodal",)),
        ("MULTIMODAL", ("multimodal",)),
        ("全模态大模型专题", ("omni-modal",)),
        ("Multimodal 全模态", ("multimodal",)),  # the longer name
        ("RL Infrastructure 笔记", ("rl-infra",)),
        ("杂谈", ()),
    ],
)
def test_topics_named_by_the_page(title: str, topics: tuple[str, ...]) -> None:
    [item] = read(read_topic_list, f"# {title}\n\n1. 标题 {ARTICLE}a\n").items
    assert item.topics == topics


# --- what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (f"{HEAD}只有文字。\n", 0, "no item"),
        (f"1. 标题 {ARTICLE}a\n", 1, "no title"),
        (f"+++\ntitle = 'a'\n\n1. 标题 {ARTICLE}a\n", 1, "has no end"),
        (f"+++\ntitle = a\n+++\n1. 标题 {ARTICLE}a\n", 2, "TOML"),
        (f"---\ntitle: a\ndate: 昨天\n---\n1. 标题 {ARTICLE}a\n", 3, "not a date"),
        (f"{HEAD}1. 标题 {ARTICLE}a\n\n```\nx\n", 6, "ends early: code"),
        (f"{HEAD}1. 标题[{ARTICLE}a]({ARTICLE}a", 3, "ends early: a link"),
        (f"{HEAD}1. 标题 {ARTICLE}a\n\n他们 **提出", 5, "ends early: bold"),
        (f"{HEAD}1. 标题 {ARTICLE}a\n\n论文链接：", 5, "ends early: its last label"),
        (f"{HEAD}1. 标题 {ARTICLE}a\n\n论文链接：https:/", 5, "ends early: its last address"),
        (f"{HEAD}1. 标题 {ARTICLE}a\n2. 2025-06-30 ｜\n", 4, "ends early: its last item"),
    ],
)
def test_what_is_refused(text: str, line: int, message: str) -> None:
    problems = refusal(text)
    assert any(problem.line == line and message in problem.message for problem in problems), problems
    assert all(problem.path == "paste.md" and problem.severity == "error" for problem in problems)
    assert any(problem.hint for problem in problems)


# --- hostile and damaged documents ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[标题](javascript:alert(1))",
        "[标题](data:text/html,x)",
        "![图](javascript:x)",
        "[" * 20_000 + "x",
        "[a](" * 5_000 + "x\n\n.",
        "*" * 20_000 + "x\n\n.",
        " " * 20_000 + "：x",
        "作者：" + "甲（" * 20_000,
        "https://a.b" * 5_000,
        "https://[::1 与 https://[zz]/",
        "> " * 5_000 + "x",
        "- " * 5_000 + "x",
        "\n".join(" " * depth + "1. x" for depth in range(500)),
        "2025-13-45 99:99 ｜ x",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_hostile_text_stays_text(text: str) -> None:
    item, *others = items_of(f"1. 标题 {ARTICLE}a\n\n{text}\n\n结束。\n")
    assert others == []
    assert re.sub(r"\s", "", text) in re.sub(r"\s", "", item.body) or "1.x" in item.body
    assert {link.url.partition(":")[0] for link in item.links} == {"https"}


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "ftp://a.b/c", "//a.b/c"]
)
def test_other_schemes_never_become_links(link: str) -> None:
    item = only(f"1. 2025-06-30 ｜ 标题\n论文：{link}\n[论文]({link})\n{link}\n代码：[x]({link})\n\n结束")
    assert (item.links, item.coverage) == ((), ())
    assert item.source is None


DAMAGE = ("drop", "double", "swap", "cut")


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(OWN),
    steps=st.lists(st.tuples(st.sampled_from(DAMAGE), st.integers(0, 200), st.integers(0, 200)), max_size=6),
)
def test_damaged_documents_are_read_whole_or_refused(name: str, steps: list[tuple[str, int, int]]) -> None:
    lines = own(name).split("\n")
    for what, first, second in steps:
        one, two = first % len(lines), second % len(lines)
        if what == "drop" and len(lines) > 1:
            del lines[one]
        elif what == "double":
            lines.insert(two, lines[one])
        elif what == "swap":
            lines[one], lines[two] = lines[two], lines[one]
        elif what == "cut":
            lines[-1] = lines[-1][: second % (len(lines[-1]) + 1)]
    text = "\n".join(lines)
    if not text.strip():
        return
    try:
        imported = read(read_topic_list, text)
    except DigestError:
        return
    assert lost_addresses(imported) == {}


PIECES = [
    "# ", "## ", "#### ", "1. ", "2. ", "- ", "   ", "\n", "\n\n", "标题", "论文链接：", "代码：", "作者：", "甲、乙",
    "邮箱：", "**", "[", "](", ")", f"{ARTICLE}a", f"{ARTICLE}b", "https://arxiv.org/abs/2503.99901", "https://",
    "论文标题：",
    "2025-06-30 ", "｜ ", "| ", "```", "---", "：", "\u2028", "+++", "CVPR 2025 ",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=40))
def test_any_text_is_read_whole_or_refused(pieces: list[str]) -> None:
    try:
        imported = read(read_topic_list, HEAD + "".join(pieces))
    except DigestError:
        return
    assert lost_addresses(imported) == {}


# --- evidence ---------------------------------------------------------------------------------------------


def test_evidence_of_the_seeds() -> None:
    scores = {
        number: topic_list_evidence(document(seed(number))) for number in ("000", "001", "002", "003", "004")
    }
    assert scores["001"] >= 90
    assert max(score for number, score in scores.items() if number != "001") < 30


BLOG = (
    "# 我的一周\n\n"
    + "今天下雨，我写了一些代码。\n\n" * 30
    + "".join(f"{n}. [参考 {n}]({ARTICLE}{n})\n" for n in range(1, 9))
)
README = (
    "# tool\n\n1. [Install](https://github.com/a/b)\n2. [Use](https://a.example.org)\n\n"
    + "- 2025-06-30: released\n" * 9
)


POST = "---\nlayout: post\ntitle: 多模态\n---\n" + own("topic-list.md").partition("# 多模态")[2]


@pytest.mark.parametrize("text", [BLOG, README, POST, "散文。\n" * 50, "2025-06-30 是星期一。\n" * 9])
def test_evidence_of_other_texts(text: str) -> None:
    assert topic_list_evidence(document(text)) < 30


@pytest.mark.parametrize(("name", "least"), [("topic-list.md", 90)])
def test_evidence_of_our_own(name: str, least: int) -> None:
    assert topic_list_evidence(document(own(name))) >= least


def test_the_same_document_gives_the_same_result() -> None:
    text = own("topic-list.md")
    assert read(read_topic_list, text) == read(read_topic_list, text)


def test_a_bullet_beside_that_of_an_item_with_a_title_of_its_own_is_an_item() -> None:
    first, second = items_of(
        "- [灯塔引擎详解](https://zhuanlan.zhihu.com/p/1001)\n  作者：张三\n  机构：北塔大学\n"
        "- [Beacon 源码解读](https://zhuanlan.zhihu.com/p/1002) | [代码](https://github.com/example/beacon)\n"
        "  作者：李四\n  - [Beacon 解读附录](https://zhuanlan.zhihu.com/p/1003)\n- [Beacon 论文](https://arxiv.org/abs/2505.01234)\n"
    )
    assert (first.title, first.authors, first.organizations) == ("灯塔引擎详解", ("张三",), ("北塔大学",))
    assert (second.title, second.authors) == ("Beacon 源码解读", ("李四",))
    assert {link.url for link in second.links} >= {
        "https://github.com/example/beacon",
        "https://arxiv.org/abs/2505.01234",
    }


A = "https://arxiv.org/abs/2505.0729"  # and one figure more


def test_numbers_that_go_on_with_a_title_of_their_own_are_items() -> None:
    first, second = (f"[{title}解读](https://zhuanlan.zhihu.com/p/{title})" for title in ("abc", "def"))
    text = f"1. {first}\n2. {second}\n   作者：李四\n"
    assert [(item.title, item.authors) for item in items_of(text)] == [
        ("abc解读", ()),
        ("def解读", ("李四",)),
    ]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (f"1. 论文：{A}1 Beacon-2\n2. 论文：{A}2 Skiff", ["Beacon-2", "Skiff"]),
        (f"- 论文：{A}1 Beacon-2\n- 论文：{A}2 Skiff", ["Beacon-2", "Skiff"]),
        (f"1. **论文**：[Beacon-2]({A}1)", ["Beacon-2"]),
        (f"1. 论文：{A}1\n2. 代码：https://github.com/example/beacon", ["arXiv:2505.07291"]),
        (f"1. 论文：{A}1\n2. 论文：{A}2", ["arXiv:2505.07291", "arXiv:2505.07292"]),
        ("1. 代码：https://github.com/example/beacon", ["beacon"]),
        ("1. 代码：https://github.com/example/beacon\n\n论文标题：Skiff: A Boat", ["Skiff: A Boat"]),
        (f"1. [灯塔](https://mp.weixin.qq.com/s/abc)\n\n论文：{A}1", ["灯塔"]),
    ],
)  # fmt: skip
def test_a_label_is_no_title(text: str, titles: list[str]) -> None:
    assert [item.title for item in items_of(text)] == titles


def test_what_is_indented_below_an_item_of_a_list_is_part_of_it() -> None:
    item = only(
        "1. [灯塔](https://mp.weixin.qq.com/s/abc)\n\n   ## 二\n\n   1. [另一座](https://mp.weixin.qq.com/s/def)\n\n"
        "   2025-06-01 10:00 ｜ 像条目的一行 https://mp.weixin.qq.com/s/ghi"
    )
    assert "## 二" in item.body
    assert "[另一座](https://mp.weixin.qq.com/s/def)" in item.body
    assert "像条目的一行" in item.body


def test_a_list_may_have_more_than_a_thousand_items() -> None:
    lines = "\n".join(f"{number}. 标题{number} {ARTICLE}{number}" for number in range(1, 1204))
    assert len(read(read_topic_list, f"# 列表\n\n{lines}\n").items) == 1203
