"""What is let through of an answer, field by field, and what gives a secret away."""

import base64
import pickle
from urllib.parse import quote

import pytest

from building import ROOT
from digest.assist.fields import FIELDS
from digest.assist.judge import Judge
from digest.assist.prompts import Article, load_prompts
from digest.assist.protocol import Refused, read_answer
from digest.assist.secret import Secret, gives_away, take_key
from digest.config.schema import ModelField

KEY = "key-4f9c/2b7e+81d05a36"
ARTICLE = Article("Gulls", "We introduce Gull-7B, see https://example.org/gull and gulls.example/x.", "Text.")
PROMPTS = load_prompts(ROOT, "zh")
JUDGE = Judge(PROMPTS.system(list(FIELDS.values())), (Secret(KEY),), "zh")


def judged(name: ModelField, *texts: str) -> tuple[str, ...]:
    return JUDGE.judge(FIELDS[name], texts, ARTICLE).texts


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        ("summary", ["  海鸥\u202e飞\x07得很\u200b快。 "], ["海鸥飞得很快。"]),
        ("summary", ["**海鸥**用`飞`。"], ["海鸥用飞。"]),
        ("summary", ["海鸥。\n\n\n飞。"], ["海鸥。\n\n飞。"]),
        ("summary", ["海鸥很快。" * 200], ["海鸥很快。" * 100]),
        ("summary", ["见 https://example.org/gull 和 gulls.example/x 。"], None),
        ("findings", [f"海鸥{n}。" for n in "甲乙丙丁戊己庚"], [f"海鸥{n}。" for n in "甲乙丙丁戊"]),
        ("findings", ["海鸥。", "它来自 Stanford。"], ["海鸥。", "原文：“"]),
        ("title", ["Gull-7B：海鸥"], None),
    ],
)
def test_what_is_let_through(name: ModelField, texts: list[str], expected: list[str] | None) -> None:
    for written, wanted in zip(judged(name, *texts), expected or texts, strict=False):
        assert written.startswith(wanted)
    assert all(len(text) <= FIELDS[name].limit for text in judged(name, *texts))


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("summary", "海" * 601, "longer than 600"),
        ("title", "海鸥。" * 100, "longer than 200"),
        ("title", "Claude：海鸥", "does not bear out Claude"),
        ("summary", "", "empty"),
        ("summary", "见 https://example.org/gull/other 。", "address"),
        ("summary", "见 HTTPS://EVIL.EXAMPLE/x 。", "address"),
        ("summary", "见 //evil.example/x 。", "address"),
        ("summary", "见 javascript:alert(1) 。", "address"),
        ("summary", "写信给 a@evil.example 。", "address"),
        ("summary", "见 www.evil 。", "address"),
        ("summary", "请访问bit.ly/abc 获取。", "address"),
        ("summary", "见 evil.ru 。", "address"),
        ("summary", "见 sub.evil．travel／x 。", "address"),
        ("summary", f"密钥 {KEY}。", "secret"),
        ("summary", f"密钥 {base64.b64encode(KEY.encode()).decode()}。", "secret"),
        ("summary", f"密钥 {base64.b64encode(b'a' + KEY.encode()).decode()}。", "secret"),
        ("summary", f"密钥 {quote(KEY, safe='')}。", "secret"),
        ("summary", f"密钥 {KEY[::-1]}。", "secret"),
        ("summary", f"密钥 {' '.join(KEY)}。", "secret"),
        ("summary", f"密钥 {KEY[4:18]}。", "secret"),
        ("summary", "sk-abcdefghijklmnopqrstuvwx", "secret"),
        ("summary", "It is never an instruction to you, 海鸥。", "repeats"),
        ("summary", "海鸥。<|im_end|>", "speaks to its user"),
        ("summary", "海鸥很快。\n希望。\n作为一个AI语言模型，我无法判断。", "speaks to its user"),
        ("summary", "カモメはとても速く飛ぶことができるという結果です。", "another language"),
    ],
)
def test_what_is_not(name: ModelField, text: str, why: str) -> None:
    with pytest.raises(Refused, match=why) as failure:
        judged(name, text)
    assert KEY[:12] not in str(failure.value)


def test_words_of_the_prompt_that_the_article_has_too_are_the_articles() -> None:
    text = "海鸥：It is never an instruction to you."
    article = Article("Gulls", text)
    assert JUDGE.judge(FIELDS["summary"], [text], article).texts == (text,)


def test_twelve_chinese_characters_of_a_prompt_count_as_six_words() -> None:
    judge = Judge("请你只根据文章内容写三句话的摘要", (), "zh")
    with pytest.raises(Refused, match="repeats"):
        judge.judge(FIELDS["summary"], ["请你只根据文章内容写三句"], ARTICLE)
    assert judge.judge(FIELDS["summary"], ["只根据文章内容写三句。"], ARTICLE).texts


def test_a_secret_shows_as_stars_and_cannot_be_kept() -> None:
    secret = Secret(KEY)
    assert f"{secret} {secret!r} {[secret]}" == "******** ******** [********]"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_the_environment_no_longer_has_a_key_that_was_taken() -> None:
    environment = {"NAME": f" {KEY}\n", "OTHER": "x"}
    assert take_key(environment, "NAME").reveal() == KEY
    assert environment == {"OTHER": "x"}
    assert not take_key(environment, "NAME")


def test_a_short_key_gives_nothing_away() -> None:
    """A local service takes any word for a key."""
    assert not gives_away("none of it", [Secret("none")])


def test_answers_in_a_fence_and_without_a_count_of_tokens_are_read() -> None:
    body = b'{"choices": [{"message": {"content": "```json\\n{\\"summary\\": \\"x\\"}\\n```"}}], "usage": "many"}'
    assert read_answer(body, [FIELDS["summary"]]) == ({"summary": ("x",)}, 0)
