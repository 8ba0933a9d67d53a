"""The documents this project started from come out as their writers meant."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from digest.render.markdown import Markdown, Rendered

from .html_tree import faults, filled

SEEDS = Path(__file__).parent.parent.parent.parent / "shared" / "seeds"


def render(number: str, title: str = "") -> Rendered:
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip(f"{SEEDS} is missing: real documents were not rendered")
    text = found[0].read_text(encoding="utf-8")
    front = re.match(r"(---|\+\+\+)\n(?:.*\n)*?\1\n", text)
    start = front.end() if front else 0
    return Markdown().render(text[start:], first_line=text[:start].count("\n") + 1, title=title)


@pytest.mark.parametrize(("number", "bold"), [("000", 26), ("001", 13), ("004", 44)])
def test_bold_phrases_are_bold(number: str, bold: int) -> None:
    html = render(number).html
    assert html.count("<strong>") == bold
    assert re.sub(r"<code.*?</code>", "", html, flags=re.DOTALL).count("**") == (2 if number == "001" else 0)


def test_the_phrase_that_is_bold_in_no_dialect_is_noticed() -> None:
    assert [(notice.line, "`**`" in notice.message) for notice in render("001").notices] == [(13, True)]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_address_holds_han_or_full_width_brackets(number: str) -> None:
    rendered = render(number)
    hrefs = re.findall(r'(?:href|src)="([^"]*)"', rendered.html)
    assert not [href for href in hrefs if re.search(r"[\u2e80-\uffef]", href)]
    assert faults(filled(rendered)) == []


@pytest.mark.parametrize("number", ["000", "001", "004"])
def test_every_fragment_resolves(number: str) -> None:
    html = filled(render(number))
    ids = set(re.findall(r' id="([^"]*)"', html))
    fragments = {unquote(fragment) for fragment in re.findall(r'href="#([^"]*)"', html)}
    assert fragments <= ids
    assert len(fragments) == (6 if number == "000" else 0)
    assert not any("no heading" in notice.message for notice in render(number).notices)


def test_jekylls_table_of_contents_is_found() -> None:
    rendered = render("004", "全模态大模型专题")
    assert rendered.toc_wanted
    assert "content" not in rendered.html[:60]
    assert [heading.level for heading in rendered.headings[:3]] == [2, 3, 3]
    assert [link.target for link in rendered.links] == ["multimodal_case"]


def test_a_heading_that_repeats_the_title_is_dropped() -> None:
    assert render("001", "多模态").headings[0].text == "综述"
