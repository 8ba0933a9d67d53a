"""Reading drafts: what only entries and issues say."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config.schema import Config
from digest.content.drafts import (
    Auto,
    Coverage,
    EntryDraft,
    HistoryLine,
    Image,
    IssueDraft,
    IssueSection,
    Link,
    Source,
)
from digest.content.read import read_draft
from digest.problems import DigestError, Problem

ENTRY, ISSUE = "content/entries/a.md", "content/issues/2025-W20.md"


def draft_of(keys: str, path: str = ENTRY) -> tuple[EntryDraft | IssueDraft, tuple[Problem, ...]]:
    draft, warnings = read_draft(f"---\ntitle: T\n{keys}\n---\n".encode(), path=path, config=Config())
    assert isinstance(draft, EntryDraft | IssueDraft)
    return draft, warnings


def entry(keys: str) -> EntryDraft:
    draft, warnings = draft_of(keys)
    assert isinstance(draft, EntryDraft)
    assert warnings == ()
    return draft


def issue(keys: str) -> IssueDraft:
    draft, warnings = draft_of(keys, ISSUE)
    assert isinstance(draft, IssueDraft)
    assert warnings == ()
    return draft


def errors_of(keys: str, path: str = ENTRY) -> list[Problem]:
    with pytest.raises(DigestError) as caught:
        draft_of(keys, path)
    return [problem for problem in caught.value.problems if problem.severity == "error"]


def test_an_entry_needs_a_title() -> None:
    for text, line in (
        ("---\nid: x\n---\n", 1),
        ("\n---\ntitle:\n---\n", 2),
        ("body", 1),
        ("---\ntitle: ' '\n---\n", 1),
    ):
        with pytest.raises(DigestError) as caught:
            read_draft(text.encode(), path=ENTRY, config=Config())
        [problem] = caught.value.problems
        assert (problem.line, problem.column) == (line, 1)
        assert "title" in problem.message


def test_simple_fields() -> None:
    draft = entry(
        "id: 2411.10\norganizations: [A, B]\nsubjects: [cs.CV, cs.AI]\nvenue: CVPR 2025\n"
        "abstract: |\n  one\n  two\nfindings: [x, y]"
    )
    assert draft.id == "2411.10"
    assert (draft.organizations, draft.subjects) == (("A", "B"), ("cs.CV", "cs.AI"))
    assert (draft.venue, draft.abstract, draft.findings) == ("CVPR 2025", "one\ntwo\n", ("x", "y"))


def test_an_id_has_no_spaces() -> None:
    assert entry("id: wechat:MzA=/123/1").id == "wechat:MzA=/123/1"
    assert errors_of("id: arxiv 2505.09568")[0].line == 3


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("机器之心", Source(name="机器之心")),
        ("https://arxiv.org/abs/1", Source(url="https://arxiv.org/abs/1")),
        (
            "{kind: arxiv, name: arXiv, url: 'https://arxiv.org/abs/1'}",
            Source("arxiv", "arXiv", "https://arxiv.org/abs/1"),
        ),
        ("javascript:alert(1)", Source(name="javascript:alert(1)")),
        ("''", None),
    ],
)
def test_sources(written: str, expected: Source | None) -> None:
    assert entry(f"source: {written}").source == expected


def test_links_are_mappings_or_addresses() -> None:
    draft = entry(
        "links:\n- {kind: paper, url: 'https://a.b/c?d#e', title: T}\n- http://x.y/中文\n"
        "- /entries/other/\n- url: HTTPS://A.B\n"
    )
    assert draft.links == (
        Link("https://a.b/c?d#e", "paper", "T"),
        Link("http://x.y/中文"),
        Link("/entries/other/"),
        Link("HTTPS://A.B"),
    )
    assert entry("links: https://a.b").links == (Link("https://a.b"),)
    assert entry("links: {url: 'https://a.b', kind: code}").links == (Link("https://a.b", "code"),)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt://a.b/%0aalert(1)", "data:text/html,x", "//evil.example/x", "a b",
     "ftp://a.b/c", "https://a b/", "https:a.b", "https://", "https://a.b/<script>", "/\\\\evil.example",
     "mailto:a@b.c", "x.pdf"],
)  # fmt: skip
def test_addresses_no_browser_should_follow_are_left_out_with_a_warning(address: str) -> None:
    for keys, column in (
        ("links: ['{}', 'https://good.example/']", 9),
        ("links: [{{kind: code, url: '{}'}}, 'https://good.example/']", 27),
        ("coverage: [{{name: N, url: '{}'}}, 'https://good.example/']", 27),
        ("source: {{name: N, url: '{}'}}", 24),
    ):
        draft, warnings = draft_of(keys.format(address))
        assert isinstance(draft, EntryDraft)
        assert [(problem.severity, problem.line, problem.column) for problem in warnings] == [
            ("warning", 3, column)
        ]
        assert draft.links in ((), (Link("https://good.example/"),))
        assert draft.coverage in ((), (Coverage("https://good.example/"),))
        assert draft.source in (None, Source(name="N"))


def test_coverage() -> None:
    draft = entry(
        "coverage:\n- {kind: wechat, name: N, url: 'https://a.b', title: T, date: 2025-06-01}\n- https://c.d\n"
    )
    assert draft.coverage == (
        Coverage("https://a.b", "wechat", "N", "T", "2025-06-01"),
        Coverage("https://c.d"),
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("figure.png", Image("figure.png")),
        ("https://a.b/c.jpg", Image("https://a.b/c.jpg")),
        ("{src: 图 1.png, alt: A, credit: C}", Image("图 1.png", "A", "C")),
        ("/img/a.png", Image("/img/a.png")),
    ],
)
def test_images(written: str, expected: Image) -> None:
    assert entry(f"image: {written}").image == entry(f"cover: {written}").image == expected


@pytest.mark.parametrize(
    "written", ["http://a.b/c.png", "data:image/png;base64,x", "javascript:x", "//a.b/c.png"]
)
def test_pictures_from_other_places_are_left_out_with_a_warning(written: str) -> None:
    draft, warnings = draft_of(f"image: '{written}'")
    assert draft.image is None
    assert [(problem.line, problem.column) for problem in warnings] == [(3, 8)]


@pytest.mark.parametrize(
    "written",
    [
        "'2025-06-01: v2 released'", "2025-06-01：v2 released", "{date: 2025-06-01, text: v2 released}",
        "2025-06-01: v2 released", "'2025-06-01 :  v2 released'",
    ],
)  # fmt: skip
def test_history_lines_in_each_form(written: str) -> None:
    assert entry(f"history:\n- {written}").history == (HistoryLine("2025-06-01", "v2 released"),)


def test_a_month_is_enough_for_history() -> None:
    assert entry("history: ['2025-06: accepted: really']").history == (
        HistoryLine("2025-06", "accepted: really"),
    )


@pytest.mark.parametrize(
    "written", ["v2", "2025-02-30: x", "2025-13: x", "{date: soon, text: x}", "[x]", "{a: b}", "{text: x}"]
)
def test_history_without_a_date_is_an_error(written: str) -> None:
    assert [problem.line for problem in errors_of(f"history:\n- {written}")] == [4]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("2025-W20", "2025-W20"), ("2025-w20", "2025-W20"), ("2026-02-13", "2026-02-13"), ("", "")],
)
def test_the_issue_an_entry_belongs_to(written: str, expected: str) -> None:
    assert entry(f"issue: {written}").issue == expected


@pytest.mark.parametrize("written", ["2025-W53", "2025-W00", "2025-02-30", "W20", "next", "2025"])
def test_issues_that_do_not_exist_are_errors(written: str) -> None:
    [problem] = errors_of(f"issue: {written}")
    assert (problem.line, problem.column) == (3, 8)


def test_the_record_of_the_machine() -> None:
    draft = entry("auto:\n  summary: {by: extract, sha: 12ab}\n  tags: {by: rules, value: [a, b]}")
    assert draft.auto == {"summary": Auto("extract", "12ab"), "tags": Auto("rules", "", ("a", "b"))}
    assert errors_of("auto: {summary: {sha: x}}")[0].line == 3


@pytest.mark.parametrize(
    "keys",
    ["links: [{kind: papr, url: 'https://a.b'}]", "links: [{ur: 'https://a.b'}]",
     "links: [{url: 'https://a.b', foo: 1}]",
     "source: [a]", "source: {nam: x}", "coverage: [{name: x}]", "image: {alt: x}", "image: {src: a, foo: b}",
     "auto: [x]",
     "findings: [{a: b}]", "tags: [[a]]", "cover: a.png\nimage: b.png"],
)  # fmt: skip
def test_wrong_shapes_are_errors_with_their_line(keys: str) -> None:
    problems = errors_of(keys)
    assert problems
    assert {problem.line for problem in problems} <= {3, 4}


def test_an_issue() -> None:
    draft = issue(
        "number: 37\ncover: {src: c.png, alt: A, credit: C}\nimage: i.png\nhighlights: [one, two]\n"
        "picks: [arxiv:2505.09568, cast]\nsections:\n- title: First\n  picks: [cast]\n"
        "- {title: Second, picks: x}\n"
    )
    assert draft.number == 37
    assert draft.cover == Image("c.png", "A", "C")
    assert draft.image == Image("i.png")
    assert draft.highlights == ("one", "two")
    assert draft.picks == ("arxiv:2505.09568", "cast")
    assert draft.sections == (IssueSection("First", ("cast",)), IssueSection("Second", ("x",)))


def test_no_picks_is_not_an_empty_list_of_picks() -> None:
    assert issue("summary: x").picks is None
    assert issue("picks:").picks is None
    assert issue("picks: []").picks == ()


@pytest.mark.parametrize("name", ["2025-W53", "week-20", "2025-02-30", "2025"])
def test_the_file_of_an_issue_is_named_after_its_period(name: str) -> None:
    [problem] = errors_of("number: 1", f"content/issues/{name}.md")
    assert "2025-W20.md" in problem.hint


def test_a_highlight_with_a_colon_hints_at_quotes() -> None:
    [problem] = errors_of("highlights:\n- BLIP3-o: one model", ISSUE)
    assert problem.line == 4
    assert "quotes" in problem.hint


HIDDEN = ["\u202a", "\u202e", "\u2066", "\u2069", "\U000e0041", "\ufffe", "\ufdd0"]
HOSTILE = st.text(st.sampled_from(["a", " ", "\n", "中", *HIDDEN]), max_size=12)


@given(HOSTILE, st.sampled_from("\"'"))
def test_no_field_brings_characters_that_hide_or_reorder(text: str, quote: str) -> None:
    text = f"a{text}{quote}"
    links = [{"kind": "paper", "url": "https://a.b", "title": text}]
    coverage = [{"url": "https://a.b", "kind": text, "name": text, "title": text, "date": text}]
    entry_keys = {
        "title": text, "summary": text, "abstract": text, "description": text, "findings": [text], "venue": text,
        "subjects": [text],
        "source": {"kind": text, "name": text, "url": "https://a.b"}, "links": links, "coverage": coverage,
        "image": {"src": "i.png", "alt": text, "credit": text}, "history": [{"date": "2025-06-01", "text": text}],
    }  # fmt: skip
    issue_keys = {
        "title": text, "highlights": [text], "cover": {"src": "i.png", "alt": text, "credit": text},
        "sections": [{"title": text, "picks": ["x"]}],
    }  # fmt: skip
    for keys, path, lines in (
        (entry_keys, ENTRY, ["summary", "abstract", "findings"]),
        (issue_keys, ISSUE, []),
    ):
        draft, warnings = read_draft(f"{json.dumps(keys)}\n".encode(), path=path, config=Config())
        assert warnings == ()
        said = msgspec.to_builtins(msgspec.structs.replace(draft, places={}))
        assert not set(HIDDEN) & set(json.dumps(said, ensure_ascii=False))
        assert "\\n" not in json.dumps({key: value for key, value in said.items() if key not in lines})


@pytest.mark.parametrize("hidden", HIDDEN)
def test_an_address_that_reads_otherwise_is_left_out_with_a_warning(hidden: str) -> None:
    escape = f"\\U{ord(hidden):08x}"
    address = f'"https://a.b/{escape}gnp.exe"'
    for keys in (
        f"links: [{address}]", f"links: [{{url: {address}}}]", f'links: ["/a{escape}/"]',
        f"coverage: [{address}]", f"source: {address}", f"source: {{url: {address}}}", f"image: {address}",
        f'image: "i{escape}.png"',
    ):  # fmt: skip
        draft, warnings = draft_of(keys)
        assert isinstance(draft, EntryDraft)
        assert [problem.severity for problem in warnings] == ["warning"]
        assert hidden not in warnings[0].message
        assert (draft.links, draft.coverage, draft.image) == ((), (), None)
        assert draft.source in (None, Source())


def test_what_languages_need_stays_in_markdown_fields() -> None:
    kept = "a\u200e\u200f\u200c\u200d\nb"
    draft = entry(f"summary: {json.dumps(kept)}\nfindings: [{json.dumps(kept)}]")
    assert (draft.summary, draft.findings) == (kept, (kept,))


def test_items_of_nothing_visible_are_left_out() -> None:
    assert entry('findings: ["\\u202e", x]').findings == ("x",)
    assert issue('highlights: [" ", x]').highlights == ("x",)
