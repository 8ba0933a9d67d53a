"""Edits that show on a page far from the file: each page must be made again. Found by random edits, kept by name."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from building import build_site, differing, files_of, write

CONFIG = """\
site: {title: T, base_url: "https://example.org/", language: en, timezone: UTC}
topics: [{id: a, name: {en: A}}, {id: b, name: {en: B}}, {id: unused, name: {en: Unused}}]
taxonomies: {sources: {min: 2}, authors: {min: 2}}
"""


def entry(front: str, day: int = 1) -> str:
    return f"---\ntitle: Same title\ndate: 2024-01-0{day}T10:00:00Z\n{front}\n---\nText.\n"


CITED = "authors: [Ada Example]\nid: arxiv:2401.0000"
BETWEEN = {f"entries/between{day}.md": entry("", day) for day in range(4, 8)}
"""So that an edit on the one side does not reach the other as its neighbour."""
ISSUE = "---\ntitle: I\nsections: [{title: One, picks: [x]}, {title: Two, picks: [y]}]\n---\nText.\n"
CASES: dict[str, tuple[Mapping[str, str], Mapping[str, str | None]]] = {
    "an older work takes a cite key": (
        {"entries/x.md": entry(CITED + "1", 9), **BETWEEN},
        {"entries/y.md": entry(CITED.replace("Ada", "Bo") + "2", 2)},
    ),
    "an issue's outline counts other members": (
        {
            "entries/x.md": entry("topics: [a]"),
            "entries/y.md": entry("topics: [a]"),
            "issues/2024-W01.md": ISSUE,
        },
        {"entries/x.md": None, "entries/z.md": entry("topics: [a]")},
    ),
    "two works change places in an issue's sections": (
        {
            "entries/x.md": entry("id: url:x"),
            "entries/y.md": entry("id: url:y"),
            "issues/2024-W01.md": ISSUE.replace("[x]", '["url:x"]').replace("[y]", '["url:y"]'),
        },
        {"entries/x.md": entry("id: url:y"), "entries/y.md": entry("id: url:x")},
    ),
    "a section below moves": (
        {
            "notes/_index.md": "---\ntitle: N\n---\n",
            "notes/deep/_index.md": "---\ntitle: D\n---\n",
            "notes/deep/p.md": "---\ntitle: P\n---\nText.\n",
        },
        {"notes/deep/_index.md": "---\ntitle: D\nurl: /elsewhere/\n---\n"},
    ),
    "a source gets a page": (
        {"entries/x.md": entry("source: Lab"), **BETWEEN},
        {"entries/y.md": entry("source: Lab", 9)},
    ),
    "an author gets a page": (
        {"entries/x.md": entry("authors: [Ada]"), **BETWEEN},
        {"entries/y.md": entry("authors: [Ada]", 9)},
    ),
    "an entry of an issue without a date of its own moves by a day": (
        {"entries/x.md": entry("")},
        {"entries/x.md": entry("", 2)},
    ),
    "the list of issues gets another name": (
        {"entries/x.md": entry(""), "issues/_index.md": "---\ntitle: Old\n---\n"},
        {"issues/_index.md": "---\ntitle: New\n---\n"},
    ),
    "an unused topic gets a page": (
        {"entries/x.md": entry("topics: [a]")},
        {"topics/unused/_index.md": "---\ntitle: Unused\n---\n"},
    ),
    "a link finds its page": (
        {"entries/x.md": entry("summary: '[y](/entries/y/)'"), "entries/z.md": entry("", 3)},
        {"entries/y.md": entry("", 2)},
    ),
    "a picture appears": (
        {"entries/x.md": entry("image: /p.png").replace("Text.", "![p](/p.png)")},
        {"../static/p.png": "PNG"},
    ),
    "an issue changes its language": (
        {"entries/x.md": entry("topics: [a]"), "issues/2024-W01.md": "---\ntitle: I\n---\nText.\n"},
        {"issues/2024-W01.md": "---\ntitle: I\nlang: zh\n---\nText.\n"},
    ),
    "a title among the newest of a topic": (
        {"entries/x.md": entry("topics: [a]")},
        {"entries/x.md": entry("topics: [a]").replace("Same", "Other")},
    ),
    "a page is hidden from search engines": (
        {"entries/x.md": entry("topics: [a]"), "topics/a/_index.md": "---\ntitle: A\n---\n"},
        {"topics/a/_index.md": "---\ntitle: A\nnoindex: true\n---\n"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_shows_it_is_made_again(tmp_path: Path, case: str) -> None:
    before, edit = CASES[case]
    site, clean, out = tmp_path / "site", tmp_path / "clean", tmp_path / "out"
    for root in (site, clean):
        write(root, "digest.yaml", CONFIG)
        for path, text in before.items():
            write(root, f"content/{path}", text)
    build_site(site, out)
    first = files_of(out)
    for root in (site, clean):
        for path, text_or_none in edit.items():
            if text_or_none is None:
                (root / "content" / path).unlink()
            else:
                write(root, f"content/{path}", text_or_none)
    build_site(site, out)
    build_site(clean, tmp_path / "expected")
    assert differing(files_of(out), files_of(tmp_path / "expected")) == []
    assert differing(files_of(out), first) != []
