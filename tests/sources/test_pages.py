# ruff: noqa: E501 - small documents read better in one line
"""Extraction from real pages: the facts a person reads in them, and how much of the right answer is kept."""

import html
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from building import SHARED
from digest.sources.article import Article
from digest.sources.pages.extract import extract

from .page_measure import expected_words, measure, words_of_markdown

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAGES = SHARED / "fixtures" / "pages"
ADDRESSES = {
    "cnblogs_code": "https://www.cnblogs.com/xu-tao/p/16324793.html",
    "dropbox_blog": "https://dropbox.tech/infrastructure/asynchronous-task-scheduling-at-dropbox",
    "geoenergymath_wordpress": "https://geoenergymath.com/2017/03/04/the-chandler-wobble-challenge/",
    "github_blog": "https://github.blog/2019-03-29-leader-spotlight-erin-spiceland/",
    "jekyll_buy_wisely": "https://stephango.com/buy-wisely",
    "lilianweng_reward_hacking": "https://lilianweng.github.io/posts/2024-11-28-reward-hacking/",
    "python_org_blogspot": "http://blog.python.org/2016/12/python-360-is-now-available.html",
    "qwen_gspo_en": "https://qwenlm.github.io/blog/gspo/",
    "qwen_math_zh": "https://qwenlm.github.io/zh/blog/qwen2.5-math/",
    "substack_ilya30_vlaes": "https://12gramsofcarbon.com/p/ilyas-30-papers-to-carmack-vlaes",
    "v8_blog": "https://v8.dev/blog/emscripten-standalone-wasm",
    "zhihu_column_rl_math": "https://zhuanlan.zhihu.com/p/22925478480",
}
LEAST_F = 0.92
LEAST_KEPT = 0.95
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"<img\b|!\[")

pytestmark = pytest.mark.skipif(not PAGES.exists(), reason="the collected pages are not there")


def article(name: str, url: str = "") -> Article:
    return extract((PAGES / f"{name}.html").read_bytes(), url or ADDRESSES[name], now=NOW)


@pytest.mark.parametrize(
    ("name", "title", "authors", "date", "site", "language"),
    [
        ("cnblogs_code", "第十三周作业", ("徐涛%",), "2022-05-29T20:20:00+08:00", "博客园", "zh-cn"),
        ("dropbox_blog", "How we designed Dropbox’s ATF - an async task framework", ("Arun Sai Krishnan",),
         "2020-11-11T12:00:00-06:00", "dropbox.tech", "en"),
        ("geoenergymath_wordpress", "The Chandler Wobble Challenge", (), "2017-03-04T21:55:05+00:00", "GeoEnergy Math", "en"),
        ("github_blog", "Leader spotlight: Erin Spiceland", ("Jessica Rudder",), "2019-03-29T16:00:49+00:00", "The GitHub Blog", "en-US"),
        ("jekyll_buy_wisely", "Buy wisely", ("Steph Ango",), "2023-09-30T00:00:00+00:00", "Steph Ango", "en"),
        ("lilianweng_reward_hacking", "Reward Hacking in Reinforcement Learning", ("Lilian Weng",), "2024-11-28T00:00:00+00:00", "Lil'Log", "en-us"),
        # Its date stands in a heading alone: nothing says that it is the date of the post.
        ("python_org_blogspot", "Python 3.6.0 is now available!", ("Ned Deily",), "", "blog.python.org", ""),
        ("qwen_gspo_en", "GSPO: Towards Scalable Reinforcement Learning for Language Models", ("Qwen Team",),
         "2025-07-27T15:00:00+08:00", "Qwen", "en"),
        ("qwen_math_zh", "Qwen2.5-Math: 世界领先的数学开源大语言模型", ("Qwen Team",), "2024-09-19T00:00:01+08:00", "Qwen", "zh"),
        ("substack_ilya30_vlaes", "Ilya's Papers to Carmack: VLAEs", ("theahura",), "2025-03-06T12:48:40+00:00", "12 Grams of Carbon", "en"),
        ("v8_blog", "Outside the web: standalone WebAssembly binaries using Emscripten", (), "2019-11-21T00:00:00+00:00", "v8.dev", "en"),
        ("zhihu_column_rl_math", "强化学习（RL）（从入门到PPO）（一、基础部分）", ("浮生梦晓",), "2025-02-11T03:10:12+00:00", "知乎专栏", "zh"),
    ],
)  # fmt: skip
def test_what_pages_say_about_themselves(
    name: str, title: str, authors: tuple[str, ...], date: str, site: str, language: str
) -> None:
    item = article(name).item
    assert item.title == title
    assert item.authors == authors
    assert (item.date.isoformat() if item.date else "") == date
    assert item.source is not None
    assert (item.source.name, item.source.url, item.lang) == (site, ADDRESSES[name], language)


