"""The weekly form: what of a document becomes the issue, what its works, and what stops an import."""

from datetime import date, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import importing
from digest.importers.imported import Imported, IssuePart
from digest.importers.weekly.reader import read_weekly, weekly_evidence
from digest.problems import DigestError
from digest.text.weeks import Period, Week

OWN = importing.own("weekly.md")
ENGLISH = importing.own("weekly-english.md")
LABELS = {
    "概要",
    "标签",
    "本周亮点",
    "Summary",
    "Tags",
    "Highlights",
    "title",
    "date",
    "论文摘要",
    "编者按",
    "项目",
    "链接",
}

SMALL = """# A | B | C【周刊】

{preamble}

## Alder：一棵树

**概要**：Alder 会长高。

**标签**：#树

{after}

## Birch：另一棵树

**概要**：Birch 是白的。

### **参考链接**

1. [Alder 论文](https://arxiv.org/abs/2505.09568)
2. [Birch 论文](https://arxiv.org/abs/2505.09900)
{references}
"""


def small(preamble: str = "<!-- 2025-W21 -->", after: str = "", references: str = "") -> str:
    return SMALL.format(preamble=preamble, after=after, references=references)


def read(text: str | bytes, period: Period | None = None) -> Imported:
    return importing.read(read_weekly, text, msgspec.structs.replace(importing.SETTING, period=period))


def issue_of(imported: Imported) -> IssuePart:
    assert imported.issue is not None
    return imported.issue


def refused(text: str) -> str:
    with pytest.raises(DigestError) as failure:
        read(text)
    assert all(problem.path and problem.hint for problem in failure.value.problems)
    return str(failure.value)


def unexplained(imported: Imported) -> dict[int, list[str]]:
    """Words lost but for labels and the numbers of lists."""
    lost = importing.lost_words(imported)
    periods = {account.line for account in imported.accounts if account.detail in {"week", "date"}}
    left = {
        line: [w for w in words if w not in LABELS and not w.isdecimal()]
        for line, words in lost.items()
        if line not in periods
    }
    return {line: words for line, words in left.items() if words}


# ---- the seed document -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seed() -> Imported:
    return read(importing.seed("000"))


def test_the_seed_has_six_works_with_fourteen_references(seed: Imported) -> None:
    """Counted by hand: the sections, and under the last heading the links of each, by the names they begin with."""
    assert [(item.name, len(item.links), len(item.tags)) for item in seed.items] == [
        ("BLIP3-o", 2, 5),
        ("MiniMax-Speech", 2, 5),
        ("Step1X-3D", 2, 5),
        ("Marigold", 3, 6),
        ("INTELLECT-2", 3, 5),
        ("CAST", 2, 5),
    ]
    assert seed.counts == {"references": 14, "pictures": 7, "tags": 31}
    kinds = [link.kind for item in seed.items for link in item.links]
    assert [kinds.count(kind) for kind in ("paper", "code", "project", "article")] == [7, 4, 2, 1]
    assert all(item.image and item.summary and not item.body for item in seed.items)


def test_the_seed_is_of_week_20(seed: Imported) -> None:
    issue = issue_of(seed)
    assert issue.period == Week(2025, 20)
    assert issue.date.isoformat() == "2025-05-18T00:00:00+08:00"
    assert {item.seen for item in seed.items} == {issue.date}
    (remark,) = seed.remarks
    assert remark.severity == "warning"
    assert remark.line == 84
    assert "2025-W20" in remark.message
    assert "2505.09568" in remark.message
    assert "--week" in remark.hint


def test_the_seed_keeps_its_title_cover_and_five_highlights(seed: Imported) -> None:
    issue = issue_of(seed)
    assert seed.document.lines[0] == f"# {issue.title}"
    assert issue.cover is not None
    assert issue.cover.alt == f"封面源自{issue.cover.credit}"
    assert len(issue.highlights) == 5
    assert seed.document.lines[6].endswith(f"；{issue.highlights[-1]}。")
    assert (issue.summary, issue.body) == ("", "")


def test_the_books_of_the_seed_are_honest(seed: Imported) -> None:
    """58 lines: 38 in entries, 17 rules, headings and contents, the title, the cover and the highlights."""
    assert importing.verdicts(seed) == {"entry": 38, "navigation": 17, "page": 3}
    assert unexplained(seed) == {}
    assert importing.lost_addresses(seed) == {}


