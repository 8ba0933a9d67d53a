import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from digest.text.clean import clean_line, clean_text, is_deceiving

ODD = st.text() | st.text(
    alphabet="a \t\n\r\x00\x0b\x1c\x7f\x85\x9f\u2028\u202e\u200b\u200d\ufeff\ufffe\ud800\U000e0041中"
)


def test_a_line_loses_what_cannot_be_seen() -> None:
    assert clean_line(" a \u202e b\x85c\x07\n\u3000\ufeffd\U000e0041 ") == "a b c d"
    assert clean_line("می\u200cخواهم") == "می\u200cخواهم"


def test_a_text_keeps_its_lines_and_the_authors_characters() -> None:
    kept = "\u3000e\u200e\u200f\u200c\u200d"
    assert clean_text(f"a\tb\r\nc\rd\n\n{kept}\u202e") == f"a\tb\nc\nd\n\n{kept}"
    assert clean_text("a\x00\x1b[31m\x7f\x85\x9f\ufffe\ufdd0\U0001ffffb\ud800") == "a[31mb\ufffd"
    assert clean_text("a\u202a\u202e\u2066\u2069\U000e0000\U000e0041\U000e007fb") == "ab"


def test_an_address_deceives_by_what_a_body_may_not_hold() -> None:
    for hidden in "\u202e\u2066\U000e0041\ufffe\ufdd0\ud800":
        assert is_deceiving(f"https://a.example/{hidden}gpj.exe")
    assert not is_deceiving("https://a.example/中文\u200d")


@given(ODD)
def test_nothing_forbidden_is_left_in_a_line(text: str) -> None:
    line = clean_line(text)
    assert clean_line(line) == line
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in line)
    assert not set("\u202e\u2066\u200e\u200b\ufeff\ufffe\U0001ffff\U000e0041") & set(line)
    assert "  " not in line
    assert line == line.strip()


@given(ODD)
def test_nothing_forbidden_is_left_in_a_text(text: str) -> None:
    body = clean_text(text)
    assert clean_text(body) == body
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n" for c in body)
    assert not set("\u202e\u2066\ufffe\U0001ffff\U000e0041") & set(body)
    body.encode()
