"""How a work is called and dated where it is cited: by its own facts, not by those of our entry about it."""

from __future__ import annotations

import re

from digest.content.drafts import EntryDraft
from digest.exporters.bibtex import BibEntry
from digest.exporters.identifiers import identify
from digest.links.kinds import is_label

_ARXIV_MONTH = re.compile(r"([0-9]{2})([0-9]{2})\.[0-9]{4,5}")


def cited_title(entry: EntryDraft) -> str:
    """The title of the paper, where a link gives it; an editor's headline may be in another language.

    The words of a link in a list of references ("BLIP3-o 论文") are no title.
    """
    titles = (link.title for link in entry.links if link.kind == "paper" and link.title)
    return next((title for title in titles if not is_label(title)), entry.title)


def cited_date(entry: EntryDraft, shown: str) -> str:
    """The date the source gives, else the month an arXiv number names (`2025-02`), else "".

    `shown` is the document's date, which keeps the source's own offset; an entry that only says when it was first
    seen has one too, but that is nobody's date of publication.
    """
    if entry.date is not None:
        return shown
    number = _ARXIV_MONTH.fullmatch(identify(entry.id).value)
    return f"20{number[1]}-{number[2]}" if number and "01" <= number[2] <= "12" else ""


def cited_organizations(entry: EntryDraft) -> tuple[str, ...]:
    """Who may sign for a work without authors: never the employers of a paper's authors."""
    return () if not entry.authors and identify(entry.id).scheme in {"arxiv", "doi"} else entry.organizations


def cited(
    entry: EntryDraft, slug: str, shown: str, *, url: str = "", source: str = "", key: str = ""
) -> BibEntry:
    """An entry as its BibTeX record is made from; `slug` stands in for an id it does not have."""
    return BibEntry(
        id=entry.id or slug,
        title=cited_title(entry),
        authors=entry.authors,
        organizations=cited_organizations(entry),
        date=cited_date(entry, shown),
        venue=entry.venue,
        url=url,
        source=source,
        key=key,
    )