@pytest.mark.parametrize(
    ("number", "least", "most"), [("000", 80, 100), *((n, 0, 29) for n in ("001", "002", "003", "004"))]
)
def test_evidence_of_seeds(number: str, least: int, most: int) -> None:
    assert least <= weekly_evidence(importing.document(importing.seed(number))) <= most


def test_every_cut_of_the_seed_before_its_references_is_noticed() -> None:
    lines = importing.seed("000").decode().split("\n")
    end = lines.index("### **参考链接**")
    for length in range(2, end + 2):
        with pytest.raises(DigestError):
            read("\n".join(lines[:length]))


def test_a_cut_among_the_references_is_refused_or_told() -> None:
    text = importing.seed("000").decode().rstrip()
    for cut in (4, 30, 80):
        assert "ends early" in refused(text[:-cut])
    lines = text.split("\n")
    told = read("\n".join(lines[:-2])).remarks
    assert any("no reference belongs to “CAST”" in remark.message for remark in told)


# ---- our own documents ---------------------------------------------------------------------------------------


def test_an_issue_with_an_editorial() -> None:
    imported = read(OWN)
    issue = issue_of(imported)
    assert issue.period == Week(2026, 8)
    assert issue.summary == "本期收录三项工作。"
    assert len(issue.highlights) == 3
    assert issue.cover is not None
    assert issue.cover.credit == "画师阿渡"
    assert issue.body == (
        "这一周的论文不多，但两篇都开放了代码。\n\n## 编辑部的话\n\n下一期停刊一次，`digest` 会在三月回来。\n\n"
        "- [海洋学会年会](https://ocean.example.org/2026)"
    )
    (remark,) = imported.remarks
    assert OWN.split("\n")[remark.line - 1].startswith("6. [海洋学会年会]")


def test_works_with_all_they_say() -> None:
    kite, lantern, tide = read(OWN).items
    assert kite.title == "PaperKite-2：每秒十二个词元的音频编码"
    assert kite.summary.startswith("**PaperKite-2** 是北塔大学")
    assert kite.summary.endswith("\n\n第二段说它在嘈杂的街道录音上也能用，延迟低于 80 ms。")
    assert kite.tags == ("音频编码", "Neural Codec", "C#", "开源")
    assert kite.body.startswith("编者试用了一晚")
    assert "![破绽所在](https://images.example.com/flaw.png)" in kite.body
    assert lantern.tags == ("MoE", "稀疏训练")
    assert lantern.body.startswith("### 训练细节\n")
    assert tide.summary == "Tide-Map 把验潮站的读数与卫星图像对齐。"
    assert [(link.kind, link.title) for link in (*kite.links, *lantern.links, *tide.links)] == [
        ("paper", "PaperKite-2 论文"),
        ("model", "paperkite 2 Hugging Face 模型库"),
        ("article", "关于 LanternMoE 的博客"),
        ("code", "Lantern-MoE GitHub 仓库"),
        ("project", "论文主页"),
        ("dataset", "Tide-Map 数据集"),
    ]


def test_an_english_issue_with_front_matter_and_grouped_references() -> None:
    imported = read(ENGLISH)
    issue = issue_of(imported)
    assert (issue.title, issue.period) == ("Small Models Weekly", Week(2026, 10))
    assert issue.highlights == ("Bramble reads receipts; all of them.", "Otter sings.")
    assert [item.title for item in imported.items] == [
        "Bramble: receipts without a scanner",
        "Otter: a choir on a phone",
    ]
    assert [[link.kind for link in item.links] for item in imported.items] == [
        ["paper", "code"],
        ["demo", "video"],
    ]
    assert [link.title for item in imported.items for link in item.links] == [
        "paper",
        "code",
        "demo",
        "video",
    ]
    assert importing.dropped(imported) == {4: "the front matter key layout has no place in an issue"}
    assert imported.remarks == ()


@pytest.mark.parametrize("text", [OWN, ENGLISH, small()])
def test_nothing_is_lost(text: str) -> None:
    imported = read(text)
    assert unexplained(imported) == {}
    assert importing.lost_addresses(imported) == {}
    assert weekly_evidence(imported.document) >= 50


