"""Code in text that was copied from a page: the fences are gone, the lines are still code.

Only what is certain is taken for code. A comment such as `# 1. Download` looks like a heading and a line of a
design document like a sentence, so whole runs of lines (without blank ones) are judged, never a single one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

# A line of one of these is code beyond doubt, and of this language.
_PYTHON = re.compile(
    r"(?:async )?def \w+ ?\(|class \w+ ?(?:\([\w., =]{0,80}\))?:\s*$|import \w[\w.]*(?: as \w+)?\s*$"
    r"|from \w[\w.]* import [\w*(]|assert [^\s,.;]+ ?[(<>=!.\[]|@\w[\w.]*(?:\(|\s*$)",
    re.ASCII,
)
_SHELL = re.compile(
    r"\$ \w|(?:sudo )?(?:git (?:clone|pull|checkout|submodule|lfs) |pip3? install |conda (?:create|activate|install) "
    r"|python3? (?:-\w|\S{1,80}\.py\b)|docker (?:run|build|pull|compose) |(?:curl|wget) (?:-|http)|npm (?:install|run) "
    r"|uv (?:pip|run|sync|venv)\b|ollama (?:run|pull|serve)\b|vllm serve |huggingface-cli |apt(?:-get)? install "
    r"|brew install |torchrun -|accelerate launch |bash \S{1,80}\.sh\b|chmod \+|export \w+=)",
    re.ASCII,
)
_OTHER = re.compile(r"#include [<\"]|(?:const|let|var) \w+ ?=|function \w* ?\(", re.ASCII)

# Beside such a line these are code too, and so is whatever is indented.
_LIKELY = re.compile(
    r"#|//|[)\]}]|\"\"\"|(?:return|raise|yield|pass|break|continue|print|echo|cd|mkdir|source)\b"
    r"|(?:if|for|while|with|elif|else|try|except|finally)\b[^，。：]{0,200}:\s*$"
    r"|[A-Za-z_][\w.\[\]'\"]{0,80} ?[-+*/]?=[^=]|[A-Za-z_][\w.]{0,80} ?\([^，。]{0,200}\);?\s*$",
    re.ASCII,
)
_COMMENT = re.compile(r"#")
_INDENTED = re.compile(r"(?: {2}|\t)[ \t]*\S")
_LIST_ITEM = re.compile(r"\s*(?:[-+*•·●▪◦‣]|[0-9]{1,9}[.)、])(?!\w)")
_ONE_LINE = re.compile(
    r"(?:git clone|pip3? install) [\w./:@\[\]=<>~-]{1,200}(?: [\w./-]{1,80})?\s*", re.ASCII
)
_FENCE = re.compile(r" {0,3}(`{3,})[^`]*")


class Code(NamedTuple):
    """Lines `first` to `last` (from 0, inclusive) are code, in a language if that is certain.

    `is_fenced`: the document has the fences itself; `is_open`: but not the closing one.
    """

    first: int
    last: int
    language: str = ""
    is_fenced: bool = False
    is_open: bool = False


def find_code(lines: Sequence[str]) -> tuple[Code, ...]:
    """The code in these lines, in order; runs of code with nothing but blank lines between are one."""
    found: list[Code] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
        elif fence := _FENCE.fullmatch(lines[at]):
            block = _fenced(lines, at, fence[1])
            found.append(block)
            at = block.last + 1
        else:
            end = at
            while end < len(lines) and lines[end].strip() and not _FENCE.fullmatch(lines[end]):
                end += 1
            _add(found, lines, at, end)
            at = end
    return tuple(found)


def _fenced(lines: Sequence[str], first: int, fence: str) -> Code:
    for at in range(first + 1, len(lines)):
        text = lines[at].strip()
        if text.startswith(fence) and not text.strip("`"):
            return Code(first, at, is_fenced=True)
    return Code(first, len(lines) - 1, is_fenced=True, is_open=True)


def _add(found: list[Code], lines: Sequence[str], first: int, end: int) -> None:
    """Judge the run `lines[first:end]`; it may go on what was found right before it."""
    run = lines[first:end]
    before = found[-1] if found and not found[-1].is_fenced else None
    follows = before is not None and not any(line.strip() for line in lines[before.last + 1 : first])
    language = _language(run)
    if language is None:
        if before is None or not follows or not all(_is_inner(line) for line in run):
            return
        language = before.language
    if before is not None and follows and language == before.language:
        found[-1] = Code(before.first, end - 1, language)
    else:
        found.append(Code(first, end - 1, language))


def _is_inner(line: str) -> bool:
    """Whether a line can be inside a block that a blank line interrupts: indented, and no item of a list."""
    return _INDENTED.match(line) is not None and _LIST_ITEM.match(line) is None


def _language(run: Sequence[str]) -> str | None:
    """The language of a run of code ("" where it is not certain), None where it may be prose."""
    if len(run) == 1:
        return "bash" if _ONE_LINE.fullmatch(run[0]) else None
    languages: set[str] = set()
    is_started = False  # an indented line is code only below a line that is
    for line in run:
        language = _language_of_line(line)
        if language is not None:
            languages.add(language)
            is_started = True
        elif _COMMENT.match(line):
            continue
        elif not is_started or not (_LIKELY.match(line) or _INDENTED.match(line)):
            return None
    if not languages:
        return None
    return languages.pop() if len(languages) == 1 else ""


def _language_of_line(line: str) -> str | None:
    if _PYTHON.match(line):
        return "python"
    if _SHELL.match(line):
        return "bash"
    return "" if _OTHER.match(line) else None
