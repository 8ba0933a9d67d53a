"""What an issue says of itself: its summary, highlights and title, made of its picks by templates of ours.

Every name and number in these texts is one of the picks or a count of them; quoted sentences are theirs as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from digest.summarize.extract import method_sentence
from digest.summarize.length import units
from digest.summarize.spans import spans_of
from digest.summarize.trends import TermCounts, count_terms, rising_terms
from digest.text.titles import name_in

HIGHLIGHTS = 5
TITLE_PARTS = 3
NAMED = 3  # works of a topic that the summary names
EARLIER = 4
"""Issues before this one that a trend is measured against."""
_LONGEST_PART = 24  # units of one part of a title
_LONGEST_NAME = 24
_LONGEST_QUOTE = 180
_CLAUSE = re.compile(r"[，,；;。|｜]")
_MARK = re.compile(r"[\\`*_\[\]<>#|~$]|:(?=//)")
_MARKED_UP = re.compile(r"[$\\`*_<>\[\]]")


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    """A work of an issue, as far as its summary speaks of it; `topic` is the name of its first topic, "" for none."""

    title: str
    topic: str = ""
    tags: tuple[str, ...] = ()
    abstract: str = ""
    has_code: bool = False

    @property
    def name(self) -> str:
        """What the work is called in a row of names: its short name, else its title."""
        name = name_in(self.title)
        return name if name and units(name) <= _LONGEST_NAME else self.title


class Overview(msgspec.Struct, frozen=True):
    """The texts of an issue: `summary` is Markdown, the others are plain lines."""

    title: str
    summary: str
    highlights: tuple[str, ...]


_Words = dict[str, str]
_ZH: _Words = {
    "works": "本期收录 {count} 篇",
    "topic": "{topic} {count} 篇",
    "other": "其他",
    "names": "（{names}）",
    "more": "（{names} 等）",
    "row": "、",
    "list": "，",
    "colon": "：",
    "stop": "。",
    "code": "{count} 篇公开了代码、模型或数据",
    "rising": "比前几期更多见的有：{terms}",
    "gap": "",
    "bar": " | ",
}
_EN: _Words = {
    "works": "This issue has {count}",
    "topic": "{topic} {count}",
    "other": "other",
    "names": " ({names})",
    "more": " ({names} and more)",
    "row": ", ",
    "list": "; ",
    "colon": ": ",
    "stop": ".",
    "code": "With code, models or data: {count}",
    "rising": "More frequent than in earlier issues: {terms}",
    "gap": " ",
    "bar": " | ",
}


def overview_of(
    picks: Sequence[Pick],
    earlier: Sequence[TermCounts],
    language: Literal["zh", "en"],
    *,
    quote: bool = False,
) -> Overview:
    """The texts of an issue.

    Args:
        picks: its works, the most important first.
        earlier: the terms of the issues before it.
        language: of the site.
        quote: whether highlights quote what a work says of itself, as in a daily report, rather than its title.
    """
    words = _ZH if language == "zh" else _EN
    leading = _leading(picks)
    return Overview(
        title=words["bar"].join(_title_parts(leading)),
        summary=_summary(picks, earlier, words) if picks else "",
        highlights=tuple(_highlight(pick, words, quote=quote) for pick in leading),
    )


def _leading(picks: Sequence[Pick]) -> list[Pick]:
    """The picks an issue leads with, in their order: as many topics as there are among the first, then the rest."""
    order: list[int] = []
    seen: set[str] = set()
    for number, pick in enumerate(picks):
        if pick.topic not in seen:
            seen.add(pick.topic)
            order.append(number)
    order += [number for number in range(len(picks)) if number not in set(order)]
    return [picks[number] for number in sorted(order[:HIGHLIGHTS])]


def _summary(picks: Sequence[Pick], earlier: Sequence[TermCounts], words: _Words) -> str:
    sentences = [words["works"].format(count=_count(len(picks), words))]
    groups: dict[str, list[Pick]] = {}
    for pick in picks:
        groups.setdefault(pick.topic, []).append(pick)
    if len(groups) > 1 or "" not in groups:
        topics = sorted(groups, key=lambda topic: (not topic, -len(groups[topic])))
        parts = [
            words["topic"].format(topic=topic or words["other"], count=len(groups[topic]))
            + _names(groups[topic], words)
            for topic in topics
        ]
        sentences[0] += words["colon"] + words["list"].join(parts)
    else:
        sentences[0] += _names(picks, words)
    if open_works := sum(pick.has_code for pick in picks):
        sentences.append(words["code"].format(count=open_works))
    now = count_terms((pick.title, pick.tags) for pick in picks)
    if rising := rising_terms(now, earlier[:EARLIER]):
        sentences.append(words["rising"].format(terms=words["row"].join(map(_plain, rising))))
    return words["gap"].join(sentence + words["stop"] for sentence in sentences)


def _count(number: int, words: _Words) -> str:
    if words is _ZH:
        return str(number)
    return f"{number} work" if number == 1 else f"{number} works"


def _names(picks: Sequence[Pick], words: _Words) -> str:
    named = [pick.name for pick in picks if units(pick.name) <= _LONGEST_NAME][:NAMED] or [picks[0].name]
    names = words["row"].join(map(_plain, named))
    return words["more" if len(picks) > len(named) else "names"].format(names=names)


def _plain(text: str) -> str:
    """A text that reads the same as Markdown: marks and addresses open nothing, formulas stay formulas."""
    written, at = "", 0
    for span in spans_of(text):
        if span.kind == "maths":
            written += _MARK.sub(r"\\\g<0>", text[at : span.start]) + text[span.start : span.end]
            at = span.end
    return written + _MARK.sub(r"\\\g<0>", text[at:])


def _highlight(pick: Pick, words: _Words, *, quote: bool) -> str:
    if quote and (sentence := method_sentence(pick.abstract)) is not None:
        text = " ".join(sentence.text.split())
        if units(text) <= _LONGEST_QUOTE and not _MARKED_UP.search(text):
            return f"{pick.name}{words['colon']}{text}"
    return pick.title


def _title_parts(picks: Sequence[Pick]) -> list[str]:
    """Short forms of the first titles that have one; the first title as it is where none has."""
    short = [part for pick in picks if (part := _short(pick.title))]
    return short[:TITLE_PARTS] or [pick.title for pick in picks[:1]]


def _short(title: str) -> str:
    """A title in few words: whole, up to its first comma, or the name it begins with; "" where all are long."""
    if _MARKED_UP.search(title):
        return ""
    for candidate in (title, _CLAUSE.split(title, maxsplit=1)[0].strip(), name_in(title)):
        if candidate and units(candidate) <= _LONGEST_PART:
            return candidate
    return ""
