"""A page of many articles copied as text: where they begin, what their text becomes, what is left out."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import importing
from digest.content.drafts import Link, Source
from digest.importers.compendium.code import find_code
from digest.importers.compendium.reader import compendium_evidence, read_compendium
from digest.importers.compendium.text import clean
from digest.importers.imported import Imported
from digest.problems import DigestError

OWN = "compendium.txt"
HEAD = "原文 https://notes.example.org/pages/77\n\n"
END = "\n\n.....\n"

# The lines of the names, read off the seed by hand: `grep -n '^#[^ #]'` gives 27, none of them in code.
NAMES = [
    3, 133, 350, 469, 539, 611, 771, 777, 915, 973, 1047, 1195, 1288, 1439, 1690, 1803, 1871, 2122, 2322, 2661, 2808,
    2980, 3081, 3199, 3350, 3484, 3580,
]  # fmt: skip
MASKED = 7  # its text is "xxxx"


def read(text: str | bytes) -> Imported:
    return importing.read(read_compendium, text)


def article(text: str) -> Imported:
    """A compendium of one article."""
    return read(f"{HEAD}#Name\n\nHeadline\n\n{text}{END}")


def markdown(text: str) -> str:
    return article(text).items[0].text.removeprefix("Headline\n\n")


def messages(error: DigestError) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in error.problems]


# The seed


def test_seed_articles() -> None:
    imported = read(importing.seed("002"))
    assert [item.line for item in imported.items] == NAMES
    assert all(imported.document.lines[item.line - 1].strip() == f"#{item.title}" for item in imported.items)
    assert [item.weight for item in imported.items] == list(range(1, 28))
    assert [item.weight for item in imported.items if item.draft] == [MASKED]
    assert imported.items[MASKED - 1].text == ""
    assert {item.source for item in imported.items} == {
        Source(kind="page", url="https://blog.51cto.com/whaosoft/14080804")
    }
    assert imported.items[0].id == "url:https://blog.51cto.com/whaosoft/14080804#discrete-tokenization"
    assert len({item.id for item in imported.items}) == 27
    assert not any(re.search(r"\s", item.id) for item in imported.items)
    assert not any(item.body or item.seen or item.date for item in imported.items)


def test_seed_counts() -> None:
    imported = read(importing.seed("002"))
    assert imported.counts == {
        "articles": 27,
        "empty articles": 1,  # line 771
        # The word stands 149 times: 137 lines of it alone, 2 bullets of it alone (878, 2218), 10 sentences.
        "picture placeholders": 139,
        "names of picture files": 34,  # 32 times `image.png`, and two hashes (1785, 3099)
        "video placeholders": 14,  # `grep -c '^,时长'`
        "repeated captions": 31,  # figures 1 to 25 of `7B`, 0 to 2 of SonicGauss, 3 lines of gpt-oss
        "code blocks": 4,  # lines 277, 287, 295 and 3538
        "no-break spaces": 193,
        "compatibility characters": 203,  # 201 Kangxi radicals and two mathematical letters (lines 387, 391)
    }
    assert importing.verdicts(imported) == {"entry": 1721, "dropped": 223, "navigation": 27}
    assert [(problem.line, problem.severity) for problem in imported.remarks] == [
        (13, "warning"),
        (771, "warning"),
    ]


def test_seed_loses_nothing() -> None:
    imported = read(importing.seed("002"))
    assert importing.lost_words(imported) == {}
    assert importing.lost_addresses(imported) == {}
    assert_verbatim(imported)
    texts = "".join(item.text for item in imported.items)
    # The others: 17 in the attribution, one after the name `7B`.
    outside = sum(imported.document.lines[number].count("\xa0") for number in (0, 2321))
    assert texts.count("\xa0") == 193 - outside
    assert sum("\u2f00" <= character <= "\u2fdf" for character in texts) == 201


def assert_verbatim(imported: Imported) -> None:
    """Every line that is said to be in an article's text is there, character by character."""
    for account in imported.accounts:
        if account.verdict != "entry" or account.detail != "text":
            continue
        line = imported.document.lines[account.line - 1].strip(" \t")
        line = re.sub(r"^•[ \t]*", "", line)
        text = imported.items[account.item].text
        assert line in text or line in text.replace("\\<", "<").replace("\n\\", "\n"), account


