"""An item as the bytes of an entry's file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from digest.config.schema import Config
from digest.content.drafts import EntryDraft
from digest.content.ownership import value_digest
from digest.content.read import read_draft
from digest.formats.write import Data, write_yaml
from digest.items import Item
from digest.problems import DigestError, error
from digest.text.clean import clean_line, clean_text
from digest.text.dates import rfc3339

_LINES = ("authors", "organizations", "subjects", "topics", "tags")


def entry_fields(item: Item, entry_id: str) -> dict[str, Data]:
    """The front matter of an entry, in the order people read it; what the item does not say is left out."""
    fields: dict[str, Data] = {"id": entry_id, "title": clean_line(item.title)}
    if item.date:
        fields["date"] = rfc3339(item.date)
    if item.seen:
        fields["publishDate"] = rfc3339(item.seen)
    fields["lang"] = item.lang
    fields["source"] = _filled(item.source)
    for name in _LINES:
        fields[name] = list(dict.fromkeys(line for text in getattr(item, name) if (line := clean_line(text))))
    fields["venue"] = clean_line(item.venue)
    fields["summary"] = clean_text(item.summary)
    fields["abstract"] = clean_text(item.abstract)
    fields["findings"] = [clean_text(finding) for finding in item.findings]
    fields["links"] = [_filled(link) for link in item.links]
    fields["coverage"] = [_filled(article) for article in item.coverage]
    fields["image"] = _filled(item.image)
    fields["history"] = [f"{line.date}: {clean_line(line.text)}" for line in item.history]
    fields["weight"] = item.weight
    fields["auto"] = {name: {"by": "import", "sha": value_digest(fields[name])} for name in item.machine}
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def file_bytes(fields: dict[str, Data], body: str) -> bytes:
    """A content file of this front matter and body."""
    text = clean_text(body).strip("\n")
    ending = "\n" if text else ""
    return f"---\n{write_yaml(fields)}---\n{text}{ending}".encode()


def checked_entry(data: bytes, path: str, item: Item, config: Config) -> EntryDraft:
    """Read a file back as the site will read it, and compare it with the item it was made of.

    Raises:
        DigestError: it does not say the same; that is a fault of the program, and nothing may be written.
    """
    try:
        draft, warnings = read_draft(data, path=path, config=config)
    except DigestError as failure:
        raise _cannot(path, item, failure.problems[0].message) from None
    if warnings:
        raise _cannot(path, item, warnings[0].message)
    assert isinstance(draft, EntryDraft)
    for name in ("links", "coverage", "image", "date", "tags", "authors", "findings"):
        written, read = _comparable(getattr(item, name)), _comparable(getattr(draft, name))
        if written != read:
            raise _cannot(
                path, item, f"its {name} would read {str(read)[:80]} instead of {str(written)[:80]}"
            )
    return draft


def _comparable(value: object) -> object:
    """A value by what it says: lists of distinct cleaned texts, structs by their cleaned fields."""
    if isinstance(value, str):
        return clean_line(value)
    if isinstance(value, msgspec.Struct):
        return [_comparable(getattr(value, name)) for name in value.__struct_fields__]
    if isinstance(value, Sequence):
        found: list[object] = []
        for part in map(_comparable, value):
            if part not in found and part != "":
                found.append(part)
        return found
    return value


def _filled(value: msgspec.Struct | None) -> dict[str, Data]:
    """A struct as a mapping without its empty fields."""
    if value is None:
        return {}
    return {
        name: clean_line(text)
        for name in _in_order(value.__struct_fields__)
        if (text := getattr(value, name)) and not (name == "kind" and text == "other")
    }


def _in_order(names: Iterable[str]) -> list[str]:
    """`kind` first: a list of links is read by it."""
    return sorted(names, key=lambda name: name != "kind")


def _cannot(path: str, item: Item, why: str) -> DigestError:
    message = f'the entry of "{clean_line(item.title)[:60]}" cannot be written: {why}'
    return DigestError([error(message, path=path)])
