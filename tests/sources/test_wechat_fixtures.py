"""Real pages, and what a person reads in them."""

import contextlib
import re
from pathlib import Path

import pytest

from building import SHARED
from digest.sources.article import NotAnArticle
from digest.sources.wechat.article import WechatArticle
from digest.sources.wechat.page import read_page

PAGES = SHARED / "fixtures" / "wechat"
URL = "https://mp.weixin.qq.com/s/"


def real(name: str) -> bytes:
    file: Path = PAGES / f"{name}.html"
    if not file.exists():
        pytest.skip("the real pages are not beside the repository")
    return file.read_bytes()


def read(name: str) -> WechatArticle:
    return read_page(real(name), URL + "x")


def headings(article: WechatArticle) -> list[str]:
    return re.findall(r"^#+ (.*)$", article.item.text, re.MULTILINE)


FACTS = {
    "article_normal_01": (
        "AI编程害死我了，给我的抓包软件埋了一个大雷！", "轩辕的编程宇宙", ("轩辕之风",), "2025-11-10T12:00:10+08:00",
        "wechat:MzIyNjMxOTY0NA==/2247504179/1", "KDWh_qGpFN5Vu1TR9t30Mw", 10,
    ),
    "article_normal_02_long": (
        "科技爱好者周刊#372：软件界面如何设计", "阮一峰的网络日志", ("阮一峰",), "2025-11-07T08:31:48+08:00",
        "wechat:MzI4NjAxNjY4Nw==/2650242275/1", "tr38EieqyftubIx2FMWUWw", 51,
    ),
    "article_share_01": (
        "比小学生说烂梗更可怕的，是大人也说", "36氪", ("何驰",), "2025-11-11T08:06:46+08:00",
        "wechat:MzI2NDk5NzA0Mw==/2248865513/3", "4HLBydlmsdykQWKzX30EbA", 22,
    ),
    "article_normal_2024_saved": (
        "高校计科系惊现求职新风口：不卷AI卷鸿蒙", "CSDN", (), "2024-12-18T18:08:11+08:00",
        "wechat:MzkzMDY1NDgyOQ==/2247809883/1", "ZhDXTjv5ciEGOZirqQ6BJA", 8,
    ),
    "picture_type8_01": (
        "新能源车均价创6年新低，价格战「寒气」侵蚀供应链", "36氪", (), "2025-11-05T18:30:00+08:00",
        "wechat:MzI2NDk5NzA0Mw==/2248864730/1", "JJyPUpHLM2bGvfk5FNvTUA", 4,
    ),
    "text_type10_01": (
        "AI编程带给程序员的危与机", "轩辕的编程宇宙", (), "2025-10-07T14:13:11+08:00",
        "wechat:MzIyNjMxOTY0NA==/2247503866/1", "o0tunrGKXwJxw4LZujRQdg", 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_facts_of_a_page(name: str) -> None:
    title, account, authors, date, key, short, pictures = FACTS[name]
    article = read(name)
    item = article.item
    assert (item.title, item.authors, item.lang, item.summary, item.machine) == (title, authors, "zh", "", ())
    assert item.source is not None
    assert (item.source.kind, item.source.name, item.source.url) == ("wechat", account, URL + short)
    assert item.date is not None
    assert item.date.isoformat() == date
    assert (item.id, article.key, article.aliases) == (key, key.removeprefix("wechat:"), (f"wechat:{short}",))
    shown = re.findall(r"!\[[^\]]*\]\(([^)]*)\)", item.text)
    assert len(shown) == pictures
    assert {picture.url for picture in article.pictures} >= set(shown)
    assert {picture.referer for picture in article.pictures} <= {"https://mp.weixin.qq.com/"}
    assert all(url.startswith("https://mmbiz.qpic.cn/") and "tp=webp" not in url for url in shown)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("article_normal_01", ["尝试定位", "寻找Bug"]),
        (
            "article_normal_02_long",
            [
                "封面图", "软件界面如何设计", "\\[本周软件\\] NocoBase", "科技动态", "文章", "工具",
                "AI 相关", "资源", "图片",
                "文摘", "言论", "往年回顾", "References",
            ],
        ),
        (
            "article_share_01",
            ["网络热梗，互联网时代的“方言”", "当作文只剩应试模版，请重修语文", "语言贫瘠的背后，是思考能力的危机"],
        ),
        (
            "article_normal_2024_saved",
            [
                "市场刚需，企业高薪海纳鸿蒙人才", "技术成熟，鸿蒙开发就业前景广阔",
                "教产融合，鸿蒙人才需求倒逼教育变革",
                "筑梦未来，鸿蒙开发满足高层次需求",
            ],
        ),
        ("text_type10_01", []),
    ],
)  # fmt: skip
def test_headings_are_those_a_reader_sees(name: str, expected: list[str]) -> None:
    assert headings(read(name)) == expected


