import json
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.formats.json import end_of_mapping, read_json
from digest.formats.limits import MAX_DEPTH
from digest.formats.nodes import plain
from digest.problems import DigestError

from .faults import places_of, problems_of


def test_values_become_text_as_written() -> None:
    text = '{"id": 2411.10, "n": -1e3, "yes": true, "nil": null, "l": [1, "\\u4e2d\\n"],'
    text += '"m": {"x": {}}, "e": []}'
    assert plain(read_json(text, path="x")) == {
        "id": "2411.10",
        "n": "-1e3",
        "yes": "true",
        "nil": None,
        "l": ["1", "中\n"],
        "m": {"x": {}},
        "e": [],
    }


def test_places_are_those_of_the_file() -> None:
    found = read_json('{\n  "标题": "x",\n  "b": [\n    1]}', path="x", first_line=3)
    assert found.places == {"标题": (4, 3), "b": (5, 3)}
    assert (found.values["标题"].line, found.values["标题"].column) == (4, 9)
    assert (found.values["b"].line, found.values["b"].column) == (5, 8)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ('{"a": 1,\n "b": 2,\n "a": 3}', (4, 2)),
        ('{"a": 1,}', (2, 9)),
        ('{"a": }', (2, 7)),
        ("{a: 1}", (2, 2)),
        ('{"a": "x', (2, 7)),
        ('{"a": "x\ny"}', (2, 7)),
        ('{"a": 1} "x"', (2, 10)),
        ('{"a": 01}', (2, 7)),
        ('{"a": NaN}', (2, 7)),
        ('{"a": "\\q"}', (2, 7)),
        ('{"a": "\\ud800"}', (2, 7)),
        ('{"a": "\\u0000"}', (2, 7)),
        ('{"a": "\x01"}', (2, 8)),
        ('{"a" 1}', (2, 6)),
        ('{"a": [1 2]}', (2, 10)),
        ("[1]", (2, 1)),
        ("", (2, 1)),
        ("[" * 4000, (2, MAX_DEPTH + 1)),
    ],
)
def test_refusals_name_the_place(written: str, place: tuple[int, int]) -> None:
    assert places_of(partial(read_json, written, path="x", first_line=2)) == [place]


def test_a_duplicate_names_the_first_place_and_others_are_found_too() -> None:
    problems = problems_of(partial(read_json, '{"a": 1, "a": 2,\n"b": 1, "b": 2}', path="x"))
    assert [problem.line for problem in problems] == [1, 2]
    assert "line 1, column 2" in problems[0].message


def test_wide_mappings_are_refused() -> None:
    text = json.dumps({f"k{number}": 1 for number in range(201)})
    assert "200 keys" in problems_of(partial(read_json, text, path="x"))[0].message


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ('{"a": {"b": "}"}} body }', 17),
        ("{}\nbody", 2),
        ('{"a": "\\"}"}x', 12),
        ('{"a": {}', None),
        ('{"a', None),
    ],
)
def test_the_end_of_a_mapping(text: str, end: int | None) -> None:
    assert end_of_mapping(text) == end


values = st.recursive(
    st.none() | st.booleans() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(max_size=5), values, max_size=4), st.sampled_from([None, 2]), st.booleans())
def test_what_json_writes_is_read_or_refused_for_its_characters(
    data: dict[str, object], indent: int | None, ascii_only: bool
) -> None:
    written = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    try:
        found = read_json(written, path="x")
    except DigestError as fault:
        reasons = [problem.message for problem in fault.problems]
    else:
        reasons = []
        assert plain(found) == _as_text(data)
    assert all("is not text" in reason for reason in reasons)


def _as_text(value: object) -> object:
    if isinstance(value, dict):
        return {key: _as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
