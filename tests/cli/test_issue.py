from pathlib import Path

import pytest
from click.testing import Result

from cli.commands import CONFIG, make_site, refused, run, tree
from digest.cli import issue, publish
from digest.config.load import load_config
from digest.content.collect import collect
from digest.content.drafts import EntryDraft, IssueDraft

TOPICS = "topics: [{id: a, name: {en: Boats}}, {id: b, name: {en: Maps}}]\n"
CLOCK = ("--clock", "2026-01-01T00:00:00Z")
MACHINE = "auto:\n  title:\n    by: fetch\n    sha: 0123456789abcdef\n"
ABSTRACT = "Rivers rise. We introduce Otter, a buoy. Experiments show that it outperforms gauges by 5%."


def entry(title: str, more: str = "", *, day: str = "2025-05-14", draft: bool = False, body: str = "") -> str:
    mark = f"draft: true\n{MACHINE}" if draft else ""
    return f"---\ntitle: '{title}'\npublishDate: {day}\n{mark}{more}---\n{body}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A week of six: two boats, two maps, one of no topic, one that somebody is still writing."""
    make_site(
        tmp_path,
        **{
            "entries/otter": entry(
                "Otter: a buoy",
                f"id: arxiv:2505.00001\ntopics: [a]\nabstract: '{ABSTRACT}'\n"
                "links: [{kind: code, url: 'https://example.org/otter'}]\n",
                draft=True,
            ),
            "entries/heron": entry("Heron: a boat", "topics: [a]\n", draft=True),
            "entries/lantern": entry(
                "Lantern: old maps",
                "topics: [b]\nimage: {src: 'https://example.org/lantern.png', credit: A. Roe}\n"
                "coverage: ['https://example.org/one', 'https://example.org/two']\n",
            ),
            "entries/candle": entry("Candle: new maps", "topics: [b]\n"),
            "entries/rest": entry("Something of no kind"),
            "entries/begun": "---\ntitle: Half a thought\npublishDate: 2025-05-15\ndraft: true\n---\n",
        },
    )
    (tmp_path / "digest.yaml").write_text(CONFIG + TOPICS, encoding="utf-8")
    return tmp_path


def do(site: Path, period: str = "2025-W20", *arguments: str) -> Result:
    return run(issue.command, site, period, *CLOCK, *arguments)


def file(site: Path, name: str = "2025-W20") -> IssueDraft:
    drafts = collect(site, load_config(site)[0]).drafts
    [found] = [draft for draft in drafts if isinstance(draft, IssueDraft) and draft.name == name]
    return found


def entry_file(site: Path, path: str) -> EntryDraft:
    found = next(
        e for e in collect(site, load_config(site)[0]).entries if e.path == f"content/entries/{path}.md"
    )
    assert isinstance(found, EntryDraft)
    return found


def change(site: Path, old: str, new: str, name: str = "issues/2025-W20") -> None:
    path = site / f"content/{name}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_without_write_it_prints_and_writes_nothing(site: Path) -> None:
    before = tree(site)
    result = do(site)
    assert tree(site) == before
    assert result.stdout.startswith("---\ntitle: ")
    assert "--write publishes: content/entries/otter.md, content/entries/heron.md" in result.stderr
    assert do(site).stdout == result.stdout


def test_picks_are_ranked_and_balanced(site: Path) -> None:
    do(site, "2025-W20", "--write")
    # Two articles, then code; the first of no topic, then the rest of the topics that had one.
    assert file(site).picks == ("lantern", "arxiv:2505.00001", "rest", "candle", "heron")
    (site / "digest.yaml").write_text(CONFIG + TOPICS + "issues: {max_entries: 2}\n", encoding="utf-8")
    (site / "content/issues/2025-W20.md").unlink()
    result = do(site, "2025-W20", "--write")
    assert file(site).picks == ("lantern", "arxiv:2505.00001")
    assert "3 entries of this period are left out: issues.max_entries is 2" in result.stderr


def test_the_file_is_short_and_says_what_an_editor_would(site: Path) -> None:
    do(site, "2025-W20", "--write")
    found = file(site)
    assert found.title == "Lantern: old maps | Otter: a buoy | Something of no kind"
    assert found.number == 1
    assert found.cover is not None
    assert (found.cover.src, found.cover.credit) == ("https://example.org/lantern.png", "A. Roe")
    assert found.summary == (
        "This issue has 5 works: Maps 2 (Lantern, Candle); Boats 2 (Otter, Heron); other 1 (Something of no kind). "
        "With code, models or data: 1."
    )
    assert found.highlights[0] == "Lantern: old maps"
    assert str(found.date) == "2025-05-18 00:00:00+00:00"
    assert not found.draft
    text = (site / "content/issues/2025-W20.md").read_text(encoding="utf-8")
    assert "We introduce" not in text


