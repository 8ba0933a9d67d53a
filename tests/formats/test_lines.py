"""Files of sorted lines of JSON: every fault is told, and what is written is read."""

from __future__ import annotations

import msgspec
import pytest

from digest.formats.lines import lines_of, read_lines
from digest.problems import DigestError


class Thing(msgspec.Struct, frozen=True):
    name: str
    count: int = 0


def test_what_is_written_is_read_in_one_order() -> None:
    things = [Thing("乙", 2), Thing("a\nb", 1), Thing("甲")]
    data = lines_of(things)
    assert data == lines_of(reversed(things))
    assert sorted(read_lines(data, Thing, "x.jsonl", hint=""), key=things.index) == things


def test_no_file_and_empty_lines_hold_nothing() -> None:
    assert read_lines(None, Thing, "x.jsonl", hint="") == ()
    assert read_lines(b'\n\r\n{"name":"a"}\r\n \n', Thing, "x.jsonl", hint="") == (Thing("a"),)


def test_every_line_that_cannot_be_read_is_named() -> None:
    data = b'{"name":"a"}\n{"name":\n{"name":"b","count":"x"}\n\xff\n' + b"[" * 100_000
    with pytest.raises(DigestError) as failure:
        read_lines(data, Thing, "x.jsonl", hint="restore the file")
    assert [(problem.path, problem.line, problem.hint) for problem in failure.value.problems] == [
        ("x.jsonl", line, "restore the file") for line in (2, 3, 4, 5)
    ]
