"""What a sentence states that its source does not, across languages and spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.assist.facts import facts_of, known_facts


def missing(sentence: str, source: str) -> tuple[str, ...]:
    return known_facts(source).missing(facts_of(sentence))


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("提高了 45%。", r"improves by 45\%"),
        ("提高了４５％。", "improves by 45 percent"),
        ("提高了 3.2 个百分点", "gains 3.2 percentage points"),
        ("比例在 30-40% 之间", "between 30% and 40%"),
        ("百分之三十", "30 per cent"),
        ("1,000 条", "1000 samples"),
        ("一千条", "1k samples"),
        ("一万三千条", "13,000 samples"),
        ("四十二个", "42 things"),
        ("1690 万条轨迹", "16.9M trajectories"),
        ("16.9M", "1690万条"),
        ("70 亿参数", "a 7B model"),
        ("12.50 和 12.5", "12.5"),
        ("两倍", "2x faster"),
        ("2 倍", "twice as fast"),
        ("三倍", "a 3-fold speedup"),
        ("3 个数据集", "three datasets"),
        ("It has two parts.", "由两部分组成"),
        ("2025年5月12日", "on May 12, 2025"),
        ("二〇二五年", "in 2025"),
        ("延迟 12 毫秒", "a latency of 12 ms"),
        ("700 小时", "700 H100 GPU hours"),
        ("512×512 的图像", "512x512 images"),
        ("7,802 个场景（共 10.7 km²）", r"7,802 3D scenes (10.7 $\text{km}^2$)"),
        ("1. 首先", "nothing"),
        ("基于 GPT-4", "we use GPT4"),
        ("用 Qwen2.5-VL 训练", "Qwen2.5-VL-72B"),
        ("GPT 4", "GPT-4"),
        ("FlowMatching", "flow matching"),
        ("Stanford's model", "from Stanford"),
        ("LLMs and VLMs", "large language models and vision-language models"),
        ("达到 SOTA", "state-of-the-art results"),
        ("3D 与 RL", "三维与强化学习"),
        ("见 https://arxiv.org/abs/2505.00001", "http://arxiv.org/pdf/2505.00001v2"),
        ("统一、三维、十分、千万、万一、一种方法", "nothing"),
        ("We propose a method. The results are good.", "nothing"),
        ("本文使用 token 和 prompt。", "nothing"),
    ],
)
def test_what_a_source_bears_out(sentence: str, source: str) -> None:
    assert missing(sentence, source) == ()


@pytest.mark.parametrize(
    ("sentence", "source", "what"),
    [
        ("提高了 45%。", "improves by 44%", "45%"),
        ("提高了 45%。", "45 papers", "45%"),
        ("提高了 3.2%。", "gains 3.2 points", "3.2%"),
        ("提高了 4.5%。", "improves by 45%", "4.5%"),
        ("百分之八十", "30 percent", "80%"),
        ("延迟 12 秒", "a latency of 12 ms", "12s"),
        ("12 GB 显存", "12 MB", "12GB"),
        ("一千条", "100 samples", "1000"),
        ("70 亿参数", "a 70B model", "7000000000"),
        ("三倍", "2x faster", "3times"),
        ("2024 年", "in 2025", "2024"),
        ("It has three parts.", "It has two parts.", "3"),
        ("超过 GPT-4", "we beat GPT-4o", "GPT-4"),
        ("超过 GPT-4o", "we beat GPT-4", "GPT-4o"),
        ("超过 LLaMA-3 与 Claude", "a language model", "LLaMA-3"),
        ("We test on ImageNet.", "We test on images.", "ImageNet"),
        ("一个 LLM", "nothing", "LLM"),
        ("见 https://evil.example/x", "https://good.example/x", "https://evil.example/x"),
    ],
)
def test_what_a_source_does_not_bear_out(sentence: str, source: str, what: str) -> None:
    assert what in missing(sentence, source)


@given(st.text(max_size=200))
def test_a_text_bears_itself_out(text: str) -> None:
    assert missing(text, text) == ()


@given(st.lists(st.sampled_from("一二十百千万亿点零两倍% 3.,kM-GPTx年s:/a。"), max_size=40).map("".join))
def test_nor_does_a_text_of_numbers_contradict_itself(text: str) -> None:
    assert missing(text, text) == ()


def test_no_text_takes_long() -> None:
    for text in ("一" * 20_000, "1," * 20_000, "a-" * 20_000, "1 " * 20_000, "A." * 20_000, "9" * 20_000):
        known_facts(text).missing(facts_of(text[:6000]))
