from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.output.paths import check_path, check_together, fold
from digest.problems import DigestError


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "entries/blip3-o/index.html",
        "tags/大模型/index.html",
        "a/.well-known/x",
        ".nojekyll",
        "a b.txt",
        "x/👩‍💻.png",
        ".gitignore",
        "字" * 85,
        "a" * 255,
        "/".join(["a" * 250] * 7),
        "..a",
    ],
)
def test_ordinary_paths_pass(path: str) -> None:
    check_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "/etc/passwd", "..", "../x", "a/../b", "a/..", ".", "./a", "a/./b", "a//b", "a/", "//a",
        "a\\b", "..\\x", "a\0b", "a\nb", "a\x7fb", "a\x85b", "\ud800",
        ".digest", ".digest/manifest", ".DIGEST/x", ".git/config", "a/.git/hooks/x", "a/.GIT",
        "cafe\u0301.html", "字" * 86, "a" * 256, "a/" + "b" * 256 + "/c", "/".join(["a" * 250] * 9),
        "/".join("a" * 51),
    ],
)  # fmt: skip
def test_paths_that_could_lead_elsewhere_are_refused(path: str) -> None:
    with pytest.raises(DigestError):
        check_path(path)


def test_the_refusal_shows_the_path_without_its_control_characters() -> None:
    with pytest.raises(DigestError) as caught:
        check_path("a\x1b[31m\nb")
    assert caught.value.problems[0].path == "a\\x1b[31m\\nb"


@given(st.text(alphabet=st.sampled_from("a.Bé/\\\0\n大 ~"), max_size=12))
def test_what_passes_stays_inside_whatever_it_is(path: str) -> None:
    try:
        check_path(path)
    except DigestError:
        return
    parts = path.split("/")
    assert all(part not in ("", ".", "..") for part in parts)
    assert not any(unicodedata.category(character) == "Cc" for character in path)
    assert parts[0].lower() != ".digest"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Tag/index.html", "tag/index.html"),
        ("caf\u00e9", "CAF\u00c9"),
        ("\u212a", "k"),
        ("stra\u00dfe", "STRASSE"),
        ("\u00e9", "e\u0301"),
    ],
)
def test_paths_that_differ_by_case_or_normal_form_are_named_together(first: str, second: str) -> None:
    assert fold(first) == fold(second)
    with pytest.raises(DigestError) as caught:
        check_together([first, "other", second])
    (problem,) = caught.value.problems
    assert problem.path == second
    assert first in problem.message


@pytest.mark.parametrize("paths", [["a", "a/b"], ["a/b", "a"], ["A", "a/b/c"], ["x/y", "x/y/z/index.html"]])
def test_a_file_that_is_also_a_folder_is_refused_naming_both(paths: list[str]) -> None:
    with pytest.raises(DigestError) as caught:
        check_together(paths)
    (problem,) = caught.value.problems
    assert {problem.path, *paths} == set(paths)
    assert any(path in problem.message for path in paths if path != problem.path)


def test_every_collision_is_reported_at_once() -> None:
    with pytest.raises(DigestError) as caught:
        check_together(["a", "A", "b", "b/c"])
    assert len(caught.value.problems) == 2


def test_neighbours_are_no_collision() -> None:
    check_together(["a", "a.html", "a-b/c", "ab", "b/a", "b/c"])