def test_seed_links() -> None:
    items = {item.title: item for item in read(importing.seed("002")).items}
    first = items["Discrete Tokenization"]
    assert first.links == (
        Link(
            url="https://arxiv.org/abs/2507.22920",
            kind="paper",
            title="Discrete Tokenization for Multimodal LLMs: A Comprehensive Survey",
        ),
        Link(url="https://github.com/jindongli-Ai/LLM-Discrete-Tokenization-Survey", kind="code"),
    )
    assert first.organizations == (
        "香港科技大学(广州)",
        "吉林大学",
        "香港中文大学",
        "南京大学",
        "加州大学默塞德分校",
    )
    memory = items["大语言模型智能体记忆机制的系列研究"]
    assert [link.kind for link in memory.links].count("paper") == 4
    assert all(link.title for link in memory.links if link.kind == "paper")
    # A label in Kangxi radicals (`论⽂链接`) is a label.
    assert items["SeaS"].links[0].kind == "paper"
    assert items["SeaS"].links[0].title.startswith("SeaS: Few-shot")
    # 67 addresses below line 1 (`grep -o 'https\\?://'`), two of them twice in one article (lines 767, 1789).
    assert sum(len(item.links) for item in items.values()) == 65


def test_seed_form() -> None:
    assert compendium_evidence(importing.document(importing.seed("002"))) == 100
    for other in ("000", "001", "003", "004"):
        assert compendium_evidence(importing.document(importing.seed(other))) == 0


# Our own document


def test_own_document() -> None:
    imported = read(importing.own(OWN))
    assert [(item.weight, item.title, item.line) for item in imported.items] == [
        (1, "Lantern Cache", 3),
        (2, "潮汐·路由", 37),
        (3, "Fog名单", 69),
        (4, "Kite 2", 75),
    ]
    base = "https://notes.example.org/pages/77?from=list"
    assert [item.id for item in imported.items] == [
        f"url:{base}#lantern-cache",
        f"url:{base}#潮汐-路由",
        f"url:{base}#fog名单",
        f"url:{base}#kite-2",
    ]
    assert imported.items[0].source == Source(kind="page", name="星河读书会", url=base)
    assert imported.counts == {
        "articles": 4,
        "empty articles": 1,
        "picture placeholders": 3,
        "names of picture files": 1,
        "video placeholders": 1,
        "repeated captions": 2,
        "code blocks": 2,
        "no-break spaces": 5,
        "compatibility characters": 4,
    }
    assert [(problem.line, problem.message) for problem in imported.remarks] == [
        (9, "5 pictures and videos are not in the document, this is the place of the first"),
        (69, 'the article "Fog名单" has no text; it becomes a draft'),
    ]
    placeholder = "picture placeholder: the picture is not in the document"
    tail = "stands after the end of the last article: it belongs to the platform"
    assert importing.dropped(imported) == {
        9: placeholder,
        21: placeholder,
        25: "caption repeated",
        30: placeholder,
        71: "empty article: this is no text",
        79: "name of a picture file: the picture is not in the document",
        81: "video placeholder: the video is not in the document",
        95: "caption repeated",
        110: tail,
        112: tail,
        114: tail,
    }
    assert importing.lost_words(imported) == {1: ["转自"]}  # the label of the source's name
    assert importing.lost_addresses(imported) == {}
    assert_verbatim(imported)


def test_own_facts() -> None:
    lantern, tidal, _, kite = read(importing.own(OWN)).items
    assert lantern.links == (
        Link(
            url="https://arxiv.org/abs/2601.90001",
            kind="paper",
            title="Lantern Cache: Keeping Only the Keys That Glow",
        ),
        Link(url="https://github.com/example-lab/lantern-cache", kind="code"),
        Link(url="https://github.com/example-lab/drift", kind="code"),
    )
    assert lantern.authors == ("Ada Wu", "Bo Lin")
    assert lantern.organizations == ("北湖大学(东校区)", "Example Lab")
    assert tidal.links == ()
    assert kite.links == (
        Link(
            url="https://arxiv.org/pdf/2602.90002v2",
            kind="paper",
            title="Kite 2: Seeing Further with Less String",
        ),
        Link(url="https://example.net/kite-2", kind="other"),
        Link(url="https://huggingface.co/example-lab/kite-2", kind="model"),
        Link(url="https://example.net/definition", kind="other"),
    )
    assert (
        tidal.summary
        == "把专家混合模型的路由写成十行代码。作者把路由器的核心写得很短,注释里的井号并不是标题:"
    )
    assert lantern.summary.startswith("长上下文不再挤爆显存,Lantern Cache 只留下会发光的键值。推理时")
    assert lantern.summary.endswith("…")


