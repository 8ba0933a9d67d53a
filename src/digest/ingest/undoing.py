"""Plans how a merge is taken back: two entries as they were, but for what somebody edited since."""

from __future__ import annotations

import posixpath
from typing import TypeVar

from msgspec.structs import replace

from digest.config.schema import Config
from digest.content.addresses import address_key
from digest.content.collect import Collection
from digest.content.drafts import Draft, EntryDraft
from digest.content.permalinks import address_of
from digest.content.read import read_draft
from digest.ingest.apart import APART, apart_bytes, read_apart
from digest.ingest.desk import Desk
from digest.ingest.edits import safely_undone
from digest.ingest.memory import MEMORY, Written, file_digest, memory_bytes, read_memory
from digest.ingest.merges import MERGED, Edit, Merge, merges_bytes, read_merges
from digest.ingest.merging import Done
from digest.problems import DigestError, Problem, error, warning

V = TypeVar("V")


def undo_merge(merge: Merge, kept: str, config: Config, desk: Desk) -> Done:
    """Lay out on the desk what takes a merge back.

    Args:
        merge: the merge.
        kept: the file of the entry that stayed, which may have been moved since.
        config: for reading files.
        desk: where to lay it out.

    Raises:
        DigestError: another file is now where one of the second entry was.
    """
    return _Undoing(merge, kept, config, desk).run()


def check_room(merge: Merge, kept: str, collection: Collection, config: Config, desk: Desk) -> None:
    """Refuse to bring an entry back whose address or id a page besides the one that stayed has now.

    Raises:
        DigestError: one has.
    """
    back = _read(merge.went.path, config, desk)
    problems = []
    for there in collection.drafts:
        if there.path in (merge.went.path, kept) or desk.read(there.path) is None:
            continue
        other = _read(there.path, config, desk)
        is_twin = (
            isinstance(other, EntryDraft) and isinstance(back, EntryDraft) and back.id and other.id == back.id
        )
        if is_twin or _address(other, config) == _address(back, config) != "":
            what = f"the id {merge.went.id}" if is_twin else f"the address {_address(back, config)}"
            hint = "give it another, or keep one of the two; nothing was changed"
            problems.append(
                error(f"{what} of {merge.went.path} is taken by this page now", path=other.path, hint=hint)
            )
    if problems:
        raise DigestError(problems)


