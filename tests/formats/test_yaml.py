from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.formats.limits import MAX_DEPTH, MAX_KEYS, MAX_PROBLEMS
from digest.formats.nodes import Mapping, Scalar, Sequence, plain
from digest.formats.yaml import HAS_LIBYAML, read_yaml
from digest.problems import DigestError

from .faults import places_of, problems_of

PARSERS = [
    pytest.param(
        True, id="libyaml", marks=pytest.mark.skipif(not HAS_LIBYAML, reason="PyYAML is here without libyaml")
    ),
    pytest.param(False, id="pure"),
]


@pytest.mark.parametrize("libyaml", PARSERS)
@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("id: 2411.10", {"id": "2411.10"}),
        ("on: no", {"on": "no"}),
        ("time: 12:30", {"time": "12:30"}),
        ("octal: 012", {"octal": "012"}),
        ("date: 2025-02-30", {"date": "2025-02-30"}),
        ("a:\nb: ~\nc: null\nd: ''\ne: 'null'", {"a": None, "b": None, "c": None, "d": "", "e": "null"}),
        ("tags: [大模型, b]\nmore:\n- x\n-\n", {"tags": ["大模型", "b"], "more": ["x", None]}),
        ("a: {b: {c: d}}", {"a": {"b": {"c": "d"}}}),
        ("a: |\n  one\n    two\nb: >\n  folded\n  text", {"a": "one\n  two\n", "b": "folded text"}),
        ("---\na: b\n...\n", {"a": "b"}),
        ("", {}),
        ("# nothing\n", {}),
        ("~", {}),
    ],
)
def test_scalars_stay_text(libyaml: bool, written: str, value: object) -> None:
    assert plain(read_yaml(written, path="x", libyaml=libyaml)) == value


@pytest.mark.parametrize("libyaml", PARSERS)
def test_places_count_characters_and_lines_of_the_file(libyaml: bool) -> None:
    found = read_yaml("标题: 😀\nlist: [一, 二]\nmap:\n  键: 值\n", path="x", first_line=5, libyaml=libyaml)
    assert found.places == {"标题": (5, 1), "list": (6, 1), "map": (7, 1)}
    assert found.values["标题"] == Scalar("😀", 5, 5)
    assert found.values["list"] == Sequence((Scalar("一", 6, 8), Scalar("二", 6, 11)), 6, 7)
    assert found.values["map"] == Mapping({"键": Scalar("值", 8, 6)}, {"键": (8, 3)}, 8, 3)


