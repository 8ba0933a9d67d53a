"""Two changes of one text, brought together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.three_way import Merged, three_way

TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=8).map("".join)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("a\nb\nc\n", "a\nb\nc\n", "a\nc\n", "a\nc\n"),
        ("a\nb\nc\n", "a\nB\nc\n", "a\nb\nc\n", "a\nB\nc\n"),
        ("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\n", "A\nb\nc\n"),
        ("a\nb\nc\n", "a\nb\nc\nmine\n", "b\nc\n", "b\nc\nmine\n"),
        ("a\nb\n", "a\nB\n", "a\nB\n", "a\nB\n"),
    ],
)
def test_both_changes_are_in_it(base: str, ours: str, theirs: str, expected: str) -> None:
    assert three_way(base, ours, theirs) == Merged(expected, has_conflict=False)


def test_where_both_changed_the_same_lines_ours_counts() -> None:
    assert three_way("a\nb\nc\nd\n", "a\nours\nc\nd\n", "a\ntheirs\nc\n") == Merged(
        "a\nours\nc\n", has_conflict=True
    )


@given(base=TEXTS, other=TEXTS)
def test_a_change_of_one_side_alone_is_taken_whole(base: str, other: str) -> None:
    assert three_way(base, other, base) == Merged(other, has_conflict=False)
    assert three_way(base, base, other) == Merged(other, has_conflict=False)
    assert three_way(base, other, other) == Merged(other, has_conflict=False)


@given(base=TEXTS, ours=TEXTS, theirs=TEXTS)
def test_no_line_of_ours_that_is_new_is_lost(base: str, ours: str, theirs: str) -> None:
    ours += "mine\n"
    found = three_way(base, ours, theirs)
    assert "mine\n" in found.text
    assert not set(ours.split()) - set(base.split()) - set(found.text.split())
