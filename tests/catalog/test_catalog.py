"""What is visible, which addresses collide, and what is said about it."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from digest.catalog.catalog import Visibility, build_catalog, next_change
from documents import entry, issue

CLOCK = datetime(2025, 6, 1, tzinfo=UTC)
DAY = 86_400
NOW = int(CLOCK.timestamp())


@pytest.mark.parametrize(
    ("fields", "reason", "option"),
    [
        ({"draft": True}, "draft", "drafts"),
        ({"seen": NOW + 1}, "future", "future"),
        ({"expires": NOW}, "expired", "expired"),
    ],
)
def test_what_is_not_shown_has_a_reason_and_an_option(
    fields: dict[str, object], reason: str, option: str
) -> None:
    one = entry("one", "05-12", **fields)
    catalog, problems = build_catalog([one], Visibility(CLOCK))
    assert (catalog.documents, problems) == ((), ())
    assert (catalog.hidden[one.address], catalog.hidden_paths[one.path]) == (reason, reason)
    assert build_catalog([one], Visibility(CLOCK, **{option: True}))[0].documents == (one,)


def test_what_begins_or_ends_at_the_clock() -> None:
    begins = entry("begins", "05-12", seen=NOW)
    lasts = entry("lasts", "05-12", expires=NOW + 1)
    assert build_catalog([begins, lasts], Visibility(CLOCK))[0].documents == (begins, lasts)


def test_two_files_for_one_address_are_an_error_also_where_one_is_hidden() -> None:
    first = entry("a", "05-12", draft=True)
    second = entry("b", "05-12", address=first.address, places="slug:3:7")
    catalog, (problem,) = build_catalog([second, first], Visibility(CLOCK))
    assert (problem.path, problem.line, problem.column, problem.severity) == (second.path, 3, 7, "error")
    assert first.path in problem.message
    assert catalog.documents == ()


def test_two_entries_of_one_work_are_an_error() -> None:
    first, second = [entry(slug, "05-12", id="arxiv:2505.00001") for slug in "ab"]
    _, (problem,) = build_catalog([first, second], Visibility(CLOCK))
    assert (problem.path, problem.severity) == (second.path, "error")
    assert first.path in problem.message


def test_an_alias_leads_to_its_page_and_never_replaces_one() -> None:
    old = entry("old", "05-12")
    new = entry("new", "05-13", aliases=("/entries/old/", "/before/"), places="aliases:5:1")
    other = entry("other", "05-13", aliases=("/before/",))
    catalog, problems = build_catalog([old, new, other], Visibility(CLOCK))
    assert catalog.aliases == {"/before/": new}
    assert [(problem.path, problem.line, problem.severity) for problem in problems] == [
        (new.path, 5, "warning"),
        (other.path, 0, "warning"),
    ]


def test_an_entry_is_found_by_id_slug_address_and_the_name_it_had() -> None:
    one = entry("one", "05-12", id="doi:10.1/x", aliases=("/entries/before/",))
    catalog, _ = build_catalog([one, issue("2025-W20")], Visibility(CLOCK))
    for name in ("doi:10.1/x", "one", "ONE", "/entries/one/", "before"):
        assert catalog.entry(name) is one
    assert catalog.entry("/issues/2025-w20/") is None


def test_the_same_is_visible_between_two_changes() -> None:
    documents = [
        entry("past", "05-12", expires=NOW + 9 * DAY),
        entry("future", "05-12", seen=NOW + 2 * DAY),
    ]
    first, last = next_change(documents, CLOCK)
    assert (first, last) == (documents[0].seen, NOW + 2 * DAY)
    assert next_change(documents, datetime.fromtimestamp(last, UTC))[0] == last
    for moment in (first, last - 1):
        clock = datetime.fromtimestamp(moment, UTC)
        assert [d.slug for d in build_catalog(documents, Visibility(clock))[0].documents] == ["past"]
    assert next_change([msgspec.structs.replace(documents[0], seen=0, expires=0)], CLOCK) == (0, 2**53)
