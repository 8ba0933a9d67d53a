"""What editors decided about which works are one, told to whoever sorts items by work."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from cli.commands import make_site, run, tree
from digest.cli import merge
from digest.config.load import load_config
from digest.content.collect import collect
from digest.content.drafts import Coverage, EntryDraft, Link, Source
from digest.ingest.adding import Fetched, Site, plan_added
from digest.ingest.apart import Apart, apart_bytes, read_apart
from digest.ingest.apply import apply_steps, read_site_file
from digest.ingest.identity import identity_of
from digest.ingest.memory import MEMORY, read_memory
from digest.ingest.verdicts import Verdicts, read_verdicts
from digest.ingest.works import sort_by_work
from digest.items import Item

PAPER = Link(kind="paper", url="https://arxiv.org/abs/2505.09001")
BLOG, OTHER = "https://blog.example/gull", "https://other.example/gull"
GULL = Item(
    title="Gull: a model", id="arxiv:2505.09001", links=(PAPER,), source=Source(kind="arxiv", url=PAPER.url)
)
POST = Item(
    title="A post about gulls",
    links=(PAPER,),
    source=Source(kind="rss", name="Blog", url=BLOG),
    text="The post ![p](p-1234.png).",
    summary="What the post says.",
)
NOW = datetime(2025, 5, 16, 9, tzinfo=UTC)
APARTNESS = Apart(one=("arxiv:2505.09001",), other=(f"url:{BLOG}",), titles=("", ""))
PATH = "content/entries/2025/w20/gull-a-model/index.md"


def fetch(root: Path, *fetched: Fetched) -> list[str]:
    """File what sources said, as a fetch does; what became of each."""
    config, _ = load_config(root)

    def read_file(path: str) -> bytes | None:
        return read_site_file(root, path)

    site = Site(collect(root, config), config, read_memory(read_file(MEMORY)), (), read_verdicts(read_file))
    added = plan_added(fetched, site, read_file, seen=NOW, as_drafts=False)
    apply_steps(root, added.steps)
    return [outcome.path for outcome in added.outcomes]


def entries(root: Path) -> dict[str, EntryDraft]:
    return {entry.path: entry for entry in collect(root, load_config(root)[0]).entries}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A paper and a post that a fetch took for an article about it."""
    root = make_site(tmp_path)
    files = {"p-1234.png": b"\x89PNG"}
    assert fetch(root, Fetched("source:2505.09001", GULL), Fetched(f"source:blog:{BLOG}", POST, files)) == [
        PATH,
        PATH,
    ]
    return root


def test_the_text_and_pictures_of_an_article_go_with_it(site: Path) -> None:
    assert entries(site)[PATH].summary == "What the post says."
    result = run(merge.command, site, "--undo", "arxiv:2505.09001", "--coverage", BLOG)
    (path,) = set(entries(site)) - {PATH}
    post = entries(site)[path]
    folder = path.removesuffix("index.md")
    assert {name for name in tree(site) if name.startswith(folder)} == {
        path, f"{folder}source.md", f"{folder}p-1234.png"
    }  # fmt: skip
    assert [name for name in tree(site) if name.startswith(PATH.removesuffix("index.md"))] == [PATH]
    assert (post.title, post.draft, entries(site)[PATH].coverage) == ("A post about gulls", True, ())
    assert "summary came from that article and stays" in result.stderr


def test_the_next_fetch_leaves_them_apart(site: Path) -> None:
    run(merge.command, site, "--undo", "arxiv:2505.09001", "--coverage", BLOG)
    (path,) = set(entries(site)) - {PATH}
    newer = msgspec.structs.replace(POST, summary="It says more.", tags=("sea",))
    for _ in range(2):
        assert fetch(site, Fetched("source:2505.09001", GULL), Fetched(f"source:blog:{BLOG}", newer)) == [
            PATH,
            path,
        ]
        assert entries(site).keys() == {PATH, path}
        assert entries(site)[PATH].coverage == ()
        assert entries(site)[path].tags == ("sea",)
    # Another article about the paper is about the paper, although the first one links to it too.
    other = Item(title="Another post", links=(PAPER,), source=Source(kind="rss", url=OTHER))
    assert fetch(site, Fetched("source:other:1", other)) == [PATH]
    assert [article.url for article in entries(site)[PATH].coverage] == [OTHER]


def test_a_document_that_has_them_joined_does_not_join_them_again(site: Path) -> None:
    run(merge.command, site, "--undo", "arxiv:2505.09001", "--coverage", BLOG)
    weekly = Item(title="Gull", links=(PAPER,), coverage=(Coverage(url=BLOG), Coverage(url=OTHER)))
    assert fetch(site, Fetched("weekly", weekly)) == [PATH]
    assert [article.url for article in entries(site)[PATH].coverage] == [OTHER]


def test_works_set_apart_are_not_joined_among_themselves_either() -> None:
    one, *more = sort_by_work([[GULL, POST]], ())
    assert more == []
    assert len(one.origins) == 2
    works = sort_by_work([[GULL, POST], [POST]], (), (), Verdicts(apart=(APARTNESS,)))
    assert [len(work.origins) for work in works] == [1, 2]


def test_an_article_filed_under_the_id_of_the_paper_is_still_the_article() -> None:
    filed = msgspec.structs.replace(POST, id="arxiv:2505.09001")
    assert APARTNESS.divides(identity_of(GULL), identity_of(filed))
    assert APARTNESS.divides(identity_of(filed), identity_of(GULL))
    assert not APARTNESS.divides(identity_of(filed), identity_of(POST))


def test_pairs_are_read_as_they_were_written() -> None:
    data = apart_bytes([APARTNESS, APARTNESS])
    assert read_apart(data) == (APARTNESS,)
    assert read_apart(None) == ()
