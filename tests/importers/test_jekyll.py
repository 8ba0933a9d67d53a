import re
from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.importers.imported import Imported, PagePart, item_address
from digest.importers.jekyll.pictures import with_markdown_pictures
from digest.importers.jekyll.reader import jekyll_evidence, read_jekyll
from digest.items import Item
from digest.problems import DigestError
from importing import SETTING, ZONE, document, dropped, lost_addresses, lost_words, own, read, seed

HEAD = "---\nlayout: post\ntitle: 全模态专题\n---\n"
TOPIC = "jekyll-topic.md"


def topic() -> Imported:
    return read(read_jekyll, own(TOPIC))


def works(body: str) -> tuple[Item, ...]:
    return read(read_jekyll, HEAD + body).items


def page_of(imported: Imported) -> PagePart:
    assert imported.page is not None
    return imported.page


def refusal(text: str) -> str:
    with pytest.raises(DigestError) as caught:
        read_jekyll(document(text), SETTING)
    assert all(problem.line for problem in caught.value.problems)
    return str(caught.value)


def day(*parts: int) -> datetime:
    return datetime(parts[0], parts[1], parts[2], tzinfo=ZONE)


# Read by hand in the seed: number of line, title, date of the heading or, for 阿里云, of the paragraph below it.
SEED_WORKS = [
    (31, "Google Gemini 1.5 Pro", day(2024, 3, 11)),
    (54, "阿里云", day(2025, 8, 29)),
    (67, "LLaMA-Omni", day(2024, 9, 10)),
    (82, "阿里 Qwen2.5-Omni", day(2025, 3, 27)),
    (205, "阿里 Qwen3 Omni", day(2025, 9, 21)),
    (260, "Uni-MoE", day(2025, 5, 1)),
    (264, "Uni-MoE-2.0-Omni", day(2025, 11, 16)),
    (281, "蚂蚁 Ming-Omni", day(2025, 6, 11)),
    (323, "中科院 Stream-Omni", day(2025, 6, 16)),
    (396, "字节 VeOmni 框架", day(2025, 8, 4)),
    (439, "NVIDIA OmniVinci", day(2025, 10, 27)),
    (475, "LongCat-Flash-Omni", day(2025, 11, 3)),
    (492, "MiniCPM-o 4.5", day(2026, 2, 4)),
]


def test_the_seed_has_thirteen_works() -> None:
    """Twelve dated headings (nine at ###; #### at 205, 260, 264) and 阿里云, dated by its text."""
    imported = read(read_jekyll, seed("004"))
    assert [(item.line, item.title, item.date) for item in imported.items] == SEED_WORKS
    assert all(item.seen == item.date and item.name == item.title for item in imported.items)
    assert {item.topics for item in imported.items} == {("omni-modal",)}
    assert {item.title: item.organizations for item in imported.items if item.organizations} == {
        "Uni-MoE": ("哈工大",),
        "Uni-MoE-2.0-Omni": ("哈工大",),
    }
    assert all(item.tags == () and item.source is None for item in imported.items)


def test_numbers_of_the_seed() -> None:
    """Counted with a search for `【20`, `<img` and `![` over the lines.

    26 marks; 11 pictures: 5 tags on lines 78, 275, 465, 472, 489 and 6 in Markdown on 88, 136, 311, 341, 349, 362.
    """
    imported = read(read_jekyll, seed("004"))
    assert imported.counts == {"dates in brackets": 26, "pictures": 11, "of these written as HTML": 5}
    bodies = "\n".join(item.body for item in imported.items)
    assert bodies.count("![](https://") == 11
    assert "<img" not in bodies


