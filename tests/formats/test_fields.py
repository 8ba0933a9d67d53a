from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.formats.fields import (
    Reading,
    UnknownKeys,
    dict_of,
    flag,
    integer,
    list_of,
    moment,
    nearest_hint,
    one_of,
    text,
    texts,
)
from digest.formats.nodes import Node, Scalar
from digest.formats.yaml import read_yaml
from digest.problems import DigestError

SHANGHAI = ZoneInfo("Asia/Shanghai")


def reading(unknown_keys: UnknownKeys = "error") -> Reading:
    return Reading("e.md", zone=SHANGHAI, unknown_keys=unknown_keys)


def node(written: str) -> Node:
    return read_yaml(f"a: {written}", path="x").values["a"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-05-12", datetime(2025, 5, 12, tzinfo=SHANGHAI)),
        ("2025-5-2", datetime(2025, 5, 2, tzinfo=SHANGHAI)),
        ("2025-05-12 16:52:00", datetime(2025, 5, 12, 16, 52, tzinfo=SHANGHAI)),
        ("2025-05-12T16:52", datetime(2025, 5, 12, 16, 52, tzinfo=SHANGHAI)),
        ("2025-05-12t16:52:07Z", datetime(2025, 5, 12, 16, 52, 7, tzinfo=UTC)),
        (
            "2025-05-12T16:52:07.25+08:00",
            datetime(2025, 5, 12, 16, 52, 7, 250000, timezone(timedelta(hours=8))),
        ),
        ("2025-05-12 16:52:00 +0800", datetime(2025, 5, 12, 16, 52, tzinfo=timezone(timedelta(hours=8)))),
        (
            "2025-05-12 16:52 -0330",
            datetime(2025, 5, 12, 16, 52, tzinfo=timezone(-timedelta(hours=3, minutes=30))),
        ),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=SHANGHAI)),
    ],
)
def test_dates(written: str, expected: datetime) -> None:
    found = moment(Scalar(written, 1, 1), reading())
    assert found is not None
    assert (found, found.utcoffset()) == (expected, expected.utcoffset())


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-30", "2025-13-01", "2025-00-10", "2025-01-00", "0000-01-01", "0001-01-01", "9999-12-31",
        "2025-01-01T24:00:00", "2025-01-01T10:60:00", "2025-01-01T10:00:60", "2025-01-01T10:00:00+99:99",
        "2025-01-01T10:00:00+24:00", "2025-01-01T10:00:00+08:60", "2025", "20250512",
        "12 May 2025", "yesterday",
        "2025-05-12T", "2025-05-12 Z", "2025-05-12T16:52:00+08:00x", "２０２５-05-12", "",
    ],
)  # fmt: skip
def test_dates_that_are_none(written: str) -> None:
    file = reading()
    assert moment(Scalar(written, 3, 7), file) is None
    assert [(problem.line, problem.column, problem.severity) for problem in file.problems] == [
        (3, 7, "error")
    ]


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("0123456789-:T Z+."), max_size=30))
def test_every_date_can_be_moved_to_another_zone(written: str) -> None:
    found = moment(Scalar(written, 1, 1), reading())
    if found is not None:
        found.astimezone(timezone(timedelta(hours=23)))
        found.astimezone(timezone(timedelta(hours=-23)))


@pytest.mark.parametrize(
    ("written", "expected"), [("true", True), ("True", True), ("false", False), ("FALSE", False)]
)
def test_flags(written: str, expected: bool) -> None:
    file = reading()
    assert flag(node(written), file) is expected
    assert not file.problems


@pytest.mark.parametrize("written", ["yes", "no", "1", "maybe", "[true]", "{a: b}", "''"])
def test_nothing_else_is_a_flag(written: str) -> None:
    file = reading()
    assert flag(node(written), file) is False
    assert "true or false" in str(file.problems[0])


@pytest.mark.parametrize(("written", "expected"), [("12", 12), ("-3", -3), ("+0", 0), ("007", 7)])
def test_integers(written: str, expected: int) -> None:
    assert integer(node(written), reading()) == expected


@pytest.mark.parametrize("written", ["1.5", "1e3", "x", "[1]", "9" * 16, "9" * 5000, "٣", "1_000"])
def test_nothing_else_is_an_integer(written: str) -> None:
    file = reading()
    integer(node(written), file)
    assert "whole number" in file.problems[0].message


def test_texts_take_one_text_for_a_list_of_one() -> None:
    assert texts(node("one"), reading()) == ("one",)
    assert texts(node("[a, '', b,]"), reading()) == ("a", "b")
    assert texts(node(""), reading()) == ()
    file = reading()
    assert texts(node("{a: b}"), file) == ()
    assert texts(node("[a: b, c]"), file) == ("c",)
    assert text(node("[a]"), file) == ""
    assert len(file.problems) == 3


def test_one_of_names_the_choices() -> None:
    file = reading()
    assert one_of(("week", "day"))(node("day"), file) == "day"
    assert not file.problems
    one_of(("week", "day"))(node("month"), file)
    assert "week, day" in file.problems[0].message
    assert file.problems[0].hint == ""
    one_of(("paper", "code"))(node("papr"), file)
    assert file.problems[1].hint == 'did you mean "paper"?'


def test_lists_and_mappings_of_values() -> None:
    file = reading()
    assert list_of(integer)(node("[1, 2]"), file) == (1, 2)
    assert list_of(integer)(node("3"), file) == (3,)
    assert dict_of(integer)(node("{x: 1}"), file) == {"x": 1}
    assert dict_of(integer)(node("null"), file) == {}
    assert not file.problems
    dict_of(integer)(node("[1]"), file)
    assert file.problems


def test_unknown_keys_are_as_bad_as_the_reading_is_strict() -> None:
    for strictness, severities in (("error", ["error"]), ("warn", ["warning"]), ("allow", [])):
        file = reading(strictness)  # type: ignore[arg-type]  # the literals come through a tuple
        file.unknown("tgas", (4, 1), ["title", "tags"])
        assert [problem.severity for problem in file.problems] == severities
        assert all('"tags"' in problem.hint for problem in file.problems)


def test_a_key_with_a_full_width_colon_in_it_is_told_how_to_write_it() -> None:
    file = reading()
    file.unknown("kind：paper", (1, 1), ["kind"])
    assert "`kind: `" in file.problems[0].hint


def test_a_hint_for_a_word_like_none_lists_what_there_is() -> None:
    assert nearest_hint("zzz", ["b", "a"]) == "known here: a, b"
    assert nearest_hint("zzz", [f"key{number}" for number in range(20)]) == ""
    assert "publishDate" in nearest_hint("PUBLISHDAT", ["publishDate", "date"])


def test_messages_repeat_a_value_short_and_printable() -> None:
    file = reading()
    integer(Scalar("\u202eevil" + "x" * 500, 1, 1), file)
    assert "\u202e" not in file.problems[0].message
    assert len(file.problems[0].message) < 120


def test_a_reading_raises_all_errors_or_returns_warnings() -> None:
    file = reading()
    file.warn((2, 1), "b")
    file.warn((1, 1), "a")
    assert [problem.message for problem in file.warnings()] == ["a", "b"]
    file.error((3, 1), "c")
    with pytest.raises(DigestError) as caught:
        file.warnings()
    assert [problem.message for problem in caught.value.problems] == ["a", "b", "c"]
