"""The rules, case by case; a failure names the fixture file and the line of the case."""

from __future__ import annotations

import pytest

from digest.render.markdown import Markdown

from .cases import FIXTURES, Case, read_cases, readable

CASES = [case for path in sorted(FIXTURES.glob("*.md")) for case in read_cases(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}:{case.line}")
def test_case(case: Case) -> None:
    markdown = Markdown(html="sanitise" if "sanitise" in case.file else "escape")
    html = readable(markdown.render(case.markdown, title="Page title").html)
    assert html.rstrip("\n") == case.html.rstrip("\n"), f"{FIXTURES / case.file}:{case.line}: {case.title}"


def test_there_are_cases_of_every_kind() -> None:
    assert {case.file for case in CASES} == {
        "blocks.md",
        "chinese.md",
        "comments.md",
        "headings.md",
        "html_escape.md",
        "html_sanitise.md",
        "links.md",
        "maths.md",
    }
