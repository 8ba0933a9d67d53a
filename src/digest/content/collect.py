"""All drafts of a site at once, and finding one of them by the name people use for it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import tzinfo
from pathlib import Path

import msgspec

from digest.config.schema import Config
from digest.content.drafts import Draft, EntryDraft, PageDraft
from digest.content.permalinks import slug_of
from digest.content.read import read_draft
from digest.content.scan import scan
from digest.problems import DigestError, Problem, error
from digest.text.weeks import Week, is_week_name, local_day, parse_week, week_of_day


class Collection(msgspec.Struct, frozen=True):
    """Every draft that could be read, by path, and what was wrong with the rest."""

    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def entries(self) -> tuple[EntryDraft, ...]:
        """The entries among the drafts."""
        return tuple(draft for draft in self.drafts if isinstance(draft, EntryDraft))


def collect(root: Path, config: Config) -> Collection:
    """Read every content file of a site. A file that cannot be read becomes problems and hides no other."""
    tree = scan(root)
    drafts: list[Draft] = []
    problems = list(tree.problems)
    for file in tree.pages:
        try:
            draft, warnings = read_draft((root / file.path).read_bytes(), path=file.path, config=config)
        except DigestError as failure:
            problems += failure.problems
        except OSError as failure:
            problems.append(error(f"cannot be read: {failure.strerror}", path=file.path))
        else:
            drafts.append(draft)
            problems += warnings
    return Collection(tuple(drafts), tuple(problems))


def find_entry(name: str, collection: Collection, *, path: str = "") -> EntryDraft:
    """The entry somebody means.

    Args:
        name: what they wrote: a path, an id (`arxiv:2505.09568`) or a slug.
        collection: where to look.
        path: the same name as a path relative to the site root, if it can be one.

    Raises:
        DigestError: there is no such entry, or more than one.
    """
    for entry in collection.entries:
        if path and entry.path in {path, f"{path}/index.md"}:
            return entry
    named = name.strip("/").rpartition("/")[2].casefold()
    found = [entry for entry in collection.entries if entry.id == name] or [
        entry for entry in collection.entries if _slug(entry) == named
    ]
    if len(found) == 1:
        return found[0]
    if found:
        paths = ", ".join(entry.path for entry in found)
        raise DigestError([error(f'"{name}" names {len(found)} entries: {paths}', hint="give the path")])
    broken = [problem for problem in collection.problems if problem.severity == "error"]
    near = difflib.get_close_matches(named, [_slug(entry) for entry in collection.entries], n=1)
    hint = f"did you mean {near[0]}?" if near else "digest list entries shows them all"
    raise DigestError([error(f'there is no entry "{name}"', hint=hint), *broken])


def entry_week(entry: EntryDraft, zone: tzinfo) -> Week | None:
    """The week an entry belongs to: its `issue`, else the week of `publishDate`, else of `date`."""
    if is_week_name(entry.issue):
        return parse_week(entry.issue)
    moment = entry.publish_date or entry.date
    return week_of_day(local_day(moment, zone)) if moment else None


def paths_in_site(names: Iterable[str], root: Path) -> dict[str, str]:
    """Names as paths relative to the site root, for those that name something in it.

    Relative names count from the working directory.
    """
    inside: dict[str, str] = {}
    for name in names:
        try:
            path = Path(name).resolve()
            if path.exists() and path.is_relative_to(root.resolve()):
                inside[name] = path.relative_to(root.resolve()).as_posix()
        except (OSError, ValueError):  # too long for a path, or with a NUL: then it is an id or nothing
            continue
    return inside


def _slug(entry: PageDraft) -> str:
    try:
        return slug_of(entry)
    except DigestError:
        return ""
