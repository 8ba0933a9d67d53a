"""What a reader gets: every kind of page, light and dark, narrow and wide, on paper, without scripts."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from browser import Browser, Scheme
from screenshots import pages_by_kind

Reader = Callable[[str], Browser]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_KIND = {
    "home", "issues", "archive", "entries", "topics", "tags", "sources", "search", "404", "issue", "day", "entry",
    "topic", "tag", "source", "page", "section",
}  # fmt: skip

PARTS = tuple(
    f'class="{part}"'.encode()
    for part in (
        "updates", "references", "h-entry paper", "machine", "translated", "findings", "abstract", "lines coverage",
        "lines history", "cite", "source-text",
    )
)  # fmt: skip
"""How the parts are marked that only some pages have."""


class Violation(msgspec.Struct, frozen=True):
    """A rule of axe that a page breaks, and where."""

    id: str
    nodes: list[str]


def violations(browser: Browser, axe: str, path: str, schemes: tuple[Scheme, ...], width: int) -> list[str]:
    browser.view(width, scheme=schemes[0])
    browser.open(path)
    browser.evaluate(axe)
    found: list[str] = []
    for scheme in schemes:
        browser.view(width, scheme=scheme)
        result = browser.evaluate(
            f"axe.run(document, {{resultTypes: ['violations'], runOnly: {RULES}}}).then(result => "
            "result.violations.map(v => ({id: v.id, nodes: v.nodes.map(node => node.html.slice(0, 160))})))"
        )
        broken = msgspec.convert(result, list[Violation])
        found += [f"{path or 'home'} {scheme}: {rule.id} {rule.nodes[:3]}" for rule in broken]
    return found


def with_parts(browser: Browser) -> dict[bytes, str]:
    """A page for every part that few pages have: the one with most in it."""
    sizes = {path: len(data) for path, data in browser.files.items() if path.endswith("/index.html")}
    found: dict[bytes, str] = {}
    for path in sorted(sizes, key=lambda path: (sizes[path], path)):
        found |= {part: path.removesuffix("index.html") for part in PARTS if part in browser.files[path]}
    return found


@pytest.mark.parametrize(("site", "width"), [("own", 360), ("wide", 360), ("wide", 1280)])
def test_axe_finds_nothing(reader: Reader, axe: str, site: str, width: int) -> None:
    browser = reader(site)
    pages = pages_by_kind(browser.files)
    assert pages.keys() >= EVERY_KIND - ({"section", "day"} if site == "own" else set())
    parts = with_parts(browser)
    assert site == "own" or parts.keys() == set(PARTS), "the wide site has every part"
    shown = dict.fromkeys([*pages.values(), *parts.values()])
    assert [fault for path in shown for fault in violations(browser, axe, path, SCHEMES, width)] == []


def test_axe_finds_nothing_in_a_theme_of_css_alone(reader: Reader, axe: str) -> None:
    browser = reader("wide-paper")
    pages = pages_by_kind(browser.files)
    shown = [pages[kind] for kind in ("home", "issue", "entry", "tags", "archive")]
    assert [fault for path in shown for fault in violations(browser, axe, path, SCHEMES, 360)] == []


def test_axe_would_find_something(reader: Reader, axe: str) -> None:
    browser = reader("own")
    css = next(
        path
        for path in browser.files
        if path.startswith("assets/theme.") and path.endswith(".css") and path.count(".") == 2
    )
    pale = {css: browser.files[css].replace(b"--muted: #5d5a53", b"--muted: #b5b2ab")}
    image = {"index.html": browser.files["index.html"].replace(b'<html lang="zh">', b"<html>")}
    browser.files = {**browser.files, **pale, **image}
    found = " ".join(violations(browser, axe, "", ("light",), 360))
    assert "color-contrast" in found
    assert "html-has-lang" in found


@pytest.mark.parametrize("site", ["own", "wide", "wide-paper"])
def test_no_page_scrolls_sideways(reader: Reader, site: str) -> None:
    browser = reader(site)
    found = []
    for kind, path in pages_by_kind(browser.files).items():
        browser.open(path)
        for width in (320, 360, 768, 1088, 1600):
            browser.view(width)
            if browser.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{kind} at {width}")
    assert found == []


def test_wide_things_scroll_in_their_box(reader: Reader) -> None:
    browser = reader("wide")
    browser.view(360)
    browser.open("entries/long-title/")
    for box in (".table-wrap", "pre.highlight", ".maths", "li math"):
        scrolls = "(e => e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX === 'auto')"
        assert browser.evaluate(f"{scrolls}(document.querySelector('{box}'))"), box


def test_the_outline_beside_the_text_is_no_taller_than_the_window(reader: Reader) -> None:
    browser = reader("wide")
    browser.view(1280, 200)
    browser.open("issues/2024-03-06/")
    box = "document.querySelector('.outline')"
    assert browser.evaluate(f"getComputedStyle({box}).position") == "sticky"
    assert browser.evaluate(f"{box}.getBoundingClientRect().height <= innerHeight")
    assert browser.evaluate(f"{box}.scrollHeight > {box}.clientHeight"), "or the window is not small enough"


def test_pages_ask_for_nothing_elsewhere_and_break_no_policy(reader: Reader) -> None:
    for site in ("own", "wide"):
        browser = reader(site)
        for path in pages_by_kind(browser.files).values():
            browser.open(path)
            assert browser.refused == [], path
            assert browser.complaints == [], path


def test_an_issue_asks_for_a_style_sheet_a_script_and_an_icon(reader: Reader) -> None:
    browser = reader("chinese")
    browser.open("issues/2024-w10/")
    names = {url.rpartition("/")[2].partition(".")[0] for url in browser.requests if "/assets/" in url}
    others = [url for url in browser.requests if "/assets/" not in url and not url.endswith(".png")]
    assert names | {"icon"} == {"theme", "icon"}  # headless browsers draw no tab and may leave the icon out
    assert others == [f"{browser.base_url}issues/2024-w10/"]


def test_without_scripts_every_page_says_the_same(reader: Reader) -> None:
    browser = reader("own")
    text = "document.querySelector('main').innerText"
    for path in pages_by_kind(browser.files).values():
        browser.view(1280)
        browser.open(path)
        with_scripts = browser.evaluate(text)
        browser.view(1280, scripts=False)
        browser.open(path)
        assert browser.evaluate(text) == with_scripts, path
        for control in (".scheme", "button.copy"):
            shown = f"[...document.querySelectorAll('{control}')].some(e => e.checkVisibility())"
            assert browser.evaluate(shown) is False, (path, control)


def styles(browser: Browser, selector: str, *names: str) -> list[object]:
    """Computed values; lengths as multiples of the font size where that makes sense."""
    listed = ", ".join(
        f"s.{name}" if name != "leading" else "parseFloat(s.lineHeight) / parseFloat(s.fontSize)"
        for name in names
    )
    found = browser.evaluate(
        f"(s => [{listed}].map(v => typeof v === 'number' ? Math.round(v * 100) / 100 : v))"
        f"(getComputedStyle(document.querySelector({selector!r})))"
    )
    assert isinstance(found, list)
    return found


def test_type_is_set_as_each_language_wants_it(reader: Reader) -> None:
    browser = reader("chinese")
    browser.open("issues/2024-w10/")
    assert styles(browser, ".editorial p", "leading", "hyphens", "textAutospace") == [
        1.75,
        "manual",
        "normal",
    ]
    assert styles(browser, "h1", "leading", "textWrapStyle") == [1.4, "balance"]
    assert styles(browser, "pre code", "textAutospace") == ["no-autospace"]
    face, *_ = styles(browser, "pre code", "fontFamily")
    assert str(face).startswith("ui-monospace")
    browser.open("entries/english/")
    assert styles(browser, "h1", "leading") == [1.3], "an English title on a Chinese page"
    assert styles(browser, ".note p", "leading", "hyphens") == [1.6, "auto"]


def test_emphasis_is_dots_in_chinese_and_a_slope_in_english(reader: Reader) -> None:
    browser = reader("wide")
    browser.open("entries/chinese/")
    assert styles(browser, ".note em", "fontStyle", "textEmphasisStyle") == ["normal", "dot"]


def test_dark_is_what_the_system_says(reader: Reader) -> None:
    browser = reader("own")
    browser.view(1280, scheme="dark")
    browser.open("")
    assert styles(browser, "body", "backgroundColor", "color") == ["rgb(22, 23, 26)", "rgb(221, 219, 213)"]


def test_on_paper(reader: Reader) -> None:
    browser = reader("chinese")
    browser.view(680, scheme="dark", media="print")
    browser.open("issues/2024-w10/")
    hidden = "header nav", ".scheme", ".tags", ".outline", "aside", "body > footer"
    assert [styles(browser, one, "display") for one in hidden] == [["none"]] * len(hidden)
    assert styles(browser, "body", "backgroundColor", "color") == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert styles(browser, "pre .k", "color") == ["rgb(0, 0, 0)"]
    assert styles(browser, "article.h-entry", "breakInside") == ["avoid"]
    assert styles(browser, ".editorial p", "leading", "textAlign", "orphans") == [1.6, "justify", "3"]
    assert styles(browser, ".brand", "display") != ["none"]
    after = browser.evaluate("getComputedStyle(document.querySelector('#gongshi h3 a'), '::after').content")
    assert "https://example.com/gongshi" in str(after)


def test_where_the_reader_is_can_be_seen(reader: Reader) -> None:
    browser = reader("chinese")
    browser.open("tags/")
    current = browser.evaluate("document.querySelector('[aria-current]').textContent")
    assert current == "标签"
    browser.evaluate("document.querySelector('.skip').focus()")
    visible = "(r => r.top >= 0 && r.left >= 0 && r.height >= 24)"
    assert browser.evaluate(f"{visible}(document.querySelector('.skip').getBoundingClientRect())")
