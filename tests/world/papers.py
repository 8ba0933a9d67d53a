"""Papers that do not exist: titles, abstracts and authors made by rule, with the traps real ones hold."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

FIRST_DAY = datetime(2025, 5, 12, tzinfo=UTC)
"""Monday of 2025-W20: papers are spread over this day and the ones after it."""

_QUALITIES = (
    "Patient",
    "Sparse",
    "Tidal",
    "Quiet",
    "Layered",
    "Winged",
    "Brittle",
    "Lunar",
    "Woven",
    "Hollow",
)
_METHODS = (
    "Gradients",
    "Rollouts",
    "Codebooks",
    "Adapters",
    "Routers",
    "Meshes",
    "Samplers",
    "Critics",
    "Tokens",
)
_SUBJECTS = ("Video Agents", "Speech Models", "Table Readers", "Robot Hands", "Scene Editors", "Code Tutors")
_TURNS = ("for", "without", "under", "beyond")
_SURNAMES = (
    "Okafor",
    "Lindqvist",
    "Marchetti",
    "Tanaka",
    "Wei",
    "Petrov",
    "Alvarez",
    "Haddad",
    "Novak",
    "Rossi",
)
_GIVEN = ("Ada", "Bo", "Chen", "Dana", "Eli", "Farah", "Goran", "Hana", "Ines", "Jun")
_CATEGORIES = ("cs.CV", "cs.CL", "cs.LG", "cs.AI")
_PLACES = ("Harbour University", "Northern Institute of Learning", "Example Labs")
_TRAPS = (
    r"Fr\'echet Distances of {}",
    r"``{}'' Revisited: A Study --- and a Warning",
    r"{} in $O(n \log n)$ Time",
    r"\emph{{{}}}: 100\% of the Facts & None of the Fuss",
    r"On {} [Extended] * A * Survey",
)  # fmt: skip


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as arXiv has it: title, abstract and comment in TeX. `teaser` says whether its HTML has a figure."""

    number: str
    title: str
    abstract: str
    authors: tuple[str, ...]
    published: datetime
    version: int = 1
    updated: datetime | None = None
    affiliations: tuple[str, ...] = ()
    categories: tuple[str, ...] = ("cs.CV",)
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    teaser: bool = False

    @property
    def id(self) -> str:
        """As entries have it."""
        return f"arxiv:{self.number}"


def make_papers(count: int, *, seed: int = 1, days: float = 5, first: datetime = FIRST_DAY) -> list[Paper]:
    """So many papers, the oldest first, at different times within some days; every title is there once."""
    chance = random.Random(seed)
    step = timedelta(days=days) / max(count, 1)
    titles = _titles(chance)
    return [_paper(index, next(titles), first + step * index, chance) for index in range(count)]


def _paper(index: int, title: str, moment: datetime, chance: random.Random) -> Paper:
    moment = moment.replace(microsecond=0)
    people = chance.sample([f"{given} {surname}" for given in _GIVEN for surname in _SURNAMES], 1 + index % 5)
    is_old = index % 7 == 6
    return Paper(
        number=f"{moment:%y%m}.{10_000 + index:05}",
        title=title,
        abstract=_abstract(title, index),
        authors=tuple(people),
        affiliations=(_PLACES[index % 3],) if index % 4 == 0 else (),
        published=moment,
        version=1 + is_old,
        updated=moment + timedelta(hours=9) if is_old else None,
        categories=tuple(dict.fromkeys((_CATEGORIES[index % 4], chance.choice(_CATEGORIES)))),
        comment="12 pages, 5 figures" if index % 3 else "",
        teaser=index % 10 == 0,
    )


def _titles(chance: random.Random) -> Iterator[str]:
    plain = [
        f"{quality} {method} {turn} {subject}"
        for quality in _QUALITIES
        for method in _METHODS
        for turn in _TURNS
        for subject in _SUBJECTS
    ]
    chance.shuffle(plain)
    for index, title in enumerate(plain):
        yield _TRAPS[index // 9 % len(_TRAPS)].format(title) if index % 9 == 8 else title


def _abstract(title: str, index: int) -> str:
    return (
        rf"We ask what becomes of wings when $n > {index + 1}$ gulls share one wind, and answer with a model of"
        rf" $\alpha_{{{index}}} \le \mathcal{{O}}(n^2)$ parameters. It reads < 5\% of its input, needs no labels & is"
        rf" \emph{{not}} trained twice. On {20 + index} benchmarks it gains {1 + index % 9}.{index % 10} points;"
        rf" code is at https://github.com/example-labs/work-{index:04}."
    )
