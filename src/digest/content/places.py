"""What the path of a content file says: section, folder, name, date."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[-_ ](.+))?", re.DOTALL)


class Place(NamedTuple):
    """Where a content file stands.

    `section` is the first folder under `content/` ("" directly in it), `folder` all folders joined by "/"
    without a leaf bundle's own. `name` is the name of the file or bundle without extension and date
    prefix, "" for the index of a folder (`_index.md`). `file_date` is the day a name like
    `2026-02-13-title.md` begins with.
    """

    section: str
    folder: str
    name: str
    is_index: bool
    is_bundle: bool
    file_date: date | None


def place_of(path: str) -> Place:
    """Read the place of a content file off its path, which is relative to the site root (`content/...`).

    `content/index.md` counts as the index of the site, like `content/_index.md`.
    """
    _, _, inner = path.partition("/")
    folder, _, file_name = inner.rpartition("/")
    stem = file_name.rpartition(".")[0]
    section = folder.partition("/")[0]
    if stem == "_index" or (stem == "index" and not folder):
        return Place(section, folder, "", True, False, None)
    is_bundle = stem == "index"
    if is_bundle:
        folder, _, stem = folder.rpartition("/")
        section = folder.partition("/")[0]
    name, file_date = _without_date(stem)
    return Place(section, folder, name, False, is_bundle, file_date)


def _without_date(stem: str) -> tuple[str, date | None]:
    """Split the date off a name; a name that is only a date keeps it (`2026-02-13`: a daily issue)."""
    if not stem[:1].isdecimal():
        return stem, None
    match = _DATED.fullmatch(stem)
    if match is None:
        return stem, None
    try:
        day = date.fromisoformat(match[1])
    except ValueError:
        return stem, None
    return match[2] or stem, day
