from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.render.markdown import Markdown
from digest.render.markdown.dom_names import DOM_NAMES
from digest.render.markdown.headings import Slugger, github_slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("two  spaces - and", "two--spaces---and"),
        ("under_score", "under_score"),
        ("【2024-3-11】Google Gemini 1.5 Pro", "2024-3-11google-gemini-15-pro"),
        ("一、概述（上）：《书》", "一概述上书"),
        ("BLIP3-o：全开源", "blip3-o全开源"),
        ("Ⓐ ½ ② Ⅳ x²", "ⓐ---ⅳ-x"),
        ("😄 emoji", "-emoji"),
        ("ДОМ Straße İ", "дом-straße-i̇"),
        ("c++/C#", "cc"),
        ("ひらがな・カタカナー", "ひらがなカタカナー"),
        ("\u200bzero", "zero"),
    ],
)
def test_slugs_are_githubs(text: str, slug: str) -> None:
    assert github_slug(text) == slug


def test_repeats_are_numbered_like_githubs() -> None:
    slugger = Slugger()
    assert [slugger.slug(text) for text in ["a", "a", "a-1", "a", "A-1", "b", "?", "!"]] == [
        "a",
        "a-1",
        "a-1-1",
        "a-2",
        "a-1-2",
        "b",
        "section",
        "section-1",
    ]


def test_names_of_dom_properties_are_lower_case_words() -> None:
    assert {"links", "images", "body", "title", "name", "location", "cookie", "forms", "onclick"} <= DOM_NAMES
    assert all(name == name.lower() and not name.startswith("h-") for name in DOM_NAMES)
    assert not {"online", "introduction", "model", "data", "results", "method-1"} & DOM_NAMES


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="abA -1!中h links", max_size=8), max_size=8))
def test_ids_are_unique_and_fit_an_attribute(texts: list[str]) -> None:
    rendered = Markdown().render("\n\n".join(f"## {text}x" for text in texts))
    ids = [heading.id for heading in rendered.headings]
    assert len(set(ids)) == len(ids) == len(texts)
    assert not any(character.isspace() or character in "\"'<>&" for anchor in ids for character in anchor)
    assert not DOM_NAMES & set(ids)
