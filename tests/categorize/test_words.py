"""Words of a text: every spelling that finds them, whatever the text holds, in time linear in what is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.categorize.decisions import Text
from digest.categorize.words import (
    MAX_ABSTRACT,
    MAX_TITLE,
    is_han,
    raw_words,
    singular_of,
    spellings,
    word_of,
    words_of,
)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("models", ("models", "model")),
        ("modalities", ("modalities", "modality")),
        ("meshes", ("meshes", "mesh")),
        ("class", ("class",)),
        ("focus", ("focus",)),
        ("qwen2.5", ("qwen2.5", "qwen2", "qwen")),
        ("internvl3", ("internvl3", "internvl")),
        ("3dgs", ("3dgs", "3dg")),
        ("gpt", ("gpt",)),
    ],
)
def test_a_word_is_found_under_each_of_its_spellings(word: str, found: tuple[str, ...]) -> None:
    assert spellings(word) == found


def test_a_title_becomes_words_and_single_han_characters() -> None:
    assert raw_words("Qwen2.5-Omni：全模态 LLM!", MAX_TITLE) == ["Qwen2.5-Omni", "全", "模", "态", "LLM"]


def test_full_width_letters_and_other_dashes_are_plain_ones() -> None:
    assert raw_words("ＶＬＭ multi\u2011modal", MAX_TITLE) == ["VLM", "multi-modal"]


def test_a_camel_case_name_has_pieces() -> None:
    assert word_of("DreamGaussian").pieces == ("dream", "gaussian")
    assert word_of("MedVLM").pieces == ("med", "vlm")
    assert word_of("Gaussian").pieces == ()


def test_only_the_beginning_of_a_field_is_read() -> None:
    words = words_of(Text(title="a " * MAX_TITLE, abstract="b " * MAX_ABSTRACT))
    assert len(words.title) == MAX_TITLE // 2
    assert len(words.abstract) == MAX_ABSTRACT // 2


def test_the_article_stands_in_for_a_missing_abstract() -> None:
    assert words_of(Text(title="t", text="body words")).body == ["body", "words"]
    assert words_of(Text(title="t", text="body words")).body_field == "text"
    assert words_of(Text(title="t", abstract="said", text="body words")).body == ["said"]


@given(st.text())
def test_any_text_gives_words(text: str) -> None:
    for raw in raw_words(text, 200):
        word = word_of(raw)
        assert word.parts
        assert all(parts for parts in word.parts)
        assert raw.strip() == raw != ""


@given(st.text(alphabet=st.characters(categories=["Ll"]), min_size=1))
def test_a_singular_stays_one(word: str) -> None:
    assert singular_of(word)
    assert len(singular_of(word)) <= len(word)


@pytest.mark.parametrize(
    "text", ["a-" * 500_000, "a1" * 500_000, "A" * 1_000_000, "1." * 500_000, "模" * 1_000_000]
)
def test_of_a_hostile_text_only_the_beginning_is_looked_at(text: str) -> None:
    words = raw_words(text, MAX_ABSTRACT)
    assert 0 < sum(map(len, words)) <= MAX_ABSTRACT
    assert all(len(word_of(raw).parts) <= MAX_ABSTRACT for raw in words)


def test_han() -> None:
    assert is_han("模")
    assert not is_han("a")
    assert not is_han("模态")
