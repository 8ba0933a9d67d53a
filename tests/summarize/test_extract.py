import json
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from building import SHARED
from digest.summarize.extract import method_sentence, summarise, summary_and_findings
from digest.summarize.length import units
from digest.summarize.sentences import Sentence
from digest.summarize.spans import span_around, spans_of
from summarize.method_sample import SAMPLE

# Written for this test: what the method sentence and the findings are is marked by [M] and [F].
MARKED = (
    (
        "Catalogues of stars grow every night. However, sorting them by hand remains slow. [M]We introduce "
        "Astrolabe, a small network that reads a plate in $O(n \\log n)$ time. It keeps an index of 3.2 GB. "
        "[F]Experiments show that Astrolabe outperforms the best sorter by 4.5% on two surveys. Code is "
        "available at https://example.org/astrolabe."
    ),
    (
        "Existing bridges have been measured from the ground. [M]In this paper, we study how drones can do "
        "it instead. We fly 12 of them. [F]We find that they need half the time and reach the same accuracy."
    ),
    (
        "[M]Lantern is a framework for reading old maps. Earlier work had to redraw them. Each sheet is cut "
        "into tiles. [F]It improves recall from 61.2% to 70.8%."
    ),
    (
        "近年来，古籍数字化进展很快。然而，现有方法难以处理虫蛀的书页。[M]本文提出“补页”框架，先找到缺口，再"
        "补上文字。模型只有 0.3B 参数。[F]实验结果表明，该方法在三个数据集上的准确率提升了 5.4 个百分点，优于"
        "此前最好的方法。代码已开源。"
    ),
    (
        "[M]某实验室发布了听风大模型，能从 12 种方言里认出说话的人。以往的模型只认普通话。[F]在方言测试中，它"
        "的错误率降低了 30%。"
    ),
    (
        "Rivers flood. Traditional gauges suffer from silt. [M]This work presents a buoy, called Otter, that "
        "floats above it. Finally, we propose a rule for placing buoys. [F]In field tests Otter reached an "
        "error of 2 cm, on par with radar."
    ),
    (
        "随着机器人走进家庭，安全变得重要。[M]我们设计了一种软手，用于端茶倒水。此外，我们还提出一个评测集。"
        "[F]软手打碎的杯子减少到 1%。"
    ),
    (
        "A common belief is that more data helps. To test it, [M]we train 40 models. [F]Our results reveal "
        "that half of the data suffices."
    ),
)


def without_marks(text: str) -> tuple[str, list[int], list[int]]:
    """A marked text, the offsets of its method sentence and of its findings."""
    method: list[int] = []
    findings: list[int] = []
    plain = ""
    while text:
        if text.startswith(("[M]", "[F]")):
            (method if text[1] == "M" else findings).append(len(plain))
            text = text[3:]
        plain, text = plain + text[0], text[1:]
    return plain, method, findings


def findings_of(text: str) -> tuple[Sentence, ...]:
    """What an abstract says came out; its summary is that of `summarise`."""
    summary, findings = summary_and_findings("", text, length=140)
    assert summary == summarise("", text, length=140)
    return findings


@pytest.mark.parametrize("marked", MARKED)
def test_method_and_findings_of_our_own(marked: str) -> None:
    text, methods, findings = without_marks(marked)
    method = method_sentence(text)
    assert method is not None
    assert method.start <= methods[0] < method.end
    found = findings_of(text)
    assert [any(each.start <= place < each.end for each in found) for place in findings] == [True] * len(
        findings
    )
    assert len(found) <= 3
    assert not any("available" in each.text or "开源" in each.text for each in found)


def test_without_a_result_the_finding_is_the_method() -> None:
    text = "Maps fade. We propose to store them in the dark. They are folded twice."
    assert [each.text for each in findings_of(text)] == ["We propose to store them in the dark."]
    assert findings_of("The sky was grey that day. Birds flew over the old town.") == ()
    assert method_sentence("") is None


