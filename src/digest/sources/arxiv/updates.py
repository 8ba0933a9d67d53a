"""What has changed about a paper since it was stored: new versions, acceptance, withdrawal, as lines of its history."""

from __future__ import annotations

from datetime import date

import msgspec

from digest.content.drafts import HistoryLine
from digest.sources.arxiv.papers import is_withdrawn
from digest.sources.arxiv.records import Paper
from digest.sources.arxiv.text import plain_text
from digest.sources.arxiv.venues import venue_in_comment


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What was stored of a paper when it was last seen; texts as arXiv had them."""

    version: int = 0
    comment: str = ""
    journal_ref: str = ""
    withdrawn: bool = False


def known_of(paper: Paper) -> Known:
    """What to store of a paper for the next comparison."""
    return Known(
        version=paper.version,
        comment=paper.comment,
        journal_ref=paper.journal_ref,
        withdrawn=is_withdrawn(paper),
    )


def changes(known: Known, paper: Paper, seen: date) -> tuple[HistoryLine, ...]:
    """The lines to add to the history, oldest news first; none where an older version came back.

    arXiv dates versions and nothing else, and comments change without a new one: what comes with a version has
    its date, anything else the day `seen` on which it was noticed. Only the newest version is known: a paper
    that went from v1 to v4 gets one line.

    Args:
        known: What was stored.
        paper: The paper now.
        seen: Today.
    """
    if paper.version and paper.version < known.version:
        return ()
    is_newer = paper.version > known.version
    day = (paper.updated.date() if is_newer and paper.updated else seen).isoformat()
    lines: list[str] = []
    if is_newer and known.version:
        lines.append(f"v{paper.version}")
    venue = venue_in_comment(paper.comment)
    if venue and venue != venue_in_comment(known.comment):
        lines.append(f"accepted to {venue}")
    journal = plain_text(paper.journal_ref)
    if journal and journal != plain_text(known.journal_ref):
        lines.append(f"published in {journal}")
    if is_withdrawn(paper) and not known.withdrawn:
        lines.append("withdrawn")
    return tuple(HistoryLine(date=day, text=line) for line in lines)
