import contextlib
import re
from datetime import date, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.content.drafts import HistoryLine, Link, Source
from digest.importers.arxiv_report.quoted_titles import link_titles
from digest.importers.arxiv_report.reader import arxiv_report_evidence, read_arxiv_report
from digest.importers.imported import Imported, item_address
from digest.importers.markdown import headings
from digest.problems import DigestError, Problem
from digest.text.assistant import CHATTER
from digest.text.weeks import Week
from importing import SETTING, ZONE, document, dropped, lost_addresses, lost_words, own, read, seed, verdicts

# Words that are a label, a date or a comma once they have become fields.
FIELD_WORDS = {
    *("Authors", "Published", "Categories", "Abstract", "Analysis", "Key", "Findings", "Links", "time"),
    *("20260213", "20310307", "Z", "and"),
}
REPORT = own("arxiv_report.md")


def report(text: str | bytes = REPORT) -> Imported:
    return read(read_arxiv_report, text)


def problems_of(text: str) -> list[str]:
    with pytest.raises(DigestError) as caught:
        read_arxiv_report(document(text), SETTING)
    return [str(problem) for problem in caught.value.problems]


def remark(imported: Imported) -> Problem:
    [found] = imported.remarks
    return found


def changed(old: str, new: str, text: str = REPORT) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def assert_nothing_is_lost(imported: Imported) -> None:
    assert {word for words in lost_words(imported).values() for word in words} <= FIELD_WORDS
    assert lost_addresses(imported) == {}


@pytest.fixture(scope="module")
def real() -> Imported:
    return report(seed("003"))


def test_the_seed_in_numbers(real: Imported) -> None:
    # Read and counted in the seed: headings `## [`; names between the commas of each Authors line (44 + 7 + 14 + 8 +
    # 11 + 23 + 20 + 10 + 5 + 10); bullets under each Key Findings (3 1 1 4 2 2 2 3 2 3); a PDF and an abs address
    # each; one `##` and seven `###` in each of the five long analyses; titles in quotes in lines 19 to 22 (1 2 2 1),
    # 27 to 29 (1 each) and 35 to 39 (1 each); chatter in lines 7, 77, 187, 397, 467, 532, 756, 949, 1026, 1224 (first
    # paragraphs) and 920 (a last one); line 159 asks for the paper.
    assert real.counts == {
        "papers": 10,
        "authors": 152,
        "findings": 23,
        "links": 20,
        "headings in analyses": 40,
        "titles linked": 14,
        "chatter": 11,
        "refusals": 1,
    }
    assert [len(item.authors) for item in real.items] == [44, 7, 14, 8, 11, 23, 20, 10, 5, 10]
    assert [len(item.findings) for item in real.items] == [3, 1, 1, 4, 2, 2, 2, 3, 2, 3]
    assert [len(item.links) for item in real.items] == [2] * 10
    assert [len(headings(item.body.split("\n"))) for item in real.items] == [0, 0, 8, 0, 0, 8, 8, 0, 8, 8]


def test_the_seed_loses_nothing(real: Imported) -> None:
    assert_nothing_is_lost(real)
    refused = "no analysis: the assistant asked for the paper"
    chatter = dict.fromkeys([7, 77, 187, 397, 467, 532, 756, 920, 949, 1026, 1224], CHATTER)
    assert dropped(real) == {**chatter, 159: refused}
    assert verdicts(real) == {"entry": 931, "navigation": 86, "page": 22, "dropped": 12}
    assert remark(real).line == 159
    assert "Scaling Verification Can Be More Effective" in remark(real).message


def test_analyses_of_the_seed_are_there_word_for_word(real: Imported) -> None:
    lines = real.document.lines
    analyses = {0: (79, 129), 2: (191, 367), 3: (399, 436), 4: (469, 503), 5: (536, 727), 6: (760, 916)}
    analyses |= {7: (951, 996), 8: (1030, 1193), 9: (1228, 1431)}
    for index, (first, last) in analyses.items():
        written = [line.lstrip("#") for line in lines[first - 1 : last] if line]
        assert [line.lstrip("#") for line in real.items[index].body.split("\n") if line] == written
    for number in (638, 646, 1299, 1331, 1175):  # formulas
        assert lines[number - 1].rstrip() in "\n".join(item.body for item in real.items).split("\n")
    assert real.items[0].abstract == lines[72]
    assert "``Brain-Action''" in real.items[0].abstract
    assert r"by up to 21\%, 48\%, and 23\%" in real.items[5].findings[1]


