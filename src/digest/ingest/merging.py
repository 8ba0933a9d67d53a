"""Plans how one entry takes in another one of the same work; the other one goes, and nothing it said is lost."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

import msgspec
from msgspec.structs import replace

from digest.config.schema import Config
from digest.content.addresses import address_key
from digest.content.collect import Collection
from digest.content.drafts import Draft, EntryDraft, IssueDraft
from digest.content.front_matter import MAX_FILE_BYTES
from digest.content.permalinks import address_of, aliases_of, slug_of
from digest.content.picks import picks_of, with_other_pick
from digest.content.read import read_draft, read_source_text
from digest.ingest.apart import APART, Apart, apart_bytes
from digest.ingest.desk import Desk
from digest.ingest.edits import NOTE, edit_between
from digest.ingest.identity import Identity, identity_of
from digest.ingest.memory import MEMORY, file_digest, memory_bytes, read_memory
from digest.ingest.merges import MERGED, Edit, Merge, Moved, Recalled, Went, merges_bytes
from digest.ingest.notes import Move, carried, open_fence, targets
from digest.ingest.recollection import written_together
from digest.ingest.union import Stay, United, united
from digest.ingest.verdicts import Verdicts, key_of, read_verdicts, slug_or_path
from digest.problems import DigestError, Problem, error, warning
from digest.text.slugs import slugify

_TEXT = "source.md"


class Ground(msgspec.Struct, frozen=True):
    """What a merge must know of the site: its content, and the files beside its pages."""

    collection: Collection
    config: Config
    files: tuple[str, ...]


class Done(msgspec.Struct, frozen=True):
    """What came of it: a line for each file, the fields that stay as they were, and what an editor should know."""

    lines: tuple[str, ...]
    stays: tuple[Stay, ...] = ()
    problems: tuple[Problem, ...] = ()


def plan_merge(first: EntryDraft, second: EntryDraft, ground: Ground, desk: Desk) -> Done:
    """Lay out on the desk what it takes to make one entry of two: the first stays, the second goes.

    Raises:
        DigestError: what the second holds has no place beside the first, or an issue that picks it needs a person.
    """
    return _Merging(first, second, ground, desk).run()


class _Merging:
    """One merge while it is laid out."""

    def __init__(self, first: EntryDraft, second: EntryDraft, ground: Ground, desk: Desk) -> None:
        self._first = first
        self._second = second
        self._ground = ground
        self._config = ground.config
        self._desk = desk
        self._lines: list[str] = []
        self._stays: list[Stay] = []
        self._problems: list[Problem] = []
        self._edits: list[Edit] = []
        self._addresses = dict(_addresses(ground))

    def run(self) -> Done:
        first, second, desk = self._first, self._second, self._desk
        files = {second.path: _bytes(second.path, desk).decode()}
        moved = self._move_files(files)
        move = self._move(moved)
        union = self._unite(move)
        after = self._with_note(union, move)
        before = _bytes(first.path, desk).decode()
        desk.put(first.path, after)
        edit = edit_between(before, after.decode(), first, _entry(first.path, self._config, desk))
        self._edits.append(edit)
        changed = ", ".join(name or "front matter" for name in [*edit.fields, *([NOTE] if edit.note else [])])
        self._lines.append(f"{first.path}: has taken in {second.path} ({changed or 'nothing new'})")
        moved += self._move_text(files, move)
        self._lines += [f"{each.to}: moved from {each.path}" for each in moved if not each.was_there]
        self._replace_picks(key_of(union.entry))
        recalled = self._recall(union, _entry(first.path, self._config, desk).body)
        self._warn()
        for path in (*files, *(each.path for each in moved)):
            desk.put(path, None)
        self._lines.append(f"{second.path}: removed; {key_of(second)} is known as {key_of(union.entry)} now")
        verdicts = read_verdicts(desk.read)
        kept, divided = _together(verdicts, identity_of(first), identity_of(second))
        merge = Merge(
            number=max((each.number for each in verdicts.merges), default=0) + 1,
            kept=first.path,
            kept_id=key_of(union.entry),
            went=Went(
                path=second.path,
                id=key_of(second),
                slug=slug_or_path(second),
                title=second.title,
                identity=identity_of(second),
            ),
            files=files,
            moved=tuple(moved),
            edits=tuple(self._edits),
            memory=recalled,
            apart=divided,
        )
        desk.put(MERGED, merges_bytes([*verdicts.merges, merge]))
        if divided:
            desk.put(APART, apart_bytes(kept) or None)
        return Done(tuple(self._lines), (*union.stays, *self._stays), tuple(self._problems))

    def _move_files(self, files: dict[str, str]) -> list[Moved]:
        """Lay out the files beside the second entry beside the first; texts are noted among `files`."""
        beside = _beside(self._second, self._ground, self._desk)
        if beside and not self._first.is_bundle:
            names = ", ".join(posixpath.basename(path) for path in beside)
            message = f"only an entry in a folder of its own has room for what lies beside {self._second.path}: {names}"
            path = self._first.path
            hint = f"move it to {posixpath.splitext(path)[0]}/index.md, or name the two entries the other way round"
            raise DigestError([error(message, path=path, hint=hint)])
        moved: list[Moved] = []
        source, target = (posixpath.dirname(draft.path) for draft in (self._second, self._first))
        for path in beside:
            data = _bytes(path, self._desk)
            to = target + path.removeprefix(source)
            if path == f"{source}/{_TEXT}":
                files[path] = _text_of(path, data)
                continue
            to = self._free(to, data)
            was_there = self._desk.read(to) is not None
            self._desk.put(to, data)
            moved.append(Moved(path, to, file_digest(data), was_there))
        return moved

    def _free(self, path: str, data: bytes) -> str:
        """A name no other file has; the same file may have it."""
        stem, ending = posixpath.splitext(path)
        number, found = 1, path
        while self._desk.read(found) not in (None, data):
            number += 1
            found = f"{stem}-{number}{ending}"
        return found

    def _move(self, moved: list[Moved]) -> Move:
        pages = {draft.path for draft in self._ground.collection.drafts} | {*self._ground.files}
        return Move(
            path=self._second.path,
            address=self._addresses.get(self._second.path, ""),
            new_path=self._first.path,
            new_address=self._addresses.get(self._first.path, ""),
            files={each.path: each.to for each in moved},
            is_there=pages.__contains__,
            addresses=frozenset(self._addresses.values()),
        )

    def _unite(self, move: Move) -> United:
        image = self._second.image
        if image is not None and "://" not in image.src:
            image = replace(image, src=move.target(image.src))
        return united(
            _bytes(self._first.path, self._desk),
            self._first,
            self._second,
            self._config,
            aliases=tuple(self._new_aliases()),
            image=image,
        )

    def _new_aliases(self) -> Iterator[str]:
        """The addresses of the second that are to lead to the first; an alias never replaces a page."""
        own = self._addresses.get(self._first.path, "")
        address = self._addresses.get(self._second.path, "")
        taken = {address_key(each) for path, each in self._addresses.items() if path != self._second.path}
        known = {address_key(each) for each in _aliases(self._first, own)}
        for alias in dict.fromkeys([*([address] if address else []), *_aliases(self._second, address)]):
            key = address_key(alias)
            if key in known or key == address_key(own):
                continue
            if key in taken:
                self._stays.append(Stay("aliases", f"{alias} is the address of another page"))
                continue
            known.add(key)
            yield alias

    def _with_note(self, union: United, move: Move) -> bytes:
        """The first entry with the note of the second below its own."""
        note = self._second.body.strip("\n")
        present = union.entry.body
        if not note.strip() or note.strip() in present:
            return union.data
        text = union.data.decode()
        newline = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
        note = carried(note, present, move, slugify(self._second.name or self._second.title))
        before = "" if text.endswith("\n") else "\n"
        if present.strip():
            fence = open_fence(present)
            before += (
                f"{fence}\n\n" if fence else "" if (text + before).endswith(("\n\n", "\n\r\n")) else "\n"
            )
        return (text + f"{before}{note}\n".replace("\n", newline)).encode()

    def _move_text(self, files: Mapping[str, str], move: Move) -> Iterator[Moved]:
        """Lay out the text of the second's article beside the first, below the one that is there."""
        path, to = (
            posixpath.join(posixpath.dirname(draft.path), _TEXT) for draft in (self._second, self._first)
        )
        if path not in files:
            return
        there = self._desk.read(to)
        suffix = slugify(self._second.name or self._second.title)
        if there is None:
            data = carried(files[path], "", move, suffix).encode()
            self._desk.put(to, data)
            yield Moved(path, to, file_digest(data))
            return
        present = _text_of(to, there)
        text = carried(read_source_text(files[path].encode(), path=path).body.strip(), present, move, suffix)
        if text in present:
            return
        start = "\n" if present.endswith("\n") else "\n\n"
        added = f"{start}---\n\n# {self._second.title}\n\n{text}\n"
        if len(there) + len(added.encode()) > MAX_FILE_BYTES:
            self._stays.append(Stay(_TEXT, "the two texts are too long for one file"))
            return
        self._desk.put(to, there + added.encode())
        self._edits.append(Edit(to, note=added))
        self._lines.append(f"{to}: holds both texts, that of {path} below the other")

    def _replace_picks(self, instead: str) -> None:
        """Have every issue that picks the second pick the first; a pick by an address leads there by itself."""
        second = self._second
        problems: list[Problem] = []
        names, own = (
            {draft.id, *_slugs(draft, self._addresses.get(draft.path, ""))} - {""}
            for draft in (second, self._first)
        )
        for issue in self._ground.collection.drafts:
            if not isinstance(issue, IssueDraft):
                continue
            called = [pick for pick in picks_of(issue) if {pick, pick.lower()} & names and pick not in own]
            if not called:
                continue
            before = after = _bytes(issue.path, self._desk).decode()
            read: Draft = issue
            try:
                for old in dict.fromkeys(called):
                    assert isinstance(read, IssueDraft), "its file is that of an issue"
                    after = with_other_pick(after, read, old, [instead, *sorted(own)], self._config)
                    read, _ = read_draft(after.encode(), path=issue.path, config=self._config)
            except DigestError as failure:
                problems += failure.problems
                continue
            self._edits.append(edit_between(before, after, issue, read))
            self._desk.put(issue.path, after.encode())
            self._lines.append(f"{issue.path}: picks {instead} instead of {', '.join(dict.fromkeys(called))}")
        if problems:
            raise DigestError(problems)

    def _recall(self, union: United, note: str) -> dict[str, Recalled]:
        """Bring what imports remember together under the first entry, as if they had written all of it there."""
        memory = read_memory(self._desk.read(MEMORY))
        old, other, new = (
            draft.id or identity_of(draft).ids[0] for draft in (self._first, self._second, union.entry)
        )
        ours, theirs = memory.get(old), memory.get(other)
        if ours is None and theirs is None:
            return {}
        after = written_together(new, self._first, self._second, union, note, ours, theirs)
        changed = {new: Recalled(memory.get(new), after)}
        memory[new] = after
        self._desk.put(MEMORY, memory_bytes(memory))
        return changed

    def _warn(self) -> None:
        """Say what a merge changes for readers beyond the two files, while the second one is still there."""
        first, second = self._first, self._second
        if first.draft and not second.draft:
            message = f"this entry is a draft, so the published {second.path} is off the site with it"
            self._problems.append(warning(message, path=first.path, hint=f"digest publish {key_of(first)}"))
        elif second.draft and not first.draft:
            self._lines.append(f"{first.path}: stays published, what the draft said is on the site now")
        gone = {second.path, *_beside(second, self._ground, self._desk)}
        folder = posixpath.dirname(second.path)
        address = self._addresses.get(second.path, "")
        if second.is_bundle:
            gone |= {folder}
        for draft in self._ground.collection.drafts:
            if draft.path in (second.path, first.path):
                continue
            for target, line in targets(draft.body):
                path = unquote(target.partition("#")[0].partition("?")[0])
                places = {
                    posixpath.normpath(posixpath.join(posixpath.dirname(draft.path), path)),
                    f"content{posixpath.normpath(path)}" if path.startswith("/") else "",
                    f"{folder}/{path.removeprefix(address)}" if address and path.startswith(address) else "",
                }
                places |= {f"{place}/index.md" for place in places} | {f"{place}.md" for place in places}
                is_page = address and path.rstrip("/") == address.rstrip("/")
                if not is_page and not gone.isdisjoint(places):
                    message = f"this page leads to {target}, which moved to {posixpath.dirname(first.path)}"
                    where = draft.body_line + line
                    self._problems.append(warning(message, path=draft.path, line=where, column=1))