def test_own_text() -> None:
    tidal = read(importing.own(OWN)).items[1]
    assert (
        tidal.text
        == """\
把专家混合模型的路由写成十行代码

作者把路由器的核心写得很短,注释里的井号并不是标题:

```python
def route (scores, k=2):
    # TOP: 取前 k 个专家
    best = scores.topk (k)

    return best.indices
```

```bash
# 1. 安装
pip install tidal-router
cd examples

# 2. 运行
python run.py
  --experts 16
```

\\# 这一行只是笔记,后面没有代码

运行之后会得到:

1. 一张负载曲线
2. 一个检查点

- 以及一份日志

更多细节见代码仓库。"""
    )


# Names


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("#A\n\nx1\n\n.....\n\n#B\n\ny1\n\n....\n", ["A", "B"]),
        ("#A\n\nx1\n\n......\n#B\n\ny1\n\n…………\n", ["A", "B"]),
        ("#A \u00a0\n\nx1\n\n.....\n\n#B C·D ...\n\ny1\n\n.....\n", ["A", "B C·D ..."]),
        # no dots above, a space, no blank line below, a heading of Markdown, a script's first line
        ("#A\n\nx1\n\n#B\n\ny1\n\n.....\n", ["A"]),
        ("#A\n\nx1\n\n.....\n\n# B\n\ny1\n\n.....\n", ["A"]),
        ("#A\n\nx1\n\n...\n\n#b = 1\nc = 2\n\n.....\n", ["A"]),
        ("#A\n\nx1\n\n.....\n\n##B\n\ny1\n\n.....\n", ["A"]),
        ("#A\n\nx1\n\n.....\n\n#!/bin/sh\n\ny1\n\n.....\n", ["A"]),
        # the platform's lines end the last article too
        ("#A\n\nx1\n\nLogo\n\n加入社区\n", ["A"]),
        ("#A\n\nx1\n\n....\n\n更多推荐\n\n" + "某一篇文章\n\n" * 30, ["A"]),
    ],
)
def test_names(text: str, titles: list[str]) -> None:
    assert [item.title for item in read(HEAD + text).items] == titles


def test_equal_names_have_ids_of_their_own() -> None:
    items = read(HEAD + "#A 1\n\nx1\n\n....\n\n#A-1\n\ny1\n\n....\n\n#A-1-2\n\nz1\n\n....\n").items
    ends = [item.id.partition("#")[2] for item in items]
    assert ends == ["a-1", "a-1-2", "a-1-2-2"]


def test_what_looks_like_a_name_is_reported() -> None:
    imported = read(
        f"{HEAD}#A\n\nx1\n\n#B\n\ny1\n\n.....\n\nz1\n\n#C #D\n\n#!/bin/sh\n\n...\n\nw1\n\n#E\n\nv1{END}"
    )
    assert [(problem.line, problem.message[:40]) for problem in imported.remarks] == [
        (7, "lines such as this one (2 of them) look "),
        (11, "lines of dots such as this one (1 of the"),
    ]
    assert imported.items[0].text == (
        "x1\n\n#B\n\ny1\n\n.....\n\nz1\n\n#C #D\n\n#!/bin/sh\n\n...\n\nw1\n\n#E\n\nv1"
    )


