from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.formats.limits import MAX_DEPTH
from digest.formats.nodes import Mapping, Sequence, plain
from digest.formats.toml import read_toml
from digest.problems import DigestError

from .faults import places_of, problems_of


def test_values_become_text_as_written() -> None:
    text = (
        "id = 2411.10\nn = 1_000\nyes = true\nno = false\nday = 2025-05-12\nat = 2025-05-12T16:52:00Z\n"
        "local = 2025-05-12 16:52:00\ntags = ['a', \"b\"]\ninline = {x = 1}\n"
    )
    assert plain(read_toml(text, path="x")) == {
        "id": "2411.10",
        "n": "1000",
        "yes": "true",
        "no": "false",
        "day": "2025-05-12",
        "at": "2025-05-12T16:52:00+00:00",
        "local": "2025-05-12T16:52:00",
        "tags": ["a", "b"],
        "inline": {"x": "1"},
    }


def test_every_key_has_its_place() -> None:
    text = '''# comment [not] = "a table"
title = "x = y # no comment"
  "quoted key" = 'z'
long = """
fake = 1
[fake]
"""
list = [
  "a = 1", # ]
  "b",
]
after = 1
[params]
deep.er = 1
[[links]]
url = "one"
[[links]]
url = "two"
[links.extra]
more = 1
'''
    found = read_toml(text, path="x", first_line=2)
    assert found.places == {
        "title": (3, 1),
        "quoted key": (4, 3),
        "long": (5, 1),
        "list": (9, 1),
        "after": (13, 1),
        "params": (14, 1),
        "links": (16, 1),
    }
    params, links = found.values["params"], found.values["links"]
    assert isinstance(params, Mapping)
    assert params.places == {"deep": (15, 1)}
    assert isinstance(links, Sequence)
    one, two = links.items
    assert isinstance(one, Mapping)
    assert isinstance(two, Mapping)
    assert (one.places, one.line) == ({"url": (17, 1)}, 16)
    assert (two.places, two.line) == ({"url": (19, 1), "extra": (20, 1)}, 18)


@pytest.mark.parametrize(
    ("written", "place", "word"),
    [
        ("a = 1\na = 2", (3, 1), "line 2"),
        ("[a]\nx = 1\n[a]\n", (4, 1), '"a"'),
        ("[[a]]\nx = 1\nx = 2\n", (4, 1), '"a.x"'),
        ("a = 1\nb = ", (3, 4), "TOML"),
        ("a = text", (2, 5), "quotes"),
        ('a = "x\nb"', (2, 7), "TOML"),
        ("a = [1,\n2\n", (3, 2), "TOML"),
        ("a = 2025-02-30", (2, 5), "date"),
        ("a = " + "[" * 30, (2, 5 + MAX_DEPTH), "deep"),
        ("a" + ".a" * 400 + " = 1", (2, 1), "deep"),
        ("b = [1.5, 2.5]\n[a" + ".a" * 400 + "]", (3, 2), "deep"),
        ("b = 1\na = 1" + "0" * 5000, (2, 0), "too long"),
        ('b = 1\na = "\\u0007"', (3, 1), "U+0007"),
        ("a = 'x\x00'", (2, 7), "U+0000"),
    ],
)
def test_refusals_name_place_and_reason(written: str, place: tuple[int, int], word: str) -> None:
    read = partial(read_toml, written, path="e.md", first_line=2)
    assert places_of(read) == [place]
    assert word in str(problems_of(read)[0])


def test_fractions_in_a_row_are_no_deep_key() -> None:
    numbers = [f"{number}.5" for number in range(60)]
    assert plain(read_toml(f"a = [{', '.join(numbers)}]", path="x")) == {"a": numbers}


def test_a_wide_table_is_refused() -> None:
    text = "\n".join(f"k{number} = 1" for number in range(201))
    assert "200 keys" in problems_of(partial(read_toml, text, path="x"))[0].message


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab=.[]{},'\"\n #\\1\t-:"), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_toml(text, path="x")
    except DigestError:
        return
    assert found.values.keys() == found.places.keys()
