"""What documents may change in an entry that is there."""

import pytest

from digest.config.schema import Config
from digest.content.drafts import Coverage, EntryDraft, Image, Link, Source
from digest.content.read import read_draft
from digest.ingest.combine import combine
from digest.ingest.entry_file import entry_bytes
from digest.ingest.memory import Given
from digest.ingest.updates import Offer, given_fields, update_entry
from digest.items import Item

CONFIG = Config()
PATH = "content/entries/gull/index.md"
PAPER = Link(kind="paper", url="https://arxiv.org/abs/2505.09001")
CODE = Link(kind="code", url="https://github.com/example/gull")
GULL = Item(title="Gull", links=(PAPER,), authors=("Ada Wu", "Bo Lin"), summary="Flies.", body="A note.")


def written(item: Item) -> tuple[bytes, dict[str, Given]]:
    """The file of an entry as an import of the document A made it, and what is remembered of it."""
    return entry_bytes(item, "arxiv:2505.09001"), given_fields(item, "arxiv:2505.09001", "A")


def read(data: bytes) -> EntryDraft:
    draft, _ = read_draft(data, path=PATH, config=CONFIG)
    assert isinstance(draft, EntryDraft)
    return draft


def update(data: bytes, fields: dict[str, Given], *offers: Offer) -> tuple[EntryDraft, set[str], bytes]:
    updated = update_entry(data, read(data), offers, fields, CONFIG)
    return read(updated.data), set().union(*updated.stays), updated.data


def test_the_same_document_corrected_replaces_what_it_said() -> None:
    data, fields = written(GULL)
    corrected = Item(title="Gull 2", links=(CODE,), authors=("Ada Wu",), summary="Swims.", body="Another.")
    entry, stays, _ = update(data, fields, Offer("A", corrected))
    assert (entry.title, entry.links, entry.authors, entry.summary) == (
        "Gull 2",
        (CODE,),
        ("Ada Wu",),
        "Swims.",
    )
    assert entry.body.strip() == "Another."
    assert stays == set()


def test_another_document_adds_and_does_not_replace() -> None:
    data, fields = written(GULL)
    other = Item(
        title="海鸥",
        links=(PAPER, CODE),
        authors=("Cy Ma", "Ada Wu"),
        summary="Dives.",
        body="More.",
        venue="ICML",
    )
    entry, stays, _ = update(data, fields, Offer("B", other))
    assert entry.links == (PAPER, CODE)
    assert entry.authors == ("Ada Wu", "Bo Lin", "Cy Ma")
    assert entry.body.strip() == "A note.\n\nMore."
    assert entry.venue == "ICML"
    assert (entry.title, entry.summary, stays) == ("Gull", "Flies.", {"title", "summary"})


@pytest.mark.parametrize(
    ("old", "new", "stays"),
    [
        ("summary: Flies.", "summary: Floats.", "summary"),
        ("summary: Flies.\n", "", "summary"),
        ("  - Bo Lin\n", "", "authors"),
        ("summary: Flies.", "summary: Flies.  # really?", "summary"),
        ("A note.", "My note.", "body"),
        ("A note.\n", "", "body"),
        ("title: Gull", "title: 海鸥", "title"),
    ],
)
def test_what_a_person_changed_or_removed_is_theirs(old: str, new: str, stays: str) -> None:
    data, fields = written(GULL)
    edited = data.decode().replace(old, new)
    assert edited != data.decode()
    corrected = Item(title="G2", links=GULL.links, authors=("Cy Ma",), summary="Swims.", body="Another.")
    _, stay, after = update(edited.encode(), fields, Offer("A", corrected))
    assert stays in stay
    for line in edited.splitlines():
        owned = {"title: Gull", "summary: Flies.", "A note.", "  - Ada Wu", "  - Bo Lin"}
        assert line in after.decode().splitlines() or line in owned


def test_an_entry_of_a_persons_own_gets_what_is_missing_after_what_is_there() -> None:
    mine = f"---\nid: arxiv:2505.09001\ntitle: Mine\nlinks:\n  - kind: paper\n    url: {PAPER.url}  # the paper\n---\n"
    other = Item(title="Gull", links=(PAPER, CODE), tags=("wings",), summary="Flies.", body="A note.")
    entry, stays, after = update(mine.encode(), {}, Offer("A", other))
    assert entry.links == (PAPER, CODE)
    assert (entry.summary, entry.tags, entry.body.strip()) == ("Flies.", ("wings",), "A note.")
    assert stays == {"title"}
    assert all(line in after.decode().splitlines() for line in mine.splitlines())


def test_an_excerpt_a_program_cut_goes_into_no_entry_of_a_persons() -> None:
    mine = b"---\nid: arxiv:2505.09001\ntitle: Mine\n---\n"
    entry, stays, _ = update(mine, {}, Offer("A", Item(title="Mine", summary="Cut…", machine=("summary",))))
    assert entry.summary == ""
    assert "summary" in stays


def test_an_article_about_a_paper_is_its_coverage() -> None:
    data, fields = written(GULL)
    source = Source(kind="wechat", name="海边", url="https://mp.weixin.qq.com/s/gNcdw9cu7LDXowtrlrtx-g")
    entry, stays, _ = update(data, fields, Offer("B", Item(title="海鸥飞来", links=(PAPER,), source=source)))
    assert entry.coverage == (Coverage(url=source.url, kind="wechat", name="海边", title="海鸥飞来"),)
    assert (entry.source, stays) == (None, set())


def test_windows_line_ends_and_a_missing_last_one_survive() -> None:
    data, fields = written(GULL)
    windows = data.replace(b"\n", b"\r\n").removesuffix(b"\r\n")
    entry, _, after = update(
        windows, fields, Offer("B", Item(title="Gull", links=(CODE,), body="More.\nLines."))
    )
    assert entry.body.replace("\r\n", "\n").strip() == "A note.\n\nMore.\nLines."
    assert b"\n" not in after.replace(b"\r\n", b"")


def test_combining_keeps_the_order_of_the_first() -> None:
    one = Item(
        title="Gull", authors=("Ada", "Bo", "Cy"), links=(PAPER,), image=Image(src="https://a.example/1.png")
    )
    other = Item(title="海鸥", authors=("Bo", "Di", "Ada"), links=(CODE, PAPER), body="Text.")
    both = combine(one, other)
    assert both.authors == ("Ada", "Bo", "Cy", "Di")
    assert both.links == (PAPER, CODE)
    assert combine(one, one) == one