@pytest.mark.parametrize(
    ("first", "name", "verdict"),
    [
        ("我自己的原文哦~  https://a.example/1", "", "dropped"),
        ("来源:量表 https://a.example/1", "量表", "entry"),
        ("来源：量表　https://a.example/1 今天", "量表", "dropped"),
        ("Source: The Ledger - https://a.example/1", "The Ledger -", "entry"),
        ("https://a.example/1#top", "", "dropped"),
    ],
)
def test_attribution(first: str, name: str, verdict: str) -> None:
    imported = read(f"{first}\n\n别的话\n\n#A\n\nx1{END}")
    assert imported.items[0].source is not None
    assert imported.items[0].source.name == name
    assert imported.items[0].id == "url:https://a.example/1#a"
    assert [account.verdict for account in imported.accounts[:2]] == [verdict, "dropped"]


# Text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  • a1\n  • b1\n后面的话", "- a1\n- b1\n\n后面的话"),
        ("• a1\n\n• b1", "- a1\n\n- b1"),
        ("  • a1\n  • 图片\n  • \u00a0b1", "- a1\n- \u00a0b1"),
        ("  • 做法\n  1. a1\n  2. b1\n  • c1", "- 做法\n\n1. a1\n2. b1\n\n- c1"),
        ("* a1\n\n* b1", "* a1\n\n* b1"),
        ("一行\n又一行", "一行\n\n又一行"),
        ("    四个空格\n\n\t制表", "四个空格\n\n制表"),
        ("\u00a0次,即可\u00a0", "\u00a0次,即可\u00a0"),
        ("# 像标题\n\n###### 也像\n\n#标签 #标签", "\\# 像标题\n\n\\###### 也像\n\n#标签 #标签"),
        ("  • # 像标题", "- \\# 像标题"),
        ("---\n\n***\n\n- - -", "\\---\n\n\\***\n\n\\- - -"),
        ("题目\n===", "题目\n\n==="),
        (
            "[1]: https://a.example/x\n\n[1]https://a.example/y",
            "\\[1]: https://a.example/x\n\n[1]https://a.example/y",
        ),
        ("a <b> </b> <!-- c --> 1 < 2 <3", "a \\<b> \\</b> \\<!-- c --> 1 < 2 <3"),
        ("`<b>` <https://a.example>", "`<b>` <https://a.example>"),
        ("- <b>", "- \\<b>"),
        ("~~~", "\\~~~"),
        ("| a | b |\n| - | - |\n| 1 | 2 |", "| a | b |\n| - | - |\n| 1 | 2 |"),
        ("```sh\n#A\n\n  <b>\n```\n之后", "```sh\n#A\n\n  <b>\n```\n\n之后"),
        ("⽤⼀个⾼维 ﬁt ①", "⽤⼀个⾼维 ﬁt ①"),
    ],
)
def test_text(text: str, expected: str) -> None:
    assert markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("图片", [7]),
        ("\u00a0图片 ", [7]),
        ("[图片]\n\n  • 图片\n\n在这里插入图片描述", [7, 9, 11]),
        ("图⽚", [7]),  # the second is a Kangxi radical
        ("图片来源:某处\n\n以下用图片展示", []),
        ("image.png\n\nA_1-b.JPG\n\n见 image.png", [7, 9]),
        (",时长01:15\n\n,时长1:02:03\n\n在线时长 10 分钟", [7, 9]),
        ("图 1:说明\n\n图 1:说明", [9]),
        ("图 1:说明\n图 1:说明 ", [8]),
        ("图 1:说明\n\n图片\n\n图 1:说明", [9]),
        ("总体评测\n\n总体评测\n\n总体评测", []),  # three: no caption
        ("0.5\n\n0.5\n\nYes\n\nYes\n\n✓\n\n✓", []),  # cells of a table
        ("  • 一样的话\n  • 一样的话", []),
        ("import a\nimport a", []),  # code
        ("•", [7]),
    ],
)
def test_left_out(text: str, left_out: list[int]) -> None:
    imported = article(text)
    assert list(importing.dropped(imported)) == [1, *left_out]
    assert importing.lost_words(imported) == {}


