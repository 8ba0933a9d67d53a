"""`digest why`: which rule or term gave an entry each of its topics and tags."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click
import msgspec
from msgspec.structs import replace

from digest.categorize.decisions import Decision
from digest.categorize.load import load_categorizer
from digest.categorize.tags import TagDecision
from digest.categorize.verdict import TERM_FIELDS, TermField, Verdict, topic_line
from digest.cli.console import Console
from digest.config.load import load_config
from digest.config.tags import TagNames
from digest.content.collect import collect, find_entry, paths_in_site
from digest.content.drafts import EntryDraft
from digest.ingest.apply import read_site_file
from digest.ingest.categorizing import Owner, TermKeeper, owner_of, values_of
from digest.ingest.memory import MEMORY, read_memory
from digest.ingest.sheet import article_beside

HELP = """Show which rule or term gave an entry (a path, id or slug) each topic and tag, and what came near.

A line names the topic or tag, its score and the score it needs, and what speaks for it (+) or against it (-), with the
field where that stands. "not" marks what was not given.
"""

_OWNERS: dict[Owner, str] = {
    "machine": "the machine's",
    "source": "as its source gave them",
    "editor": "the editor's",
    "nobody": "nobody gave any",
}


class Explained(msgspec.Struct, frozen=True):
    """The topics or tags of an entry: whose they are, what they are, what the machine says and why."""

    owner: Owner
    values: tuple[str, ...]
    machine: tuple[str, ...]
    lines: tuple[str, ...]
    decisions: tuple[Decision, ...] | tuple[TagDecision, ...]


@click.command("why", help=HELP)
@click.argument("entry", metavar="ENTRY")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines.")
@click.pass_obj
def command(console: Console, entry: str, as_json: bool) -> None:
    """Explain the topics and tags of an entry, also of one whose editor chose them.

    Raises:
        DigestError: there is no such entry, or the configuration cannot be read.
    """
    config, warnings = load_config(console.root)
    console.problems(warnings)
    collection = collect(console.root, config)
    found = find_entry(entry, collection, path=paths_in_site([entry], console.root).get(entry, ""))

    def read_file(path: str) -> bytes | None:
        return read_site_file(console.root, path)

    # What its editor chose is no reason for the machine to say the same.
    entries = [replace(each, tags=()) if each is found else each for each in collection.entries]
    keeper = TermKeeper(config, lambda: load_categorizer(config, console.root), entries)
    written = read_memory(read_file(MEMORY)).get(found.id)
    given = frozenset(written.fields) if written else frozenset()
    verdict = keeper.judge(found, article_beside(found.path, read_file))
    names = TagNames(config)
    fields = {field: _explained(field, found, verdict, given, names) for field in TERM_FIELDS}
    if as_json:
        console.result(json.dumps(_data(found, fields), ensure_ascii=False, indent=1))
        return
    console.result(f"{found.path}: {found.title}")
    for field, explained in fields.items():
        for line in _lines(field, explained, is_wanted=field in keeper.fields):
            console.result(line)


def _explained(
    field: TermField, entry: EntryDraft, verdict: Verdict, given: frozenset[str], names: TagNames
) -> Explained:
    return Explained(
        owner=owner_of(field, entry, given),
        values=values_of(entry, field),
        machine=verdict.values(field),
        lines=(*verdict.why(field), *_unheard(field, entry, verdict, names)),
        decisions=verdict.topics if field == "topics" else verdict.tags,
    )


def _unheard(field: TermField, entry: EntryDraft, verdict: Verdict, names: TagNames) -> Iterator[str]:
    """A line for each topic or tag an editor gave that nothing above speaks of."""
    told = verdict.why(field)
    topics = {decision.topic: topic_line(decision) for decision in verdict.topics}
    said = {names.slug(decision.tag) for decision in verdict.tags}
    for value in values_of(entry, field):
        if field == "topics":
            line = topics.get(value, f"{value}: no topic of digest.yaml")
            if line not in told:
                yield line
        elif names.slug(value) not in said:
            yield f"{value}: nothing in the text says it"


def _lines(field: TermField, explained: Explained, *, is_wanted: bool) -> Iterator[str]:
    yield f"{field}: {', '.join(explained.values) or 'none'} ({_OWNERS[explained.owner]})"
    if not is_wanted:
        yield f"  the machine gives no {field}: `categorize.{field}` in digest.yaml is false"
        return
    said = ", ".join(explained.machine) or "none"
    if explained.owner in {"editor", "source"}:
        yield f"  the machine would say: {said}; it changes nothing here"
    elif set(explained.machine) != set(explained.values):
        yield f"  `digest categorize` would make it: {said}"
    yield from (f"  {line}" for line in explained.lines or ("nothing was found that speaks for any",))


def _data(entry: EntryDraft, fields: dict[TermField, Explained]) -> dict[str, object]:
    return {
        "path": entry.path,
        "id": entry.id,
        "title": entry.title,
        **{
            field: {
                "owner": explained.owner,
                "values": explained.values,
                "machine": explained.machine,
                "decisions": msgspec.to_builtins(explained.decisions),
            }
            for field, explained in fields.items()
        },
    }
