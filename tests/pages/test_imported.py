"""Pages of entries that came out of documents: no date, one moment, texts cut short, links without words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from building import build_site, write
from site_check import HtmlPage, check_site, summary

CONFIG = """\
site: {title: T, base_url: "https://example.org/w/", language: en, timezone: UTC}
build: {feed_content: full}
topics: [{id: a, name: {en: Topic A}}]
"""


def entry(front: str = "", body: str = "Text.") -> str:
    return f"---\ntitle: T\n{front}\n---\n{body}\n"


def site(root: Path, files: dict[str, str]) -> Path:
    """Build a site of these files below `content/`; the output folder."""
    write(root, "digest.yaml", CONFIG)
    for path, text in files.items():
        write(root, f"content/{path}", text)
    build_site(root, root / "out")
    assert summary(check_site(root / "out", "https://example.org/w/")) == ""
    return root / "out"


def page(output: Path, address: str = "") -> str:
    return (output / address / "index.html").read_text(encoding="utf-8")


def listed(html: str) -> list[str]:
    """The slugs of the entries a list shows, in its order."""
    cards = re.findall(r'<article class="h-entry".*?</article>', html, re.DOTALL)
    return [re.findall(r'href="/w/entries/([^/"]*)/"', card)[0] for card in cards]


DATED = "date: 2024-01-0{day}\ntags: [t]\ntopics: [a]"
UNDATED = "tags: [t]\ntopics: [a]"


@pytest.fixture
def mixed(tmp_path: Path) -> dict[str, str]:
    """Five entries: two without a date, three of one day of which two have a weight."""
    day = DATED.format(day=3)
    return {
        "entries/aa.md": entry(UNDATED),
        "entries/ab.md": entry(UNDATED),
        "entries/ba.md": entry(day),
        "entries/bb.md": entry(day + "\nweight: 2"),
        "entries/bc.md": entry(day + "\nweight: 1"),
    }


def test_every_list_and_feed_keeps_one_order(tmp_path: Path, mixed: dict[str, str]) -> None:
    output = site(tmp_path, mixed)
    order = ["bc", "bb", "ba", "aa", "ab"]
    for address in ("entries", "tags/t", "topics/a"):
        assert listed(page(output, address)) == order, address
        feed = json.loads((output / address / "feed.json").read_text(encoding="utf-8"))
        assert [item["url"].split("/")[-2] for item in feed["items"]] == order, address
    places = [page(output, "issues/2024-w01").index(f'id="{slug}"') for slug in order[:3]]
    assert places == sorted(places)


def test_what_has_no_date_is_never_the_latest_beside_issues(tmp_path: Path, mixed: dict[str, str]) -> None:
    assert "Latest" not in page(site(tmp_path, mixed))


def test_a_late_entry_is_the_latest(tmp_path: Path, mixed: dict[str, str]) -> None:
    fixed = {"issues/2024-W01.md": "---\ntitle: I\npicks: [bb, bc]\n---\nText.\n"}
    assert listed(page(site(tmp_path, {**mixed, **fixed}))) == ["ba"]


def test_without_issues_the_latest_are_all_there_is(tmp_path: Path, mixed: dict[str, str]) -> None:
    undated = {path: text for path, text in mixed.items() if "/a" in path}
    assert listed(page(site(tmp_path, undated))) == ["aa", "ab"]


@pytest.mark.parametrize(
    ("by", "marked"),
    [
        ("import", False),
        ("import/cut", False),
        ("fetch", False),
        ("fetch:arxiv", False),
        ("quote", False),
        ("extract", True),
    ],
)
def test_the_author_s_own_words_are_not_said_to_be_a_machine_s(tmp_path: Path, by: str, marked: bool) -> None:
    auto = f"auto:\n  summary: {{by: '{by}'}}\n  findings: {{by: '{by}'}}"
    front = f"date: 2024-01-03\nsummary: Cut.\nfindings: [F]\n{auto}"
    output = site(tmp_path, {"entries/a.md": entry(front, "")})
    assert page(output, "entries/a").count('class="machine"') == 2 * marked
    assert page(output, "issues/2024-w01").count('class="machine"') == marked


ENGLISH = "We study how one model can read, see and speak without a separate expert for each."
CHINESE = "我们研究一个模型怎样不靠一堆专家就能读、能看、能说，并且在公开数据上复现。"


@pytest.mark.parametrize(("lang", "text", "said"), [("zh", ENGLISH, ""), ("en", CHINESE, ' lang="zh"')])
def test_abstract_and_findings_are_in_the_language_of_their_authors(
    tmp_path: Path, lang: str, text: str, said: str
) -> None:
    """The site is in English; the entry's language is that of its title and note."""
    front = f"date: 2024-01-03\nlang: {lang}\nabstract: {text}\nfindings: ['{text}']"
    output = site(tmp_path, {"entries/a.md": entry(front), "issues/2024-01-03.md": entry("picks: [a]")})
    own, day = page(output, "entries/a"), page(output, "issues/2024-01-03")
    for html in (own, day):
        assert re.search(rf"<div{said}>(<p>)?{text}", html)
        assert re.search(rf"<ul{said}>\n<li>(<p>)?{text}", html)
    assert f"<details><summary>Abstract</summary><div{said}>" in page(output, "issues/2024-w01")


def test_findings_of_a_machine_are_marked_in_the_issue_of_a_day(tmp_path: Path) -> None:
    front = "date: 2024-01-03\nlang: zh\nfindings: [一条要点]\nauto: {findings: {by: 'model:m'}}"
    output = site(tmp_path, {"entries/a.md": entry(front), "issues/2024-01-03.md": entry("picks: [a]")})
    findings = page(output, "issues/2024-01-03").partition('class="findings"')[2].partition("</section>")[0]
    assert findings.index('class="machine"') < findings.index("<ul>") < findings.index("一条要点")
    assert "lang=" not in findings, "a machine writes in the language of the site"