def _together(
    verdicts: Verdicts, one: Identity, other: Identity
) -> tuple[tuple[Apart, ...], tuple[Apart, ...]]:
    """What is said of works that are not one: without these two, and of these two."""
    divided = tuple(pair for pair in verdicts.apart if pair.divides(one, other))
    return tuple(pair for pair in verdicts.apart if pair not in divided), divided


def _beside(entry: EntryDraft, ground: Ground, desk: Desk) -> tuple[str, ...]:
    """The files that lie beside an entry and belong to no other page."""
    if not entry.is_bundle:
        return ()
    folder = posixpath.dirname(entry.path) + "/"
    others = {posixpath.dirname(draft.path) + "/" for draft in ground.collection.drafts} - {folder}
    return tuple(
        path
        for path in desk.listed(ground.files)
        if path.startswith(folder)
        and path != entry.path
        and not any(other.startswith(folder) and path.startswith(other) for other in others)
    )


def _entry(path: str, config: Config, desk: Desk) -> EntryDraft:
    draft, _ = read_draft(_bytes(path, desk), path=path, config=config)
    assert isinstance(draft, EntryDraft)
    return draft


def _bytes(path: str, desk: Desk) -> bytes:
    data = desk.read(path)
    if data is None:
        raise DigestError(
            [error("somebody removed this file meanwhile", path=path, hint="nothing was written")]
        )
    return data


def _text_of(path: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        hint = "save it as UTF-8, or remove it, and try again"
        raise DigestError(
            [error("this text is not UTF-8 and cannot be kept", path=path, hint=hint)]
        ) from None


def _addresses(ground: Ground) -> Iterator[tuple[str, str]]:
    for draft in ground.collection.drafts:
        try:
            yield draft.path, address_of(draft, ground.config)
        except DigestError:  # a build says what is wrong with it
            continue


def _aliases(entry: EntryDraft, address: str) -> tuple[str, ...]:
    try:
        return aliases_of(entry, address)
    except DigestError:  # as above
        return ()


def _slugs(entry: EntryDraft, address: str) -> set[str]:
    """What picks may call an entry besides its id."""
    found = {address.removeprefix("/entries/").strip("/")} if address.startswith("/entries/") else set[str]()
    try:
        return {*found, slug_of(entry)}
    except DigestError:  # as above
        return found
