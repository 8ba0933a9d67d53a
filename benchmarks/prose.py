"""Write titles, abstracts and Markdown bodies out of `material`, reproducibly from a seed."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

import material
from languages import Language

_T = TypeVar("_T")

BODY_BYTES = 2000
"""The mean size of a body in UTF-8 bytes; single ones vary by about 400 to either side."""

_TAG_WEIGHTS = tuple(accumulate(1 / (rank + 6) for rank in range(len(material.TAGS))))


class Dice:
    """Random choices that stay the same across Python versions.

    The standard library promises that only for `random()` itself, so everything here is made of it.
    """

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed).random

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1."""
        return int(self._random() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def pick(self, choices: Sequence[_T]) -> _T:
        """Return one of `choices`."""
        return choices[self.below(len(choices))]

    def once_in(self, times: int) -> bool:
        """Return True once in `times` calls, on average."""
        return self._random() * times < 1

    def weighted(self, cumulative: Sequence[float]) -> int:
        """Return an index, by weights that were added up."""
        return bisect(cumulative, self._random() * cumulative[-1])


class Writer:
    """Writes the prose of one entry in one language."""

    def __init__(self, language: Language, dice: Dice, page_url: str) -> None:
        self.language = language
        self._dice = dice
        self._url = page_url

    def title(self) -> str:
        """Return a title."""
        return self._fill(self._dice.pick(self.language.titles))

    def paragraph(self, sentences: int) -> str:
        """Return that many plain sentences on one line, no frame twice in a row."""
        frames = self.language.sentences
        at = self._dice.below(len(frames))
        chosen = []
        for _ in range(sentences):
            chosen.append(self._fill(frames[at]))
            at = (at + self._dice.between(1, len(frames) - 1)) % len(frames)
        return self.language.joiner.join(chosen)

    def body(self) -> str:
        """Return a Markdown body: headings, bold, links and a list always, the rest at times.

        One body in four has formulas, one in four a code block, one in eight a table or a footnote.
        """
        dice = self._dice
        target = BODY_BYTES - 400 + dice.below(801)
        blocks = [self._bold() + self.language.joiner + self.paragraph(2)]
        blocks += [self._heading(), self.paragraph(2) + self.language.joiner + self._linked(), self._list()]
        if dice.once_in(4):
            blocks += self._maths()
        if dice.once_in(4):
            blocks.append(self._code())
        if dice.once_in(8):
            blocks.append(self._table() if dice.once_in(2) else self._footnote())
        headed = False
        # Shorter last paragraphs keep the mean at the target in spite of the last one overshooting.
        while sum(len(block.encode()) for block in blocks) < target - 150:
            if not headed:
                blocks.append(self._heading())
            blocks.append(self.paragraph(2))
            headed = not headed
        return "\n\n".join(blocks) + "\n"

    def _fill(self, frame: str) -> str:
        dice = self._dice
        slots = self.language.slots
        words = {name: dice.pick(choices) for name, choices in slots.items()}
        methods = slots["method"]
        words["method2"] = methods[
            (methods.index(words["method"]) + dice.between(1, len(methods) - 1)) % len(methods)
        ]
        for name in ("method", "task", "metric"):
            word = words[name]
            words[name.capitalize()] = word[0].upper() + word[1:]
        return frame.format(
            **words,
            n=dice.between(2, 960),
            p=f"{dice.between(1, 39)}.{dice.below(10)}",
            x=dice.between(2, 9),
            url=self._url,
            code=dice.pick(material.CODE_NAMES),
        )

    def _heading(self) -> str:
        return f"## {self._dice.pick(self.language.headings)}"

    def _bold(self) -> str:
        return self._fill(self._dice.pick(self.language.bold))

    def _linked(self) -> str:
        return self._fill(self._dice.pick(self.language.linked))

    def _list(self) -> str:
        items = self.language.items
        first = self._dice.below(len(items))
        count = self._dice.between(2, 4)
        return "\n".join(f"- {self._fill(items[(first + step) % len(items)])}" for step in range(count))

    def _maths(self) -> list[str]:
        lead = self._dice.pick(self.language.maths).replace(
            "{inline}", self._formula(material.INLINE_FORMULAS)
        )
        return [lead, f"$$\n{self._formula(material.DISPLAY_FORMULAS)}\n$$"]

    def _formula(self, choices: Sequence[str]) -> str:
        dice = self._dice
        letters = material.FORMULA_LETTERS
        one = dice.below(len(letters))
        other = (one + dice.between(1, len(letters) - 1)) % len(letters)
        formula = dice.pick(choices).replace("<a>", letters[one]).replace("<b>", letters[other])
        return formula.replace("<n>", str(dice.between(2, 512))).replace("<m>", str(dice.between(2, 32)))

    def _code(self) -> str:
        dice = self._dice
        name = dice.pick(material.CODE_NAMES)
        block = dice.pick(material.CODE_BLOCKS).format(
            name=name, Name=name.title().replace("_", ""), n=dice.between(2, 512), m=dice.between(2, 16)
        )
        return f"```python\n{block}```"

    def _table(self) -> str:
        dice = self._dice
        head = " | ".join(self._fill(cell) for cell in self.language.table)
        methods = self.language.slots["method"]
        rows = [
            f"| {dice.pick(methods)} | {dice.between(20, 95)}.{dice.below(10)} | {dice.between(1, 9)} |"
            for _ in range(dice.between(2, 4))
        ]
        return "\n".join([f"| {head} |", "| --- | ---: | ---: |", *rows])

    def _footnote(self) -> str:
        mark, text = self.language.footnote
        return f"{self._fill(mark)}\n\n[^1]: {self._fill(text)}"


def tags_of(dice: Dice, count: int) -> list[str]:
    """Return `count` different tags; the chance falls with the rank as 1 / (rank + 6), near Zipf's law."""
    chosen: dict[int, None] = {}
    while len(chosen) < count:
        chosen[dice.weighted(_TAG_WEIGHTS)] = None
    return [material.TAGS[rank] for rank in chosen]


def author(dice: Dice, language: Language) -> str:
    """Return a name: one in ten from a small circle who write often, the others hardly ever seen twice."""
    often = dice.once_in(10)
    if language.code == "zh":
        given = material.CHINESE_GIVEN
        last = "" if often else dice.pick(given)
        middle = dice.pick(given[:8] if often else given)
        return (
            dice.pick(material.CHINESE_SURNAMES[:16] if often else material.CHINESE_SURNAMES) + middle + last
        )
    first, family = material.GIVEN_NAMES, material.SURNAMES
    if often:
        return f"{dice.pick(first[:12])} {dice.pick(family[:12])}"
    initials = f"{dice.pick(material.INITIALS)}. {dice.pick(material.INITIALS)}."
    return f"{dice.pick(first)} {initials} {dice.pick(family)}"
