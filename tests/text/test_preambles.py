"""What gives an answer of a language model away, and human text that only looks like it."""

import pytest

from digest.text.preambles import afterword, preamble, prompt_echo, refusal


@pytest.mark.parametrize(
    "paragraph",
    [
        "Sure, here is a summary of the paper: it trains gulls.",
        "Sure! Here's what I found in the text.",
        "Here's a summary",
        "Here's a brief summary of the article:",
        "Here is a concise overview of the paper you sent. It trains gulls.",
        "Certainly! Below is the translation. Gulls fly.",
        "Of course, I'll summarise it. Gulls fly.",
        "Of course, here is a summary.",
        "Okay, let me analyze the method.",
        "Based on the provided abstract, the paper trains gulls.",
        "As requested, a summary in Chinese.",
        "As an AI language model, I read the paper.",
        "当然可以，以下是这篇论文的摘要：本文训练海鸥。",
        "当然可以，以下是三个要点：",
        "好的，我将总结这篇论文。本文训练海鸥。",
        "好的，以下是总结：本文训练海鸥。",
        "没问题！这是为您整理的概要：",
        "以下是摘要：本文训练海鸥。",
        "以下是对这篇论文的简要总结：海鸥。",
        "根据您提供的摘要，本文训练海鸥。",
        "根据提供的信息，本文训练海鸥。",
        "作为一个AI语言模型，我认为本文很好。",
        "**好的，我将为您分析这篇论文。**",
        "Here's the summary in Chinese:",
        "Okay, so the user wants a summary of this paper.",
        "The user has asked me to summarise it.",
        "嗯，用户让我总结这篇论文。",
        "首先，我需要理解用户的请求。",
        "遵照您的指示，摘要如下。",
    ],
)
def test_preambles(paragraph: str) -> None:
    assert preamble(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "“当然可以，以下是这篇论文的摘要：”是最常见的开头。",
        "许多回答以“好的，我将为您分析这篇论文”开头，我们统计了 1000 条。",
        '"Sure, here is a summary" opens most of the answers.',
        "Answers that begin with 'Sure, here is a summary of the paper' were dropped.",
        "Here is the catch: gulls are slow.",
        "Here is an overview of what changed this week: three models.",
        "Here are three reasons to read it.",
        "Of course, here is the catch: gulls are slow.",
        "Of course, I have not run the code.",
        "Certainly, diffusion models are slow.",
        "Based on the given data, gulls are fast.",
        "当然，这是一个简化的例子。",
        "当然，以下是一些局限。",
        "好的模型需要大量的数据。",
        "以下是实验分析：",
        "以下是三点主要贡献：",
        "根据作者提供的代码，速度提高了两倍。",
        "作为一名研究者，我建议先读第三节。",
        "这是第 37 期周报。",
        "本期摘要：两篇论文。",
        "The user asks a question and the model answers with a map.",
        "用户要求更快的模型，作者给出了答案。",
        "用户让模型先写计划，再写代码。",
        "",
    ],
)
def test_what_is_no_preamble(paragraph: str) -> None:
    assert not preamble(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "I'm sorry, but I can't help with that.",
        "I’m sorry, but I cannot access the paper.",
        "I am sorry, but as an AI I am unable to open links.",
        "I cannot access external links, so paste the text.",
        "I'm unable to open the URL you sent.",
        "As an AI language model, I cannot browse.",
        "Please provide the text of the paper and I'll summarise it.",
        "抱歉，我无法访问这个链接。",
        "很抱歉，我目前无法根据现有信息总结这篇论文。",
        "对不起，我不能回答这个问题。",
        "我无法直接访问您给出的网页。",
        "作为一个人工智能语言模型，我无法浏览网页。",
        "好的，我将分析方法部分。请提供论文内容，我将为您解读。",
        "抱歉，您提供的内容不完整，无法生成摘要。",
        "由于论文内容未提供，我无法给出分析。",
        "Unfortunately, the provided text does not contain the abstract.",
        "Please provide the text you want me to summarize.",
        "I'm unable to browse the internet, so I can't read the paper.",
    ],
)
def test_refusals(paragraph: str) -> None:
    assert refusal(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "很遗憾，我没有复现出论文的结果。",
        "很抱歉，我无法复现这个结果。",
        "模型回答“抱歉，我无法回答这个问题”的比例下降了一半。",
        "“I'm sorry, but I can't help with that” is what half of them say.",
        "The model cannot access the network.",
        "I could not access the repository when I wrote this.",
        "欢迎投稿，请提供论文链接。",
        "我会每周更新总结。欢迎投稿，请提供论文链接。",
        "请提供论文链接，我会在下期介绍。",
        "Please share the paper with your friends; I will be back next week.",
        "Sorry for the late issue.",
        "模型无法访问外部链接。",
        "由于数据未公开，我们无法复现。",
        "很遗憾，作者提供的代码不完整。",
    ],
)
def test_what_is_no_refusal(paragraph: str) -> None:
    assert not refusal(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "You are a helpful assistant. Summarise in Chinese.",
        "Summarize the following article in Chinese.",
        "你是一名资深的科研助手，请阅读论文。",
        "请用中文总结以下论文",
        "请以 JSON 回答。",
        "Assistant: Gulls fly.",
        '{"summary": "Gulls fly."}',
        "<|im_start|>assistant",
        "Gulls fly.</think> They do.",
        "<think>Gulls fly.",
        "[INST] Gulls [/INST]",
    ],
)
def test_prompt_echoes(paragraph: str) -> None:
    assert prompt_echo(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "We summarise the following methods: one, two.",
        "系统：一种新的调度方法。",
        "你是一名研究者，读这篇论文时会注意到它的实验很少。",
        "The prompt says “You are a helpful assistant”.",
        "Assistants are useful.",
        "The token `<|im_start|>` begins a turn, “[INST]” too.",
        "模型在 <think> 与 </think> 之间推理。",
        "先推理（<think>…</think>），再作答。",
        "For x < 3 | y > 2 it holds.",
    ],
)
def test_what_is_no_prompt(paragraph: str) -> None:
    assert not prompt_echo(paragraph)


def test_afterwords() -> None:
    assert afterword("希望这份总结对您有所帮助！")
    assert not afterword("作者希望这一方向能得到更多关注。")


def test_no_paragraph_takes_long() -> None:
    for text in (
        "当然可以，" * 50_000,
        "Sure, here is " * 50_000,
        "好的" + "我" * 200_000,
        "here is a " + "a-" * 100_000,
    ):
        for look in (preamble, afterword, refusal, prompt_echo):
            look(text)