def test_a_summary_begins_with_what_the_work_does_and_keeps_to_its_length() -> None:
    text = without_marks(MARKED[0])[0]
    short = summarise("Astrolabe: sorting stars", text, length=60)
    assert short.text == "We introduce Astrolabe, a small network that reads a plate in $O(n \\log n)$ time."
    longer = summarise("Astrolabe: sorting stars", text, length=120)
    assert [quote.text[:12] for quote in longer.quotes] == ["We introduce", "It keeps an ", "Experiments "]
    assert units(longer.text) <= 120
    assert "https://" not in longer.text


def test_chinese_sentences_stand_together_without_a_blank() -> None:
    summary = summarise("补页", without_marks(MARKED[3])[0], length=120)
    assert summary.text.startswith("本文提出“补页”框架")
    assert "。实验结果表明" in summary.text
    assert "。 " not in summary.text


def test_what_is_longer_than_any_summary_is_cut_between_words() -> None:
    text = "We propose " + "a very $x + y$ long " * 200 + "thing at https://example.org/a/b"
    for length in range(6, 60):
        [quote] = summarise("", text, length=length).quotes
        assert quote.is_cut
        assert text.startswith(quote.text)
        assert quote.text.count("$") % 2 == 0
        assert (text[len(quote.text)], quote.text[-1].isspace()) == (" ", False)
    assert summarise("", text, length=10).text.endswith("…")


def test_an_empty_text_has_no_summary() -> None:
    assert summarise("A title", "", length=140).text == ""
    assert summarise("A title", "```\ncode. Code.\n```", length=140).text == ""


PIECES = [
    "We propose ",
    "本文提出",
    "方法",
    "。",
    ". ",
    "$a_b$",
    "1.5%",
    "https://a.b/c",
    "a ",
    "`x`",
    "\n\n",
    "(",
    "”",
    "word ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=80).map("".join), st.integers(1, 200))
@example("https://a.b/c(", 1)  # the bracket is part of the address
@example("$a_b$1.5%\n\n本文提出$a_b$", 1)  # no formula goes through a blank line
@example("We propose $a_b$1.5%\n\n1.5%$a_b$", 1)
def test_whatever_comes_out_is_a_slice_that_cuts_nothing(text: str, length: int) -> None:
    spans = spans_of(text)
    method = method_sentence(text)
    for quote in (
        *summarise("t", text, length=length).quotes,
        *findings_of(text),
        *([method] if method else ()),
    ):
        assert text[quote.start : quote.end] == quote.text
        assert span_around(spans, quote.start) is None
        assert span_around(spans, quote.end) is None


@cache
def gold() -> dict[str, dict[str, str]]:
    """The abstracts of the gold sets by id."""
    found: dict[str, dict[str, str]] = {}
    for name in ("train", "dev"):
        path = SHARED / f"gold/{name}.jsonl"
        if not path.is_file():
            pytest.skip("the gold abstracts (../shared/gold) are not here: only our own sentences were tried")
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["abstract"]:
                found.setdefault(row["id"], row)
    return found


def test_gold_every_sentence_is_in_its_abstract_and_whole() -> None:
    rows = gold()
    assert len(rows) > 300
    quoted = 0
    for row in rows.values():
        text = row["abstract"]
        spans = spans_of(text)
        method = method_sentence(text)
        for quote in (*summarise(row["title"], text, length=140).quotes, *findings_of(text), method):
            if quote is None:
                continue
            quoted += 1
            assert text[quote.start : quote.end] == quote.text, row["id"]
            assert span_around(spans, quote.start) is None, row["id"]
            assert span_around(spans, quote.end) is None, row["id"]
    assert quoted > 2 * len(rows)


def test_gold_the_method_sentence_is_found() -> None:
    rows = gold()
    missed = []
    for name, offsets in SAMPLE:
        found = method_sentence(rows[name]["abstract"])
        if found is None or not any(found.start <= offset < found.end for offset in offsets):
            missed.append(name)
    assert len(SAMPLE) == 60
    assert len(missed) <= 9, missed  # 85%