def code(text: str) -> list[tuple[int, int, str]]:
    return [(block.first, block.last, block.language) for block in find_code(text.split("\n"))]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("def f (x):\n    return x", [(0, 1, "python")]),
        ("#### 5.2 f () - Specification\ndef f (x):\n    # 1. 检查\n    1. 步骤", [(0, 3, "python")]),
        ("# 设计:\n# AST: x\nassert len (x) > 0, \\\n    'y'", [(0, 3, "python")]),
        ("import os\nfrom a.b import c\nx = os.name\nprint(x)", [(0, 3, "python")]),
        ("def f(x):\n    y = 1\n\n    return y\n\n之后", [(0, 3, "python")]),
        (
            "# 1. 下载\ngit clone https://a.example/b\ncd b\n\n# 2. 运行\npython -m b\n  --k 1",
            [(0, 6, "bash")],
        ),
        ("$ make\n$ ls", [(0, 1, "bash")]),
        ("pip install a\nimport a", [(0, 1, "")]),
        ("const a = 1\nfunction b() {\n  c()\n}", [(0, 3, "")]),
        ("pip install some-tool", [(0, 0, "bash")]),
        ("```\n# a\n```\n# b", [(0, 2, "")]),
        ("def f():\n    pass\n\n```\nx\n```\n\n    y", [(0, 1, "python"), (3, 5, "")]),
        # not code
        ("# 只有注释\n# 两行", []),
        ("# 注释\n一句话", []),
        ("import 关税上涨\n第二行", []),
        ("def f(x): 这一行\n却是文章", []),
        ("for all of us:\n  a sentence", []),
        ("pip install 之后\n再运行", []),
        ("x = 1\ny = 2", []),
        ("class action lawsuits\n  went on", []),
        ("  两格的一句话\nimport a", []),
        ("  • def f(x):\n  • 条目", []),
        ("def f(x):\n    y\n\n  1. 条目\n  2. 条目", [(0, 1, "python")]),
    ],
)
def test_code(text: str, blocks: list[tuple[int, int, str]]) -> None:
    assert code(text) == blocks


def test_fences() -> None:
    held = "import a\nb = '```'"
    assert clean(held.split("\n")).markdown == f"````python\n{held}\n````"
    imported = read(f"{HEAD}#A\n\nx1\n\n````py\ny1\n```\n\n.....\n\n#B\n\nz1{END}")
    assert imported.items[0].text == "x1\n\n````py\ny1\n```\n````"
    assert [(problem.line, problem.severity) for problem in imported.remarks] == [(7, "warning")]


def test_the_summary_is_the_headline_and_the_first_paragraphs() -> None:
    kept = ["一段真正的话,它有二十多个字,所以不是标题。", "又一段真正的话,也有二十多个字,一样不是标题。"]
    text = "\n\n".join(
        [
            "小标题",
            "  • 一个条目,它也有二十多个字,但是不算是一段话。",
            "图 1:一个说明,它也有二十多个字,但是不算一段话。",
            kept[0],
            "论文标题:A Paper With Quite a Long Title",
            "[1]https://a.example/a-long-address",
            "https://a.example/another-long-address",
            "image.png",
            "import a\nprint(a.something_with_a_long_name)",
            kept[1],
        ]
    )
    item = article(text).items[0]
    assert item.summary == f"Headline. {kept[0]} {kept[1]}"
    assert item.machine == ("summary",)


