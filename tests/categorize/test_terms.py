"""Finding terms: whole words in any spelling, Han characters anywhere, names in their own case where that matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.categorize.terms import TermIndex
from digest.categorize.words import raw_words


def found(term: str, text: str) -> bool:
    index: TermIndex[str] = TermIndex()
    index.add(term, "here")
    return index.find(raw_words(text, 500)) != []


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("multi-modal", "A multimodal model"),
        ("multi-modal", "A multi-modal model"),
        ("multi-modal", "A Multi Modal model"),
        ("multimodal", "A multi-modal model"),
        ("vision-language model", "Vision-Language Models see"),
        ("vision-language", "vision-language-action models"),
        ("radiance field", "Radiance Fields"),
        ("Qwen-VL", "Qwen2.5-VL Technical Report"),
        ("InternVL", "InternVL3: more"),
        ("Qwen2.5", "Qwen2.5 at home"),
        ("IDEFICS", "Idefics2 in practice"),
        ("3DGS", "用3DGS重建"),
        ("模态", "全模态模型"),
        ("RL 训练框架", "一个RL训练框架"),
        ("~VLM", "MedVLM for doctors"),
        ("~GS", "FlashGS"),
        ("=ROLL", "ROLL Flash"),
        ("=VITA", "VITA-1.5"),
        ("=Your-Own", "a Your-Own model"),
    ],
)
def test_found(term: str, text: str) -> None:
    assert found(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("RL", "a URL"),
        ("RL", "RLHF"),
        ("omni", "omnidirectional"),
        ("3D", "3DGS"),
        ("Qwen2.5", "Qwen2 and 5 more"),
        ("gaussian splatting", "splatting gaussian"),
        ("模态", "模型态度"),
        ("~VLM", "a VLM"),
        ("~GS", "things"),
        ("=ROLL", "roll the dice"),
    ],
)
def test_not_found(term: str, text: str) -> None:
    assert not found(term, text)


def test_all_terms_are_found_in_one_walk_in_their_order() -> None:
    index: TermIndex[int] = TermIndex()
    for number, term in enumerate(["field", "radiance field", "neural radiance field", "图像"]):
        index.add(term, number)
    assert sorted(index.find(raw_words("Neural radiance fields of 图像", 500))) == [0, 1, 2, 3]
    assert index.find(raw_words("field field", 500)) == [0, 0]


def test_a_phrase_of_many_hyphens_takes_no_more_time_than_any_other() -> None:
    assert found(" ".join(["a-b"] * 49), " ".join(["a-b"] * 49))
    assert found(" ".join(["a-b"] * 49), " ".join(["a b"] * 49))


WORDS = st.lists(
    st.sampled_from(["neural", "field", "图", "像", "multi-modal", "3D"]), min_size=1, max_size=6
)


@given(WORDS, WORDS, WORDS)
def test_a_phrase_is_found_wherever_it_stands(
    before: list[str], phrase: list[str], behind: list[str]
) -> None:
    assert found(" ".join(phrase), " ".join([*before, *phrase, *behind]))


@given(st.text(max_size=100), st.text(max_size=60))
def test_any_text_is_searched_for_any_term(text: str, term: str) -> None:
    found(term, text)
