"""Issues assembled from two of the seed documents show the same elements, in the same order, as the documents do.

A weekly has its title, cover, summary with highlights, contents, for each work heading, picture, summary and tags, and
the references of all; a daily report title, summary, contents, and for each paper heading, authors, day, categories,
abstract, the way to its analysis (pages long: it stands on the page of the entry), findings and links.
"""

import re
from pathlib import Path

import pytest

from building import build_site, write
from cli.commands import run
from digest.cli import importing, issue
from importing import SEEDS

CONFIG = (
    "site: {title: 周报, language: zh, timezone: Asia/Shanghai, base_url: https://example.org/d/}\n"
    "issues: {sections: flat}\n"
)
CLOCK = "2026-03-01T00:00:00Z"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the two documents; their issues are assembled anew from the entries."""
    if not SEEDS.is_dir():
        pytest.skip("the seed documents (../shared/seeds) are not here")
    root = tmp_path_factory.mktemp("seeds")
    write(root, "digest.yaml", CONFIG)
    for number, period in (("000", "2025-W20"), ("003", "2026-02-13")):
        [document] = SEEDS.glob(f"{number}_*")
        run(importing.command, root, str(document), "--week", period)
        editorial = (root / f"content/issues/{period}.md").read_text(encoding="utf-8")
        (root / f"content/issues/{period}.md").unlink()
        run(issue.command, root, period, "--write", "--clock", CLOCK)
        with (root / f"content/issues/{period}.md").open("a", encoding="utf-8") as file:
            file.write(editorial.split("\n---\n", 1)[1])
        run(issue.command, root, period, "--write", "--clock", CLOCK)
    build_site(root, root / "public", clock=CLOCK)
    return root


def page(root: Path, name: str) -> str:
    html = (root / f"public/issues/{name}/index.html").read_text(encoding="utf-8")
    return html.split("<main", 1)[1].split("</main>")[0]


def seed(number: str) -> str:
    [document] = SEEDS.glob(f"{number}_*")
    return document.read_text(encoding="utf-8")


def in_order(text: str, marks: list[str]) -> None:
    """Every mark is there, behind the one before it."""
    at = 0
    for mark in marks:
        match = re.compile(mark, re.DOTALL).search(text, at)
        assert match is not None, f"{mark!r} is not behind what comes before it"
        at = match.end()


def test_a_weekly_has_the_elements_of_its_seed(root: Path) -> None:
    html = page(root, "2025-w20")
    works = re.findall(r"^## (.+：.+)$", seed("000"), re.MULTILINE)
    assert len(works) == 6
    assert sorted(re.findall(r"<h3[^>]*><a[^>]*>([^<]+)</a></h3>", html)) == sorted(works)
    in_order(
        html,
        [
            "第 1 期",
            "<h1",
            r"<figure><img src=\"https://[^>]+>\s*<figcaption>",
            '<div class="summary',
            "本期要点",
            '<nav class="outline".*?</nav>',
            *[r'<article.*?<h3.*?<img.*?class="summary.*?class="tags".*?</article>'] * 6,
            "参考链接",
        ],
    )
    contents = html.split('<nav class="outline"')[1].split("</nav>")[0]
    assert len(re.findall('href="#', contents)) == 6
    references = html.split("参考链接")[1]
    links = re.findall(r"\]\((https?://[^)]+)\)", seed("000").split("参考链接")[1])
    assert len(links) == 14
    for address in links:
        assert address in references
    assert references.count("论文") >= 5


def test_a_daily_report_has_the_elements_of_its_seed(root: Path) -> None:
    html = page(root, "2026-02-13")
    titles = re.findall(r"^## \[(.+)\]\(https://arxiv", seed("003"), re.MULTILINE)
    assert len(titles) == 10
    in_order(
        html,
        [
            "<h1",
            '<div class="summary',
            '<div class="editorial">',
            '<nav class="outline".*?</nav>',
            *[
                r"<article.*?<h3.*?2026年2月1[0-9]日.*?作者.*?学科.*?摘要</h4>.*?要点</h4>.*?class=\"links\".*?</article>"
            ]
            * 10,
        ],
    )
    papers = re.split(r"(?=<article)", html)[1:]
    authors = dict(
        zip(titles, re.findall(r"^\*\*Authors:\*\* (.+)$", seed("003"), re.MULTILINE), strict=True)
    )
    for paper in papers:
        title = next(title for title in titles if title in paper)
        names = authors[title].split(", ")
        assert re.findall(r'<bdi class="p-author">([^<]+)</bdi>', paper)[-len(names) :] == names
        assert "arxiv.org/pdf/" in paper
    analysed = [
        paper for paper in papers if '<p class="more">' in paper.split("要点</h4>")[0].split("摘要</h4>")[1]
    ]
    assert len(analysed) == 9  # of the tenth the assistant wrote none
    contents = html.split('<nav class="outline"')[1].split("</nav>")[0]
    assert len(re.findall('href="#', contents)) == 10


def test_the_documents_own_issues_keep_every_word(tmp_path: Path) -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seed documents (../shared/seeds) are not here")
    write(tmp_path, "digest.yaml", CONFIG)
    for number, period in (("000", "2025-W20"), ("003", "2026-02-13")):
        [document] = SEEDS.glob(f"{number}_*")
        run(importing.command, tmp_path, str(document), "--week", period)
        path = tmp_path / f"content/issues/{period}.md"
        before = path.read_text(encoding="utf-8")
        run(issue.command, tmp_path, period, "--write", "--clock", CLOCK)
        after = path.read_text(encoding="utf-8").split("\n")
        rest = iter(after)
        assert all(line in rest for line in before.split("\n"))  # every line, in order, and some beside them
        assert len(after) > len(before.split("\n"))
