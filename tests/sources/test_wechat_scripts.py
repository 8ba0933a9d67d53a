"""Values from scripts, read and never run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.wechat.scripts import Value, fields_of, list_of, read_values, text_of

X = frozenset({"x"})


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('var x = "a";', "a"),
        ("window.x = 'a' || '';", "a"),
        ('var x = "" || "" || "b";', "b"),
        ("var x = null; var x = 'a'; var x = 'b';", "a"),
        ("var x = '12' * 1;", "12"),
        ("var x = 12 || 0", "12"),
        ('var x = htmlDecode("a &amp; b");', "a & b"),
        ("var x = 'a &lt; b'.html(false);", "a < b"),
        ("var x = JsDecode('a\\x5cx26b\\x0ac');", "a&b\nc"),
        (r"var x = '\x41\u4e2d\u{1F600}\ud83d\ude00\n\'';", "A中😀😀\n'"),
        ("var x = 'a\\\nb';", "ab"),
        ("var x = 'a' + 'b';", "ab"),
        ("var x = 'a' + y;", None),
        ("var x = f('a');", None),
        ("var x = y ? 'a' : 'b';", None),
        ("var x = `a`;", None),
        ("x = 'a'; y.x = 'b'; var o = {x: 'c'};", None),
        ("if (x == 'a') {} var xx = 'b';", None),
        ("var y = 'var x = \"a\";'; // var x = 'b'\n /* var x = 'c'; */", None),
        ("var y = /[\"]/g;\nvar x = 'a';", "a"),
        ("var x = 'a", None),
        ("var x = 'a\nvar x = 'b';", "b"),
        ("var x =", None),
        ("var x = {a: 'b', 'c-d': '1' * 1, e: [{f: 'g',}, 'h',], i: {j: {}},};",
         {"a": "b", "c-d": "1", "e": [{"f": "g"}, "h"], "i": {"j": {}}}),
        ("var x = {a: function() { return 1; }, b: 'c'};", {"a": None}),
        ("var x = ['a', , 'b'];", ["a", None, "b"]),
    ],
)  # fmt: skip
def test_value_of_a_variable(script: str, expected: Value) -> None:
    assert read_values([script], X).get("x") == expected


def test_fields_of_what_is_no_object() -> None:
    values: dict[str, Value] = {"a": "b", "c": ["d"], "e": {"f": ""}}
    assert (fields_of(values, "a"), fields_of(values, "x"), list_of(values, "e"), list_of(values, "c")) == (
        {},
        {},
        [],
        ["d"],
    )
    assert (text_of(values, "c", "a"), text_of(fields_of(values, "e"), "f")) == ("b", "")


@pytest.mark.parametrize(
    "piece", ["{a:[", "[", "(", "!", "a?", "var x=", "var x=[", '"\\', "'", "a.", "f(", "/*", "+"]
)
def test_no_nesting_is_too_deep(piece: str) -> None:
    read_values(["var x = " + piece * 30_000], X)


@given(st.text(alphabet="varx= {}[]():,'\"\\|&?*+./\nu4e2d", max_size=80))
def test_no_script_breaks_the_reader(rest: str) -> None:
    read_values([f"var x = {rest}"], X)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_every_text_comes_back(text: str) -> None:
    written = "".join(f"\\u{{{ord(character):x}}}" for character in text)
    assert read_values([f"var x = '{written}';"], X).get("x") == text
