import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.excerpt import excerpt

ENGLISH = "We introduce a suite of models. It is 12.5% better than the baseline on every task that we tried."
CHINESE = (
    "我们提出了一种新的方法（简称 ABC），在多个基准上取得了领先。代码已开源，模型参数为 7B。训练只用了三天。"
)


def test_what_fits_stays_whole() -> None:
    assert excerpt("一二三", 3) == "一二三"
    assert excerpt("abcdef", 3) == "abcdef"
    assert excerpt(" a \n\n b ", 5) == "a b"
    assert excerpt("", 5) == ""


def test_cuts_after_a_sentence_that_ends_near() -> None:
    assert excerpt(CHINESE, 36) == "我们提出了一种新的方法（简称 ABC），在多个基准上取得了领先…"
    assert excerpt(ENGLISH, 20) == "We introduce a suite of models…"


def test_else_cuts_between_words_and_drops_what_hangs() -> None:
    assert excerpt(ENGLISH, 25) == "We introduce a suite of models. It is 12.5% better…"
    assert excerpt("这是一个很长的句子（里面有括号）", 10) == "这是一个很长的句子…"
    assert excerpt("参数量为 123456789 的模型", 8) == "参数量为…"


def test_a_stop_inside_a_number_or_after_an_initial_is_no_end() -> None:
    assert (
        excerpt("the score of 9. 5 models by J. Smith and others in a row", 15).endswith("J. Smith…") is False
    )
    assert excerpt("scored by reviewer J. Smith and his team", 11) == "scored by reviewer J…"


@pytest.mark.parametrize("unit", ["e\u0301", "👨\u200d👩\u200d👧", "👍🏽", "页\ufe0f", "！\ufe0f"])
@pytest.mark.parametrize("before", ["", "x", "xx"])
@pytest.mark.parametrize("length", [3, 4, 5])
def test_never_cuts_inside_a_character(unit: str, before: str, length: int) -> None:
    kept = excerpt(before + unit * 30, length)[:-1].removeprefix(before)
    assert kept == unit * (len(kept) // len(unit))


def test_never_cuts_inside_a_flag() -> None:
    assert excerpt("ab" + "🇨🇳" * 30, 3) == "ab🇨🇳🇨🇳…"
    assert excerpt("abc" + "🇨🇳" * 30, 3) == "abc🇨🇳…"


def test_a_letter_under_a_pile_of_marks_is_left_out_whole() -> None:
    assert excerpt("a" + "\u0301" * 300, 10) == "…"


@given(st.text(alphabet="ab 1.。，（“中文!\n\u0301\u200d👍") | st.text(), st.integers(1, 60))
def test_is_bounded_and_a_beginning_of_the_text(text: str, length: int) -> None:
    line = " ".join(text.split())
    cut = excerpt(text, length)
    if cut != line:
        assert cut.endswith("…")
        assert line.startswith(cut[:-1])
        assert len(cut) <= 2 * length + 1
        follow = line[len(cut) - 1 :]
        assert not follow or unicodedata.category(follow[0])[0] != "M" or not cut[:-1]
