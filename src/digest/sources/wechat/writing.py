"""Blocks as Markdown: text stays text, whatever characters it has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.links.find import find_addresses
from digest.sources.wechat.blocks import (
    Code,
    Figure,
    Formula,
    Frame,
    Heading,
    Paragraph,
    Part,
    Rule,
    Run,
    Table,
)
from digest.text.cjk import is_cjk

_SPECIAL = re.compile(
    r"[\\`*\[\]$]|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]{1,32};)|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|\{(?=[:%{])|\^(?=\[)"
)
_LINE_START = re.compile(
    r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|-{2,}|={2,}|:(?=[\s-])|[0-9]{1,9}(?=[.)](?:\s|$))|\|)"
)
_ORDERED = re.compile(r"[0-9]{1,9}")
_TICKS = re.compile(r"`+")
_FENCES = re.compile(r"`{3,}")
_UNSAFE = str.maketrans({"<": "%3C", ">": "%3E", "\n": "", "\r": "", " ": "%20", "\\": "%5C"})


def write_markdown(parts: Sequence[Part]) -> str:
    """The Markdown of some blocks, ending in a newline; "" for none."""
    written: list[str] = []
    begun: set[int] = set()
    previous: Part | None = None
    for part in parts:
        lines = _lines(part)
        if not lines:
            continue
        if previous is not None:
            written.append(_between(previous, part, begun))
        for number, line in enumerate(lines):
            written.append((_prefix(part.frames, begun, is_first=number == 0) + line).rstrip() + "\n")
        previous = part
    return "".join(written)


def _between(previous: Part, part: Part, begun: set[int]) -> str:
    """An empty line, but none between items of a list that hold a line each."""
    common = 0
    for one, other in zip(previous.frames, part.frames, strict=False):
        if one != other:
            break
        common += 1
    if isinstance(part, Paragraph) and isinstance(previous, Paragraph) and part.frames[common:]:
        new = part.frames[common]
        is_next_item = common < len(previous.frames) and new.group == previous.frames[common].group != 0
        # Below its item a list may begin at once, but for one that does not begin with 1.
        is_inner_list = (
            common == len(previous.frames) > 0
            and not previous.frames[-1].is_quote
            and new.marker in {"- ", "1. "}
        )
        if new.number not in begun and (is_next_item or is_inner_list):
            return ""
    return _prefix(part.frames[:common], begun, is_first=False).rstrip() + "\n"


def _prefix(frames: tuple[Frame, ...], begun: set[int], *, is_first: bool) -> str:
    """What stands before a line of a block: quote marks, and the mark of an item before its first line only."""
    marks: list[str] = []
    for frame in frames:
        if frame.is_quote:
            marks.append(frame.marker)
        elif is_first and frame.number not in begun:
            begun.add(frame.number)
            marks.append(frame.marker)
        else:
            marks.append(" " * len(frame.marker))
    return "".join(marks)


def _lines(part: Part) -> list[str]:
    match part:
        case Paragraph():
            return _paragraph(part.runs)
        case Heading():
            plain = [run._replace(bold=False) for run in part.runs]
            return [f"{'#' * part.level} {_inline(plain).strip()}"]
        case Code():
            fence = "`" * max(3, *(len(run) + 1 for run in _FENCES.findall(part.text)), 3)
            return [fence + part.language, *part.text.split("\n"), fence]
        case Formula():
            return ["$$", part.tex, "$$"]
        case Figure():
            return [_picture(part.alt, part.src, part.href)]
        case Table():
            head, *rows = [
                f"| {' | '.join(_inline(cell, in_cell=True) for cell in row)} |" for row in part.rows
            ]
            return [head, "|" + " --- |" * len(part.rows[0]), *rows]
        case Rule():
            return ["---"]


def _paragraph(runs: Sequence[Run]) -> list[str]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.is_break:
            lines.append([])
        else:
            lines[-1].append(run)
    written = [_start_escaped(_inline(line).strip()) for line in lines]
    return [line + "\\" for line in written[:-1]] + written[-1:]


def _inline(runs: Sequence[Run], *, in_cell: bool = False) -> str:
    parts: list[str] = []
    for number, run in enumerate(runs):
        before = runs[number - 1].text[-1:] if number else ""
        after = runs[number + 1].text[:1] if number + 1 < len(runs) else ""
        parts.append(_run(run, before, after))
    text = "".join(parts)
    return text.replace("|", "\\|") if in_cell else text


def _run(run: Run, before: str, after: str) -> str:
    if run.tex:
        return f"${run.text}$"
    if run.src:
        return _picture(run.text, run.src, run.href)
    core = run.text.strip()
    if not core:
        return run.text
    lead = run.text[: len(run.text) - len(run.text.lstrip())]
    tail = run.text[len(run.text.rstrip()) :]
    if run.code:
        written = _code_span(core)
    elif not run.href and _is_address(core):
        return f"{lead}<{_address(core)}>{tail}"
    elif run.href == core or (
        run.href and core.startswith("http") and run.href.rstrip("/") == core.rstrip("/")
    ):
        written = f"<{_address(run.href)}>"
        return lead + written + tail
    else:
        written = _escaped(core) if run.href else _with_addresses(core)
    if run.href:
        written = f"[{written}]({_target(run.href)})"
    marks = "**" if run.bold else ""
    marks = f"*{marks}" if run.italic else marks
    if marks and _may_mark(core, "" if lead else before, "" if tail else after) and not run.code:
        written = f"{marks}{written}{marks[::-1]}"
    return lead + written + tail


def _is_address(text: str) -> bool:
    found = next(find_addresses(text), None)
    return found is not None and found.start == 0 and found.end == len(text)


def _picture(words: str, src: str, href: str) -> str:
    picture = f"![{_escaped(words)}]({_target(src)})"
    return f"[{picture}]({_target(href)})" if href else picture


def _may_mark(core: str, before: str, after: str) -> bool:
    """Whether Markdown finds marks around a text: not where a letter and punctuation meet at one of them.

    Beside a Chinese character the program's own renderer finds them all the same.
    """
    return _flanks(before, core[0]) and _flanks(after, core[-1])


def _flanks(outside: str, inside: str) -> bool:
    if not outside or outside.isspace() or inside.isalnum() or is_cjk(inside):
        return True
    return is_cjk(outside) or not outside.isalnum()


def _with_addresses(text: str) -> str:
    parts: list[str] = []
    position = 0
    for found in find_addresses(text):
        parts += (_escaped(text[position : found.start]), f"<{_address(found.url)}>")
        position = found.end
    parts.append(_escaped(text[position:]))
    return "".join(parts)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text.replace("\n", " "))


def _start_escaped(line: str) -> str:
    match = _LINE_START.match(line)
    if not match:
        return line
    if number := _ORDERED.fullmatch(match[0]):
        return f"{number[0]}\\{line[number.end() :]}"
    return "\\" + line


def _code_span(code: str) -> str:
    ticks = "`" * (max((len(run) for run in _TICKS.findall(code)), default=0) + 1)
    pad = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{ticks}{pad}{code}{pad}{ticks}"


def _needs_brackets(url: str) -> bool:
    return any(character in url for character in "()<> \\")


def _target(url: str) -> str:
    return f"<{_address(url)}>" if _needs_brackets(url) else url


def _address(url: str) -> str:
    return url.translate(_UNSAFE)
