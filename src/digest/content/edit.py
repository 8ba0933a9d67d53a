"""Small lossless edits of content files.

An edit keeps every byte but those of the key it changes; it is read back before it is written, and refused if
any other field came out different.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from digest.config.schema import Config
from digest.content.drafts import Draft
from digest.content.read import read_draft
from digest.content.splices import (
    CannotSplice,
    FrontMatter,
    add_value,
    append_item,
    append_value,
    remove_value,
    replace_value,
    set_key,
)
from digest.files.atomic import write_atomically
from digest.files.failures import os_failure
from digest.formats.write import Data
from digest.problems import DigestError, error


class SetKey(msgspec.Struct, frozen=True):
    """Set a top-level key, named as the field of the draft it fills, to a scalar."""

    key: str
    value: str | bool


class AppendItem(msgspec.Struct, frozen=True):
    """Add a string to the end of a top-level list, named as the field of the draft it fills.

    `becomes` is what it must read as, where that is no string.
    """

    key: str
    value: str
    becomes: object = None


class AddValue(msgspec.Struct, frozen=True):
    """Add a top-level key the file does not have; `becomes` is the field of the draft it must read as."""

    key: str
    value: Data
    becomes: object


class SetValue(msgspec.Struct, frozen=True):
    """Give a top-level key another value, of any shape.

    `before` is its value as the program wrote it, `becomes` the field of the draft it must read as.
    """

    key: str
    before: Data
    value: Data
    becomes: object


class RemoveValue(msgspec.Struct, frozen=True):
    """Take out a top-level key; `before` is its value as the program wrote it, `becomes` how the draft reads then."""

    key: str
    before: Data
    becomes: object


class AppendValue(msgspec.Struct, frozen=True):
    """Add a mapping to the end of a top-level list of mappings; `becomes` is what it must read as."""

    key: str
    value: dict[str, Data]
    becomes: object


Change = SetKey | AppendItem | AddValue | SetValue | RemoveValue | AppendValue

_BOM = b"\xef\xbb\xbf"
_FIELDS = {"publishDate": "publish_date", "expiryDate": "expiry_date"}
"""Keys whose fields have another name."""
_MOVING = frozenset(["places", "body_line"])  # what a new line changes in every draft


def edit_file(root: Path, path: str, changes: Sequence[Change], config: Config) -> Draft:
    """Change keys in the front matter of one content file.

    Args:
        root: the site root.
        path: the file, relative to it, with forward slashes.
        changes: what to change, in this order.
        config: for reading the file.

    Returns:
        The file as it reads now.

    Raises:
        DigestError: the file cannot be read or written, has a form that needs a person, or was changed by
            somebody else meanwhile; it is then as it was.
    """
    target = root / path
    if not target.resolve().is_relative_to(root.resolve()):
        raise _failure(path, "this file lies outside the site")
    before_bytes = _read(target, path)
    data, draft = edited(before_bytes, path, changes, config)
    if data == before_bytes:
        return draft
    if _read(target, path) != before_bytes:
        raise _failure(path, "somebody else changed this file meanwhile", "nothing was written; try again")
    write_atomically(target.resolve(), data, called=path)  # a link stays one
    return draft


def edited(data: bytes, path: str, changes: Sequence[Change], config: Config) -> tuple[bytes, Draft]:
    """The bytes of a content file with keys changed, and how they read; see `edit_file`.

    Raises:
        DigestError: the file cannot be read, or has a form that needs a person.
    """
    before, _ = read_draft(data, path=path, config=config)
    draft = before
    for number, change in enumerate(changes, 1):
        data = _spliced(data, draft, change)
        draft = _read_back(data, path, config)
        _compare(before, draft, changes[:number])
    return data, draft


def _read(target: Path, path: str) -> bytes:
    try:
        return target.read_bytes()
    except OSError as failure:
        raise os_failure(failure, path, "read") from None


def _spliced(data: bytes, draft: Draft, change: Change) -> bytes:
    bom = _BOM if data.startswith(_BOM) else b""
    matter = FrontMatter(data[len(bom) :].decode(), draft.places, draft.body_line)
    try:
        match change:
            case SetKey():
                text = set_key(matter, change.key, change.value)
            case AppendItem():
                text = append_item(matter, change.key, change.value)
            case AddValue():
                text = add_value(matter, change.key, change.value)
            case SetValue():
                text = replace_value(matter, change.key, change.before, change.value)
            case RemoveValue():
                text = remove_value(matter, change.key, change.before)
            case AppendValue():
                text = append_value(matter, change.key, change.value)
    except CannotSplice as failure:
        raise _failure(
            draft.path, f'"{change.key}" cannot be changed here: {failure}', _hint(change)
        ) from None
    return bom + text.encode()


def _read_back(data: bytes, path: str, config: Config) -> Draft:
    try:
        return read_draft(data, path=path, config=config)[0]
    except DigestError as failure:
        reason = failure.problems[0].message
        raise _failure(path, f"the change would break this file ({reason})", "change it by hand") from None


def _compare(before: Draft, after: Draft, changes: Sequence[Change]) -> None:
    """Refuse a splice that did not do what was asked, or did more."""
    old, new = msgspec.structs.asdict(before), msgspec.structs.asdict(after)
    for change in changes:
        key = _FIELDS.get(change.key, change.key)
        match change:
            case SetKey():
                old[key] = change.value
            case AddValue() | SetValue() | RemoveValue():
                old[key] = change.becomes
            case AppendItem():
                old[key] = (*old[key], change.value if change.becomes is None else change.becomes)
            case AppendValue():
                old[key] = (*old[key], change.becomes)
    wrong = sorted(name for name in old if name not in _MOVING and old[name] != new.get(name))
    if wrong or type(before) is not type(after):
        names = ", ".join(wrong)
        raise _failure(
            after.path, f"the change would also alter {names}", "nothing was written; do it by hand"
        )


def _hint(change: Change) -> str:
    if isinstance(change, SetKey):
        return f"set it to {change.value} by hand".replace("True", "true").replace("False", "false")
    if isinstance(change, AppendItem):
        return f"add {change.value} to it by hand"
    return "take it out by hand" if isinstance(change, RemoveValue) else "add it by hand"


def _failure(path: str, message: str, hint: str = "") -> DigestError:
    return DigestError([error(message, path=path, hint=hint)])