@pytest.mark.parametrize(
    ("name", "pictures", "blocks", "code_lines", "displays", "inlines", "headings", "rows"),
    [
        ("cnblogs_code", 0, 1, 299, 0, 0, 0, 0),
        ("dropbox_blog", 2, 2, 7, 0, 0, 12, 9),
        ("geoenergymath_wordpress", 8, 0, 0, 0, 1, 0, 0),
        ("github_blog", 0, 0, 0, 0, 0, 8, 0),
        ("jekyll_buy_wisely", 0, 0, 0, 0, 0, 9, 5),
        ("lilianweng_reward_hacking", 24, 1, 8, 3, 73, 21, 0),
        ("python_org_blogspot", 0, 0, 0, 0, 0, 0, 0),
        ("qwen_gspo_en", 3, 1, 10, 2, 11, 9, 0),
        ("qwen_math_zh", 8, 0, 0, 0, 1, 6, 0),
        ("substack_ilya30_vlaes", 7, 0, 0, 0, 0, 1, 0),
        ("v8_blog", 0, 10, 40, 0, 0, 9, 0),
        ("zhihu_column_rl_math", 17, 0, 0, 21, 6, 30, 0),
    ],
)
def test_what_is_in_them(
    name: str,
    pictures: int,
    blocks: int,
    code_lines: int,
    displays: int,
    inlines: int,
    headings: int,
    rows: int,
) -> None:
    found = article(name)
    text = found.item.text
    fenced = _FENCED.findall(text)
    prose = _FENCED.sub("", text)
    assert len(re.findall(r"!\[", prose)) == pictures
    assert len(found.pictures) == pictures
    assert len(fenced) == blocks
    assert sum(block.count("\n") - 1 for block in fenced) == code_lines
    assert len(re.findall(r"^\$\$$", prose, re.MULTILINE)) == 2 * displays
    assert len(re.findall(r"(?<![\\$])\$(?!\$)[^$\n]+(?<!\\)\$(?!\$)", prose)) == inlines
    assert len(re.findall(r"^#+ ", prose, re.MULTILINE)) == headings
    assert len(re.findall(r"^\|", prose, re.MULTILINE)) == rows


@pytest.mark.parametrize(
    ("name", "present", "absent"),
    [
        ("github_blog",
         ["Erin Spiceland is a Software Engineer for SpaceX.", "make effective plans and goals for the future",
          "looking forward to next?", "Research Consultant at Adelard LLP"],
         ["Related posts", "Jeremy Epling", "Missed the main event?", "Privacy"]),
        ("python_org_blogspot", ["You can download Python 3.6.0 here", "We hope you enjoy Python 3.6.0!"],
         ["Share to Facebook", "Subscribe to Python Insider", "Newer Post"]),
        ("substack_ilya30_vlaes", ["the coffee automaton paper that is coming up"], ["Subscribe", "Discussion about this post"]),
        ("lilianweng_reward_hacking", ["Nexus: A Brief History of Information Networks"], ["Table of Contents", "PaperMod"]),
    ],
)  # fmt: skip
def test_segments(name: str, present: list[str], absent: list[str]) -> None:
    words = " ".join(words_of_markdown(article(name).item.text).split())
    for segment in present:
        assert segment in words
    for segment in absent:
        assert segment not in words


