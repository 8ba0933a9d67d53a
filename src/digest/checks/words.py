"""Rules over what a text says: an assistant speaking to its user, placeholders, the wrong language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.checks.finding import Finding, Rule
from digest.checks.passages import Passage, paragraphs
from digest.problems import warning
from digest.text.blocks import code_lines
from digest.text.languages import language_of
from digest.text.preambles import afterword, preamble, prompt_echo, refusal

_QUOTE = "take it out; if you quote it, put it into a block quote, code or quotation marks"

_PLACEHOLDER = re.compile(
    r"(?<![\w/.-])x{4,}(?![\w/.-])|(?<!\w)(?:TO-?DO|FIX-?ME|TBD|TBA)(?=\s*(?:[:：]|$))|\bTBD\b|\blorem ipsum\b"
    r"|(?:待补充|待填写|待完善|待更新内容|此处填写|在此填写|占位文字|占位符：)"
    r"|[\[【<](?:insert|your|add|插入|填写|填入|此处)[ \w\u4e00-\u9fff]{1,40}[\]】>](?!\()",
    re.IGNORECASE | re.MULTILINE,
)
_CODE_OR_ADDRESS = re.compile(r"`[^`\n]*`|https?://\S+|\]\([^)\n]*\)|“[^”\n]*”|「[^」\n]*」|\"[^\"\n]*\"")
_MATHS = re.compile(r"\$[^$\n]*\$")


def chatter(passage: Passage) -> Iterator[Finding]:
    """Preambles, afterwords, refusals and pieces of the question."""
    found = list(paragraphs(passage.text))
    for number, paragraph in enumerate(found, 1):
        if words := prompt_echo(paragraph.text):
            yield _finding(passage, paragraph.line, "prompt", f"this repeats a prompt: {words}")
        if words := refusal(paragraph.text):
            message = f"a model declined to answer here: {words}"
            yield _finding(passage, paragraph.line, "refusal", message, "write the text, or take it out")
        if paragraph.is_first and (words := preamble(paragraph.text)):
            yield _finding(passage, paragraph.line, "preamble", f"an assistant speaks to its user: {words}")
        elif number == len(found) > 1 and (words := afterword(paragraph.text)):
            yield _finding(passage, paragraph.line, "afterword", f"an assistant takes its leave: {words}")


def placeholders(passage: Passage) -> Iterator[Finding]:
    """What stands for text somebody meant to write."""
    lines = passage.text.split("\n")
    code = code_lines(lines)
    for number, line in enumerate(lines, 1):
        if number in code:
            continue
        text = _CODE_OR_ADDRESS.sub(lambda match: " " * len(match[0]), line)
        for match in _PLACEHOLDER.finditer(text):
            message = f'"{match[0]}" is a placeholder'
            hint = "write what belongs here; what is meant as it stands goes into `code`"
            yield _finding(passage, number, "placeholder", message, hint, column=match.start() + 1)


def language(passage: Passage) -> Iterator[Finding]:
    """Text in a language its field is not meant to be in; only Chinese and English are told apart."""
    if "" in passage.languages:
        return
    text = _MATHS.sub(" ", passage.text)
    if passage.field == "body":
        lines = text.split("\n")
        code = code_lines(lines)
        text = "\n".join(line for number, line in enumerate(lines, 1) if number not in code)
    found = language_of(_CODE_OR_ADDRESS.sub(" ", text))
    if found and found not in passage.languages:
        wanted = " or ".join(_NAMES[code] for code in sorted(passage.languages))
        message = f'"{passage.field}" is in {_NAMES[found]}, not in {wanted}'
        hint = (
            "translate it" if passage.by_model else "translate it, or set `lang` to the language of the file"
        )
        yield _finding(passage, 1, "language", message, hint)


_NAMES = {"zh": "Chinese", "en": "English", "ja": "Japanese"}


def _finding(
    passage: Passage, line: int, rule: Rule, message: str, hint: str = _QUOTE, *, column: int = 1
) -> Finding:
    line, column = passage.place_of(line, column)
    return Finding(warning(message, path=passage.path, line=line, column=column, hint=hint), rule)
