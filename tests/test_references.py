"""Where the links and images of bodies lead."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.catalog.catalog import Visibility, build_catalog
from digest.references import resolve_references
from documents import entry

CLOCK = datetime(2025, 6, 1, tzinfo=UTC)
FOLDER = "content/entries/one"
FILES = {f"{FOLDER}/a.png": "/entries/one/a.png", "static/b.pdf": "/b.pdf"}
OTHERS = (
    entry("two", "05-12", aliases=("/before/",)),
    entry("draft", "05-12", draft=True),
    entry("later", "12-01"),
    entry("gone", "05-12", expires=1),
)


def resolved(target: str) -> tuple[str | None, list[str]]:
    """Where a link of `content/entries/one/index.md` leads, and what is said about it."""
    one = entry("one", "05-12", path=f"{FOLDER}/index.md", is_bundle=True, links=((target, 7),))
    catalog, _ = build_catalog([one, *OTHERS], Visibility(CLOCK))
    references, problems = resolve_references(catalog, FILES, ["/tags/", "/index.xml"])
    assert all(
        (problem.path, problem.line, problem.severity) == (one.path, 7, "warning") for problem in problems
    )
    return references.links[one.path][0], [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("../two.md", "/entries/two/"),
        ("../two", "/entries/two/"),
        ("/entries/two/?q=1#part", "/entries/two/?q=1#part"),
        ("/entries/TWO", "/entries/two/"),
        ("/entries/two/index.html", "/entries/two/"),
        ("/entries/two.md", "/entries/two/"),
        ("/before/", "/entries/two/"),
        ("?q=1", "/entries/one/?q=1"),
        ("a.png", "/entries/one/a.png"),
        ("/b.pdf", "/b.pdf"),
        ("/tags", "/tags/"),
        ("/index.xml", "/index.xml"),
    ],
)
def test_a_link_leads_to_files_pages_and_what_the_program_makes(target: str, address: str) -> None:
    assert resolved(target) == (address, [])


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("../missing.md", "no such page or file"),
        ("../draft.md", "that page is a draft"),
        ("/entries/later/", "that page is not published yet"),
        ("../gone", "that page has expired"),
        ("../../../../etc/passwd", "no such page or file"),
    ],
)
def test_a_link_that_leads_nowhere_is_text_and_says_why(target: str, reason: str) -> None:
    address, messages = resolved(target)
    assert address is None
    assert messages == [f"the link to {target} is shown as text: {reason}"]


def test_an_image_that_is_not_there_is_left_out_with_a_warning() -> None:
    one = entry("one", "05-12", path=f"{FOLDER}/index.md", is_bundle=True, images=("a.png", "missing.png"))
    catalog, _ = build_catalog([one], Visibility(CLOCK))
    references, (problem,) = resolve_references(catalog, FILES, [])
    assert references.images[one.path] == ("/entries/one/a.png", None)
    assert (problem.path, problem.severity) == (one.path, "warning")
    assert "missing.png" in problem.message
