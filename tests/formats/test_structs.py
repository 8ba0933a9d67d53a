from datetime import UTC
from typing import Literal

import msgspec
import pytest

from digest.formats.fields import Reading, UnknownKeys
from digest.formats.nodes import Plain
from digest.formats.structs import struct_of, structs_of
from digest.formats.yaml import read_yaml


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    size: int = 1

    @classmethod
    def from_text(cls, text: str) -> "Inner":
        """A text alone is the name."""
        return cls(name=text)


class Outer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str = "untitled"
    on: bool = False
    period: Literal["week", "day"] = "week"
    tags: tuple[str, ...] = ()
    one: Inner = Inner(name="default")
    maybe: Inner | None = None
    many: tuple[Inner, ...] = ()
    words: tuple[Literal["a", "b"], ...] = ()
    by_name: dict[str, Inner] = {}
    rest: dict[str, Plain] = {}


class Open(msgspec.Struct, frozen=True):
    id: str
    options: dict[str, Plain] = {}


def read(text: str, unknown_keys: UnknownKeys = "error") -> tuple[Outer | None, Reading]:
    reading = Reading("x", zone=UTC, unknown_keys=unknown_keys)
    return struct_of(Outer)(read_yaml(text, path="x"), reading), reading


def test_every_type_of_field() -> None:
    found, reading = read(
        "title: 1.10\non: true\nperiod: day\ntags: a\none: {name: x, size: 3}\nmaybe: y\n"
        "many: [z, {name: w}]\nwords: [b, a]\nby_name: {k: {name: v}}\nrest: {a: [b, null]}\n"
    )
    assert not reading.problems
    assert found == Outer(
        title="1.10",
        on=True,
        period="day",
        tags=("a",),
        one=Inner("x", 3),
        maybe=Inner("y"),
        many=(Inner("z"), Inner("w")),
        words=("b", "a"),
        by_name={"k": Inner("v")},
        rest={"a": ["b", None]},
    )


def test_null_and_silence_leave_the_default() -> None:
    assert read("title:\none: ~\ntags: null")[0] == Outer() == read("")[0]


def test_all_problems_are_noted_with_their_places() -> None:
    _, reading = read("on: x\nperiod: year\none: {size: y}\nmany: [{nam: z}, [q]]\nfoo: 1\nwords: c")
    assert sorted((problem.line, problem.column) for problem in reading.problems) == [
        (1, 5), (2, 9), (3, 6), (3, 13), (4, 8), (4, 9), (4, 18), (5, 1), (6, 8),
    ]  # fmt: skip
    assert any('"name" is missing' in problem.message for problem in reading.problems)


def test_strictness_of_the_reading_reaches_inner_mappings() -> None:
    found, reading = read("one: {name: x, colour: red}\nfoo: 1", "allow")
    assert found == Outer(one=Inner("x"))
    assert not reading.problems


def test_open_structs_keep_other_keys_as_options() -> None:
    reading = Reading("x", zone=UTC)
    found = structs_of(Open)(read_yaml("id: a\nquery: {x: [1]}", path="x"), reading)
    assert found == (Open("a", {"query": {"x": ["1"]}}),)
    assert not reading.problems


def test_a_type_without_a_converter_is_a_programming_error() -> None:
    class Odd(msgspec.Struct):
        number: bytes

    with pytest.raises(TypeError, match="bytes"):
        struct_of(Odd)
