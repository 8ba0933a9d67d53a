"""Names that mean the same, and who carries them."""

from __future__ import annotations

import pytest

from digest.catalog.terms import collect_authors, collect_sources, collect_tags, collect_topics, source_name
from digest.config.schema import Config, Names, SourceConfig, TagConfig, TopicConfig
from digest.content.drafts import Source
from documents import entry

CONFIG = Config(
    topics=(TopicConfig(id="3d", name=Names(zh="三维", en="3D")), TopicConfig(id="rl-infra")),
    tags=(TagConfig(name="LoRA", slug="lora", names=Names(zh="低秩"), aliases=("low-rank adaptation",)),),
    sources=(SourceConfig(id="blog", kind="rss", options={"name": "The Blog"}),),
)


def test_configured_names_of_a_tag_are_one_and_need_no_warning() -> None:
    one = entry("one", "05-12", tags=("Low-Rank  Adaptation", "lora", "其他"))
    two = entry("two", "05-11", tags=("LoRA",))
    terms, slugs, problems = collect_tags([one, two], {}, CONFIG)
    assert slugs == {one.path: ("lora", "其他"), two.path: ("lora",)}
    assert {slug: (term.name, len(term.members)) for slug, term in terms.items()} == {
        "lora": ("低秩", 2),
        "其他": ("其他", 1),
    }
    assert problems == []


def test_other_names_that_share_a_slug_are_merged_with_one_warning() -> None:
    documents = [
        entry("one", "05-12", tags=("C",)),
        entry("two", "05-11", tags=("C++",), places="tags:4:1"),
        entry("three", "05-10", tags=("C++",)),
    ]
    terms, _, (problem,) = collect_tags(documents, {}, CONFIG)
    assert terms["c"].name == "C++"
    assert len(terms["c"].members) == 3
    assert problem.severity == "warning"
    assert "“C”, “C++”" in problem.message


def test_a_topic_that_is_not_configured_is_shown_with_a_warning_and_the_nearest_one() -> None:
    documents = [
        entry("one", "05-12", topics=("3d", "rl-infar"), places="topics:6:1"),
        entry("two", "05-11", topics=("rl-infar",)),
    ]
    terms, (problem,) = collect_topics(documents, {}, CONFIG)
    assert {slug: len(term.members) for slug, term in terms.items()} == {
        "3d": 1,
        "rl-infra": 0,
        "rl-infar": 2,
    }
    assert (problem.line, problem.hint) == (6, "did you mean “rl-infra”?")


def test_authors_have_a_page_from_the_least_number_of_entries_on() -> None:
    pair = {"author_line": "Ada\x1fBo", "author_slug_line": "ada\x1fbo"}
    documents = [
        entry("one", "05-12", **pair),
        entry("two", "05-11", author_line="Ada", author_slug_line="ada"),
    ]
    terms, problems = collect_authors(documents, 2)
    assert {slug: (term.name, len(term.members)) for slug, term in terms.items()} == {"ada": ("Ada", 2)}
    assert problems == []


def test_sources_by_their_slug() -> None:
    documents = [entry("one", "05-12", source="The Blog"), entry("two", "05-11", source="the blog")]
    terms, (problem,) = collect_sources(documents, 1)
    assert {slug: len(term.members) for slug, term in terms.items()} == {"the-blog": 2}
    assert problem.severity == "warning"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (None, ""),
        (Source(name="Lab", url="https://lab.example/"), "Lab"),
        (Source(kind="blog", url="https://lab.example/"), "The Blog"),
        (Source(kind="arxiv", url="https://arxiv.example/abs/1"), "arxiv.example"),
        (Source(kind="arxiv"), "arxiv"),
    ],
)
def test_a_source_has_a_name(source: Source | None, name: str) -> None:
    assert source_name(source, CONFIG) == name