def test_the_issue_of_the_seed(real: Imported) -> None:
    assert real.issue is not None
    assert real.issue.title == "Arxiv Computer Vision Papers - 2026-02-13"
    assert real.issue.period == date(2026, 2, 13)
    assert real.issue.date == datetime(2026, 2, 13, tzinfo=ZONE)
    assert real.issue.body.startswith("**执行摘要：2026年2月12日")
    assert real.issue.body.endswith("具有重要的理论和应用价值。")
    numbers = [int(number) for number in re.findall("\x1a([0-9]+)\x1a", real.issue.body)]
    assert numbers == [1, 2, 6, 0, 5, 3, 4, 8, 7, 1, 0, 2, 3, 4]


def test_a_paper_of_the_seed(real: Imported) -> None:
    item = real.items[3]
    title = "MonarchRT: Efficient Attention for Real-Time Video Generation"
    assert item.id == "arxiv:2602.12271"
    assert item.title == title
    assert item.links == (
        Link(url="https://arxiv.org/abs/2602.12271v1", kind="paper", title=title),
        Link(url="https://arxiv.org/pdf/2602.12271v1", kind="paper", title="PDF"),
    )
    assert item.source == Source(kind="arxiv", name="arXiv", url="https://arxiv.org/abs/2602.12271")
    assert item.history == (HistoryLine(date="2026-02-12", text="v1"),)
    assert item.date == datetime(2026, 2, 12, tzinfo=ZONE)
    assert item.seen == datetime(2026, 2, 13, tzinfo=ZONE)
    assert item.subjects == ("cs.CV", "cs.LG")
    assert item.authors[0] == "Krish Agarwal"
    assert item.authors[-1] == "Beidi Chen"
    assert (item.lang, item.summary, item.tags) == ("", "", ())


