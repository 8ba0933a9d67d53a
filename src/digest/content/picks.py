"""Changing which entry an issue picks, every other byte of its file kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from digest.config.schema import Config
from digest.content.drafts import IssueDraft
from digest.content.read import read_draft
from digest.problems import DigestError, error


def picks_of(issue: IssueDraft) -> tuple[str, ...]:
    """Everything an issue picks, as written, those of its sections too."""
    return (*(issue.picks or ()), *(pick for section in issue.sections for pick in section.picks))


def with_other_pick(text: str, issue: IssueDraft, old: str, new: Sequence[str], config: Config) -> str:
    """The text of an issue with one entry picked in place of another; one that is picked already is not named twice.

    Args:
        text: the whole file.
        issue: the same, read.
        old: what the issue calls the entry that goes.
        new: the names of the one that comes, the one to write first.
        config: for reading the file.

    Raises:
        DigestError: the picks have a form that needs a person.
    """
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    front, body = "".join(lines[: issue.body_line - 1]), "".join(lines[issue.body_line - 1 :])
    wanted = _with_picks(issue, lambda picks: _put(picks, old, new))
    for changed in (_dropped(front, old), _replaced(front, old, new[0])):
        try:
            read, _ = read_draft((changed + body).encode(), path=issue.path, config=config)
        except DigestError:
            continue
        if isinstance(read, IssueDraft) and _with_picks(read, _once) == _with_picks(wanted, _once):
            return changed + body
    line, column = issue.places.get("picks") or issue.places.get("sections") or (0, 0)
    message = f"this issue picks the entry as {old}, in a form that needs a person"
    hint = f"write {new[0]} there, then try again"
    raise DigestError([error(message, path=issue.path, line=line, column=column, hint=hint)])


def _with_picks(issue: IssueDraft, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> IssueDraft:
    """An issue with other picks, without the places of its keys, which move."""
    return replace(
        issue,
        places={},
        body_line=0,
        picks=None if issue.picks is None else change(issue.picks),
        sections=tuple(replace(section, picks=change(section.picks)) for section in issue.sections),
    )


def _put(picks: tuple[str, ...], old: str, new: Sequence[str]) -> tuple[str, ...]:
    known = next((pick for pick in picks if pick in new), new[0])
    return tuple(known if pick == old else pick for pick in picks)


def _once(picks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(picks))


def _replaced(front: str, old: str, new: str) -> str:
    """The front matter with a name in place of another wherever that is a whole item of a list."""
    is_plain = re.fullmatch(r"[\w:./@=?&%+~-]+", new) is not None

    def put(match: re.Match[str]) -> str:
        quote = match["quote"] or ("" if is_plain else '"')
        return f"{match['before']}{quote}{new}{quote}"

    before = r"(?P<before>(?:^|\n)[ \t]*(?:-[ \t]+)+|[\[,]\s*)"
    return re.sub(before + _item(old) + r"(?=[ \t]*(?:[,\]]|\r?\n|[ \t]#))", put, front)


def _dropped(front: str, old: str) -> str:
    """The front matter without the items of that name: whole lines, or what stands between commas."""
    front = re.sub(r"(?<=\n)[ \t]*-[ \t]+" + _item(old) + r"[ \t]*\r?\n", "", front)
    front = re.sub(r",\s*" + _item(old) + r"(?=\s*[,\]])", "", front)
    return re.sub(r"(?<=\[)(\s*)" + _item(old) + r"\s*,\s*", r"\1", front)


def _item(name: str) -> str:
    return r"(?P<quote>['\"]?)" + re.escape(name) + r"(?P=quote)"