def test_links_of_the_seed() -> None:
    """37 links to the web outside pictures, the demo of MiniCPM-o twice (495, 508): 28 links, 8 articles.

    Articles: 70, 266, 328, 332, 407, 408, 477, 494. Papers: 94 (a report as PDF), 269, 287, 327, 405, 445.
    """
    items = read(read_jekyll, seed("004")).items
    kinds = Counter(link.kind for item in items for link in item.links)
    assert kinds == {"code": 8, "paper": 6, "model": 6, "demo": 4, "project": 2, "article": 1, "video": 1}
    articles = [(article.kind, article.date) for item in items for article in item.coverage]
    assert articles == [
        ("article", ""),
        ("article", "2025-11-16"),
        ("article", ""),
        ("article", "2025-06-23"),
        ("wechat", ""),
        ("article", ""),
        ("article", "2025-11-03"),
        ("wechat", "2026-02-04"),
    ]
    veomni = next(item for item in items if "VeOmni" in item.title)
    assert [link.url for link in veomni.links if link.kind == "paper"] == ["https://arxiv.org/pdf/2508.02317"]


def test_the_page_of_the_seed() -> None:
    page = page_of(read(read_jekyll, seed("004")))
    assert (page.title, page.name, page.address) == ("全模态大模型专题", "all_modality", "/all_modality")
    assert page.date == datetime(2025, 8, 8, 16, 52, tzinfo=ZONE)
    assert page.summary == "全模态大模型原理及各种实现"
    assert page.tags == ("qwen", "多模态", "阿里", "蚂蚁", "全模态", "双工", "实时")
    assert re.findall("^#.*", page.body, re.MULTILINE) == ["## 背景", "## 案例", "### 哈工大"]
    assert all(page.body.count(f"]({item_address(number)})") == 1 for number in range(13))
    assert "[多模态大模型案例](multimodal_case)" in page.body


def test_the_books_of_the_seed() -> None:
    imported = read(read_jekyll, seed("004"))
    assert sorted(dropped(imported)) == [2, 5, 8, 571]
    assert [a.line for a in imported.accounts if a.verdict == "navigation"] == [1, 10, 12, 13]
    assert lost_addresses(imported) == {}
    tags = {78, 275, 465, 472, 489}
    keys = {3: ["title"], 4: ["date"], 6: ["tags"], 7: ["excerpt"], 9: ["permalink"]}
    assert {line: words for line, words in lost_words(imported).items() if line not in tags} == keys
    assert [(remark.line, remark.message.split()[0]) for remark in imported.remarks] == [
        (18, "the"), (256, '"哈工大"'), (260, '"Uni-MoE"'), (260, "【2025-5-*】"), (405, "the"),
    ]  # fmt: skip


def test_headings_below_a_work_start_at_the_second_level() -> None:
    items = read(read_jekyll, seed("004")).items
    qwen = re.findall("^#+ .*", items[3].body, re.MULTILINE)
    assert qwen == ["## 特点", "## 原理", "## Qwen2.5-Omni", "### 效果", "### 实践", "### 问题"]
    (item,) = works("### 【2025-1-1】A\n\n##### 深\n\nx\n\n#### 浅\n\ny")
    assert re.findall("^#+ .*", item.body, re.MULTILINE) == ["## 深", "## 浅"]


def test_works_of_our_own_post() -> None:
    items = topic().items
    assert [(item.title, item.date, item.organizations) for item in items] == [
        ("松鼠 Acorn-Talk", day(2025, 3, 2), ()),
        ("松鼠 Acorn-Talk 2", day(2025, 6, 1), ()),
        ("云雀云", day(2025, 5, 9), ()),
        ("Pebble", day(2025, 4, 1), ("青石大学",)),
        ("Pebble-2", day(2025, 5, 20), ("青石大学",)),
        ("Heron 框架", day(2025, 6, 18), ()),
    ]
    assert items[0].body.endswith(
        "## 做法\n\n先切块，再对齐。\n\n### 细节\n\n块长 80 毫秒。\n\n## 结果\n\n延迟减半。"
    )
    assert "第二版" not in items[0].body
    assert '`<img src="x">` 只是例子' in items[0].body


