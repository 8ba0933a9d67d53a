"""Changing which entry an issue picks, every other byte of its file kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from digest.config.schema import Config
from digest.content.drafts import IssueDraft
from digest.content.read import read_draft
from digest.problems import DigestError, error


def picks_of(issue: IssueDraft) -> tuple[str, ...]:
    """Everything an issue picks, as written, those of its sections too."""
    return (*(issue.picks or ()), *(pick for section in issue.sections for pick in section.picks))


def with_other_pick(
    text: str, issue: IssueDraft, names: Iterable[str], instead: str, config: Config
) -> str:
    """The text of an issue with one entry picked in place of another.

    Args:
        text: the whole file.
        issue: the same, read.
        names: what the issue calls the entry that goes.
        instead: what to call the one that comes.
        config: for reading the file.

    Raises:
        DigestError: the picks have a form that needs a person.
    """
    wanted = set(names)

    def renamed(picks: Iterable[str]) -> tuple[str, ...]:
        return tuple(instead if pick in wanted else pick for pick in picks)

    expected = replace(
        issue,
        picks=None if issue.picks is None else renamed(issue.picks),
        sections=tuple(replace(section, picks=renamed(section.picks)) for section in issue.sections),
    )
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    front, body = "".join(lines[: issue.body_line - 1]), "".join(lines[issue.body_line - 1 :])
    for name in wanted:
        front = _as_item(name).sub(_putting(instead), front)
    found = front + body
    try:
        read, _ = read_draft(found.encode(), path=issue.path, config=config)
    except DigestError:
        read = None
    if not isinstance(read, IssueDraft) or replace(read, places={}) != replace(expected, places={}):
        line, column = issue.places.get("picks") or issue.places.get("sections") or (0, 0)
        message = f"this issue picks the entry as {', '.join(sorted(wanted))}, in a form that needs a person"
        hint = f"write {instead} there, then try again"
        raise DigestError([error(message, path=issue.path, line=line, column=column, hint=hint)])
    return found


def _as_item(name: str) -> re.Pattern[str]:
    """A name where it is a whole item of a list, with its quotes."""
    return re.compile(
        r"(?P<before>(?:^|\n)[ \t]*(?:-[ \t]+)+|[\[,]\s*)(?P<quote>['\"]?)"
        + re.escape(name)
        + r"(?P=quote)(?=[ \t]*(?:[,\]]|\r?\n|[ \t]#))"
    )


def _putting(instead: str) -> Callable[[re.Match[str]], str]:
    def put(match: re.Match[str]) -> str:
        quote = match["quote"]
        if not quote and not re.fullmatch(r"[\w:./@=?&%+~-]+", instead):
            quote = '"'
        return f"{match['before']}{quote}{instead}{quote}"

    return put
