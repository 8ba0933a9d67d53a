"""Sentences of Chinese, English and mixed text, each a verbatim slice of its source.

A full stop ends a sentence by what stands around it: not in a number, a formula, an address, after an initial or an
abbreviation, inside brackets or quotation marks. The Chinese semicolon separates clauses and ends no sentence
(GB/T 15834-2011, 4.1 and 4.6); neither does an ellipsis in the middle of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from digest.summarize.blocks import Block, BlockKind, blocks_of
from digest.summarize.spans import PATTERN
from digest.text.cjk import is_cjk

_PAIR_LIMIT = 600  # characters: what opens and is not closed within them was no bracket
_PAIRS = {
    "(": ")", "[": "]", "（": "）", "［": "］", "【": "】", "《": "》", "〈": "〉", "「": "」", "『": "』", "“": "”",
    "‘": "’", "``": "''",
}  # fmt: skip
_CLOSERS = frozenset(_PAIRS.values())
_TOGGLES = frozenset(['"', "**", "__"])
_QUOTES = frozenset('”’」』》〉"')

_TOKEN = re.compile(
    PATTERN + r"|(?P<stop>[.!?。！？｡．…‽]+)"
    r"|(?P<pair>``|''|\*\*|__|[()\[\]（）［］【】《》〈〉「」『』“”\"]|(?<!\w)‘|’(?!\w))",
    re.DOTALL,
)
_AFTER_STOP = re.compile(r"(?:''|\*\*|__|[)\]）］】》〉」』”’\"*_~])*")
_ENUMERATOR = re.compile(r"[(（\[]?(?:[0-9]{1,3}|[A-Za-z]|[ivx]{1,4})")
_LISTED = re.compile(r"[：:；;。]\s*[0-9]{1,2}$")
_WORD_BEFORE = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.)*[^\W\d_]+$")
_WORD_AFTER = re.compile(r"[^\s,.;:!?，。；：！？]+")
_CAMEL = re.compile(r"[a-z][a-z]?[A-Z]|[a-z]+-?[0-9]|[a-z]-[A-Z]|[a-z]+[A-Z]")
_REFERENCE = re.compile(r"[0-9(\[]|[A-Z](?![A-Za-z])|[ivxIVX]+\b")

_NEVER_ENDS = frozenset(
    [
        "e.g", "i.e", "cf", "vs", "viz", "fig", "figs", "eq", "eqs", "eqn", "eqns", "dr", "mr", "mrs", "ms", "prof",
        "approx", "resp", "w.r.t", "a.k.a", "pp", "ca", "st", "eds",
    ]
)  # fmt: skip
_BEFORE_NUMBER = frozenset(
    [
        "no", "nos", "sec", "secs", "sect", "tab", "tabs", "ref", "refs", "alg", "algs", "thm", "lem", "prop", "def",
        "app", "ch", "chap", "vol", "art", "ex",
    ]
)  # fmt: skip
_MAY_END = frozenset(
    ["al", "etc", "inc", "ltd", "co", "corp", "jr", "sr", "ph.d", "i.i.d", "u.s", "u.k", "e.u", "a.m", "p.m"]
)
_STARTERS = frozenset(
    [
        "A", "Additionally", "After", "All", "Although", "An", "And", "Another", "As", "At", "Based", "Besides",
        "Both", "Building", "But", "By", "Code", "Consequently", "Current", "Currently", "Despite", "Existing",
        "Experimental", "Experiments", "Extensive", "Finally", "First", "For", "From", "Furthermore", "Given",
        "Hence", "Here", "How", "However", "If", "In", "Instead", "It", "Its", "Meanwhile", "Moreover", "Most",
        "Motivated", "Nevertheless", "Notably", "On", "Our", "Recent", "Recently", "Results", "Second", "Since",
        "Specifically", "Such", "That", "The", "Their", "Then", "There", "Therefore", "These", "They", "This",
        "Those", "Through", "Thus", "To", "Together", "Under", "Unlike", "Using", "We", "What", "When", "Where",
        "While", "With", "Yet",
    ]
)  # fmt: skip


class Sentence(msgspec.Struct, frozen=True):
    """`text` is `source[start:end]`; `block` is what it stands in."""

    text: str
    start: int
    end: int
    block: BlockKind = "paragraph"


class _Stop(NamedTuple):
    """A place that may end a sentence: its mark, and the end behind marks that close what was open."""

    start: int
    mark_end: int
    end: int


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order, headings and list items among them; linear in its length."""
    return tuple(iter_sentences(text))


def iter_sentences(text: str) -> Iterator[Sentence]:
    """The same, one after the other: whoever needs a few does not pay for all."""
    for block in blocks_of(text):
        yield from _of_block(text, block)


def _of_block(text: str, block: Block) -> Iterator[Sentence]:
    stops, pairs = _scan(text, block)
    last = _last_visible(text, block)
    openers = {close: opening for opening, close in pairs}
    start, depth_end, pair = block.start, block.start, 0
    for stop in stops:
        while pair < len(pairs) and pairs[pair][0] < stop.end:
            depth_end = max(depth_end, pairs[pair][1])
            pair += 1
        if stop.end <= depth_end:
            continue
        if stop.end < last and not _ends(text, _first_visible(text, start, block), stop, openers):
            continue
        yield from _sentence(text, start, stop.end, block)
        start = stop.end
    yield from _sentence(text, start, block.end, block)


