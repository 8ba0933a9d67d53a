import pytest

from digest.text.assistant import cut_chatter, is_closing, is_opening, is_refusal


@pytest.mark.parametrize(
    "paragraph",
    [
        "好的，我将为您分析这篇论文。",
        "好的！以下是对该论文的详细解读：",
        "好的，这是一份为您整理的摘要：",
        "当然，我来总结一下您提供的论文《Is Attention All You Need? A Study》。",
        "**没问题，我会从三个方面进行评估。**",
        "作为机器学习领域的专家，我将对这篇论文进行评述。",
        "以下是我对这篇论文的分析：",
        "我将从方法和实验两方面进行解读。",
        "根据您的要求，我将翻译摘要并给出评估。",
        "Sure, here is a summary of the paper you sent:",
        "Certainly! I'll analyse the method section step by step.",
        "Of course. Let me walk you through it.",
        "Here's a concise overview of the papers you provided:",
        "As an AI researcher, I will review this paper.",
    ],
)
def test_openings(paragraph: str) -> None:
    assert is_opening(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "好的模型需要大量的数据。",
        "好的，模型在三个数据集上都更好。",
        "好的，我认为这篇论文的贡献是新的损失函数。",
        "好的，我将分析这篇论文。该论文提出了一种新的注意力机制，速度提高了两倍。",
        "当然，扩散模型也有不足。",
        "当然，您提供的论文提出了一种新方法。",
        "根据您提供的摘要，该方法在速度上更好。",
        "这是首个对视觉模型进行系统分析的工作。",
        "以下是实验分析：",
        "以下是三点主要贡献：",
        "作为一名研究者，读这篇论文时会注意到它的实验很少。",
        "我们将分析三种方法。",
        "本文提出的方法可以帮助您更快地训练模型。",
        "Certainly, diffusion models are slow.",
        "Here we propose a method you can run at home.",
        "Here is the key: attention is slow.",
        "Here is a list of contributions:",
        "Great progress has been made in the analysis of graphs.",
        "好的，我将为您分析这篇论文，" + "内容很长，" * 200,
        "",
    ],
)
def test_what_is_no_opening(paragraph: str) -> None:
    assert not is_opening(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "希望这份分析对您有所帮助！",
        "希望以上解读能对你理解这篇论文有所启发。",
        "希望本次总结有帮助。",
        "以上就是对这篇论文的分析。如果您还有其他问题，请随时告诉我。",
        "如有需要，请随时联系我。",
        "I hope this analysis helps. Let me know if you need more detail.",
        "Would you like me to go deeper into the experiments?",
    ],
)
def test_closings(paragraph: str) -> None:
    assert is_closing(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "总而言之，该工作对您的系统也有价值。",
        "作者希望这一方向能得到更多关注。",
        "希望未来的工作能减少计算量。",
        "如果您希望提高速度，可以减少步数。",
        "如果您的数据集较小，建议使用 LoRA。",
        "例如，该工作提出了一个新的基准。",
        "We hope this work inspires others.",
        "希望这份分析对您有帮助。模型的不足是速度太慢，需要更多的算力。",
    ],
)
def test_what_is_no_closing(paragraph: str) -> None:
    assert not is_closing(paragraph)


@pytest.mark.parametrize(
    "text",
    [
        "好的，我将为您解读这篇论文。请提供论文的全文。",
        "抱歉，我无法访问该链接。",
        "您还没有提供论文内容。请上传 PDF，我会尽快分析。",
        "好的，我准备好了。\n\n请提供论文内容，我将按以下框架分析：\n\n1. 摘要翻译\n2. 方法\n\n期待您的回复。",
        "I'm sorry, but I cannot access external links.",
        "Sure! Please paste the text of the paper and I will analyse it.",
        "I apologize, but you haven't provided the method section. Could you please share it?",
    ],
)
def test_refusals(text: str) -> None:
    assert is_refusal(text.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "好的，我将为您解读这篇论文。",
        "抱歉，我无法访问全文，但根据摘要，该论文提出了新的损失函数。",
        "抱歉，我无法访问全文。根据标题，它研究导航。它用了强化学习。速度更快。",
        "该系统会向用户说“请提供论文内容”，然后自动总结。",
        "作者没有提供代码。",
        "The robot says sorry when it cannot find the cup.",
        "请提供论文内容。\n\n- " + "很长的一项，" * 30,
    ],
)
def test_what_is_no_refusal(text: str) -> None:
    assert not is_refusal(text.split("\n"))


@pytest.mark.parametrize(
    ("text", "first", "last", "chatter", "rules"),
    [
        ("a\n\nb", 1, 3, (), ()),
        ("\n好的，我将分析论文。\n\n---\n\n## A\ntext\n\n---\n", 6, 7, ((2, 2),), (4, 9)),
        ("好的，我将\n分析论文。\ntext too", 1, 3, (), ()),
        ("好的，我将分析论文。\n## A", 2, 2, ((1, 1),), ()),
        ("text\n\n---\n\n希望这份分析\n对您有所帮助。", 1, 1, ((5, 6),), (3,)),
        ("- item\n希望这份分析对您有所帮助。", 1, 2, (), ()),
        ("text\n\n好的，我将分析论文。\n\nmore", 1, 5, (), ()),
        ("好的，我将分析论文。\n\n我会从三个方面进行分析：\n\ntext", 5, 5, ((1, 1), (3, 3)), ()),
        ("好的，我将分析论文。", 2, 1, ((1, 1),), ()),
        ("", 2, 1, (), ()),
    ],
)
def test_cuts(
    text: str, first: int, last: int, chatter: tuple[tuple[int, int], ...], rules: tuple[int, ...]
) -> None:
    assert cut_chatter(text.split("\n")) == (first, last, chatter, rules)