# ---- the week --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "period"),
    [
        (small(), Week(2025, 21)),
        (small("<!-- 2026-02-13 -->"), date(2026, 2, 13)),
        (small("本期是 2025-w22。"), Week(2025, 22)),
        (small("2025年 第 9 周的工作"), Week(2025, 9)),
        (small("Week 31 of 2025"), Week(2025, 31)),
        ("---\nweek: 2025-W30\ndate: 2025-01-01\n---\n" + small(""), Week(2025, 30)),
        ("---\ndate: 2025-01-01\n---\n" + small(""), Week(2025, 1)),
        (small("").replace("【周刊】", "【2024年第52周】"), Week(2024, 52)),
    ],
)
def test_a_named_week_needs_no_remark(text: str, period: Period) -> None:
    imported = read(text)
    assert issue_of(imported).period == period
    assert imported.remarks == ()


@pytest.mark.parametrize(
    ("text", "week", "words"),
    [
        (small(""), "2025-W20", "arXiv:2505.09900"),
        (small("", after="代码于 2025-07-02 放出。"), "2025-W27", "2025-07-02"),
        (small("", after="第 21 周，2025-6-*"), "2025-W20", "arXiv:2505.09900"),
        (small("<!-- 2025-W60 -->"), "2025-W20", "arXiv:2505.09900"),
    ],
)
def test_else_the_newest_thing_tells_the_week(text: str, week: str, words: str) -> None:
    imported = read(text)
    assert str(issue_of(imported).period) == week
    (remark,) = imported.remarks
    assert words in remark.message
    assert words.rpartition(":")[2] in imported.document.lines[remark.line - 1]


def test_the_week_asked_for_wins() -> None:
    asked = read(small(), Week(2024, 2))
    assert issue_of(asked).date.isoformat() == "2024-01-14T00:00:00+08:00"
    assert importing.dropped(asked) == {3: "the issue is of another week"}
    assert importing.dropped(read(small(), Week(2025, 21))) == {}
    day = read(small(""), date(2026, 2, 13))
    assert day.items[0].seen == datetime(2026, 2, 13, tzinfo=importing.ZONE)


def test_a_document_without_any_date_is_refused() -> None:
    text = small("").replace("arxiv.org/abs", "papers.example.org")
    assert "--week 2025-W20" in refused(text)


# ---- references --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "title", "kind"),
    [
        ("3. [alder GitHub 仓库](https://github.com/x/alder)", "alder GitHub 仓库", "code"),
        ("- ＡＬＤＥＲ 项目主页：https://x.example.org/a", "ＡＬＤＥＲ 项目主页", "project"),
        ("[3] Alder Demo https://x.example.org/a", "Alder Demo", "demo"),
        ("* **[Alder 博客](https://x.example.org/a)**", "Alder 博客", "article"),
        ("3. Alder 博客\n   https://x.example.org/a", "Alder 博客", "article"),
        ("3. [解读 Alder](https://x.example.org/a)（推荐）", "解读 Alder （推荐）", "article"),
        ("3. [解读 al-der](https://mp.weixin.qq.com/s/abc)", "解读 al-der", "article"),
        ("3. <https://x.example.org/alder> Alder", "Alder", "other"),
        ("3. Alder：[代码](https://x.example.org/a)", "代码", "code"),
        ("3. Alder：一棵树：[代码](https://x.example.org/a)", "代码", "code"),
        (r"3. [Alder \[v2\] 代码](https://x.example.org/a)", "Alder [v2] 代码", "code"),
        ("3. Alder 项目：https://x.example.org/a", "", "project"),
        ("3. Alder 链接：https://github.com/x/alder", "", "other"),
    ],
)
def test_a_reference_finds_its_work(line: str, title: str, kind: str) -> None:
    imported = read(small(references=line))
    link = imported.items[0].links[-1]
    assert (link.title, link.kind) == (title, kind)
    assert len(imported.items[0].links) == 2
    assert unexplained(imported) == {}


