"""An item as the bytes of an entry's file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from digest.config.schema import Config
from digest.content.drafts import Auto, EntryDraft
from digest.content.ownership import record_data, value_digest
from digest.content.read import read_draft
from digest.content.works import is_web_address
from digest.formats.write import Data, write_yaml
from digest.items import Item
from digest.problems import DigestError, error
from digest.text.clean import clean_line, clean_text
from digest.text.dates import rfc3339

FILLED_ONCE = frozenset(["id", "publishDate", "weight", "auto"])
"""What is written when an entry is made, and never again."""
_LINES = ("authors", "organizations", "subjects", "topics", "tags")


def entry_fields(item: Item, entry_id: str, records: Mapping[str, Auto] | None = None) -> dict[str, Data]:
    """The front matter of an entry, in the order people read it; what the item does not say is left out.

    Args:
        item: what it is made of.
        entry_id: its id.
        records: what `auto` says of fields that another program filled than the one the item comes from.
    """
    other = records or {}
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
    fields["auto"] = {
        name: record_data(other.get(name) or Auto(by=item.by or "import", sha=value_digest(value)))
        for name, value in fields.items()
        if value not in (None, "", [], {})
        and name not in FILLED_ONCE
        and (item.by or name in item.machine or name in other)
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def entry_bytes(item: Item, entry_id: str, records: Mapping[str, Auto] | None = None) -> bytes:
    """The file of a new entry; see `entry_fields`."""
    fields = entry_fields(item, entry_id, records)
    if item.draft:
        fields["draft"] = True
    return file_bytes(fields, item.body)


def file_bytes(fields: dict[str, Data], body: str) -> bytes:
    """A content file of this front matter and body."""
    text = clean_text(body).strip("\n")
    ending = "\n" if text else ""
    return f"---\n{write_yaml(fields)}---\n{text}{ending}".encode()


def with_body(data: bytes, entry: EntryDraft, body: str) -> bytes:
    """The bytes of an entry with another body; its front matter keeps every byte."""
    lines = data.decode().split("\n")
    head = "\n".join(lines[: entry.body_line - 1])
    newline = "\r\n" if head.endswith("\r") else "\n"
    text = clean_text(body).strip("\n").replace("\n", newline)
    return f"{head}\n{text}{newline}".encode()


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
    written, read = entry_fields(item, draft.id), entry_fields(item_of(draft), draft.id)
    written.pop("auto", None)
    wrong = sorted(name for name in written.keys() | read.keys() if written.get(name) != read.get(name))
    if clean_text(item.body).strip() != draft.body.strip():
        wrong.append("body")
    if wrong:
        raise _cannot(path, item, f"its {', '.join(wrong)} would read otherwise")
    return draft


def item_of(entry: EntryDraft) -> Item:
    """An entry as an item."""
    shared = set(Item.__struct_fields__) & set(EntryDraft.__struct_fields__)
    return Item(**{name: getattr(entry, name) for name in shared}, seen=entry.publish_date)


def usable(item: Item) -> tuple[Item, tuple[str, ...]]:
    """An item without the addresses no content file may hold, and those."""
    links = tuple(link for link in item.links if is_web_address(link.url))
    coverage = tuple(article for article in item.coverage if is_web_address(article.url))
    source, image = item.source, item.image
    if source and source.url and not is_web_address(source.url):
        source = replace(source, url="")
    if (
        image
        and "://" in image.src
        and not (is_web_address(image.src) and image.src.lower().startswith("https:"))
    ):
        image = None
    kept = replace(item, links=links, coverage=coverage, source=source, image=image)
    if kept == item:
        return item, ()
    before, after = (list(_addresses(each)) for each in (item, kept))
    return kept, tuple(url for url in before if url not in after)


def _addresses(item: Item) -> Iterator[str]:
    yield from (link.url for link in item.links)
    yield from (article.url for article in item.coverage)
    yield from (part.url for part in (item.source,) if part)
    yield from (part.src for part in (item.image,) if part)


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
