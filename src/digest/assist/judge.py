"""What is let through of an answer: plain text within bounds that gives nothing away and is borne out by its source.

This, and not the prompt, is where the promise lies: whatever an article makes a model say passes here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from digest.assist.fields import Field
from digest.assist.grounding import Source, ground
from digest.assist.prompts import Article
from digest.assist.protocol import Refused
from digest.assist.secret import Secret, gives_away
from digest.config.schema import Language
from digest.links.canonical import canonical
from digest.links.find import find_addresses
from digest.summarize.sentences import split_sentences
from digest.text.cjk import is_cjk
from digest.text.clean import clean_line
from digest.text.languages import language_of
from digest.text.preambles import preamble, prompt_echo, refusal

OVERLAP = 6
"""Words in a row that a text may not share with what the model was told."""
_HAN_A_WORD = 2
_MARKED = re.compile(r"(\*\*|__|`)(?=\S)([^*_`\n]+?)(?<=\S)\1")
_HIDDEN_ADDRESS = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]{1,20}:/{1,2}|(?:javascript|data|mailto|vbscript|file)\s*:)\S*"
    r"|(?<![\w@/.-])(?:www\.[\w-]+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|ai|cn|dev|co|info|xyz|example|test|app|me"
    r"|ru|top|cc|ly|tk|tv|gg|biz|icu|vip|shop|site|online|club|store|click|link|live|cloud|pro|de|fr|uk|jp|kr|eu|us))"
    r"(?![\w-])(?:/\S*)?|(?<![\w@/.-])(?:[\w-]+\.)+[a-z]{2,24}/\S*|(?<![\w:])//[\w-]+\.\S+"
    r"|[\w.+-]+@[\w-]+\.[\w.]+",
    re.IGNORECASE | re.ASCII,
)
_HALF_WIDTH = str.maketrans("．／", "./")
_WORD = re.compile(r"[a-z0-9]+|[^\x00-\x7f]", re.IGNORECASE)


class Judged(msgspec.Struct, frozen=True):
    """A field let through: its texts, plain, and how many sentences are quoted in place of others, and for what."""

    texts: tuple[str, ...]
    quoted: int = 0
    missing: tuple[str, ...] = ()


class Judge(msgspec.Struct, frozen=True):
    """Looks at answers about articles.

    `system` is what the model was told, `secrets` what no text may hold, `language` that of the site.
    """

    system: str
    secrets: tuple[Secret, ...]
    language: Language

    def judge(self, field: Field, texts: Sequence[str], article: Article) -> Judged:
        """Look at what was answered about one field.

        Raises:
            Refused: it is not let through.
        """
        content = article.content
        source = Source(content, article.quotable)
        kept: list[str] = []
        quoted, missing = 0, list[str]()
        for text in texts[: field.most]:
            plain = _plain(text)
            self._check(plain, content)
            plain = _cut(plain, field)
            if not field.is_prose:
                plain = plain.replace("\n", " ")
                if wrong := source.missing(plain):
                    raise Refused(f"the source does not bear out {wrong[0]}")
                kept.append(plain)
                continue
            grounded = ground(plain, source, language=self.language, limit=field.limit)
            quoted += grounded.quoted
            missing += grounded.missing
            if grounded.text:
                kept.append(grounded.text)
        if not any(kept):
            raise Refused("the source bears out nothing of it" if missing else "it is empty")
        return Judged(tuple(kept), quoted, tuple(missing))

    def _check(self, text: str, content: str) -> None:
        if gives_away(text, self.secrets):
            raise Refused("it holds a secret")
        if _has_foreign_address(text, content):
            raise Refused("it holds an address that is not in the source")
        if _overlaps(text, self.system, content):
            raise Refused("it repeats what the model was told")
        for part in text.split("\n"):
            if preamble(part) or refusal(part) or prompt_echo(part):
                raise Refused("it speaks to its user instead of about the article")
        if (found := language_of(text)) and found != self.language:
            raise Refused("it is in another language than the site")


def _plain(text: str) -> str:
    """Paragraphs without hidden characters and without the marks models like to put around words."""
    lines = (clean_line(_MARKED.sub(r"\2", line)) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _cut(text: str, field: Field) -> str:
    """As many whole sentences as the field holds.

    Raises:
        Refused: not even the first fits.
    """
    if len(text) <= field.limit:
        return text
    kept: list[str] = []
    room = field.limit
    for part in text.split("\n"):
        fits = []
        for sentence in split_sentences(part):
            room -= len(sentence.text) + 1
            if room < 0:
                break
            fits.append(sentence.text)
        if fits:
            kept.append(" ".join(fits) if not is_cjk(fits[0][-1]) else "".join(fits))
        if room < 0:
            break
    if not kept or not field.is_prose:
        raise Refused(f"it is longer than {field.limit:,} characters")
    return "\n".join(kept)


def _has_foreign_address(text: str, content: str) -> bool:
    known = {canonical(found.url) for found in find_addresses(content)}
    if any(canonical(found.url) not in known for found in find_addresses(text)):
        return True
    folded, shown = content.casefold(), text.translate(_HALF_WIDTH)
    return any(
        match[0].casefold().rstrip(".,;:!?") not in folded for match in _HIDDEN_ADDRESS.finditer(shown)
    )


def _overlaps(text: str, system: str, content: str) -> bool:
    """Whether six words in a row, or twelve Chinese characters, are those of the prompt and not of the article."""
    return bool(_runs(text) & _runs(system) - _runs(content))


def _runs(text: str) -> set[tuple[str, ...]]:
    """Runs of tokens that weigh six words; a Chinese character weighs half a word."""
    tokens = [match[0].casefold() for match in _WORD.finditer(text)]
    weights = [1 if is_cjk(token) else _HAN_A_WORD for token in tokens]
    runs: set[tuple[str, ...]] = set()
    end, weight = 0, 0
    for start in range(len(tokens)):
        while end < len(tokens) and weight < OVERLAP * _HAN_A_WORD:
            weight += weights[end]
            end += 1
        if weight >= OVERLAP * _HAN_A_WORD:
            runs.add(tuple(tokens[start:end]))
        weight -= weights[start]
    return runs