@pytest.mark.parametrize(
    "line",
    [
        "3. [Alderney 博客](https://x.example.org/a)",  # another word, not the name
        "3. [树的百科](https://x.example.org/a)",
        "3. https://x.example.org/a",
        "3. 见[甲](https://x.example.org/a)，也见[乙](https://x.example.org/b)，都好",
        "3. [写信](mailto:a@example.org)",
        "3. 没有地址的一行",
    ],
)
def test_a_reference_of_no_work_stays_in_the_editorial(line: str) -> None:
    imported = read(small(references=line))
    assert issue_of(imported).body == f"- {line[3:]}"
    assert [len(item.links) for item in imported.items] == [1, 1]
    (remark,) = imported.remarks
    assert imported.document.lines[remark.line - 1] == line


def test_a_section_may_have_an_abstract_and_a_note_between_rules() -> None:
    after = (
        "**论文摘要**：第一段。\n\n第二段。\n\n**编者按**：值得读。\n\n---\n\n<!-- 查证 -->\n另一段。\n\n---"
    )
    imported = read(small(after=after))
    first, _ = imported.items
    assert (first.summary, first.abstract) == ("Alder 会长高。", "第一段。\n\n第二段。")
    assert first.body == "值得读。\n\n---\n\n<!-- 查证 -->\n另一段。"
    assert importing.verdicts(imported)["navigation"] == 2  # the last rule and the heading of the references


def test_a_paper_may_stand_with_its_abstract_alone() -> None:
    text = small().replace("**概要**", "**论文摘要**")
    assert [item.summary for item in read(text).items] == ["", ""]
    assert weekly_evidence(importing.document(text)) >= 50
    assert "no weekly document" in refused(text.replace("<!-- 2025-W21 -->", ""))


def test_every_work_may_have_its_own_references() -> None:
    text = small(after="### 参考链接\n\n- [代码](https://github.com/x/y)\n")
    assert [[link.title for link in item.links] for item in read(text).items] == [
        ["代码", "Alder 论文"],
        ["Birch 论文"],
    ]


def test_a_picture_below_text_is_no_cover() -> None:
    picture = "![x](https://x.example.org/a.png)"
    assert issue_of(read(small(f"{picture}\n\n<!-- 2025-W21 -->"))).cover is not None
    issue = issue_of(read(small(f"<!-- 2025-W21 -->\n\n开场。\n\n{picture}")))
    assert issue.cover is None
    assert issue.body == f"开场。\n\n{picture}"


@pytest.mark.parametrize(
    ("lines", "highlights", "summary"),
    [
        ("本周亮点：甲；乙\n丙；Model A\nis out。", ("甲", "乙丙", "Model A is out"), ""),
        ("总起。\n\n**本周亮点**：甲。\n\n收尾。", ("甲",), "总起。\n\n收尾。"),
        ("本期亮点:\n1. 甲\n2. 乙\n\n收尾。", ("甲", "乙"), "收尾。"),
        ("说说本周亮点：没有。", (), "说说本周亮点：没有。"),
    ],
)
def test_highlights(lines: str, highlights: tuple[str, ...], summary: str) -> None:
    issue = issue_of(read(small(f"<!-- 2025-W21 -->\n\n## 摘要\n\n{lines}")))
    assert (issue.highlights, issue.summary) == (highlights, summary)


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("#a #b #a", ("a", "b")),
        ("`#a` `#b`", ("a", "b")),
        ("#a#b", ("a", "b")),
        ("＃甲、＃乙", ("甲", "乙")),
        ("#C# #two words", ("C#", "two words")),
        ("甲、乙 丙", ("甲", "乙 丙")),
        ("甲 乙", ("甲", "乙")),
        ("", ()),
    ],
)
def test_tags(line: str, tags: tuple[str, ...]) -> None:
    assert read(small().replace("#树", line)).items[0].tags == tags


@pytest.mark.parametrize(
    ("alt", "credit"),
    [
        ("封面源自C站作者Koal2", "C站作者Koal2"),
        ("灯塔（封面来自阿渡）", "阿渡"),
        ("封面由编辑部绘制", "编辑部"),
        ("Cover by A. Low", "A. Low"),
        ("一座灯塔", ""),
    ],
)
def test_the_credit_of_a_cover(alt: str, credit: str) -> None:
    cover = issue_of(read(small(f"![{alt}](https://x.example.org/a.png)\n\n<!-- 2025-W21 -->"))).cover
    assert cover is not None
    assert (cover.alt, cover.credit) == (alt, credit)