# Labels


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("论文链接：https://a.example/1", [("https://a.example/1", "paper", "")]),
        ("论文地址:\n\nhttps://a.example/1", [("https://a.example/1", "paper", "")]),
        (
            "论文题目:甲\n论文链接:https://a.example/1\n代码:https://a.example/2",
            [("https://a.example/1", "paper", "甲"), ("https://a.example/2", "code", "")],
        ),
        (
            "  • 论文标题: 甲\n  • 论文地址: https://a.example/1\n\n  • 论文标题: 乙\n  • 论文地址: https://a.example/2",
            [("https://a.example/1", "paper", "甲"), ("https://a.example/2", "paper", "乙")],
        ),
        (
            "论文标题:甲 https://a.example/0\n\n论文链接:https://a.example/1",
            [("https://a.example/0", "paper", ""), ("https://a.example/1", "paper", "甲")],
        ),
        (
            f"论文标题:甲\n\n{'很长的一段话' * 10}\n\n论文链接:https://a.example/1",
            [("https://a.example/1", "paper", "")],
        ),
        ("论文仓库:https://github.com/a/b", [("https://github.com/a/b", "code", "")]),
        ("论文主页:https://a.example/p", [("https://a.example/p", "project", "")]),
        ("项目主页/补充材料:\u00a0https://a.example/p", [("https://a.example/p", "project", "")]),
        (
            "见 https://a.example/1 和 https://a.example/1 与 https://arxiv.org/abs/2601.00001。",
            [("https://a.example/1", "other", ""), ("https://arxiv.org/abs/2601.00001", "paper", "")],
        ),
        (
            "见 https://arxiv.org/abs/2601.00001\n论文标题:甲\n论文链接:https://arxiv.org/abs/2601.00001",
            [("https://arxiv.org/abs/2601.00001", "paper", "甲")],
        ),
        (f"{'模型' * 30}https://a.example/1", [("https://a.example/1", "other", "")]),
        (
            "git clone https://github.com/a/b\ncurl http://localhost:80/c\ncd b",
            [("https://github.com/a/b", "code", "")],
        ),
        ("代码:javascript:alert(1)\n\n[x](javascript:alert(1))\n\nftp://a.example/1", []),
        ("图片\n\n论文链接:", []),
    ],
)
def test_links(text: str, links: list[tuple[str, str, str]]) -> None:
    item = article(text).items[0]
    assert [(link.url, link.kind, link.title) for link in item.links] == links


@pytest.mark.parametrize(
    ("text", "authors", "organizations", "venue"),
    [
        (
            "作者:甲、乙\n机构:丙大学;丁\n会议:ABC 2026\n论文:https://a.example/1",
            ("甲", "乙"),
            ("丙大学", "丁"),
            "ABC 2026",
        ),
        ("作者:甲、乙\n会议:ABC 2026", (), (), ""),  # the article's author, perhaps
        ("作者:甲\n论文:https://a.example/1\n作者:乙\n论文:https://a.example/2", (), (), ""),
        ("发文单位:丙大学,丁\n\n机构:丁,戊", (), ("丙大学", "丁", "戊"), ""),
    ],
)
def test_facts(text: str, authors: tuple[str, ...], organizations: tuple[str, ...], venue: str) -> None:
    item = article(text).items[0]
    assert (item.authors, item.organizations, item.venue) == (authors, organizations, venue)


# Documents that are damaged, of another form, or hostile


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A report\n\nSome words.\n", [(1, "no article begins in this document")]),
        ("一段话\n\n" * 9 + "#A\n\nx1\n\n.....\n", [(1, "no article begins in this document")]),
        ("#A\n\nx1\n\n.....\n", [(1, "the document does not say where it was copied from")]),
        (
            HEAD + "#A\n\nx1\n\n.....\n\n#B\n\ny1\n",
            [(11, 'the document ends early: no line of dots ends the article "B" of line 9')],
        ),
        (
            HEAD + "#A\n\nx1\n\n.....\n\n#B\n",
            [(9, 'the document ends early: no line of dots ends the article "B" of line 9')],
        ),
        (
            HEAD + "#A\n\nx1\n\n.....\n\n#B\n\n```\ny1\n..\n",
            [(13, 'the document ends early: no line of dots ends the article "B" of line 9')],
        ),
        (
            HEAD + "#A\n\nx1\n\n.....\n\n#B\ny1\n",
            [(10, 'the document ends early: no line of dots ends the article "A" of line 3')],
        ),
        # dots inside the last article do not end it
        (
            HEAD + "#A\n\nx1\n\n...\n\n" + "还有一段话。\n\n" * 13,
            [(34, 'the document ends early: no line of dots ends the article "A" of line 3')],
        ),
        (
            HEAD + "#A\n\nx1\n\n.....\n\n#B",
            [(9, 'the document ends early: no line of dots ends the article "B" of line 9')],
        ),
        (
            HEAD + "#A\n\nxxxx\n\n.....\n\n#B\n\n图片\n\n.....\n",
            [(3, "no article of this document has text")],
        ),
    ],
)
def test_refused(text: str, expected: list[tuple[int, str]]) -> None:
    with pytest.raises(DigestError) as caught:
        read(text)
    assert messages(caught.value) == expected


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.97])
def test_a_document_that_ends_early_is_refused(cut: float) -> None:
    text = importing.own(OWN).partition("\n.....\n\nLogo")[0]
    with pytest.raises(DigestError, match="ends early"):
        read(text[: int(len(text) * cut)])


