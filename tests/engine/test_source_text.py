"""The text of an article beside its entry: shown on the page of the entry where the site may, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from building import build_site, content_times, differing, files_of, write
from digest.problems import DigestError
from site_check import check_site, summary

CONFIG = """\
site: {{title: T, base_url: "https://example.org/w/", language: en, timezone: UTC}}
build: {{feed_content: full}}
entries: {{full_text: {shown}}}
"""
ENTRY = """\
---
title: Entry {name}
date: 2024-01-0{day}
source: {{name: Some Blog, url: "https://blog.example/2024/post.html"}}
tags: [all]
---
# How it works

The note.
"""
ARTICLE = """\
# Entry one

# How it works

Words of the article, [up](#how-it-works), [beside](../other?a=1&b=2 "More"), [ours](/entries/two/) and
<https://else.example/>, but [not](javascript:alert(1)).

![Beside](beside.png) ![Over there](there.png) ![Drawing](https://else.example/a.png)

## Below <script>alert(2)</script>
"""
PAGE = "entries/one/index.html"
TEXT = "content/entries/one/source.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Three entries with an article beside the first, which the site may show."""
    root = tmp_path / "site"
    write(root, "digest.yaml", CONFIG.format(shown="true"))
    for day, name in enumerate(("one", "two", "three"), start=1):
        write(root, f"content/entries/{name}/index.md", ENTRY.format(name=name, day=day))
    write(root, "content/entries/one/beside.png", b"\x89PNG")
    write(root, TEXT, ARTICLE)
    return root


def section(html: str) -> str:
    """The part of a page that shows the article."""
    found = re.search(r'<section class="source-text">.*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def shown(site: Path) -> str:
    out = site.parent / "out"
    build_site(site, out)
    return section((out / PAGE).read_text(encoding="utf-8"))


def test_the_article_stands_below_the_note_with_its_source(site: Path) -> None:
    text = shown(site)
    page = (site.parent / "out" / PAGE).read_text(encoding="utf-8")
    assert page.index("The note.") < page.index(text)
    assert "<h2>Full text</h2>" in text
    assert (
        'Source: <a href="https://blog.example/2024/post.html" rel="nofollow ugc noopener noreferrer">'
        in text
    )
    assert "Words of the article" in text
    assert page.count("Words of the article") == 1
    assert summary(check_site(site.parent / "out", "https://example.org/w/")) == ""


def test_its_headings_have_ids_of_their_own_and_stand_below_the_section(site: Path) -> None:
    text = shown(site)
    assert re.findall(r"<h[1-6][^>]*>", text) == [
        "<h2>",
        '<h3 id="Text-how-it-works">',
        '<h4 id="Text-below-scriptalert2script">',
    ]
    assert "Entry one" not in text, "a first heading that repeats the title is left out, as in a note"
    assert '<a href="#Text-how-it-works">up</a>' in text
    page = (site.parent / "out" / PAGE).read_text(encoding="utf-8")
    ids = re.findall(r' id="([^"]*)"', page)
    assert "how-it-works" in ids
    assert len(ids) == len(set(ids))


def test_its_links_lead_to_where_it_came_from_and_vouch_for_nothing(site: Path) -> None:
    text = shown(site)
    stranger = 'rel="nofollow ugc noopener noreferrer"'
    assert f'<a href="https://blog.example/other?a=1&amp;b=2" title="More" {stranger}>beside</a>' in text
    assert f'<a href="https://blog.example/entries/two/" {stranger}>ours</a>' in text
    assert f'<a href="https://else.example/" {stranger}>' in text
    assert all(stranger in tag for tag in re.findall("<a [^>]*>", text) if 'href="#' not in tag)
    assert "javascript:" not in text
    assert "<script" not in text


def test_its_pictures_lie_beside_the_entry_or_where_it_came_from(site: Path) -> None:
    assert re.findall('<img src="([^"]*)"', shown(site)) == [
        "/w/entries/one/beside.png",
        "https://blog.example/2024/there.png",
        "https://else.example/a.png",
    ]
    (site / "content/entries/one/beside.png").unlink()
    assert "https://blog.example/2024/beside.png" in shown(site)


def test_without_an_address_of_its_source_relative_links_and_pictures_are_words(site: Path) -> None:
    index = site / "content/entries/one/index.md"
    index.write_text(re.sub("source: .*", "source: Some Blog", index.read_text("utf-8")), encoding="utf-8")
    text = shown(site)
    assert "<bdi>Some Blog</bdi></span>" in text
    assert "beside, ours and" in text
    assert re.findall('<img src="([^"]*)"', text) == [
        "/w/entries/one/beside.png",
        "https://else.example/a.png",
    ]
    assert "Over there" in text


def test_nothing_but_the_page_of_the_entry_knows_the_article(site: Path) -> None:
    out = site.parent / "out"
    build_site(site, out)
    with_text = files_of(out)
    write(site, "digest.yaml", CONFIG.format(shown="false"))
    build_site(site, out)
    without = files_of(out)
    assert [path for path, data in with_text.items() if b"Words of the article" in data] == [PAGE]
    assert differing(with_text, without) == [PAGE]
    assert section(without[PAGE].decode()) == ""
    minutes = re.compile(rb"[0-9]+ min")
    assert minutes.findall(with_text[PAGE]) == minutes.findall(without[PAGE])


def test_an_edit_of_the_article_writes_its_page_alone(site: Path) -> None:
    out, clean = site.parent / "out", site.parent / "clean"
    build_site(site, out)
    for number, text in enumerate(("Other words.\n", "Third words.\n", None, ARTICLE)):
        before = content_times(out)
        if text is None:
            (site / TEXT).unlink()
        else:
            write(site, TEXT, text)
        build_site(site, out)
        after = content_times(out)
        assert {path for path in after if before.get(path) != after[path]} == {PAGE}
        build_site(site, clean, cache=False)
        assert differing(files_of(out), files_of(clean)) == [], number


def test_a_site_that_does_not_show_articles_does_not_read_them(site: Path) -> None:
    write(site, "digest.yaml", CONFIG.format(shown="false"))
    out = site.parent / "out"
    build_site(site, out)
    before = content_times(out)
    write(site, TEXT, b"\xff\xfe no text at all")
    (site / TEXT).chmod(0)
    build_site(site, out)
    assert content_times(out) == before
    build_site(site, out, cache=False)


@pytest.mark.parametrize(
    ("data", "words"), [(b"Text \xff", "UTF-8"), (b"a" * 5_000_001, "5.0 MB")], ids=["bytes", "size"]
)
def test_what_cannot_be_read_is_an_error_of_that_file(site: Path, data: bytes, words: str) -> None:
    write(site, TEXT, data)
    with pytest.raises(DigestError) as caught:
        build_site(site, site.parent / "out")
    [problem] = [problem for problem in caught.value.problems if problem.severity == "error"]
    assert problem.path == TEXT
    assert words in problem.message


def test_a_warning_names_the_file_and_the_line(site: Path) -> None:
    report = build_site(site, site.parent / "out")
    assert [(problem.path, problem.line) for problem in report.problems] == [(TEXT, 6)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nfetched: 2024-01-01\n---\nWords.\n", "<p>Words.</p>"),
        (
            "---\n\nWords between rules.\n\n---\n\nMore.\n",
            "<hr>\n<p>Words between rules.</p>\n<hr>\n<p>More.</p>",
        ),
        ("---\nA rule, no front matter.\n", "<hr>\n<p>A rule, no front matter.</p>"),
        ("{a brace\n", "<p>{a brace</p>"),
    ],
)
def test_front_matter_is_left_out_and_what_only_looks_like_it_is_text(
    site: Path, text: str, expected: str
) -> None:
    write(site, TEXT, text)
    assert f"<div>{expected}\n</div>" in shown(site)


def test_an_empty_text_and_one_beside_another_kind_of_page_are_not_shown(site: Path) -> None:
    write(site, TEXT, "\n")
    write(site, "content/notes/n/index.md", "---\ntitle: N\n---\nText.\n")
    write(site, "content/notes/n/source.md", "Hidden.\n")
    assert shown(site) == ""
    assert "Hidden" not in (site.parent / "out/notes/n/index.html").read_text(encoding="utf-8")