def test_links_of_our_own_post() -> None:
    items = topic().items
    # Walnut stands in a sentence: it is another work, and stays in the text alone.
    assert [[(link.kind, link.url) for link in item.links] for item in items] == [
        [("paper", "https://arxiv.org/abs/2503.00001"), ("code", "https://github.com/example-nuts/acorn")],
        [("demo", "https://play.example.org/acorn")],
        [],
        [],
        [("model", "https://huggingface.co/qingshi/pebble-2")],
        [("code", "https://github.com/example-birds/heron")],
    ]
    assert [(c.url, c.title, c.date) for item in items for c in item.coverage] == [
        ("https://zhuanlan.zhihu.com/p/1000001", "松果也会聊天", ""),
        ("https://news.example.com/acorn2", "第二版松鼠模型上线", "2025-06-05"),
    ]
    assert [(item.image.src, item.image.alt) if item.image else None for item in items] == [
        ("https://img.example.org/acorn.png", ""),
        None,
        None,
        None,
        ("https://img.example.org/pebble.png", "流程"),
        ("https://img.example.org/heron.png", "整体 [结构]"),
    ]
    assert '![整体 \\[结构\\]](https://img.example.org/heron.png "一图看懂")' in items[5].body


def test_the_page_of_our_own_post() -> None:
    address = [item_address(number) for number in range(6)]
    page = page_of(topic())
    assert (page.name, page.tags) == ("voice_all", ("语音", "流式", "omni"))
    assert page.body == (
        "另见：[旧文](old_notes)\n\n## 由来\n\n早先的做法把听、想、说分成三段。\n\n## 案例\n\n"
        f"- 【2025-3-2】[松鼠 Acorn-Talk]({address[0]})\n  - 【2025-6-*】[松鼠 Acorn-Talk 2]({address[1]})\n"
        f"- 【2025-5-9】[云雀云]({address[2]})\n- 【2025-06-18】[Heron 框架]({address[5]})\n\n"
        "### 青石大学\n\n这个组做了两代模型。\n\n"
        f"- 【2025-4-1】[Pebble]({address[3]})\n- 【2025-5-20】[Pebble-2]({address[4]})"
    )


def test_nothing_of_our_own_post_is_lost() -> None:
    imported = topic()
    assert lost_addresses(imported) == {}
    markup = {
        "title",
        "date",
        "tags",
        "excerpt",
        "permalink",
        "img",
        "src",
        "alt",
        "image",
        "width",
        "height",
        "800",
        "200",
    }
    lost = {word for words in lost_words(imported).values() for word in words}
    assert lost <= markup


@pytest.mark.parametrize(
    ("heading", "title", "month_day"),
    [
        ("【2025-8-29】甲 模型", "甲 模型", (8, 29)),
        ("甲 模型【2025年8月29日】", "甲 模型", (8, 29)),
        ("[2025.8.29] 甲", "甲", (8, 29)),
        ("甲（2025-8-29）", "甲", (8, 29)),
        ("【2025-8】甲", "甲", (8, 1)),
        ("【2025-8-29】[甲](https://github.com/a/b) {#x}", "甲", (8, 29)),
        ("【2025-8-29】**甲** `乙`", "甲 乙", (8, 29)),
    ],
)
def test_spellings_of_a_dated_heading(heading: str, title: str, month_day: tuple[int, int]) -> None:
    (item,) = works(f"## {heading}\n\n正文。")
    assert (item.title, item.date) == (title, day(2025, *month_day))
    assert [link.kind for link in item.links] == (["code"] if "github" in heading else [])


@pytest.mark.parametrize(
    "heading",
    [
        "2025-8-29 更新",
        "【2025-8-29】",
        "[2025-8-29](https://a.example)",
        "【2025-13-1】甲",
        "甲（2025-8-29）乙",
    ],
)
def test_what_is_no_dated_heading(heading: str) -> None:
    assert "names no works" in refusal(f"{HEAD}## {heading}\n\n正文。")


