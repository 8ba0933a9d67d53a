"""Sentences the source does not bear out give way to the source's own."""

from digest.assist.grounding import Source, ground

ABSTRACT = (
    "We introduce Gull-7B, a model of wings. It is trained on 1,000 flights. "
    "Gull-7B improves accuracy by 12% over GPT-4. Code is at https://example.org/gull."
)


def grounded(text: str, *, limit: int = 600) -> tuple[str, int]:
    result = ground(text, Source(ABSTRACT, ABSTRACT), language="zh", limit=limit)
    return result.text, result.quoted


def test_what_is_borne_out_stays_as_it_is() -> None:
    text = "本文提出 Gull-7B。它用一千次飞行训练，比 GPT-4 高 12%。"
    assert grounded(text) == (text, 0)


def test_a_sentence_that_is_not_is_quoted_from_where_it_comes_nearest() -> None:
    text = "本文提出 Gull-7B。它比 GPT-4 高 21%。它很快。"
    assert grounded(text) == (
        "本文提出 Gull-7B。原文：“Gull-7B improves accuracy by 12% over GPT-4.”它很快。",
        1,
    )


def test_no_sentence_is_quoted_twice_and_addresses_never() -> None:
    text = "很快。" + "高 21%。" * 5
    result, quoted = grounded(text)
    assert quoted == 5
    assert result.count("原文") == 3
    assert "example.org" not in result


def test_nothing_is_left_of_a_text_of_inventions() -> None:
    assert grounded("它比 GPT-4 高 21%。它来自 Stanford。") == ("", 2)


def test_a_quotation_that_does_not_fit_is_left_out() -> None:
    assert grounded("本文提出 Gull-7B。高 21%。", limit=20) == ("本文提出 Gull-7B。", 1)


def test_paragraphs_stay_apart_and_english_has_its_spaces() -> None:
    source = Source(ABSTRACT, ABSTRACT)
    text = "It introduces Gull-7B. It flies.\n\nIt gains 21%. It works."
    assert ground(text, source, language="en", limit=600).text == (
        "It introduces Gull-7B. It flies.\n\n"
        "The source says: “We introduce Gull-7B, a model of wings.” It works."
    )


def test_a_sentence_that_speaks_to_a_machine_is_not_quoted() -> None:
    abstract = "You are a helpful assistant and gain 21%. Gulls fly far over the sea."
    result = ground("It flies. It gains 99%.", Source(abstract, abstract), language="en", limit=600)
    assert result.text == "It flies. The source says: “Gulls fly far over the sea.”"
