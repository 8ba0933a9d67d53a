"""`digest mv`: give an entry another slug; its old address keeps leading to it."""

from __future__ import annotations

import click
from msgspec.structs import replace

from digest.cli.console import Console
from digest.cli.locking import no_wait_option, project_lock
from digest.config.load import load_config
from digest.config.schema import Config
from digest.content.addresses import address_key
from digest.content.collect import Collection, collect, find_entry, paths_in_site
from digest.content.drafts import EntryDraft, IssueDraft
from digest.content.edit import AppendItem, Change, SetKey, edit_file
from digest.content.permalinks import address_of, aliases_of, slug_of
from digest.problems import DigestError, Problem, error, warning
from digest.text.slugs import is_slug, slugify


@click.command("mv", help="Give an entry another slug, leaving an alias at its old address. No file moves.")
@click.argument("entry")
@click.argument("slug")
@no_wait_option
@click.pass_obj
def command(console: Console, entry: str, slug: str, no_wait: bool) -> None:
    """Set `slug` of an entry (named by path, id or slug) and add its old address to `aliases`.

    Raises:
        DigestError: the entry was not found, cannot be changed, or another page has the address.
    """
    if not is_slug(slug):
        raise DigestError([error(f'"{slug}" cannot be a slug', hint=f"try {slugify(slug)}")])
    with project_lock(console, "digest mv", no_wait=no_wait):
        _move(console, entry, slug)


def _move(console: Console, entry: str, slug: str) -> None:
    config, warnings = load_config(console.root)
    console.problems(warnings)
    collection = collect(console.root, config)
    path = paths_in_site([entry], console.root).get(entry, "")
    draft = find_entry(entry, collection, path=path)
    old = address_of(draft, config)
    new = _address_with(draft, slug, config)
    if new == old:
        raise DigestError([_fixed(draft) if draft.slug != slug and draft.url else _same(draft, old)])
    _refuse_taken(new, draft, collection, config)
    changes: list[Change] = [SetKey("slug", slug)]
    if old not in aliases_of(draft, new):
        changes.append(AppendItem("aliases", old))
    before = slug_of(draft)
    edit_file(console.root, draft.path, changes, config)
    console.result(f"{draft.path}: {old} is now {new}")
    console.problems(_stale_picks(before, slug, collection))


def _stale_picks(before: str, after: str, collection: Collection) -> list[Problem]:
    """One warning for each issue that picks the entry by its old slug."""
    found = []
    for issue in collection.drafts:
        if not isinstance(issue, IssueDraft):
            continue
        picks = [*(issue.picks or ()), *(pick for section in issue.sections for pick in section.picks)]
        if before in picks:
            line, column = issue.places.get("picks") or issue.places.get("sections") or (0, 0)
            message = f"this issue picks the entry as {before}"
            found.append(
                warning(message, path=issue.path, line=line, column=column, hint=f"write {after} there")
            )
    return found


def _address_with(draft: EntryDraft, slug: str, config: Config) -> str:
    return address_of(replace(draft, slug=slug), config)


def _refuse_taken(address: str, draft: EntryDraft, collection: Collection, config: Config) -> None:
    key = address_key(address)
    for other in collection.drafts:
        if other.path == draft.path:
            continue
        try:
            taken = address_key(address_of(other, config)) == key
        except DigestError:
            continue
        if taken:
            message = f"{address} is already taken by {other.path}"
            raise DigestError([error(message, path=draft.path, hint="choose another slug")])


def _fixed(draft: EntryDraft) -> Problem:
    line, column = draft.places.get("url", (0, 0))
    message = "this entry's address is set by url, so a slug would not change it"
    return error(message, path=draft.path, line=line, column=column, hint="change url, or remove it first")


def _same(draft: EntryDraft, address: str) -> Problem:
    return error(f"the address of this entry is already {address}", path=draft.path)
