"""Numbered addresses at the end of an article (`[7] Handbrake: https://…`) and the marks that point to them.

Links to other sites do not work in the app, so editors turn them into notes; here they become links again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from digest.links.find import find_addresses
from digest.sources.wechat.blocks import Paragraph, Part, Run

_NUMBER = re.compile(r"\s*[\[［【](\d{1,3})[\]］】]\s*", re.ASCII)
_MARK = re.compile(r"\s*[\[［【]?(\d{1,3})[\]］】]?\s*", re.ASCII)
_LABEL_ENDS = " :：-–—\t"


class Note(NamedTuple):
    """A numbered address and the words before it."""

    label: str
    url: str


def read_notes(parts: Sequence[Part]) -> dict[str, Note]:
    """The notes of an article by number; the last line with a number counts, for lists of them end articles."""
    found: dict[str, Note] = {}
    number = ""
    for part in parts:
        if not isinstance(part, Paragraph):
            number = ""
            continue
        for line in part.words.split("\n"):
            match = _NUMBER.match(line)
            rest = line[match.end() :] if match else line
            if match:
                number = match[1]
            # The number may stand in a paragraph of its own.
            if not number or not rest.strip():
                continue
            addresses = list(find_addresses(rest))
            if len(addresses) == 1 and not rest[addresses[0].end :].strip(" .。)）"):
                found[number] = Note(rest[: addresses[0].start].strip(_LABEL_ENDS), addresses[0].url)
            number = ""
    return found


def with_note_links(parts: Sequence[Part], notes: Mapping[str, Note]) -> list[Part]:
    """The blocks, their raised numbers leading where the notes say."""
    if not notes:
        return list(parts)
    return [
        msgspec.structs.replace(part, runs=tuple(_linked(run, notes) for run in part.runs))
        if isinstance(part, Paragraph)
        else part
        for part in parts
    ]


def _linked(run: Run, notes: Mapping[str, Note]) -> Run:
    match = _MARK.fullmatch(run.text) if run.sup and not run.href else None
    note = notes.get(match[1]) if match else None
    return run._replace(href=note.url) if note else run
