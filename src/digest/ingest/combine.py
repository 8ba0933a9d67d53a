"""Two items about one work as one item that says what both say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from msgspec.structs import replace

from digest.content.drafts import Coverage, EntryDraft, Link
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
_NO_ARTICLES = frozenset(["arxiv", "huggingface"])  # the work itself, not somebody's text about it
_SINGLE_TEXTS = ("summary", "abstract")
_LISTS = ("authors", "organizations", "subjects", "topics", "tags", "findings", "history")


def combine(one: Item, other: Item) -> Item:
    """What both items say: of single values the first one's, of lists all, of texts one after the other.

    The article the other one was found in is coverage. Another title leads the other's text, unless an article or
    link has it.
    """
    other = told_of(other, one)
    singles = {name: getattr(one, name) or getattr(other, name) for name in _FIRST_WINS}
    lists = {name: _union(getattr(one, name), getattr(other, name), str) for name in _LISTS}
    coverage = _union(one.coverage, other.coverage, _article)
    links = _links(one.links, other.links)
    body = other.body
    if other.title not in {
        one.title,
        *(article.title for article in coverage),
        *(link.title for link in links),
    }:
        body = f"**{other.title}**\n\n{body}".rstrip()
    return replace(
        one,
        **singles,
        **lists,
        links=links,
        coverage=coverage,
        body=_texts(one.body, body),
        text=_texts(one.text, other.text),
        draft=one.draft and other.draft,
        machine=tuple(name for name in _SINGLE_TEXTS if _is_machine(name, one, other)),
    )


def told_of(item: Item, work: Item | EntryDraft) -> Item:
    """An item as it speaks of a work known from elsewhere: the article it was found in is coverage of that work."""
    source = item.source
    if source is None or not source.url or source.kind in _NO_ARTICLES:
        return item
    place = canonical(source.url)
    if place in {canonical(article.url) for article in work.coverage}:
        links = tuple(link for link in item.links if canonical(link.url) != place)
        return replace(item, source=None, links=links)
    if work.source and canonical(work.source.url) == canonical(source.url):
        return item
    if work.source is None and not any(link.kind == "paper" for link in work.links):
        return item  # then it is where the work itself was found
    day = item.date.date().isoformat() if item.date else ""
    article = Coverage(url=source.url, kind=source.kind, name=source.name, title=item.title, date=day)
    return replace(item, source=None, coverage=_union(item.coverage, [article], _article))


def _is_machine(name: str, one: Item, other: Item) -> bool:
    """Whether the text that was taken, the first there is, came from a program."""
    return name in (one if getattr(one, name) else other).machine


def _texts(one: str, other: str) -> str:
    if not one or not other or other in one:
        return one or other
    return f"{one}\n\n{other}"


def _union(one: Iterable[T], other: Iterable[T], key: Callable[[T], object]) -> tuple[T, ...]:
    found: dict[object, T] = {}
    for value in [*one, *other]:
        found.setdefault(key(value), value)
    return tuple(found.values())


def _article(coverage: Coverage) -> str:
    return canonical(coverage.url)


def _links(one: tuple[Link, ...], other: tuple[Link, ...]) -> tuple[Link, ...]:
    """Links of both, a place once; a title or kind that only the second knows is taken over.

    What one document lists as two places (a paper and its PDF) stays two.
    """
    found = list(one)
    places = {canonical(link.url): number for number, link in reversed([*enumerate(one)])}
    for link in other:
        number = places.get(canonical(link.url))
        if number is None:
            found.append(link)
        else:
            known = found[number]
            kind = known.kind if known.kind != "other" else link.kind
            found[number] = replace(known, kind=kind, title=known.title or link.title)
    return tuple(found)