def test_the_longest_name_wins() -> None:
    text = small(references="3. [Alder 2 论文](https://x.example.org/a)").replace(
        "## Birch：", "## Alder-2："
    )
    text = text.replace("[Birch 论文]", "[Alder2 论文]")
    assert [len(item.links) for item in read(text).items] == [1, 2]


def test_an_address_with_another_scheme_is_no_link() -> None:
    imported = read(small(references="3. [Alder 代码](javascript:alert(1))"))
    assert list(importing.dropped(imported).values()) == [
        "its address begins with neither http:// nor https://"
    ]
    assert len(imported.items[0].links) == 1


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("![x](https://x.example.org/a.png)", "body"),  # the teaser stands above the text
        ("![x](a.png)", ""),
        ("![x](javascript:a)", ""),
        ("<!-- 待补 -->", "body"),
        ("**论文摘要**：长。", "abstract"),
        ("**编者按**：好。", "body"),
        ("<script>alert(1)</script>", "body"),
        ("论文：https://x.example.org/a.pdf", "links"),
        ("**代码**：[仓库](https://github.com/x/y)", "links"),
        ("代码：javascript:alert(1)", "body"),
        ("代码：https://github.com/x/y 已开源", "body"),
        ("```\n# no heading\n```", "body"),
        ("### 摘要", "body"),
        ("#### 参考链接", "body"),
    ],
)
def test_other_lines_of_a_section(line: str, kept: str) -> None:
    imported = read(small(after=line))
    first = imported.document.lines.index(line.partition("\n")[0]) + 1
    account = next(account for account in imported.accounts if account.line == first)
    assert (account.verdict, account.detail) == ("entry", kept) if kept else account.verdict == "dropped"
    assert len(imported.items) == 2


# ---- what is refused -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# 标题\n\n## 甲\n\n一段文字。\n", "no weekly document"),
        (small()[: SMALL.index("{references}")].rstrip()[:-8], "a link is not closed"),
        (small(references="3."), "an item has no text"),
        (small(references="3. **Ald"), "bold text is not closed"),
        (small(references="```\nx"), "code is not closed"),
        (small().partition("### **参考")[0] + "## Cedar：第三棵树\n\n---\n", "nothing follows the heading"),
        (OWN.partition("**标签**：#遥感")[0], "has no 概要"),
        (OWN.partition("Tide-Map 把")[0], "is empty"),
        (small().partition("### **参考")[0] + "### **参考链接**\n", "nothing follows the heading"),
        (OWN.partition("## Tide-Map")[0], "names 4 sections and 3 of them are there"),
        (
            OWN.partition("### **参考")[0].replace("https://tide", "tide").replace("https://logs", "logs"),
            "no list of references",
        ),
    ],
)
def test_a_document_that_ends_early(text: str, words: str) -> None:
    assert words in refused(text)


CONTENTS = (
    "<!-- 2025-W21 -->\n\n## 目录\n\n1. [Alder：一棵树](#alder)\n2. [Birch：另一棵树](#birch)\n- 参考链接"
)


@pytest.mark.parametrize(
    ("old", "new", "strange"),
    [
        ("Birch：另一棵树](#birch)", "Birch](#x)", 0),  # by its name
        ("2. [Birch：另一棵树](#birch)", "2. Birch：另一棵树", 0),
        ("2. [Birch：另一棵树](#birch)", "2. 白桦", 1),  # the heading was changed later
        ("1. [Alder：一棵树](#alder)", "1. 赤杨", 1),
    ],
)
def test_contents_may_differ_from_headings(old: str, new: str, strange: int) -> None:
    imported = read(small(CONTENTS.replace(old, new)))
    assert len(imported.items) == 2
    assert len(imported.remarks) == strange
    assert (new in issue_of(imported).body) == bool(strange)


def test_the_last_heading_may_have_been_changed() -> None:
    contents = CONTENTS.removesuffix("\n- 参考链接").replace("Birch：另一棵树](#birch)", "白桦](#白桦)")
    assert len(read(small(contents)).items) == 2


