"""The site before it has pages: which entries stand in which issue, and what others may rely on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import msgspec
import pytest

from digest.catalog.catalog import Visibility, build_catalog
from digest.catalog.document import Document
from digest.config.schema import Config, IssuesConfig
from digest.problems import Problem
from digest.site import Site, assemble
from documents import entry, issue

CLOCK = datetime(2026, 1, 1, tzinfo=UTC)


def site_of(
    *documents: Document, period: Literal["week", "day"] = "week"
) -> tuple[Site, tuple[Problem, ...]]:
    catalog, problems = build_catalog(documents, Visibility(CLOCK))
    assert problems == ()
    return assemble(catalog, Config(issues=IssuesConfig(period=period)))


def shown(site: Site) -> dict[str, list[str]]:
    """The slugs in every issue, in the order of the issues and of the entries in each."""
    return {one.name: [member.slug for member in one.entries] for one in site.issues}


def test_entries_stand_in_the_issue_of_their_week_newest_first() -> None:
    site, _ = site_of(entry("a", "05-12"), entry("b", "05-18"), entry("c", "05-19"))
    assert shown(site) == {"2025-W21": ["c"], "2025-W20": ["b", "a"]}
    assert site.issue_of["content/entries/c.md"].name == "2025-W21"


def test_the_week_an_editor_names_overrides_the_date() -> None:
    site, _ = site_of(entry("a", "05-12", issue="2025-W30"), entry("b", "05-12"))
    assert shown(site) == {"2025-W30": ["a"], "2025-W20": ["b"]}


def test_picks_are_the_issue_in_their_order_and_what_is_not_there_is_left_out_with_a_warning() -> None:
    site, problems = site_of(
        entry("a", "05-12"),
        entry("b", "05-13", id="arxiv:2505.00001"),
        entry("hidden", "05-13", draft=True),
        issue("2025-W20", ("arxiv:2505.00001", "a", "hidden", "missing"), places="picks:4:1"),
    )
    assert shown(site) == {"2025-W20": ["b", "a"]}
    assert [(found.line, found.message) for found in problems] == [
        (4, "pick “hidden” is left out: it is a draft"),
        (4, "pick “missing” is left out: no such entry"),
    ]


def test_what_an_editors_section_holds_is_in_the_issue_too() -> None:
    site, _ = site_of(
        entry("a", "05-12"), entry("b", "05-13"), issue("2025-W20", ("a",), picked_sections=(("S", ("b",)),))
    )
    assert shown(site) == {"2025-W20": ["a", "b"]}


def test_what_arrives_after_the_picks_were_fixed_goes_to_the_next_open_issue() -> None:
    site, _ = site_of(
        entry("before", "05-05"),
        entry("picked", "05-12"),
        entry("late", "05-13"),
        entry("other", "05-20"),
        entry("next", "05-27"),
        issue("2025-W20", ("picked",)),
        issue("2025-W21", ("other",)),
    )
    assert shown(site) == {
        "2025-W22": ["next", "late"],
        "2025-W21": ["other"],
        "2025-W20": ["picked"],
        "2025-W19": ["before"],
    }
    assert site.issue_of["content/entries/late.md"].name == "2025-W22"


def test_without_a_later_open_issue_late_entries_wait_outside() -> None:
    site, _ = site_of(entry("picked", "05-12"), entry("late", "05-13"), issue("2025-W20", ("picked",)))
    assert shown(site) == {"2025-W20": ["picked"]}
    assert "content/entries/late.md" not in site.issue_of


def test_an_entry_is_moved_by_its_editor_alone_once_an_issue_is_named() -> None:
    site, _ = site_of(
        entry("picked", "05-12"),
        entry("named", "05-13", issue="2025-W20"),
        entry("next", "05-27"),
        issue("2025-W20", ("picked",)),
    )
    assert shown(site) == {"2025-W22": ["next"], "2025-W20": ["picked"]}


def test_days_and_weeks_stand_side_by_side_and_a_week_follows_its_days() -> None:
    site, _ = site_of(entry("a", "05-12"), entry("b", "05-18"), issue("2025-W20"), period="day")
    assert list(shown(site).items()) == [
        ("2025-W20", ["b", "a"]),
        ("2025-05-18", ["b"]),
        ("2025-05-12", ["a"]),
    ]
    assert site.issue_of["content/entries/a.md"].name == "2025-05-12"


def test_late_entries_stay_with_issues_of_their_kind() -> None:
    site, _ = site_of(
        entry("picked", "05-12"),
        entry("late", "05-12"),
        issue("2025-05-12", ("picked",)),
        issue("2025-W21"),
        period="day",
    )
    assert shown(site) == {"2025-W21": [], "2025-05-12": ["picked"]}


@pytest.mark.parametrize("ids", [("", ""), ("arxiv:2505.00001", "arxiv:2505.00002")])
def test_the_oldest_work_keeps_a_key_that_two_would_have(ids: tuple[str, str]) -> None:
    old = entry("old", "05-12", citation="wang2025see", id=ids[0])
    new = entry("new", "05-20", citation="wang2025see", id=ids[1])
    keys = site_of(old, new)[0].citation_keys
    assert keys[old.path] == "wang2025see"
    assert keys[new.path].startswith("wang2025see-")
    assert site_of(old)[0].citation_keys == {old.path: keys[old.path]}


def undated(slug: str, **more: object) -> Document:
    return msgspec.structs.replace(entry(slug, "05-12", **more), date="", seen=0, week="", day="")


OLD = {"date": "1950-10-01T00:00:00Z", "seen": -607_000_000}


def test_entries_without_a_date_come_last_after_those_of_before_1970() -> None:
    site, _ = site_of(undated("a"), undated("b"), entry("old", "05-12", **OLD), entry("new", "05-12"))
    assert [one.slug for one in site.entries] == ["new", "old", "a", "b"]


def test_pages_without_a_date_come_last_in_their_section() -> None:
    def page(slug: str, **more: object) -> Document:
        document = entry(slug, "05-12", kind="page", section="notes", folder="notes", **more)
        return msgspec.structs.replace(document, path=f"content/notes/{slug}.md", address=f"/notes/{slug}/")

    site, _ = site_of(
        page("undated", date="", seen=0), page("old", **OLD), page("new"), page("heavy", weight=1)
    )
    assert [one.slug for one in site.sections["notes"].pages] == ["heavy", "new", "old", "undated"]
    assert [one.slug for one in site.pages] == ["heavy", "new", "old", "undated"]


def test_sections_below_a_section_come_by_weight_then_by_name() -> None:
    def index(folder: str, **more: object) -> Document:
        document = entry(
            folder.replace("/", "-"), "05-12", kind="section", section="notes", folder=folder, **more
        )
        return msgspec.structs.replace(document, path=f"content/{folder}/_index.md", address=f"/{folder}/")

    site, _ = site_of(
        index("notes"),
        index("notes/a", weight=2),
        index("notes/b"),
        index("notes/c", weight=1),
        index("notes/d"),
    )
    assert site.sections["notes"].children == ("notes/c", "notes/a", "notes/b", "notes/d")


def test_weight_orders_entries_of_the_same_moment_and_of_no_other() -> None:
    site, _ = site_of(
        entry("none", "05-12"),
        entry("zero", "05-12", weight=0),
        entry("third", "05-12", weight=3),
        entry("below", "05-12", weight=-1),
        entry("a", "05-12", weight=10),
        entry("newer", "05-13", weight=99),
        undated("light", weight=1),
        undated("heavy", weight=2),
    )
    assert shown(site) == {"2025-W20": ["newer", "below", "third", "a", "none", "zero"]}
    assert [one.slug for one in site.entries[-2:]] == ["light", "heavy"]


def test_up_to_three_entries_without_a_date_are_warned_of_where_they_are() -> None:
    _, problems = site_of(undated("c"), undated("a"), entry("dated", "05-12"), undated("b"))
    assert [(found.path, found.message) for found in problems] == [
        (f"content/entries/{slug}.md", "an entry without a date is in no issue") for slug in "abc"
    ]


def test_more_entries_without_a_date_are_one_warning() -> None:
    _, problems = site_of(*(undated(slug) for slug in "dacb"))
    (problem,) = problems
    assert problem.path == ""
    assert problem.message == (
        "4 entries without a date are in no issue: content/entries/a.md, content/entries/b.md, "
        "content/entries/c.md …"
    )


def test_an_entry_without_a_date_may_be_put_into_an_issue() -> None:
    site, problems = site_of(
        undated("named", issue="2025-W20"), undated("picked"), issue("2025-W21", ("picked",))
    )
    assert shown(site) == {"2025-W21": ["picked"], "2025-W20": ["named"]}
    assert problems == ()
