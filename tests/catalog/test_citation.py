"""Works are cited by their own facts."""

import pytest

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