def test_a_list_of_works_does_not_continue_a_list_of_the_text() -> None:
    page = page_of(read(read_jekyll, f"{HEAD}## 案例\n\n- 甲\n\n### 【2025-1-1】A\n\nx"))
    assert page.body == f"## 案例\n\n- 甲\n\n* 【2025-1-1】[A]({item_address(0)})"


def test_a_separator_between_works_is_navigation() -> None:
    imported = read(read_jekyll, f"{HEAD}## 【2025-1-1】A\n\nx\n\n---\n\n## 【2025-1-2】B\n\ny\n\n---\n\nz")
    assert [item.body for item in imported.items] == ["x", "y\n\n---\n\nz"]
    assert [a.line for a in imported.accounts if a.detail == "separator"] == [9]


@pytest.mark.parametrize(
    ("heading", "organizations"), [("青石大学", ("青石大学",)), ("语音模型", ()), ("开源", ()), ("其他", ())]
)
def test_a_group_by_subject_is_no_organisation(heading: str, organizations: tuple[str, ...]) -> None:
    items = works(f"### 【2025-1-1】A\n\nx\n\n### {heading}\n\n#### 【2025-2-1】B\n\ny")
    assert items[1].organizations == organizations


@pytest.mark.parametrize(
    ("title", "topics"),
    [
        ("全模态大模型专题", ("omni-modal",)),
        ("多模态", ("multimodal",)),
        ("3D 重建", ("3d",)),
        ("a3dx", ()),
        ("杂记", ()),
    ],
)
def test_the_topic_of_a_page_is_that_of_its_works(title: str, topics: tuple[str, ...]) -> None:
    text = f"---\nlayout: post\ntitle: {title}\n---\n## 【2025-1-1】A\n\nx"
    assert read(read_jekyll, text).items[0].topics == topics


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("对比 [甲](https://arxiv.org/abs/2501.00001) 的结果更好。", False),
        ("相比乙（[论文](https://arxiv.org/abs/2501.00001)），它更快。", False),
        ("[甲](https://arxiv.org/abs/2501.00001) 提出了另一种做法", False),
        ("- 论文 [甲](https://arxiv.org/abs/2501.00001)", True),
        ("大家开源了，论文：https://arxiv.org/abs/2501.00001 。", True),
        ("[甲](https://arxiv.org/abs/2501.00001)（CVPR 2025）", True),
        ("`- 论文 https://arxiv.org/abs/2501.00001`", False),
        ("- 论文 [甲](javascript:alert(1))", False),
    ],
)
def test_only_what_is_given_as_the_works_own_is_its_link(line: str, kept: bool) -> None:
    (item,) = works(f"## 【2025-1-1】A\n\n正文。\n\n{line}")
    assert [link.url for link in item.links] == ["https://arxiv.org/abs/2501.00001"] * kept
    assert line.rstrip() in item.body


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ('<img width="9" alt="image" src="https://a.example/x.png" />', "![](https://a.example/x.png)"),
        ("<IMG SRC='https://a.example/x(1).png' alt='图 甲'>", "![图 甲](<https://a.example/x(1).png>)"),
        ("<img src=/assets/x.png>", "![](/assets/x.png)"),
    ],
)
def test_tags_of_pictures_become_markdown(tag: str, written: str) -> None:
    assert with_markdown_pictures(f"前 {tag} 后") == (f"前 {written} 后", 1, False)


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="javascript:alert(1)">',
        '<img src="data:image/png;base64,AA">',
        '<img alt="x">',
        '<img src="https://a.example/1.png" data-src="https://a.example/2.png">',
        '<img src="https://a.example/1.png"',
    ],
)
def test_tags_without_one_safe_address_stay_text(tag: str) -> None:
    assert with_markdown_pictures(tag) == (tag, 0, True)


