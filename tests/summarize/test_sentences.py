import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.summarize.sentences import split_sentences

TABLE: dict[str, list[str]] = {
    # numbers
    "It gains 3.5 points over v1.2. That is 12,345.6 in all.": [
        "It gains 3.5 points over v1.2.",
        "That is 12,345.6 in all.",
    ],
    "It was written in 2020. We read it in 2021.": ["It was written in 2020.", "We read it in 2021."],
    "速度提升 1.5 倍，达到 99.9%。误差降到 0.01。": ["速度提升 1.5 倍，达到 99.9%。", "误差降到 0.01。"],
    # abbreviations
    "See Smith et al. 2020 and Fig. 3. It holds, e.g. on graphs, i.e. always.": [
        "See Smith et al. 2020 and Fig. 3.",
        "It holds, e.g. on graphs, i.e. always.",
    ],
    "This follows Lee et al. We go further.": ["This follows Lee et al.", "We go further."],
    "It reads maps, charts, etc. The rest is easy.": ["It reads maps, charts, etc.", "The rest is easy."],
    "No. 3 is best. Is it slow? No. We timed it.": ["No. 3 is best.", "Is it slow?", "No.", "We timed it."],
    "Compare A vs. B in Sec. A and Eq. (2). Done.": ["Compare A vs. B in Sec. A and Eq. (2).", "Done."],
    "Written by J. R. Doe and A. Roe. They agree.": ["Written by J. R. Doe and A. Roe.", "They agree."],
    "The U.S. data is larger. It is free.": ["The U.S. data is larger.", "It is free."],
    # names that begin small, and words that do not
    "We serve it fast. vLLM helps. iPad users wait. yes they do": [
        "We serve it fast.",
        "vLLM helps.",
        "iPad users wait. yes they do",
    ],
    "Run README.md with Node.js in torch.nn. Then stop.": [
        "Run README.md with Node.js in torch.nn.",
        "Then stop.",
    ],
    # addresses, code, formulas
    "Read https://example.org/a.b/c?d=e. Then come back.": [
        "Read https://example.org/a.b/c?d=e.",
        "Then come back.",
    ],
    "代码在 https://example.org/x。欢迎试用。": ["代码在 https://example.org/x。", "欢迎试用。"],
    "Call `a. B` or ``c. D``. Go.": ["Call `a. B` or ``c. D``.", "Go."],
    "Then $f(x). G(x)$ is small. And $$a. B$$ too. So \\(p. Q\\) is.": [
        "Then $f(x). G(x)$ is small.",
        "And $$a. B$$ too.",
        "So \\(p. Q\\) is.",
    ],
    "It costs $5. We pay $10 more.": ["It costs $5.", "We pay $10 more."],
    "See [the site. Or not](https://example.org/a_(b)). Next.": [
        "See [the site. Or not](https://example.org/a_(b)).",
        "Next.",
    ],
    # brackets and quotation marks
    "It works (see below. It is long.) in time. Good.": [
        "It works (see below. It is long.) in time.",
        "Good.",
    ],
    '"Is it?" he asked. "It is." We left.': ['"Is it?" he asked.', '"It is."', "We left."],
    "We call it ``A Test. Twice'' here. Fine.": ["We call it ``A Test. Twice'' here.", "Fine."],
    "采用“先读。后写”的策略。很好（真的。），吧。": ["采用“先读。后写”的策略。", "很好（真的。），吧。"],
    "他问：“为什么？”没有人答。": ["他问：“为什么？”", "没有人答。"],
    "“为什么？”的问题最难。“好！”他说。": ["“为什么？”的问题最难。", "“好！”他说。"],
    "读《什么是生命？》一书。": ["读《什么是生命？》一书。"],
    "An open ( bracket. Still two.": ["An open ( bracket.", "Still two."],
    # Chinese marks
    "真的吗？！真的。那就好；继续……然后停": ["真的吗？！", "真的。", "那就好；继续……然后停"],
    "我们用了 GPT-4 模型.效果不错.代码已开源": ["我们用了 GPT-4 模型.", "效果不错.", "代码已开源"],
    "We wait... and wait. It ends... Then more.": ["We wait... and wait.", "It ends...", "Then more."],
    # Markdown
    "# A title\n\nOne line\ngoes on. Two.": ["A title", "One line\ngoes on.", "Two."],
    "- One. Two.\n- Three\n\n1. First. 2. Second.": ["One.", "Two.", "Three", "First.", "2. Second."],
    "**Bold. Still.** Next.": ["**Bold. Still.**", "Next."],
    "Before.\n\n```\ncode. Code.\n```\n| a. B | c. D |\n![Alt. Text](a.png)\n<div>x. Y</div>\n\nAfter.": [
        "Before.",
        "After.",
    ],
    "> Quoted. Twice.\n\n第一、好。": ["Quoted.", "Twice.", "第一、好。"],
    "Title\n=====\n\nText.": ["Title", "Text."],
    "包含三项： 1. 甲。 2. 乙。": ["包含三项： 1. 甲。", "2. 乙。"],
}


@pytest.mark.parametrize("text", TABLE)
def test_splits(text: str) -> None:
    assert [sentence.text for sentence in split_sentences(text)] == TABLE[text]


MARKS = "aB 1.5。！？；…!?()（）“”\"'`$*_[]<>#|\n-https://x.y et al. 我们提出"


@given(st.text(alphabet=MARKS, max_size=200) | st.text(max_size=200))
def test_every_sentence_is_a_slice_and_they_follow_each_other(text: str) -> None:
    last = 0
    for sentence in split_sentences(text):
        assert last <= sentence.start < sentence.end
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        last = sentence.end


@given(st.text(alphabet="ab 我们。. ", max_size=100))
def test_plain_prose_loses_nothing(text: str) -> None:
    kept = "".join(sentence.text for sentence in split_sentences(text))
    assert kept.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "piece",
    [
        "a. B ",
        "“啊。”",
        "(",
        "$a",
        "`",
        "[a](",
        "\\(",
        "https://.",
        "> ",
        "\n>",
        "<a ",
        "** ",
        "- ",
        "1. ",
        "\n```\n",
    ],
)
def test_a_hostile_text_is_only_long(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    assert all(sentence.text in text for sentence in split_sentences(text)[:100])
