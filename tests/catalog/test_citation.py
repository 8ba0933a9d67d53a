"""Works are cited by their own facts."""

import re
from pathlib import Path

import pytest

from building import build_site, copy_test_site, write
from digest.catalog.citation import cited_title
from digest.content.drafts import EntryDraft, Link

TITLE = "BLIP3-o: A Family of Fully Open Unified Multimodal Models"


def entry(*links: Link) -> EntryDraft:
    return EntryDraft(
        path="content/entries/a.md",
        section="entries",
        folder="entries",
        name="a",
        title="先看再画",
        links=links,
    )


@pytest.mark.parametrize(
    ("links", "title"),
    [
        ((), "先看再画"),
        ((Link(kind="code", url="https://github.com/a/b", title="b"),), "先看再画"),
        ((Link(kind="paper", url="https://arxiv.org/abs/2505.09568", title=TITLE),), TITLE),
        ((Link(kind="paper", url="https://arxiv.org/abs/2505.09568", title="BLIP3-o 论文"),), "先看再画"),
        (
            (
                Link(kind="paper", url="https://arxiv.org/pdf/2505.09568", title="PDF"),
                Link(kind="paper", url="https://arxiv.org/abs/2505.09568", title=TITLE),
            ),
            TITLE,
        ),
    ],
)
def test_the_title_is_that_of_the_paper(links: tuple[Link, ...], title: str) -> None:
    assert cited_title(entry(*links)) == title


def test_a_formula_is_characters_on_pages_and_tex_in_bibliographies(tmp_path: Path) -> None:
    root = copy_test_site("minimal", tmp_path)
    text = "---\nid: arxiv:2410.24164\ntitle: '$\\pi_0$: A Model'\ndate: 2024-03-05\ntags: [light]\n---\nA note.\n"
    write(root, "content/entries/pi.md", text)
    output = tmp_path / "out"
    build_site(root, output)
    page = (output / "entries/pi/index.html").read_text("utf-8")
    assert re.search(r"<h1[^>]*>π₀: A Model</h1>", page)
    assert "π₀: A Model" in (output / "index.xml").read_text("utf-8")
    for file in ("entries/pi/index.html", "tags/light/citations.bib"):
        assert r"{$\pi_0$}: A Model" in (output / file).read_text("utf-8")
