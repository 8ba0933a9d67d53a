"""What the label lines and the addresses in the text of a pasted article say about the work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from digest.content.drafts import Link
from digest.importers.labels import Label, read_label, split_names
from digest.links.find import find_addresses
from digest.links.kinds import link_kind

_LONGEST = 600  # label lines are short; nothing longer is looked at
_CLAUSE = re.compile(r"[,，。;；!！?？()（）]")
_LONGEST_WORDS = 24  # of the words before an address; more is a sentence and no label
_WITH_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_REFERENCE = re.compile(r"(?:- )?(?:\[[0-9]{1,3}\]:?\s*)?https?://")


class Facts(NamedTuple):
    """What an article says in labels; authors and venue are known only where it is about a single paper."""

    links: tuple[Link, ...]
    organizations: tuple[str, ...]
    authors: tuple[str, ...]
    venue: str


def read_facts(lines: Sequence[str]) -> Facts:
    """Read the label lines and addresses among the lines of an article (code left out, none of them blank)."""
    links: dict[str, Link] = {}
    organizations: dict[str, None] = {}
    authors: list[str] = []
    venues: list[str] = []
    papers: set[str] = set()
    title, wanted = "", None  # the title of the next paper; a label whose value is on the next line
    for line in lines:
        label = label_of(line)
        if label is None and wanted is not None and len(line) <= _LONGEST:
            label = wanted._replace(value=line.strip())
        wanted = label if label is not None and not label.value else None
        if label is not None and label.field == "title":
            title = _WITH_ADDRESS.split(label.value)[0].strip()
        for found in find_addresses(line):
            is_labelled = label is not None and label.field == "link"
            words = label.words if label is not None and is_labelled else _words_before(line, found.start)
            kind = link_kind(found.url, words)
            named = ""
            if is_labelled and kind == "paper":
                papers.add(found.url)
                named, title = title, ""
            known = links.get(found.url)
            if known is None or (named and not known.title):
                links[found.url] = Link(url=found.url, kind=known.kind if known else kind, title=named)
        if label is not None and label.field == "organizations":
            organizations.update(dict.fromkeys(split_names(label.value)))
        elif label is not None and label.field == "authors":
            authors.append(label.value)
        elif label is not None and label.field == "venue":
            venues.append(label.value)
        if label is None and len(line) > _LONGEST_WORDS * 2:
            title = ""  # a paragraph ends the group of labels
    is_single = len(papers) == 1
    return Facts(
        tuple(links.values()),
        tuple(organizations),
        split_names(authors[0]) if is_single and len(authors) == 1 else (),
        venues[0] if is_single and len(venues) == 1 else "",
    )


def label_of(line: str) -> Label | None:
    """A line as a label line."""
    return None if len(line) > _LONGEST else read_label(line)


def is_reference(text: str) -> bool:
    """Whether a line is an address, with or without a number before it."""
    return _REFERENCE.match(text) is not None


def _words_before(line: str, position: int) -> str:
    """The words right before an address, if they can be a label."""
    words = _CLAUSE.split(line[max(0, position - _LONGEST_WORDS - 1) : position])[-1]
    return words if len(words) <= _LONGEST_WORDS else ""
