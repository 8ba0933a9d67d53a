import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.slugs import has_slug, is_device_name, is_slug, slugify, with_suffix


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("BLIP3-o: A Family of Models", "blip3-o-a-family-of-models"),
        ("大模型 周报：第37期", "大模型-周报-第37期"),
        ("C", "c"),
        ("C++", "c"),
        ("don't stop", "dont-stop"),
        ("l’avenir", "lavenir"),
        ("Straße", "strasse"),
        ("ＡＢＣ", "ａｂｃ"),
        ("e\u0301tude", "étude"),
        ("हिन्दी", "हिन्दी"),
        ("二〇二五", "二〇二五"),
        ("v1.5_final", "v1-5-final"),
        ("../../etc/passwd", "etc-passwd"),
        ("．．／etc", "etc"),
        ("a\u202eb\u200dc", "abc"),
        ("a\ufe0fb\u3164", "ab"),
        ("a\x00b\nc", "a-b-c"),
        ("{{ 7*191919 }}", "7-191919"),
    ],
)
def test_keeps_letters_and_digits_of_any_script_and_joins_words(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_underscores_stay_only_on_request() -> None:
    assert slugify("all_modality") == "all-modality"
    assert slugify("all_modality", underscore=True) == "all_modality"
    assert slugify("多_模态", underscore=True) == "多_模态"


@pytest.mark.parametrize("name", ["con", "PRN", "nul", "COM1", "com²", "lpt9", "index", "page"])
def test_names_with_another_meaning_get_a_suffix(name: str) -> None:
    assert slugify(name) == f"{name.casefold()}-x"
    assert not is_slug(name.casefold())


@pytest.mark.parametrize("name", ["console", "com", "com10", "pages", "index-of"])
def test_names_that_only_begin_like_those_do_not(name: str) -> None:
    assert slugify(name) == name


@pytest.mark.parametrize("text", ["", "+++", "👍🏽", "\u0301", "...", "\ud800"])
def test_a_text_without_letters_gets_a_stable_slug_of_its_own(text: str) -> None:
    assert slugify(text).startswith("n-")
    assert len(slugify(text)) == 10
    assert not has_slug(text)
    assert slugify("+++") != slugify("---")


def test_long_titles_end_at_a_word() -> None:
    title = "a survey of " + "very " * 14 + "longwinded titles"
    slug = slugify(title)
    assert len(slug) <= 80
    assert slug.endswith("-very")
    assert slugify("x" * 300) == "x" * 80


def test_long_chinese_titles_keep_within_the_bytes() -> None:
    assert slugify("页" * 300) == "页" * 60


def test_device_names_are_known_with_extension_and_case() -> None:
    assert is_device_name("Aux.html")
    assert is_device_name("LPT¹")
    assert not is_device_name("auxiliary.html")


def test_a_suffix_fits_into_the_limits() -> None:
    assert with_suffix("name", "2") == "name-2"
    assert with_suffix("x" * 80, "2505") == "x" * 75 + "-2505"
    assert is_slug(with_suffix("页" * 60, "2"))


@given(
    st.text()
    | st.text(alphabet="aB-_ .'é\u0301\u0345ǰΐﬁß页𝔘한\u1100\u1161\u200d\ufe0f\u202e/\\%\x00\ud800İı")
)
def test_a_slug_is_safe_whatever_the_text(text: str) -> None:
    slug = slugify(text)
    assert is_slug(slug)
    assert slugify(slug) == slug
    assert len(slug) <= 80
    assert len(slug.encode()) <= 180
    assert slug == unicodedata.normalize("NFC", slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert all(c == "-" or unicodedata.category(c)[0] in "LMN" for c in slug)


@given(st.text(), st.sampled_from(["NFC", "NFD"]))
def test_the_form_of_composition_does_not_matter(text: str, form: Literal["NFC", "NFD"]) -> None:
    if has_slug(text):
        assert slugify(unicodedata.normalize(form, text)) == slugify(text)
