"""Decisions: the shipped model, the site's own terms beside it, implications, and the evidence for all of it."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.categorize.decisions import Decision, Text
from digest.categorize.lexicon import read_lexicon, shipped_lexicon, shipped_terms
from digest.categorize.load import LEARNED, load_categorizer
from digest.categorize.model import Model, Topic, model_bytes, read_model, shipped_model
from digest.categorize.rules import folded
from digest.categorize.terms import TermIndex
from digest.categorize.words import raw_words
from digest.config.load import parse_config
from digest.config.schema import DEFAULT_TOPICS, Config
from digest.problems import DigestError

SHIPPED = load_categorizer(Config())


def decide(
    title: str, abstract: str = "", config: Config | None = None, text: str = ""
) -> dict[str, Decision]:
    categorizer = SHIPPED if config is None else load_categorizer(config)
    return {each.topic: each for each in categorizer.decide(Text(title=title, abstract=abstract, text=text))}


def topics(title: str, abstract: str = "") -> set[str]:
    return {name for name, each in decide(title, abstract).items() if each.chosen}


def site(topics_yaml: str) -> Config:
    return parse_config(f"site: {{title: T}}\ntopics:\n{topics_yaml}".encode())[0]


@pytest.mark.parametrize(
    "name",
    [
        "veRL",
        "verl",
        "OpenRLHF",
        "slime",
        "AReaL",
        "ROLL",
        "SkyRL",
        "PRIME-RL",
        "NeMo-Aligner",
        "TRL",
        "RLinf",
    ],
)
def test_the_bare_name_of_a_training_framework_is_enough(name: str) -> None:
    assert topics(name) == {"rl-infra"}


@pytest.mark.parametrize(
    "title", ["Qwen3-Omni", "MiniCPM-o 2.6", "Ming-Omni", "Baichuan-Omni", "全模态大模型"]
)
def test_an_omni_modal_name_is_also_multimodal(title: str) -> None:
    assert topics(title) == {"omni-modal", "multimodal"}


@pytest.mark.parametrize(
    "title", ["Qwen2.5-VL", "InternVL3", "LLaVA-OneVision", "Multi-modal learning", "多模态学习", "MLLMs"]
)
def test_a_multimodal_name_or_word_is_enough(title: str) -> None:
    assert topics(title) == {"multimodal"}


@pytest.mark.parametrize(
    "title",
    ["3DGS", "Gaussian Splatting", "Mip-NeRF", "DreamGaussian", "三维重建", "高斯泼溅", "Hunyuan3D 2.1"],
)
def test_a_name_of_three_dimensions_is_enough(title: str) -> None:
    assert topics(title) == {"3d"}


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Omni-MATH",
        "3D parallelism for training",
        "PagedAttention",
        "Proximal Policy Optimization",
        "Text-to-image diffusion",
        "문서 요약 모델",
        "Обучение с подкреплением",
        "!!!",
        "的",
    ],
)
def test_hard_and_strange_titles_belong_nowhere(title: str) -> None:
    assert topics(title) == set()


def test_there_is_one_decision_for_each_topic_in_the_order_of_the_registry() -> None:
    decisions = SHIPPED.decide(Text(title="anything"))
    assert [each.topic for each in decisions] == [topic.id for topic in DEFAULT_TOPICS]
    assert {each.by for each in decisions} == {"model"}


def test_the_evidence_names_terms_that_stand_in_the_text() -> None:
    first = decide("Faster Gaussian splatting", "A mesh in 3D.")["3d"].evidence[0]
    assert (first.term.casefold(), first.field) == ("gaussian splatting", "title")
    assert first.weight > 1


def test_evidence_from_an_article_says_so() -> None:
    evidence = decide("A title", text="Gaussian splatting and NeRF of a 3D scene.")["3d"].evidence
    assert {each.field for each in evidence if each.weight > 0} == {"text"}


def test_a_term_of_the_editor_counts_beside_the_model_and_is_shown() -> None:
    config = site("  - {id: 3d, include: [gull^2], exclude: [skiff]}\n")
    before = decide("The gull", config=site("  - {id: 3d}\n"))["3d"]
    after = decide("The gull", config=config)["3d"]
    assert (before.chosen, after.chosen) == (False, True)
    assert ("gull", "title", 6.0) in [(each.term, each.field, each.weight) for each in after.evidence]
    against = decide("NeRF on a skiff", config=config)["3d"]
    assert against.score < decide("NeRF on a boat", config=config)["3d"].score
    assert ("skiff", "title", -3.0) in [(each.term, each.field, each.weight) for each in against.evidence]


def test_terms_that_ship_with_a_topic_do_not_count_twice() -> None:
    config = site("  - {id: 3d, include: [Gaussian-Splatting, 3DGS, 高斯溅射], exclude: [LiDAR]}\n")
    title = "Gaussian splatting with LiDAR"
    assert decide(title, config=config)["3d"] == decide(title)["3d"]
    assert folded("Multi-Modal", 1) == folded("multimodal", 1) != folded("multimodal", -1)


def test_a_topic_no_model_knows_is_decided_by_its_terms() -> None:
    config = site(
        "  - {id: birds, include: [gull, 'title:tern', 海鸥, 'subjects:q-bio.PE', weak^0.2], exclude: [seagull app]}\n"
    )

    def birds(title: str, abstract: str = "", text: str = "", subjects: tuple[str, ...] = ()) -> Decision:
        [decision] = load_categorizer(config).decide(
            Text(title=title, abstract=abstract, text=text, subjects=subjects)
        )
        return decision

    assert birds("A gull").chosen
    assert birds("A gull").by == "rules"
    assert birds("关于海鸥的研究").chosen
    assert birds("A bird", "Terns and one gull.").chosen
    assert not birds("A bird", "Terns alone.").chosen
    assert birds("Terns").chosen
    assert birds("A bird", subjects=("q-bio.PE",)).chosen
    assert not birds("A bird", text="one gull").chosen
    assert not birds("A weak bird").chosen
    assert not birds("Gulls in a seagull app").chosen
    assert not birds("").chosen


def test_implications_follow_each_other_and_say_whose_they_are() -> None:
    config = site(
        "  - {id: a, include: [gull], implies: [b]}\n"
        "  - {id: b, implies: [c]}\n  - {id: c}\n  - {id: d, include: [skiff]}\n"
    )
    found = decide("A gull", config=config)
    assert {name: (each.chosen, each.by) for name, each in found.items()} == {
        "a": (True, "rules"),
        "b": (True, "implied:a"),
        "c": (True, "implied:b"),
        "d": (False, "rules"),
    }


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=500), st.text(max_size=300))
def test_whatever_a_text_holds_every_topic_is_decided(title: str, abstract: str, article: str) -> None:
    decisions = SHIPPED.decide(Text(title=title, abstract=abstract, text=article))
    assert len(decisions) == len(DEFAULT_TOPICS)
    for each in decisions:
        assert 0 <= each.score <= 1
        assert each.chosen == (each.score >= each.threshold) or each.by.startswith("implied:")
    assert decisions == SHIPPED.decide(Text(title=title, abstract=abstract, text=article))


def test_every_term_that_ships_with_a_topic_is_in_the_lexicon() -> None:
    index = shipped_lexicon()
    terms = [term for topic in DEFAULT_TOPICS for term in (*topic.include, *topic.exclude)]
    assert len(terms) > 100
    assert [term for term in terms if not index.find(raw_words(term, 200))] == []


def test_every_term_of_the_lexicon_is_found_and_stands_in_its_concept_once() -> None:
    for concept, terms in shipped_terms().items():
        index: TermIndex[str] = TermIndex()
        for term in terms:
            index.add(term, term)
        for term in terms:
            written = f"Ab{term[1:]}" if term.startswith("~") else term.removeprefix("=")
            assert term in index.find(raw_words(written, 200)), (concept, term)
        plain = [term.casefold().replace("-", " ") for term in terms if term[0] not in "=~"]
        assert [term for term, times in Counter(plain).items() if times > 1] == [], concept


@pytest.mark.parametrize(
    "title",
    [
        "Learning from vast unlabelled corpora",
        "How much do reward signals vary across prompts?",
        "Short clips of sparrows",
        "Grouped-query attention (GQA) for faster decoding",
        "Do LRMs overthink? Measuring large reasoning models",
        "IMAP and SMTP for agents",
        "The agent loop of a coding assistant",
        "Multimodal optimization with evolutionary algorithms",
        "Multimodal trajectory prediction for pedestrians",
        "3D object detection from point clouds in fog",
        "文生视频大模型的训练技巧",
    ],
)
def test_common_words_and_neighbours_are_no_topic(title: str) -> None:
    assert [name for name, each in decide(title).items() if each.chosen] == []


def test_the_longest_term_is_the_one_that_is_told() -> None:
    (evidence, *_) = decide("NeRF")["3d"].evidence
    assert evidence.term == "NeRF"


def test_a_learned_model_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    model = Model(version=1, topics={"3d": Topic(-1.0, 0.5)}, features={"title~ gull": {"3d": 4.0}})
    (tmp_path / LEARNED).parent.mkdir(parents=True)
    (tmp_path / LEARNED).write_bytes(model_bytes(model))
    categorizer = load_categorizer(Config(), tmp_path)
    found = {each.topic: each for each in categorizer.decide(Text(title="A gull"))}
    assert (found["3d"].chosen, found["3d"].by) == (True, "learned")
    assert found["multimodal"].by == "model"
    assert {each.topic for each in categorizer.decide(Text(title="NeRF")) if each.chosen} == set()


def test_a_model_is_written_as_it_is_read_one_feature_a_line() -> None:
    model = shipped_model()
    data = model_bytes(model)
    assert read_model(data, path="m") == model
    lines = data.decode().splitlines()
    assert len(lines) > len(model.features)
    assert max(map(len, lines)) < 200
    names = list(model.features)
    assert names == sorted(names)
    json.loads(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "cannot be read"),
        (b"[]", "cannot be read"),
        (b"\xff", "cannot be read"),
        (b'{"version": 2, "topics": {}, "features": {}}', "is of version 2"),
        (
            b'{"version": 1, "topics": {}, "features": {"a": {"b": 1}}}',
            "weighs a topic that it does not list",
        ),
        (b"[" * 100_000, "cannot be read"),
    ],
)
def test_a_broken_model_is_refused_with_its_file(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / LEARNED).parent.mkdir(parents=True)
    (tmp_path / LEARNED).write_bytes(data)
    with pytest.raises(DigestError, match=said) as failure:
        load_categorizer(Config(), tmp_path)
    assert failure.value.problems[0].path == LEARNED


def test_the_lexicon_names_each_concept_once() -> None:
    assert read_lexicon("# a\n[x]\na, b c\nd\n\n[y]\ne\n") == {"x": ("a", "b c", "d"), "y": ("e",)}
    with pytest.raises(ValueError, match="line 3: the concept x is there twice"):
        read_lexicon("[x]\na\n[x]\n")
    with pytest.raises(ValueError, match="line 1: terms before"):
        read_lexicon("a\n[x]\n")