@pytest.mark.parametrize(
    ("text", "at_most"),
    [
        ("", 0),
        ("# README\n\n#Install\n\nRun it, see https://a.example\n", 0),
        ("Some prose with an address https://a.example\n\n#tag\n\nand more prose.\n", 20),
        ("见 https://a.example\n\n#标签\n\n一段话。\n\n......\n\n" + "还有很多话。\n\n" * 20, 20),
        ("一篇博客,没有别的。\n\n......\n\n还有。\n", 0),
        ("---\ntitle: x\n---\n\n#tag #tag\n", 0),
    ],
)
def test_other_forms(text: str, at_most: int) -> None:
    assert compendium_evidence(importing.document(text or " .")) <= at_most


def test_this_form() -> None:
    assert compendium_evidence(importing.document(importing.own(OWN))) == 100
    assert compendium_evidence(importing.document(f"{HEAD}#A\n\nx1{END}")) == 40


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1)) <img src=x onerror=alert(1)>",
        "[" * 100_000,
        "[](" * 50_000,
        "`" * 100_000,
        "```x\n" * 30_000,
        ">" * 100_000,
        "论文链接:" + " " * 100_000 + "x",
        "论文链接:" * 50_000,
        "  " * 50_000 + "• x",
        "• " * 50_000,
        "#" * 100_000,
        "#x\n\n" * 30_000,
        "....." + " " * 100_000 + "x",
        "[1" * 50_000 + "]:",
        "http://" * 50_000,
        "def f(" * 20_000 + "\n" + "    x\n" * 20_000,
        "{{< raw >}}\n{% raw %}\n\x1a0\x1a",
        "\u2028\u202e\ufeff",
    ],
)
def test_hostile_text_stays_text(text: str) -> None:
    imported = article(text)
    item = imported.items[0]
    assert item.links == ()
    assert "<script" not in item.text.replace("\\<", "")
    assert "\x1a" not in item.text
    assert importing.lost_words(imported) == {}


LINES = st.sampled_from(
    [
        *importing.own(OWN).splitlines(),
        "```",
        "#X",
        "# X",
        "<b>",
        "...",
        "论文标题:",
        "[a](b",
        "**c",
        "\u00a0",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_mutated_documents(data: st.DataObject) -> None:
    """Lines deleted, doubled, moved, put in, the end cut: read with honest books, or refused."""
    lines = importing.own(OWN).splitlines()
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["delete", "double", "move", "insert", "cut"])):
            case "delete":
                del lines[at : at + data.draw(st.integers(1, 5))]
            case "double":
                lines.insert(at, lines[at])
            case "move":
                lines.insert(data.draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case "insert":
                lines.insert(at, data.draw(LINES))
            case _:
                del lines[at + 1 :]
        if not any(line.strip() for line in lines):
            return
    try:
        imported = read("\n".join(lines))
    except DigestError:
        return
    lost = importing.lost_words(imported)
    assert all(words == ["转自"] for words in lost.values()), lost
    assert importing.lost_addresses(imported) == {}


@pytest.mark.parametrize(
    ("headline", "summary"),
    [
        ("~灯塔就在2026", "~灯塔就在2026。"),
        ("Lighthouses by 2026", "Lighthouses by 2026. "),
        ("灯塔就在眼前！", "灯塔就在眼前！ "),
        ("作者：王五\n\n灯塔就在2026", "灯塔就在2026。"),
        ("文 | 王五\n\n灯塔就在2026", "灯塔就在2026。"),
    ],
)
def test_a_headline_ends_as_a_sentence_and_credits_are_no_part_of_a_summary(
    headline: str, summary: str
) -> None:
    paragraph = "这几天守塔人都在谈论那一束光,它比去年亮了许多。"
    item = read(
        f"{HEAD}#Name\n\n{headline}\n\n作者：赵六、钱七、孙八、李九、周十、吴十一、郑十二\n\n{paragraph}{END}"
    ).items[0]
    assert item.summary == f"{summary}{paragraph}"
