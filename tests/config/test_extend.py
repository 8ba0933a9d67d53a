"""Adding sources to a `digest.yaml`: the editor's bytes stay, the result reads as it should, or nothing is written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config.extend import with_sources
from digest.config.load import parse_config
from digest.config.schema import SourceConfig
from digest.problems import DigestError

NEW = SourceConfig("tidal", "rss", {"url": "https://tidal.example.org/feed.xml", "name": "潮汐: 笔记"})
ITEM = '- id: tidal\n  kind: rss\n  url: https://tidal.example.org/feed.xml\n  name: "潮汐: 笔记"\n'
PAGE = "sources:\n  - id: a\n    kind: page\n    urls:\n      - https://a.example/\n"


def indented(text: str, by: int) -> str:
    return re.sub(r"(?m)^(?=.)", " " * by, text)


def ids(text: str) -> list[str]:
    return [source.id for source in parse_config(text.encode())[0].sources]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"sources:\n{indented(ITEM, 2)}"),
        ("site:\n  title: A\n", f"site:\n  title: A\n\nsources:\n{indented(ITEM, 2)}"),
        ("site:\n  title: A", f"site:\n  title: A\n\nsources:\n{indented(ITEM, 2)}"),
        ("site: {title: A}\n...\n", f"site: {{title: A}}\n\nsources:\n{indented(ITEM, 2)}...\n"),
        ("sources: []", f"sources:\n{indented(ITEM, 2)}"),
        ("sources: [ ]  # none yet\nfetch: {}\n", f"sources:  # none yet\n{indented(ITEM, 2)}fetch: {{}}\n"),
        ("sources:\nfetch: {}\n", f"sources:\n{indented(ITEM, 2)}fetch: {{}}\n"),
        ("sources:  # soon\n", f"sources:  # soon\n{indented(ITEM, 2)}"),
        (
            "sources:\n- id: a\n  kind: rss\n\n# how fetch behaves\nfetch: {}\n",
            f"sources:\n- id: a\n  kind: rss\n{ITEM}\n# how fetch behaves\nfetch: {{}}\n",
        ),
        (
            "sources:\n    - id: a  # the first\n      kind: rss\n    # - id: old\n\nfetch: {}\n",
            f"sources:\n    - id: a  # the first\n      kind: rss\n    # - id: old\n{indented(ITEM, 4)}\nfetch: {{}}\n",
        ),
        ("sources:\n  - {id: a, kind: rss}", f"sources:\n  - {{id: a, kind: rss}}\n{indented(ITEM, 2)}"),
        (
            f"{PAGE}site:\n  title: B\n",
            f"{PAGE}{indented(ITEM, 2)}site:\n  title: B\n",
        ),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_where_sources_go(before: str, after: str, ending: str, mark: str) -> None:
    if "\n" not in before and ending != "\n":
        return  # a file of one line does not say how its lines end
    written = with_sources(mark + before.replace("\n", ending), [NEW])
    assert written == mark + after.replace("\n", ending)
    assert parse_config(written.encode())[0].sources[-1] == NEW


@pytest.mark.parametrize(
    "text",
    [
        "sources: [{id: a, kind: rss}]\n",
        "sources:\n  [\n  ]\n",
        "sources:\n  id: a\n  kind: rss\n",
        "{site: {title: A}}\n",
        "  site:\n    title: A\n",
        "sources: ~\n",
    ],
)
def test_what_has_no_place_for_them_is_refused_with_the_lines_to_add(text: str) -> None:
    parse_config(text.encode())
    with pytest.raises(DigestError) as caught:
        with_sources(text, [NEW])
    [problem] = caught.value.problems
    assert problem.path == "digest.yaml"
    assert indented(ITEM, 2).rstrip() in problem.hint


def test_a_broken_configuration_keeps_its_own_problems() -> None:
    with pytest.raises(DigestError, match="unknown key"):
        with_sources("sauces: []\n", [NEW])


@pytest.mark.parametrize(
    ("known", "is_known"),
    [
        ("kind: rss\n    url: http://TIDAL.example.org/feed.xml/", True),
        ("kind: wechat\n    urls: [https://tidal.example.org/feed.xml]", True),
        ("kind: rss\n    url: https://tidal.example.org/feed.xml?all=1", False),
        ("kind: rss\n    url: https://tidal.example.org/Feed.xml", False),
    ],
)
def test_a_configured_address_is_left_out(known: str, is_known: bool) -> None:
    text = f"sources:\n  - id: a\n    {known}\n"
    assert (with_sources(text, [NEW]) == text) == is_known


def test_arxiv_is_known_by_its_categories() -> None:
    text = "sources:\n  - id: a\n    kind: arxiv\n    categories: [cs.CL, cs.CV]\n    announcements: true\n"
    same = SourceConfig(
        "b", "arxiv", {"categories": ["cs.CV", "cs.CL"], "announcements": "true", "url": "https://x.example/"}
    )
    other = SourceConfig("b", "arxiv", {"categories": ["cs.CV"], "announcements": "true"})
    assert with_sources(text, [same]) == text
    written = with_sources(text, [other])
    assert ids(written) == ["a", "b"]
    assert "announcements: true\n" in written.removeprefix(text)


def test_ids_that_are_taken_get_numbers() -> None:
    sources = [SourceConfig("a", "rss", {"url": f"https://{number}.example/"}) for number in range(3)]
    written = with_sources(
        "sources:\n  - id: a\n    kind: huggingface\n  - id: a-2\n    kind: huggingface\n", sources
    )
    assert ids(written) == ["a", "a-2", "a-3", "a-4", "a-5"]


def test_twice_is_once() -> None:
    once = with_sources("site:\n  title: A\n", [NEW, NEW])
    assert ids(once) == ["tidal"]
    assert with_sources(once, [NEW]) == once


def test_nothing_to_add_changes_nothing() -> None:
    assert with_sources("sources: []\r\n", []) == "sources: []\r\n"


# Lines that may stand in any order of blocks and still be a configuration, and some that break it.
LINES = st.sampled_from(
    ["", "# c", "  # d", "    # e", "site:", "  title: A", "sources:", "  - id: a", "    kind: rss", "    note: |",
     "      # text", "- id: b", "  kind: rss", "fetch: {}", "...", "---", "sources: []", "    url: https://a.example/"]
)  # fmt: skip


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_every_line_of_the_editor_stays(lines: list[str], ending: str, ends: bool) -> None:
    text = ending.join(lines) + (ending if ends else "")
    try:
        old, _ = parse_config(text.encode())
        written = with_sources(text, [NEW])
    except DigestError:
        return
    new, _ = parse_config(written.encode())
    assert new.sources[:-1] == old.sources
    assert (new.site, new.fetch) == (old.site, old.fetch)
    left = iter(written.splitlines())
    assert all(line in left for line in text.replace("sources: []", "sources:").splitlines() if line)
