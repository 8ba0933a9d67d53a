import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.cjk import count, is_cjk


@pytest.mark.parametrize("character", "中㐀豈々〇𠀀𪜀𰀀\U00031350\U0002ebf0")
def test_han_of_every_block(character: str) -> None:
    assert is_cjk(character)
    assert count(character) == (1, 0)


@pytest.mark.parametrize("character", "あアㄅ한ᄀ。、「（，ＡＢ！～·".replace("·", "") + "ｱ￥㊀㎏")
def test_other_cjk(character: str) -> None:
    assert is_cjk(character)


@pytest.mark.parametrize("character", "aé1 .—“”…·яα👍")
def test_the_rest_is_not_cjk(character: str) -> None:
    assert not is_cjk(character)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("", (0, 0)),
        ("多模态大模型。", (6, 0)),
        ("我们提出 BLIP3-o，提升12%", (6, 3)),
        ("We don't stop.", (0, 3)),
        ("We don’t stop — ever", (0, 4)),
        ("かな한글", (4, 0)),
        ("naïve Привет", (0, 2)),
        ("A中B", (1, 2)),
    ],
)
def test_counts_characters_and_words(text: str, counts: tuple[int, int]) -> None:
    assert count(text) == counts


@given(st.text(), st.text())
def test_counts_add_up_over_a_line_break(one: str, two: str) -> None:
    together = count(f"{one}\n{two}")
    assert together == tuple(map(sum, zip(count(one), count(two), strict=True)))
