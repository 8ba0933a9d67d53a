"""The cover of an issue: the picture of one of its entries, with the credit that belongs to it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable

from digest.content.drafts import Image
from digest.issues.pool import Candidate
from digest.text.titles import name_in


def cover_of(picks: Iterable[Candidate], has_file: Callable[[str], bool]) -> Image | None:
    """The picture of the first pick that has one which an issue can show too.

    Without a credit of its own it is credited to the source, else to the work.

    Args:
        picks: the entries, the most important first.
        has_file: whether there is a file at a path in the site.
    """
    for pick in picks:
        image = pick.draft.image
        if image is None:
            continue
        src = _address(image.src, pick, has_file)
        if src:
            source = pick.draft.source
            credit = image.credit or (source.name if source else "") or name_in(pick.draft.title)
            return Image(src=src, alt=image.alt or pick.draft.title, credit=credit or pick.draft.title)
    return None


def _address(src: str, pick: Candidate, has_file: Callable[[str], bool]) -> str:
    """The address of a picture for a page elsewhere in the site, "" where it has none."""
    if "://" in src:
        return src
    if src.startswith("/"):
        return src if has_file(f"static{src}") or has_file(f"content{src}") else ""
    if not pick.draft.is_bundle or ".." in src.split("/"):
        return ""
    beside = posixpath.join(posixpath.dirname(pick.draft.path), src)
    return f"{pick.document.address}{posixpath.normpath(src)}" if has_file(beside) else ""