def test_a_section_missing_in_the_middle_is_noticed() -> None:
    before, _, rest = OWN.partition("## LanternMoE")
    assert "“LanternMoE：给闲置专家派活” is not" in refused(before + rest[rest.index("## 编辑部") :])


@pytest.mark.parametrize("after", ["", "## 编者的话\n\n好。"])
def test_contents_may_not_name_more_than_there_is(after: str) -> None:
    text = small(f"{after}\n\n{CONTENTS}\n3. [Cedar：第三棵](#cedar)")
    assert "names 4 sections and 3 of them are there, “Cedar：第三棵” is not" in refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "# 一篇博客\n\n今天读了三篇论文。\n\n## 摘要\n\n很好。\n",
        "# tool\n\n## Install\n\npip install tool\n\n## Summary\n\nA tool.\n\n## References\n\n- [x](https://x.org)\n",
        "---\ntitle: notes\ntags: [a]\n---\n\n## One\n\n**Summary:** short.\n\n## Links\n\n- [x](https://x.org)\n",
        "---\n",
        "text",
    ],
)
def test_evidence_of_other_documents(text: str) -> None:
    assert weekly_evidence(importing.document(text)) < 30


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 100_000,
        "**" * 50_001,
        "![" * 50_000,
        "概要：" * 30_000,
        "#标签 " * 20_000,
        "2025-05-14 " * 20_000,
        "a： " + " " * 100_000 + "x",
        "本周亮点：" + "；" * 100_000,
        "> " * 20_000 + "x",
    ],
)
def test_hostile_lines_stay_text(hostile: str) -> None:
    for text in (small(after=hostile), small(hostile), small(references=f"3. {hostile}\n4. x")):
        imported = read(text, Week(2025, 20))
        assert len(imported.items) == 2


# ---- whatever happens to a document --------------------------------------------------------------------------

LINES = [line for text in (OWN, ENGLISH, small()) for line in text.split("\n")]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mutated_document_is_read_or_refused(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from([OWN, ENGLISH, small()])).split("\n")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["delete", "double", "swap", "cut", "insert"])):
            case "delete" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                other = data.draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "cut":
                lines = [*lines[:at], lines[at][: data.draw(st.integers(0, 40))]]
            case _:
                lines.insert(at, data.draw(st.sampled_from(LINES)))
    text = "\n".join(lines)
    if not text.strip():
        return
    assert 0 <= weekly_evidence(importing.document(text)) <= 100
    try:
        imported = read(text)
    except DigestError:
        return
    assert unexplained(imported) == {}
    assert importing.lost_addresses(imported) == {}


# ---- rows of links, short contents, front matter ---------------------------------------------------------------

PAPER, CODE = "https://arxiv.org/abs/2505.09568", "https://github.com/x/alder"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"**链接：** [论文]({PAPER}) [代码]({CODE})", [("paper", ""), ("code", "")]),
        (f"**链接**：[论文]({PAPER}) | [代码]({CODE})", [("paper", ""), ("code", "")]),
        (f"资源：论文：{PAPER} 代码：{CODE}", [("paper", ""), ("code", "")]),
        (f"相关链接：{PAPER}、{CODE}", [("paper", ""), ("code", "")]),
        (f"- Links: [Alder: A Tree]({PAPER}), [Code]({CODE})", [("paper", "Alder: A Tree"), ("code", "")]),
        (f"**链接：**\n\n- 论文：{PAPER}\n- [代码]({CODE})", [("paper", ""), ("code", "")]),
        (f"📄 [论文]({PAPER}) · 💻 [代码]({CODE})", [("paper", ""), ("code", "")]),
        (f"论文/代码：{PAPER} / {CODE}", [("paper", "论文/代码"), ("code", "")]),
    ],
)
def test_a_row_of_links_is_links(line: str, expected: list[tuple[str, str]]) -> None:
    text = small(after=line).replace("abs/2505.09568)\n2.", "abs/2505.09999)\n2.")
    alder = read(text).items[0]
    assert [(link.kind, link.title) for link in alder.links[:2]] == expected
    assert [link.url for link in alder.links[:2]] == [PAPER, CODE]
    assert alder.summary == "Alder 会长高。"
    assert alder.body == ""


