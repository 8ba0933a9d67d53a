"""Bytes become lines, or a reason why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.importers.books import Books
from digest.importers.document import MAX_BYTES, read_document
from digest.problems import DigestError

CHINESE = "# 周报\n\n本周亮点：多模态模型与强化学习框架。\n"


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"a\nb\n", ("a", "b")),
        (b"a\r\nb\rc", ("a", "b", "c")),
        (b"\xef\xbb\xbfa\n\n", ("a", "")),
        ("a\x07b\x1a\u00a0c\td".encode(), ("ab\u00a0c\td",)),
        ("一\u2028二".encode(), ("一\u2028二",)),
    ],
)
def test_lines(data: bytes, lines: tuple[str, ...]) -> None:
    assert read_document(data, "x.md").lines == lines


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        ("\ufeff \n\u3000\n".encode(), "empty"),
        (CHINESE.encode("utf-16"), "UTF-16"),
        (CHINESE.encode("utf-16-be"), "UTF-16"),
        (CHINESE.encode("utf-32"), "UTF-16 or UTF-32"),
        (CHINESE.encode("gbk"), "x.md:1:1: error: this document is not UTF-8 but looks like GBK"),
        (CHINESE.encode()[:-3], "x.md:3:1: error: this document ends in the middle of a character"),
        (b"ok\n\xff\xfe\xfd\xff", "x.md:2:1: error: this document is not UTF-8"),
        (b"a\0b" * 20 + b"long text without them", "NUL"),
        (b"x" * (MAX_BYTES + 1), "at most 10"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(DigestError) as failure:
        read_document(data, "x.md")
    assert message in str(failure.value)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read_document(data, "x.md")
    except DigestError:
        return
    assert document.text.strip()
    assert "\r" not in document.text


def test_books_close_over_every_line_that_is_not_blank() -> None:
    document = read_document("一\n\n二\n三\n四\n五\n".encode(), "x.md")
    books = Books(document)
    books.entry(0, "title", 1)
    books.navigation("table of contents", 3, 4)
    books.drop("advertisement", 4, 5)
    accounts = books.close()
    assert [(account.line, account.verdict) for account in accounts] == [
        (1, "entry"),
        (3, "navigation"),
        (4, "navigation"),
        (5, "dropped"),
        (6, "failed"),
    ]
