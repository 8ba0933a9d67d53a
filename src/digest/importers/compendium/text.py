"""The text of an article that was copied from a page, as Markdown that says the same and nothing else.

Pictures and videos leave a word behind, captions arrive twice (once from the picture, once from below it),
bullets are typed. Words are never changed: compatibility characters and no-break spaces stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from digest.importers.compendium.code import Code, find_code
from digest.text.blocks import is_rule

PICTURE = "picture placeholder: the picture is not in the document"
PICTURE_FILE = "name of a picture file: the picture is not in the document"
VIDEO = "video placeholder: the video is not in the document"
REPEATED = "caption repeated"
BARE_BULLET = "list mark"

_BULLET = re.compile(r"[•●▪◦‣][ \t]*|·[ \t]+")
_PICTURE = re.compile(r"[\[(【]?图片[\])】]?|在这里插入图片描述|请添加图片描述")
_PICTURE_FILE = re.compile(r"[\w.-]{1,120}\.(?:png|jpe?g|gif|webp|bmp|svg)", re.IGNORECASE)
_VIDEO = re.compile(r"[,，]?\s?时长\s?[0-9]{1,2}(?::[0-9]{2}){1,2}")
_CAPTION = re.compile(r"[图表]\s?[0-9]")
_CAPTION_LETTERS = 4  # another line that is shorter and stands twice may be two cells of a table

_LIST = re.compile(r"(?P<mark>[-+*]|[0-9]{1,9}[.)])[ \t]")
_STARTS = re.compile(r"#{1,6}(?=[ \t]|$)|`{3}|~{3}|\[[^\[\]]{1,999}\]:")
_CODE_SPAN = re.compile(r"(`[^`]*`)")
_TAG = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])(?!https?://)", re.IGNORECASE)
_BACKTICKS = re.compile(r"`{3,}")


class Line(NamedTuple):
    """A line that was kept: its index in the lines given, the words, and whether it is an item of a list."""

    at: int
    text: str
    is_item: bool


class Cleaned(NamedTuple):
    """An article's text: as Markdown, its lines outside code, what was left out and why, its code."""

    markdown: str
    lines: tuple[Line, ...]
    dropped: tuple[tuple[int, str], ...]
    code: tuple[Code, ...]


class _Folding(dict[int, int]):
    """Compatibility characters as the ones they stand for, one for one, so that positions stay."""

    def __missing__(self, code: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(code))
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


_FOLDING = _Folding()


def folded(line: str) -> str:
    """A line to match words against: radicals and full-width forms as plain characters, as long as it was."""
    return line if line.isascii() else line.translate(_FOLDING)


def is_caption(line: str) -> bool:
    """Whether a line begins as captions do: `图 1`."""
    return _CAPTION.match(folded(line[:8])) is not None


def count_compatible(text: str) -> int:
    """How many letters of a text are compatibility characters; full-width forms and punctuation are none."""
    return sum(text.count(character) for character in set(text) if _is_compatible(character))


def clean(lines: Sequence[str]) -> Cleaned:
    """Turn the lines of one article into Markdown."""
    code = find_code(lines)
    inside = {at for block in code for at in range(block.first, block.last + 1)}
    dropped = [
        (at, why)
        for at, line in enumerate(lines)
        if at not in inside and line.strip() and (why := _why_dropped(line))
    ]
    gone = inside.union(at for at, _ in dropped)
    dropped += ((at, REPEATED) for at in _repeated(lines, gone))
    gone.update(at for at, _ in dropped)
    kept = tuple(_line(at, line) for at, line in enumerate(lines) if at not in gone and line.strip())
    return Cleaned(_markdown(lines, kept, code), kept, tuple(sorted(dropped)), code)


def escaped(text: str) -> str:
    """Words as Markdown shows them: no accidental heading, rule, fence, definition or tag."""
    if "<" in text:
        # Every second part is a code span, where a backslash would be seen.
        parts = _CODE_SPAN.split(text)
        parts[::2] = (_TAG.sub(r"\\<", part) for part in parts[::2])
        text = "".join(parts)
    return "\\" + text if _STARTS.match(text) or (text[:1] in "-*_" and is_rule(text)) else text


def _is_compatible(character: str) -> bool:
    if character.isascii() or "\uff00" <= character <= "\uffef":
        return False
    plain = unicodedata.normalize("NFKC", character)
    return plain != character and plain.isalpha()


def _why_dropped(line: str) -> str:
    if len(line) > 200:
        return ""
    words = folded(line).strip()
    bullet = _BULLET.match(words)
    words = words[bullet.end() :].strip() if bullet else words
    if not words:
        return BARE_BULLET
    if _PICTURE.fullmatch(words):
        return PICTURE
    if _PICTURE_FILE.fullmatch(words):
        return PICTURE_FILE
    return VIDEO if _VIDEO.fullmatch(words) else ""


def _repeated(lines: Sequence[str], gone: set[int]) -> list[int]:
    """The second of two equal lines with nothing between them. Three in a row are something else."""
    repeated: list[int] = []
    same: list[int] = []
    words = ""
    for at, line in enumerate([*lines, "."]):
        if at < len(lines) and not line.strip():
            continue
        if at < len(lines) and at not in gone and same and line.strip() == words:
            same.append(at)
            continue
        if len(same) == 2 and _is_like_caption(words):
            repeated.append(same[1])
        same, words = ([], "") if at in gone else ([at], line.strip())
    return repeated


def _is_like_caption(words: str) -> bool:
    if _BULLET.match(words):
        return False
    return is_caption(words) or sum(map(str.isalpha, words)) >= _CAPTION_LETTERS


def _line(at: int, line: str) -> Line:
    text = line.strip(" \t")
    bullet = _BULLET.match(text)
    if bullet:
        return Line(at, "- " + escaped(text[bullet.end() :]), True)
    item = None if is_rule(text) else _LIST.match(text)
    if item:
        return Line(at, item[0] + escaped(text[item.end() :]), True)
    return Line(at, escaped(text), False)


def _markdown(lines: Sequence[str], kept: Sequence[Line], code: Sequence[Code]) -> str:
    """Every line a paragraph of its own, but for the items of a list and the rows of a table."""
    pieces = [(line.at, _group(line.text), line.text) for line in kept]
    pieces += ((block.first, "", _fenced(lines, block)) for block in code)
    out: list[str] = []
    last, last_group = -1, ""
    for at, group, text in sorted(pieces):
        if out and (not group or group != last_group or not all(map(str.strip, lines[last + 1 : at]))):
            out.append("")
        out.append(text)
        last, last_group = at, group
    return "\n".join(out)


def _group(text: str) -> str:
    """What lines of a kind stand together without a blank line between them; "" for paragraphs."""
    item = _LIST.match(text)
    if item:
        return item["mark"][-1]
    return "|" if text.startswith("|") else ""


def _fenced(lines: Sequence[str], block: Code) -> str:
    text = "\n".join(lines[block.first : block.last + 1])
    if block.is_fenced:
        opening = _BACKTICKS.search(lines[block.first])
        return f"{text}\n{opening[0]}" if opening and block.is_open else text
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{block.language}\n{text}\n{fence}"
