import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.importers.labels import Label, read_label, read_named_address, split_names

PAPER = "https://arxiv.org/abs/2503.99901"


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("论文标题：甲：乙", Label("title", "other", "论文标题", "甲：乙")),
        ("* 论文标题: A Title", Label("title", "other", "论文标题", "A Title")),
        ("Title：A Title", Label("title", "other", "Title", "A Title")),
        ("**论文标题**：A Title", Label("title", "other", "论文标题", "A Title")),
        ("**论文标题：A Title**", Label("title", "other", "论文标题", "A Title")),
        ("论文标题：A **b**", Label("title", "other", "论文标题", "A **b**")),
        ("技术报告： A Title", Label("title", "paper", "技术报告", "A Title")),
        ("Paper: A Title", Label("title", "paper", "Paper", "A Title")),
        (f"论文：{PAPER}", Label("link", "paper", "论文", PAPER)),
        (f"   2. 论文地址：{PAPER}", Label("link", "paper", "论文地址", PAPER)),
        (f"3、论文链接：{PAPER}", Label("link", "paper", "论文链接", PAPER)),
        (f"论⽂链接：{PAPER}", Label("link", "paper", "论⽂链接", PAPER)),  # the radical, as PDFs have it
        (f"论文（arXiv）：{PAPER}", Label("link", "paper", "论文（arXiv）", PAPER)),
        (f"- [x](y)：{PAPER}", None),
        (f"Demo ：{PAPER}", Label("link", "demo", "Demo", PAPER)),
        ("Pusa 主页 / 代码库: https://a.b", Label("link", "code", "Pusa 主页 / 代码库", "https://a.b")),
        ("地址：https://a.b", Label("link", "other", "地址", "https://a.b")),
        ("arXiv 地址：", Label("link", "paper", "arXiv 地址", "")),
        ("开源代码：", Label("link", "code", "开源代码", "")),
        ("机构： 甲、乙", Label("organizations", "other", "机构", "甲、乙")),
        ("作者： A, B", Label("authors", "other", "作者", "A, B")),
        ("会议：ICML 2025", Label("venue", "other", "会议", "ICML 2025")),
        ("发布时间：2025-06-30", Label("date", "other", "发布时间", "2025-06-30")),
        ("联系方式： a@example.org", Label("contact", "other", "联系方式", "a@example.org")),
        ("挑战：怎样比较", None),
        ("模型：", None),
        ("作者说：今天下雨", None),
        ("这是一句话，论文：今天下雨", None),
        ("https://a.b/c", None),
        ("见https://a.b/c", None),
        ("ComfyUI：https://github.com/a/b", None),
        ("没有冒号", None),
        ("", None),
    ],
)
def test_label_lines(line: str, label: Label | None) -> None:
    assert read_label(line) == label


@pytest.mark.parametrize(
    ("line", "label"),
    [
        (
            "ComfyUI：https://github.com/a/b",
            Label("link", "other", "ComfyUI", "https://github.com/a/b"),
        ),
        ("* Nod 仓库: https://a.b/c", Label("link", "code", "Nod 仓库", "https://a.b/c")),
        ("ComfyUI：https://github.com/a/b 很好用", None),
        ("图片来源：https://a.b/c", None),
        ("Image source: https://a.b/c", None),
        ("名字：没有地址", None),
        ("见 https://a.b/c", None),
    ],
)
def test_any_label_of_one_address(line: str, label: Label | None) -> None:
    assert read_named_address(line) == label


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("甲、乙，丙；丁", ("甲", "乙", "丙", "丁")),
        ("张和平、李四和王五", ("张和平", "李四和王五")),  # 和 is in names too
        ("Ann Bo*,  Cy Do†, Eve Fu* (* 同等贡献), Gil Ho", ("Ann Bo", "Cy Do", "Eve Fu", "Gil Ho")),
        ("Ann Bo and Cy Do & Eve Fu", ("Ann Bo", "Cy Do", "Eve Fu")),
        ("AT&T, Anderson Ltd.", ("AT&T", "Anderson Ltd")),
        ("河岸大学(南校区)、渡口研究院（总部）", ("河岸大学(南校区)", "渡口研究院（总部）")),
        ("Ann Bo (equal contribution), Ann Bo", ("Ann Bo",)),
        ("Ann Bo¹, 2, Cy Do", ("Ann Bo", "Cy Do")),
        ("、，", ()),
    ],
)
def test_names(value: str, names: tuple[str, ...]) -> None:
    assert split_names(value) == names


@given(st.text(alphabet="论文标题作者：: *[]()/.htps\u2028ab1、", max_size=60))
def test_any_line_is_read(line: str) -> None:
    for label in (read_label(line), read_named_address(line)):
        assert label is None or (label.words in line and label.value in line and label.words.strip())


def test_long_lines_take_no_time() -> None:
    for line in (
        "a" + " " * 200_000 + "：x",
        "论文：a" + " " * 200_000 + "b",
        "**" * 100_000,
        "a：" + "（" * 200_000,
    ):
        read_label(line)
        split_names(line)
