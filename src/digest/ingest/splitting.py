"""Plans how an article that a fetch or import had joined with an entry gets an entry of its own again."""

from __future__ import annotations

import posixpath
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from digest.content.drafts import Coverage, EntryDraft, Source
from digest.content.fields import fields_of
from digest.content.ownership import value_digest
from digest.content.read import read_draft
from digest.ingest.apart import APART, Apart, apart_bytes, read_apart
from digest.ingest.desk import Desk
from digest.ingest.entries import EntryPlanner
from digest.ingest.entry_file import entry_fields, item_of
from digest.ingest.identity import Identity, identity_of
from digest.ingest.memory import MEMORY, Given, Written, file_digest, memory_bytes, read_memory
from digest.ingest.merging import Done, Ground
from digest.ingest.notes import targets
from digest.ingest.sheet import Sheet
from digest.ingest.updates import Offer
from digest.ingest.works import Work
from digest.items import Item
from digest.links.canonical import canonical, work_key
from digest.problems import DigestError, error, warning

_ITEM = re.compile(r"^([ \t]*)-(?=[ \t\r\n])", re.MULTILINE)


def plan_split(entry: EntryDraft, url: str, ground: Ground, desk: Desk) -> Done:
    """Lay out on the desk what makes an article among the coverage of an entry a work of its own, as a draft.

    The text and pictures the article brought go with it; what else it may have said stays and is named. The two are
    remembered as works that are not one.

    Raises:
        DigestError: the entry has no such coverage, or its list has a form that needs a person.
    """
    article = next((each for each in entry.coverage if canonical(each.url) == canonical(url)), None)
    if article is None:
        hint = "; ".join(each.url for each in entry.coverage) or "it has none"
        raise DigestError(
            [error(f"{url} is no coverage of this entry", path=entry.path, hint=f"coverage: {hint}")]
        )
    item = _item(article, ZoneInfo(ground.config.site.timezone))
    identity = identity_of(item)
    own = identity_of(entry)
    data = desk.read(entry.path) or b""
    desk.put(entry.path, _without(data, entry, article, ground))
    lines = [f"{entry.path}: {article.url} is no coverage of it any more"]
    memory = read_memory(desk.read(MEMORY))
    written = memory.get(entry.id or own.ids[0])
    documents = _documents(article, written)
    there = next((each for each in ground.collection.entries if _is_of(each, identity, entry)), None)
    if there is None:
        path = _new_entry(item, identity, documents, ground, desk)
        lines.append(f"{path}: a draft of its own")
        lines += _bring_text(entry, path, written, documents, desk)
    else:
        lines.append(f"{there.path}: has that article already")
    _forget(written, documents, entry, article, desk)
    pair = Apart(
        tuple(sorted({*own.own, *([own.paper] if own.paper else [])})),
        tuple(sorted(identity.own)),
        (entry.title, item.title),
    )
    desk.put(APART, apart_bytes([*read_apart(desk.read(APART)), pair]))
    left = sorted(
        name for name, given in (written.fields if written else {}).items() if given.by in documents
    )
    problems = [
        warning(
            f"{name} came from that article and stays",
            path=entry.path,
            hint="take it out by hand if it is wrong",
        )
        for name in left
        if name not in {"coverage", "text"}
    ]
    return Done(tuple(lines), (), tuple(problems))


def _item(article: Coverage, zone: ZoneInfo) -> Item:
    day = None
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", article.date):
        day = datetime.fromisoformat(article.date).replace(tzinfo=zone)
    return Item(
        title=article.title or article.url,
        id=work_key(article.url),
        date=day,
        source=Source(kind=article.kind, name=article.name, url=article.url),
        draft=True,
    )


def _documents(article: Coverage, written: Written | None) -> frozenset[str]:
    """What the article is remembered by, as far as its address tells: its own key, or what feeds go by."""
    key = work_key(article.url)
    names = {article.url, canonical(article.url), key, key.removeprefix("wechat:")}
    known = written.items if written else {}
    return frozenset(document for document in known if any(document.endswith(f":{name}") for name in names))


def _is_of(entry: EntryDraft, identity: Identity, other: EntryDraft) -> bool:
    return entry.path != other.path and not identity_of(entry).own.isdisjoint(identity.own)


