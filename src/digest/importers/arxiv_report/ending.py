"""Whether an arXiv report is all there: half a document must not replace a whole one in silence."""

from __future__ import annotations

from collections.abc import Sequence

from digest.importers.arxiv_report.outline import Head, contents, is_anchor, part_names, unmatched
from digest.importers.arxiv_report.paper import LABELS, Paper, Place, label_of
from digest.importers.document import Document
from digest.importers.markdown import unfinished
from digest.problems import Problem, error
from digest.text.blocks import is_rule

GET_IT = "get the whole of the document"


def missing_papers(document: Document, head: Head, places: Sequence[Place]) -> list[Problem]:
    """Whether the table of contents names more papers than there are."""
    missing = unmatched(document, head, places)
    names = sum(not part_names(entry.text) for entry in contents(document, head))
    if not missing or len(places) >= names:
        return []
    message = f"the document ends early: its table of contents names {names} papers, {len(places)} are here"
    hint = f"{GET_IT}; the first one missing is: {missing[0].text[:100]}"
    return [error(message, path=document.path, line=missing[0].line, hint=hint)]


def no_papers(document: Document, head: Head) -> Problem:
    """Why a document without a paper cannot be read."""
    if head.summary or head.contents:
        last = len(document.lines)
        return error("the document ends early: there is no paper", path=document.path, line=last, hint=GET_IT)
    message = "this is no arXiv report: no paper stands under a heading such as ## [Title](https://arxiv.org/abs/...)"
    return error(message, path=document.path, hint="name another form with --form")


def cut_ending(document: Document, place: Place) -> list[Problem]:
    """What shows in the last lines that something is missing behind them."""
    last = max(number for number in range(1, len(document.lines) + 1) if not document.is_blank(number))
    line = document.lines[last - 1]
    opened = "" if is_rule(line) else unfinished(_last_part(document, place, last))
    if is_anchor(line):
        reason = "the paper of this anchor is missing"
    elif label_of(line) and line.rstrip().endswith(("**", ":", "：")):
        reason = "nothing stands under the last label"
    elif opened:
        reason = f"{opened} is never closed"
    else:
        return []
    return [error(f"the document ends early: {reason}", path=document.path, line=last, hint=GET_IT)]


def shorter_than_others(document: Document, papers: Sequence[Paper], place: Place) -> list[Problem]:
    """Whether the last paper stops before the labels that every other paper has, or within its links."""
    *others, last = papers
    if not others:
        return []
    everywhere = frozenset.intersection(*(paper.labels for paper in others))
    is_open = not is_rule(document.lines[place.last - 1])
    rank = max((LABELS.index(label) for label in last.labels & set(LABELS)), default=-1)
    missing = [label for label in LABELS[rank + 1 :] if label in everywhere]
    if missing:
        reason = (
            f"the last paper has no {' and no '.join(label.title() for label in missing)}, unlike the others"
        )
    elif "links" in everywhere and last.addresses < min(paper.addresses for paper in others) and is_open:
        reason = "the last paper has fewer links than the others"
    else:
        return []
    return [error(f"the document ends early: {reason}", path=document.path, line=place.heading, hint=GET_IT)]


def _last_part(document: Document, place: Place, last: int) -> Sequence[str]:
    """The lines from the last label on: code left open in an analysis that is followed by one is no end."""
    labels = (number for number in range(last, place.heading, -1) if label_of(document.lines[number - 1]))
    return document.lines[next(labels, place.heading) - 1 : last]
