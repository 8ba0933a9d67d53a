"""Hostile Markdown stays text, under both policies for raw HTML, seen through a browser's parser."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.render.markdown import Markdown

from .hostile import ADDRESS_PLACES, ADDRESSES, BREAK_PLACES, BREAKS, HTML, HTML_PLACES, vectors
from .html_tree import faults, filled

POLICIES: tuple[Literal["escape", "sanitise"], ...] = ("escape", "sanitise")
PLACES = [
    *((place, ADDRESSES) for place in ADDRESS_PLACES),
    *((place, BREAKS) for place in BREAK_PLACES),
    *((place, HTML) for place in HTML_PLACES),
]


def test_the_checker_sees_what_is_not_allowed() -> None:
    for html in [
        *HTML[:10],
        '<p onclick="x">',
        '<a href="javascript:x">y</a>',
        "<p style='x'>",
        '<p id="x">',
        "</main>x",
        "</main><p>x</p>",
    ]:
        assert faults(html), html
    assert faults('<p>text <a href="https://a.example/" rel="noopener noreferrer">x</a></p>') == []


def test_there_are_many_vectors() -> None:
    assert len(set(vectors())) >= 600


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    ("place", "payloads"), PLACES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_no_payload_gets_through(
    policy: Literal["escape", "sanitise"], place: str, payloads: list[str]
) -> None:
    markdown = Markdown(html=policy)
    for payload in payloads:
        source = place.replace("%s", payload)
        rendered = markdown.render(source)
        assert faults(filled(rendered)) == [], (source, rendered.html)
        assert faults(filled(rendered, rendered.lead)) == [], source


@pytest.mark.parametrize("policy", POLICIES)
def test_all_payloads_in_one_body_stay_harmless(policy: Literal["escape", "sanitise"]) -> None:
    rendered = Markdown(html=policy).render("\n\n".join(vectors()))
    found = [fault for fault in faults(filled(rendered)) if not fault.startswith("an id twice")]
    assert found == []


def test_templates_in_content_are_text() -> None:
    assert Markdown().render("{{ 7*191919 }}").html == "<p>{{ 7*191919 }}</p>\n"


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *HTML,
            *BREAKS,
            "[",
            "](x)",
            '](https://a.example/ "',
            '")',
            "![",
            "`",
            "```\n",
            "\n\n",
            "\n",
            "> ",
            "- ",
            "# ",
            "*",
            "**",
            "$",
            "<",
            ">",
            "</",
            '"',
            "'",
            "=",
            "<b>",
            "</b>",
            '<a href="x">',
            "</a>",
            "<div>",
            "</div>",
            "<details>",
            "</details>",
            "<table>",
            "<td>",
            "<p>",
            "</p>",
            "中",
            "[^1]",
            "[^1]: ",
            "|",
            "<!--",
            "-->",
            "&#",
        ]
    ),
    max_size=14,
).map("".join)


@pytest.mark.parametrize("policy", POLICIES)
@settings(max_examples=120, deadline=None)
@given(source=FRAGMENTS)
def test_any_mixture_stays_harmless(policy: Literal["escape", "sanitise"], source: str) -> None:
    rendered = Markdown(html=policy).render(source)
    assert faults(filled(rendered)) == [], rendered.html