@pytest.mark.parametrize("share", range(1, 20))
def test_the_seed_cut_anywhere_is_refused(share: int) -> None:
    text = seed("003").decode()
    [problem] = problems_of(text[: len(text) * share // 20])
    assert "the document ends early" in problem


def test_only_the_seed_of_this_form_has_evidence() -> None:
    assert arxiv_report_evidence(document(seed("003"))) == 100
    assert [arxiv_report_evidence(document(seed(n))) for n in ("000", "001", "002", "004")] == [0] * 4


def test_our_own_report() -> None:
    imported = report()
    assert_nothing_is_lost(imported)
    assert imported.counts == {
        "papers": 3,
        "authors": 6,
        "findings": 4,
        "links": 7,
        "headings in analyses": 4,
        "titles linked": 4,
        "chatter": 5,
        "refusals": 1,
    }
    assert [item.id for item in imported.items] == [
        "arxiv:2699.00011",
        "arxiv:2699.00012",
        "arxiv:2699.00013",
    ]
    kettle, lantern, pebble = imported.items
    assert kettle.authors == ("Tang Xiaoming", "Ana B. Ruiz", "Otto Lind, Jr.")
    assert pebble.authors == ("Ines Ode", "Bai Shan")
    assert kettle.links[2] == Link(url="https://github.com/example/kettle-vla", kind="code", title="Code")
    assert kettle.findings[1] == "One kettle is enough\n  - if it is round."
    assert lantern.abstract == "Lantern walks at night with a single photograph as its map."
    assert lantern.body == ""
    assert [item.history for item in imported.items] == [
        (HistoryLine(date="2031-03-06", text="v1"),),
        (HistoryLine(date="2031-03-07", text="v2"),),  # its own date is that of the first version
        (HistoryLine(date="2031-03-06", text="v1"),),
    ]
    assert pebble.body == "当然，数石头本身并不难，难的是数两遍得到同一个数。"


def test_tex_stays_as_it_was_written() -> None:
    kettle = report().items[0]
    assert kettle.abstract == (
        "Pouring is hard. We call a pour ``clean'' when less than $1\\,\\text{ml}$ is lost, and ``dirty'' otherwise."
        "\n\nKettle-VLA pours cleanly in 91\\% of $\\{x_i\\}_{i=1}^N$ trials."
    )
    assert kettle.findings[0] == "A clean pour needs ``slow'' wrists, $v < 0.2$."
    assert "$L = \\sum_{i} ||\\hat{a}_i - a_i||^2$" in kettle.body


def test_an_analysis_is_kept_under_the_headings_of_its_page() -> None:
    body = report().items[0].body
    assert body.startswith(
        "**Comments:** 12 pages, 4 figures\n\n## 方法解读\n\n### 1. 思路\n\n好的模型需要好的示范。"
    )
    assert [(heading.level, heading.text) for heading in headings(body.split("\n"))] == [
        (2, "方法解读"),
        (3, "1. 思路"),
        (3, "2. 结果"),
        (4, "2.1 不足"),
    ]
    assert "```python\n# 这不是标题\npour(angle=30)\n```\n\n---\n\n### 2. 结果" in body
    assert "**Key Findings:** 这一行属于解读本身。" in body
    assert body.endswith("*   只试过一种茶壶。")


def test_quoted_titles_become_links_to_their_items() -> None:
    issue = report().issue
    assert issue is not None
    kettle, lantern, pebble = (item_address(number) for number in range(3))
    assert f'**["Kettle-VLA: Pouring Tea without Spilling"]({kettle})** 给出' in issue.body
    assert f"而 [“Lantern: Night Navigation from One Photograph”]({lantern}) 走了" in issue.body
    assert f'1. **["Lantern: Night Navigation from One Photograph"]({lantern})** (Mo Fei' in issue.body
    assert f"以及[《Pebble Maps [Revisited]: Counting Stones》]({pebble})。" in issue.body
    assert "2. *Kettle-VLA* 的" in issue.body
    assert issue.body.startswith("**今日看点**")
    assert "\n## 值得细读\n" in issue.body
    assert issue.body.endswith("*本页由脚本生成。*")


@pytest.mark.parametrize(
    ("written", "linked"),
    [
        ('"kettle-vla:  pouring tea WITHOUT spilling,"', True),
        ("**Kettle‑VLA: Pouring Tea without Spilling**", False),  # another hyphen in the name
        ("**Kettle-VLA: Pouring Tea without Spilling**", True),
        ('5" and "Kettle-VLA: Pouring Tea without Spilling"', True),
        ("Kettle-VLA: Pouring Tea without Spilling", False),
        ('`"Kettle-VLA: Pouring Tea without Spilling"`', False),
        ('["Kettle-VLA: Pouring Tea without Spilling"](https://example.org/)', False),
        ('"Kettle-VLA"', False),
        ('"Kettle-VLA: Pouring\n\nTea without Spilling"', False),
    ],
)
def test_which_titles_are_quoted(written: str, linked: bool) -> None:
    text = changed("的倒水实验，以及《Pebble Maps [Revisited]: Counting Stones》。", f"：{written}")
    imported = report(text)
    assert imported.counts["titles linked"] == 3 + linked
    assert_nothing_is_lost(imported)


def test_a_report_with_fewer_blocks() -> None:
    imported = report(own("arxiv_report_short.md"))
    assert_nothing_is_lost(imported)
    assert imported.issue is not None
    assert (imported.issue.title, imported.issue.body) == (
        "Daily arXiv papers, 2031-03-07",
        "Two papers, no comment.",
    )
    drones, spoons = imported.items
    assert drones.authors == ("Pia Holm", "Li Wen")
    assert (drones.history, spoons.history) == ((), (HistoryLine(date="2031-03-07", text="v3"),))
    assert spoons.id == "arxiv:cs/0101001"
    assert [link.url for link in spoons.links] == ["http://arxiv.org/abs/cs/0101001v3"]
    assert spoons.abstract == "Spoons are bowls with handles, x**2 of them."
    assert drones.abstract == "Drones that hum in the interval [0, 1) of loudness."


def test_a_period_asked_for_holds() -> None:
    setting = msgspec.structs.replace(SETTING, period=Week(2031, 11))
    imported = read(read_arxiv_report, REPORT, setting)
    assert imported.issue is not None
    assert imported.issue.period == Week(2031, 11)
    assert imported.issue.date == datetime(2031, 3, 16, tzinfo=ZONE)
    assert {item.seen for item in imported.items} == {imported.issue.date}
    undated = changed("# Arxiv Robotics Papers - 2031-03-07", "# Arxiv Robotics Papers").replace(
        "time: 20310307", ""
    )
    assert read(read_arxiv_report, undated, setting).items[0].seen == datetime(2031, 3, 16, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("old", "new", "day", "message"),
    [
        ("time: 20310307", "", 7, ""),
        ("time: 20310307", "time: 2031-03-08", 8, "the time line says 2031-03-08, the title 2031-03-07"),
        ("time: 20310307", "time: 20311399", 7, "names a day that does not exist"),
        (" - 2031-03-07", "", 7, ""),
    ],
)
def test_the_day_of_a_report(old: str, new: str, day: int, message: str) -> None:
    imported = report(changed(old, new))
    assert imported.issue is not None
    assert imported.issue.period == date(2031, 3, day)
    assert {item.seen for item in imported.items} == {datetime(2031, 3, day, tzinfo=ZONE)}
    assert [message in note.message for note in imported.remarks if note.line == 1] == (
        [True] if message else []
    )


@pytest.mark.parametrize(
    ("old", "new", "field", "expected"),
    [
        ("**Published:** 2031-03-05", "**Published:** soon", "body", "**Published:** soon"),
        ("**Published:** 2031-03-05", "**Published:** soon", "history", (HistoryLine("2031-03-07", "v2"),)),
        ("**Published:** 2031-03-05", "**Published:** 2031-03-05T18:00:00Z", "body", ""),
        (
            "**Published:** 2031-03-05",
            "**Published:** 2031-03-05 (revised)",
            "body",
            "**Published:** 2031-03-05 (revised)",
        ),
        ("**Categories:** cs.CV\n", "**Categories:** cs.CV, cs.RO,\n\nMore.\n", "subjects", ("cs.CV", "cs.RO")),
        ("**Categories:** cs.CV\n", "**Categories:** cs.CV, cs.RO,\n\nMore.\n", "body", "More."),
        ("**Authors:** Mo Fei\n", "**Authors:**\n\nMo Fei,\nLu Yu\n", "authors", ("Mo Fei", "Lu Yu")),
        ("**Authors:** Mo Fei\n", "**Authors:** Mo Fei\n\n**Authors:** X Y\n", "body", "**Authors:** X Y"),
        ("**Key Findings:**\n\n- One", "**Summary:** Short.\n\n**Key Findings:**\n\n- One", "lang", ""),
        ("- One photograph is a map.", "One\nmap.\n\nIt is.", "findings", ("One\nmap.", "It is.")),
        ("- One photograph is a map.", "- One.\n\nAn aside.\nOf two.\n\n- Two.", "findings", ("One.", "Two.")),
        ("- One photograph is a map.", "- One.\n\nAn aside.\nOf two.\n\n- Two.", "body", "An aside.\nOf two."),
        ("**Published:** 2031-03-05", "**Published:**\n\nsoon\n\nmaybe", "body", "**Published:** soon\n\nmaybe"),
        ("**Published:** 2031-03-05", "**Published:** 2031-03-05\n**C", "body", "**Published:** 2031-03-05\n**C"),
    ],
)  # fmt: skip
def test_blocks_that_are_written_otherwise(old: str, new: str, field: str, expected: object) -> None:
    imported = report(changed(old, new))
    assert getattr(imported.items[1], field) == expected
    assert_nothing_is_lost(imported)


PROJECT = Link("https://example.org/lantern", "project", "Project page")
DATA = Link("https://huggingface.co/datasets/a/b", "dataset", "Data")


@pytest.mark.parametrize(
    ("line", "link", "body"),
    [
        ("- Project page: https://example.org/lantern", PROJECT, ""),
        ("- https://example.org/lantern", Link("https://example.org/lantern"), ""),
        (f"- [Data]({DATA.url}) | [PDF](https://arxiv.org/pdf/2699.00012v2)", DATA, ""),
        ("- [Code](https://github.com/a/b), 50 stars", None, "- [Code](https://github.com/a/b), 50 stars"),
        ("- [Code](javascript:alert(1))", None, "- [Code](javascript:alert(1))"),
        ("- [Mail](mailto:a@example.org)", None, "- [Mail](mailto:a@example.org)"),
        ("- ![logo](https://example.org/a.png)", None, "- ![logo](https://example.org/a.png)"),
        ("<script>alert(1)</script>", None, "<script>alert(1)</script>"),
    ],
)
def test_links(line: str, link: Link | None, body: str) -> None:
    old = "- [arXiv](https://arxiv.org/abs/2699.00012v2)"
    imported = report(changed(old, f"{old}\n{line}"))
    item = imported.items[1]
    assert item.links[2:] == ((link,) if link else ())
    assert item.body == body
    assert_nothing_is_lost(imported)


def test_a_summary_that_is_a_refusal_is_not_published() -> None:
    start, end = REPORT.index("当然，下面"), REPORT.index("## Table of Contents")
    imported = report(REPORT[:start] + "抱歉，我无法访问这些论文。请提供论文内容。\n\n" + REPORT[end:])
    assert imported.issue is not None
    assert imported.issue.body == "*本页由脚本生成。*"
    assert imported.counts["refusals"] == 2
    assert dropped(imported)[7] == "no summary: the assistant asked for the papers"
    assert [note.line for note in imported.remarks if "no summary" in note.message] == [7]


def test_code_left_open_takes_no_other_paper() -> None:
    imported = report(changed("pour(angle=30)\n```", "pour(angle=30)"))
    assert [len(item.findings) for item in imported.items] == [2, 1, 1]
    [note] = [note for note in imported.remarks if "never closed" in note.message]
    assert imported.document.lines[note.line - 1] == "```python"


def test_a_heading_in_an_analysis_is_no_paper() -> None:
    text = changed("### 2. 结果", "## [Other](https://arxiv.org/abs/2699.00099v1)\n\n### 2. 结果")
    imported = report(text)
    assert len(imported.items) == 3
    assert "## [Other](https://arxiv.org/abs/2699.00099v1)" in imported.items[0].body


def test_a_table_of_contents_with_an_entry_too_many() -> None:
    text = changed("](#2699.00013v1)\n", "](#2699.00013v1)\n4. [Gone](#2699.00014v1)\n")
    [problem] = problems_of(text)
    assert "names 4 papers, 3 are here" in problem
    assert "Gone" in problem
    renamed = changed("1. [Kettle-VLA: Pouring Tea without Spilling](#2699.00011v1)", "1. [Gone](#gone)")
    imported = report(renamed)
    line = imported.document.lines.index("1. [Gone](#gone)") + 1
    assert dropped(imported)[line] == "the table of contents names no paper of this document"
    assert imported.remarks[0].line == line


LAST_LINKS = "- [PDF](https://arxiv.org/pdf/2699.00013v1)\n- [arXiv](https://arxiv.org/abs/2699.00013v1)\n"


@pytest.mark.parametrize(
    ("end", "message"),
    [
        ("<a id='2699.00013v1'></a>", "names 3 papers, 2 are here"),
        ("**Authors:** Ines Ode, Ines Ode, Bai Shan", "no Categories and no Abstract and no Analysis"),
        ("当然，数石头", "no Key Findings and no Links"),
        ("- Stones can be counted twice.", "no Links"),
        (LAST_LINKS.split("\n", maxsplit=1)[0], "fewer links"),
        ("- [arXiv](https://arxiv.org/abs/2699.00013", "a link is never closed"),
    ],
)
def test_a_document_that_ends_early(end: str, message: str) -> None:
    [problem] = problems_of(REPORT[: REPORT.index(end, REPORT.index("## Papers")) + len(end)])
    assert "the document ends early" in problem
    assert message in problem


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("\n\n<a id='2699.00022v1'></a>\n", "the paper of this anchor is missing"),
        ("\n\n**Links:**\n", "nothing stands under the last label"),
        ("\n\n**Analysis:** A **bold", "bold text is never closed"),
        ("\n\n**Analysis:**\n\n```py\nx = 1\n", "code is never closed"),
        ("\n\n## [A third pap", "a link is never closed"),
    ],
)
def test_a_report_without_table_of_contents_that_ends_early(rest: str, message: str) -> None:
    [problem] = problems_of(own("arxiv_report_short.md") + rest)
    assert f"the document ends early: {message}" in problem


