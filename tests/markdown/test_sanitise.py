from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.render.sanitise import sanitise

from .hostile import ADDRESSES, HTML
from .html_tree import tree


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<b>a</b>", "<b>a</b>"),
        ("<b>a", "<b>a</b>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<script>x</script>a<style>y</style>", "a"),
        ("<unknown>a</unknown>", "a"),
        (
            '<p id="links" name="x" class="y" style="z" onclick="w" lang="zh" dir="ltr" title="t">a</p>',
            '<p lang="zh" dir="ltr" title="t">a</p>',
        ),
        (
            '<a href="https://a.example/">a</a>',
            '<a href="https://a.example/" rel="noopener noreferrer">a</a>',
        ),
        ('<a href="page.md">a</a>', '<a href="page.md" rel="noopener noreferrer">a</a>'),
        ('<a href="javascript:x">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<img src="https://a.example/i" alt="a">', '<img src="https://a.example/i" alt="a">'),
        ('<img src="i.PNG?x" alt="a">', '<img src="i.PNG?x" alt="a">'),
        ('<img src="i.svg" alt="a &lt; b">', "a &lt; b"),
        ('<img src="http://a.example/i.png" alt="a">', "a"),
        ('<img src="//a.example/i.png">', ""),
        ("<!-- comment -->a", "a"),
        ("a&#2;b\x02c", "abc"),
        (
            "a&#x202e;b&#xFDD0;\ufffe<b title='c&#xE0041;d'>e</b><a href='https://a.example/&#x2066;'>f</a>",
            'ab<b title="cd">e</b><a rel="noopener noreferrer">f</a>',
        ),
        ('<td colspan="2">a</td>', "a"),
        (
            '<table><tr><td colspan="2" rowspan="x">a</td></tr></table>',
            '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
        ),
        ("<h1>a</h1>", "a"),
        ("<details open><summary>a</summary>b</details>", '<details open=""><summary>a</summary>b</details>'),
    ],
)
def test_the_allow_list(html: str, clean: str) -> None:
    assert sanitise(html) == clean


@pytest.mark.parametrize("html", [*HTML, *(f'<a href="{a}">x</a><img src="{a}">' for a in ADDRESSES)])
def test_sanitising_twice_changes_nothing(html: str) -> None:
    assert sanitise(sanitise(html)) == sanitise(html)


NAMES = [
    "a",
    "b",
    "p",
    "div",
    "table",
    "tr",
    "td",
    "ul",
    "li",
    "svg",
    "math",
    "style",
    "h1",
    "h2",
    "form",
    "select",
    "pre",
]
TAGS = st.lists(
    st.sampled_from(
        [
            *HTML,
            *(f"<{name}>" for name in NAMES),
            *(f"</{name}>" for name in NAMES),
            '<a href="x">',
            "text",
            "\n",
            "<",
            "&",
            '"',
        ]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(TAGS)
def test_any_html_is_clean_after_one_pass(html: str) -> None:
    clean = sanitise(html)
    assert sanitise(clean) == clean
    names = {str(element.tag).rpartition("}")[2] for element in tree(clean).iter()}
    assert not names & {
        "script",
        "style",
        "svg",
        "math",
        "iframe",
        "form",
        "input",
        "h1",
        "template",
        "object",
    }
