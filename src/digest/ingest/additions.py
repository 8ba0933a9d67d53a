"""What an item adds to an entry that belongs to a person: nothing there is changed, missing things come after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from digest.content.drafts import Coverage, EntryDraft, Link
from digest.content.edit import AddValue, AppendItem, AppendValue, Change
from digest.formats.write import Data
from digest.ingest.entry_file import entry_fields
from digest.items import Item
from digest.links.canonical import canonical
from digest.text.names import fold_name

_SINGLE = ("date", "lang", "source", "venue", "summary", "abstract", "image")
_TEXT_LISTS = ("authors", "organizations", "subjects", "topics", "findings", "history")


class Additions(NamedTuple):
    """Changes that add what is missing, and the fields in which the entry says something else, which stays."""

    changes: tuple[Change, ...]
    stays: frozenset[str]


def additions(item: Item, entry: EntryDraft) -> Additions:
    """What of an item its entry lacks. `Additions.stays` has "title" and "body" where those differ."""
    written = entry_fields(item, entry.id)
    changes: list[Change] = []
    stays: set[str] = set()
    for name in _SINGLE + _TEXT_LISTS:
        offered, present = getattr(item, name), getattr(entry, name)
        if not offered or offered == present:
            continue
        if present or name in entry.places:
            stays.add(name)
        else:
            changes.append(AddValue(name, written[name], offered))
    changes += _more("links", item.links, entry.links, written, _link_key)
    changes += _more("coverage", item.coverage, entry.coverage, written, _coverage_key)
    changes += _more_tags(item, entry)
    if item.title != entry.title:
        stays.add("title")
    if item.body and item.body.strip() not in entry.body:
        stays.add("body")
    return Additions(tuple(changes), frozenset(stays))


def _more(
    name: str,
    offered: tuple[msgspec.Struct, ...],
    present: tuple[msgspec.Struct, ...],
    written: dict[str, Data],
    key: Callable[[msgspec.Struct], str],
) -> Iterator[Change]:
    """Additions to a list of mappings."""
    known = {key(value) for value in present}
    values = written.get(name)
    if not isinstance(values, list):
        return
    new = [(value, data) for value, data in zip(offered, values, strict=True) if key(value) not in known]
    if not new:
        return
    if not present:
        yield AddValue(name, [data for _, data in new], tuple(value for value, _ in new))
        return
    for value, data in new:
        if isinstance(data, dict):
            yield AppendValue(name, data, value)


def _more_tags(item: Item, entry: EntryDraft) -> Iterator[Change]:
    known = {fold_name(tag) for tag in entry.tags}
    new = [tag for tag in item.tags if fold_name(tag) not in known]
    if new and "tags" not in entry.places:
        yield AddValue("tags", [*new], tuple(new))
    elif new:
        for tag in new:
            yield AppendItem("tags", tag)


def _link_key(value: msgspec.Struct) -> str:
    return canonical(value.url) if isinstance(value, Link) else ""


def _coverage_key(value: msgspec.Struct) -> str:
    return canonical(value.url) if isinstance(value, Coverage) else ""
