"""What a source of the configuration asks arXiv: its options, the days to look at, and the questions for the API.

The grammar of queries: https://info.arxiv.org/help/api/user-manual.html, section 5.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from digest.config.schema import SourceConfig
from digest.formats.fields import nearest_hint, printable
from digest.formats.nodes import Plain
from digest.problems import DigestError, Problem, error
from digest.sources.arxiv.records import arxiv_id

OVERLAP = timedelta(days=4)
"""How far a search looks back before the last one: papers reach the API days after they were submitted."""
FIRST = timedelta(days=7)
"""How far the first search of a source looks back."""
BATCH = 50
"""Ids asked for at once."""
MAX_RESULTS = 2000
"""The most a source may ask for; the API gives more only to questions it asks to refine."""

_KEYS = ("announcements", "categories", "home", "ids", "max_results", "name", "query", "url")
_QUESTIONS = ("query", "categories", "ids")
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.(?:[A-Za-z]+(?:-[A-Za-z]+)*|\*))?")
_ARCHIVE_NAMES = "astro-ph cond-mat cs econ eess math nlin physics q-bio q-fin stat"
# Archives that have classes below them; of the rest the archive is the class.
_ARCHIVES = frozenset(_ARCHIVE_NAMES.split())
_SEARCHED_DATE = re.compile(r"\b(?:submittedDate|lastUpdatedDate):", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The options of a source of kind `arxiv`; one of `query`, `categories` and `ids` is given.

    `ids` have no version. `announcements` asks for the daily feed of the categories instead of a search.
    """

    query: str = ""
    categories: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    max_results: int = 100
    announcements: bool = False


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One question: a query as the manual writes it (not encoded), or ids; and how many results are wanted."""

    query: str = ""
    ids: tuple[str, ...] = ()
    limit: int


class Window(NamedTuple):
    """The time between two moments, both UTC, to the minute, both included."""

    start: datetime
    end: datetime


def read_options(source: SourceConfig, *, path: str = "digest.yaml") -> Options:
    """The options of a source, checked.

    Raises:
        DigestError: with everything that is wrong: unknown keys, values of the wrong type, no question or two,
            ids and categories that are none, a query with an open bracket.
    """
    return _OptionsReading(source, path).read()


def window(
    now: datetime,
    *,
    last: datetime | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Window:
    """The time a search looks at; whole days (UTC) where nobody named an end, so that a day has one question.

    Args:
        now: The moment of the run.
        last: Until when the last search that went well has looked; None on the first run.
        since: A beginning that somebody asked for; it wins over `last`.
        until: An end that somebody asked for.

    Raises:
        DigestError: it ends before it begins.
    """
    end = (until or now).astimezone(UTC).replace(second=0, microsecond=0)
    if until is None:
        end = end.replace(hour=23, minute=59)
    if since is not None:
        start = since.astimezone(UTC).replace(second=0, microsecond=0)
    else:
        # A search that reached into the future was made with a wrong clock: what it has seen is not known.
        is_known = last is not None and last.astimezone(UTC).date() <= now.astimezone(UTC).date()
        reached = min(last, end) - OVERLAP if last is not None and is_known else min(now, end) - FIRST
        start = reached.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if start > end:
        message = (
            f"the search would begin on {start:%Y-%m-%d %H:%M} and end before that, on {end:%Y-%m-%d %H:%M}"
        )
        raise DigestError([error(message, hint="name an earlier --since or a later --until")])
    return Window(start, end)


def questions(options: Options, span: Window) -> tuple[Ask, ...]:
    """What to ask the API for a source; ids are asked for whatever the window.

    A query that names its own dates keeps them.
    """
    if options.ids:
        return by_ids(options.ids[: options.max_results])
    query = options.query or " OR ".join(_terms(options.categories))
    if not _SEARCHED_DATE.search(_QUOTED.sub("", query)):
        query = f"({query}) AND submittedDate:[{span.start:%Y%m%d%H%M} TO {span.end:%Y%m%d%H%M}]"
    return (Ask(query=query, limit=options.max_results),)


def by_ids(ids: Iterable[str]) -> tuple[Ask, ...]:
    """Questions for papers by their ids, `BATCH` at a time."""
    wanted = list(dict.fromkeys(ids))
    batches = (tuple(wanted[at : at + BATCH]) for at in range(0, len(wanted), BATCH))
    return tuple(Ask(ids=batch, limit=len(batch)) for batch in batches)


def _terms(categories: Sequence[str]) -> Iterable[str]:
    for category in categories:
        yield f"cat:{category}"
        if category in _ARCHIVES:
            yield f"cat:{category}.*"


class _OptionsReading:
    def __init__(self, source: SourceConfig, path: str) -> None:
        self._source, self._path = source, path
        self._problems: list[Problem] = []

    def read(self) -> Options:
        options = self._source.options
        for key in options:
            if key not in _KEYS:
                self._wrong(f'unknown key "{printable(key)}"', nearest_hint(key, _KEYS))
        given = [key for key in _QUESTIONS if options.get(key) not in (None, "", [])]
        if len(given) != 1:
            said = " and ".join(f"`{key}`" for key in given) or "none of `query`, `categories` and `ids`"
            self._wrong(f"it has {said}", "give it one of `query`, `categories` and `ids`")
        read = Options(
            query=self._query(options.get("query")),
            categories=tuple(self._categories(options.get("categories"))),
            ids=tuple(self._ids(options.get("ids"))),
            max_results=self._number(options.get("max_results")),
            announcements=self._truth(options.get("announcements")),
        )
        if read.announcements and given and given != ["categories"]:
            self._wrong("only `categories` have announcements", f"leave out `announcements`, or `{given[0]}`")
        if self._problems:
            raise DigestError(self._problems)
        return read

    def _wrong(self, message: str, hint: str = "") -> None:
        name = printable(self._source.id)
        self._problems.append(error(f'source "{name}": {message}', path=self._path, hint=hint))

    def _texts(self, key: str, value: Plain) -> list[str]:
        values = value if isinstance(value, list) else [] if value is None else [value]
        texts = [item.strip() for item in values if isinstance(item, str)]
        if len(texts) != len(values) or not all(texts):
            self._wrong(f"`{key}` is no list of texts", f"write `{key}: [...]`")
        return list(dict.fromkeys(filter(None, texts)))

    def _query(self, value: Plain) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong("`query` is no text", "write it in one line, as the search of arXiv takes it")
            return ""
        query = " ".join(value.split())
        outside = _QUOTED.sub("", query)
        depth = 0
        for character in outside:
            depth += (character == "(") - (character == ")")
            if depth < 0:
                break
        if '"' in outside or depth:
            self._wrong("a quote or bracket of `query` has no partner", "close it, or take it out")
        return query

    def _categories(self, value: Plain) -> Iterable[str]:
        for category in self._texts("categories", value):
            if _CATEGORY.fullmatch(category):
                yield category
            else:
                self._wrong(
                    f'"{printable(category)}" is no category of arXiv', "they look like cs.CV or hep-th"
                )

    def _ids(self, value: Plain) -> Iterable[str]:
        for text in self._texts("ids", value):
            number, _ = arxiv_id(text if ":" in text else f"arxiv:{text}")
            if number:
                yield number
            else:
                self._wrong(
                    f'"{printable(text)}" is no arXiv id', "they look like 2505.09568 or math/0309136"
                )

    def _number(self, value: Plain) -> int:
        if value is None:
            return Options().max_results
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value) and 1 <= int(value) <= MAX_RESULTS:
            return int(value)
        self._wrong("`max_results` is no number it can take", f"write a number from 1 to {MAX_RESULTS}")
        return 1

    def _truth(self, value: Plain) -> bool:
        if value is not None and value not in ("true", "false"):
            self._wrong("`announcements` is neither true nor false", "write true or false")
        return value == "true"
