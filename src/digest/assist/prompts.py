"""What a model is told: templates of the site or ours, and an article between marks it cannot contain."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from string import Template

import msgspec

from digest.assist.fields import FIELDS, Field
from digest.config.schema import Language
from digest.problems import DigestError, error
from digest.render.resources import bundled_folder
from digest.text.clean import clean_text

FOLDER = "templates/prompts"
MOST_CONTENT = 12_000
"""Characters of an article that are sent."""
_MOST_PROMPT = 20_000
_NAMES: dict[Language, str] = {"zh": "Simplified Chinese (简体中文)", "en": "English"}


class Article(msgspec.Struct, frozen=True):
    """What the model may know of one work. `quotable` is what its author says of it in few words."""

    title: str
    quotable: str = ""
    text: str = ""

    @property
    def content(self) -> str:
        """All of it, as far as it is sent."""
        parts = [clean_text(part).strip() for part in (self.title, self.quotable, self.text)]
        return "\n\n".join(part for part in parts if part)[:MOST_CONTENT]


class Prompts(msgspec.Struct, frozen=True):
    """The texts of one site: `frame` for every question, `fields` by name, with their placeholders filled."""

    frame: str
    fields: dict[str, str]

    def system(self, fields: Sequence[Field]) -> str:
        """What the model is told before it sees an article."""
        asked = "\n".join(self.fields[field.name] for field in fields)
        return f"{self.frame}\n\n{asked}\n"

    def key(self, field: Field, article: Article, model: str) -> str:
        """What the answer about one field is remembered by: everything it depends on."""
        parts = (model, self.frame, self.fields[field.name], article.content)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def framed(content: str) -> str:
    """An article between two marks made from its own hash: no text can hold the mark that would end it."""
    mark = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"<article-{mark}>\n{content}\n</article-{mark}>"


def load_prompts(root: Path, language: Language) -> Prompts:
    """The prompts of a site: its own `templates/prompts/NAME.txt`, else those that come with the program.

    Raises:
        DigestError: one cannot be read, is too long, or has a placeholder nobody fills.
    """
    problems: list[DigestError] = []

    def load(name: str, **values: object) -> str:
        try:
            return _filled(root, name, values)
        except DigestError as failure:
            problems.append(failure)
            return ""

    frame = load("system", language=_NAMES[language])
    fields = {
        str(field.name): load(field.name, language=_NAMES[language], limit=field.limit, most=field.most)
        for field in FIELDS.values()
    }
    if problems:
        raise DigestError([problem for failure in problems for problem in failure.problems])
    return Prompts(frame, fields)


def _filled(root: Path, name: str, values: dict[str, object]) -> str:
    own = root / FOLDER / f"{name}.txt"
    path, label = own, f"{FOLDER}/{name}.txt"
    if not own.is_file():
        path = bundled_folder("templates") / "prompts" / f"{name}.txt"
    elif not own.resolve().is_relative_to(root.resolve()):
        raise DigestError([error("this prompt lies outside the site", path=label)])
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as failure:
        raise DigestError([error(f"cannot be read: {failure}", path=label)]) from None
    if len(text) > _MOST_PROMPT:
        raise DigestError([error(f"a prompt has at most {_MOST_PROMPT:,} characters", path=label)])
    try:
        return Template(text).substitute(values)
    except (KeyError, ValueError):
        known = ", ".join(f"${value}" for value in values)
        hint = f"placeholders here: {known}; write $$ for a dollar"
        raise DigestError(
            [error("a placeholder of this prompt is not known", path=label, hint=hint)]
        ) from None