def test_write_publishes_the_picks_and_quotes_what_they_lack(site: Path) -> None:
    result = do(site, "2025-W20", "--write")
    assert result.stdout.split() == [
        "content/entries/otter.md",
        "content/entries/heron.md",
        "content/issues/2025-W20.md",
    ]
    otter = entry_file(site, "otter")
    assert not otter.draft
    assert otter.summary.startswith("We introduce Otter, a buoy.")
    assert otter.findings == ("Experiments show that it outperforms gauges by 5%.",)
    assert otter.auto["summary"].by == "quote"
    assert entry_file(site, "begun").draft
    assert "content/entries/begun.md" in result.stderr
    before = tree(site)
    again = do(site, "2025-W20", "--write")
    assert tree(site) == before
    assert "is up to date" in again.stderr


def test_an_article_without_abstract_is_summarised_from_its_text(site: Path) -> None:
    """What a source brings of a WeChat article has no abstract: its text lies beside the entry."""
    bundle = site / "content/entries/kite"
    bundle.mkdir()
    (bundle / "index.md").write_text(entry("Kite", draft=True), encoding="utf-8")
    text = (
        "# Kite\n\n![](https://example.org/track.png)\n\nWinds were hard to measure in the old days of sail. "
        "We introduce **Kite**, a [sensor](https://example.org/kite) <b>on</b> a string. It costs 3.5 dollars.\n"
    )
    (bundle / "source.md").write_text(text, encoding="utf-8")
    do(site, "2025-W20", "--write")
    kite = entry_file(site, "kite/index")
    assert "We introduce Kite, a sensor \\<b\\>on\\</b\\> a string." in kite.summary
    assert "example.org" not in kite.summary
    assert kite.findings == ()
    assert kite.auto["summary"].by == "quote"


def test_a_field_an_editor_wrote_changed_or_removed_stays(site: Path) -> None:
    do(site, "2025-W20", "--write")
    change(site, "number: 1\n", "number: 37  # as promised\n")
    text = (site / "content/issues/2025-W20.md").read_text(encoding="utf-8")
    title = next(line for line in text.split("\n") if line.startswith("title:"))
    change(site, title, "title: What the water says")
    cover = text[text.index("cover:") : text.index("summary:")]
    change(site, cover, "")
    with (site / "content/issues/2025-W20.md").open("a", encoding="utf-8") as stream:
        stream.write("The editorial.\n")
    kept = tree(site)
    do(site, "2025-W20", "--write")
    assert tree(site) == kept
    # What is still the program's follows the entries.
    change(site, "kind: code", "kind: demo", "entries/otter")
    do(site, "2025-W20", "--write")
    found = file(site)
    assert "With code" not in found.summary
    assert (found.title, found.number, found.cover) == ("What the water says", 37, None)
    assert found.body.strip() == "The editorial."
    assert "# as promised" in (site / "content/issues/2025-W20.md").read_text(encoding="utf-8")


def test_a_draft_stays_its_writers_whatever_a_program_filled_in(site: Path) -> None:
    """`digest categorize`, `summarize` and `add` record what they fill in a draft somebody began."""
    filled = "topics: [a]\nauto:\n  topics: {by: categorize, sha: x}\n  links: {by: fetch, sha: x}\n"
    change(site, "draft: true\n", f"draft: true\n{filled}", "entries/begun")
    result = do(site, "2025-W20", "--write")
    assert "begun" not in (file(site).picks or ())
    assert entry_file(site, "begun").draft
    assert "not picked unless named in `picks`: content/entries/begun.md" in result.stderr


def test_where_only_people_publish_no_draft_is_picked_unless_named(site: Path) -> None:
    (site / "digest.yaml").write_text(CONFIG + TOPICS + "fetch: {publish: draft}\n", encoding="utf-8")
    result = do(site, "2025-W20", "--write")
    assert file(site).picks == ("lantern", "rest", "candle")
    assert entry_file(site, "otter").draft
    assert "content/entries/otter.md" in result.stderr
    change(site, "  - rest\n", "  - rest\n  - otter\n")
    do(site, "2025-W20", "--write")
    assert not entry_file(site, "otter").draft
    assert entry_file(site, "heron").draft


