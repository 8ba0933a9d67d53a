"""Which entries are shown beside an entry: bounded, the same however the answer was come by."""

from __future__ import annotations

import random
from collections.abc import Mapping

import msgspec

from digest.catalog.document import Document
from digest.catalog.related import BLOCK, SHOWN, Related, find_related
from digest.catalog.terms import Term
from documents import entry


def related(tags: Mapping[Document, str], previous: Related | None = None) -> Related:
    """Of entries with their tags (`a b`), newest first."""
    entries = sorted(tags, key=lambda one: (-one.seen, one.address))
    slugs = {one.path: tuple(tags[one].split()) for one in entries if tags[one]}
    terms = {
        slug: Term(
            "tags", slug, slug, f"/tags/{slug}/", tuple(e for e in entries if slug in slugs.get(e.path, ()))
        )
        for slug in sorted({slug for own in slugs.values() for slug in own})
    }
    return find_related(entries, slugs, terms, previous or Related())


def shown(found: Related, slug: str) -> list[str]:
    return [
        path.split("/")[-1].removesuffix(".md") for path in found.paths.get(f"content/entries/{slug}.md", ())
    ]


def test_more_shared_tags_come_first_then_what_is_near_in_time_then_the_address() -> None:
    found = related(
        {
            entry("one", "05-14"): "a b c",
            entry("two-shared", "01-01"): "a b",
            entry("near", "05-13"): "a",
            entry("as-near", "05-15"): "b",
            entry("far", "02-01"): "c",
            entry("stranger", "05-14"): "d",
            entry("untagged", "05-14"): "",
        }
    )
    assert shown(found, "one") == ["two-shared", "as-near", "near"]
    assert shown(found, "stranger") == []
    assert shown(found, "untagged") == []


def test_an_entry_is_compared_with_its_neighbours_in_a_tag_alone() -> None:
    """Else one edit would change the pages of all that share a popular tag."""
    many = {entry(f"e{n:03}", f"{1 + n // 28:02}-{1 + n % 28:02}"): "popular" for n in range(BLOCK * 10)}
    before = related(many)
    newest = max(many, key=lambda one: one.seen)
    after = related({**many, newest: "popular other"}, before)
    moved = {path for path, inputs in after.inputs.items() if inputs != before.inputs[path]}
    assert 0 < len(moved) <= 3 * BLOCK
    assert all(len(paths) == SHOWN for paths in after.paths.values())


def test_answers_taken_over_are_those_found_anew() -> None:
    pick = random.Random(7)
    tags = {
        entry(f"e{n:02}", f"{pick.randint(1, 12):02}-{pick.randint(1, 28):02}"): " ".join(
            pick.sample("abcde", pick.randint(0, 3))
        )
        for n in range(60)
    }
    known = related(tags)
    for _ in range(40):
        one = pick.choice(list(tags))
        change = pick.randrange(3)
        if change == 0:
            tags[one] = " ".join(pick.sample("abcde", pick.randint(0, 3)))
        elif change == 1:
            words = tags.pop(one)
            tags[msgspec.structs.replace(one, seen=one.seen + pick.randint(-9, 9) * 86400)] = words
        elif len(tags) > 20:
            del tags[one]
        known = related(tags, known)
        assert known == related(tags)