def _sentence(text: str, start: int, end: int, block: Block) -> Iterator[Sentence]:
    start = _first_visible(text, start, block)
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Sentence(text[start:end], start, end, block.kind)


def _last_visible(text: str, block: Block) -> int:
    """The end of the text of a block without the white space behind it."""
    end = block.end
    while end > block.start and text[end - 1].isspace():
        end -= 1
    return end


def _first_visible(text: str, start: int, block: Block | None = None) -> int:
    """Where the text goes on behind white space, and behind the marks of the lines of a quote."""
    marks = ">" if block is not None and block.kind == "quote" else ""
    while start < len(text) and (text[start].isspace() or text[start] in marks):
        start += 1
    return start


def _scan(text: str, block: Block) -> tuple[list[_Stop], list[tuple[int, int]]]:
    """The stops of a block, and the pairs in it that close soon: first character of either mark, sorted."""
    stops: list[_Stop] = []
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(text, block.start, block.end):
        if match["stop"]:
            after = _AFTER_STOP.match(text, match.end(), block.end)
            stops.append(_Stop(match.start(), match.end(), after.end() if after else match.end()))
        elif mark := match["pair"]:
            position = match.start()
            while stack and position - stack[0][1] > _PAIR_LIMIT:
                stack.pop(0)
            if not _close(mark, position, stack, pairs) and (mark in _PAIRS or mark in _TOGGLES):
                stack.append((mark, position))
    return stops, sorted(pairs)


def _close(mark: str, position: int, stack: list[tuple[str, int]], pairs: list[tuple[int, int]]) -> bool:
    """Whether a mark closes one of the last few that are open; then it does."""
    if mark not in _CLOSERS and mark not in _TOGGLES:
        return False
    for depth in range(1, min(4, len(stack)) + 1):
        opening, start = stack[-depth]
        if (_PAIRS.get(opening) or opening) == mark:
            del stack[-depth:]
            pairs.append((start, position))
            return True
    return mark in _CLOSERS


def _ends(text: str, start: int, stop: _Stop, openers: dict[int, int]) -> bool:
    """Whether a stop outside all brackets, with text behind it, ends the sentence that begins at `start`."""
    mark = text[stop.start : stop.mark_end]
    following = text[stop.end]
    after = _first_visible(text, stop.end)
    if text[after] in "，、；：,;:)）]】%" or stop.start == start:
        return False
    if following.isspace() and "\n" not in text[stop.end : after] and is_cjk(text[after]) and mark == ".":
        return not _is_abbreviation(text, start, stop, after)
    if any(character in "。！？｡．" for character in mark):
        if "．" in mark and (text[stop.start - 1].isdigit() or following.isdigit()):
            return False
        return following.isspace() or not _is_embedded(text, start, stop, openers)
    if mark[0] == "…" or mark.startswith(".."):
        return following.isspace() and (text[after].isupper() or text[after] in '"“(')
    if not following.isspace():
        return _ends_before_han(text, stop, mark) and not _is_embedded(text, start, stop, openers)
    if text[after].islower():
        word = _WORD_AFTER.match(text, after)
        if word is None or not _CAMEL.match(word[0]):
            return False
    return mark[0] != "." or not _is_abbreviation(text, start, stop, after)


def _ends_before_han(text: str, stop: _Stop, mark: str) -> bool:
    """Whether `!`, `?` or `.` with a Han character right behind it ends a sentence."""
    if not is_cjk(text[stop.end]):
        return False
    return mark[0] != "." or (text[stop.start - 1] in ')）]】”"' or text[stop.start - 1].isalpha())


def _is_embedded(text: str, start: int, stop: _Stop, openers: dict[int, int]) -> bool:
    """Whether a stop closes a quotation the sentence goes on behind: `“为什么？”的问题`, `“好！”他说`."""
    for closing in range(stop.mark_end, stop.end):
        if text[closing] in _QUOTES and closing in openers:
            opening = openers[closing]
            before = text[opening - 1] if opening > start else ""
            return before not in {"：", ":", "，", ",", "。", "\n"} and text[stop.end] not in '“「『《"'
    return text[stop.end] in "的地得"


def _is_abbreviation(text: str, start: int, stop: _Stop, after: int) -> bool:
    """Whether the full stop belongs to the word before it and the sentence goes on."""
    if stop.end != stop.mark_end:
        return False
    if _ENUMERATOR.fullmatch(text, start, stop.start):
        return True
    before = text[max(start, stop.start - 16) : stop.start]
    match = _WORD_BEFORE.search(before)
    if match is None:
        return _LISTED.search(before) is not None
    word, following = match[0], _WORD_AFTER.match(text, after)
    starts = following is not None and following[0].strip("*_\"'“”()") in _STARTERS
    lower = word.lower()
    if lower in _NEVER_ENDS:
        return True
    if lower in _BEFORE_NUMBER:
        return _REFERENCE.match(text, after) is not None
    if lower in _MAY_END:
        return not starts and not is_cjk(text[after])
    is_initial = len(word) == 1 and word.isupper() and not is_cjk(word)
    return (is_initial or ("." in word and len(word) <= 6)) and not starts and not is_cjk(text[after])