@pytest.mark.parametrize("libyaml", PARSERS)
@pytest.mark.parametrize(
    ("written", "places", "word"),
    [
        ("a: 1\nb: 2\na: 3", [(4, 1)], "line 2, column 1"),
        ("a:\n  b: 1\n  b: 2", [(4, 3)], "twice"),
        ("a: &x 1\nb: *x", [(2, 4), (3, 4)], "anchor"),
        ("a: &x [1]", [(2, 4)], "anchor"),
        ("a: !!python/name:os.system x", [(2, 4)], "tag"),
        ("a: ! x", [(2, 4)], "tag"),
        ("a: !!map {b: c}", [(2, 4)], "tag"),
        ("a: 1\n---\nb: 2", [(3, 1)], "second document"),
        ("[a]: 1\n{b: c}: 2\nd: 3\nd: 4", [(2, 1), (3, 1), (5, 1)], "must be text"),
        ("null: 1", [(2, 1)], "empty"),
        (": 1", [(2, 1)], "empty"),
        ("a: {{ title }}", [(2, 5)], "must be text"),
        ("title: a: b", [(2, 9)], 'title: "a: b"'),
        ("a: x\n  b: y", [(3, 4)], "line above"),
        ("a:\n\tb: 1", [(3, 1)], "tab"),
        ("a: 'x\nb: 1\n", [(2, 4)], "not closed"),
        ("b: 1\na: [1,\n2", [(3, 4)], "not closed"),
        ("a: @x", [(2, 4)], '"@"'),
        ("a: b\nfoo\nc: d", [(4, 1)], "key: value"),
        ("- a\n- b", [(2, 1)], "a list"),
        ("title：测试", [(2, 6)], "`：`"),
        ("a: b\ntitle：测试\n\n", [(3, 6)], "`title: `"),
        ("title： 测试\na: b", [(2, 6)], "`：`"),
        ("a:\n  - b\ndate：2025-01-01\nc: d", [(4, 5)], "`date: `"),
        ("a: |\n  注意：x\n  note：x\nb: 1\nc\nd: e", [(7, 1)], "key: value"),
        ("just text", [(2, 1)], "found text"),
        ('a: "b" c', [(2, 8)], "quotes"),
        ("a: x\x07y", [(2, 5)], "U+0007"),
        ("b: 1\na: \x00", [(3, 4)], "U+0000"),
        ("a: x\x7fy\x9b", [(2, 5)], "U+007F"),
        ("a: \ud800", [(2, 4)], "U+D800"),
        ('a: "\\a"', [(2, 4)], "U+0007"),
        ("a\u2028b: x\ny", [(2, 2)], "U+2028"),
        ("[" * 300, [(2, MAX_DEPTH + 1)], "deep"),
        ("a: " + "{a: " * 100, [(2, 4 + 4 * MAX_DEPTH - 4)], "deep"),
        ("\n".join(f"k{number}: 1" for number in range(MAX_KEYS + 1)), [(2, 1)], "200 keys"),
    ],
)
def test_refusals_name_place_and_reason(
    libyaml: bool, written: str, places: list[tuple[int, int]], word: str
) -> None:
    read = partial(read_yaml, written, path="e.md", first_line=2, libyaml=libyaml)
    problems = problems_of(read)
    # After one forbidden character the reading may stop or go on to the next.
    assert places_of(read)[: len(places)] == places
    assert word in str(problems[0])
    assert {problem.path for problem in problems} == {"e.md"}


@pytest.mark.parametrize("libyaml", PARSERS)
@pytest.mark.parametrize(
    "written", ['a: "\\q"', 'a: "\\U00110000"', 'a: "\\UFFFFFFFF"', 'a: "\\ud800"', "a: \ufffe"]
)
def test_escapes_yaml_does_not_allow_are_problems(libyaml: bool, written: str) -> None:
    assert problems_of(partial(read_yaml, written, path="x", libyaml=libyaml))[0].line == 1


def test_the_key_limit_is_exact() -> None:
    text = "\n".join(f"k{number}: 1" for number in range(MAX_KEYS))
    assert len(read_yaml(text, path="x").values) == MAX_KEYS


def test_nesting_up_to_the_limit_is_read() -> None:
    text = "a: " + "[" * (MAX_DEPTH - 1) + "x" + "]" * (MAX_DEPTH - 1)
    assert isinstance(read_yaml(text, path="x").values["a"], Sequence)


def test_a_bomb_of_aliases_is_a_short_report() -> None:
    bomb = "a: &a x\n" + "".join(f"b{number}: &b{number} [*a, *a, *a, *a]\n" for number in range(200))
    assert len(problems_of(partial(read_yaml, bomb, path="x"))) == MAX_PROBLEMS


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from("ab: -\n\t[]{},'\"#&*!|>%@`?~\\\x07\x85\u2028"), max_size=40)
    | st.text(max_size=40)
)
def test_any_text_is_read_or_refused_by_both_parsers(text: str) -> None:
    results: list[object] = []
    for libyaml in {HAS_LIBYAML, False}:
        try:
            results.append(read_yaml(text, path="x", libyaml=libyaml))
        except DigestError:
            results.append("refused")
    assert all(result == "refused" or isinstance(result, Mapping) for result in results)