ENDINGS = [
    ("```python\nx = 1", "code has no end"),
    ("- 论文 [Acorn: Spee", "a link has no end"),
    ("- 论文 [Acorn](https://arxiv.org/ab", "a link has no end"),
    ('<img width="80" src="https://img', "a tag has no end"),
    ("很**重要", "bold text has no end"),
    ("【2025-1", "a date has no end"),
    ("#### 效果", "nothing stands under its last heading"),
]


@pytest.mark.parametrize(("end", "why"), ENDINGS)
def test_a_post_that_ends_early_is_refused(end: str, why: str) -> None:
    text = f"{HEAD}## 【2025-1-1】A\n\n正文。\n\n{end}"
    message = refusal(text)
    assert "the document ends early" in message
    assert why in message


@pytest.mark.parametrize(
    "end", ["区间 [0, 1)", "x**2 + 1", "[甲](https://a.example/x_(y))", "`[`", "# 结束", "## The End"]
)
def test_an_ending_that_is_whole(end: str) -> None:
    assert len(works(f"## 【2025-1-1】A\n\n正文。\n\n{end}")) == 1


def test_an_end_mark_is_left_out_with_its_reason() -> None:
    imported = read(read_jekyll, f"{HEAD}## 【2025-1-1】A\n\n正文。\n\n# 完")
    assert dropped(imported)[9] == "the author's mark of the end"
    assert "完" not in page_of(imported).body


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("# 【2025-1-1】A\n\n正文", "does not start with front matter"),
        ("---\ntitle: x\n\n## 【2025-1-1】A", "front matter has no end"),
        ("---\nlayout: post\n---\n## 【2025-1-1】A\n\nx", "has no title"),
        ("---\ntitle: x\n---\n## 背景\n\nx", "names no works"),
        ("---\ntitle: x\ndate: gestern\n---\n## 【2025-1-1】A\n\nx", "is not a date"),
        ("---\ntitle: [x\n---\n## 【2025-1-1】A\n\nx", "error"),
    ],
)
def test_another_form_is_refused(text: str, why: str) -> None:
    assert why in refusal(text)


def test_front_matter_in_other_words() -> None:
    text = (
        "---\n# eine Notiz\ntitle: 专题 # 旁注\ntags:\n  - 甲\n  - 乙 丙\n"
        "description: 说明\npermalink: /:year/:title/\n"
        "published: false\n---\n{: .lead}\n\n## 【2025-1-1】A\n\n{{ site.url }} 与 [旧页](old)\n"
    )
    imported = read(read_jekyll, text)
    page = page_of(imported)
    assert (page.tags, page.summary, page.address, page.name) == (("甲", "乙 丙"), "说明", "", "")
    assert sorted(dropped(imported)) == [2, 8, 9, 11]
    assert [remark.line for remark in imported.remarks] == [3, 8, 9, 13, 15, 15]


def test_a_heading_and_its_text_may_disagree() -> None:
    imported = read(read_jekyll, f"{HEAD}## 【2025-1-1】A\n\n【2025-1-2】发布。\n\n第二段。")
    assert imported.items[0].date == day(2025, 1, 1)
    assert ["2025-01-02" in remark.message for remark in imported.remarks] == [True]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (own(TOPIC), 90, 100),
        (own("jekyll-post.md"), 1, 29),
        (f"{HEAD}## 更新 (2025-1-1)\n\nx\n\n## 更新 (2025-2-1)\n\nx", 1, 29),
        (f"{HEAD}## 【2025-1-1】A\n\nx", 1, 29),
        ("# README\n\n## 【2025-1-1】A\n\n## 【2025-1-2】B\n", 0, 0),
        ("+++\ntitle = 'x'\n+++\n## 【2025-1-1】A\n\n## 【2025-1-2】B\n", 0, 0),
        ("---\ntitle: x\n", 0, 0),
        ("只有一段话。", 0, 0),
    ],
)
def test_evidence(text: str, low: int, high: int) -> None:
    assert low <= jekyll_evidence(document(text)) <= high