def _without(data: bytes, entry: EntryDraft, article: Coverage, ground: Ground) -> bytes:
    """The file of an entry without one article of its coverage."""
    parts = fields_of(data.decode(), entry.places, entry.body_line)
    lines = parts.lines.get("coverage", "")
    expected = tuple(each for each in entry.coverage if each != article)
    if expected:
        starts = [match.start() for match in _ITEM.finditer(lines)]
        pieces = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
        position = entry.coverage.index(article)
        if len(pieces) == len(entry.coverage):
            lines = lines[: starts[0]] + "".join(pieces[:position] + pieces[position + 1 :])
    else:
        lines = ""
    after = replace(parts, lines={**parts.lines, "coverage": lines}).text.encode()
    try:
        read, _ = read_draft(after, path=entry.path, config=ground.config)
    except DigestError:
        read = entry
    if not isinstance(read, EntryDraft) or _bare(read) != _bare(replace(entry, coverage=expected)):
        line, column = entry.places.get("coverage", (0, 0))
        message = "this list has a form that needs a person"
        hint = "write it with a dash a line, then try again"
        raise DigestError([error(message, path=entry.path, line=line, column=column, hint=hint)])
    return after


def _bare(entry: EntryDraft) -> EntryDraft:
    return replace(entry, places={}, body_line=0)


def _new_entry(item: Item, identity: Identity, documents: frozenset[str], ground: Ground, desk: Desk) -> str:
    """Lay out a draft of the article; its path."""
    memory = {key: each for key, each in read_memory(desk.read(MEMORY)).items() if key not in identity.ids}
    sheet = Sheet(memory, desk.read)
    planner = EntryPlanner(sheet, ground.collection, ground.config, as_drafts=True)
    document = min(
        documents, default=f"source:{identity.ids[0].removeprefix('wechat:').removeprefix('url:')}"
    )
    (outcome,), _ = planner.plan(Work(item, identity, ()), [Offer(document, item)])
    sheet.remember()
    for step in sheet.steps.values():
        desk.put(step.path, step.data)
    return outcome.path


def _bring_text(
    entry: EntryDraft, path: str, written: Written | None, documents: frozenset[str], desk: Desk
) -> list[str]:
    """Move the text of the article and the pictures in it beside its own entry, if they are still as it gave them."""
    folder, new = posixpath.dirname(entry.path), posixpath.dirname(path)
    source = f"{folder}/source.md"
    data = desk.read(source)
    given = written.fields.get("text") if written else None
    if data is None or given is None or given.by not in documents or given.sha != file_digest(data):
        return []
    shown = (desk.read(entry.path) or b"").decode()
    names = {target for target, _ in targets(data.decode()) if "/" not in target and target not in shown}
    moved = [source, *(f"{folder}/{name}" for name in sorted(names))]
    lines = []
    for old in moved:
        if (held := desk.read(old)) is not None:
            desk.put(f"{new}/{posixpath.basename(old)}", held)
            desk.put(old, None)
            lines.append(f"{new}/{posixpath.basename(old)}: moved from {old}")
    memory = read_memory(desk.read(MEMORY))
    for key, each in memory.items():
        if each.path == path:
            memory[key] = replace(each, fields={**each.fields, "text": given})
    desk.put(MEMORY, memory_bytes(memory))
    return lines


def _forget(
    written: Written | None, documents: frozenset[str], entry: EntryDraft, article: Coverage, desk: Desk
) -> None:
    """Let the entry know nothing of the article any more, so that what it says next is news for its own."""
    memory = read_memory(desk.read(MEMORY))
    if written is None or written.key not in memory:
        return
    fields = dict(written.fields)
    if "text" in fields and fields["text"].by in documents:
        del fields["text"]
    left = replace(entry, coverage=tuple(each for each in entry.coverage if each != article))
    was, now = (entry_fields(item_of(each), each.id).get("coverage") for each in (entry, left))
    if "coverage" in fields and fields["coverage"].sha == value_digest(was):
        del fields["coverage"]  # no editor took it away
        if now:
            fields["coverage"] = Given(value_digest(now))
    memory[written.key] = replace(
        written,
        items={key: digest for key, digest in written.items.items() if key not in documents},
        fields=fields,
        stays={key: names for key, names in written.stays.items() if key not in documents},
    )
    desk.put(MEMORY, memory_bytes(memory))
