"""Topics and tags on the way in: what documents say counts, the machine fills the rest and keeps its own fresh."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from digest.categorize.load import load_categorizer
from digest.config.load import parse_config
from digest.config.schema import Config
from digest.content.collect import Collection
from digest.content.drafts import EntryDraft, Link
from digest.content.ownership import value_digest
from digest.content.read import read_draft
from digest.ingest.adding import Fetched, Site, plan_added
from digest.ingest.categorizing import owner_of, used_labels
from digest.ingest.memory import MEMORY, read_memory
from digest.items import Item

CONFIG = parse_config(
    b"site: {language: en, timezone: UTC}\n"
    b"topics: [{id: birds, include: [gull]}, {id: boats, include: [skiff]}]\n"
    b"tags: [{name: LoRA}, {name: plumage, aliases: [feathers]}]\n"
)[0]
NOW = datetime(2025, 5, 14, tzinfo=UTC)
GULL = Item(title="A Gull", links=(Link(kind="paper", url="https://arxiv.org/abs/2505.09001"),))


class Files:
    """A site in memory, to which plans are applied."""

    def __init__(self, config: Config = CONFIG) -> None:
        self.config = config
        self.files: dict[str, bytes] = {}

    def add(self, *items: Item, keys: tuple[str, ...] = ()) -> EntryDraft:
        """Add what sources say; returns the one entry there is."""
        site = Site(
            Collection(self.entries()),
            self.config,
            read_memory(self.files.get(MEMORY)),
            (),
            categorize=lambda: load_categorizer(self.config),
        )
        fetched = [Fetched(key, item) for key, item in zip(keys or "abc", items, strict=False)]
        added = plan_added(fetched, site, self.files.get, seen=NOW, as_drafts=False)
        assert added.problems == ()
        self.files |= {step.path: step.data for step in added.steps}
        [entry] = self.entries()
        return entry

    def entries(self) -> tuple[EntryDraft, ...]:
        """The entries as they read now."""
        paths = [path for path in self.files if path.endswith("index.md")]
        drafts = [read_draft(self.files[path], path=path, config=self.config)[0] for path in paths]
        return tuple(draft for draft in drafts if isinstance(draft, EntryDraft))

    def edit(self, old: str, new: str) -> None:
        """Change the one entry by hand."""
        [path] = [path for path in self.files if path.endswith("index.md")]
        assert old.encode() in self.files[path]
        self.files[path] = self.files[path].replace(old.encode(), new.encode())


def test_a_new_entry_has_what_the_machine_says_in_its_usual_place_with_its_record() -> None:
    site = Files()
    entry = site.add(replace(GULL, abstract="Feathers.", subjects=("cs.CV",)))
    assert (entry.topics, entry.tags) == (("birds",), ("plumage",))
    assert entry.auto["topics"].by == entry.auto["tags"].by == "categorize"
    assert entry.auto["title"].by == "fetch"
    assert entry.auto["topics"].sha == value_digest(["birds"])
    assert list(entry.places).index("subjects") + 1 == list(entry.places).index("topics")
    assert "topics" not in read_memory(site.files[MEMORY])["arxiv:2505.09001"].fields


def test_all_that_is_said_of_a_work_counts_and_what_one_says_about_topics_wins() -> None:
    entry = Files().add(GULL, replace(GULL, title="Other", abstract="A skiff, with feathers."))
    assert (entry.topics, entry.tags) == (("birds", "boats"), ("plumage",))
    entry = Files().add(GULL, replace(GULL, topics=("boats",), tags=("mine",)))
    assert (entry.topics, entry.tags) == (("boats",), ("mine",))
    assert {"topics", "tags"}.isdisjoint(
        name for name, record in entry.auto.items() if record.by == "categorize"
    )


def test_the_article_beside_an_entry_is_read() -> None:
    assert Files().add(replace(GULL, text="LoRA here. LoRA there. LoRA all over.")).tags == ("LoRA",)
    assert Files().add(replace(GULL, text="See https://example.org/LoRA/LoRA/LoRA/ once.")).tags == ()


def test_a_better_abstract_renews_what_is_still_the_machines() -> None:
    site = Files()
    assert site.add(GULL).tags == ()
    better = replace(GULL, title="A Skiff", abstract="Feathers and LoRA.")
    entry = site.add(better)
    assert entry.topics == ("boats",)
    assert entry.tags == ()  # nobody filled that field, and it is no new entry
    before = dict(site.files)
    site.add(better)
    assert site.files == before


@pytest.mark.parametrize(
    ("old", "new", "topics"),
    [("topics:\n  - birds\n", "topics: [mine]\n", ("mine",)), ("topics:\n  - birds\n", "", ())],
)
def test_a_better_abstract_changes_nothing_an_editor_decided(
    old: str, new: str, topics: tuple[str, ...]
) -> None:
    site = Files()
    site.add(GULL)
    site.edit(old, new)
    entry = site.add(replace(GULL, title="A Skiff", abstract="Better."))
    assert (entry.topics, entry.title) == (topics, "A Skiff")


def test_what_a_document_says_later_takes_the_place_of_the_guess_and_stays() -> None:
    site = Files()
    site.add(GULL)
    entry = site.add(replace(GULL, topics=("boats",), tags=("said",)))
    assert (entry.topics, entry.tags) == (("boats",), ("said",))
    assert owner_of("topics", entry) != "machine"
    entry = site.add(replace(GULL, topics=("boats",), tags=("said",), abstract="A gull, a gull."))
    assert entry.topics == ("boats",)


def test_only_what_people_gave_is_a_label_of_the_site() -> None:
    site = Files()
    machine = site.add(replace(GULL, abstract="Feathers."))
    assert machine.tags == ("plumage",)
    assert used_labels([machine]) == {}
    person = replace(machine, title="Another", tags=("plumage", "mine"))
    assert used_labels([machine, person]) == {"plumage": 1, "mine": 1}
    said = Item(title="Another", tags=("mine", "said"))
    assert used_labels([person], [said, replace(said, by="fetch", tags=("feed",))]) == {
        "plumage": 1,
        "mine": 1,  # one work, in the content and in the document
        "said": 1,
    }


def test_an_import_that_was_cut_off_is_recognised_with_what_the_machine_gave() -> None:
    site = Files()
    site.add(replace(GULL, abstract="Feathers."))
    whole = dict(site.files)
    del site.files[MEMORY]
    site.add(replace(GULL, abstract="Feathers."))
    assert site.files == whole


@pytest.mark.parametrize("options", ["{topics: false, tags: false}", "{max_tags: 0, topics: false}"])
def test_a_site_may_want_none(options: str) -> None:
    config = parse_config(f"topics: [{{id: birds, include: [gull]}}]\ncategorize: {options}".encode())[0]
    entry = Files(config).add(replace(GULL, abstract="LoRA and LoRA."))
    assert (entry.topics, entry.tags) == ((), ())
