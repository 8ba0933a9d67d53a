"""What the script of the default theme adds: a choice of colours, a button that copies, keys to move by."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from browser import Browser

Reader = Callable[[str], Browser]
DARK, LIGHT = "rgb(22, 23, 26)", "rgb(252, 251, 248)"
GROUND = "getComputedStyle(document.body).backgroundColor"


def choose(browser: Browser, scheme: str) -> None:
    browser.evaluate(
        f"(select => {{ select.value = {scheme!r}; select.dispatchEvent(new Event('change')) }})"
        "(document.querySelector('.scheme select'))"
    )


def test_a_chosen_scheme_stays_on_every_page(reader: Reader) -> None:
    browser = reader("wide")
    browser.open("")
    assert browser.evaluate(GROUND) == LIGHT
    choose(browser, "dark")
    assert browser.evaluate(GROUND) == DARK
    browser.open("tags/")
    assert browser.evaluate(GROUND) == DARK
    assert browser.evaluate("document.querySelector('.scheme select').value") == "dark"
    choose(browser, "")
    browser.open("")
    assert browser.evaluate(GROUND) == LIGHT


def test_light_by_choice_outdoes_a_dark_system(reader: Reader) -> None:
    browser = reader("wide")
    browser.view(1280, scheme="dark")
    browser.open("")
    assert browser.evaluate(GROUND) == DARK
    choose(browser, "light")
    assert browser.evaluate(GROUND) == LIGHT
    assert browser.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_the_choice_is_there_before_anything_is_drawn(reader: Reader) -> None:
    """The script stands in the head and waits for nothing: what runs later would flash."""
    browser = reader("wide")
    page = browser.files["index.html"].decode()
    script = page.index('<script src="')
    assert script < page.index("</head>")
    assert not {"defer", "async", "module"} & set(page[script : page.index(">", script)].split())


@pytest.mark.parametrize("stored", ["purple", "dark; background: url(//x)", ""])
def test_a_choice_nobody_could_make_is_none(reader: Reader, stored: str) -> None:
    browser = reader("wide")
    browser.open("")
    browser.evaluate(f"localStorage.setItem('digest-scheme', {stored!r})")
    browser.open("")
    assert browser.evaluate(GROUND) == LIGHT
    assert browser.evaluate("document.querySelector('.scheme select').value") == ""


def test_storage_may_be_forbidden(reader: Reader) -> None:
    browser = reader("wide")
    browser.open("")
    browser.evaluate("Storage.prototype.setItem = () => { throw new Error('no') }")
    choose(browser, "dark")
    assert browser.evaluate(GROUND) == DARK
    assert browser.complaints == []


def test_a_citation_is_copied_whole(reader: Reader) -> None:
    browser = reader("wide")
    browser.open("entries/long-title/")
    browser.evaluate("navigator.clipboard.writeText = async text => { window.copied = text }")
    browser.evaluate("document.querySelector('.cite').open = true")
    browser.evaluate("document.querySelector('button.copy').click()")
    copied = str(browser.evaluate("window.copied"))
    assert copied.startswith("@")
    assert copied == browser.evaluate("document.querySelector('.cite pre').textContent")
    assert browser.evaluate("document.querySelector('button.copy').textContent") == "Copied"


def test_where_copying_is_refused_the_text_is_selected(reader: Reader) -> None:
    browser = reader("wide")
    browser.open("entries/long-title/")
    browser.evaluate("navigator.clipboard.writeText = async () => { throw new Error('no') }")
    browser.evaluate("document.querySelector('.cite').open = true")
    browser.evaluate("document.querySelector('button.copy').click()")
    assert str(browser.evaluate("getSelection().toString()")).startswith("@")


def test_j_and_k_go_from_entry_to_entry(reader: Reader) -> None:
    browser = reader("wide")
    browser.open("issues/2024-w11/")
    ids = browser.evaluate("[...document.querySelectorAll('article.h-entry')].map(e => e.id)")
    assert isinstance(ids, list)
    held = "document.activeElement.id"
    for key, number in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        browser.press(key)
        assert browser.evaluate(held) == ids[number], (key, number)
    for _ in range(len(ids) + 2):
        browser.press("j")
    assert browser.evaluate(held) == ids[-1]


def test_keys_begin_where_the_reader_is(reader: Reader) -> None:
    browser = reader("wide")
    browser.open("issues/2024-w11/")
    browser.evaluate("document.querySelectorAll('article.h-entry')[2].scrollIntoView({block: 'end'})")
    browser.press("k")
    first = browser.evaluate("document.activeElement.getBoundingClientRect().top")
    assert isinstance(first, int | float)
    assert -2 <= first <= 2


def test_keys_are_letters_where_somebody_writes(reader: Reader) -> None:
    browser = reader("wide")
    browser.open("issues/2024-w11/")
    browser.evaluate("document.querySelector('.scheme select').focus()")
    browser.press("j")
    assert browser.evaluate("document.activeElement.tagName") == "SELECT"