@pytest.mark.parametrize(
    "line",
    [
        f"链接：[x](javascript:alert(1)) [代码]({CODE})",
        f"**链接：** [论文]({PAPER})，写得很好 [代码]({CODE})",
        f"链接：[![徽章](https://x.example.org/b.png)]({CODE})",
    ],
)
def test_a_row_that_says_more_stays_text(line: str) -> None:
    alder = read(small(after=line)).items[0]
    assert line in alder.body
    assert [link.url for link in alder.links] == [PAPER]


def test_a_link_of_a_row_and_a_reference_is_one() -> None:
    alder = read(small(after=f"链接：[论文]({PAPER}) [代码]({CODE})")).items[0]
    assert [(link.url, link.title) for link in alder.links] == [(CODE, ""), (PAPER, "Alder 论文")]


@pytest.mark.parametrize(
    "contents",
    [
        "## 目录\n\n1. [Alder](#alder)\n2. [Birch](#2-birch)",
        "## 目录\n\n1. [一棵树](#x)\n2. [另一棵](#y)",
        "## 目录\n\n1. [甲](#alder：一棵树)\n2. [乙](#birch-另一棵树-1)",
        "本期目录：\n\n- [Alder](#alder)\n- [Birch](#birch)",
        "## 本期导航\n\n[Alder](#alder) | [Birch](#birch)",
    ],
)
def test_short_names_in_contents_are_navigation(contents: str) -> None:
    imported = read(small("<!-- 2025-W21 -->\n\n" + contents))
    assert issue_of(imported).body == ""
    assert imported.remarks == ()
    lines = [n for n, line in enumerate(imported.document.lines, 1) if "](#" in line]
    assert {a.verdict for a in imported.accounts if a.line in lines} == {"navigation"}


def test_contents_with_words_of_their_own_keep_them() -> None:
    contents = "## 目录\n\n1. [Alder](#alder)，本期最爱\n2. [Birch](#birch)"
    assert issue_of(read(small("<!-- 2025-W21 -->\n\n" + contents))).body == "1. Alder，本期最爱"


def test_a_short_name_of_a_section_that_was_cut_off_is_missed() -> None:
    contents = "## 目录\n\n1. [Alder](#a)\n2. [Birch](#b)\n3. [Alder-2](#c)"
    assert "names 3 sections and 2 of them" in refused(small("<!-- 2025-W21 -->\n\n" + contents))


def test_front_matter_of_an_issue_is_understood() -> None:
    front = (
        "---\nnumber: 37\nweek: 2025-W21\nsummary: >\n  两行的\n  摘要。\nhighlights: [甲; 乙, 丙]\n"
        "cover: {src: 'https://x.example.org/c.png', alt: 林, credit: 阿木}\npicks: [alder]\n---\n"
    )
    imported = read(front + small(""))
    issue = issue_of(imported)
    assert (issue.number, issue.summary.split(), issue.highlights) == (
        37,
        ["两行的", "摘要。"],
        ("甲; 乙", "丙"),
    )
    assert issue.cover is not None
    assert (issue.cover.src, issue.cover.alt, issue.cover.credit) == (
        "https://x.example.org/c.png",
        "林",
        "阿木",
    )
    assert importing.dropped(imported) == {9: "the front matter key picks has no place in an issue"}


@pytest.mark.parametrize(
    ("front", "title", "number"),
    [
        ("", "树 第37期【周刊】", 37),
        ("", "树 第 8 期", 8),
        ("", "Trees, No. 12", 12),
        ("number: 第5期", "树", 5),
        ("number: 5", "树 第37期", 5),
        ("number: 五", "树", None),
        ("", "Casino 12", None),
        ("title: 第9期", "", 9),
    ],
)
def test_the_number_of_an_issue(front: str, title: str, number: int | None) -> None:
    text = small().replace("# A | B | C【周刊】", f"# {title}" if title else "")
    issue = issue_of(read(f"---\n{front}\n---\n{text}" if front else text))
    assert issue.number == number
    assert issue.title == (title or "第9期")


def test_the_hint_names_another_week() -> None:
    (remark,) = read(small("")).remarks
    assert remark.message.startswith("the week 2025-W20 ")
    assert remark.hint == "if it is another one, name it with --week, like 2025-W21"
