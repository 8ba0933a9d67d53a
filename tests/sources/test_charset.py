import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.charset import decode

CHINESE = "大模型周报：强化学习与推理"


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        (CHINESE.encode(), "", CHINESE),
        (b"\xef\xbb\xbf" + CHINESE.encode(), "", CHINESE),
        (b"\xff\xfe" + CHINESE.encode("utf-16-le"), "", CHINESE),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), "", CHINESE),
        ("<?xml?>".encode("utf-16-le"), "", "<?xml?>"),
        # What it is counts more than what it says.
        (
            b'<meta charset="gb2312">' + CHINESE.encode(),
            "text/html; charset=gbk",
            '<meta charset="gb2312">' + CHINESE,
        ),
        (b'<meta charset="utf-8">' + CHINESE.encode("gbk"), "", '<meta charset="utf-8">' + CHINESE),
        (CHINESE.encode("gb18030"), "", CHINESE),
        # gb2312 is what gb18030 is called.
        (
            '<?xml version="1.0" encoding="gb2312"?>镕㐀'.encode("gb18030"),
            "",
            '<?xml version="1.0" encoding="gb2312"?>镕㐀',
        ),
        (
            CHINESE.encode("big5", "ignore"),
            "text/html; charset=Big5",
            CHINESE.encode("big5", "ignore").decode("big5"),
        ),
        ('<meta content="text/html; charset=windows-1251">Привет'.encode("cp1251"), "", None),
        ("naïve café".encode("latin-1"), "text/xml; charset=ISO-8859-1", "naïve café"),
        ("日本語".encode("iso2022_jp"), "text/html; charset=iso-2022-jp", "日本語"),
        # One broken byte does not make another encoding of a text.
        (CHINESE.encode() * 50 + b"\xff", "", CHINESE * 50 + "\ufffd"),
    ],
)
def test_texts(body: bytes, header: str, text: str | None) -> None:
    found = decode(body, header)
    if text is None:
        assert found.endswith("Привет")
    else:
        assert found == text


@pytest.mark.parametrize("name", ["unicode_escape", "rot13", "zip", "punycode", "undefined", "utf-7", "idna"])
def test_codecs_that_do_other_things_are_not_used(name: str) -> None:
    body = b"\xff+ADw-b+AD4-\\u0041"
    assert decode(body, f"text/html; charset={name}") == decode(body)


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_are_a_text(body: bytes, header: str) -> None:
    assert isinstance(decode(body, f"text/xml; charset={header}"), str)
