from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.render.highlight import MAX_LENGTH, highlight, language_name


def test_known_languages_get_classes() -> None:
    assert highlight("def f(): return 1\n", "python").startswith(
        '<span class="k">def</span> <span class="nf">f</span>'
    )


@pytest.mark.parametrize("language", ["", "text", "no-such-language"])
def test_other_languages_are_escaped_text(language: str) -> None:
    assert highlight('<a> & "b"\n', language) == '&lt;a&gt; &amp; "b"\n'


def test_long_code_is_not_highlighted() -> None:
    assert "<span" not in highlight("x = 1\n" * (MAX_LENGTH // 6 + 1), "python")


@pytest.mark.parametrize(
    ("info", "name"),
    [
        ("", ""),
        ("python", "python"),
        ("  Python  ", "python"),
        ("python {linenos=true}", "python"),
        ("{.python .numberLines}", "python"),
        ("c++", "c++"),
        ("objective-c", "objective-c"),
        ('"><script>', ""),
        ("py\"onclick='x'", "py"),
        ("中文", ""),
        ("x" * 100, "x" * 40),
    ],
)
def test_a_fence_names_its_language(info: str, name: str) -> None:
    assert language_name(info) == name


CODE = st.lists(
    st.sampled_from([*"<>&\"'(){}[]#:=;,.\\/ \n\txf01", "def ", "<script>", "中"]), max_size=80
).map("".join)


@settings(max_examples=200, deadline=None)
@given(CODE, st.sampled_from(["python", "html", "bash", "json", "yaml", "c++", "latex", "diff"]))
def test_highlighting_changes_no_character(code: str, language: str) -> None:
    marked = highlight(code, language)
    assert not re.search(r'<(?!span class="[a-z0-9]+">|/span>)', marked)
    assert html.unescape(re.sub(r"<[^>]*>", "", marked)) == code
