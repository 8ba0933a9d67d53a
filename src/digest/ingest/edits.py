"""What a change did to a content file, key by key, and taking it back where nobody edited since."""

from __future__ import annotations

from typing import NamedTuple

from digest.config.schema import Config
from digest.content.drafts import Draft
from digest.content.fields import fields_of
from digest.content.read import read_draft
from digest.ingest.merges import Became, Edit
from digest.problems import DigestError
from digest.text.three_way import three_way

NOTE = "note"
"""What the text below the body is called where fields are listed."""
_ALL = "*"
"""The name of a whole file whose parts cannot be told apart."""


class Undone(NamedTuple):
    """The file without a change, and the fields that stay because somebody edited them since."""

    text: str
    stays: tuple[str, ...]


def edit_between(before: str, after: str, old: Draft, new: Draft) -> Edit:
    """The change from one text of a file to another that takes no key away and puts text below the body alone."""
    was = fields_of(before, old.places, old.body_line)
    now = fields_of(after, new.places, new.body_line)
    fields = {
        name: Became(was.lines.get(name), lines)
        for name, lines in now.lines.items()
        if was.lines.get(name) != lines
    }
    edit = Edit(old.path, fields, (now.tail + now.body).removeprefix(was.tail + was.body))
    if undone(edit, after, new) == Undone(before, ()):
        return edit
    return Edit(old.path, {_ALL: Became(before, after)})


def undone(edit: Edit, text: str, draft: Draft) -> Undone:
    """Take a change back: what is as it was written then goes back, what was edited since stays.

    Args:
        edit: the change.
        text: the file now.
        draft: the same, read.
    """
    if whole := edit.fields.get(_ALL):
        found = three_way(whole.after, text, whole.before or "")
        return Undone(found.text, (_ALL,) if found.has_conflict else ())
    stays: list[str] = []
    parts = fields_of(text, draft.places, draft.body_line)
    lines = dict(parts.lines)
    for name, became in edit.fields.items():
        now = lines.get(name)
        if now is None:
            stays.append(name)
            continue
        found = three_way(became.after, now, became.before or "")
        if found.has_conflict:
            stays.append(name)
        elif found.text:
            lines[name] = found.text
        else:
            del lines[name]
    rest = _without_note(parts.tail + parts.body, edit.note)
    if rest is None:
        stays.append(NOTE)
        rest = parts.tail + parts.body
    return Undone(parts.head + "".join(lines.values()) + rest, tuple(stays))


def safely_undone(edit: Edit, text: str, draft: Draft, config: Config) -> Undone:
    """The same, or everything as it is where the file could not be read without the change."""
    found = undone(edit, text, draft)
    try:
        read_draft(found.text.encode(), path=draft.path, config=config)
    except DigestError:
        return Undone(text, (*edit.fields, *([NOTE] if edit.note else [])))
    return found


def _without_note(text: str, note: str) -> str | None:
    """The text without what was put below it, None where that is no longer there as it was."""
    if text.endswith(note):
        return text[: len(text) - len(note)]
    before, found, after = text.partition(note)
    return before + after if found and note not in after else None