def test_the_editors_picks_hold_and_publish_what_they_name(site: Path) -> None:
    (site / "content/issues").mkdir()
    (site / "content/issues/2025-W20.md").write_text(
        "---\ntitle: Mine\nsummary: ''\npicks: [begun, otter]\n---\n", encoding="utf-8"
    )
    result = do(site, "2025-W20", "--write")
    found = file(site)
    assert found.picks == ("begun", "otter")
    assert found.title == "Mine"
    assert (
        found.summary
        == "This issue has 2 works: Boats 1 (Otter); other 1 (Half a thought). With code, models or data: 1."
    )
    assert not entry_file(site, "begun").draft
    assert entry_file(site, "heron").draft
    assert "4 entries of this period are not picked: the picks of the file hold" in result.stderr
    assert "begun" not in result.stderr


def test_sections_come_first_and_are_not_picked_twice(site: Path) -> None:
    (site / "content/issues").mkdir()
    (site / "content/issues/2025-W20.md").write_text(
        "---\ntitle: T\nsections: [{title: Water, picks: [heron]}]\n---\n", encoding="utf-8"
    )
    do(site, "2025-W20", "--write")
    assert file(site).picks == ("lantern", "arxiv:2505.00001", "rest", "candle")
    assert not entry_file(site, "heron").draft
    assert "of this period" not in do(site, "2025-W20", "--write").stderr


def test_later_arrivals_wait_unless_forced(site: Path) -> None:
    do(site, "2025-W20", "--write")
    picks = file(site).picks
    (site / "content/entries/late.md").write_text(
        entry("Late: a raft", "coverage: ['https://example.org/x']\n", day="2025-05-16"), encoding="utf-8"
    )
    result = do(site, "2025-W20", "--write")
    assert file(site).picks == picks
    assert "--force picks anew" in result.stderr
    do(site, "2025-W20", "--write", "--force")
    assert "late" in (file(site).picks or ())


def test_what_came_too_late_goes_into_the_next_issue_but_not_what_was_passed_over(site: Path) -> None:
    (site / "digest.yaml").write_text(CONFIG + TOPICS + "issues: {max_entries: 3}\n", encoding="utf-8")
    do(site, "2025-W20", "--write")
    assert entry_file(site, "heron").draft
    (site / "content/entries/next.md").write_text(entry("Next", day="2025-05-20"), encoding="utf-8")
    (site / "content/entries/sunday.md").write_text(
        entry("Sunday", day="2025-05-18T20:00:00Z", draft=True), encoding="utf-8"
    )
    do(site, "2025-W21", "--write")
    # Candle is published and in no issue; Heron was a draft when the picks of its week were fixed.
    assert sorted(file(site, "2025-W21").picks or ()) == ["candle", "next", "sunday"]
    assert file(site, "2025-W21").number == 2


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({}, 1),
        ({"2025-W19": "number: 36"}, 37),
        ({"2025-W18": "number: 36", "2025-W19": ""}, 37),
        ({"2025-W19": ""}, None),
        ({"2025-W19": "number: 36", "2025-W21": "number: 37"}, None),
        ({"2025-W21": "number: 9"}, 1),
        ({"2025-05-13": "number: 36"}, 1),
    ],
)
def test_the_number_follows_that_of_the_issue_before(
    site: Path, numbers: dict[str, str], expected: int | None
) -> None:
    for name, line in numbers.items():
        path = site / f"content/issues/{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"---\ntitle: T\n{line}\npicks: [candle]\n---\n".replace("\n\n", "\n"), encoding="utf-8"
        )
    result = do(site, "2025-W20", "--write")
    assert file(site).number == expected
    assert ("belongs to 2025-W21" in result.stderr) == ("2025-W21" in numbers and expected is None)


def test_a_local_picture_is_a_cover_only_where_the_site_can_show_it(site: Path) -> None:
    bundle = site / "content/entries/raft"
    bundle.mkdir()
    more = (
        "image: raft.png\ncoverage: ['https://a.example/1', 'https://a.example/2', 'https://a.example/3']\n"
    )
    (bundle / "index.md").write_text(entry("Raft", more), encoding="utf-8")
    do(site, "2025-W20", "--write")
    assert getattr(file(site).cover, "src", "") == "https://example.org/lantern.png"
    (site / "content/issues/2025-W20.md").unlink()
    (bundle / "raft.png").write_bytes(b"\x89PNG")
    do(site, "2025-W20", "--write")
    cover = file(site).cover
    assert cover is not None
    assert (cover.src, cover.alt, cover.credit) == ("/entries/raft/raft.png", "Raft", "Raft")