@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_other_seeds_are_no_topic_posts(number: str) -> None:
    assert jekyll_evidence(document(seed(number))) < 30


def test_the_seed_is_one() -> None:
    assert jekyll_evidence(document(seed("004"))) == 100


@pytest.mark.parametrize(
    "line",
    [
        "<script>alert(1)</script>",
        "[" * 100_000,
        "[a](" * 30_000,
        "`a`[b](c)" * 20_000,
        "<img " * 30_000,
        "【" * 100_000,
        "> " * 50_000 + "x",
        "字" * 200_000,
        "`" * 50_000 + " `" * 20_000,
    ],
)
def test_hostile_lines_stay_text(line: str) -> None:
    (item,) = works(f"## 【2025-1-1】A\n\n正文。\n\n{line}\n\n完毕。")
    assert line.rstrip() in item.body
    assert item.links == ()


LINES = own(TOPIC).split("\n")


@settings(max_examples=150)
@given(st.data())
def test_damaged_posts_are_read_or_refused(data: st.DataObject) -> None:
    """`read` checks that every line that is not blank has its verdict, and that none is `failed`."""
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        first = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["delete", "double", "move", "cut"])):
            case "delete":
                lines[first] = ""
            case "double":
                lines.insert(first, lines[first])
            case "move":
                lines.insert(data.draw(st.integers(0, len(lines) - 1)), lines.pop(first))
            case _:
                lines[first] = lines[first][: data.draw(st.integers(0, len(lines[first])))]
    try:
        imported = read(read_jekyll, "\n".join(lines))
    except DigestError:
        return
    assert lost_addresses(imported) == {}
    assert imported == read(read_jekyll, "\n".join(lines))


@settings(max_examples=100)
@given(st.text("#【】[]()<>!`*-: \n\t2025图img=\"'/{}", max_size=200))
def test_any_text_below_a_work_is_accounted_for(text: str) -> None:
    try:
        read(read_jekyll, f"{HEAD}## 【2025-1-1】A\n\n{text}\n\n正文。")
    except DigestError as refused:
        assert "ends early" in str(refused)  # noqa: PT017 - most texts are read; this says how the others end


def test_dates_without_brackets_count_where_there_are_several() -> None:
    text = "### 2025年9月5日 Alder\n\n甲。\n\n### 2025-09-06 Birch\n\n乙。\n\n### 【2025-9-7】Cedar\n\n丙。\n"
    assert [(item.title, item.date) for item in works(text)] == [
        ("Alder", day(2025, 9, 5)),
        ("Birch", day(2025, 9, 6)),
        ("Cedar", day(2025, 9, 7)),
    ]
    once = text.replace("2025-09-06 ", "")
    assert [item.title for item in works(once)] == ["Cedar"]


def test_a_date_that_does_not_exist_is_told() -> None:
    imported = read(read_jekyll, f"{HEAD}### 【2025-9-5】Alder\n\n甲。\n\n### 【2025-9-32】Birch\n\n乙。\n")
    assert [item.title for item in imported.items] == ["Alder"]
    assert [(r.line, r.message) for r in imported.remarks if "calendar" in r.message] == [
        (9, "【2025-9-32】 is no day of the calendar: this heading stays text")
    ]
    assert "【2025-9-32】Birch" in page_of(imported).body + imported.items[0].body


@pytest.mark.parametrize("text", ["---\ntitle: x\n---\n", "---\ntitle: x\n---\n正文。\n"])
def test_a_post_without_headings_is_no_topic_post(text: str) -> None:
    with pytest.raises(DigestError):
        read(read_jekyll, text)


def test_an_address_with_a_stray_bracket_is_text() -> None:
    imported = read(
        read_jekyll, f"{HEAD}## 【2025-1-1】A\n\n- 解读 [字节](https://zh[anlan.example.com/p/1)\n\n正文。"
    )
    assert imported.items[0].coverage == ()
    assert "https://zh[anlan.example.com/p/1" in imported.items[0].body