def links_of(html: str) -> list[str]:
    """The words of the links of an entry's page, those a program adds too, in its order."""
    return [
        re.sub("<[^>]*>", "", line)
        for block in re.findall(r'<ul class="links">(.*?)</ul>', html, re.DOTALL)
        for line in re.findall(r"<li>(.*?)</li>", block)
    ]


def test_a_link_without_kind_and_title_names_its_host(tmp_path: Path) -> None:
    links = (
        "date: 2024-01-03\nlinks:\n- https://www.one.example/a\n- https://two.example:80/b\n"
        "- {url: 'https://three.example/c', title: Slides}\n- {url: 'https://four.example/d', kind: code}\n"
        "- /entries/a/\n- {kind: paper, url: 'https://five.example/e', title: T}\n"
    )
    output = site(tmp_path, {"entries/a.md": entry(links)})
    assert links_of(page(output, "entries/a")) == [
        "one.example",
        "two.example",
        "Other Slides",
        "Code",
        "Other",
        "Paper",
    ], "a title that is the entry's own says nothing new"


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("{kind: paper, url: 'https://arxiv.org/pdf/2401.00001v2'}", ["Paper", "arXiv 2401.00001"]),
        ("{kind: paper, url: 'https://lab.example/x', title: PDF}", ["Paper PDF", "arXiv 2401.00001"]),
        ("{kind: paper, url: 'https://arxiv.org/pdf/2401.00002'}", ["Paper", "arXiv 2401.00001", "PDF"]),
        ("{kind: paper, url: 'https://arxiv.org/abs/2401.00001'}", ["Paper", "arXiv 2401.00001", "PDF"]),
        ("{kind: article, url: 'https://lab.example/x', title: PDF}", ["Article PDF", "arXiv 2401.00001", "PDF"]),
    ],
)  # fmt: skip
def test_the_pdf_of_a_work_is_linked_once(tmp_path: Path, link: str, shown: list[str]) -> None:
    front = f"id: arxiv:2401.00001\ndate: 2024-01-03\nlinks: [{link}]"
    assert links_of(page(site(tmp_path, {"entries/a.md": entry(front)}), "entries/a")) == shown


def test_an_issue_without_topics_has_no_parts(tmp_path: Path) -> None:
    output = site(
        tmp_path, {"entries/a.md": entry("date: 2024-01-03"), "entries/b.md": entry("date: 2024-01-03")}
    )
    html = page(output, "issues/2024-w01")
    assert 'class="outline"' not in page(output)
    outline = html.split('class="outline"')[1].split("</nav>")[0]
    assert re.findall('href="([^"]+)"', outline) == ["#a", "#b"]
    assert "Other" not in html
    assert [name.attributes.get("class") for name in HtmlPage(html).named("h2")] == ["hidden"]


def test_a_single_topic_keeps_its_name_but_is_no_way_into_the_page(tmp_path: Path) -> None:
    output = site(tmp_path, {"entries/a.md": entry(DATED.format(day=3))})
    html = page(output, "issues/2024-w01")
    assert 'class="outline"' not in html + page(output)
    assert '<h2 id="a"><a href="/w/topics/a/">Topic A</a></h2>' in html


def test_two_parts_have_names_and_a_way_in(tmp_path: Path) -> None:
    files = {"entries/a.md": entry(DATED.format(day=3)), "entries/b.md": entry("date: 2024-01-03")}
    output = site(tmp_path, files)
    html = page(output, "issues/2024-w01")
    assert '<h2 id="other">Other</h2>' in html
    assert '<li><a href="#other">Other</a> <small>1</small></li>' in html
    assert 'class="outline"' in page(output)


BODY = """\
* toc
{:toc}

## One

[down](#two "Down") and a note.[^1] `<a href="#two">`

## Two

[^1]: Its text.
"""


def test_links_within_a_note_lead_to_its_page_from_a_feed(tmp_path: Path) -> None:
    summary_text = 'summary: "In short.[^1]\\n\\n[^1]: How short."'
    output = site(tmp_path, {"entries/a.md": entry(f"date: 2024-01-03\n{summary_text}", BODY)})
    feed = json.loads((output / "feed.json").read_text(encoding="utf-8"))
    html = feed["items"][0]["content_html"]
    here = "https://example.org/w/entries/a/"
    found = re.findall(r'<a href="([^"]*)"', html)
    assert found == [f"{here}#one", f"{here}#two", f"{here}#two", f"{here}#fn:1", f"{here}#fnref:1"]
    assert '&lt;a href="#two"&gt;' in html.replace("&quot;", '"')
    assert all(f'id="{address.partition("#")[2]}"' in page(output, "entries/a") for address in found)
    atom = (output / "atom.xml").read_text(encoding="utf-8")
    assert f"{here}#s-fn:1" in atom
    assert 'id="s-fn:1"' in page(output, "entries/a")
    assert 'href="#two"' in page(output, "entries/a")


def test_links_within_an_editorial_lead_to_the_issue_from_a_feed(tmp_path: Path) -> None:
    files = {
        "entries/a.md": entry("date: 2024-01-03"),
        "issues/2024-W01.md": "---\ntitle: I\n---\n[down](#two)\n\n## Two\n",
    }
    feed = json.loads((site(tmp_path, files) / "issues/feed.json").read_text(encoding="utf-8"))
    assert 'href="https://example.org/w/issues/2024-w01/#two"' in json.dumps(feed).replace('\\"', '"')
