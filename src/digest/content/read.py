"""Turns the bytes of one content file into a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

from digest.config.schema import Config
from digest.content.drafts import Draft, EntryDraft, IssueDraft, PageDraft, SourceText, TermDraft
from digest.content.front_matter import MAX_FILE_BYTES, SplitFile, read_front_matter, split_file
from digest.content.keys import ENTRY_KEYS, ISSUE_KEYS, JEKYLL_KEYS, PAGE_KEYS, TERM_KEYS, Key, Keys
from digest.content.places import Place, place_of
from digest.formats.decode import decode
from digest.formats.fields import Reading, dict_of
from digest.formats.nodes import Mapping, Plain, Scalar, plain
from digest.problems import DigestError, Problem
from digest.text.weeks import parse_period

D = TypeVar("D", bound=PageDraft)
Kind = Literal["entry", "issue", "topics", "tags", "page"]

_KEYS: dict[Kind, Keys] = {
    "entry": ENTRY_KEYS,
    "issue": ISSUE_KEYS,
    "topics": TERM_KEYS,
    "tags": TERM_KEYS,
    "page": PAGE_KEYS,
}
_YEARS = range(1000, 9999)
"""Years a date can have here; as in `formats.fields.moment`."""


def kind_of(place: Place) -> Kind:
    """What kind of draft the file in this place is; "topics" and "tags" are the page of one term of those."""
    if place.is_index:
        if place.section in ("topics", "tags") and place.folder.count("/") == 1:
            return "topics" if place.section == "topics" else "tags"
        return "page"
    if place.section == "entries":
        return "entry"
    return "issue" if place.section == "issues" else "page"


def read_draft(data: bytes, *, path: str, config: Config) -> tuple[Draft, tuple[Problem, ...]]:
    """What the content file `path` (relative to the site root, forward slashes) says, and warnings about it.

    Files below `content/entries/` are entries, below `content/issues/` issues, `content/topics/ID/_index.md`
    and `content/tags/SLUG/_index.md` texts of terms, all others pages. Only pages may hold keys of their own;
    elsewhere `content.unknown_keys` decides.

    Raises:
        DigestError: with every error of the file.
    """
    place = place_of(path)
    kind = kind_of(place)
    split = split_file(data, path=path)
    mapping = read_front_matter(split, path=path)
    reading = Reading(
        path,
        zone=ZoneInfo(config.site.timezone),
        unknown_keys="allow" if kind == "page" else config.content.unknown_keys,
    )
    keys = _KEYS[kind]
    if kind == "page" and "layout" in mapping.values:
        keys = JEKYLL_KEYS
    values, places = _read_values(mapping, keys, reading)
    if values.get("date") is None and place.file_date is not None and place.file_date.year in _YEARS:
        values["date"] = datetime.combine(place.file_date, time(), reading.zone)
    values |= {
        "path": path,
        "section": place.section,
        "folder": place.folder,
        "name": place.name,
        "is_index": place.is_index,
        "is_bundle": place.is_bundle,
        "body": split.body,
        "body_line": split.body_line,
        "places": places,
    }
    draft = _draft(kind, values, split, reading)
    return draft, reading.warnings()


def read_source_text(data: bytes, *, path: str) -> SourceText:
    """Read a `source.md`: any text, perhaps below front matter.

    Nobody promised that the text of an article does not begin with a rule or a brace: what is no front matter
    belongs to the text.

    Raises:
        DigestError: it is not UTF-8, or larger than 5 MB.
    """
    text = decode(data, path=path, limit=MAX_FILE_BYTES)
    try:
        split = split_file(data, path=path)
        read_front_matter(split, path=path)
    except DigestError:
        return SourceText(path, text)
    return SourceText(path, split.body, split.body_line)


def _read_values(
    mapping: Mapping, keys: Keys, reading: Reading
) -> tuple[dict[str, object], dict[str, tuple[int, int]]]:
    """The fields that the front matter gives, the keys it adds under "params", and the place of each key."""
    values: dict[str, object] = {}
    sources: dict[str, str] = {}
    custom: dict[str, Plain] = {}
    places = mapping.places
    for written, node in mapping.values.items():
        key = keys.get(written) or keys.get(written.lower())
        if key is None or (reading.unknown_keys == "allow" and not isinstance(node, key.takes)):
            if written != "params":
                custom[written] = plain(node)
                if key is None:
                    reading.unknown(written, places[written], _names(keys))
            continue
        if key.keep:
            custom[written] = plain(node)
        if isinstance(node, Scalar) and node.text is None:
            continue
        if key.field in values:
            if reading.unknown_keys == "allow":
                custom[written] = plain(node)
            else:
                _refuse_second(written, sources[key.field], key, mapping, reading)
            continue
        values[key.field] = key.convert(node, reading)
        sources[key.field] = written
        if key.name != written:
            places = {key.name: mapping.places[written]} | places
    own = mapping.values.get("params")
    if own is not None:
        custom = dict_of(lambda node, _: plain(node))(own, reading) | custom
    if custom:
        values["params"] = custom
    return values, places


def _refuse_second(written: str, first: str, key: Key, mapping: Mapping, reading: Reading) -> None:
    line, column = mapping.places[first]
    message = f'"{written}" says the same as "{first}" at line {line}, column {column}'
    reading.error(mapping.places[written], message, f'keep "{key.name}"')


def _names(keys: Keys) -> list[str]:
    return ["params", *dict.fromkeys(key.name for key in keys.values())]


def _draft(kind: Kind, values: dict[str, object], split: SplitFile, reading: Reading) -> Draft:
    """The draft of a kind with these values; notes what such a file cannot be without."""
    if kind == "page":
        return _make(PageDraft, values)
    if kind == "entry":
        if not values.get("title"):
            hint = (
                "write title: ..." if split.kind != "none" else "start the file with ---, title: ... and ---"
            )
            reading.error((max(split.line - 1, 1), 1), "an entry needs a title", hint)
        return _make(EntryDraft, values)
    if kind == "issue":
        try:
            values["name"] = str(parse_period(str(values["name"])))
        except ValueError as fault:
            hint = "name the file 2025-W20.md for a week, 2026-02-13.md for a day"
            reading.error((0, 0), f"the file of an issue is named after its period: {fault}", hint)
        return _make(IssueDraft, values)
    values["taxonomy"] = kind
    return _make(TermDraft, values)


def _make(draft: Callable[..., D], values: dict[str, object]) -> D:
    # The tables in content.keys pair each field with a converter of its type, which no type checker can see.
    return draft(**values)
