"""Two items about one work as one item that says what both say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from msgspec.structs import replace

from digest.content.drafts import Coverage, Link
from digest.items import Item
from digest.links.canonical import canonical

T = TypeVar("T")

_FIRST_WINS = (
    "name",
    "id",
    "date",
    "seen",
    "lang",
    "source",
    "venue",
    "summary",
    "abstract",
    "image",
    "weight",
)
_SINGLE_TEXTS = ("summary", "abstract")
_LISTS = ("authors", "organizations", "subjects", "topics", "tags", "findings", "history")


def combine(one: Item, other: Item) -> Item:
    """What both items say: of single values the first one's, of lists all, of texts one after the other.

    Another title is not lost: it leads the other's text, unless an article of the coverage has it.
    """
    singles = {name: getattr(one, name) or getattr(other, name) for name in _FIRST_WINS}
    lists = {name: _union(getattr(one, name), getattr(other, name), str) for name in _LISTS}
    coverage = _union(one.coverage, other.coverage, _article)
    body = other.body
    if other.title != one.title and other.title not in {article.title for article in coverage}:
        body = f"**{other.title}**\n\n{body}".rstrip()
    return replace(
        one,
        **singles,
        **lists,
        links=_links(one.links, other.links),
        coverage=coverage,
        body=_texts(one.body, body),
        text=_texts(one.text, other.text),
        draft=one.draft and other.draft,
        machine=tuple(name for name in _SINGLE_TEXTS if _is_machine(name, one, other)),
    )


def _is_machine(name: str, one: Item, other: Item) -> bool:
    """Whether the text that was taken, the first there is, came from a program."""
    return name in (one if getattr(one, name) else other).machine


def _texts(one: str, other: str) -> str:
    if not one or not other or other in one:
        return one or other
    return f"{one}\n\n{other}"


def _union(one: Iterable[T], other: Iterable[T], key: Callable[[T], object]) -> tuple[T, ...]:
    found = {key(value): value for value in reversed([*one, *other])}
    return tuple(reversed(found.values()))


def _article(coverage: Coverage) -> str:
    return canonical(coverage.url)


def _links(one: tuple[Link, ...], other: tuple[Link, ...]) -> tuple[Link, ...]:
    """Links of both, an address once; a title or kind that only the second knows is taken over."""
    found: dict[str, Link] = {}
    for link in [*one, *other]:
        known = found.get(link.url)
        if known is None:
            found[link.url] = link
        else:
            kind = known.kind if known.kind != "other" else link.kind
            found[link.url] = replace(known, kind=kind, title=known.title or link.title)
    return tuple(found.values())