def test_an_empty_issue_is_refused(site: Path) -> None:
    said = refused(issue.command, site, "2025-W30", *CLOCK, "--write")
    assert "2025-W30 has no entries" in said
    assert "2025-W20" in said
    assert not (site / "content/issues").exists()
    do(site, "2025-W30", "--write", "--force")
    assert file(site, "2025-W30").picks == ()


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("2025-W53", "2025 has no week 53, its last one is 2025-W52"),
        ("2025-W99", "weeks run from W01"),
        ("2025-W00", "weeks run from W01"),
        ("2025-W1", "neither a week like"),
        ("soon", "neither a week like"),
        ("2025-02-30", "a day that does not exist"),
    ],
)
def test_a_period_that_does_not_exist_is_wrong_usage(site: Path, bad: str, why: str) -> None:
    result = do(site, bad)
    assert result.exit_code == 2
    assert why in result.stderr


def test_week_53_exists_where_the_year_has_it(site: Path) -> None:
    (site / "content/entries/new-year.md").write_text(entry("Late", day="2021-01-02"), encoding="utf-8")
    do(site, "2020-W53", "--write")
    assert file(site, "2020-W53").picks == ("new-year",)


def test_picks_that_do_not_exist_are_named_with_their_line(site: Path) -> None:
    (site / "content/issues").mkdir()
    path = site / "content/issues/2025-W20.md"
    path.write_text(
        "---\ntitle: T\npicks:\n  - candle\n  - lantren\n  - nowhere\n  - candl\n---\n", encoding="utf-8"
    )
    before = tree(site)
    said = refused(issue.command, site, "2025-W20", *CLOCK, "--write")
    assert (
        "content/issues/2025-W20.md:5:1: error: pick “lantren” is no entry\n    hint: did you mean lantern?"
        in said
    )
    assert "content/issues/2025-W20.md:6:1: error: pick “nowhere” is no entry" in said
    assert "content/issues/2025-W20.md:7:1: error: pick “candl” is no entry" in said
    assert "1 of 4 picks are left" in said
    assert tree(site) == before
    result = do(site, "2025-W20", "--write", "--force")
    assert "warning: pick “lantren” is no entry" in result.stderr
    assert file(site).picks == ("candle", "lantren", "nowhere", "candl")


def test_an_issue_that_lost_an_entry_is_refused_then_picked_anew(site: Path) -> None:
    do(site, "2025-W20", "--write")
    (site / "content/entries/candle.md").unlink()
    said = refused(issue.command, site, "2025-W20", *CLOCK, "--write")
    assert "pick “candle” is no entry" in said
    assert "4 of 5 picks are left" in said
    do(site, "2025-W20", "--write", "--force")
    assert file(site).picks == ("lantern", "arxiv:2505.00001", "rest", "heron")


def test_two_files_for_one_week_are_both_named(site: Path) -> None:
    for name in ("2025-W20", "2025-w20"):
        path = site / f"content/issues/{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text("---\ntitle: T\n---\n", encoding="utf-8")
    said = refused(issue.command, site, "2025-W20", *CLOCK)
    assert "content/issues/2025-w20.md: error: 2025-W20 has another file: content/issues/2025-W20.md" in said
    assert "hint: keep one of them" in said


def test_a_site_with_a_broken_file_gets_no_issue(site: Path) -> None:
    (site / "content/entries/broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    before = tree(site)
    assert "broken.md" in refused(issue.command, site, "2025-W20", *CLOCK, "--write")
    assert tree(site) == before


def test_a_file_in_toml_is_filled_in_toml(site: Path) -> None:
    (site / "content/issues").mkdir()
    (site / "content/issues/2025-W20.md").write_text('+++\ntitle = "T"\n+++\nMine.\n', encoding="utf-8")
    do(site, "2025-W20", "--write")
    written = (site / "content/issues/2025-W20.md").read_text(encoding="utf-8")
    assert written.endswith('title = "T"\n+++\nMine.\n')
    found = file(site)
    assert found.title == "T"
    assert found.picks
    assert found.highlights


def test_a_draft_of_an_issue_stays_one_until_somebody_read_it(site: Path) -> None:
    (site / "content/issues").mkdir()
    (site / "content/issues/2025-W20.md").write_text(
        "---\ntitle: 2025-W20\ndate: 2025-05-18\ndraft: true\nsummary: ''\nhighlights: []\n---\n",
        encoding="utf-8",
    )
    result = do(site, "2025-W20", "--write")
    found = file(site)
    assert found.draft
    assert "2025-W20.md is a draft" in result.stderr
    assert found.highlights
    assert found.summary
    run(publish.command, site, "--week", "2025-W20")
    assert not file(site).draft


def test_a_day_has_an_issue_of_its_own(site: Path) -> None:
    do(site, "2025-05-14", "--write")
    found = file(site, "2025-05-14")
    assert "arxiv:2505.00001" in (found.picks or ())
    assert "Otter: We introduce Otter, a buoy." in found.highlights