@pytest.mark.parametrize("name", [name for name in FACTS if name.startswith("article")])
def test_no_word_is_lost(name: str) -> None:
    from collections import Counter

    from bs4 import BeautifulSoup

    from digest.render.markdown import Markdown

    def words(text: str) -> Counter[str]:
        return Counter(re.findall(r"[\u3400-\u9fff]|[A-Za-z0-9]+", re.sub("[\u200b\ufeff]", "", text)))

    source = BeautifulSoup(real(name), "lxml").find(id="js_content")
    assert source is not None
    article = read(name)
    html = Markdown().render(article.item.text).html
    page = BeautifulSoup(html, "lxml")
    wanted, got = words(source.get_text()), words(page.get_text() + " ".join(article.cut))
    assert sum((wanted - got).values()) <= 0.005 * sum(wanted.values())
    assert len(page.find_all("img")) == FACTS[name][-1]


def test_own_list_at_the_end_is_cut_and_told() -> None:
    article = read("article_normal_01")
    assert article.cut[0] == "往期推荐"
    assert len(article.cut) == 10  # with eight articles and the card of the account
    assert article.item.text.rstrip().endswith("可以在评论区回复1。")
    assert article.item.text.count("`") == 2 * 7


def test_notes_lead_where_they_say() -> None:
    item = read("article_normal_02_long").item
    assert "Handbrake[\\[7\\]](https://handbrake.fr/)" in item.text
    assert len(re.findall(r"\[\\\[\d+\\\]\]\(https?://", item.text)) >= 70
    links = {link.url: link for link in item.links}
    assert links["https://github.com/nocobase/nocobase"].kind == "code"
    assert links["https://www.ruanyifeng.com/blog/2025/11/weekly-issue-372.html"].title == "阅读原文"
    assert not any("/issues/" in url for url in links)


def test_a_copy_names_its_original() -> None:
    [link] = read("article_share_01").item.links
    assert (link.kind, link.title) == ("article", "新周刊")
    assert link.url.startswith("https://mp.weixin.qq.com/s?__biz=MjM5ODMzMDMyMw==&mid=2654868330&idx=1")


def test_a_post_without_a_title_gets_the_beginning_of_its_text() -> None:
    item = read("text_type10_02_untitled").item
    assert item.title.startswith("大家好，我是轩辕之风")
    assert item.title.endswith("…")
    assert item.machine == ("title",)
    assert item.text.count("\n\n") == 2  # three paragraphs
    assert item.date is not None
    assert item.date.isoformat() == "2020-05-26T18:10:13+08:00"


@pytest.mark.parametrize(
    ("name", "url", "what", "retry", "stop_host"),
    [
        ("deleted_zh", URL + "x", "deleted", False, False),
        ("violation_01", URL + "x", "violation", False, False),
        ("unavailable_mesg_block", URL + "x", "unavailable", True, False),
        (
            "captcha_env_abnormal",
            "https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=a",
            "captcha",
            True,
            True,
        ),
        ("captcha_env_abnormal", URL + "x", "captcha", True, True),
        (
            "account_profile_aboutbiz",
            "https://mp.weixin.qq.com/mp/aboutbiz?__biz=a",
            "account page",
            False,
            False,
        ),
        ("account_profile_aboutbiz", URL + "x", "account page", False, False),
    ],
)
def test_pages_that_are_no_articles(name: str, url: str, what: str, retry: bool, stop_host: bool) -> None:
    with pytest.raises(NotAnArticle) as raised:
        read_page(real(name), url)
    assert (raised.value.what, raised.value.retry, raised.value.stop_host) == (what, retry, stop_host)


@pytest.mark.parametrize("name", FACTS)
def test_a_page_cut_short_is_read_or_refused(name: str) -> None:
    body = real(name)
    for part in range(1, 12):
        with contextlib.suppress(NotAnArticle):
            assert read_page(body[: len(body) * part // 12], URL + "x").item.text
