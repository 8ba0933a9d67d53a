"""Tags that are suggested: known ones in both languages, few, and each with its reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.categorize.decisions import Text
from digest.categorize.labels import LabelIndex, tokens_of
from digest.categorize.tags import TagDecision, Tagger
from digest.categorize.vocabulary import Vocabulary, is_name, known_tags
from digest.config.load import parse_config
from digest.config.schema import Config
from digest.text.names import fold_name

REGISTRY = """
topics: [{id: multimodal, name: {zh: 多模态, en: Multimodal}}, {id: agents, name: {zh: 智能体, en: AI agent}}]
tags:
  - {name: VLM, slug: vision-models, names: {zh: 视觉语言模型, en: vision-language models}, aliases: [图文大模型]}
  - {name: LoRA, aliases: [低秩适配]}
  - {name: RAG}
"""


def site(more: str = "", language: str = "zh") -> Config:
    return parse_config(f"site: {{language: {language}}}\n{REGISTRY}{more}".encode())[0]


def decide(
    text: Text, config: Config | None = None, used: dict[str, int] | None = None, titles: tuple[str, ...] = ()
) -> tuple[TagDecision, ...]:
    config = config or site()
    return Tagger(Vocabulary(config, used or {}, titles), config.categorize.max_tags).decide(text)


def chosen(
    text: Text, config: Config | None = None, used: dict[str, int] | None = None, titles: tuple[str, ...] = ()
) -> list[str]:
    return [decision.tag for decision in decide(text, config, used, titles) if decision.chosen]


@pytest.mark.parametrize(
    "title",
    [
        "VLM 到底看懂了什么",
        "一种新的视觉语言模型",
        "把图文大模型装进手机",
        "How VLMs see",
        "A vision-language model for birds",
        "Vision Language Models, Reconsidered",
        "Measuring LVLMs",  # known to the list that ships
    ],
)
@pytest.mark.parametrize(("language", "name"), [("zh", "视觉语言模型"), ("en", "vision-language models")])
def test_every_name_of_a_tag_is_one_tag_under_the_name_of_the_site(
    title: str, language: str, name: str
) -> None:
    assert chosen(Text(title=title), site(language=language)) == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (Text(title="Floras of the north"), []),  # no LoRA
        (Text(title="Dragons"), []),  # no RAG
        (Text(title="Wet rag and dry cloth"), []),  # a name of the registry that is a word too
        (Text(title="RAG in practice"), ["RAG"]),
        (Text(title="给小模型做 rag"), ["RAG"]),  # beside Han there is no such word
        (Text(title="Lora, tuned"), ["LoRA"]),  # no word of English, so in any case
        (Text(title="A clip of film"), []),
        (Text(title="Probing CLIP"), ["CLIP"]),
        (Text(title="大语言模型里的视觉"), []),
        (
            Text(title="用于机器人的强化学习：一个框架"),
            [],
        ),  # not in the registry of this site, no term of art
    ],
)
def test_words_are_matched_as_wholes_and_names_by_their_capitals(text: Text, expected: list[str]) -> None:
    assert chosen(text) == expected


def test_the_longest_label_is_found_and_not_what_lies_in_it() -> None:
    config = site("  - {name: 语言模型}\n  - {name: splatting}\n")
    assert chosen(Text(title="视觉语言模型与人"), config) == ["视觉语言模型"]
    assert chosen(Text(title="A Study of 3D Gaussian Splatting"), config) == ["高斯溅射"]
    assert chosen(Text(title="语言模型与人"), config) == ["语言模型"]


def test_a_topic_is_never_a_tag() -> None:
    config = site("  - {name: multimodal-things, aliases: [Multimodal]}\n")
    text = Text(title="Multimodal AI agents: 多模态智能体", abstract="An AI agent. 智能体, multi-modal. " * 9)
    assert chosen(text, config, {"multimodal": 5, "智能体": 4, "AI Agent": 9}) == []


def test_where_a_label_stands_decides() -> None:
    once, twice = "We compare with speculative decoding.", "Speculative decoding meets speculative decoding."
    assert chosen(Text(title="x", abstract=once)) == []
    assert chosen(Text(title="x", abstract=twice)) == ["投机解码"]
    assert chosen(Text(title="x", abstract="A VLM.")) == ["视觉语言模型"]  # the registry is believed at once
    assert chosen(Text(title="x", text="A VLM, said the article.")) == []
    assert chosen(Text(title="x", text="VLM here. VLM there. VLM all over.")) == ["视觉语言模型"]
    assert chosen(Text(title="x", summary="一个 VLM。")) == ["视觉语言模型"]


def test_labels_of_the_editors_are_known_and_written_as_they_write_them() -> None:
    used = {"mixture-of-experts": 3, "混合专家": 1, "theory": 1, "hummingbirds": 2}
    assert chosen(Text(title="MoE for all"), used=used) == ["mixture-of-experts"]
    assert chosen(Text(title="On the Flight of a Hummingbird"), used=used) == ["hummingbirds"]
    assert chosen(Text(title="x", abstract="Some theory. More theory."), used=used) == []  # a plain word
    assert chosen(Text(title="A theory of wings"), used=used) == ["theory"]


def test_a_system_is_a_label_once_another_title_names_it() -> None:
    titles = ("GullNet-2: Wings at Scale", "Faster than GullNet-2", "Reed: A Study")
    assert chosen(Text(title="Beyond GullNet-2"), titles=titles) == ["GullNet-2"]
    assert chosen(Text(title="Beyond GullNet-2"), titles=titles[:1]) == []
    assert chosen(Text(title="Beyond Reed"), titles=(*titles, "Reed again")) == []  # a word, no name


@pytest.mark.parametrize(
    ("text", "is_name_of"),
    [("GullNet", True), ("BLIP3-o", True), ("Qwen2.5", True), ("Part 2", False), ("Thyme", False),
     ("On the Guidance of Flow", False), ("灯塔 V2", False), ("", False), ("x", False), ("A" * 40, False)],
)  # fmt: skip
def test_what_is_the_name_of_a_system(text: str, is_name_of: bool) -> None:
    assert is_name(text) is is_name_of


def test_the_name_of_the_work_itself_is_no_tag() -> None:
    text = Text(title="InternVL 3.5: Wings", abstract="InternVL is what we call it. InternVL flies.")
    assert chosen(text) == []
    assert chosen(Text(title="What InternVL sees")) == ["InternVL"]


def test_a_phrase_of_the_title_that_recurs_is_a_tag() -> None:
    abstract = "Feather rendering is hard. We render feathers; feather rendering in real time, feather rendering now."
    assert chosen(Text(title="GullNet: Towards Efficient Feather Rendering", abstract=abstract)) == [
        "feather rendering"
    ]
    twice = "Feather rendering is hard. Feather rendering is fun."
    assert chosen(Text(title="Efficient Feather Rendering", abstract=twice)) == []
    chinese = "羽毛渲染很难。我们做羽毛渲染，也测羽毛渲染。"
    assert chosen(Text(title="面向实时的羽毛渲染方法", summary=chinese)) == ["羽毛渲染"]


def test_a_part_of_a_longer_word_is_no_phrase() -> None:
    whole = "个体记忆机制很新。我们做个体记忆机制，也测个体记忆机制。"
    assert chosen(Text(title="个体记忆机制初探", summary=whole)) == []
    assert chosen(Text(title="体记忆机制的初探", summary=whole)) == []
    assert chosen(Text(title="体记忆机制的初探", summary=whole.replace("个", ""))) == ["体记忆机制"]


@pytest.mark.parametrize(
    "title",
    [
        "A Novel Framework",
        "Efficient Training of Large Models",
        "一种新的方法",
        "训练框架的系统研究",
        "多模态大模型综述",
    ],
)
def test_common_words_are_no_tags(title: str) -> None:
    text = Text(title=title, abstract=f"{title}. " * 12)
    assert chosen(text, Config()) in ([], ["多模态大模型"])


def test_reasons_name_term_field_score_and_where_a_tag_is_known_from() -> None:
    text = Text(
        title="低秩适配再思考", abstract="With GRPO once, LoRA twice, LoRA.", text="LoRA " * 3 + "SLAM"
    )
    first, *rest = decide(text)
    assert (first.tag, first.chosen, first.by, first.score) == ("LoRA", True, "registry", 1.0)
    assert [(each.term, each.field) for each in first.evidence] == [
        ("低秩适配", "title"),
        ("LoRA", "abstract"),
        ("LoRA", "text"),
    ]
    assert [(each.tag, each.chosen, each.by) for each in rest] == [("GRPO", False, "lexicon")]
    assert 0 < rest[0].score < rest[0].threshold


def test_those_past_the_limit_are_told_of_and_not_given() -> None:
    config = site("categorize: {max_tags: 1}\n")
    decisions = decide(Text(title="LoRA for VLMs with RAG"), config)
    assert [decision.chosen for decision in decisions] == [True, False, False]
    assert all(decision.score >= decision.threshold for decision in decisions)
    assert chosen(Text(title="LoRA for VLMs"), site("categorize: {max_tags: 0}\n")) == []


def test_every_tag_that_ships_is_found_by_each_of_its_names_and_no_name_is_there_twice() -> None:
    vocabulary = Vocabulary(Config(topics=()), {})
    seen: dict[tuple[str, ...], str] = {}
    for tag in known_tags():
        for spelling in tag.spellings:
            tokens = tokens_of(spelling, 100)
            key = tuple(token.key for token in tokens)
            assert seen.setdefault(key, tag.en) == tag.en, spelling
            [sighting] = vocabulary.index.find(tokens)
            assert sighting.spelling.label.name == tag.zh, spelling


def test_a_megabyte_is_read_no_further_than_its_beginning() -> None:
    index = LabelIndex([])
    for text in ("VLM " * 250_000, "视觉" * 500_000, "a" * 1_000_000, "-" * 1_000_000, "ﷺ" * 300_000):
        assert len(tokens_of(text, 600)) <= 600
        assert index.find(tokens_of(text, 600)) == []
        decisions = decide(Text(title=text, abstract=text, text=text, summary=text))
        assert len(decisions) <= 8


@pytest.mark.parametrize(
    "title", ["", " ", "😀", "Обзор моделей", "モデルの話", "نموذج", "\ud800", "ﬁ" * 9, "C++", "²³"]
)
def test_titles_of_any_kind_have_a_harmless_answer(title: str) -> None:
    assert chosen(Text(title=title)) == []


_WORDS = st.sampled_from(
    [spelling for tag in known_tags() for spelling in tag.spellings]
    + ["VLM", "图文大模型", "LoRA", "feather rendering", "的", "and", "：", ", ", "GullNet: ", "\n"]
)
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=12).map(" ".join))


@settings(max_examples=120, deadline=None)
@given(
    _TEXTS,
    _TEXTS,
    _TEXTS,
    st.integers(0, 6),
    st.dictionaries(st.text(max_size=8), st.integers(1, 3), max_size=4),
)
def test_never_too_many_never_twice_and_always_the_same(
    title: str, abstract: str, text: str, most: int, used: dict[str, int]
) -> None:
    config = site(f"categorize: {{max_tags: {most}}}\n")
    vocabulary = Vocabulary(config, used)
    tagger = Tagger(vocabulary, most)
    work = Text(title=title, abstract=abstract, text=text)
    decisions = tagger.decide(work)
    tags = [decision.tag for decision in decisions if decision.chosen]
    assert len(tags) <= most
    assert (
        len({fold_name(tag) for tag in tags})
        == len({vocabulary.names.slug(tag) for tag in tags})
        == len(tags)
    )
    assert decisions == tagger.decide(work)
    assert not any(vocabulary.is_topic(tag) for tag in tags)
    assert all(decision.evidence and 0 <= decision.score <= 1 for decision in decisions)
