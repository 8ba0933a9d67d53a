"""The words of the interface: complete in both languages, all of them used, numbers with the right form."""

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from digest.content.drafts import LinkKind
from digest.pages import views
from digest.render.messages import VIEW_KEYS, WORDS, language_name, messages
from digest.render.resources import bundled_folder

PAGES = Path(views.__file__).parent
BUILT_BY_PREFIX = ("nav_", "kind_", "lang_")


def keys_in_templates() -> dict[str, set[str]]:
    """Every key that a bundled template asks for, with the templates that do."""
    folder = bundled_folder("templates")
    found: dict[str, set[str]] = {}
    for path in folder.rglob("*.html"):
        for key in re.findall(r"""\bt\("([^"]+)\"""", path.read_text("utf-8")):
            found.setdefault(key, set()).add(path.relative_to(folder).as_posix())
    return found


def fields(forms: str | tuple[str, str]) -> list[set[str]]:
    texts = (forms,) if isinstance(forms, str) else forms
    return [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts]


def test_both_languages_have_the_same_keys() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()


@pytest.mark.parametrize("key", sorted(WORDS["zh"]))
def test_both_languages_fill_in_the_same_values(key: str) -> None:
    wanted = fields(WORDS["zh"][key])[0]

    assert all(names == wanted for forms in (WORDS["zh"][key], WORDS["en"][key]) for names in fields(forms))


def test_templates_ask_only_for_words_there_are() -> None:
    assert {key: where for key, where in keys_in_templates().items() if key not in WORDS["en"]} == {}


def test_every_word_is_used() -> None:
    used = keys_in_templates().keys() | VIEW_KEYS

    assert [key for key in WORDS["en"] if key not in used and not key.startswith(BUILT_BY_PREFIX)] == []


def test_words_for_views_exist_and_views_ask_for_them() -> None:
    code = "".join(file.read_text("utf-8") for file in PAGES.glob("*.py"))

    assert WORDS["en"].keys() >= VIEW_KEYS
    assert [key for key in sorted(VIEW_KEYS) if not re.search(rf"""\bt\(['"]{key}['"]""", code)] == []


def test_every_kind_of_link_has_its_word() -> None:
    kinds = {f"kind_{kind}" for kind in get_args(LinkKind) if kind != "other"}

    assert {key for key in WORDS["en"] if key.startswith("kind_")} == kinds


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("en", 0, "0 entries"),
        ("en", 1, "1 entry"),
        ("en", 2, "2 entries"),
        ("zh", 1, "1 篇"),
        ("zh", 7, "7 篇"),
    ],
)
def test_a_number_chooses_the_form(language: str, count: int, text: str) -> None:
    assert messages(language)("entry_count", count=count) == text


def test_values_are_put_in_as_they_are() -> None:
    assert messages("en")("image_credit", credit="{0} {credit}") == "Image: {0} {credit}"


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_word"):
        messages("en")("no_such_word")


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        messages("zh")("minutes", number=3)


def test_there_is_no_third_language() -> None:
    with pytest.raises(KeyError):
        messages("fr")


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("en", "zh", "英文"),
        ("en-GB", "en", "English"),
        ("zh-Hant", "en", "Traditional Chinese"),
        ("zh-Hans", "zh", "中文"),
        ("tlh", "en", "tlh"),
    ],
)
def test_languages_have_names(code: str, language: str, name: str) -> None:
    assert language_name(code, language) == name
