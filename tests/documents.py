"""Documents as reading a file makes them, for tests of what a site makes of many."""

from __future__ import annotations

from datetime import datetime

import msgspec

from digest.catalog.document import Document
from digest.text.weeks import week_of_day


def entry(slug: str, day: str, **more: object) -> Document:
    """An entry first seen on a day of 2025 (`05-14`)."""
    seen = datetime.fromisoformat(f"2025-{day}T00:00:00+00:00")
    document = Document(
        path=f"content/entries/{slug}.md",
        kind="entry",
        section="entries",
        folder="entries",
        slug=slug,
        address=f"/entries/{slug}/",
        title=slug,
        lang="en",
        date=seen.isoformat(),
        seen=int(seen.timestamp()),
        week=str(week_of_day(seen.date())),
        day=seen.date().isoformat(),
        citation=slug,
    )
    return msgspec.structs.replace(document, **more)


def issue(name: str, picks: tuple[str, ...] | None = None, **more: object) -> Document:
    """The file of an issue."""
    document = Document(
        path=f"content/issues/{name}.md",
        kind="issue",
        section="issues",
        folder="issues",
        slug=name,
        address=f"/issues/{name.lower()}/",
        title=name,
        lang="en",
        picks=picks,
    )
    return msgspec.structs.replace(document, **more)
