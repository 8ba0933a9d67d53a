"""Headings that are only made to look like ones: short lines in large, bold, centred letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from digest.sources.wechat.blocks import BREAK, Heading, Paragraph, Part, Run
from digest.sources.wechat.styles import BODY_SIZE
from digest.text.cjk import count

_LONGEST = 32  # Han characters, or words
_LARGER = 1.15  # than most of the text
_ENDS = tuple("。，,；;：:、…）)】")  # what a sentence or a caption ends in
_GOES_ON = ("，", "、", "：", ",", ":")  # what the first of two lines of a heading may end in
_QUOTES = {"“": "”", "「": "」", "『": "』", '"': '"'}
_MAX_ROW = 2  # lines that look like headings one after another; more are a poem, a title page or a list
_SHALLOWEST = 2  # the title of the article is the first level


def with_headings(parts: Sequence[Part]) -> list[Part]:
    """The blocks with headings where readers see some, the levels below that of the article's title."""
    usual = _usual_size(parts)
    found: list[Part] = []
    row: list[Paragraph] = []
    for part in parts:
        if isinstance(part, Paragraph) and _looks_like_heading(part, usual):
            row.append(part)
            continue
        found += [*_headings(row), part]
        row = []
    return _levelled([*found, *row])  # what nothing follows heads nothing


def _headings(row: list[Paragraph]) -> Sequence[Part]:
    """The headings of some lines that look like ones and that text follows."""
    if not row or len(row) > _MAX_ROW or row[-1].words.strip().endswith(_ENDS):
        return row
    first = row[0].words.strip()
    if len(row) > 1 and (first.isdigit() or first.endswith(_GOES_ON)):
        gap = (Run(" "),) if first.isdigit() else ()
        return [Heading(frames=row[0].frames, level=_SHALLOWEST, runs=(*row[0].runs, *gap, *row[1].runs))]
    if first.endswith(_ENDS):
        return row
    return [Heading(frames=part.frames, level=_SHALLOWEST, runs=part.runs) for part in row]


def _looks_like_heading(part: Paragraph, usual: float) -> bool:
    if part.frames or BREAK in part.runs or any(not run.is_plain for run in part.runs):
        return False
    words = part.words.strip()
    han, latin = count(words)
    if not 0 < han + latin <= _LONGEST or words.endswith(_QUOTES.get(words[0], "\n")):
        return False
    is_large = min(run.size for run in part.runs if run.text.strip()) >= usual * _LARGER
    is_bold = all(run.bold for run in part.runs if run.text.strip())
    return is_large + is_bold + part.centred > 1


def _usual_size(parts: Sequence[Part]) -> float:
    """The size of most characters, in pixels."""
    sizes: Counter[float] = Counter()
    for part in parts:
        if isinstance(part, Paragraph):
            for run in part.runs:
                sizes[run.size] += len(run.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else BODY_SIZE


def _levelled(parts: list[Part]) -> list[Part]:
    """No heading on the level of the article's title: if one is there, all go one down."""
    shift = any(isinstance(part, Heading) and part.level < _SHALLOWEST for part in parts)
    if not shift:
        return parts
    return [
        Heading(frames=part.frames, level=min(6, part.level + 1), runs=part.runs)
        if isinstance(part, Heading)
        else part
        for part in parts
    ]