BARE = "## [A](https://arxiv.org/abs/2699.00001)\n\n**Authors:** B"


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("# Notes\n\nNothing here.", ["this is no arXiv report"]),
        ("# Arxiv papers\n\n## Executive Summary\n\nText.", ["the document ends early: there is no paper"]),
        (BARE, ["this report has no title", "this report has no date"]),
        (f"# Arxiv papers\n\n{BARE}", ["this report has no date"]),
    ],
)
def test_what_is_no_report(text: str, messages: list[str]) -> None:
    found = problems_of(text)
    assert len(found) == len(messages)
    for message in messages:
        assert any(message in problem and "hint:" in problem for problem in found)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (REPORT, 100, 100),
        (own("arxiv_report_short.md"), 85, 100),
        (REPORT[: REPORT.index("## Papers")], 50, 60),
        (REPORT[: REPORT.index("### 值得细读")], 30, 40),
        ("# arXiv papers\n\n## Contents\n\n- [A](#a)\n- [B](#b)\n\n## Papers\n\n[C](https://arxiv.org/)", 0, 29),
        ("# Blog\n\n## [A paper](https://arxiv.org/abs/2699.00001)\n\nI liked it.\n\n**Authors:** two.", 0, 0),
        ("Just prose about arXiv papers.", 0, 0),
    ],
)  # fmt: skip
def test_evidence(text: str, low: int, high: int) -> None:
    assert low <= arxiv_report_evidence(document(text)) <= high


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 100_000,
        "](https://x.org" * 20_000,
        "## [" + "](https://x.org" * 20_000,
        "[a](" + " " * 100_000,
        "**" * 50_000,
        '"' * 100_000,
        "`" * 100_000,
        "$" * 99_999,
        "《" * 100_000,
        "<a id='" * 20_000,
        "# " + " #" * 50_000,
        "> " * 50_000 + "x",
        "**" + "x " * 50_000,
        "好的，" * 50_000,
        "<script>alert(1)</script> [x](javascript:alert(1)) \x1b{{ 7*7 }}",
    ],
)
def test_hostile_lines_stay_text(hostile: str) -> None:
    clean = hostile.replace("\x1b", "")
    for old in ("**今日看点**", "好的模型需要好的示范。"):
        imported = report(changed(old, f"{old}\n\n{hostile}\n"))
        text = "\n".join(
            [imported.issue.body if imported.issue else "", *(item.body for item in imported.items)]
        )
        assert clean.strip("# ") in text
        assert all(link.url.startswith("https://") for item in imported.items for link in item.links)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """One of our documents with lines deleted, doubled or moved, or cut."""
    lines = draw(st.sampled_from([REPORT, own("arxiv_report_short.md")])).split("\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        to = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["delete", "double", "move", "fence", "label"]))
        if kind == "delete":
            del lines[at : at + draw(st.integers(1, 8))]
            lines = lines or ["x"]
        elif kind == "double":
            lines[at:at] = lines[at : at + 3]
        elif kind == "move":
            lines.insert(to, lines.pop(at))
        else:
            lines.insert(at, "```" if kind == "fence" else "**Links:** [x](https://x.org/y)")
    text = "\n".join(lines)
    return text[: draw(st.integers(1, len(text)))] if draw(st.booleans()) and len(text) > 1 else text


@settings(max_examples=300, deadline=None)
@given(mutated())
def test_damaged_reports_are_refused_or_lose_nothing(text: str) -> None:
    if not text.strip():
        return
    assert 0 <= arxiv_report_evidence(document(text)) <= 100
    with contextlib.suppress(DigestError):
        assert_nothing_is_lost(report(text))


def test_a_table_of_contents_may_name_papers_without_anchors() -> None:
    text = re.sub(r"(?m)^([123]\. )\[(.*)\]\(#2699.*\)$", r"\1\2", REPORT)
    imported = report(text.replace("## Table of Contents\n", "## Table of Contents\n\n- [Papers](#papers)"))
    assert [note.message for note in imported.remarks if "table of contents" in note.message] == []
    assert [a.detail for a in imported.accounts].count("table of contents") == 4


def test_titles_are_compared_in_one_form_and_linked_as_written() -> None:
    titles = ["Full Width", "It's [open", "Plain"]
    assert link_titles("“Ｆｕｌｌ　Ｗｉｄｔｈ”", titles) == (
        f"[“Ｆｕｌｌ　Ｗｉｄｔｈ”]({item_address(0)})",
        1,
    )
    # A bracket that never closes cannot stand in the text of a link.
    assert link_titles('"It’s [open" and **plain**', titles) == (
        f'"It’s [open" and **[plain]({item_address(2)})**',
        1,
    )