class _Undoing:
    """One merge while it is taken back."""

    def __init__(self, merge: Merge, kept: str, config: Config, desk: Desk) -> None:
        self._merge = merge
        self._config = config
        self._desk = desk
        self._kept = kept
        self._lines: list[str] = []
        self._problems: list[Problem] = []

    def run(self) -> Done:
        self._bring_back()
        for edit in self._merge.edits:
            self._take_back(edit)
        self._clear_away()
        self._forget()
        return Done(tuple(self._lines), (), tuple(self._problems))

    def _bring_back(self) -> None:
        """Lay out the second entry and what lay beside it."""
        problems: list[Problem] = []
        wanted = {path: text.encode() for path, text in self._merge.files.items()}
        for each in self._merge.moved:
            data = self._desk.read(self._now(each.to))
            if each.path not in wanted and data is not None and file_digest(data) == each.sha:
                wanted[each.path] = data
            elif each.path not in wanted and file_digest(self._desk.read(each.path) or b"") != each.sha:
                message = "this file is no longer as it was and does not come back"
                hint = f"take it from version control, for {each.path}"
                self._problems.append(warning(message, path=self._now(each.to), hint=hint))
        for path, data in wanted.items():
            there = self._desk.read(path)
            if there is None:
                self._desk.put(path, data)
                self._lines.append(f"{path}: back")
            elif there != data:
                hint = "move it away, then undo the merge again; nothing was changed"
                problems.append(error("another file is here now", path=path, hint=hint))
        if problems:
            raise DigestError(problems)

    def _take_back(self, edit: Edit) -> None:
        path = self._now(edit.path)
        data = self._desk.read(path)
        if data is None:
            self._problems.append(warning("this file is gone, so nothing was taken back in it", path=path))
            return
        text = data.decode()
        after, stays = self._without(edit, path, text)
        self._desk.put(path, after.encode())
        if after != text:
            self._lines.append(f"{path}: as it was before {self._merge.went.path} came in")
        for name in stays:
            message = f"{name or 'its front matter'} was edited after the merge and stays as it is"
            self._problems.append(
                warning(message, path=path, hint=f"take out by hand what belongs to {self._merge.went.id}")
            )

    def _without(self, edit: Edit, path: str, text: str) -> tuple[str, tuple[str, ...]]:
        if posixpath.basename(path) != "source.md":
            return safely_undone(edit, text, _read(path, self._config, self._desk), self._config)
        is_there = text.endswith(edit.note)
        return (text.removesuffix(edit.note), ()) if is_there else (text, ("the text of the other article",))

    def _clear_away(self) -> None:
        """Take what moved away from the entry that stayed, unless that shows it now."""
        shown = (self._desk.read(self._kept) or b"").decode()
        for each in self._merge.moved:
            path = self._now(each.to)
            data = self._desk.read(path)
            if each.was_there or data is None:
                continue
            if file_digest(data) != each.sha:
                if each.path in self._merge.files:
                    self._problems.append(warning("this text is another one by now and stays", path=path))
            elif posixpath.basename(path) in shown:
                self._lines.append(f"{path}: stays too, the entry shows it")
            else:
                self._desk.put(path, None)
                self._lines.append(f"{path}: moved back to {each.path}")

    def _forget(self) -> None:
        """Take the merge out of the memories."""
        memory = read_memory(self._desk.read(MEMORY))
        for key, recalled in self._merge.memory.items():
            now = memory.pop(key, None)
            found = _without(recalled.before, recalled.after, now)
            if found is not None:
                memory[key] = found
        if self._merge.memory:
            self._desk.put(MEMORY, memory_bytes(memory) or None)
        if self._merge.apart:
            pairs = [*read_apart(self._desk.read(APART)), *self._merge.apart]
            self._desk.put(APART, apart_bytes(pairs))
        left = [each for each in read_merges(self._desk.read(MERGED)) if each != self._merge]
        self._desk.put(MERGED, merges_bytes(left) or None)

    def _now(self, path: str) -> str:
        """Where a file of the entry that stayed is now."""
        if path == self._merge.kept:
            return self._kept
        folder = posixpath.dirname(self._merge.kept) + "/"
        if path.startswith(folder) and posixpath.basename(self._merge.kept).startswith("index."):
            return f"{posixpath.dirname(self._kept)}/{path.removeprefix(folder)}"
        return path


def _without(before: Written | None, after: Written | None, now: Written | None) -> Written | None:
    """What imports remember once a merge is taken back; what they learnt since stays."""
    if now == after or now is None or after is None:
        return before if now == after else now
    was = before or Written(key=now.key, path=now.path)
    return replace(
        now,
        items=_three_ways(was.items, after.items, now.items),
        fields=_three_ways(was.fields, after.fields, now.fields),
        stays=_three_ways(was.stays, after.stays, now.stays),
    )


def _three_ways(before: dict[str, V], after: dict[str, V], now: dict[str, V]) -> dict[str, V]:
    kept = {key: value for key, value in now.items() if key not in after or after[key] != value}
    gone = {key: value for key, value in before.items() if key in now and after.get(key) == now[key]}
    return {**gone, **kept}


def _read(path: str, config: Config, desk: Desk) -> Draft:
    return read_draft(desk.read(path) or b"", path=path, config=config)[0]


def _address(draft: Draft, config: Config) -> str:
    try:
        return address_key(address_of(draft, config))
    except DigestError:  # a build says what is wrong with it
        return ""