def test_formulas_and_code_are_whole() -> None:
    gspo = article("qwen_gspo_en").item.text
    assert r"$\pi_{\theta_\mathrm{old}}$" in gspo
    assert r"$\{y_i\}_{i=1}^G$" in gspo
    zhihu = article("zhihu_column_rl_math").item.text
    assert "p(s_{1}|s_{1},a_{2})=0" in zhihu
    assert "https://link.zhihu.com" not in zhihu
    wordpress = article("geoenergymath_wordpress").item.text
    assert "$2omega_0, 2omega_0-4pi, 2omega_0-8pi, ... 2omega_0-52pi$" in wordpress
    listing = article("cnblogs_code").item.text.splitlines()
    assert 'String uname = request.getParameter("uname");' in [line.strip() for line in listing]
    assert "        request.getContextPath" not in listing
    assert "  <body>" in listing
    assert "    public servlet3() {" in listing
    notes = re.findall(r"\[\^(\d)\]", article("substack_ilya30_vlaes").item.text)
    assert sorted(notes) == ["1", "1", "2", "2", "3", "3", "4", "4", "5", "5", "6", "6"]


RIGHT_ANSWERS = (
    "cnblogs_code.expected.txt", "dropbox_blog.expected.html", "geoenergymath_wordpress.expected.txt",
    "jekyll_buy_wisely.expected.md", "substack_ilya30_vlaes.expected.md", "v8_blog.expected.html",
)  # fmt: skip


def gate(name: str, url: str = "") -> tuple[float, int, int]:
    """F of runs of five words, and the pictures of the right answer and of ours."""
    right = (PAGES / name).read_text("utf-8")
    text = article(name.split(".", maxsplit=1)[0], url).item.text
    found = measure(words_of_markdown(text), expected_words(name, right))
    return found.f, len(_PICTURE.findall(right)), len(_PICTURE.findall(_FENCED.sub("", text)))


def test_every_right_answer_is_measured() -> None:
    assert tuple(file.name for file in sorted(PAGES.glob("*.expected.*"))) == RIGHT_ANSWERS


@pytest.mark.parametrize("name", RIGHT_ANSWERS)
def test_enough_is_kept(name: str) -> None:
    """The gate: each page reaches it, with the rules for its site and without, so the mean does too."""
    for url in ("", "https://example.org/some/page"):
        f, wanted, kept = gate(name, url)
        assert f >= LEAST_F, url
        assert kept >= LEAST_KEPT * wanted, url


def formulas_of(source: str) -> list[str]:
    """The formulas between dollars that readers of a page see, and the scripts of the page find."""
    shown = re.sub(r"<!--.*?-->|<(script|style|pre|code)\b.*?</\1>", " ", source, flags=re.DOTALL)
    words = html.unescape(re.sub(r"<[^>]*>", "", shown[shown.index("post-content") : shown.index("<footer")]))
    return [tex for pair in re.findall(r"\$\$([^$]+)\$\$|\$([^$\n]+)\$", words) for tex in pair if tex]


def test_every_formula_is_kept() -> None:
    """As the bytes of the pages have them: zhihu's `data-tex`, dollars, and the pictures of WordPress."""
    zhihu = re.findall(r'data-tex="([^"]*)"', (PAGES / "zhihu_column_rl_math.html").read_text("utf-8"))
    wordpress = re.findall(
        r'alt="([^"]*)" class="latex"', (PAGES / "geoenergymath_wordpress.html").read_text("utf-8")
    )
    wanted = {
        "zhihu_column_rl_math": [html.unescape(tex) for tex in zhihu],
        "geoenergymath_wordpress": [html.unescape(tex) for tex in wordpress],
        **{
            name: formulas_of((PAGES / f"{name}.html").read_text("utf-8"))
            for name in ("qwen_gspo_en", "qwen_math_zh", "lilianweng_reward_hacking")
        },
    }
    assert {name: len(formulas) for name, formulas in wanted.items()} == {
        "zhihu_column_rl_math": 27,
        "geoenergymath_wordpress": 1,
        "qwen_gspo_en": 13,
        "qwen_math_zh": 1,
        "lilianweng_reward_hacking": 76,
    }
    for name, formulas in wanted.items():
        text = "".join(article(name).item.text.split())
        missing = [tex for tex in formulas if f"${''.join(tex.split())}$" not in text]
        assert missing == [], name


def test_the_same_bytes_give_the_same_article() -> None:
    assert article("v8_blog") == article("v8_blog")


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    article("dropbox_blog")
    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if record.levelname in {"WARNING", "ERROR", "CRITICAL"}] == []


def test_extractors_are_loaded_when_they_are_needed() -> None:
    program = "import sys, digest.sources.pages.extract, digest.sources.feeds.articles\nprint(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert {"trafilatura", "readability", "feedparser"}.isdisjoint(result.stdout.split())
